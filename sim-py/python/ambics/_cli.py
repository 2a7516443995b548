"""The `ambics` command of the wheel: the same program as the Rust binary."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command on this process's arguments and return its exit code."""
    from ambics._core import main as native_main

    return native_main(["ambics", *sys.argv[1:]])
