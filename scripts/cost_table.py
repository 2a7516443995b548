"""What an incident costs, step by step: instructions of the fixed workloads of `bench_check.py`, by callgrind.

Each workload runs twice, the second time over twice as many days. The difference, over the incidents by which they
differ, is what an incident costs in a long run; what both runs need once (reading the tables, compiling the region,
printing) is the line "once a run".

The build keeps its line tables, so that code that the compiler has moved into another function still counts where it
stands. Code of the standard library that has been moved counts where it was moved to; calls of memory, sorting and
mathematical functions count where they are called.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import bench_check
from bench_check import ROOT, Workload

# A step and the modules of the library that belong to it; the first that fits is taken.
STEPS = (
    ("calendar", ("calendar",)),
    ("search for the soonest vehicle", ("policy::dispatch", "world::standing")),
    ("look through those who wait", ("policy::queue", "state::waiting")),
    ("place of a vehicle on the road", ("policy::view::View::place", "world::exact")),
    ("diversion and swaps", ("policy::diversion",)),
    (
        "marks and quantiles",
        ("rng", "dist", "engine::luck", "world::stages", "world::handover_table::HandoverTable::seconds_at"),
    ),
    ("tape", ("tape",)),
    ("records and facts", ("outcome::recorder", "engine::fact", "outcome::crews", "outcome::desks")),
    ("measures", ("outcome", "stats")),
    ("handlers and state", ("engine", "state", "policy", "world::travel::Travel::drive_s", "experiment::replicate")),
)
SET_UP = "all else: reading, compiling, printing"
# Small functions of many users: they count where they have been moved to.
LENT = ("state::", "policy::view", "units", "ids", "category", "vehicle_kind", "governance::borders", "world::")
# What these functions take counts where they are called; none of them calls the library back.
CALLED = re.compile(r"^(core::slice::sort::|libm::|compiler_builtins::)")
C_LIBRARY = re.compile(r"/(libc|libm|ld-linux[^/]*)\.so")
DAYS = {"tiny": 7}


class Place(NamedTuple):
    """Where instructions were counted: the object, the file that holds the code, the function that it is in."""

    program: str
    file: str
    function: str


def module(file: str) -> str | None:
    """The module of the library that a file is; nothing for files of others."""
    found = re.search(r"sim-core/src/(.+?)(/mod)?\.rs$", file)
    return found[1].replace("/", "::") if found else None


def step(place: Place) -> str:
    """The step that instructions belong to."""
    own = module(place.file)
    if own and not own.startswith(LENT) and (known := _step_of(own)):
        return known
    inside = re.search(r"\bambics::([\w:]+)", place.function)
    return (inside and _step_of(inside[1])) or SET_UP


def _step_of(name: str) -> str | None:
    fits = lambda module: name == module or name.startswith(module + "::")
    return next((step for step, modules in STEPS if any(map(fits, modules))), None)


def is_called(program: str, function: str) -> bool:
    """Whether a function's instructions count where it is called."""
    starts = function.startswith("__libc_start_main")
    return not starts and bool(C_LIBRARY.search(program) or CALLED.match(function))


def count(lines: Iterable[str]) -> Counter[str]:
    """Instructions by step in what callgrind wrote (https://valgrind.org/docs/manual/cl-format.html)."""
    names: dict[tuple[str, str], str] = {}
    at = {"ob": "", "fl": "", "fi": "", "fn": "", "cob": "", "cfn": ""}
    sums: Counter[str] = Counter()
    of_call = False
    for line in lines:
        if found := re.match(r"(ob|fl|fi|fe|fn|cob|cfn)=(?:\((\d+)\))? ?(.*)", line):
            _note(at, names, found.groups())
        elif line.startswith("calls="):
            of_call = True
        elif re.match(r"[\d+*-]", line):
            place = Place(at["ob"], at["fi"], at["fn"])
            outside = is_called(place.program, place.function)
            counts = is_called(at["cob"] or at["ob"], at["cfn"]) if of_call else True
            if counts and not outside:
                sums[step(place)] += int(line.split()[1])
            if of_call:
                of_call, at["cob"] = False, ""
    return sums


