"""Sweeps from Python: the same runs in this process, on executors, and on a Dask cluster whose workers are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import ambics
import pytest
from ambics import _core
from ambics._sweep import run_task

LONG = os.environ.get("AMBICS_LONG") == "1"


def rows(swept: ambics.Swept) -> list[tuple[object, ...]]:
    """All that a sweep gave, in an order of its own."""
    runs = swept.runs().collect()
    return runs.sort(["point", "arm", "replication", "level", "area_code", "category"]).rows()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ambics.example_sweep(tmp_path_factory.mktemp("sweep"))


@pytest.fixture(scope="module")
def alone(file: Path, tmp_path_factory: pytest.TempPathFactory) -> ambics.Swept:
    return ambics.sweep(file, tmp_path_factory.mktemp("alone") / "runs", progress=False)


@pytest.fixture
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


def test_a_sweep_is_told_by_its_store(alone: ambics.Swept) -> None:
    assert len(alone.points()) == 6 and {"point", "arm", "travel.time_factor"} <= set(alone.points().columns)
    assert alone.runs().select("point", "replication").unique().collect().height == 30
    sound, said = alone.verify()
    assert sound and said.startswith("30 runs")
    assert "30 runs finished" in repr(alone)
    assert all(path.is_file() for path in alone.files())


def test_duckdb_reads_the_files_that_the_ledger_lists(alone: ambics.Swept) -> None:
    import duckdb

    files = [str(path) for path in alone.files()]
    found = duckdb.sql(f"select count(distinct (point, replication)) from read_parquet({files})").fetchall()
    assert found == [(30,)]


def test_threads_and_processes_give_the_same(
    file: Path, alone: ambics.Swept, processes: Executor, tmp_path: Path
) -> None:
    assert rows(ambics.sweep(file, tmp_path / "p", executor=processes, progress=False)) == rows(alone)
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(3) as threads:
        swept = ambics.sweep(
            file, tmp_path / "t", executor=threads, progress=lambda done, total: seen.append((done, total))
        )
    assert rows(swept) == rows(alone) and seen[-1] == (30, 30)


def test_a_task_is_a_pure_function_of_its_bytes(file: Path, tmp_path: Path) -> None:
    driver = _core.SweepDriver.begin((file, False), tmp_path / "runs", "1/1")
    task = driver.next(7)
    assert task is not None and run_task(task)[0] == run_task(task)[0]
    came = run_task(task)[0]
    assert driver.put(came) == (7, 0) and driver.put(came) == (7, 0), "the same twice changes nothing"
    assert len(ambics.resume_sweep(tmp_path / "runs", progress=False).points()) == 6
    damaged = bytearray(task)
    damaged[-1] ^= 1
    with pytest.raises(ambics.AmbicsError):
        _core.sweep_task(task[:40])
    other = task.replace(ambics.__version__.encode(), b"9" * len(ambics.__version__), 1)
    with pytest.raises(ambics.AmbicsError, match=r"install the same version"):
        _core.sweep_task(other)
    with pytest.raises(ambics.AmbicsError):
        driver.put(b"anything else")


def test_parts_are_merged(file: Path, alone: ambics.Swept, tmp_path: Path) -> None:
    first, second = (
        ambics.sweep(file, tmp_path / name, shard=part, progress=False) for name, part in (("a", "1/2"), ("b", "2/2"))
    )
    assert "15 runs taken over" in first.merge(second.dir)
    assert rows(first) == rows(alone) and "0 left-over files" in first.gc()


def test_faults_of_a_sweep_are_told(tmp_path: Path) -> None:
    file = ambics.example_sweep(tmp_path)
    file.write_text(
        file.read_text(encoding="utf-8").replace("travel.time_factor", "travel.tme_factor"), encoding="utf-8"
    )
    with pytest.raises(ambics.ScenarioError, match=r"tme_factor"):
        ambics.sweep(file, tmp_path / "runs", progress=False)
    with pytest.raises(ambics.AmbicsError):
        ambics.Swept(tmp_path / "nothing")


def test_a_worker_that_breaks_the_pool_is_told_with_how_to_go_on(
    file: Path, alone: ambics.Swept, tmp_path: Path
) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        executor.submit(os.getpid).result()
        for process in list(executor._processes.values()):
            os.kill(process.pid or 0, signal.SIGKILL)
        with pytest.raises((ambics.AmbicsError, BrokenExecutor), match=r"resume_sweep|broken|terminated"):
            ambics.sweep(file, tmp_path / "runs", executor=executor, progress=False)
    assert rows(ambics.resume_sweep(tmp_path / "runs", progress=False)) == rows(alone)


def test_a_driver_that_is_killed_is_gone_on_with(file: Path, alone: ambics.Swept, tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import ambics
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(1) as executor:
            ambics.sweep({str(file)!r}, {str(tmp_path / "runs")!r}, executor=executor, progress=False)
    """)
    driver = subprocess.Popen([sys.executable, "-c", script])
    ledger = tmp_path / "runs" / "ledger.sqlite"
    deadline = time.monotonic() + 60
    while not ledger.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    driver.kill()
    driver.wait()
    with ThreadPoolExecutor(2) as executor:
        swept = ambics.resume_sweep(tmp_path / "runs", executor=executor, progress=False)
    assert rows(swept) == rows(alone) and swept.verify()[0]


def test_dask_workers_that_are_killed_leave_the_result_as_it_is(tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    file = ambics.example_sweep(tmp_path)
    text = file.read_text(encoding="utf-8")
    replications, kills = (400, 12) if LONG else (60, 3)
    file.write_text(text.replace("replications = 5", f"replications = {replications}"), encoding="utf-8")
    alone = ambics.sweep(file, tmp_path / "alone", progress=False)
    killed: list[int] = []
    over = threading.Event()
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(2)

        def kill() -> None:
            while not over.wait(2.0 if LONG else 1.0) and len(killed) < kills:
                living = [own for own in client.run(os.getpid, on_error="ignore").values() if isinstance(own, int)]
                if living:
                    os.kill(living[len(killed) % len(living)], signal.SIGKILL)
                    killed.append(living[0])

        killer = threading.Thread(target=kill)
        killer.start()
        # Small tasks, so that there is always one under way where a worker dies.
        swept = ambics.sweep(file, tmp_path / "dask", client=client, progress=lambda *_: time.sleep(0.1))
        over.set()
        killer.join()
    assert killed, "no worker was killed while the sweep ran"
    assert rows(swept) == rows(alone)
    assert (
        swept.verify()[0] and swept.runs().select("point", "replication").unique().collect().height == 6 * replications
    )
