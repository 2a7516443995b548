"""How many threads a run takes that was given no number: a fair share of the cores."""

from __future__ import annotations

import os
import sys

from ambics import _core

NAMED = ("AMBICS_THREADS", "RAYON_NUM_THREADS")
OF_ALL_LIBRARIES = "OMP_NUM_THREADS"
MOST = 1024


def pool(threads: int) -> tuple[int, bool]:
    """Threads of a call, 0 for all cores, and whether it shares them with other calls of this process."""
    return (threads, False) if threads else (share(), True)


def share() -> int:
    """This process's share of the cores, 0 for all of them.

    What the environment says of ambics comes first, then what a Dask worker was given, then what the environment says
    of all libraries: joblib, Ray, Spark and job scripts tell a process its share so. A process that `multiprocessing`
    has started is taken for one of several.
    """
    for name in NAMED:
        if text := os.environ.get(name, "").strip():
            return _number(name, text)
    if own := _dask_threads():
        return min(own, _core.cores())
    told = os.environ.get(OF_ALL_LIBRARIES, "").split(",")[0].strip()
    if told.isascii() and told.isdecimal() and int(told):
        return min(int(told), _core.cores())
    return 1 if _is_one_of_several() else 0


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST):
        raise _core.AmbicsError(f"{name} is a number of threads from 0 (all cores) to {MOST}, not `{text}`")
    return int(text)


def _dask_threads() -> int:
    """Threads of the Dask worker whose task this is; 0 if it is none, or one within the client's own process."""
    distributed = sys.modules.get("distributed")
    if distributed is None:
        return 0
    try:
        worker = distributed.get_worker()
    except ValueError:
        return 0
    return 0 if worker.address.startswith("inproc://") else int(worker.state.nthreads)


def _is_one_of_several() -> bool:
    """Whether `multiprocessing` has started this process, by whatever name: a pool, an executor, joblib, Dask."""
    processes = sys.modules.get("multiprocessing.process")
    return processes is not None and processes.parent_process() is not None
