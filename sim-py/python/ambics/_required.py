"""What would have to be true: how far one thing alone would have to change for C2 to be so much faster."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._progress import Progress, teller
from ambics._scenario import Scenario, _lucky
from ambics._threads import pool


class Required:
    """A row for each change, for the service and for the ICS in it that waits longest."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Required) -> None:
        self._core = core

    @property
    def table(self) -> _core.Table:
        """Size of each change with its 95% interval, chance only; a missing size is beyond the largest that was run."""
        return self._core.table()

    def page(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page; give its path."""
        path = Path(path)
        path.write_text(self._core.html(), encoding="utf-8")
        return path

    def report(self) -> str:
        """The text that the command prints."""
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.text()

    def _repr_html_(self) -> str:
        return f"<pre>{self._core.text()}</pre>"


def required(
    scenario: Scenario,
    faster_s: float = 60.0,
    *,
    departments: int = 3,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Required:
    """Say what would have to be true for the C2 mean of one whole service to fall.

    No public evidence says that an arrangement, a lead ICS or any other, delivers any of it.

    Parameters
    ----------
    scenario
        One whole service as it is today: `ambics.demo("RYF")`.
    faster_s
        By how much the C2 mean is to fall, seconds.
    departments
        How many departments are named: those at which crews lose most hours beyond 15 minutes.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    >>> found = ambics.required(tiny, 20, replications=2, progress=False)
    >>> len(found.table) == 10
    True
    """
    if not faster_s > 0:
        raise ValueError(f"faster_s is {faster_s}; it must be above 0 seconds")
    (chosen,) = _lucky((scenario,), replications, seed)
    return Required(_core.required(chosen._core, (float(faster_s), departments), pool(threads), teller(progress)))
