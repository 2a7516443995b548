"""Several runs at once: no more engine threads than cores, the same bytes, and Ctrl-C heard by a call that waits."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import ambics
import pytest
from ambics import _core, _threads

HERE = Path(__file__).parent
SAID = ("AMBICS_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
CORES = _core.cores()


def program(tmp_path: Path, text: str, **variables: str) -> list[str]:
    """Run a Python program that has `counted` at hand, in a process of its own; give its words."""
    file = tmp_path / "program.py"
    file.write_text("from counted import *\n" + textwrap.dedent(text), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in SAID}
    environment |= {"PYTHONPATH": str(HERE)} | variables
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, env=environment, timeout=50)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module")
def one_thread(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The bytes of the counted run on one thread."""
    threads, digest = program(tmp_path_factory.mktemp("one"), "print(*counted(threads=1)[1:3])")
    assert threads == "1"
    return digest


@LINUX
def test_a_process_that_is_alone_takes_all_cores(tmp_path: Path, one_thread: str) -> None:
    assert program(tmp_path, "print(*counted()[1:3])") == [str(CORES), one_thread]


@LINUX
@pytest.mark.parametrize("name", ["AMBICS_THREADS", "RAYON_NUM_THREADS"])
def test_the_environment_may_say_how_many(tmp_path: Path, one_thread: str, name: str) -> None:
    assert program(tmp_path, "print(*counted()[1:3])", **{name: "3"}) == ["3", one_thread]


@LINUX
@pytest.mark.skipif(CORES < 2, reason="needs two cores")
def test_a_process_bound_to_one_core_takes_one_thread(tmp_path: Path) -> None:
    bound = "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nprint(counted()[1])"
    assert program(tmp_path, bound) == ["1"]


@LINUX
def test_two_python_threads_share_the_cores(tmp_path: Path, one_thread: str) -> None:
    text = """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(2) as executor:
            runs = list(executor.map(counted, range(2)))
        print(most_at_once(runs), overlap(runs), *[run[2] for run in runs])
    """
    assert program(tmp_path, text) == [str(CORES), "True", one_thread, one_thread]


@LINUX
def test_calls_with_a_number_of_their_own_do_not_wait_for_others(tmp_path: Path, one_thread: str) -> None:
    text = """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(2) as executor:
            runs = list(executor.map(lambda row: counted(row, threads=1), range(2)))
        print(most_at_once(runs), *[run[2] for run in runs])
    """
    assert program(tmp_path, text) == ["2", one_thread, one_thread]


@LINUX
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_of_multiprocessing_take_a_thread_each(tmp_path: Path, one_thread: str, method: str) -> None:
    text = f"""
        import multiprocessing
        if __name__ == "__main__":
            before = counted()
            with multiprocessing.get_context({method!r}).Pool(2) as pool:
                runs = pool.map(counted, range(2), chunksize=1)
            print(before[1], *[word for run in runs for word in run[1:3]])
    """
    assert program(tmp_path, text) == [str(CORES), "1", one_thread, "1", one_thread]


@LINUX
def test_a_process_forked_while_a_run_works_runs_too(tmp_path: Path, one_thread: str) -> None:
    text = """
        import multiprocessing, threading
        threading.Thread(target=counted, kwargs={"replications": 1_000_000}, daemon=True).start()
        while engine_threads() == 0:
            time.sleep(0.01)
        with multiprocessing.get_context("fork").Pool(1) as pool:
            print(*pool.apply(counted)[1:3], flush=True)
        os._exit(0)
    """
    assert program(tmp_path, text) == ["1", one_thread]


@LINUX
def test_joblib_gives_each_process_its_share(tmp_path: Path, one_thread: str) -> None:
    text = """
        import joblib
        runs = joblib.Parallel(2)(joblib.delayed(counted)(row) for row in range(2))
        print(max(run[1] for run in runs), *[run[2] for run in runs])
    """
    assert program(tmp_path, text) == [str(max(CORES // 2, 1)), one_thread, one_thread]


@LINUX
@pytest.mark.parametrize(("workers", "threads"), [(2, 1), pytest.param(1, 2, marks=pytest.mark.long)])
def test_dask_workers_take_the_threads_they_were_given(
    tmp_path: Path, one_thread: str, workers: int, threads: int
) -> None:
    text = f"""
        from distributed import Client, LocalCluster
        if __name__ == "__main__":
            cluster = LocalCluster(n_workers={workers}, threads_per_worker={threads}, dashboard_address=None)
            with cluster, Client(cluster) as client:
                runs = client.gather(client.map(counted, range(4), pure=False))
            print(len({{run[0] for run in runs}}), most_at_once(runs), *{{run[2] for run in runs}})
    """
    found = program(tmp_path, text)
    assert found == [str(workers), str(workers * min(threads, CORES)), one_thread]


@LINUX
def test_dask_in_the_clients_own_process_shares_the_cores(tmp_path: Path, one_thread: str) -> None:
    text = """
        from distributed import Client, LocalCluster
        cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None)
        with cluster, Client(cluster) as client:
            runs = client.gather(client.map(counted, range(2), pure=False))
        print(most_at_once(runs), *{run[2] for run in runs})
    """
    assert program(tmp_path, text) == [str(CORES), one_thread]


@LINUX
def test_ctrl_c_is_heard_by_a_call_that_waits_for_another(tmp_path: Path) -> None:
    text = """
        import _thread, threading
        threading.Thread(target=counted, kwargs={"replications": 1_000_000}, daemon=True).start()
        while engine_threads() == 0:
            time.sleep(0.01)
        time.sleep(0.5)
        threading.Timer(0.5, _thread.interrupt_main).start()
        begun = time.time()
        try:
            counted(replications=1_000_000)
        except KeyboardInterrupt:
            print(time.time() - begun < 1.5, flush=True)
        os._exit(0)
    """
    assert program(tmp_path, text) == ["True"]


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMBICS_THREADS", "many")
    with pytest.raises(ambics.AmbicsError, match="AMBICS_THREADS is a number of threads from 0"):
        ambics.Scenario.shipped("tiny/tiny").run(1, progress=False)


def test_what_was_given_stands_above_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SAID:
        monkeypatch.delenv(name, raising=False)
    assert _threads.pool(0) == (0, True)
    monkeypatch.setenv("OMP_NUM_THREADS", "1,4")
    assert _threads.pool(0) == (1, True)
    monkeypatch.setenv("OMP_NUM_THREADS", "1000")
    assert _threads.pool(0) == (CORES, True)
    monkeypatch.setenv("RAYON_NUM_THREADS", "3")
    assert _threads.pool(0) == (3, True)
    monkeypatch.setenv("AMBICS_THREADS", "2")
    assert _threads.pool(0) == (2, True)
    assert _threads.pool(5) == (5, False)
