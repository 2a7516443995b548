"""Prediction for a month from its published inputs, and how good it was."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._ambsys import AmbSys, read_ambsys
from ambics._progress import Progress, teller
from ambics._scenario import Scenario, _lucky
from ambics._threads import pool


class Backtest:
    """Predictions of trust-months with 90% intervals, what was published, and four rivals."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Backtest) -> None:
        self._core = core

    @property
    def predictions(self) -> _core.Table:
        """A row for each score, service, month and measure: predicted, low, high, observed and the rivals, seconds."""
        return self._table("backtest")

    @property
    def scores(self) -> _core.Table:
        """Mean absolute error, bias and coverage of each score and rival, by measure."""
        return self._table("scores")

    @property
    def hours(self) -> _core.Table:
        """The bias of each service, as the change of its effective hours that would take it away."""
        return self._table("backtest_hours")

    @property
    def england(self) -> _core.Table:
        """The C2 mean of all services together, by month and score."""
        return self._table("backtest_england")

    @property
    def skipped(self) -> _core.Table:
        """Trust-months that were left out, with the reason."""
        return self._table("backtest_skipped")

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page; give its path."""
        path = Path(path)
        path.write_text(self._core.html(), encoding="utf-8")
        return path

    def report(self) -> str:
        """The text that the command prints."""
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.text()

    def _table(self, name: str) -> _core.Table:
        table = self._core.table(name)
        assert table is not None, f"a backtest has the table {name}"
        return table


def backtest(
    scenario: Scenario,
    *,
    observed: AmbSys | str | os.PathLike[str],
    months: str,
    fit_months: str | None = None,
    fit: str | os.PathLike[str] | None = None,
    hours: str | os.PathLike[str] | None = None,
    update_at_breaks: bool = False,
    replications: int | None = 4,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Backtest:
    """Predict months of a published file from their inputs and hold them against it.

    Parameters
    ----------
    scenario
        What is run, its services whole.
    observed
        The Ambulance Systems Indicators as published: a file, or what `read_ambsys` gives.
    months
        The months to predict: "2024-01..2024-03".
    fit_months
        The months of the fit; the scenario's own before the first month predicted if not given.
    fit
        A table of member, weight, key and value. Without one the scenario is taken as it stands and one level of
        hours a service is fitted here.
    hours
        A CSV file with the columns service_code, month and hours, for the conditional score.
    update_at_breaks
        After a break of the region let nothing from before it count for the level of hours.
    replications, seed, threads, progress
        As in `Scenario.run`, of each month. The bar begins again with each month.
    """
    (chosen,) = _lucky((scenario,), replications, seed)
    read = observed if isinstance(observed, AmbSys) else read_ambsys(observed)
    files = [None if path is None else Path(path) for path in (fit, hours)]
    question = (months, fit_months, files[0], files[1], update_at_breaks)
    return Backtest(_core.backtest(chosen._core, (read._core, question), pool(threads), teller(progress)))
