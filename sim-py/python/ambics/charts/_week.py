"""Charts over the hours of the week: who waits, how busy vehicles are, when demand comes."""

# Libraries without types give what is unknown here: held to the basic rules, and to mypy's strict ones.
# pyright: basic
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ambics import _core
from ambics.charts._draw import BLUE, DAYS, GREY, PALE_TO_DEEP, SYNTHETIC, arm_of, libraries, values

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

    from ambics._result import Result

HOUR_MS = 3_600_000
# Hours with fewer responses than this are left blank: their mean is that of a few patients.
FEWEST = 5


def window(result: Result, arm: str) -> tuple[Any, int, int]:
    """When the clock of an arm's milliseconds stood at zero, in UTC, and its window in those milliseconds."""
    import polars as pl

    own = next(each for each in result.manifest["arms"] if each["name"] == arm)
    zero = pl.Series([own["time_zero_utc"]]).str.to_datetime(time_zone="UTC", time_unit="ms")
    first = (
        pl.Series([f"{own['start']}T04:00:00"]).str.to_datetime(time_unit="ms").dt.replace_time_zone("Europe/London")
    )
    start = (first.dt.convert_time_zone("UTC") - zero).dt.total_milliseconds()[0]
    return zero[0], start, start + own["days"] * 24 * HOUR_MS


def local_hour_of_week(at_ms: pl.Expr, zero: Any) -> pl.Expr:
    """The local hour of the week of an instant: 0 is Monday 00:00 to 01:00."""
    import polars as pl

    local = (pl.lit(zero) + pl.duration(milliseconds=at_ms)).dt.convert_time_zone("Europe/London")
    return (local.dt.weekday().cast(pl.Int64) - 1) * 24 + local.dt.hour().cast(pl.Int64)


def stack(result: Result, arm: str) -> pl.DataFrame:
    """How many incidents wait for somebody to be sent, from each instant at which that changes; from the log."""
    import polars as pl

    if "log" not in result.tables:
        raise _core.AmbicsError("no log was kept: run with log=True")
    own = pl.DataFrame(result.log).filter((pl.col("arm") == arm) & (pl.col("subject") == "incident"))
    step = (pl.col("to") == "waiting").fill_null(False).cast(pl.Int64) - (pl.col("from") == "waiting").fill_null(
        False
    ).cast(pl.Int64)
    changes = own.with_columns(step.alias("step")).filter(pl.col("step") != 0).sort("replication", "at_ms", "row")
    return changes.select("replication", "at_ms", pl.col("step").cum_sum().over("replication").alias("waiting"))


def stack_by_hour(result: Result, arm: str) -> pl.DataFrame:
    """The mean number that waits in each hour of the week, replication by replication, over the window."""
    import polars as pl

    zero, start, end = window(result, arm)
    clocks = pl.DataFrame({"at_ms": range(start, end, HOUR_MS)})
    replications = pl.DataFrame({"replication": result.manifest["replications"]})
    # Each hour begins with what stood then: so a row lies within one hour.
    grid = replications.join(clocks, how="cross").sort("at_ms")
    steps = stack(result, arm).sort("at_ms")
    opened = grid.join_asof(steps, on="at_ms", by="replication", check_sortedness=False)
    rows = pl.concat(
        [steps.filter(pl.col("at_ms").is_between(start, end, closed="none")), opened.select(steps.columns)]
    )
    # Of several changes at one instant the last stands: the others last no time.
    rows = rows.sort("replication", "at_ms", maintain_order=True).with_columns(
        pl.col("waiting").fill_null(0),
        (pl.col("at_ms").shift(-1, fill_value=end).over("replication") - pl.col("at_ms")).alias("lasts"),
        local_hour_of_week(pl.col("at_ms"), zero).alias("hour_of_week"),
    )
    each = rows.group_by("replication", "hour_of_week").agg(
        ((pl.col("waiting") * pl.col("lasts")).sum() / pl.col("lasts").sum()).alias("value")
    )
    return each.sort("hour_of_week", "replication")


def busy_by_hour(result: Result, arm: str) -> pl.DataFrame:
    """Which share of the ambulances on duty is neither free, nor on a break, nor off the road, in each hour of the week."""
    import polars as pl

    own = pl.DataFrame(result.availability).filter((pl.col("arm") == arm) & (pl.col("kind") == "dca"))
    hours = own.group_by("replication", "hour_of_week").agg(
        pl.col("on_duty_h", "available_h", "on_break_h", "off_road_h").sum()
    )
    idle = pl.col("available_h") + pl.col("on_break_h") + pl.col("off_road_h")
    hours = hours.filter(pl.col("on_duty_h") > 0)
    return hours.select("replication", "hour_of_week", (1 - idle / pl.col("on_duty_h")).alias("value")).sort(
        "hour_of_week", "replication"
    )