def _note(at: dict[str, str], names: dict[tuple[str, str], str], found: tuple[str, str, str]) -> None:
    """Remember an object, file or function; a name stands beside its number only once."""
    key, number, name = found
    kind = "ob" if key.endswith("ob") else "fn" if key.endswith("fn") else "file"
    if name:
        names[kind, number] = name
    at["fi" if key == "fe" else key] = names.get((kind, number), name)
    if key == "fl":
        at["fi"] = at["fl"]


class Run(NamedTuple):
    """What a run took by step, and the incidents of its window."""

    instructions: Counter[str]
    incidents: int


def run(program: Path, workload: Workload, days: int) -> Run:
    """A workload over so many days: once under callgrind, once for its incidents."""
    command = [str(program), *workload.arguments, "--set", f"run.days={days}", "--threads", "1"]
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "callgrind.out"
        callgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={written}"]
        for words in ([*callgrind, *command, "--json"], [*command, "--csv", "--out", f"{folder}/out"]):
            subprocess.run(words, cwd=ROOT, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        with written.open(encoding="utf-8") as lines:
            instructions = count(lines)
        return Run(instructions, incidents(Path(folder) / "out" / "ending.csv"))


def incidents(table: Path) -> int:
    """Incidents of the windows of all replications."""
    with table.open(encoding="utf-8", newline="") as handle:
        own = [row for row in csv.DictReader(handle) if row["level"] == "trust" and row["category"] == "all"]
    return sum(int(row["incidents"]) for row in own)


def days_of(workload: Workload) -> int:
    """The days of a workload's window."""
    stated = (re.fullmatch(r"run\.days=(\d+)", word) for word in workload.arguments)
    return next((int(found[1]) for found in stated if found), DAYS.get(workload.name, 0))


class Cost(NamedTuple):
    """Instructions an incident, by step, and those once a run."""

    each: dict[str, float]
    once: float


def cost(short: Run, long: Run) -> Cost:
    """From a run and one of twice the days."""
    more = long.incidents - short.incidents
    each = {name: (long.instructions[name] - short.instructions[name]) / more for name in long.instructions}
    return Cost(each, short.instructions.total() - short.incidents * sum(each.values()))


def table(costs: dict[str, Cost]) -> list[str]:
    """Costs side by side, as Markdown."""
    lines = ["| instructions an incident | " + " | ".join(costs) + " |", "|---|" + "--:|" * len(costs)]
    row = lambda name, cells: f"| {name} | " + " | ".join(f"{cell:,.0f}" for cell in cells) + " |"
    for name in [name for name, _ in STEPS] + [SET_UP]:
        lines.append(row(name, [own.each.get(name, 0.0) for own in costs.values()]))
    lines.append(row("all", [sum(own.each.values()) for own in costs.values()]))
    lines.append(row("once a run, millions", [own.once / 1e6 for own in costs.values()]))
    return lines


def release_with_lines() -> Path:
    """The release build of the command with its line tables."""
    keep = ["--config", 'profile.release.strip="none"']
    build = ["cargo", "build", "--release", "--package", "ambics-cli", *keep]
    subprocess.run(build, cwd=ROOT, check=True)
    return bench_check.built()


def main() -> int:
    """Count every workload at two lengths, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workload", action="append", help="only this one; may be given again")
    options = parser.parse_args()
    if shutil.which("valgrind") is None:
        sys.exit("valgrind is not here: `make tools` installs it, or your package manager does.")
    program = release_with_lines()
    costs = {}
    for workload in bench_check.committed()[1]:
        if options.workload and workload.name not in options.workload:
            continue
        days = days_of(workload)
        costs[workload.name] = cost(run(program, workload, days), run(program, workload, 2 * days))
    print("\n".join(table(costs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
