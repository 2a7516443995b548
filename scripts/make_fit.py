"""Put fits into the region: effective hours, practice and their sources.

Reads the folders that `ambics calibrate` wrote, one for each service. Used by `calibrate.py` and `centre_hours.py`.
"""

from __future__ import annotations

import csv
import hashlib
import math
import re
import sys
from pathlib import Path

REGION = Path("scenarios/data/england-2022")
HOURS = "effective_hours.csv"
PRACTICE = "practice.csv"
MONTHS = "October 2023 to March 2024"
QUANTITIES = ("drive", "cars", "rate_c3", "rate_c4")
HOW = f"ambics calibrate: each service on {MONTHS}, scripts/calibrate.py and centre_hours.py"
# Not fitted to response times but set by what arrives: see centre_hours.py.
CENTRED = "further_c1"


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, table: list[dict[str, str]]) -> None:
    """A CSV file with these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def sign(name: str, count: int) -> None:
    """Bring a table's entry in SOURCE.toml up to what the table is now."""
    source = REGION / "SOURCE.toml"
    text = source.read_text(encoding="utf-8")
    digest = hashlib.sha256((REGION / name).read_bytes()).hexdigest()
    pattern = rf'\[table\."{re.escape(name)}"\]\n(?:(?!\[table).*\n?)*'
    block = re.search(pattern, text)
    if block is None:
        hours = re.search(rf'\[table\."{re.escape(HOURS)}"\]\n(?:(?!\[table).*\n?)*', text)
        if hours is None:
            sys.exit(f"SOURCE.toml has no entry for {HOURS}")
        entry = hours.group(0).replace(HOURS, name)
        text = text.rstrip("\n") + "\n\n" + entry.rstrip("\n") + "\n"
        block = re.search(pattern, text)
        assert block is not None
    entry = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', block.group(0))
    entry = re.sub(r"(?m)^rows = .*$", f"rows = {count}", entry)
    entry = re.sub(r'(?m)^tier = ".*"$', 'tier = "fitted"', entry)
    entry = re.sub(r'(?m)^how_made = ".*"$', f'how_made = "{HOW}"', entry)
    source.write_text(text.replace(block.group(0), entry), encoding="utf-8")


def kept(quantity: str) -> list[dict[str, str]]:
    """The practice rows of a quantity that no fit of response times gives: they stay as they are."""
    return [row for row in rows(REGION / PRACTICE) if row["quantity"] == quantity]


def row_of(code: str, quantity: str, value: float, sd: float) -> dict[str, str]:
    """A row of the practice table."""
    source = f"fitted with the hours to published response times of {MONTHS}; low and high hold nine tenths"
    if quantity == CENTRED:
        source = f"set so that as many vehicles arrive for a C1 as published, {MONTHS}"
    return {
        "service_code": code,
        "quantity": quantity,
        "value": f"{value:.4f}",
        "low": f"{value * math.exp(-1.645 * sd):.4f}",
        "high": f"{value * math.exp(1.645 * sd):.4f}",
        "unit": "ratio",
        "grade": "C",
        "source": source,
    }


def put(folders: list[Path]) -> None:
    """Write the fits of all services into the region's tables."""
    parameters, figures = {}, {}
    for folder in folders:
        parameters |= {row["key"]: row for row in rows(folder / "parameters.csv")}
        c2 = [row for row in rows(folder / "figures.csv") if (row["category"], row["statistic"]) == ("C2", "mean")]
        figures |= {row["service_code"]: row for row in c2}
    hours = rows(REGION / HOURS)
    practice = kept(CENTRED)
    for row in hours:
        code = row["service_code"]
        row["effective_hours_per_week"] = f"{float(parameters[f'fleet.hours_per_week.{code}']['value']):.0f}"
        row["c2_target_s"] = f"{float(figures[code]['published_s']):.0f}"
        row["c2_fitted_s"] = f"{float(figures[code]['model_s']):.0f}"
        row["assumption"] = "assumption: fitted to C1 to C4, means and 90th centiles"
        for quantity in QUANTITIES:
            fitted = parameters[f"practice.{quantity}.{code}"]
            practice.append(row_of(code, quantity, float(fitted["value"]), float(fitted["sd_of_log"])))
    codes = [row["service_code"] for row in hours]
    practice.sort(key=lambda row: codes.index(row["service_code"]))
    write(REGION / HOURS, hours)
    write(REGION / PRACTICE, practice)
    sign(HOURS, len(hours))
    sign(PRACTICE, len(practice))
