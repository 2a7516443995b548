"""Centre a fit on many replications: what a few leave to chance in the level of waits is taken out.

A fit looks at a few replications, and waits near saturation differ much from draw to draw. Each round runs the scorecard
with other luck and moves the hours of each service by what C2 and C3 are off together, over their slope. Vehicles wanted
for a C1 beyond the first (`practice.further_c1`) move by what arrives too much: a car that comes before the ambulance is
among those published, wanted or not. Writes `effective_hours.csv`, `practice.csv` and the hours of every set of the
ensemble. Run by `make calibrate`, after `calibrate.py`.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import subprocess
from pathlib import Path

from make_fit import CENTRED, HOURS, PRACTICE, REGION, row_of, rows, sign, write

ENSEMBLE = Path("scenarios/fits/england-2022.csv")
# Figures that hours move, by their tolerance.
FIGURES = {"C2 mean": 0.08, "C2 p90": 0.08, "C3 mean": 0.12, "C3 p90": 0.12}
# Relative change of a wait for a relative change of hours, about, in runs around the fit.
SLOPE = -15.0
MOST = 0.02
# Vehicles that arrive for a C1 and a change of those wanted beyond the first: some would have come in any case.
ARRIVING, ARRIVING_SLOPE = "C1 arriving", 0.75
LEAST_FURTHER, MOST_FURTHER = 0.2, 1.5


def counts(miss: float) -> float:
    """How much a miss of so many tolerances counts, squared: as in a calibration, one far out more than several a little off."""
    within = max(-2.0, min(2.0, miss))
    root = math.sqrt(1.0 + within * within)
    return (within * root + (miss - within) * (1.0 + 2.0 * within * within) / root) ** 2


def off(folder: Path) -> dict[str, float]:
    """By how much the waits of each service are off, on the logarithm: less so much, its figures together miss least."""
    misses: dict[str, list[tuple[float, float]]] = {}
    for row in rows(folder / "scorecard.csv"):
        tolerance = FIGURES.get(row["measure"])
        if tolerance and row["level"] == "trust":
            miss = math.log(float(row["model"]) / float(row["published"]))
            misses.setdefault(row["area_code"], []).append((miss, tolerance))
    shifts = [step / 1000 for step in range(-250, 251)]

    def left(shift: float, figures: list[tuple[float, float]]) -> float:
        return sum(counts((miss - shift) / tolerance) for miss, tolerance in figures)

    return {code: min(shifts, key=lambda shift: left(shift, figures)) for code, figures in misses.items()}


def arriving(folder: Path, further: dict[str, float]) -> dict[str, float]:
    """Vehicles wanted beyond the first with which as many arrive for a C1 as published, each service's."""
    moved = {}
    for row in rows(folder / "scorecard.csv"):
        if row["measure"] == ARRIVING and row["level"] == "trust":
            model, published = float(row["model"]), float(row["published"])
            step = (model - published) / (ARRIVING_SLOPE * max(published - 1.0, 0.05))
            value = further.get(row["area_code"], 1.0) - step
            moved[row["area_code"]] = round(max(LEAST_FURTHER, min(MOST_FURTHER, value)), 4)
    return moved


def scorecard(
    binary: str, out: Path, luck: tuple[int, int], hours: dict[str, float], further: dict[str, float]
) -> None:
    """Run the scorecard with these hours and vehicles wanted."""
    replications, seed = luck
    command = [binary, "scorecard", "england-2023", "--months", "2023-10..2024-03", "--out", str(out)]
    command += [f"--replications={replications}", f"--seed={seed}"]
    for code, value in hours.items():
        command += ["--set", f"fleet.hours_per_week.{code}={value:.0f}"]
    for code, value in further.items():
        command += ["--set", f"practice.{CENTRED}.{code}={value}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Some rounds, each with other luck; later ones move less."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--replications", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1000, help="seeds of the rounds are those after it")
    parser.add_argument("--first", type=Path, help="a scorecard of the present hours, in place of the first run")
    options = parser.parse_args()
    binary = os.environ.get("AMBICS", str(Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release" / "ambics"))
    table = rows(REGION / HOURS)
    fitted = {row["service_code"]: float(row["effective_hours_per_week"]) for row in table}
    hours = dict(fitted)
    practice = rows(REGION / PRACTICE)
    further = {row["service_code"]: float(row["value"]) for row in practice if row["quantity"] == CENTRED}
    for number in range(1, options.rounds + 1):
        folder = Path("target/centre")
        if number == 1 and options.first:
            folder = options.first
        else:
            scorecard(binary, folder, (options.replications, options.seed + number), hours, further)
        for code, miss in off(folder).items():
            step = max(-MOST, min(MOST, -miss / SLOPE / number))
            hours[code] = round(hours[code] * math.exp(step))
            print(f"round {number}: {code} is off by {100 * miss:+.1f}%, hours {100 * step:+.2f}%", flush=True)
        further = arriving(folder, further)
    for row in table:
        row["effective_hours_per_week"] = f"{hours[row['service_code']]:.0f}"
    write(REGION / HOURS, table)
    sign(HOURS, len(table))
    codes = list(hours)
    practice = [row for row in practice if row["quantity"] != CENTRED]
    practice += [row_of(code, CENTRED, further[code], 0.0) for code in codes]
    practice.sort(key=lambda row: codes.index(row["service_code"]))
    write(REGION / PRACTICE, practice)
    sign(PRACTICE, len(practice))
    members = rows(ENSEMBLE)
    for row in members:
        key = re.fullmatch(r"fleet\.hours_per_week\.(\w+)", row["key"])
        if key:
            row["value"] = f"{round(float(row['value']) * hours[key[1]] / fitted[key[1]])}"
    write(ENSEMBLE, members)


if __name__ == "__main__":
    main()
