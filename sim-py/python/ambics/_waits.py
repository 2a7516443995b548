"""Arrangements in the ambulances: what their dates, hours, handover and hubs do to what patients wait."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import folded
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class Waits:
    """What patients wait under each arrangement, paired by draw. Every size is an assumption; nothing names a winner.

    `waits` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> base = ambics.demo("RYF").with_({"run.days": 1})
    >>> found = ambics.waits("south-west-arrangements", base, years=1, replications=2, progress=False)
    >>> found.arrangements
    ['today', 'bilateral', 'lead', 'joint committee', 'nested']
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Waits) -> None:
        self._core: _core.Waits = core

    @property
    def arrangements(self) -> list[str]:
        """Names of the arrangements, in the study's order.

        Examples
        --------
        >>> found.arrangements[0]
        'today'
        """
        return self._core.arrangements

    @property
    def waits(self) -> _core.Table:
        """C1 and C2 in seconds by year, place and arrangement, against the first and against no package, with 95% intervals.

        Examples
        --------
        >>> found.waits.columns[:4]
        ['arrangement', 'exists', 'team_hours_per_week', 'year']
        """
        return self._core.table("governance_wait")

    @property
    def prevented(self) -> _core.Table:
        """What is live by then, how well it fits, incidents prevented and vehicle-hours released a day.

        Examples
        --------
        >>> found.prevented.columns[:4]
        ['arrangement', 'exists', 'team_hours_per_week', 'year']
        """
        return self._core.table("governance_prevented")

    @property
    def equity(self) -> _core.Table:
        """How far apart ICSs are in dates, effect, response and incidents prevented, with 95% intervals.

        Examples
        --------
        >>> found.equity.columns[:4]
        ['arrangement', 'exists', 'team_hours_per_week', 'year']
        """
        return self._core.table("governance_equity")

    @property
    def services(self) -> _core.Table:
        """Engagement hours and days to go-live of each service.

        Examples
        --------
        >>> len(found.services)
        5
        """
        return self._core.table("governance_service")

    @property
    def channels(self) -> _core.Table:
        """Seconds of C2 mean that each channel carries; only with `channels=True`, else `AmbicsError`.

        Examples
        --------
        >>> try:
        ...     found.channels
        ... except ambics.AmbicsError as fault:
        ...     print(fault)
        there is no table `governance_channels`
        """
        return self._core.table("governance_channels")

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
        """The text that the command prints with `--brief`.

        Returns
        -------
        str
            Text, with tables in columns.

        Examples
        --------
        >>> print(found.report().splitlines()[0])
        Who holds the relationship, and what patients wait: South West
        """
        return self._core.text()

    def __repr__(self) -> str:
        return f"<ambics.Waits of {', '.join(self.arrangements)}: .waits, .channels, .services, .page(path), .report()>"

    def _repr_html_(self) -> str:
        told = {
            "arrangements": ", ".join(self.arrangements),
            "sizes": "assumptions, none fitted; nothing here names a winner",
        }
        return folded("What patients wait under each arrangement", told, self.report())


def waits(
    study: str | os.PathLike[str],
    base: Scenario,
    *,
    years: int = 3,
    team_hours: float | None = None,
    channels: bool = False,
    every_service: bool = False,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Waits:
    """Run every arrangement of a study through the ambulances.

    Parameters
    ----------
    study : str or os.PathLike
        A TOML file of kind "arrangements", or the name of a shipped one: "south-west-channels".
    base : Scenario
        The scenario that packages come into, without interventions of its own.
    years : int, default 3
        Whole years after the study's first day at whose end waits are looked at.
    team_hours : float, optional
        Hours a week of the trust's team; the middle of the study's range if not given.
    channels : bool, default False
        Split each difference at the end of the last year over the five channels, by Shapley shares.
    every_service : bool, default False
        Every ambulance service of the region, each with the same arrangement; the base is then all of England.
    replications, seed, threads, progress
        As in `Scenario.run`; a replication is a draw of belief and luck.

    Returns
    -------
    Waits
        Tables in seconds, a page and a report.

    Raises
    ------
    ScenarioError
        If the study holds faults, or the base has interventions of its own.

    Examples
    --------
    >>> import ambics
    >>> base = ambics.demo("RYF").with_({"run.days": 1})
    >>> found = ambics.waits("south-west-arrangements", base, years=1, replications=2, progress=False)
    >>> len(found.services)
    5
    """
    (chosen,) = lucky((base,), replications, seed)
    asked = (years, team_hours, channels, every_service)
    return Waits(_core.waits((os.fspath(study), native(chosen)), asked, pool(threads), teller(progress)))
