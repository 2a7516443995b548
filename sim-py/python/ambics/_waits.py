"""Arrangements in the ambulances: what their dates, hours, handover and hubs do to what patients wait."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._progress import Progress, teller
from ambics._scenario import Scenario, _lucky
from ambics._threads import pool


class Waits:
    """What patients wait under each arrangement, paired by draw. Every size is an assumption; nothing names a winner."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Waits) -> None:
        self._core = core

    @property
    def arrangements(self) -> list[str]:
        """Names of the arrangements, in the study's order."""
        return self._core.arrangements

    @property
    def waits(self) -> _core.Table:
        """C1 and C2 in seconds by year, place and arrangement, against the first and against no package, with 95% intervals."""
        return self._core.table("governance_wait")

    @property
    def prevented(self) -> _core.Table:
        """What is live by then, how well it fits, incidents prevented and vehicle-hours released a day."""
        return self._core.table("governance_prevented")

    @property
    def equity(self) -> _core.Table:
        """How far apart ICSs are in dates, effect, response and incidents prevented, with 95% intervals."""
        return self._core.table("governance_equity")

    @property
    def services(self) -> _core.Table:
        """Engagement hours and days to go-live of each service."""
        return self._core.table("governance_service")

    @property
    def channels(self) -> _core.Table:
        """Seconds of C2 mean that each channel carries; only with `channels=True`."""
        return self._core.table("governance_channels")

    def page(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page; give its path."""
        path = Path(path)
        path.write_text(self._core.html(), encoding="utf-8")
        return path

    def report(self) -> str:
        """The text that the command prints with `--brief`."""
        return self._core.text()

    def __repr__(self) -> str:
        return f"<ambics.Waits of {', '.join(self.arrangements)}: .waits, .channels, .services, .page(path), .report()>"


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
    study
        A TOML file of kind "arrangements", or the name of a shipped one: "south-west-channels".
    base
        The scenario that packages come into, without interventions of its own.
    years
        Whole years after the study's first day at whose end waits are looked at.
    team_hours
        Hours a week of the trust's team; the middle of the study's range if not given.
    channels
        Split each difference at the end of the last year over the five channels, by Shapley shares.
    every_service
        Every ambulance service of the region, each with the same arrangement; the base is then all of England.
    replications, seed, threads, progress
        As in `Scenario.run`; a replication is a draw of belief and luck.

    Examples
    --------
    >>> import ambics
    >>> base = ambics.demo("RYF").with_({"run.days": 1})
    >>> found = ambics.waits("south-west-arrangements", base, years=1, replications=2, progress=False)
    >>> len(found.services)
    5
    """
    (chosen,) = _lucky((base,), replications, seed)
    asked = (years, team_hours, channels, every_service)
    return Waits(_core.waits((os.fspath(study), chosen._core), asked, pool(threads), teller(progress)))
