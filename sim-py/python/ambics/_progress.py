"""A progress bar without dependencies: one line on stderr, in a terminal and in a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

WIDTH = 30

Progress = bool | Callable[[int, int], None]


def teller(progress: Progress) -> Callable[[int, int], None] | None:
    """Who is told of progress: the caller's function, a bar, or nobody."""
    return progress if callable(progress) else bar() if progress else None


def bar() -> Callable[[int, int], None] | None:
    """A function of units done and units in all that draws a bar; nothing where no one looks."""
    stream = sys.stderr
    in_notebook = "ipykernel" in sys.modules
    if not (in_notebook or stream.isatty()):
        return None
    started = time.monotonic()
    shown = -1.0

    def draw(done: int, total: int) -> None:
        nonlocal shown
        share = done / total if total else 0.0
        elapsed = time.monotonic() - started
        if elapsed < 0.5 or (share < 1.0 and elapsed - shown < 0.2):
            return
        shown = elapsed
        left = f"{elapsed / share - elapsed:.0f} s left" if share > 0 else ""
        filled = int(share * WIDTH)
        end = "\n" if share >= 1.0 else ""
        stream.write(f"\r{'█' * filled}{'·' * (WIDTH - filled)} {share:4.0%}  {left:<12}{end}")
        stream.flush()

    return draw
