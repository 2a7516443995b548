"""What every chart shares: its libraries, its colours, its words about what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ambics import _core
from ambics._libraries import Altair, altair

if TYPE_CHECKING:
    import polars as pl

    from ambics._result import Result

BLUE, TURQUOISE, PINK, ORANGE, GREY, PURPLE = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
PALETTE = [BLUE, TURQUOISE, PINK, ORANGE, GREY, PURPLE]
DEEP_TO_PALE = ["#0b2f5c", "#cfe1f2"]
PALE_TO_DEEP = DEEP_TO_PALE[::-1]
SYNTHETIC = "Simulated; synthetic stations, fitted hours"
# Pixels in which the longest name of an ICS or district fits: charts cut at 180 if not told.
WHOLE = 460
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def libraries() -> tuple[Altair, Any]:
    """Altair and polars."""
    try:
        import polars

        drawing = altair()
    except ImportError as error:
        raise _core.AmbicsError('charts need altair and polars: pip install "ambics[plot,frames]"') from error
    return drawing, polars


def minutes_from(largest_s: float) -> tuple[float, str]:
    """By what times are divided on an axis, and its unit: minutes from two minutes on."""
    return (60.0, "minutes") if largest_s >= 120.0 else (1.0, "seconds")


def values(frame: pl.DataFrame) -> Any:
    """The rows of a frame inside the chart itself."""
    return altair().Data(values=frame.to_dicts())


def colours(names: Sequence[str]) -> Any:
    """A colour for each name, in their order, so that an arm has the same in every chart of a result."""
    return altair().Scale(domain=list(names), range=[PALETTE[row % len(PALETTE)] for row in range(len(names))])


def arms_legend(arms: Sequence[str]) -> Any:
    """Arms above the chart, with whole names: beside it a long one makes the picture wider than a page."""
    return altair().Legend(values=list(arms), orient="top", columns=2, labelLimit=WHOLE)


def arm_of(result: Result, arm: str | None) -> str:
    """The arm that is asked for; the first if none is."""
    if arm is not None and arm not in result.arms:
        raise _core.AmbicsError(f"there is no arm {arm!r}; its arms: {', '.join(result.arms)}")
    return result.arms[0] if arm is None else arm
