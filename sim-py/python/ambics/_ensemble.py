"""A scenario under every set of a fit: chance and doubt about the parameters together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import pre
from ambics._scenario import Scenario
from ambics._settings import flat, luck
from ambics._threads import pool


class Ensemble:
    """Response times over the sets of a fit, where one more window lies, and whose variance that is.

    `ensemble` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> fit = Path(tempfile.mkdtemp()) / "fit.csv"
    >>> hours = "fleet.hours_per_week.TNY"
    >>> _ = fit.write_text(f"member,weight,key,value\\n0,0.75,{hours},2100\\n1,0.25,{hours},1900\\n")
    >>> run = ambics.ensemble(ambics.Scenario.shipped("tiny/tiny"), fit, replications=2, progress=False)
    >>> run.weights
    [0.75, 0.25]
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Ensemble) -> None:
        self._core: _core.Ensemble = core

    @property
    def weights(self) -> list[float]:
        """Weights of the sets, in order; the best is the first.

        Examples
        --------
        >>> sum(run.weights)
        1.0
        """
        return self._core.weights

    @property
    def table(self) -> _core.Table:
        """A row for each service, category and statistic: mean, 95% of single windows, and the shares of variance.

        Examples
        --------
        >>> run.table.columns[:6]
        ['level', 'area_code', 'category', 'statistic', 'n_members', 'n_replications']
        """
        return self._core.table()

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
        >>> run.save(f"{tempfile.mkdtemp()}/page.html").name
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
        >>> print(run.report().splitlines()[0])
        ambics run: today, the ensemble of its fit
        """
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.text()

    def _repr_html_(self) -> str:
        return pre(self._core.text())


def ensemble(
    scenario: Scenario,
    fit: str | os.PathLike[str],
    settings: Mapping[str, Any] | None = None,
    *,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Ensemble:
    """Run a scenario with every set of a fit on the same tapes.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    fit : str or os.PathLike
        A table that `ambics calibrate` wrote: member, weight, key and value.
    settings : Mapping[str, Any], optional
        Keys that stand over every set, as in `Scenario.with_`; "+5%" is relative to the set's own value.
    replications, seed, threads, progress
        As in `Scenario.run`, of each set.

    Returns
    -------
    Ensemble
        Seconds, and shares of variance.

    Raises
    ------
    ScenarioError
        If the fit or a setting holds faults.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> fit = Path(tempfile.mkdtemp()) / "fit.csv"
    >>> hours = "fleet.hours_per_week.TNY"
    >>> _ = fit.write_text(f"member,weight,key,value\\n0,0.75,{hours},2100\\n1,0.25,{hours},1900\\n")
    >>> run = ambics.ensemble(ambics.Scenario.shipped("tiny/tiny"), fit, replications=2, progress=False)
    >>> run.table.columns[-2:]
    ['parameters_share', 'chance_share']
    """
    over = flat({**luck(replications, seed), **(settings or {})})
    return Ensemble(_core.ensemble(native(scenario), (Path(fit), over), pool(threads), teller(progress)))
