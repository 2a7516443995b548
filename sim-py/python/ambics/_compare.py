"""Scenarios beside each other: over the same replications, or on from one instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ambics._checkpoint import Checkpoint
from ambics._native import native
from ambics._progress import Progress
from ambics._result import Result
from ambics._running import How, Metrics, by_month, go
from ambics._scenario import Scenario
from ambics._settings import lucky


def compare(
    *scenarios: Scenario,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    records: bool = False,
    log: bool = False,
    metrics: Metrics = None,
    precision: float | None = None,
    most: int = 1_000,
    progress: Progress = True,
) -> Result:
    """Run scenarios over the same replications on the same tapes; the first is the baseline.

    Parameters
    ----------
    *scenarios : Scenario
        Two or more, on the same region, selection and window.
    replications, seed, threads, records, log, metrics, precision, most, progress
        As in `Scenario.run`.

    Returns
    -------
    Result
        With the tables `difference` and `channel` of paired differences, seconds.

    Raises
    ------
    ScenarioError
        If the scenarios stand on different ground.
    TypeError
        If there are fewer than two, or `precision` is given beside `replications`.
    ValueError
        If `precision` is no share from 0.0001 to 0.5.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> more = tiny.with_({"name": "more", "fleet.hours_per_week.TNY": "+10%"})
    >>> both = ambics.compare(tiny, more, replications=3, progress=False)
    >>> both.arms, both.difference.columns[-5:]
    (['today', 'more'], ['low_s', 'high_s', 'variance_ratio', 'p', 'p_holm'])
    """
    if len(scenarios) < 2:
        raise TypeError("compare needs a baseline and at least one arm; one scenario alone has `run`")
    for given in cast("Sequence[object]", scenarios):
        if not isinstance(given, Scenario):
            raise TypeError(
                f"compare takes scenarios, not {type(given).__name__}: see demo, Scenario.load and Scenario.shipped"
            )
    if precision is not None and replications is not None:
        raise TypeError("precision decides how many replications there are: give it alone, with `most` if you like")
    how = How(threads, records, log, by_month(metrics), precision, most)
    return go(lucky(scenarios, replications, seed), how, None, progress)


def resume(
    checkpoint: Checkpoint,
    *arms: Scenario,
    threads: int = 0,
    records: bool = False,
    log: bool = False,
    progress: Progress = True,
) -> Result:
    """Go on from a checkpoint: with its own scenario if no arm is given, or in each of these arms.

    What comes after is the same to the byte as in a run that was never stopped.

    Parameters
    ----------
    checkpoint : Checkpoint
        Where to go on from.
    *arms : Scenario
        May have other rules of operation and other borders; region, selection, window, assumptions, demand, seed,
        replications and fleet are those of the checkpoint.
    threads, records, log, progress
        As in `Scenario.run`.

    Returns
    -------
    Result
        Of the whole window.

    Raises
    ------
    ScenarioError
        If an arm differs in what must be the same.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> checkpoint = tiny.run(2, until="2024-01-12 04:00", progress=False)
    >>> fenced = tiny.with_({"name": "fenced", "border.ring_fence": 1.0})
    >>> ambics.resume(checkpoint, tiny, fenced, progress=False).arms
    ['today', 'fenced']
    """
    chosen = arms or (checkpoint.scenario,)
    seeded = lucky(chosen, checkpoint.replications, None)
    return go(seeded, How(threads, records, log), native(checkpoint), progress)
