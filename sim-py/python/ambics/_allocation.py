"""Who gets what: rota lines over the ICSs of a service, and what sharing vehicles saves."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ambics import _core
from ambics._native import native
from ambics._progress import Progress, teller
from ambics._rich import pre
from ambics._scenario import Scenario
from ambics._settings import lucky
from ambics._threads import pool


class Shared:
    """Tables of an allocation, of pooling or of a portfolio, its report and its page.

    `allocate`, `pooling` and `portfolio` give one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> found = ambics.allocate(tiny, hours=168, screening=2, replications=2, progress=False)
    >>> found.table("allocation").columns[:4]
    ['method', 'patch_code', 'ics_code', 'mode']
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Shared) -> None:
        self._core: _core.Shared = core

    def table(self, name: str) -> _core.Table:
        """One of its tables.

        Parameters
        ----------
        name : str
            See `allocate`, `pooling` and `portfolio`.

        Returns
        -------
        Table
            The table of that name.

        Raises
        ------
        KeyError
            If it has no such table.

        Examples
        --------
        >>> found.table("allocation_method").columns[:4]
        ['method', 'objective', 'model_loss_s', 'model_bound_s']
        """
        return self._core.table(name)

    @property
    def scenario(self) -> Scenario | None:
        """The scenario with the first method's allocation; none if it gave none, and none of pooling.

        Examples
        --------
        >>> found.scenario.run(1, progress=False).complete
        True
        """
        core = self._core.scenario()
        return None if core is None else Scenario(core)

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
        >>> found.page(f"{tempfile.mkdtemp()}/page.html").name
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
        >>> print(found.report().splitlines()[0])
        Who gets what: TINY, whole service
        """
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.text()

    def _repr_html_(self) -> str:
        return pre(self._core.text())


def allocate(
    scenario: Scenario,
    method: str | Sequence[str] = "exchange",
    *,
    objective: str = "utilitarian",
    measure: str = "c2-mean",
    harm: str | None = None,
    need: str | None = None,
    safeguard: float | None = None,
    hours: float | None = None,
    pounds: float | None = None,
    uplift: float | None = None,
    reshuffle: float | None = None,
    least: Mapping[str, int] | None = None,
    most: Mapping[str, int] | None = None,
    weight: Mapping[str, float] | None = None,
    most_at_station: int | None = None,
    ceiling_s: float = 7200.0,
    target_s: float | None = None,
    chance: float = 0.9,
    screening: int = 20,
    frontier: bool = False,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Shared:
    """Share vehicle-hours out over the ICSs of one service in whole rota lines, and simulate the answer on fresh luck.

    Parameters
    ----------
    scenario : Scenario
        One service. Its uplift is shared out; a scenario without one has 5% of its lines reshuffled.
    method : str or Sequence[str], default "exchange"
        One method or several, or "all": "exchange", "greedy-erlang", "need-weighted" and so on.
    objective : str, default "utilitarian"
        "utilitarian", "iso-elastic:1", "bernoulli-nash", "worst", "lexicographic" or "between:0.5".
    measure : str, default "c2-mean"
        What is watched: "c2-mean", "c1-p90" and so on; or what boards watch: "c2-over-60min", "c3-over-6h", "stack-at-peak",
        "lost-over-15min", "lost-over-45min", "late-finishes", "cost-per-hour".
    harm : str, optional
        TOML text with weights of a minute of C1 to C4 and who says so (source, years, place): then the weighed mean is watched.
        No lives are counted.
    need : str, optional
        TOML text for "need-weighted": source, years, and [need] and [cost] by code of the ICS, as published with the
        allocations. Without it residents by assumed unmet demand and vehicle-hours an incident stand in.
    safeguard : float, optional
        By how much of its present wait an ICS may become worse, as a share: 0 for not at all.
    hours, pounds, uplift, reshuffle : float, optional
        Vehicle-hours a week, pounds a week, or a share of today's hours to be added; or the share of lines that may move.
        At most one of them.
    least, most, weight : Mapping of str to int or float, optional
        Lines and weights by patch or ICS.
    most_at_station : int, optional
        Most lines more at one station.
    ceiling_s : float, default 7200.0
        The wait that is worth nothing, seconds, for iso-elastic objectives.
    target_s, chance : float, optional or float, default 0.9
        For "sample-average": the wait that the ICS that waits longest is to keep to, seconds, and in what share of samples;
        without a target the mean of the worst samples beyond that share is made small.
    screening : int, default 20
        Replications of the runs in which single lines are tried.
    frontier : bool, default False
        Whether the frontier from the mean of all to the ICS that waits longest is found too.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    Shared
        Tables "allocation", "allocation_method", "allocation_equity", "allocation_exchange", "allocation_frontier" and
        "allocation_board".

    Raises
    ------
    ValueError
        If more than one of `hours`, `pounds`, `uplift` and `reshuffle` is given.
    ScenarioError
        If a method, objective, measure or place is unknown, or nothing can be shared out.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    >>> found = ambics.allocate(tiny, hours=168, screening=2, replications=2, progress=False)
    >>> found.table("allocation").columns[:2]
    ['method', 'patch_code']
    """
    given = {"hours": hours, "pounds": pounds, "uplift": uplift, "reshuffle": reshuffle}
    stated = [(kind, float(number)) for kind, number in given.items() if number is not None]
    if len(stated) > 1:
        raise ValueError(
            f"give one of hours, pounds, uplift and reshuffle, not {' and '.join(kind for kind, _ in stated)}"
        )
    kind, number = stated[0] if stated else ("as-given", 0.0)
    methods = [method] if isinstance(method, str) else list(method)
    (chosen,) = lucky((scenario,), replications, seed)
    words = (methods, objective, (measure, harm, need))
    numbers = (float(ceiling_s), safeguard, screening, frontier, (target_s, float(chance)))
    bounds = _limits(most_at_station, {"least": least, "most": most, "weight": weight})
    asked = (words, numbers, (kind, number, bounds))
    return Shared(_core.allocate(native(chosen), asked, pool(threads), teller(progress)))


def _limits(most_at_station: int | None, tables: Mapping[str, Mapping[str, float] | None]) -> str:
    """Bounds as the core reads them."""
    lines = [] if most_at_station is None else [f"most_at_station = {int(most_at_station)}"]
    for name, table in tables.items():
        lines.append(f"[{name}]")
        lines.extend(f'"{code}" = {value!r}' for code, value in (table or {}).items())
    return "\n".join(lines)


def pooling(
    scenario: Scenario,
    *,
    least_hours_target_s: float | None = None,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Shared:
    """Divide what the ICSs of one service have from sharing its vehicles: a hypothetical game, as dispatch is trust-wide.

    Parameters
    ----------
    scenario : Scenario
        One service of 2 to 11 ICSs.
    least_hours_target_s : float, optional
        Divide the fewest hours with which the C2 mean is this, seconds; without it, the minutes of waiting that pooling saves.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    Shared
        Tables "pooling" and "pooling_coalition".

    Raises
    ------
    ScenarioError
        If the scenario is not one service of 2 to 11 ICSs.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    >>> found = ambics.pooling(tiny, replications=2, progress=False)
    >>> "shapley" in found.table("pooling").columns
    True
    """
    (chosen,) = lucky((scenario,), replications, seed)
    return Shared(_core.pooling(native(chosen), least_hours_target_s, pool(threads), teller(progress)))


def portfolio(
    scenario: Scenario,
    offers: str | os.PathLike[str],
    pounds: float,
    *,
    objective: str = "utilitarian",
    measure: str = "c2-mean",
    safeguard: float | None = None,
    screening: int = 20,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Shared:
    """Say what a sum of money a week buys of a list of offers: each by itself, and the best mix, simulated on fresh luck.

    Parameters
    ----------
    scenario : Scenario
        One service. An uplift of its own is taken off first.
    offers : str or os.PathLike
        A TOML file of `[[offer]]` tables, or their text: `name`, `gbp_per_week`, `most`, and `lines_in` or `set`.
    pounds : float
        Pounds a week.
    objective, measure, safeguard, screening
        As in `allocate`.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    Shared
        Tables "portfolio" and "portfolio_place"; `scenario` has the mix.

    Raises
    ------
    ScenarioError
        If an offer holds faults, or the sum is not enough for one unit.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    >>> offers = '[[offer]]\\nname = "a line"\\nlines_in = "QT1"\\ngbp_per_week = 7000'
    >>> found = ambics.portfolio(tiny, offers, 10000, screening=2, replications=2, progress=False)
    >>> found.table("portfolio").columns[:3]
    ['offer', 'units', 'gbp_per_week']
    """
    text = offers if isinstance(offers, str) and "[[" in offers else Path(offers).read_text(encoding="utf-8")
    (chosen,) = lucky((scenario,), replications, seed)
    asked = ((text, float(pounds)), (objective, measure, safeguard, screening))
    return Shared(_core.portfolio(native(chosen), asked, pool(threads), teller(progress)))


def stations(
    scenario: Scenario,
    method: str = "mexclp",
    *,
    within_s: float = 480.0,
    place: int | None = None,
    busy: float | None = None,
    most: int = 12,
    simulate: bool = False,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Shared:
    """Say where a service's vehicles would cover most, how far that is proven and, if asked, what it does to waits.

    Models of location know no queue, and most station places are synthetic: no station is recommended for opening or closing.

    Parameters
    ----------
    scenario : Scenario
        One service.
    method : str, optional
        "mexclp", "mclp" or "p-median".
    within_s : float, optional
        An ordinary drive within which demand is covered, seconds.
    place : int, optional
        Vehicles to stand, or for "mclp" and "p-median" stations to be used; as many as on duty today on average if not given.
    busy : float, optional
        Share of their time in which vehicles are busy, for "mexclp"; expected work over hours if not given.
    most : int, optional
        Most vehicles at one station.
    simulate : bool, optional
        Whether the model's best is simulated beside the present: the same hours on the same shifts, at its stations.
    replications, seed, threads, progress
        As in `Scenario.run`.

    Returns
    -------
    Shared
        Tables "stations" and, if simulated, "placing"; `scenario` has the placing.

    Raises
    ------
    ScenarioError
        If the scenario is not of one service, the model is unknown, or a number is outside its range.

    Examples
    --------
    >>> import ambics
    >>> found = ambics.stations(ambics.Scenario.shipped("tiny/tiny"))
    >>> found.table("stations").columns[:2]
    ['station_code', 'ics_code']
    """
    (chosen,) = lucky((scenario,), replications, seed)
    asked = (method, float(within_s), place, busy, int(most), simulate)
    return Shared(_core.stations(native(chosen), asked, pool(threads), teller(progress)))
