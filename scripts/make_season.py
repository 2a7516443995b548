"""Put the season of C2 into the region: `season.csv` and its entry in SOURCE.toml.

Reads the Ambulance Systems Indicators as NHS England publishes them (one CSV file of all months, `.` for nothing). For
each calendar month: the C2 mean against the mean of its financial year, net of load at an elasticity of 1, the mean over
ten trusts; of these the median over the years before October 2023. Run: `python scripts/make_season.py AmbSYS.csv`.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import hashlib
import json
import re
import statistics
import sys
from collections import defaultdict
from math import exp, log
from pathlib import Path

REGION = Path("scenarios/data/england-2022")
TABLE = "season.csv"
COLUMNS = ["month_of_year", "c2_ratio", "low", "high", "years", "grade", "source"]
TRUSTS = ("RRU", "RX6", "RX7", "RX8", "RX9", "RYA", "RYC", "RYD", "RYE", "RYF")
FIRST, LAST = (2018, 4), (2023, 9)
SPAN = "April 2018 to September 2023"
# C2 mean against load, both on the logarithm: about what the model says of a service that is neither idle nor swamped.
ELASTICITY = 1
# Minutes of a vehicle: to a scene and on it; on the way to a department, there, and until clear.
SCENE_MIN, CONVEY_MIN = 60, 15 + 35 + 8
SOURCE = (
    f"NHS England, Ambulance Systems Indicators, {SPAN}: C2 mean of the month against the mean of its financial year (April "
    "to September 2023 by themselves), net of load at an elasticity of 1, mean over ten trusts, median over the years; low and "
    "high are the years' lowest and highest; handover of those years is not published and stays in it"
)


def number(cell: str) -> float | None:
    """The figure of a cell; none where nothing is published."""
    return None if cell in ("", ".", "-") else float(cell)


def logarithm(row: dict[str, str]) -> float | None:
    """The logarithm of a trust-month's C2 mean net of load; none where a figure lacks."""
    figures = [number(row[item]) for item in ("A31", "A10", "A53", "A54", "A55")]
    if None in figures or min(figures[:3]) <= 0:
        return None
    c2_mean, _, conveyed, elsewhere, treated = figures
    days = calendar.monthrange(int(row["Year"]), int(row["Month"]))[1]
    load = ((conveyed + elsewhere + treated) * SCENE_MIN + conveyed * CONVEY_MIN) / days
    return log(c2_mean) - ELASTICITY * log(load)


def by_year(path: Path) -> dict[int, dict[int, float]]:
    """By month of the year and financial year: the mean over trusts, each against its own year's mean."""
    years: dict[tuple[str, int], dict[int, float]] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            at = (int(row["Year"]), int(row["Month"]))
            if row["Org Code"] in TRUSTS and FIRST <= at <= LAST:
                value = logarithm(row)
                if value is not None:
                    years[row["Org Code"], at[0] - (at[1] < 4)][at[1]] = value
    trusts: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (_, year), months in years.items():
        usual = statistics.fmean(months.values())
        for month, value in months.items():
            trusts[month][year].append(value - usual)
    return {
        month: {year: statistics.fmean(values) for year, values in of.items()} for month, of in sorted(trusts.items())
    }


def table(path: Path) -> list[dict[str, str]]:
    """The rows of season.csv; their logarithms have the mean 0."""
    months = by_year(path)
    if sorted(months) != list(range(1, 13)):
        sys.exit(f"{path} has figures of {len(months)} of the 12 months of the year in {SPAN}")
    medians = {month: statistics.median(of.values()) for month, of in months.items()}
    centre = statistics.fmean(medians.values())
    return [
        {
            "month_of_year": str(month),
            "c2_ratio": f"{exp(medians[month] - centre):.4f}",
            "low": f"{exp(min(of.values()) - centre):.4f}",
            "high": f"{exp(max(of.values()) - centre):.4f}",
            "years": str(len(of)),
            "grade": "C",
            "source": SOURCE,
        }
        for month, of in months.items()
    ]


def sign(region: Path, path: Path, rows: int) -> None:
    """Write the table's entry in SOURCE.toml, in place of an older one."""
    source = region / "SOURCE.toml"
    entry = {
        "publisher": "NHS England",
        "licence": "Open Government Licence v3.0",
        "period": "2018-04 to 2023-09",
        "tier": "derived",
        "how_made": "scripts/make_season.py: C2 mean by month of the year against its financial year, net of load at an "
        "elasticity of 1, mean over ten trusts, median over years. Handover of those years is not published: what it did to "
        "winters stays in the ratio.",
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in entry.items()]
    lines.append(f'inputs = [{{ file = "{path.name}", sha256 = "{sha256_of(path)}" }}]')
    lines += [f'sha256 = "{sha256_of(region / TABLE)}"', f"rows = {rows}"]
    older = rf'\n*\[table\."{re.escape(TABLE)}"\]\n(?:(?!\[table).*\n?)*'
    text = re.sub(older, "\n\n", source.read_text(encoding="utf-8")).rstrip("\n")
    source.write_text(text + f'\n\n[table."{TABLE}"]\n' + "\n".join(lines) + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Read, write, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("indicators", type=Path, help="the Ambulance Systems Indicators as NHS England publishes them")
    parser.add_argument("--region", type=Path, default=REGION, help="folder of the region")
    options = parser.parse_args()
    rows = table(options.indicators)
    with (options.region / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sign(options.region, options.indicators, len(rows))
    for row in rows:
        print(f"{row['month_of_year']:>2}  {row['c2_ratio']}  ({row['low']} to {row['high']}, {row['years']} years)")


if __name__ == "__main__":
    main()
