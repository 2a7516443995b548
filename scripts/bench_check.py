"""Compare the instructions of fixed workloads with those that are committed; more than 5% more is a failure.

Instructions of the release build are counted by callgrind (https://valgrind.org), one thread, start to end. They
depend on the compiler, so they are compared under the pinned one only. `--write` commits what is counted now.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[1]
COMMITTED = ROOT / "benches" / "instructions.toml"
MOST_MORE = 0.05
LESS_IS_NEWS = 0.05


@dataclass(frozen=True)
class Workload:
    """A run of the command, and the instructions that it took when they were committed."""

    name: str
    arguments: list[str]
    committed: int


def committed() -> tuple[str, list[Workload]]:
    """The compiler that the figures hold for, and the workloads."""
    table = tomllib.loads(COMMITTED.read_text("utf-8"))
    rows = table["workload"].items()
    return table["rustc"], [Workload(name, row["arguments"], row["instructions"]) for name, row in rows]


def write(rustc: str, counted: list[tuple[Workload, int]]) -> None:
    """Put what was counted in the place of what is committed, under the comments that head the file."""
    lines = COMMITTED.read_text("utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    tables = [
        f"[workload.{workload.name}]\narguments = {json.dumps(workload.arguments)}\ninstructions = {now:_}\n"
        for workload, now in counted
    ]
    COMMITTED.write_text("\n".join([*head, f'rustc = "{rustc}"', "", *tables]), "utf-8")


def compiler() -> str:
    """The version of the compiler that builds here."""
    answer = subprocess.run(["rustc", "--version"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return answer.stdout.split()[1]


def release() -> Path:
    """The release build of the command, built if it is not there."""
    subprocess.run(["cargo", "build", "--release", "--package", "ambics-cli"], cwd=ROOT, check=True)
    return built()


def built() -> Path:
    """Where a release build of the command stands."""
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Path(json.loads(answer.stdout)["target_directory"]) / "release" / "ambics"


def instructions(program: Path, workload: Workload) -> int:
    """Instructions of one run."""
    callgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    command = [*callgrind, str(program), *workload.arguments, "--threads", "1", "--json"]
    run = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    counted = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or counted is None:
        sys.exit(f"{workload.name}: the run failed.\n{run.stderr}")
    return int(counted[1])


def main() -> int:
    """Count, print, and say whether a workload has become dearer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="commit what is counted now")
    options = parser.parse_args()
    rustc, workloads = committed()
    if shutil.which("valgrind") is None:
        sys.exit("valgrind is not here: `make tools` installs it, or your package manager does.")
    here = compiler()
    if here != rustc and not options.write:
        print(f"Nothing compared: the figures hold for rustc {rustc}, and {here} builds here.")
        return 0
    program = release()
    counted = [(workload, instructions(program, workload)) for workload in workloads]
    dearer = False
    for workload, now in counted:
        change = now / workload.committed - 1.0
        dearer |= change > MOST_MORE
        news = "  too much" if change > MOST_MORE else "  commit it" if change < -LESS_IS_NEWS else ""
        print(f"{workload.name:<24}{now:>16,} instructions, {change:+.1%} of {workload.committed:,}{news}")
    if options.write:
        write(here, counted)
        return 0
    return 1 if dearer else 0


if __name__ == "__main__":
    sys.exit(main())
