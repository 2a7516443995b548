"""Prediction for a month from its published inputs, and how good it was."""

from __future__ import annotations

import os
from pathlib import Path

from ambics import _core
from ambics._ambsys import AmbSys, read_ambsys
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import pre
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class Backtest:
    """Predictions of trust-months with 90% intervals, what was published, and four rivals.

    `backtest` gives one. These examples predict a month that the model itself has made; the examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> march = tiny.with_({"run.start": "2024-03-01", "run.days": 31})
    >>> file = Path(tempfile.mkdtemp()) / "made.csv"
    >>> _ = file.write_text(march.run(2, metrics="ambsys", progress=False).ambsys_csv())
    >>> months = {"months": "2024-03", "fit_months": "2024-03"}
    >>> predicted = ambics.backtest(tiny, observed=file, replications=2, progress=False, **months)
    >>> len(predicted.predictions)
    20
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Backtest) -> None:
        self._core: _core.Backtest = core

    @property
    def predictions(self) -> _core.Table:
        """A row for each score, service, month and measure: predicted, low, high, observed and the rivals, seconds.

        Examples
        --------
        >>> predicted.predictions.columns[:6]
        ['service_code', 'month', 'measure', 'score', 'predicted', 'low']
        """
        return self._table("backtest")

    @property
    def scores(self) -> _core.Table:
        """Mean absolute error, bias and coverage of each score and rival, by measure.

        Examples
        --------
        >>> predicted.scores.columns[:4]
        ['name', 'measure', 'n', 'mape']
        """
        return self._table("scores")

    @property
    def hours(self) -> _core.Table:
        """The bias of each service, as the change of its effective hours that would take it away.

        Examples
        --------
        >>> predicted.hours.columns[:4]
        ['service_code', 'n', 'hours_change', 'lowest']
        """
        return self._table("backtest_hours")

    @property
    def england(self) -> _core.Table:
        """The C2 mean of all services together, by month and score.

        Examples
        --------
        >>> predicted.england.columns[:4]
        ['month', 'score', 'trusts', 'predicted']
        """
        return self._table("backtest_england")

    @property
    def skipped(self) -> _core.Table:
        """Trust-months that were left out, with the reason.

        Examples
        --------
        >>> len(predicted.skipped)
        0
        """
        return self._table("backtest_skipped")

    def save(self, path: str | os.PathLike[str]) -> Path:
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
        >>> predicted.save(f"{tempfile.mkdtemp()}/page.html").name
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
        >>> print(predicted.report().splitlines()[0])
        Backtest: today, 2024-03 predicted from made.csv
        """
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.text()

    def _repr_html_(self) -> str:
        return pre(self._core.text())

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
    scenario : Scenario
        What is run, its services whole.
    observed : AmbSys or str or os.PathLike
        The Ambulance Systems Indicators as published: a file, or what `read_ambsys` gives.
    months : str
        The months to predict: "2024-01..2024-03".
    fit_months : str, optional
        The months of the fit; the scenario's own before the first month predicted if not given.
    fit : str or os.PathLike, optional
        A table of member, weight, key and value. Without one the scenario is taken as it stands and one level of
        hours a service is fitted here.
    hours : str or os.PathLike, optional
        A CSV file with the columns service_code, month and hours, for the conditional score.
    update_at_breaks : bool, default False
        After a break of the region let nothing from before it count for the level of hours.
    replications, seed, threads, progress
        As in `Scenario.run`, of each month. The bar begins again with each month.

    Returns
    -------
    Backtest
        Predictions and scores, errors as shares of what was published.

    Raises
    ------
    ScenarioError
        With every fault of the question and of its files.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> march = tiny.with_({"run.start": "2024-03-01", "run.days": 31})
    >>> file = Path(tempfile.mkdtemp()) / "made.csv"
    >>> _ = file.write_text(march.run(2, metrics="ambsys", progress=False).ambsys_csv())
    >>> months = {"months": "2024-03", "fit_months": "2024-03"}
    >>> ambics.backtest(tiny, observed=file, replications=2, progress=False, **months).scores.columns[:3]
    ['name', 'measure', 'n']
    """
    (chosen,) = lucky((scenario,), replications, seed)
    read = observed if isinstance(observed, AmbSys) else read_ambsys(observed)
    files = [None if path is None else Path(path) for path in (fit, hours)]
    question = (months, fit_months, files[0], files[1], update_at_breaks)
    return Backtest(_core.backtest(native(chosen), (native(read), question), pool(threads), teller(progress)))
