"""A progress bar without dependencies: one line on stderr in a terminal, one output in a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from ambics._libraries import untyped

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
    write = _cell() if in_notebook else _line
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
        write(f"{'█' * filled}{'·' * (WIDTH - filled)} {share:4.0%}  {left:<12}", share >= 1.0)

    return draw


def _line(text: str, last: bool) -> None:
    """Draw over the terminal's line."""
    sys.stderr.write(f"\r{text}" + ("\n" if last else ""))
    sys.stderr.flush()


def _cell() -> Callable[[str, bool], None]:
    """Draw in one output of the notebook's cell, and leave nothing: a saved page would keep each line of a stream."""
    display = untyped("IPython.display").display
    handle: Any = None

    def draw(text: str, last: bool) -> None:
        nonlocal handle
        told = {"text/plain": "" if last else text}
        if handle is None:
            handle = display(told, raw=True, display_id=True)
        else:
            handle.update(told, raw=True)

    return draw
