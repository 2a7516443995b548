"""Whether a window begins as it goes on."""

from __future__ import annotations

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import pre
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class WarmUp:
    """What the days of a window say of its beginning; `warm_up` gives one.

    The examples of its members go on from these.

    Examples
    --------
    >>> import ambics
    >>> found = ambics.warm_up(ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 56}), replications=3, progress=False)
    >>> len(found.table)
    56
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.WarmUp) -> None:
        self._core: _core.WarmUp = core

    @property
    def table(self) -> _core.Table:
        """A row for each day of the window: mean response to C2, and the same smoothed over a week, seconds.

        Examples
        --------
        >>> found.table.columns
        ['date', 'c2_mean_s', 'smoothed_s']
        """
        return self._core.table()

    @property
    def first_week_s(self) -> tuple[float, float] | None:
        """The first week less the rest, and half its 95% interval, seconds; None with one replication.

        Examples
        --------
        >>> found.first_week_s is None
        False
        """
        return self._core.first_week_s

    @property
    def settles_at(self) -> int | None:
        """Days after which every smoothed day stays near the rest (Welch); None if there is none in the first half.

        Examples
        --------
        >>> found.settles_at in (None, *range(28))
        True
        """
        return self._core.settles_at

    @property
    def leave_out_days(self) -> int | None:
        """Days that MSER-5 would leave out; None if it is rejected, because the run has no level.

        Examples
        --------
        >>> found.leave_out_days in (None, *range(0, 29, 5))
        True
        """
        if self._core.leave_out is None:
            return None
        days, is_rejected = self._core.leave_out
        return None if is_rejected else days

    def report(self) -> str:
        """Give the text that the command prints.

        Returns
        -------
        str
            Text, with tables in columns.

        Examples
        --------
        >>> print(found.report().splitlines()[0])
        Is the lead-in long enough: today
        """
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.text()

    def _repr_html_(self) -> str:
        return pre(self._core.text())


def warm_up(
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> WarmUp:
    """Say whether a run's lead-in is long enough: what its first days say against the rest.

    Demand has seasons, so a window over several months has weeks that differ without any start.

    Parameters
    ----------
    scenario : Scenario
        With a window of at least 50 days: `ambics.demo("RYF").with_({"run.days": 84})`.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    WarmUp
        The days, the first week against the rest, and what Welch and MSER-5 say.

    Raises
    ------
    ScenarioError
        If the window is shorter.
    AmbicsError
        If it is stopped before a replication is finished.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 56})
    >>> ambics.warm_up(tiny, replications=2, progress=False).table.columns[0]
    'date'
    """
    (chosen,) = lucky((scenario,), replications, seed)
    return WarmUp(_core.warm_up(native(chosen), pool(threads), teller(progress)))
