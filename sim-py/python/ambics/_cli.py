"""The `ambics` command of the wheel: the same program as the Rust binary, and what only Python has, `app` and `excel`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ambics._scenario import Scenario


def excel(arguments: list[str]) -> int:
    """A scenario to a workbook, or a workbook to a scenario file: by the end of the name that is given."""
    import ambics

    parser = argparse.ArgumentParser(
        prog="ambics excel",
        description="A scenario as an Excel workbook to edit, and back: a name that ends in .xlsx is read into a scenario file.",
    )
    parser.add_argument("scenario", help="a file, the name of a shipped one, a service (RYF), or a workbook (.xlsx)")
    parser.add_argument("--out", required=True, help="the workbook, or the scenario file, to make")
    options = parser.parse_args(arguments)
    given, out = str(options.scenario), Path(options.out)
    try:
        if given.lower().endswith(".xlsx"):
            made = ambics.from_excel(given, out)
        else:
            made = _scenario(given)
            if out.exists():
                raise FileExistsError(f"{out} is there already; name another file")
            made.to_excel(out)
    except ambics.AmbicsError as fault:
        print(f"ambics: {fault}", file=sys.stderr)
        return 65
    except (OSError, ImportError) as fault:
        print(f"ambics: {fault}", file=sys.stderr)
        return 74
    print(f"{out}: {made.name}, {len(made.canonical.splitlines())} settings")
    return 0


def _scenario(given: str) -> Scenario:
    """A scenario by file, shipped name, or service."""
    import ambics

    if given.endswith(".toml") and Path(given).is_file():
        return ambics.Scenario.load(given)
    name = given.removesuffix(".toml")
    return ambics.Scenario.shipped(name) if name in ambics.shipped() else ambics.demo(given)


def main() -> int:
    """Run the command on this process's arguments and return its exit code."""
    if sys.argv[1:2] == ["app"]:
        from ambics._app import main as app_main

        return app_main(sys.argv[2:])
    if sys.argv[1:2] == ["excel"]:
        return excel(sys.argv[2:])
    from ambics._core import main as native_main

    return native_main(["ambics", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
