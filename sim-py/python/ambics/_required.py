"""What would have to be true: how far one thing alone would have to change for C2 to be so much faster."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import pre
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class Required:
    """A row for each change, for the service and for the ICS in it that waits longest.

    `required` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> found = ambics.required(tiny, 20, replications=2, progress=False)
    >>> len(found.table)
    10
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Required) -> None:
        self._core: _core.Required = core

    @property
    def table(self) -> _core.Table:
        """Size of each change with its 95% interval, chance only; a missing size is beyond the largest that was run.

        Examples
        --------
        >>> found.table.columns[:6]
        ['level', 'area_code', 'present_s', 'faster_s', 'change', 'departments']
        """
        return self._core.table()

    def page(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page; give its path.

        Parameters
        ----------
        path : str or os.PathLike
            The HTML file. It asks for nothing and opens from a disk.

        Returns
        -------
        pathlib.Path
            The file's path.

        Examples
        --------
        >>> found.page(f"{tempfile.mkdtemp()}/page.html").name
        'page.html'
        """
        path = Path(path)
        path.write_text(self._core.html(), encoding="utf-8")
        return path

    def report(self) -> str:
        """The text that the command prints.

        Returns
        -------
        str
            Text, with tables in columns.

        Examples
        --------
        >>> print(found.report().splitlines()[0])
        What would have to be true: TINY, whole service, C2 faster by 0:20
        """
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.text()

    def _repr_html_(self) -> str:
        return pre(self._core.text())


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
    scenario : Scenario
        One whole service as it is today: `ambics.demo("RYF")`.
    faster_s : float, default 60.0
        By how much the C2 mean is to fall, seconds.
    departments : int, default 3
        How many departments are named: those at which crews lose most hours beyond 15 minutes.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    Required
        A row for each change: its size and 95% interval.

    Raises
    ------
    ValueError
        If `faster_s` is not above 0.
    ScenarioError
        If the scenario is not one whole service as it is today.

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
    (chosen,) = lucky((scenario,), replications, seed)
    return Required(_core.required(native(chosen), (float(faster_s), departments), pool(threads), teller(progress)))
