"""A scenario under every set of a fit: chance and doubt about the parameters together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ambics import _core
from ambics._progress import Progress, teller
from ambics._scenario import Scenario, _flat, _luck
from ambics._threads import pool


class Ensemble:
    """Response times over the sets of a fit, where one more window lies, and whose variance that is."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Ensemble) -> None:
        self._core = core

    @property
    def weights(self) -> list[float]:
        """Weights of the sets, in order; the best is the first."""
        return self._core.weights

    @property
    def table(self) -> _core.Table:
        """A row for each service, category and statistic: mean, 95% of single windows, and the shares of variance."""
        return self._core.table()

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
    scenario
        What is run.
    fit
        A table that `ambics calibrate` wrote: member, weight, key and value.
    settings
        Keys that stand over every set, as in `Scenario.with_`; "+5%" is relative to the set's own value.
    replications, seed, threads, progress
        As in `Scenario.run`, of each set.
    """
    over = _flat({**_luck(replications, seed), **(settings or {})})
    return Ensemble(_core.ensemble(scenario._core, (Path(fit), over), pool(threads), teller(progress)))