def _panel(frame: pl.DataFrame, title: str, percent: bool) -> alt.LayerChart:
    """A line of means over the week, in a band from the lowest replication to the highest."""
    import altair as alt
    import polars as pl

    told = frame.group_by("hour_of_week").agg(
        pl.col("value").mean().alias("mean"), pl.col("value").min().alias("low"), pl.col("value").max().alias("high")
    )
    # A window of some days has no other: a line across them would invent them.
    told = pl.DataFrame({"hour_of_week": range(168)}, schema={"hour_of_week": pl.Int64}).join(
        told.with_columns(pl.col("hour_of_week").cast(pl.Int64)), on="hour_of_week", how="left"
    )
    names = "[" + ",".join(f"'{day}'" for day in DAYS) + "]"
    axis = alt.Axis(
        values=[24 * day for day in range(7)],
        labelExpr=f"{names}[datum.value / 24]",
        labelAlign="left",
        labelFlush=False,
    )
    x = alt.X("hour_of_week:Q", title="local hour of the week", scale=alt.Scale(domain=[0, 168], nice=False), axis=axis)
    y = alt.Axis(format="%") if percent else alt.Axis()
    base = alt.Chart(values(told.sort("hour_of_week"))).encode(x=x)
    band = base.mark_area(color=BLUE, opacity=0.25, interpolate="step-after").encode(
        y=alt.Y("low:Q", title=title, axis=y, scale=alt.Scale(zero=True)), y2="high:Q"
    )
    line = base.mark_line(color=BLUE, strokeWidth=1.5, interpolate="step-after").encode(y="mean:Q")
    panel: alt.LayerChart = alt.layer(band, line).properties(width=560, height=170)
    return panel


def _busiest(frame: pl.DataFrame) -> tuple[str, float]:
    """The hour of the week with the highest mean, in words, and that mean."""
    import polars as pl

    means = frame.group_by("hour_of_week").agg(pl.col("value").mean()).sort("value", "hour_of_week", descending=True)
    hour, most = means.row(0)
    return f"{DAYS[hour // 24]} {hour % 24:02d}:00", most


def queue(result: Result, arm: str | None = None) -> alt.VConcatChart:
    """Draw how many incidents wait for somebody to be sent, and which share of ambulances is busy, over the week.

    Parameters
    ----------
    result : Result
        A run or a comparison with `log=True`; of a week or more, to show every hour.
    arm : str, optional
        The first if not given.

    Returns
    -------
    altair.VConcatChart
        Means of each local hour of the week; the band goes from the lowest replication to the highest. Who waits comes from the
        log, so that incidents from before the window count as long as they wait. Breaks and vehicles off the road are not busy.

    Raises
    ------
    AmbicsError
        If the log was not kept, or there is no such arm.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    >>> chart = charts.queue(tiny.run(replications=2, log=True, progress=False))
    >>> len(chart.to_dict()["vconcat"])
    2
    """
    alt, _ = libraries()
    chosen = arm_of(result, arm)
    waiting, busy = stack_by_hour(result, chosen), busy_by_hour(result, chosen)
    title = f"Who waits and how busy ambulances are: {chosen}"
    (most, count), (full, share) = _busiest(waiting), _busiest(busy)
    over_all = float(waiting.select("value").mean().item())
    words = (
        f"Most wait on {most}: {count:.1f} in the mean of that hour. Ambulances are busiest on {full}: {share:.0%}. "
        f"Over the whole week {over_all:.1f} wait"
    )
    n = waiting["replication"].n_unique()
    bands = f"Bands: lowest and highest of {n} replications, hour by hour" if n > 1 else "One replication: no bands"
    return alt.vconcat(
        _panel(waiting, "incidents that wait", percent=False), _panel(busy, "ambulances busy", percent=True)
    ).properties(
        title=alt.TitleParams(title, subtitle=bands),
        description=f"{title}. {words}. {bands}. {SYNTHETIC}.",
    )


