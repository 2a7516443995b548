"""Which keys matter: Morris to screen, Sobol for shares of variance, through SALib on a sweep."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambics import _core
from ambics._libraries import altair, untyped
from ambics._progress import Progress
from ambics._sweep import Swept, sweep

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

CATEGORIES = ("C1", "C2", "C3", "C4")
STATISTICS = {"mean": "mean_s", "P90": "p90_s"}


class Sensitivity:
    """How much of each headline figure each key, or each module of keys, is behind.

    `sensitivity` gives one. The examples of its members go on from these.

    Attributes
    ----------
    method : {"morris", "sobol"}
        How it was asked.
    table : polars.DataFrame
        A row for each figure and key: for Morris `mu_star` and `sigma` in seconds over the key's whole range, with the half width of
        the 95% interval of `mu_star`; for Sobol `S1` and `ST` with theirs, as shares. `noise` is the standard error of a point's mean
        from its replications, seconds; `chance` is the effect that it would show by itself (Morris), and `told` is whether the
        effect stands above that by more than its interval.
    runs : Swept
        The sweep that it rests on.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> out = Path(tempfile.mkdtemp())
    >>> file = ambics.example_sweep(out)
    >>> text = file.read_text().replace("[0.9, 1.0]", "{ low = 0.9, high = 1.1 }").replace("replications = 5", "replications = 2")
    >>> _ = file.write_text(text.replace(", steps = 3", "").replace('"grid"', '"sobol"\\npoints = 1'))
    >>> found = ambics.sensitivity(file, out / "study", trajectories=2, progress=False)
    >>> found.table.columns[:4]
    ['measure', 'key', 'module', 'mu_star']
    """

    __slots__ = ("method", "runs", "table")

    def __init__(self, method: str, table: pl.DataFrame, runs: Swept) -> None:
        self.method: str = method
        self.table: pl.DataFrame = table
        self.runs: Swept = runs

    def tornado(self, measure: str = "C2 mean") -> alt.LayerChart:
        """Draw a bar for each key, the longest first, with its interval; needs altair.

        Parameters
        ----------
        measure : str, default "C2 mean"
            A category and "mean" or "P90": "C2 mean".

        Returns
        -------
        altair.LayerChart
            Bars in seconds for Morris, in shares of variance for Sobol.

        Raises
        ------
        AmbicsError
            If no figure has that name.

        Examples
        --------
        >>> found.tornado("C2 mean").to_dict()["title"]["text"]
        'What moves C2 mean'
        """
        return tornado(self.table, measure, self.method)

    def __repr__(self) -> str:
        return f"Sensitivity({self.method}) of {self.runs.dir}\n{self.table}"

    def _repr_html_(self) -> str:
        return str(self.table._repr_html_())  # pyright: ignore[reportPrivateUsage] - what notebooks ask for


def sensitivity(
    file: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    method: str = "morris",
    trajectories: int = 20,
    levels: int = 4,
    base_samples: int = 256,
    by: str = "key",
    seed: int = 1,
    executor: Executor | None = None,
    client: Any = None,
    threads: int = 0,
    progress: Progress = True,
) -> Sensitivity:
    """Say which of a sweep's keys matter for C1 to C4, by SALib on runs of the sweep.

    Parameters
    ----------
    file : str or os.PathLike
        A sweep file whose `vary` holds ranges, each with `low` and `high` (and `log`); its base and replications are taken, its design is not.
    out : str or os.PathLike
        A folder for the study and its store; gone on with if it is this study's.
    method : {"morris", "sobol"}
        "morris" to screen many keys with few runs, or "sobol" for shares of variance.
    trajectories, levels : int, default 20 and 4
        Of Morris: runs are trajectories x (keys + 1).
    base_samples : int, default 256
        Of Sobol, a power of two: runs are base_samples x (keys + 2).
    by : {"key", "module"}
        "key", or "module": keys whose path begins with the same word move together, and the table has a row for each module.
    seed : int, default 1
        Of the sample; the luck of runs is the base's.
    executor, client, threads, progress
        As in `sweep`.

    Returns
    -------
    Sensitivity
        A row for each figure and key, and the sweep behind it.

    Raises
    ------
    AmbicsError
        If a key has a list and no range, or the method is unknown.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> out = Path(tempfile.mkdtemp())
    >>> file = ambics.example_sweep(out)
    >>> text = file.read_text().replace("[0.9, 1.0]", "{ low = 0.9, high = 1.1 }").replace("replications = 5", "replications = 2")
    >>> _ = file.write_text(text.replace(", steps = 3", "").replace('"grid"', '"sobol"\\npoints = 1'))
    >>> found = ambics.sensitivity(file, out / "study", trajectories=2, progress=False)
    >>> sorted(found.table["key"].unique())
    ['cycle.on_scene_ratio', 'travel.time_factor']
    """
    axes = _core.sweep_axes(Path(file))
    if method not in ("morris", "sobol") or by not in ("key", "module"):
        raise _core.AmbicsError(f'method is "morris" or "sobol" and by "key" or "module", not {method!r} and {by!r}')
    problem = problem_of([key for key, *_ in axes], by)
    sample = drawn(problem, method, (trajectories, levels, base_samples, seed))
    points = [[scaled(float(unit), *axis[1:]) for unit, axis in zip(row, axes)] for row in sample]
    # Trajectories may meet: a point is run once.
    names: dict[tuple[float, ...], str] = {}
    for row in points:
        names.setdefault(tuple(row), f"p{len(names):05}")
    study = written(Path(file), Path(out), [key for key, *_ in axes], names)
    runs = sweep(study, Path(out) / "runs", executor=executor, client=client, threads=threads, progress=progress)
    figures = headline(runs)
    rows: list[dict[str, Any]] = []
    for measure, (values, noise) in figures.items():
        y = [values[names[tuple(row)]] for row in points]
        rows.extend(told(problem, (method, levels, seed), (sample, y), (measure, noise)))
    import polars as pl

    return Sensitivity(method, pl.DataFrame(rows), runs)


def problem_of(keys: Sequence[str], by: str) -> dict[str, Any]:
    """The problem as SALib takes it: every key from 0 to 1 of its range."""
    problem: dict[str, Any] = {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}
    if by == "module":
        problem["groups"] = [key.split(".")[0] for key in keys]
    return problem


def drawn(problem: dict[str, Any], method: str, numbers: tuple[int, int, int, int]) -> Any:
    """The sample of a method, `[n_run][n_key]`, each from 0 to 1."""
    trajectories, levels, base_samples, seed = numbers
    try:
        morris, sobol = untyped("SALib.sample.morris"), untyped("SALib.sample.sobol")
    except ImportError as error:
        raise ImportError("sensitivity goes through SALib: pip install 'ambics[sensitivity]'") from error
    if method == "morris":
        return morris.sample(problem, trajectories, num_levels=levels, seed=seed)
    return sobol.sample(problem, base_samples, calc_second_order=False, seed=seed)


def scaled(unit: float, low: float, high: float, log: bool) -> float:
    """A part of a range as a value of the key."""
    if log:
        return math.exp(math.log(low) + unit * (math.log(high) - math.log(low)))
    return low + unit * (high - low)


def told(
    problem: dict[str, Any], how: tuple[str, int, int], runs: tuple[Any, list[float]], figure: tuple[str, float]
) -> Iterable[dict[str, Any]]:
    """A row for each key or module."""
    import numpy as np

    morris, sobol = untyped("SALib.analyze.morris"), untyped("SALib.analyze.sobol")

    (method, levels, seed), (sample, y), (measure, noise) = how, runs, figure
    values = np.asarray(y, dtype=float)
    if method == "morris":
        found = morris.analyze(problem, sample, values, num_levels=levels, seed=seed)
        columns = {"mu_star": "mu_star", "mu_star_half": "mu_star_conf", "sigma": "sigma"}
        # An elementary effect is over the whole range of a key, from two points that differ by a part of it.
        least = noise * math.sqrt(2) * 2 * (levels - 1) / levels
    else:
        found = sobol.analyze(problem, values, calc_second_order=False, seed=seed)
        columns = {"S1": "S1", "S1_half": "S1_conf", "ST": "ST", "ST_half": "ST_conf"}
        least = 0.0
    names = list(dict.fromkeys(problem.get("groups", problem["names"])))
    names = [str(name) for name in found.get("names", names)] if method == "morris" else names
    for at, name in enumerate(names):
        row: dict[str, Any] = {"measure": measure, "key": name, "module": name.split(".")[0]}
        for column, of in columns.items():
            own = found.get(of)
            number = math.nan if own is None or len(own) <= at else float(np.ma.filled(own[at], np.nan))
            row[column] = None if math.isnan(number) else number
        effect, half = (row["mu_star"], row["mu_star_half"]) if method == "morris" else (row["ST"], row["ST_half"])
        row["noise"] = noise
        row["chance"] = least
        row["told"] = effect is not None and effect - (half or 0.0) > least
        yield row


def headline(runs: Swept) -> dict[str, tuple[dict[str, float], float]]:
    """Each headline figure by arm, mean over replications and weighed over services, and its standard error from replications."""
    import polars as pl

    table = runs.runs().filter(pl.col("category").is_in(CATEGORIES)).collect()
    # In an order of its own, so that sums have the same last digit however files lie.
    table = table.sort("arm", "replication", "level", "area_code", "category")
    widest = "england" if "england" in table["level"].unique() else "trust"
    table = table.filter(pl.col("level") == widest)
    figures: dict[str, tuple[dict[str, float], float]] = {}
    for category in CATEGORIES:
        own = table.filter(pl.col("category") == category)
        for name, column in STATISTICS.items():
            weighed = (pl.col(column) * pl.col("n")).sum() / pl.col("n").sum()
            each = (
                own.drop_nulls(column).group_by("arm", "replication", maintain_order=True).agg(weighed.alias("value"))
            )
            by_arm = each.group_by("arm", maintain_order=True).agg(
                pl.col("value").mean(), pl.col("value").var().alias("var"), pl.len().alias("n")
            )
            noise = by_arm.select((pl.col("var") / pl.col("n")).mean().sqrt()).item() if len(by_arm) else None
            if len(by_arm):
                figures[f"{category} {name}"] = (dict(by_arm.select("arm", "value").iter_rows()), float(noise or 0.0))
    return figures


def written(file: Path, out: Path, keys: Sequence[str], names: Mapping[tuple[float, ...], str]) -> Path:
    """The study as a list of points, with all that it is read from, in a folder of its own."""
    folder = out / "study"
    folder.mkdir(parents=True, exist_ok=True)
    base, replications = _core.sweep_unpack(file, folder)
    lines = ['kind = "sweep"', f"base = {json.dumps(base)}", 'design = "list"', f"replications = {replications}", ""]
    for row, name in names.items():
        lines += ["[[arm]]", f'name = "{name}"', "[arm.set]"]
        lines += [f"{json.dumps(key)} = {value!r}" for key, value in zip(keys, row)]
    study = folder / "sensitivity.toml"
    study.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return study


# What a key's effect is, against the chance of runs.
TOLD = ("stands above chance", "does not stand above chance")


def tornado(table: pl.DataFrame, measure: str, method: str) -> alt.LayerChart:
    """The chart of `Sensitivity.tornado`."""
    import polars as pl

    alt = altair()
    own = table.filter(pl.col("measure") == measure)
    if own.is_empty():
        raise _core.AmbicsError(
            f"no figure is named {measure!r}: one of {', '.join(sorted(table['measure'].unique().to_list()))}"
        )
    length, half = ("mu_star", "mu_star_half") if method == "morris" else ("ST", "ST_half")
    largest = own.select((pl.col(length) + pl.col(half).fill_null(0)).max()).item() or 0.0
    times = 60.0 if method == "morris" and largest >= 120.0 else 1.0
    seconds = f"effect over the whole range, {'minutes' if times > 1.0 else 'seconds'}"
    unit = seconds if method == "morris" else "share of variance, with all interactions"
    own = own.with_columns(
        (pl.col(length) / times).alias("effect"),
        ((pl.col(length) - pl.col(half).fill_null(0)) / times).alias("low"),
        ((pl.col(length) + pl.col(half).fill_null(0)) / times).alias("high"),
        (pl.col("chance") / times).alias("chance"),
        pl.when("told").then(pl.lit(TOLD[0])).otherwise(pl.lit(TOLD[1])).alias("so"),
    )
    order = own.sort(length, descending=True)["key"].to_list()
    values = alt.Data(values=own.select("key", "effect", "low", "high", "chance", "so").to_dicts())
    y = alt.Y("key:N", sort=order, title=None, axis=alt.Axis(labelLimit=460))
    colour = alt.Color(
        "so:N",
        title=None,
        scale=alt.Scale(domain=list(TOLD), range=["#12436D", "#8C8C8C"]),
        legend=alt.Legend(orient="top", labelLimit=460),
    )
    bars = alt.Chart(values).mark_bar().encode(alt.X("effect:Q", title=unit), y, colour)
    whiskers = alt.Chart(values).mark_rule(color="#3D3D3D").encode(alt.X("low:Q"), alt.X2("high:Q"), y)
    title = f"What moves {measure}"
    words = "; ".join(
        f"{row['key']} {row[length]:.3g}, {row['so']}" for row in own.sort(length, descending=True).to_dicts()[:5]
    )
    layers, subtitle = [bars, whiskers], "Lines: 95% intervals"
    if method == "morris":
        layers.append(alt.Chart(values).mark_tick(color="#F46A25", thickness=3).encode(alt.X("chance:Q"), y))
        subtitle += "; orange: what chance alone would show"
    return alt.layer(*layers).properties(
        title=alt.TitleParams(title, subtitle=subtitle),
        width=480,
        description=f"{title}, by {method}: {words}. {subtitle}.",
    )
