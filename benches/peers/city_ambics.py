"""The city in ambics: the command on the scenario, and means from its table of incidents."""

from __future__ import annotations

import csv
import subprocess
import tempfile
from pathlib import Path

from city import CATEGORIES, City
from city_region import write_city


def command(ambics: Path, scenario: Path) -> list[str]:
    """One run in one thread; everything that the scenario says."""
    return [str(ambics), "run", str(scenario), "--threads", "1", "--json"]


def simulate(here: City, ambics: Path) -> list[list[tuple[int, float, float]]]:
    """Every replication of a city: (number, mean response, mean wait) of each category.

    A response is from clock start to clock stop, a wait from clock start to the first assignment.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        options = ["--records", "--csv", "--out", str(out)]
        run = [*command(ambics, write_city(here, Path(folder)))[:-1], *options]
        subprocess.run(run, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return _means(out / "incidents.csv", here.replications)


def _means(table: Path, replications: int) -> list[list[tuple[int, float, float]]]:
    sums = [{name: [0, 0, 0] for name in CATEGORIES} for _ in range(replications)]
    with table.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            own = sums[int(row["replication"])][row["category"]]
            own[0] += 1
            own[1] += int(row["response_ms"])
            own[2] += int(row["assigned_ms"]) - int(row["clock_start_ms"])
    return [
        [(n, response / 1000 / max(n, 1), wait / 1000 / max(n, 1)) for n, response, wait in own.values()]
        for own in sums
    ]