def hours_of_week(
    result: Result, category: str = "C2", *, show: str = "wait", arm: str | None = None
) -> alt.LayerChart:
    """Draw when a category waits, or when it calls, by day of the week and local hour of the call.

    Parameters
    ----------
    result : Result
        A run or a comparison with `records=True`; of a week or more, to show every hour.
    category : str, default "C2"
        C1, C2, C3, C4 or Other.
    show : str, default "wait"
        "wait", the mean response in minutes, or "incidents", incidents an hour.
    arm : str, optional
        The first if not given.

    Returns
    -------
    altair.LayerChart
        Every replication together. Hours with fewer than five responses have a dot in place of a mean.

    Raises
    ------
    AmbicsError
        If records were not kept, or there is no such arm or category.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    >>> chart = charts.hours_of_week(tiny.run(replications=2, records=True, progress=False), show="incidents")
    >>> len(chart.to_dict()["layer"][0]["data"]["values"])
    168
    """
    alt, pl = libraries()
    if show not in ("wait", "incidents"):
        raise _core.AmbicsError(f'show is "wait" or "incidents", not {show!r}')
    if "incidents" not in result.tables:
        raise _core.AmbicsError("no incidents were kept: run with records=True")
    chosen = arm_of(result, arm)
    table = by_hour_of_week(result, category, chosen)
    if table.is_empty():
        raise _core.AmbicsError(f"no incident of category {category!r}")
    column, unit = ("wait_min", "minutes") if show == "wait" else ("incidents_per_hour", "an hour")
    if show == "wait":
        table = table.with_columns(pl.when(pl.col("n") >= FEWEST).then(pl.col("wait_min")).alias("wait_min"))
    told = table.drop_nulls(column)
    if told.is_empty():
        raise _core.AmbicsError(f"no hour of the week has {FEWEST} responses: run more days or replications")
    most, least = (
        told.sort(column, "hour_of_week").row(-1, named=True),
        told.sort(column, "hour_of_week").row(0, named=True),
    )
    what = f"{category} mean response" if show == "wait" else f"{category} incidents"
    title = f"{what} by hour of the week, {unit}: {chosen}"
    words = "; ".join(
        f"{word} at {row['day']} {row['hour']:02d}:00: {row[column]:.1f}"
        for word, row in (("most", most), ("least", least))
    )
    few = table.filter(pl.col(column).is_null())
    x = alt.X("hour:O", title="local hour of the call", axis=alt.Axis(labelAngle=0))
    y = alt.Y("day:O", sort=DAYS, title=None)
    colour = alt.Color(f"{column}:Q", title=unit, scale=alt.Scale(range=PALE_TO_DEEP))
    tiles = alt.Chart(values(told)).mark_rect().encode(x=x, y=y, color=colour)
    dots = alt.Chart(values(few)).mark_text(text="·", color=GREY).encode(x=x, y=y)
    subtitle = f"A dot: fewer than {FEWEST} responses" if len(few) else "All replications together"
    return alt.layer(tiles, dots).properties(
        title=alt.TitleParams(title, subtitle=subtitle),
        width=520,
        height=190,
        description=f"{title}: {words}; {len(few)} hours with too few to tell. {SYNTHETIC}.",
    )


def by_hour_of_week(result: Result, category: str, arm: str) -> pl.DataFrame:
    """For each local hour of the week: responses, their mean in minutes, and incidents an hour."""
    import polars as pl

    zero, start, end = window(result, arm)
    clocks = pl.DataFrame({"at_ms": range(start, end, HOUR_MS)}).select(
        local_hour_of_week(pl.col("at_ms"), zero).alias("hour_of_week")
    )
    hours = clocks.group_by("hour_of_week").agg(pl.len().alias("hours"))
    own = pl.DataFrame(result.incidents).filter((pl.col("arm") == arm) & (pl.col("category") == category))
    if own.is_empty():
        return own
    called = own.with_columns(local_hour_of_week(pl.col("called_ms"), zero).alias("hour_of_week"))
    each = called.group_by("hour_of_week").agg(
        pl.col("response_ms").count().alias("n"),
        (pl.col("response_ms").mean() / 60_000).alias("wait_min"),
        pl.len().alias("incidents"),
    )
    per_hour = pl.col("incidents").fill_null(0) / (pl.col("hours") * result.replications)
    table = hours.join(each, on="hour_of_week", how="left").with_columns(
        pl.col("n").fill_null(0),
        per_hour.alias("incidents_per_hour"),
        (pl.col("hour_of_week") % 24).alias("hour"),
        (pl.col("hour_of_week") // 24).replace_strict(dict(enumerate(DAYS)), return_dtype=pl.String).alias("day"),
    )
    return table.sort("hour_of_week")
