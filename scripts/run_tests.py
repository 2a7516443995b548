"""Run every test of the house and end on one line: `N passed, M failed, K skipped`.

`make test` calls it with the Python of .venv. It needs nothing but the standard library; the suites need
what `requirements-dev.txt` names. Variables: `AMBICS_NO_SKIPS=1` makes a skip a failure of the run;
`AMBICS_LAST_LINE=FILE` writes the last line there instead of printing it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from runner.case import Suite
from runner.place import Place
from runner.report import last_line, report
from runner.suites import Runner

NAMES = ("rust", "python", "notebooks", "browser")


def main() -> int:
    """Run, report, and say by the exit code whether all is well."""
    arguments = parse_arguments()
    if shutil.which("cargo") is None:
        print("The tests need Rust (cargo, by rustup): it is not on the path.", file=sys.stderr)
        return 1
    runner = Runner(Place.find(Path(__file__).resolve().parents[1], arguments.long))
    suites = run_suites(runner, arguments.only or list(NAMES))
    print("\n".join(report(suites)))
    code = exit_code(suites)
    end_on(last_line(suites))
    return code


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Run every test, or the suites named.")
    parser.add_argument("only", nargs="*", metavar="SUITE", help=f"one or more of: {', '.join(NAMES)}")
    parser.add_argument("--long", action="store_true", help="full scale, long tests too, no limit on a test")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.only) - set(NAMES)):
        parser.error(f"no suite is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    return arguments


def run_suites(runner: Runner, names: list[str]) -> list[Suite]:
    """Build, then run; nothing runs on a build that failed."""
    suites = [runner.build()]
    if suites[0].failed:
        print("\nNo test was run: the build failed.")
        return suites
    return suites + [getattr(runner, name)() for name in NAMES if name in names]


def exit_code(suites: list[Suite]) -> int:
    """0 if all is well; 1 on a failure, on no test at all, or on a skip where none is allowed."""
    skipped = sum(suite.count("skipped") for suite in suites)
    if skipped and os.environ.get("AMBICS_NO_SKIPS") == "1":
        print(f"AMBICS_NO_SKIPS=1: {skipped} skipped, and none may be. `make tools` installs what they need.")
        return 1
    if not any(suite.cases for suite in suites):
        print("No test ran, so nothing is known to be well.")
        return 1
    return int(any(suite.failed for suite in suites))


def end_on(line: str) -> None:
    """Print the last line, or leave it to the caller who named a file for it."""
    file = os.environ.get("AMBICS_LAST_LINE")
    if file:
        Path(file).write_text(line + "\n", encoding="utf-8")
    else:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
