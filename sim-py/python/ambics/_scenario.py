"""Scenarios: taking one, changing it, running it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, overload

from ambics import _core
from ambics._checkpoint import Checkpoint
from ambics._native import native
from ambics._progress import Progress
from ambics._result import Result
from ambics._rich import listed, pre
from ambics._running import How, Metrics, by_month, go
from ambics._settings import flat, lucky
from ambics._threads import pool


class Scenario:
    """A valid scenario: a region and what is decided about it. It never changes; `with_` gives another one.

    `demo`, `Scenario.shipped` and `Scenario.load` give one.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> tiny
    <ambics.Scenario today: 7 days from 2024-01-10, 10 replications, seed 1>
    >>> tiny.with_({"run.days": 14}).run(2, progress=False).replications
    2
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Scenario) -> None:
        self._core: _core.Scenario = core

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Scenario:
        """Load a scenario file.

        Parameters
        ----------
        path : str or os.PathLike
            A TOML file; the region that it names is one that ambics ships, or a folder beside it.

        Returns
        -------
        Scenario
            The scenario, if it holds no fault.

        Raises
        ------
        ScenarioError
            With all faults of the file and its region in `problems`.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> file = Path(tempfile.mkdtemp()) / "mine.toml"
        >>> _ = file.write_text('name = "mine"\\nregion = "tiny"\\n[run]\\nstart = 2024-01-10\\ndays = 7\\n')
        >>> ambics.Scenario.load(file).name
        'mine'
        """
        return cls(_core.Scenario.load(Path(path)))

    @classmethod
    def shipped(cls, name: str) -> Scenario:
        """Take a scenario that ambics ships.

        Parameters
        ----------
        name : str
            One of `ambics.shipped()`.

        Returns
        -------
        Scenario
            The scenario of that name.

        Raises
        ------
        ScenarioError
            If none has that name.

        Examples
        --------
        >>> ambics.Scenario.shipped("tiny/tiny-lead").name
        'lead'
        """
        return cls(_core.Scenario.shipped(name))

    @property
    def name(self) -> str:
        """Its name: what its arm is called in every table.

        Examples
        --------
        >>> ambics.Scenario.shipped("tiny/tiny").with_({"name": "five more"}).name
        'five more'
        """
        return self._core.name

    @property
    def hash(self) -> str:
        """BLAKE3 of its canonical text: the same settings have the same hash.

        Examples
        --------
        >>> tiny = ambics.Scenario.shipped("tiny/tiny")
        >>> tiny.hash == tiny.with_({"run.days": 14}).with_({"run.days": 7}).hash
        True
        """
        return self._core.hash

    @property
    def canonical(self) -> str:
        """All settings in force, as TOML in a fixed order; keys carry their units.

        Examples
        --------
        >>> print(*ambics.Scenario.shipped("tiny/tiny").canonical.splitlines()[:4], sep="\\n")
        name = "today"
        region = "tiny"
        run.start = 2024-01-10
        run.days = 7
        """
        return self._core.canonical

    @property
    def warnings(self) -> list[str]:
        """What is legal but unusual about it, a sentence each.

        Examples
        --------
        >>> len(ambics.Scenario.shipped("tiny/tiny").with_({"run.replications": 2}).warnings)
        0
        """
        return self._core.warnings

    def with_(self, settings: Mapping[str, Any]) -> Scenario:
        """Replace some settings.

        Parameters
        ----------
        settings : Mapping
            Key to value, nested or dotted: `{"fleet.hours_per_week.RYF": "-5%"}`. "+5%", "-30 min" and "x1.2" are
            relative to the value in force. A list of mappings is a list of tables, as `ambics.interventions` shows.
            Units are those of the key's name, or stand in the text.

        Returns
        -------
        Scenario
            Another scenario; this one stays as it is.

        Raises
        ------
        ScenarioError
            With every key that is unknown and every value that is out of bounds.

        Examples
        --------
        >>> tiny = ambics.Scenario.shipped("tiny/tiny")
        >>> longer = tiny.with_({"run": {"days": 28}, "fleet.hours_per_week.TNY": "+10%"})
        >>> [line for line in longer.canonical.splitlines() if "hours_per_week.TNY" in line]
        ['fleet.hours_per_week.TNY = 2255.0']
        """
        return Scenario(self._core.edited(flat(settings)))

    def to_excel(self, path: str | os.PathLike[str]) -> Path:
        """Write all settings in force as an Excel workbook to edit; `ambics.from_excel` reads it. Needs openpyxl.

        Parameters
        ----------
        path : path
            The workbook to write.

        Returns
        -------
        pathlib.Path
            Its path.

        Raises
        ------
        ImportError
            If openpyxl is not there: `pip install ambics[excel]`.

        Examples
        --------
        >>> import ambics, tempfile
        >>> ambics.Scenario.shipped("tiny/tiny").to_excel(f"{tempfile.mkdtemp()}/tiny.xlsx").name
        'tiny.xlsx'
        """
        from ambics._excel import to_excel

        return to_excel(self, path)

    @overload
    def run(
        self,
        replications: int | None = None,
        *,
        seed: int | None = None,
        threads: int = 0,
        records: bool = False,
        log: bool = False,
        metrics: Metrics = None,
        precision: float | None = None,
        most: int = 1_000,
        progress: Progress = True,
        until: None = None,
    ) -> Result: ...

    @overload
    def run(
        self,
        replications: int | None = None,
        *,
        seed: int | None = None,
        threads: int = 0,
        records: bool = False,
        log: bool = False,
        metrics: Metrics = None,
        precision: None = None,
        most: int = 1_000,
        progress: Progress = True,
        until: str,
    ) -> Checkpoint: ...

    def run(
        self,
        replications: int | None = None,
        *,
        seed: int | None = None,
        threads: int = 0,
        records: bool = False,
        log: bool = False,
        metrics: Metrics = None,
        precision: float | None = None,
        most: int = 1_000,
        progress: Progress = True,
        until: str | None = None,
    ) -> Result | Checkpoint:
        """Simulate.

        An interruption (Ctrl-C) keeps the replications that are finished: the result comes back with a warning and
        `complete` false. If none is finished, KeyboardInterrupt is raised.

        Parameters
        ----------
        replications : int, optional
            How often; the scenario's own number if not given.
        seed : int, optional
            The scenario's own if not given. The same seed gives the same bytes for any number of threads.
        threads : int, default 0
            Threads of this call alone. 0 takes the process's share of the cores, in one pool for all calls made at
            once: what `AMBICS_THREADS` or `RAYON_NUM_THREADS` says; in a Dask worker its threads; what
            `OMP_NUM_THREADS` says, as joblib and job scripts set it; one in a process of `multiprocessing`; else all.
        records : bool, default False
            Keep every incident, in the table `incidents`.
        log : bool, default False
            Keep every step of every vehicle and incident, in the table `log`; `Result.trace` tells a story from it.
        metrics : {"ambsys"}, optional
            "ambsys" gives the results by calendar month too, in the codes of the Ambulance Systems Indicators: the table
            `ambsys`, and `Result.ambsys_csv`. Only for windows of whole months, else `ScenarioError`.
        precision : float, optional
            Instead of `replications`: run until half the 95% interval of C1 to C4, mean and 90th centile, is within this
            share of each in every arm, 0.02 for 2%, and stays so; the table `precision` tells what was reached.
        most : int, default 1000
            With `precision`: at most so many replications.
        progress : bool or callable, default True
            A bar on stderr, nothing, or a function of units done and units in all.
        until : str, optional
            Stop at this local time, "2024-01-12 04:00", and give a `Checkpoint` instead, for `resume`.

        Returns
        -------
        Result or Checkpoint
            A checkpoint if `until` is given.

        Raises
        ------
        ScenarioError
            If what is asked does not fit the scenario.
        KeyboardInterrupt
            If it is stopped before a replication is finished.
        TypeError
            If `precision` is given beside `replications` or `until`.
        ValueError
            If `precision` is no share from 0.0001 to 0.5.

        Examples
        --------
        >>> precise = ambics.Scenario.shipped("tiny/tiny").run(precision=0.2, progress=False)
        >>> precise.precision.columns[-3:]
        ['share', 'target_share', 'reached']
        >>> result = ambics.Scenario.shipped("tiny/tiny").run(3, records=True, progress=False)
        >>> result.replications, result.incidents.columns[:4]
        (3, ['arm', 'replication', 'incident_id', 'area_code'])
        """
        if precision is not None and (replications is not None or until is not None):
            raise TypeError("precision decides how many replications there are: give it alone, with `most` if you like")
        if until is not None:
            (scenario,) = lucky((self,), replications, seed)
            return Checkpoint(_core.Checkpoint.make(native(scenario), until, pool(threads), log), scenario)
        how = How(threads, records, log, by_month(metrics), precision, most)
        return go(lucky((self,), replications, seed), how, None, progress)

    def __repr__(self) -> str:
        return repr(self._core)

    def _repr_html_(self) -> str:
        lines = self.canonical.splitlines()
        told = {
            "scenario": repr(self._core).strip("<>"),
            "hash": self.hash,
            "unusual": "; ".join(self.warnings) or "nothing",
        }
        return (
            listed(self.name, told) + f"<details><summary>{len(lines)} lines of settings in force</summary>"
            f"{pre(self.canonical)}</details>"
        )


def demo(service: str) -> Scenario:
    """Take today's arrangement of one ambulance service.

    Parameters
    ----------
    service : str
        Its ODS code, short name, name, or a part of the name that no other has: "South Western".

    Returns
    -------
    Scenario
        Four weeks or so of the service with its fitted hours.

    Raises
    ------
    ScenarioError
        If no service goes by that name; what is near to it is named.

    Examples
    --------
    >>> import ambics
    >>> ambics.demo("SWASFT").hash == ambics.demo("South Western").hash
    True
    """
    return Scenario(_core.Scenario.demo(service))
