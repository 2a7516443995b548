"""The virtuous circle of prevention, and the split of a budget between prevention and crews."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import folded
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class Circle:
    """A programme month by month, and every split of a yearly budget, over draws of what is believed.

    `circle` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> falls = {"intervention": [{"name": "falls_community"}]}
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_(falls)
    >>> circle = ambics.circle(tiny, budget=50_000, days=7, draws=20, replications=4, progress=False)
    >>> len(circle.months)
    60
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Circle) -> None:
        self._core: _core.Circle = core

    @property
    def months(self) -> _core.Table:
        """A row for each programme and month: budget, pressure, partnership hours, prevented, released, C2, each with ends.

        Examples
        --------
        >>> circle.months.columns[:4]
        ['programme', 'month', 'budget_gbp', 'budget_low_gbp']
        """
        return self._core.table("circle_month")

    @property
    def splits(self) -> _core.Table:
        """A row for each programme, horizon and split: C2, waiting, the share of draws it is best in, expected regret.

        Examples
        --------
        >>> circle.splits.columns[:4]
        ['programme', 'years', 'prevention_share', 'crews_h_per_week']
        """
        return self._core.table("circle_split")

    @property
    def response(self) -> _core.Table:
        """The levels of hours and incidents that were run, and how waiting and busy vehicles answered.

        Examples
        --------
        >>> len(circle.response)
        9
        """
        return self._core.table("circle_response")

    @property
    def budget_gbp(self) -> float:
        """Pounds a year that are asked about.

        Examples
        --------
        >>> circle.budget_gbp
        50000.0
        """
        return self._core.budget_gbp

    @property
    def returns(self) -> tuple[float, float, float]:
        """Pounds of vehicle-hours released for a pound spent: mean and 95% interval over draws.

        Examples
        --------
        >>> mean, low, high = circle.returns
        >>> low <= mean <= high
        True
        """
        return self._core.returns

    @property
    def grows_share(self) -> float:
        """Share of the draws in which the budget is larger after five years than at first.

        Examples
        --------
        >>> 0 <= circle.grows_share <= 1
        True
        """
        return self._core.grows_share

    @property
    def manifest(self) -> dict[str, Any]:
        """Version, scenario and data hashes, seed, assumptions in force, sources.

        Examples
        --------
        >>> circle.manifest["seed"]
        1
        """
        manifest: dict[str, Any] = json.loads(self._core.manifest_json)
        return manifest

    def page(self, path: str | os.PathLike[str]) -> Path:
        """Write the page that `ambics circle --page` writes; give its path.

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
        >>> circle.page(f"{tempfile.mkdtemp()}/page.html").name
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
        >>> print(circle.report().splitlines()[0])
        ambics circle: prevention and crews, QT1, QT2
        """
        return self._core.text()

    def __repr__(self) -> str:
        mean, low, high = self.returns
        return (
            f"<ambics.Circle: £{self.budget_gbp:,.0f} a year; returns {mean:.2f} [{low:.2f}, {high:.2f}], grows in "
            f"{self.grows_share:.0%} of draws; .months, .splits, .response, .page(path), .report()>"
        )

    def _repr_html_(self) -> str:
        mean, low, high = self.returns
        told = {
            "budget, £ a year": f"{self.budget_gbp:,.0f}",
            "£ of vehicle-hours released for a pound": f"{mean:.2f} (95% of draws {low:.2f} to {high:.2f})",
            "grows in five years, share of draws": f"{self.grows_share:.0%}",
        }
        return folded("Prevention and crews", told, self.report())


def circle(
    scenario: Scenario,
    *,
    budget: float | None = None,
    days: int | None = None,
    draws: int | None = None,
    induced: bool = False,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Circle:
    """Follow a scenario's prevention month by month over five years, and split a yearly budget between it and crews.

    An interruption (Ctrl-C) raises KeyboardInterrupt: a part of the levels says nothing.

    Parameters
    ----------
    scenario : Scenario
        One with interventions that prevent incidents, without an uplift.
    budget : float, optional
        Pounds a year; what the scenario's programme costs if not given.
    days : int, optional
        Days over which the response to hours and incidents is measured; 91 if not given.
    draws : int, optional
        Draws of what is believed of effects, costs and assumptions; 1000 if not given.
    induced : bool, default False
        Whether calls that were not made before take up a part of new capacity (`assumption.induced_share`).
    replications : int, optional
        Repetitions of each level; 8 if not given.
    seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    Circle
        Its tables, its page and its report.

    Raises
    ------
    ScenarioError
        If nothing in the scenario prevents incidents, or there are fewer than 4 replications.

    Examples
    --------
    >>> import ambics
    >>> falls = {"intervention": [{"name": "falls_community"}]}
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_(falls)
    >>> circle = ambics.circle(tiny, budget=50_000, days=7, draws=20, replications=4, progress=False)
    >>> circle.splits.columns[:4]
    ['programme', 'years', 'prevention_share', 'crews_h_per_week']
    """
    (chosen,) = lucky((scenario,), 8 if replications is None else replications, seed)
    asked = (None if budget is None else float(budget), days, draws, bool(induced))
    return Circle(_core.circle(native(chosen), asked, pool(threads), teller(progress)))
