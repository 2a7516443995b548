"""Scenarios through the compiled core, side by side."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._result import Result
from ambics._threads import pool

if TYPE_CHECKING:
    from ambics._scenario import Scenario

Metrics = Literal["ambsys"] | None


def asked(how: How) -> tuple[float, int] | None:
    """The precision that is asked for, and the most replications."""
    if how.precision is None:
        return None
    if not 1e-4 <= how.precision <= 0.5:
        raise ValueError(f"precision is {how.precision}; it must be a share from 0.0001 to 0.5, such as 0.02")
    if how.most < 1:
        raise ValueError(f"most is {how.most}; it must be at least 1 replication")
    return how.precision, how.most


def by_month(metrics: Metrics) -> bool:
    """Whether results by month are asked for."""
    if metrics not in (None, "ambsys"):
        raise ValueError(f'metrics are "ambsys" or None, not {metrics!r}')
    return metrics == "ambsys"


class How(NamedTuple):
    """On how many threads, what is kept, and how precise."""

    threads: int = 0
    records: bool = False
    log: bool = False
    months: bool = False
    precision: float | None = None
    most: int = 1_000


def go(
    chosen: Sequence[Scenario],
    how: How,
    checkpoint: _core.Checkpoint | None,
    progress: Progress,
) -> Result:
    """Run scenarios as arms; arms of one name are numbered."""
    names: list[str] = []
    for scenario in chosen:
        name, number = scenario.name, 2
        while name in names:
            name, number = f"{scenario.name} ({number})", number + 1
        names.append(name)
    arms = [(name, native(scenario)) for name, scenario in zip(names, chosen, strict=True)]
    told = teller(progress)
    keeps = (how.records, how.log, how.months)
    result = Result(_core.compare(arms, (pool(how.threads), keeps, asked(how)), checkpoint, told))
    if not result.complete:
        warnings.warn(f"interrupted: only {result.replications} replications are finished", stacklevel=3)
    return result
