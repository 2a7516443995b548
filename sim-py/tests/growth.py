"""Prints by how many bytes this process grows while it runs one small scenario again and again.

Use: growth.py RUNS KIND. `bare` throws each result away, `pools` runs in threads of each call's own, and `tables` does
with each result what a notebook does. Pages come and go between runs, so the least of some looks counts: what is lost
with each run is in that too.
"""

import gc
import os
import sys
from pathlib import Path

import ambics

FIRST = 100
LOOKS = 50


def resident() -> int:
    """Bytes of this process that are in memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def bare(scenario: ambics.Scenario) -> None:
    """One run, thrown away."""
    scenario.run(1, progress=False)


def pools(scenario: ambics.Scenario) -> None:
    """One run in threads of its own, thrown away."""
    scenario.run(1, threads=1, progress=False)


def tables(scenario: ambics.Scenario) -> None:
    """What a notebook does: another scenario, a look at the result, all its tables."""
    import pyarrow as pa

    result = scenario.with_({"name": "again"}).run(1, progress=False)
    assert result.manifest and result._repr_html_()
    assert sum(pa.table(table).num_rows for table in result.tables.values())


def main() -> None:
    """Run, look after the first hundred, run on, look again."""
    runs, work = int(sys.argv[1]), {"bare": bare, "pools": pools, "tables": tables}[sys.argv[2]]
    scenario = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 1})

    def least(looks: int) -> int:
        """The least that is in memory after one of some runs."""
        return min((work(scenario), resident())[1] for _ in range(looks))

    for _ in range(FIRST - LOOKS):
        work(scenario)
    before = least(LOOKS)
    for _ in range(runs - FIRST - LOOKS):
        work(scenario)
    print(least(LOOKS) - before)


if __name__ == "__main__":
    main()
