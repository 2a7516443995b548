"""Thousands of runs into a store that survives anything: in this process, on Dask, or on any executor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambics import _core
from ambics._progress import Progress, teller
from ambics._rich import listed
from ambics._threads import pool

if TYPE_CHECKING:
    import polars as pl

SECONDS_OF_A_TASK = 2.0
MOST_RUNS_OF_A_TASK = 4_096
TASKS_FOR_A_WORKER = 3
TRIES = 6


def run_task(task: bytes) -> tuple[bytes, float]:
    """Do a task of a sweep on a worker: what came of it, and its seconds. A pure function of its bytes."""
    import time

    begun = time.perf_counter()
    return _core.sweep_task(task), time.perf_counter() - begun


class Swept:
    """The store of a sweep: a folder that stays as it is when this process ends.

    Parameters
    ----------
    dir
        The folder of a store that was begun.

    Examples
    --------
    >>> import ambics, tempfile
    >>> out = tempfile.mkdtemp()
    >>> swept = ambics.sweep(ambics.example_sweep(out), f"{out}/runs", progress=False)
    >>> swept.runs().collect().get_column("point").n_unique()
    6
    """

    __slots__ = ("_dir",)

    def __init__(self, dir: str | os.PathLike[str]) -> None:
        self._dir: Path = Path(dir)
        _core.sweep_files(self._dir)

    @property
    def dir(self) -> Path:
        """The folder.

        Examples
        --------
        >>> swept.dir.name
        'runs'
        """
        return self._dir

    def files(self) -> list[Path]:
        """List the Parquet files of finished runs that the ledger lists; what a killed process left behind is not among them.

        Returns
        -------
        list of pathlib.Path
            The files.

        Examples
        --------
        >>> {file.suffix for file in swept.files()}
        {'.parquet'}
        """
        return [Path(file) for file in _core.sweep_files(self._dir)]

    def points(self) -> pl.DataFrame:
        """Give a row for each point: its number, arm, and the value of each key that varies. Needs polars.

        Returns
        -------
        polars.DataFrame
            As many rows as points.

        Examples
        --------
        >>> swept.points().columns
        ['point', 'arm', 'cycle.on_scene_ratio', 'travel.time_factor']
        """
        points: pl.DataFrame = _polars().read_parquet(self._dir / "points.parquet")
        return points

    def runs(self) -> pl.LazyFrame:
        """Give responses of every finished run by area and category, read when collected. Needs polars.

        Returns
        -------
        polars.LazyFrame
            Times in seconds.

        Raises
        ------
        AmbicsError
            If no run is finished.

        Examples
        --------
        >>> swept.runs().collect_schema().names()[:5]
        ['point', 'arm', 'replication', 'level', 'area_code']
        """
        files = self.files()
        if not files:
            raise _core.AmbicsError(f"no run of {self._dir} is finished: go on with ambics.resume_sweep")
        runs: pl.LazyFrame = _polars().scan_parquet(files)
        return runs

    def verify(self) -> tuple[bool, str]:
        """Say whether every byte is as it was stored.

        Returns
        -------
        tuple of bool and str
            Whether it is, and what `ambics verify` says.

        Examples
        --------
        >>> swept.verify()[0]
        True
        """
        return _core.sweep_verify(self._dir)

    def gc(self) -> str:
        """Clear what killed processes left and forget damaged runs.

        Returns
        -------
        str
            What `ambics gc` says.

        Examples
        --------
        >>> len(swept.gc()) > 0
        True
        """
        return _core.sweep_gc(self._dir)

    def merge(self, *others: str | os.PathLike[str]) -> str:
        """Take over the runs of other stores of the same sweep.

        Parameters
        ----------
        *others : str or os.PathLike
            Their folders.

        Returns
        -------
        str
            What `ambics merge` says.

        Raises
        ------
        AmbicsError
            If a store is of another sweep.

        Examples
        --------
        >>> half = ambics.sweep(ambics.example_sweep(out), f"{out}/half", shard="1/2", progress=False)
        >>> _ = half.merge(swept.dir)
        >>> repr(half).split(": ")[1]
        '30 runs finished'
        """
        return _core.sweep_merge(self._dir, [Path(other) for other in others])

    def __repr__(self) -> str:
        return f"Swept({str(self._dir)!r}): {_core.sweep_count(self._dir)} runs finished"

    def _repr_html_(self) -> str:
        told = {"folder": self._dir, "runs finished": _core.sweep_count(self._dir)}
        return listed("Sweep", told)


def sweep(
    file: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    executor: Executor | None = None,
    client: Any = None,
    shard: str = "1/1",
    threads: int = 0,
    anyway: bool = False,
    progress: Progress = True,
) -> Swept:
    """Run a sweep file into a store, or go on with it; only what is missing is run.

    Parameters
    ----------
    file : str or os.PathLike
        The sweep file: base, design, vary, arms and replications; see docs/sweeps.md.
    out : str or os.PathLike
        The folder of the store; made if it is not there.
    executor : concurrent.futures.Executor, optional
        Any executor of `concurrent.futures`: its workers run, this process stores what comes back.
    client : object, optional
        A Dask client, the same way. Workers need ambics in the same version, and no shared disk.
    shard : str, default "1/1"
        Only every n-th run, beginning with the i-th, as "i/n".
    threads : int, default 0
        Threads without an executor, 0 for all cores; with one, each task takes one.
    anyway : bool, default False
        Sweep even what would take weeks on a hundred machines.
    progress : bool or callable, default True
        As in `Scenario.run`; of the runs that were missing.

    Returns
    -------
    Swept
        The store. The same runs have the same bytes, wherever they were run.

    Raises
    ------
    ScenarioError
        If the sweep, its base or a point holds faults, or it would take weeks on a hundred machines.
    AmbicsError
        If the store cannot be written, runs failed, or workers keep dying; what is finished is kept.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> out = tempfile.mkdtemp()
    >>> with ThreadPoolExecutor(2) as executor:
    ...     swept = ambics.sweep(ambics.example_sweep(out), f"{out}/runs", executor=executor, progress=False)
    >>> len(swept.points())
    6
    """
    if executor is None and client is None:
        _core.sweep_here(((Path(file), anyway), Path(out), shard), pool(threads), teller(progress))
        return Swept(out)
    return _drive(_core.SweepDriver.begin((Path(file), anyway), Path(out), shard), (executor, client), teller(progress))


def resume_sweep(
    out: str | os.PathLike[str],
    *,
    executor: Executor | None = None,
    client: Any = None,
    shard: str = "1/1",
    threads: int = 0,
    progress: Progress = True,
) -> Swept:
    """Go on with the sweep of a store.

    Parameters
    ----------
    out : str or os.PathLike
        The folder of the store.
    executor, client, shard, threads, progress
        As in `sweep`.

    Returns
    -------
    Swept
        The store.

    Raises
    ------
    AmbicsError
        If the folder holds no store, or runs failed.

    Examples
    --------
    >>> import ambics, tempfile
    >>> out = tempfile.mkdtemp()
    >>> _ = ambics.sweep(ambics.example_sweep(out), f"{out}/runs", shard="1/2", progress=False)
    >>> ambics.resume_sweep(f"{out}/runs", progress=False).runs().collect().get_column("replication").n_unique()
    5
    """
    if executor is None and client is None:
        _core.sweep_here((None, Path(out), shard), pool(threads), teller(progress))
        return Swept(out)
    return _drive(_core.SweepDriver.resume(Path(out), shard), (executor, client), teller(progress))


def example_sweep(folder: str | os.PathLike[str]) -> Path:
    """Write the sweep that ambics ships as an example, and its base, into a folder.

    Parameters
    ----------
    folder : str or os.PathLike
        A folder that is there.

    Returns
    -------
    pathlib.Path
        The sweep file.

    Examples
    --------
    >>> import ambics, tempfile
    >>> ambics.example_sweep(tempfile.mkdtemp()).name
    'sweep.toml'
    """
    folder = Path(folder)
    for name in ("tiny.toml", "sweep.toml"):
        (folder / name).write_text(_core.example(name), encoding="utf-8")
    return folder / "sweep.toml"


def _drive(
    driver: _core.SweepDriver,
    workers: tuple[Executor | None, Any],
    tell: Callable[[int, int], None] | None,
) -> Swept:
    """Hand tasks out, a few for each worker, and store what comes back."""
    executor, client = workers
    if executor is None:
        # Its futures are those of concurrent.futures; a worker that dies has its tasks given to another.
        executor = client.get_executor(pure=False)
    assert executor is not None
    pending: dict[Future[tuple[bytes, float]], tuple[bytes, int, int]] = {}
    done = failed = 0
    size = 1
    try:
        while True:
            while len(pending) < TASKS_FOR_A_WORKER * _workers(executor, client):
                task = driver.next(size)
                if task is None:
                    break
                pending[executor.submit(run_task, task)] = (task, 1, size)
            if not pending:
                break
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                task, tries, runs = pending.pop(future)
                error = future.exception()
                if error is not None:
                    if tries >= TRIES or isinstance(error, (_core.AmbicsError, BrokenExecutor)):
                        raise error
                    pending[executor.submit(run_task, task)] = (task, tries + 1, runs)
                    continue
                came, seconds = future.result()
                stored, lost = driver.put(came)
                done, failed = done + stored, failed + lost
                wanted = int(runs * SECONDS_OF_A_TASK / max(seconds, 1e-3))
                size = max(1, min(wanted, 4 * size, MOST_RUNS_OF_A_TASK))
                if tell is not None:
                    tell(done + failed, driver.total)
    except BaseException as error:
        for future in pending:
            future.cancel()
        how = (
            f"What is finished is kept ({done} runs of this call); go on with ambics.resume_sweep({str(driver.dir)!r})"
        )
        if isinstance(error, KeyboardInterrupt):
            print(f"ambics: stopped. {how}", file=sys.stderr)
            raise
        if isinstance(error, Exception):
            raise _core.AmbicsError(f"{error or type(error).__name__}. {how}") from error
        raise
    if failed:
        raise _core.AmbicsError(
            f"{failed} runs failed, {done} are stored; ambics.resume_sweep({str(driver.dir)!r}) tries them once more"
        )
    return Swept(driver.dir)


def _workers(executor: Executor, client: Any) -> int:
    """How many tasks run at once, as far as it is told."""
    if client is not None:
        return max(1, int(sum(client.nthreads().values())))
    return max(1, int(getattr(executor, "_max_workers", 0) or os.cpu_count() or 1))


def _polars() -> Any:
    try:
        import polars
    except ImportError as error:
        raise ImportError("ambics.Swept reads tables with polars: pip install 'ambics[frames]'") from error
    return polars


__all__: Sequence[str] = ("Swept", "example_sweep", "resume_sweep", "sweep")
