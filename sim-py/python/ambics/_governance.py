"""Arrangements side by side: who holds the relationship, from engagement work to go-live dates."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._threads import pool


class Governance:
    """What a study of arrangements gave. Every number of the process is an assumption; nothing here names a winner."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Governance) -> None:
        self._core = core

    @property
    def arrangements(self) -> list[str]:
        """Names of the arrangements, in the study's order."""
        return self._core.arrangements

    @property
    def team_hours(self) -> list[float]:
        """Hours a week of the trust's team that were looked at, each by itself."""
        return self._core.team_hours

    @property
    def summary(self) -> _core.Table:
        """A row for each arrangement and number of team hours: days, fit, hours, probability of being best, regret."""
        return self._core.table("arrangement")

    @property
    def go_live(self) -> _core.Table:
        """A row for each proposal and ICS beneath those: median days, their range, and fit."""
        return self._core.table("go_live")

    @property
    def swings(self) -> _core.Table:
        """What one number at a time does to each arrangement against the first; empty if brief."""
        return self._core.table("swing")

    @property
    def break_even(self) -> _core.Table:
        """Each arrangement against the first by number of ICSs and team hours; empty if brief."""
        return self._core.table("break_even")

    @property
    def themes(self) -> _core.Table:
        """What share of the variance of the difference each theme accounts for, by itself and with others; empty if brief."""
        return self._core.table("theme")

    @property
    def real_packages(self) -> _core.Table:
        """Real packages with known days beside the simulated ones under `today`; without rows if a study has no `today`."""
        return self._core.table("real_package")

    @property
    def workforce(self) -> _core.Table:
        """Vehicle hours by year against the first day, planned apart and together; without rows if a study has no workforce."""
        return self._core.table("workforce")

    @property
    def entities(self) -> _core.Table:
        """Every service, ICS, acute trust and NHS England region, with what is known or thought of each and whence."""
        return self._core.table("entity")

    def interventions(self, arrangement: str, team_hours: float) -> str:
        """Go-live dates and fits as `[[intervention]]` tables of a scenario, in TOML."""
        if arrangement not in self.arrangements or team_hours not in self.team_hours:
            raise ValueError(f"arrangements are {self.arrangements}, team hours {self.team_hours}")
        return self._core.interventions(self.team_hours.index(team_hours), self.arrangements.index(arrangement))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page, with the timeline and the break-even chart; give its path."""
        path = Path(path)
        path.write_text(self._core.html(), encoding="utf-8")
        return path

    def report(self) -> str:
        """The text that the command prints."""
        return self._core.text()

    def __repr__(self) -> str:
        return f"<ambics.Governance of {', '.join(self.arrangements)}: .summary, .go_live, .save(path), .report()>"


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
    study
        A TOML file of kind "arrangements", or the name of a shipped one: "south-west-arrangements".
    draws
        Beliefs drawn for each number of team hours, instead of the study's own.
    seed
        The seed of all luck, instead of the study's own.
    brief
        Leave out the tornado and the break-even chart.
    threads
        Threads; 0 takes all cores. The result is the same for any number.
    """
    return Governance(_core.governance(os.fspath(study), (draws, seed, brief), pool(threads)))
