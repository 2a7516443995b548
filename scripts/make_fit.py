"""Put a fit into the region: effective hours, practice and their sources; and say what the shared parameters are.

Reads the folder that `ambics calibrate` wrote for all of England. The parameters of services go to `effective_hours.csv`
and `practice.csv`; the shared ones are printed, for `scenarios/defaults.toml`. Run by `make calibrate`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
from pathlib import Path

REGION = Path("scenarios/data/england-2022")
HOURS = "effective_hours.csv"
PRACTICE = "practice.csv"
ENSEMBLE = "ensemble.csv"
MONTHS = "October 2023 to March 2024"
QUANTITIES = ("drive", "cars", "rate_c3", "rate_c4")
HOW = f"ambics calibrate: all services at once on {MONTHS}, scripts/make_fit.py"
DRIVE = "travel.time_factor"


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


def main() -> None:
    """Write the tables and print what is shared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fit", type=Path, help="the folder that ambics calibrate wrote")
    folder = parser.parse_args().fit
    parameters = {row["key"]: row for row in rows(folder / "parameters.csv")}
    figures = {
        row["service_code"]: row
        for row in rows(folder / "figures.csv")
        if (row["category"], row["statistic"]) == ("C2", "mean")
    }
    # The shared ratio of driving times goes to every service's own.
    drive = float(parameters[DRIVE]["value"]) if DRIVE in parameters else 1.0
    hours = rows(REGION / HOURS)
    practice = []
    for row in hours:
        code = row["service_code"]
        row["effective_hours_per_week"] = f"{float(parameters[f'fleet.hours_per_week.{code}']['value']):.0f}"
        row["c2_target_s"] = f"{float(figures[code]['published_s']):.0f}"
        row["c2_fitted_s"] = f"{float(figures[code]['model_s']):.0f}"
        row["assumption"] = "assumption: fitted to C1 to C4, means and 90th centiles"
        for quantity in QUANTITIES:
            fitted = parameters[f"practice.{quantity}.{code}"]
            factor = drive if quantity == "drive" else 1.0
            value, sd = float(fitted["value"]) * factor, float(fitted["sd_of_log"])
            practice.append(
                {
                    "service_code": code,
                    "quantity": quantity,
                    "value": f"{value:.4f}",
                    "low": f"{value * 2.718281828 ** (-1.645 * sd):.4f}",
                    "high": f"{value * 2.718281828 ** (1.645 * sd):.4f}",
                    "unit": "ratio",
                    "grade": "C",
                    "source": f"fitted with the hours to published response times of {MONTHS}; low and high hold nine tenths",
                }
            )
    write(REGION / HOURS, hours)
    write(REGION / PRACTICE, practice)
    sign(HOURS, len(hours))
    sign(PRACTICE, len(practice))
    print("Shared parameters, for scenarios/defaults.toml and assumptions.csv:")
    for key, row in parameters.items():
        if not row["service_code"]:
            note = "in every service's drive" if key == DRIVE else ""
            print(f"  {key} = {row['value']} (sd of its logarithm {row['sd_of_log']}) {note}")


if __name__ == "__main__":
    main()
