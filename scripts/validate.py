"""Hold the release build against published figures: the eight of the South West, its vehicles arriving for an incident,
and the C2 mean of every service.

Run by `make validate`. Prints what it finds, ends with `N passed, M failed`, and fails if a bound is broken. Hours are
fitted to the C2 means, so those are a check of the fit; the other seven figures of a service are not fitted.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

REGION = Path("scenarios/data/england-2022")
MONTHS = {"2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"}
CATEGORIES = ("C1", "C2", "C3", "C4")
TENTH = (1 / 1.1, 1.1)


def published() -> dict[tuple[str, str, str], float]:
    """(service, category, statistic) to seconds: the mean over incidents; for P90 the mean of the monthly values, which
    is a yardstick and not a published figure."""
    sums: dict[tuple[str, str], list[float]] = {}
    with (REGION / "response_month.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["month"] in MONTHS:
                n = float(row["n"])
                total = sums.setdefault((row["service_code"], row["category"]), [0.0, 0.0, 0.0])
                total[0] += n
                total[1] += n * float(row["mean_s"])
                total[2] += n * float(row["p90_s"])
    figures = {}
    for (service, category), (n, mean, p90) in sums.items():
        figures[service, category, "mean"] = mean / n
        figures[service, category, "p90"] = p90 / n
    return figures


def arriving_published(service: str) -> dict[str, float]:
    """Vehicles arriving for an incident of each category."""
    sums: dict[str, list[float]] = {}
    with (REGION / "resources_month.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["month"] in MONTHS and row["service_code"] == service:
                total = sums.setdefault(row["category"], [0.0, 0.0])
                total[0] += float(row["n"])
                total[1] += float(row["arriving"])
    return {category: arriving / n for category, (n, arriving) in sums.items()}


def arriving_simulated(folder: str, service: str) -> dict[str, float]:
    """The same in a run whose tables lie in a folder."""
    sums: dict[str, list[float]] = {}
    with (Path(folder) / "resource.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["level"] == "trust" and row["area_code"] == service:
                total = sums.setdefault(row["category"], [0.0, 0.0])
                total[0] += float(row["incidents"])
                total[1] += float(row["incidents"]) * float(row["arriving"])
    return {category: arriving / n for category, (n, arriving) in sums.items()}


def simulated(*arguments: str) -> dict[tuple[str, str, str], float]:
    """(service, category, statistic) to seconds."""
    binary = Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release" / "ambics"
    done = subprocess.run([str(binary), "run", *arguments, "--json"], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    rows = (row for row in json.loads(done.stdout)["summary"] if row["level"] == "trust" and row["mean_s"])
    return {(row["area_code"], row["category"], row["statistic"]): row["mean_s"] for row in rows}


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def main() -> None:
    """Compare and print."""
    figures, results = published(), []

    def hold(name: str, value: float, target: float, within: tuple[float, float], show=clock) -> None:
        ratio = value / target
        ok = within[0] <= ratio <= within[1]
        results.append(ok)
        bounds = f"{within[0]:.2f}-{within[1]:.2f}"
        print(f"{name:<16}{show(value):>9}{show(target):>11}{ratio:>8.2f}{bounds:>11}  {'ok' if ok else 'OUTSIDE'}")

    print(f"{'figure':<16}{'model':>9}{'published':>11}{'ratio':>8}{'bounds':>11}")
    with tempfile.TemporaryDirectory() as folder:
        south_west = simulated("scenarios/south-west.toml", "--out", folder, "--csv")
        arriving = arriving_simulated(folder, "RYF")
    for category in CATEGORIES:
        for statistic in ("mean", "p90"):
            key = ("RYF", category, statistic)
            within = TENTH if key[1:] == ("C2", "mean") else (0.4, 2.5) if category == "C4" else (0.6, 1.6)
            hold(f"RYF {category} {statistic}", south_west[key], figures[key], within)
    for category, target in arriving_published("RYF").items():
        if category in CATEGORIES:
            hold(f"RYF {category} arriving", arriving[category], target, TENTH, lambda x: f"{x:.2f}")
    england = simulated("scenarios/england-2023.toml", "--replications", "40")
    for service in sorted({key[0] for key in england}):
        key = (service, "C2", "mean")
        hold(f"{service} C2 mean", england[key], figures[key], TENTH)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
