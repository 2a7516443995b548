"""A run whose engine threads are counted while it works: what `test_threads.py` starts in other processes."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import ambics


def engine_threads() -> int:
    """Threads of this process that belong to a pool of ambics."""
    names = []
    for task in Path("/proc/self/task").glob("*/comm"):
        try:
            names.append(task.read_text())
        except OSError:  # it has just ended
            continue
    return sum(name.startswith("ambics-") for name in names)


def counted(_: int = 0, threads: int = 0, replications: int = 60) -> tuple[int, int, str, float, float]:
    """The process, the most engine threads seen in it while a run worked, the run's bytes, its begin and end."""
    seen: list[int] = []
    begun = time.time()
    scenario = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    result = scenario.run(replications, threads=threads, progress=lambda done, total: seen.append(engine_threads()))
    digest = hashlib.sha256(result.report().encode()).hexdigest()
    return os.getpid(), max(seen), digest, begun, time.time()


def most_at_once(runs: list[tuple[int, int, str, float, float]]) -> int:
    """The most engine threads of all processes together, if all worked at the same time."""
    by_process: dict[int, int] = {}
    for process, seen, *_ in runs:
        by_process[process] = max(seen, by_process.get(process, 0))
    return sum(by_process.values())


def overlap(runs: list[tuple[int, int, str, float, float]]) -> bool:
    """Whether there was an instant at which all were asked for and none had ended."""
    return max(begun for *_, begun, _ in runs) < min(ended for *_, ended in runs)
