"""The planning round of one ambulance service: bridge, exchange rates, leakage."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import folded
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class PlanRound:
    """Three exhibits of a service on the same tapes: `bridge`, `rates` and `leakage`, each a table.

    `planround` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> planned = ambics.planround(tiny, steps=[1], replications=2, progress=False)
    >>> len(planned.bridge), len(planned.leakage)
    (7, 12)
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.PlanRound) -> None:
        self._core: _core.PlanRound = core

    @property
    def bridge(self) -> _core.Table:
        """From one period's published C2 mean to the other's: a row a bar; `change_s` adds up to the second.

        Examples
        --------
        >>> planned.bridge.columns[:4]
        ['service_code', 'before', 'after', 'published_before_s']
        """
        return self._core.table("bridge")

    @property
    def rates(self) -> _core.Table:
        """Exchange rates: a row for each load, lever, number of steps and statistic, in seconds of C2.

        Examples
        --------
        >>> planned.rates.columns[:4]
        ['service_code', 'load', 'lever', 'step']
        """
        return self._core.table("rate")

    @property
    def leakage(self) -> _core.Table:
        """Who gains: a row for each change in one place and ICS of the patients; `all` is the row's sum.

        Examples
        --------
        >>> planned.leakage.columns[:4]
        ['service_code', 'source', 'source_code', 'source_name']
        """
        return self._core.table("leakage")

    @property
    def took_nobody(self) -> dict[str, str]:
        """Code and name of the departments that no simulated patient was taken to: they have no row in `leakage`.

        Examples
        --------
        >>> planned.took_nobody
        {}
        """
        return dict(self._core.took_nobody)

    @property
    def complete(self) -> bool:
        """Whether all replications asked for are there; false after an interruption.

        Examples
        --------
        >>> planned.complete
        True
        """
        return self._core.complete

    @property
    def replications(self) -> int:
        """Number of replications that are there.

        Examples
        --------
        >>> planned.replications
        2
        """
        return self._core.replications

    @property
    def manifest(self) -> dict[str, Any]:
        """Version, scenario and data hashes, seed, assumptions in force, sources.

        Examples
        --------
        >>> planned.manifest["seed"]
        1
        """
        manifest: dict[str, Any] = json.loads(self._core.manifest_json)
        return manifest

    def page(self, path: str | os.PathLike[str]) -> Path:
        """Write the page that `ambics planround --out` writes; give its path.

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
        >>> planned.page(f"{tempfile.mkdtemp()}/page.html").name
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
        >>> print(planned.report().splitlines()[0])
        Planning round: Tiny Ambulance Service (TNY)
        """
        return self._core.text()

    def __repr__(self) -> str:
        return f"<ambics.PlanRound of {self.replications} replications: bridge, rates, leakage; .page(path), .report()>"

    def _repr_html_(self) -> str:
        told = {
            "replications": self.replications,
            "exhibits": "bridge, rates, leakage",
            "complete": "yes" if self.complete else "no, it was stopped",
        }
        return folded("Planning round", told, self.report())


def planround(
    scenario: Scenario,
    *,
    before: str | None = None,
    after: str | None = None,
    winter: str | None = None,
    hours: str | os.PathLike[str] | Mapping[str, float] | None = None,
    steps: Sequence[float] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> PlanRound:
    """Answer the planning round of one whole ambulance service, with public data alone.

    An interruption (Ctrl-C) keeps the replications that are finished, as in `Scenario.run`.

    Parameters
    ----------
    scenario : Scenario
        One whole service as it is today: `ambics.demo("RYF")`.
    before, after : str, optional
        Months of the earlier and the later period, "2023-10..2023-12"; both or neither. The scenario's months are cut in
        half if not given.
    winter : str, optional
        Months whose load is called winter; the latest published December to February if not given.
    hours : str or os.PathLike or Mapping of str to float, optional
        Your vehicle-hours by month: a CSV file with the columns month and hours, or month to hours as a mapping,
        {"2023-10": 152000, ...}. Only their ratios count. Without them what hours did is inside the residual.
    steps : Sequence[float], optional
        Multiples of the step of each exchange rate; 1, 2, 5 and 10 if not given. Fewer take less time.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    PlanRound
        Three tables in seconds of C2 mean, a page and a report.

    Raises
    ------
    TypeError
        If one period is given without the other.
    ScenarioError
        If the scenario is not one whole service as it is today, or months are not published.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> planned = ambics.planround(tiny, steps=[1], replications=2, progress=False)
    >>> planned.rates.columns[:4]
    ['service_code', 'load', 'lever', 'step']
    """
    if (before is None) != (after is None):
        raise TypeError("planround takes both periods, before and after, or neither")
    (chosen,) = lucky((scenario,), replications, seed)
    asked = ((before, after, winter), _hours(hours), None if steps is None else [float(step) for step in steps])
    round_ = PlanRound(_core.planround(native(chosen), asked, pool(threads), teller(progress)))
    if not round_.complete:
        warnings.warn(f"interrupted: only {round_.replications} replications are finished", stacklevel=2)
    return round_


def _hours(hours: str | os.PathLike[str] | Mapping[str, float] | None) -> tuple[str, str] | None:
    """The name and the text of a file of hours."""
    if hours is None:
        return None
    if isinstance(hours, Mapping):
        rows = "".join(f"{month},{amount}\n" for month, amount in hours.items())
        return "hours", f"month,hours\n{rows}"
    path = Path(hours)
    return str(path), path.read_text(encoding="utf-8-sig")
