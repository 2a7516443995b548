"""The emulator: a surface over hours, incidents and handover that answers a what-if at once."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from ambics import _core
from ambics._libraries import untyped
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import folded, pre
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool

Input = Literal["hours", "incidents", "handover"]
Change = str | float | None
INPUTS: tuple[Input, Input, Input] = ("hours", "incidents", "handover")


class Prediction:
    """What an emulator foretells of a change: seconds of C2 mean, with 95% intervals.

    `Emulator.predict` gives one; `document` holds all of it, as `ambics emulate --ask --json` prints it. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> emulator = ambics.emulate(tiny, points=20, replications=2, progress=False)
    >>> told = emulator.predict(hours="+2%")
    >>> told.low_s < told.c2_mean_s < told.high_s
    True
    """

    __slots__ = ("_text", "document")

    def __init__(self, document: dict[str, Any], text: str) -> None:
        #: All of it, as `ambics emulate --ask --json` prints it.
        self.document: dict[str, Any] = document
        self._text: str = text

    @property
    def c2_mean_s(self) -> float:
        """C2 mean, seconds.

        Examples
        --------
        >>> 0 < told.c2_mean_s < 3600
        True
        """
        return float(self.document["c2_mean_s"])

    @property
    def low_s(self) -> float:
        """Lower end of where a run would come out: the emulator's doubt and chance.

        Examples
        --------
        >>> told.low_s < told.c2_mean_s
        True
        """
        return float(self.document["low_s"])

    @property
    def high_s(self) -> float:
        """Upper end of where a run would come out.

        Examples
        --------
        >>> told.c2_mean_s < told.high_s
        True
        """
        return float(self.document["high_s"])

    @property
    def change_s(self) -> float:
        """C2 mean less that of the scenario itself, seconds; below 0 is faster.

        Examples
        --------
        >>> told.change_s < 0
        True
        """
        return float(self.document["change_s"])

    @property
    def change_low_s(self) -> float:
        """Lower end of the change: the emulator's doubt; chance is the same on both sides.

        Examples
        --------
        >>> told.change_low_s < told.change_s
        True
        """
        return float(self.document["change_low_s"])

    @property
    def change_high_s(self) -> float:
        """Upper end of the change, seconds.

        Examples
        --------
        >>> told.change_s < told.change_high_s
        True
        """
        return float(self.document["change_high_s"])

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return pre(self._text)


class Emulator:
    """A fitted surface of the C2 mean of a service over effective hours, incidents and mean handover.

    `emulate` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> emulator = ambics.emulate(tiny, points=20, replications=2, progress=False)
    >>> emulator.predict(hours="+2%").change_s < 0
    True
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Emulator) -> None:
        self._core: _core.Emulator = core

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Emulator:
        """Read what `save` or `ambics emulate --out` has written.

        Parameters
        ----------
        path : str or os.PathLike
            The file.

        Returns
        -------
        Emulator
            The same as was saved.

        Raises
        ------
        ScenarioError
            If the file holds no emulator.

        Examples
        --------
        >>> ambics.Emulator.load(emulator.save(f"{tempfile.mkdtemp()}/emulator.json")).services
        ['TNY']
        """
        return cls(_core.Emulator.from_json(Path(path).read_text(encoding="utf-8"), str(path)))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it to a small JSON file with its manifest.

        Parameters
        ----------
        path : str or os.PathLike
            The file.

        Returns
        -------
        pathlib.Path
            The file's path.

        Examples
        --------
        >>> emulator.save(f"{tempfile.mkdtemp()}/emulator.json").name
        'emulator.json'
        """
        path = Path(path)
        path.write_text(self._core.to_json(), encoding="utf-8")
        return path

    @property
    def services(self) -> list[str]:
        """ODS codes of the services that it knows.

        Examples
        --------
        >>> emulator.services
        ['TNY']
        """
        return self._core.services

    @property
    def q2(self) -> float | dict[str, float]:
        """The share of the variation between points that it foretells of points it has not seen; by service if several.

        Examples
        --------
        >>> 0 < emulator.q2 <= 1
        True
        """
        each = {code: float(self._answer({}, code)[0]["q2"]) for code in self.services}
        return next(iter(each.values())) if len(each) == 1 else each

    @property
    def manifest(self) -> dict[str, Any]:
        """What it was made from: versions and hashes, seed, replications, window.

        Examples
        --------
        >>> emulator.manifest["scenario_hash"] == tiny.with_({"run.replications": 2}).hash
        True
        """
        manifest: dict[str, Any] = json.loads(self._core.to_json())["manifest"]
        return manifest

    def predict(
        self, *, hours: Change = None, incidents: Change = None, handover: Change = None, of: str | None = None
    ) -> Prediction:
        """Foretell the C2 mean after a change; what is not named stays as it is.

        Parameters
        ----------
        hours : str or float, optional
            "+2%", "+500" or "33000" effective vehicle-hours a week; a number is a ratio to the scenario's own: 1.02.
        incidents : str or float, optional
            "-1%", "-100" a week, or a ratio.
        handover : str or float, optional
            "-5 min", "30 min", "-10%", or a ratio: the mean at every department of the service.
        of : str, optional
            Code of the service; the only one if not given.

        Returns
        -------
        Prediction
            Seconds, with 95% intervals.

        Raises
        ------
        ScenarioError
            If a change cannot be read, or leads to where the emulator does not know.

        Examples
        --------
        >>> emulator.predict(hours="+2%", handover="-5 min").document["ratios"]["hours"]
        1.02
        """
        given = zip(INPUTS, (hours, incidents, handover))
        changes: dict[str, str | float] = {name: how for name, how in given if how is not None}
        return Prediction(*self._answer(changes, of))

    @property
    def table(self) -> _core.Table:
        """The points that were run: ratios, `c2_mean_s`, and `left_out_s`, what is foretold of each without it.

        Examples
        --------
        >>> emulator.table.columns[:3], len(emulator.table)
        (['service_code', 'hours_ratio', 'incidents_ratio'], 29)
        """
        return self._core.table()

    def frame(self) -> Any:
        """Give the same as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            A row for each point.

        Examples
        --------
        >>> emulator.frame().shape[0]
        29
        """
        return untyped("pandas").DataFrame.from_arrow(self.table)

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
        >>> emulator.page(f"{tempfile.mkdtemp()}/page.html").name
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
        >>> print(emulator.report().splitlines()[0])
        Emulator of today: C2 mean of TNY
        """
        return self._core.text()

    def __repr__(self) -> str:
        return f"<ambics.Emulator of {', '.join(self.services)}: {len(self.table)} points, Q2 {self.q2}>"

    def _repr_html_(self) -> str:
        told = {
            "services": ", ".join(self.services),
            "points": len(self.table),
            "Q2": self.q2 if isinstance(self.q2, dict) else f"{self.q2:.3f}",
        }
        return folded("Emulator of the C2 mean", told, self.report())

    def _answer(self, changes: Mapping[str, str | float], of: str | None) -> tuple[dict[str, Any], str]:
        pairs = [(name, how if isinstance(how, str) else f"x{float(how)!r}") for name, how in changes.items()]
        document, text = self._core.ask(pairs, of)
        return json.loads(document), text


