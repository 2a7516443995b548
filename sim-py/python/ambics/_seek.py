"""Goal-seek: which value of a key brings a measure to a target."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class Seek:
    """What a search for a target gave: the answer with its interval, and every value tried.

    `seek` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> asked = {"change": "fleet.hours_per_week.TNY", "goal": "C2 mean", "target": "12 min"}
    >>> sought = ambics.seek(tiny, **asked, between=(1500, 3000), replications=3, progress=False)
    >>> sought.found, sought.unit
    ('answer', 'hours a week')
    """

    __slots__ = ("_core", "_document", "_scenario")

    def __init__(self, core: _core.Seek, scenario: Scenario) -> None:
        self._core: _core.Seek = core
        self._scenario: Scenario = scenario
        self._document: dict[str, Any] = json.loads(core.json)

    @property
    def found(self) -> str:
        """How it ended: `answer`, `out_of_reach`, `turns` (the measure rises and falls with the key) or `stopped`.

        Examples
        --------
        >>> sought.found
        'answer'
        """
        return str(self._document["found"])

    @property
    def value(self) -> float | None:
        """The value of the key, in its `unit`, rounded to what chance lets be known; None without an answer.

        Examples
        --------
        >>> 1500 <= sought.value <= 3000
        True
        """
        return self._answer("value")

    @property
    def low(self) -> float | None:
        """Lower end of the 95% interval of the value, chance only.

        Examples
        --------
        >>> sought.low <= sought.value
        True
        """
        return self._answer("low")

    @property
    def high(self) -> float | None:
        """Upper end of the 95% interval of the value, chance only.

        Examples
        --------
        >>> sought.value <= sought.high
        True
        """
        return self._answer("high")

    @property
    def unit(self) -> str:
        """The unit of `value`, `low` and `high`; seconds (`s`) for a duration.

        Examples
        --------
        >>> sought.unit
        'hours a week'
        """
        return str(self._document["question"]["unit"])

    @property
    def scenario(self) -> Scenario | None:
        """The scenario with the answer set; None without an answer.

        Examples
        --------
        >>> sought.scenario.name
        'today'
        """
        answer = self._document["answer"]
        if answer is None:
            return None
        key, value = answer["edit"].split("=", 1)
        return self._scenario.with_({key: value})

    @property
    def points(self) -> _core.Table:
        """The values that were tried, in order: a row each, with the measure and its 95% interval in seconds.

        Examples
        --------
        >>> sought.points.columns[:4]
        ['key', 'value', 'unit', 'n_replications']
        """
        return self._core.table()

    @property
    def document(self) -> dict[str, Any]:
        """All of it, as `ambics seek --json` prints it: question, answer, points, sentences, manifest.

        Examples
        --------
        >>> sorted(sought.document)
        ['answer', 'found', 'manifest', 'no_answer', 'point', 'question', 'sentences']
        """
        return self._document

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page, with a chart of what was tried; give its path.

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
        >>> sought.save(f"{tempfile.mkdtemp()}/page.html").name
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
        >>> print(sought.report().splitlines()[0])
        ambics seek: C2 mean of 12:00
        """
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.brief()

    def _repr_html_(self) -> str:
        return self._core.brief_html()

    def _answer(self, name: str) -> float | None:
        answer = self._document["answer"]
        return None if answer is None else float(answer[name])


def seek(
    scenario: Scenario,
    *,
    change: str,
    goal: str,
    target: str,
    of: str | None = None,
    between: tuple[float | str, float | str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Seek:
    """Find the value of one key at which a measure comes to a target, on the same tapes.

    An interruption (Ctrl-C) keeps the values that were tried: `found` is then `stopped`.

    Parameters
    ----------
    scenario : Scenario
        What is simulated but for the key.
    change : str
        The key, any number that `Scenario.with_` takes: "fleet.hours_per_week.RYF", "handover.mean.RYF",
        "demand.hear_and_treat.RYF". Hours are effective hours of this model, not rostered ones.
    goal : str
        A category (C1, C1T, C2, C3, C4, Other, all) and `mean` or `p90`: "C2 mean".
    target : str
        What the measure is to be, with its unit: "30 min".
    of : str, optional
        Code of the service, ICS, patch or district that is measured; the only service, or England, if not given.
    between : tuple of float or str, optional
        Least and highest value of the key to try; a duration with its unit. A tenth to ten times the value in force,
        or the key's range, if not given.
    replications, seed, threads, progress
        As in `Scenario.run`; at least 2 replications. The bar begins again with each value tried.

    Returns
    -------
    Seek
        The answer, or why there is none.

    Raises
    ------
    ScenarioError
        If key, goal or target cannot be read, or a replication has no response of the goal's category.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> asked = {"change": "fleet.hours_per_week.TNY", "goal": "C2 mean", "target": "12 min"}
    >>> sought = ambics.seek(tiny, **asked, between=(1500, 3000), replications=3, progress=False)
    >>> sought.found
    'answer'
    """
    (chosen,) = lucky((scenario,), replications, seed)
    ends = None if between is None else (str(between[0]), str(between[1]))
    core = _core.seek(native(chosen), (change, goal, of, target, ends), pool(threads), teller(progress))
    sought = Seek(core, chosen)
    if sought.found == "stopped":
        warnings.warn(f"interrupted: {len(sought.points)} values were tried", stacklevel=2)
    return sought
