"""Scenarios through the compiled core, side by side."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._result import Result
from ambics._threads import pool

if TYPE_CHECKING:
    from ambics._scenario import Scenario

Metrics = Literal["ambsys"] | None


def by_month(metrics: Metrics) -> bool:
    """Whether results by month are asked for."""
    if metrics not in (None, "ambsys"):
        raise ValueError(f'metrics are "ambsys" or None, not {metrics!r}')
    return metrics == "ambsys"


def go(
    chosen: Sequence[Scenario],
    how: tuple[int, bool, bool, bool],
    checkpoint: _core.Checkpoint | None,
    progress: Progress,
) -> Result:
    """Run scenarios as arms: threads, records, log and results by month; arms of one name are numbered."""
    threads, records, log, months = how
    names: list[str] = []
    for scenario in chosen:
        name, number = scenario.name, 2
        while name in names:
            name, number = f"{scenario.name} ({number})", number + 1
        names.append(name)
    arms = [(name, native(scenario)) for name, scenario in zip(names, chosen, strict=True)]
    told = teller(progress)
    result = Result(_core.compare(arms, (pool(threads), records, log, months), checkpoint, told))
    if not result.complete:
        warnings.warn(f"interrupted: only {result.replications} replications are finished", stacklevel=3)
    return result