def emulate(
    scenario: Scenario,
    *,
    ranges: Mapping[Input, tuple[float, float]] | None = None,
    points: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Emulator:
    """Run a scenario over hours, incidents and handover on the same tapes, and fit an emulator of its C2 mean.

    An interruption (Ctrl-C) raises KeyboardInterrupt: a part of a design is not kept.

    Parameters
    ----------
    scenario : Scenario
        One service or several, without an uplift, a rota table or a handover table.
    ranges : Mapping of str to tuple of float, optional
        Ratios to the scenario's own between which it will answer: {"hours": (0.8, 1.2)}. A tenth either way for hours
        and incidents and two fifths for handover, if not given.
    points : int, optional
        Points inside the ranges, beside the scenario itself and the eight corners; 64 if not given.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    Emulator
        It answers at once.

    Raises
    ------
    ValueError
        If a range is of something else.
    ScenarioError
        If a range does not hold 1, or the scenario has an uplift, a rota table or a handover table.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> emulator = ambics.emulate(tiny, points=20, replications=2, progress=False)
    >>> len(emulator.table)
    29
    """
    given = dict(ranges or {})
    unknown = sorted(set(given) - set(INPUTS))
    if unknown:
        raise ValueError(f"ranges are of hours, incidents and handover, not {', '.join(unknown)}")
    (chosen,) = lucky((scenario,), replications, seed)
    hours, incidents, handover = (given.get(name) for name in INPUTS)
    return Emulator(
        _core.emulate(native(chosen), ((hours, incidents, handover), points), pool(threads), teller(progress))
    )
