"""Run every program on the same cities, side by side, and print what each makes of them and how fast.

    .venv/bin/python benches/peers/run.py

Each program is one process with one thread. Its processor time counts from start to end, imports and the reading of
its input included. Programs take turns, and the ratios are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import city_ambics
from agreement import Line, Replications, compare
from city import City, all_cities
from city_region import write_city
from peer import CIW, SIMPY, TUNED

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
AMBICS = "ambics"
# Ratios of speed to the plain SimPy program that the project wants to keep.
WANTED = {"city": 20.0, "four-cities": 40.0}


@dataclass(frozen=True)
class Timed:
    """One run of a process: what it printed, its processor seconds and its seconds by the clock."""

    printed: bytes
    processor_s: float
    clock_s: float


def timed(command: Sequence[str | Path]) -> Timed:
    """Run a process to its end; it must end well."""
    with tempfile.TemporaryFile() as printed:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        clock_s = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, [str(word) for word in command])
        printed.seek(0)
        return Timed(printed.read(), usage.ru_utime + usage.ru_stime, clock_s)


def release() -> Path:
    """The workspace's own release build of the command."""
    subprocess.run(["cargo", "build", "--release", "--package", "ambics-cli"], cwd=ROOT, check=True)
    facts = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    answer = subprocess.run(facts, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Path(json.loads(answer.stdout)["target_directory"]) / "release" / "ambics"


@dataclass(frozen=True)
class Measured:
    """A city as every program saw it."""

    city: City
    ours: Replications
    theirs: dict[str, Replications]
    runs: dict[str, list[Timed]]

    def per_second(self, program: str) -> float:
        """Incidents of the windows for each second of processor time, the median over the rounds."""
        replications = self.ours if program == AMBICS else self.theirs[program]
        incidents = sum(n for row in replications for n, _, _ in row)
        return statistics.median(incidents / run.processor_s for run in self.runs[program])

    def ratio(self, program: str) -> float:
        """How many times faster ambics is, the median over the rounds."""
        scale = sum(n for row in self.ours for n, _, _ in row)
        scale /= sum(n for row in self.theirs[program] for n, _, _ in row)
        pairs = zip(self.runs[AMBICS], self.runs[program], strict=True)
        return statistics.median(scale * their.processor_s / our.processor_s for our, their in pairs)

    def lines(self, program: str) -> list[Line]:
        """Every measure beside that of another program."""
        return compare(self.ours, self.theirs[program])


def measure(here: City, ambics: Path, rounds: int) -> Measured:
    """Every program on one city, in turns."""
    programs = [SIMPY, TUNED] + [CIW] * (len(here.areas) == 1)
    with tempfile.TemporaryDirectory() as folder:
        commands = {AMBICS: city_ambics.command(ambics, write_city(here, Path(folder)))}
        commands |= {name: [sys.executable, str(HERE / "peer.py"), name, here.name] for name in programs}
        runs: dict[str, list[Timed]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                runs[name].append(timed(command))
                print(f"  {here.name}: {name} {runs[name][-1].processor_s:.2f} s", file=sys.stderr, flush=True)
    theirs = {name: json.loads(runs[name][0].printed) for name in programs}
    return Measured(here, city_ambics.simulate(here, ambics), theirs, runs)


def speed_table(measured: list[Measured]) -> list[str]:
    """Incidents per second and ratios, as Markdown."""
    lines = ["| city | incidents | ambics /s | SimPy /s | ratio | SimPy tuned /s | ratio | Ciw /s | ratio |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for own in measured:
        cells = [own.city.name, f"{sum(n for row in own.ours for n, _, _ in row):,}"]
        cells.append(f"{own.per_second(AMBICS):,.0f}")
        for program in (SIMPY, TUNED, CIW):
            known = program in own.runs
            cells += [f"{own.per_second(program):,.0f}", f"**{own.ratio(program):.1f}**"] if known else ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def agreement_table(measured: list[Measured]) -> list[str]:
    """Mean response and wait by category with 95% intervals, as Markdown."""
    lines = ["| city | measure | category | ambics | other | which | |", "|---|---|---|--:|--:|---|---|"]
    for own in measured:
        for program in own.theirs:
            for line in own.lines(program):
                verdict = "" if line.agrees else "APART"
                cells = [own.city.name, line.measure, line.category, str(line.ours), str(line.theirs), program, verdict]
                lines.append("| " + " | ".join(cells) + " |")
    return lines


def verdicts(measured: list[Measured]) -> list[str]:
    """What is not as it should be."""
    every = [(own, program, line) for own in measured for program in own.theirs for line in own.lines(program)]
    apart = [
        f"{own.city.name}: {line.measure} of {line.category} lies apart from {program}'s"
        for own, program, line in every
        if not line.agrees
    ]
    slow = [
        f"{own.city.name}: {own.ratio(SIMPY):.1f} times SimPy, wanted {WANTED[own.city.name]:.0f}"
        for own in measured
        if own.ratio(SIMPY) < WANTED.get(own.city.name, 0.0)
    ]
    print(f"{len(every) - len(apart)} of {len(every)} means agree within their 95% intervals.")
    return apart + slow


def main() -> int:
    """Measure, print, and fail if a mean lies apart or a ratio is too low."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [here.name for here in all_cities()]
    parser.add_argument("--rounds", type=int, default=3, help="turns of every program")
    parser.add_argument("--city", choices=names, action="append", help="only this one; may be given several times")
    parser.add_argument("--ambics", type=Path, help="the command to measure, instead of a release build made now")
    parser.add_argument("--full", action="store_true", help="print every mean with its interval")
    options = parser.parse_args()
    ambics = options.ambics or release()
    cities = [here for here in all_cities() if here.name in (options.city or names)]
    measured = [measure(here, ambics, options.rounds) for here in cities]
    print("\n".join(speed_table(measured)), end="\n\n")
    if options.full:
        print("\n".join(agreement_table(measured)), end="\n\n")
    runs = [run for own in measured for of in own.runs.values() for run in of]
    print(f"Clock over processor time, the worst run: {max(run.clock_s / run.processor_s for run in runs):.2f}")
    problems = verdicts(measured)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
