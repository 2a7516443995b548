"""Arrangements side by side: who holds the relationship, from engagement work to go-live dates."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._rich import folded
from ambics._threads import pool


class Governance:
    """What a study of arrangements gave. Every number of the process is an assumption; nothing here names a winner.

    `governance` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> found = ambics.governance("south-west-arrangements", draws=2, brief=True)
    >>> found.arrangements
    ['today', 'bilateral', 'lead', 'joint committee', 'nested']
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Governance) -> None:
        self._core: _core.Governance = core

    @property
    def arrangements(self) -> list[str]:
        """Names of the arrangements, in the study's order.

        Examples
        --------
        >>> len(found.arrangements)
        5
        """
        return self._core.arrangements

    @property
    def team_hours(self) -> list[float]:
        """Hours a week of the trust's team that were looked at, each by itself.

        Examples
        --------
        >>> found.team_hours
        [60.0, 125.0, 250.0, 500.0, 1000.0]
        """
        return self._core.team_hours

    @property
    def summary(self) -> _core.Table:
        """A row for each arrangement and number of team hours: days, fit, hours, probability of being best, regret.

        Examples
        --------
        >>> len(found.summary) == len(found.arrangements) * len(found.team_hours)
        True
        """
        return self._core.table("arrangement")

    @property
    def go_live(self) -> _core.Table:
        """A row for each proposal and ICS beneath those: median days, their range, and fit.

        Examples
        --------
        >>> found.go_live.columns[:4]
        ['arrangement', 'team_hours_per_week', 'proposal', 'ics_code']
        """
        return self._core.table("go_live")

    @property
    def swings(self) -> _core.Table:
        """What one number at a time does to each arrangement against the first; empty if brief.

        Examples
        --------
        >>> found.swings.columns[:5]
        ['number', 'arrangement', 'at_low', 'at_value', 'at_high']
        """
        return self._core.table("swing")

    @property
    def break_even(self) -> _core.Table:
        """Each arrangement against the first by number of ICSs and team hours; empty if brief.

        Examples
        --------
        >>> found.break_even.columns[:5]
        ['arrangement', 'ics', 'team_hours_per_week', 'live_share_more', 'draws_with_more']
        """
        return self._core.table("break_even")

    @property
    def themes(self) -> _core.Table:
        """What share of the variance of the difference each theme accounts for, by itself and with others; empty if brief.

        Examples
        --------
        >>> found.themes.columns[:6]
        ['theme', 'arrangement', 'first', 'first_error', 'total', 'total_error']
        """
        return self._core.table("theme")

    @property
    def real_packages(self) -> _core.Table:
        """Real packages with known days beside the simulated ones under `today`; without rows if a study has no `today`.

        Examples
        --------
        >>> found.real_packages.columns[:5]
        ['package', 'place', 'origin', 'first_public', 'live']
        """
        return self._core.table("real_package")

    @property
    def workforce(self) -> _core.Table:
        """Vehicle hours by year against the first day, planned apart and together; without rows if a study has no workforce.

        Examples
        --------
        >>> found.workforce.columns[:4]
        ['service', 'year', 'hours_ratio_apart', 'hours_ratio_together']
        """
        return self._core.table("workforce")

    @property
    def entities(self) -> _core.Table:
        """Every service, ICS, acute trust and NHS England region, with what is known or thought of each and whence.

        Examples
        --------
        >>> found.entities.columns[:5]
        ['body', 'code', 'name', 'quantity', 'value']
        """
        return self._core.table("entity")

    def interventions(self, arrangement: str, team_hours: float) -> str:
        """Give go-live dates and fits as `[[intervention]]` tables of a scenario, in TOML.

        Parameters
        ----------
        arrangement : str
            One of `arrangements`.
        team_hours : float
            One of `team_hours`, hours a week.

        Returns
        -------
        str
            Text to put beneath a scenario file.

        Raises
        ------
        ValueError
            If the study has no such arrangement or number of hours.

        Examples
        --------
        >>> text = found.interventions("lead", 250.0)
        >>> text.count("[[intervention]]") + text.count("not live")
        21
        """
        if arrangement not in self.arrangements or team_hours not in self.team_hours:
            raise ValueError(f"arrangements are {self.arrangements}, team hours {self.team_hours}")
        return self._core.interventions(self.team_hours.index(team_hours), self.arrangements.index(arrangement))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page, with the timeline and the break-even chart; give its path.

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
        >>> found.save(f"{tempfile.mkdtemp()}/page.html").name
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
        Who holds the relationship: South West
        """
        return self._core.text()

    def __repr__(self) -> str:
        return f"<ambics.Governance of {', '.join(self.arrangements)}: .summary, .go_live, .save(path), .report()>"

    def _repr_html_(self) -> str:
        told = {
            "arrangements": ", ".join(self.arrangements),
            "team hours a week": ", ".join(f"{hours:g}" for hours in self.team_hours),
            "sizes": "assumptions, none fitted; nothing here names a winner",
        }
        return folded("Arrangements side by side", told, self.report())


def governance(
    study: str | os.PathLike[str],
    *,
    draws: int | None = None,
    seed: int | None = None,
    brief: bool = False,
    threads: int = 0,
) -> Governance:
    """Run a study of arrangements: the process alone, without ambulances.

    Parameters
    ----------
    study : str or os.PathLike
        A TOML file of kind "arrangements", or the name of a shipped one: "south-west-arrangements".
    draws : int, optional
        Beliefs drawn for each number of team hours, instead of the study's own.
    seed : int, optional
        The seed of all luck, instead of the study's own.
    brief : bool, default False
        Leave out the tornado and the break-even chart.
    threads : int, default 0
        Threads; 0 takes all cores. The result is the same for any number.

    Returns
    -------
    Governance
        Tables, a page and a report.

    Raises
    ------
    ScenarioError
        With every fault of the study.

    Examples
    --------
    >>> import ambics
    >>> found = ambics.governance("south-west-arrangements", draws=2, brief=True)
    >>> found.summary.columns[:5]
    ['arrangement', 'exists', 'team_hours_per_week', 'first_day', 'median_day']
    """
    return Governance(_core.governance(os.fspath(study), (draws, seed, brief), pool(threads)))
