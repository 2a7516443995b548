"""Fit every service to its published months, one after the other, and put the fits together.

What all services share is given, and services do not touch each other, so each is fitted by itself: a step that one of them
refuses holds none of the others back, and the small ones have more replications. Writes `scenarios/fits` and, by
`make_fit.py`, the region's tables. A service that was fitted before in the same folder is not run again. Run by
`make calibrate`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import os
import subprocess
from pathlib import Path

import make_fit

SCENARIO = "england-2023"
SEED = 20231001
MEMBERS = 8
FITS = Path("scenarios/fits/england-2022")
# Replications of a service with so many hours a week; a smaller one has more, by the root.
REPLICATIONS, USUAL_HOURS = 16, 25_000.0


def replications(hours: float) -> int:
    """Enough that chance is about alike in all services."""
    return round(REPLICATIONS * max(1.0, math.sqrt(USUAL_HOURS / hours)))


def calibrate(code: str, folder: Path, *options: str) -> None:
    """Fit one service; what its folder holds already is not run again."""
    binary = os.environ.get("AMBICS", str(Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release" / "ambics"))
    command = [binary, "calibrate", SCENARIO, "--set", f'select.trusts=["{code}"]', f"--members={MEMBERS}"]
    command += ["--no-trade-off", f"--seed={SEED}", f"--out={folder}", *options]
    subprocess.run(command, check=True)


def sets(folder: Path) -> list[dict[str, str]]:
    """A service's `MEMBERS` sets of equal weight: its members as often as they weigh, the best first.

    The others stand in an order of the service's own, so that no service's second goes with every other's second.
    """
    members: dict[int, tuple[float, dict[str, str]]] = {}
    for row in make_fit.rows(folder / "fit.csv"):
        weight, edits = members.setdefault(int(row["member"]), (float(row["weight"]), {}))
        edits[row["key"]] = row["value"]
    points = [(number + 0.5) / MEMBERS for number in range(MEMBERS)]
    chosen, below = [], 0.0
    for number, (weight, _) in sorted(members.items()):
        chosen += [number for point in points if below <= point < below + weight]
        below += weight
    rest = chosen[1:] if chosen[0] == 0 else chosen[:-1]

    def order(item: tuple[int, int]) -> str:
        return hashlib.sha256(f"{folder.name} {item[0]}".encode()).hexdigest()

    mixed = [number for _, number in sorted(enumerate(rest), key=order)]
    return [members[number][1] for number in [0, *mixed]]


def join(folders: list[Path]) -> None:
    """The ensemble of all services: in each set one of every service's."""
    joined: list[dict[str, str]] = [{} for _ in range(MEMBERS)]
    for folder in folders:
        for whole, own in zip(joined, sets(folder), strict=True):
            whole.update(own)
    with FITS.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["member", "weight", "key", "value"])
        for number, edits in enumerate(joined):
            writer.writerows([number, 1 / MEMBERS, key, value] for key, value in edits.items())


def facts(folder: Path) -> dict[str, str]:
    """What a fit says of itself, each value as it stands in the file."""
    lines = (folder / "fit.toml").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" = ", 1) for line in lines if " = " in line and not line.startswith("#"))


def sign(folders: list[Path]) -> None:
    """What the ensemble was fitted with."""
    each = {folder.name: facts(folder) for folder in folders}
    first = next(iter(each.values()))
    text = """\
# What the ensemble beside this was fitted with, each service by itself (scripts/calibrate.py). The shared parameters
# are those of a fit before it, with --shared and a screen of 16 vectors; hours and vehicles wanted for a C1 were then
# centred on replications of other luck (scripts/centre_fit.py).
"""
    text += "".join(f"{key} = {first[key]}\n" for key in ("made_by", "scenario", "region_hash", "months", "seed"))
    for code, fit in each.items():
        own = ("replications", "parameters", "figures", "runs", "complete")
        text += f"\n[service.{code}]\n" + "".join(f"{key} = {fit[key]}\n" for key in own)
    FITS.with_suffix(".toml").write_text(text, encoding="utf-8")


def main() -> None:
    """All services of the region, or those named; the fits are put together once all are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("target/fit"))
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--services", nargs="*", help="codes; all if left out")
    asked = parser.parse_args()
    hours = {
        row["service_code"]: float(row["effective_hours_per_week"])
        for row in make_fit.rows(make_fit.REGION / make_fit.HOURS)
    }
    for code in asked.services or hours:
        print(f"{code}: {replications(hours[code])} replications", flush=True)
        calibrate(code, asked.out / code, f"--steps={asked.steps}", f"--replications={replications(hours[code])}")
    folders = [asked.out / code for code in hours]
    missing = [folder.name for folder in folders if not (folder / "fit.csv").exists()]
    if missing:
        print(f"not put together: {', '.join(missing)} are not fitted")
        return
    make_fit.put(folders)
    join(folders)
    sign(folders)


if __name__ == "__main__":
    main()
