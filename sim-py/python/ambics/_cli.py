"""The `ambics` command of the wheel: the same program as the Rust binary, and `ambics app`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command on this process's arguments and return its exit code."""
    if sys.argv[1:2] == ["app"]:
        from ambics._app import main as app_main

        return app_main(sys.argv[2:])
    from ambics._core import main as native_main

    return native_main(["ambics", *sys.argv[1:]])
