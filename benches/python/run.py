"""The same year by the command and through the wheel, in turns: fails if Python's call takes over a tenth longer.

    .venv/bin/python benches/python/run.py

Both are release builds with one thread. The wheel is installed by itself in a virtual environment under the target
folder. `Python, the call` is what a script waits for: finding the scenario, editing it, running it. It stands beside
the command's whole process, which does the same and prints. Ratios are medians over the pairs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MOST = 1.10
YEAR = ["run", "south-west", "--set", "run.days=364", "--replications", "1", "--threads", "1"]


@dataclass(frozen=True)
class Timed:
    """A process from start to end: what it printed, its seconds by the clock and of the processor."""

    printed: str
    clock_s: float
    processor_s: float


@dataclass(frozen=True)
class Pair:
    """The year by the command and, next to it, through the wheel."""

    command: Timed
    python: Timed

    @property
    def call_s(self) -> float:
        """Seconds of the call within Python."""
        return float(json.loads(self.python.printed)["call_s"])

    @property
    def run_s(self) -> float:
        """Seconds of `run` alone, the scenario at hand."""
        return float(json.loads(self.python.printed)["run_s"])


def timed(command: list[str | Path]) -> Timed:
    """Run a process to its end; it must end well."""
    with tempfile.TemporaryFile("w+") as printed:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=printed)
        _, status, usage = os.wait4(process.pid, 0)
        clock_s = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, [str(word) for word in command])
        printed.seek(0)
        return Timed(printed.read(), clock_s, usage.ru_utime + usage.ru_stime)


def target() -> Path:
    """The folder that cargo builds in."""
    facts = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    answer = subprocess.run(facts, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Path(json.loads(answer.stdout)["target_directory"])


def release_command(folder: Path) -> Path:
    """The release build of the command."""
    subprocess.run(["cargo", "build", "--release", "--package", "ambics-cli"], cwd=ROOT, check=True)
    return folder / "release" / "ambics"


def release_python(folder: Path) -> Path:
    """A Python that has the release wheel and nothing else."""
    wheels = folder / "wheels-release"
    shutil.rmtree(wheels, ignore_errors=True)
    build = ["-m", "maturin", "build", "--release", "--compatibility", "linux", "--interpreter", sys.executable]
    place = ["--manifest-path", "sim-py/Cargo.toml", "--out", str(wheels)]
    subprocess.run([sys.executable, *build, *place], cwd=ROOT, check=True)
    venv.create(folder / "bench-python", clear=True, with_pip=False, symlinks=True)
    python = folder / "bench-python" / "bin" / "python"
    install = ["-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, *install, *sorted(wheels.glob("*.whl"))], check=True)
    return python


def measure(command: Path, python: Path, pairs: int) -> list[Pair]:
    """Pairs of runs; who goes first takes turns."""
    by_command, by_python = [command, *YEAR, "--json"], [python, HERE / "year.py"]
    taken = []
    for number in range(pairs):
        if number % 2:
            second = timed(by_python)
            pair = Pair(timed(by_command), second)
        else:
            pair = Pair(timed(by_command), timed(by_python))
        taken.append(pair)
        print(f"  pair {number + 1}: {pair.command.clock_s:.2f} s, {pair.call_s:.2f} s", file=sys.stderr, flush=True)
    return taken


def table(pairs: list[Pair]) -> list[str]:
    """Medians and ratios to the command, as Markdown."""
    rows = {
        "command, process": lambda pair: pair.command.clock_s,
        "Python, the call": lambda pair: pair.call_s,
        "Python, `run` alone": lambda pair: pair.run_s,
        "Python, process": lambda pair: pair.python.clock_s,
    }
    lines = ["| South West, 364 days, one thread | seconds | ratio |", "|---|--:|--:|"]
    for name, seconds in rows.items():
        median = statistics.median(map(seconds, pairs))
        ratio = statistics.median(seconds(pair) / pair.command.clock_s for pair in pairs)
        lines.append(f"| {name} | {median:.2f} | {ratio:.3f} |")
    processor = statistics.median(pair.python.processor_s / pair.command.processor_s for pair in pairs)
    return [*lines, f"| Python, process, of the processor | | {processor:.3f} |"]


def same_figures(command: Path, pair: Pair) -> bool:
    """Whether the report that the command prints is the report of Python's result."""
    return timed([command, *YEAR]).printed.strip() == json.loads(pair.python.printed)["report"].strip()


def main() -> int:
    """Build, measure, compare, and say whether Python keeps up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    options = parser.parse_args()
    folder = target()
    command, python = release_command(folder), release_python(folder)
    pairs = measure(command, python, options.pairs)
    print("\n".join(table(pairs)))
    if not same_figures(command, pairs[0]):
        print("Python's report is not the command's.")
        return 1
    ratio = statistics.median(pair.call_s / pair.command.clock_s for pair in pairs)
    print(f"Same report. Python's call takes {ratio:.3f} of the command's time; at most {MOST:.2f} is allowed.")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
