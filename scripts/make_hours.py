"""Fit each service's effective hours: the weekly vehicle-hours with which the model gives its published C2 mean.

Bisection on the hours, one service at a time, against the mean of October 2023 to March 2024, with a seed that no
shipped scenario uses. Writes `effective_hours.csv` and its entry in `SOURCE.toml`. Run by `make hours`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

REGION = Path("scenarios/data/england-2022")
TABLE = REGION / "effective_hours.csv"
MONTHS = {"2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"}
SEED = 20231001
TOLERANCE = 0.01
STATED = "assumption: fitted to C2 mean"


def targets() -> dict[str, float]:
    """Published C2 mean of each service over the months, weighted by incidents, seconds."""
    sums: dict[str, list[float]] = {}
    with (REGION / "response_month.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["month"] in MONTHS and row["category"] == "C2" and row["service_code"] != "England":
                total = sums.setdefault(row["service_code"], [0.0, 0.0])
                total[0] += float(row["n"]) * float(row["mean_s"])
                total[1] += float(row["n"])
    return {code: total / n for code, (total, n) in sorted(sums.items())}


def simulated(binary: str, service: str, hours: int, replications: int) -> float:
    """The model's C2 mean of a service with these weekly hours, seconds."""
    edits = {
        "select.trusts": json.dumps([service]),
        "run.replications": replications,
        "run.seed": SEED,
        f"fleet.hours_per_week.{service}": hours,
    }
    command = [binary, "run", "scenarios/england-2023.toml", "--json"]
    for key, value in edits.items():
        command += ["--set", f"{key}={value}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    wanted = {"level": "trust", "area_code": service, "category": "C2", "statistic": "mean"}
    for row in json.loads(done.stdout)["summary"]:
        if all(row[key] == value for key, value in wanted.items()):
            return float(row["mean_s"])
    sys.exit(f"no C2 mean of {service} in the result")


def fit(binary: str, service: str, start: float, target: float, replications: int) -> tuple[int, float]:
    """Hours and the C2 mean they give: steps of 10% until the target is bracketed, then bisection.

    More hours do not shorten waits at every single step, since each number of hours has its own rota pattern: the
    closest of all that were tried is kept.
    """
    tried: dict[int, float] = {}

    def too_slow(hours: int) -> bool:
        tried[hours] = simulated(binary, service, hours, replications)
        return tried[hours] > target

    low = high = round(start)
    if too_slow(high):
        while too_slow(high := round(high * 1.1)):
            low = high
    else:
        while not too_slow(low := round(low / 1.1)):
            high = low
    while high - low > max(6, high // 4000) and min(abs(v - target) for v in tried.values()) > TOLERANCE * target:
        middle = (low + high) // 2
        low, high = (middle, high) if too_slow(middle) else (low, middle)
    return min(tried.items(), key=lambda item: abs(item[1] - target))


def write(rows: list[dict[str, object]]) -> None:
    """The table, and its hash in SOURCE.toml."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    source = REGION / "SOURCE.toml"
    text = source.read_text(encoding="utf-8")
    block = re.search(r'\[table\."effective_hours\.csv"\]\n(?:(?!\[table).*\n?)*', text)
    if block is None:
        sys.exit("SOURCE.toml has no entry for effective_hours.csv")
    entry = block.group(0)
    digest = hashlib.sha256(TABLE.read_bytes()).hexdigest()
    entry = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', entry)
    entry = re.sub(r'(?m)^tier = ".*"$', 'tier = "fitted"', entry)
    how = "scripts/make_hours.py: bisection on the hours until the model gives the published C2 mean of the period"
    entry = re.sub(r'(?m)^how_made = ".*"$', f'how_made = "{how}"', entry)
    source.write_text(text.replace(block.group(0), entry), encoding="utf-8")


def main() -> None:
    """Fit all services, or those named; the others keep their rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("services", nargs="*", help="ODS codes; all if none")
    parser.add_argument("--replications", type=int, default=60)
    arguments = parser.parse_args()
    binary = str(Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release" / "ambics")
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, object]] = list(csv.DictReader(file))
    goals = targets()
    for row in rows:
        service, goal = str(row["service_code"]), goals[str(row["service_code"])]
        if arguments.services and service not in arguments.services:
            continue
        start = float(str(row["effective_hours_per_week"]))
        hours, value = fit(binary, service, start, goal, arguments.replications)
        print(f"{service}: {hours} hours a week give a C2 mean of {value:.0f} s for {goal:.0f} s published", flush=True)
        row["effective_hours_per_week"] = hours
        row["c2_target_s"] = round(goal)
        row["c2_fitted_s"] = round(value)
        row["assumption"] = STATED
        write(rows)


if __name__ == "__main__":
    main()
