"""A control chart of a published monthly figure. Limits and rules are those of the library abspc."""

# Libraries without types give what is unknown here: held to the basic rules, and to mypy's strict ones.
# pyright: basic
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ambics import _core
from ambics._ambsys import AmbSys
from ambics._libraries import untyped
from ambics.charts._draw import BLUE, GREY, ORANGE, PINK, PURPLE, TURQUOISE, libraries, values

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

#: Columns of abspc, and what its rules say.
SIGNALS = {
    "rule1": "beyond a limit",
    "rule2": "8 or more on one side of the mean",
    "rule3": "6 or more rising or falling",
    "rule4": "2 of 3 close to a limit",
}
NONE = "no signal"
SHAPES = ["circle", "diamond", "square", "triangle-up", "triangle-down"]


def control(
    published: AmbSys | Any,
    item: str = "c2_response_mean_s",
    organisation: str = "Eng",
    *,
    months: str | None = None,
    baseline: str | None = None,
    rules: str = "abspc",
) -> alt.LayerChart:
    """Draw a published monthly series as an XmR control chart, by the library abspc, on limits that are never rebased.

    Parameters
    ----------
    published : AmbSys or frame
        What `read_ambsys` gave; or any frame with the columns `month`, such as "2024-03", and `value`.
    item : str, default "c2_response_mean_s"
        A code or our name for it. Where it ends in `_s`, values are seconds and are drawn as minutes.
    organisation : str, default "Eng"
        A code: "Eng", "RYF". Of a frame, the name that the title bears.
    months : str, optional
        "2022-04..2024-03"; all if not given.
    baseline : str, optional
        Months from which mean and limits are found, and then held: "2022-04..2023-03"; all months shown if not given.
    rules : str, default "abspc"
        "abspc": the four rules of that library, after Making Data Count. Other rule sets count other runs, so the chart names its own.

    Returns
    -------
    altair.LayerChart
        Months that are missing stay empty. A signal is not judged good or bad, and no target is drawn.

    Raises
    ------
    AmbicsError
        If there is no such series, baseline or rule set, or abspc is not installed.

    Examples
    --------
    >>> import polars as pl
    >>> from ambics import charts
    >>> months = [f"2023-{month:02d}" for month in range(1, 13)]
    >>> made_up = pl.DataFrame({"month": months, "value": [2300.0 + 20 * (row % 3) for row in range(12)]})
    >>> "abspc" in str(charts.control(made_up, organisation="Made up").to_dict()["title"])
    True
    """
    alt, pl = libraries()
    if rules != "abspc":
        raise _core.AmbicsError(f'rules are those of "abspc", not {rules!r}')
    item, whole = _series(published, item, organisation)
    series = _within(whole, months)
    held = series.filter(_inside(baseline)) if baseline else series
    version, fewest, judged = _judged(series, held)
    scale, unit = (60.0, "minutes") if item.endswith("_s") else (1.0, item.replace("_", " "))
    judged = judged.with_columns(pl.col("value", "mean", "ucl", "lcl") / scale)
    n = held["value"].count()
    span = (held["month"][0], held["month"][-1])
    said = [
        f"XmR chart. Baseline, shaded: {span[0]} to {span[1]}, {n} months; limits are held and never rebased",
        f"Rules of abspc {version}, after Making Data Count; a month shows the first that it breaks",
    ]
    if n < fewest:
        said.append(f"Fewer than {fewest} months in the baseline: the limits are provisional")
    what = item.removesuffix("_s").replace("_", " ")
    title = f"{organisation}: {what[:1].upper()}{what[1:]}"
    marks, words = _marks(judged, unit, span), _words(judged)
    origin = "Published figures as given" if isinstance(published, AmbSys) else "Figures as given"
    return alt.layer(*marks).properties(
        title=alt.TitleParams(title, subtitle=said),
        width=600,
        height=260,
        description=f"{title}, {unit}. {words}. {'. '.join(said)}. {origin}.",
    )


def _series(published: Any, item: str, organisation: str) -> tuple[str, pl.DataFrame]:
    """Our name of the item; and month and value, a row for each calendar month from the first to the last."""
    import polars as pl

    if isinstance(published, AmbSys):
        figures = pl.DataFrame(published.figures)
        named = (pl.col("item") == item) | (pl.col("item_code") == item)
        own = figures.filter(named & (pl.col("org_code") == organisation))
        item = own["item"][0] if len(own) else item
        own = own.select("month", "value")
    else:
        own = pl.DataFrame(published).select(pl.col("month").cast(pl.String).str.slice(0, 7), "value")
    own = own.drop_nulls().with_columns(pl.col("value").cast(pl.Float64))
    if own.is_empty() or own["month"].is_duplicated().any():
        raise _core.AmbicsError(f"no series of {item!r} of {organisation!r} with one value a month")
    first = pl.col("month").str.to_date("%Y-%m")
    every = own.select(pl.date_range(first.min(), first.max(), "1mo").dt.strftime("%Y-%m").alias("month"))
    return item, every.join(own, on="month", how="left", maintain_order="left")


def _inside(months: str) -> pl.Expr:
    import polars as pl

    first, _, last = months.partition("..")
    return pl.col("month").is_between(pl.lit(first), pl.lit(last or first))


def _within(series: pl.DataFrame, months: str | None) -> pl.DataFrame:
    own = series.filter(_inside(months)) if months else series
    if own["value"].count() < 3:
        raise _core.AmbicsError("a control chart needs three months or more")
    return own


def _judged(series: pl.DataFrame, held: pl.DataFrame) -> tuple[str, int, pl.DataFrame]:
    """The series with mean, limits and the first rule that each month breaks, all by abspc; its version and fewest months."""
    import polars as pl

    try:
        abspc, pandas = untyped("abspc"), untyped("pandas")
    except ImportError as error:
        raise _core.AmbicsError('control charts go through abspc: pip install "ambics[plot,frames,spc]"') from error
    if held["value"].count() < 3:
        raise _core.AmbicsError("a baseline needs three months or more")
    limits = abspc.calculate_control_limits(pandas.DataFrame({"value": held["value"].to_list()}), chart_type="XmR")
    if limits["ucl"].isna().any():
        raise _core.AmbicsError("no two months of the baseline follow each other: there is no moving range")
    lines = {column: float(limits[column].iloc[0]) for column in ("mean", "ucl", "lcl", "uwl", "lwl")}
    # No run of months goes across a month that is missing.
    whole = series.with_columns(pl.col("value").is_null().cum_sum().alias("part"))
    parts = whole.drop_nulls("value").partition_by("part", include_key=False)
    each = [
        abspc.detect_special_causes(pandas.DataFrame({**own.to_dict(as_series=False), **lines})).to_dict(orient="list")
        for own in parts
    ]
    found = pl.concat([pl.DataFrame(own) for own in each])
    found = series.select("month").join(found, on="month", how="left", maintain_order="left")
    signal = pl.lit(NONE)
    for rule in reversed(SIGNALS):
        signal = pl.when(pl.col(rule)).then(pl.lit(SIGNALS[rule])).otherwise(signal)
    told = found.with_columns(signal.alias("signal"), *(pl.lit(line).alias(name) for name, line in lines.items()))
    return str(abspc.__version__), int(abspc.SPC_MIN_DATA_POINTS), told


def _marks(judged: pl.DataFrame, unit: str, span: tuple[str, str]) -> list[Any]:
    alt, pl = libraries()
    names = [NONE, *SIGNALS.values()]
    rows = judged.with_columns((pl.col("month") + "-01").alias("day"))
    x = alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%b %Y", labelAngle=-45))
    y = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False))
    base = alt.Chart(values(rows.select("day", "value", "mean", "ucl", "lcl", "signal"))).encode(x=x)
    baseline = alt.Data(values=[{"first": f"{span[0]}-01", "last": f"{span[1]}-01"}])
    shade = alt.Chart(baseline).mark_rect(color=GREY, opacity=0.08).encode(x=alt.X("first:T", title=None), x2="last:T")
    limits = [
        base.mark_line(color=GREY, strokeDash=[6, 4], strokeWidth=1.5).encode(y=alt.Y(f"{name}:Q", title=unit))
        for name in ("ucl", "lcl")
    ]
    mean = base.mark_line(color=GREY, strokeWidth=1.5).encode(y=alt.Y("mean:Q", title=unit))
    line = base.mark_line(color=BLUE, strokeWidth=1, opacity=0.6).encode(y=y)
    points = (
        base.transform_filter("isValid(datum.value)")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            y=y,
            color=alt.Color(
                "signal:N",
                title=None,
                scale=alt.Scale(domain=names, range=[BLUE, PINK, ORANGE, TURQUOISE, PURPLE]),
                legend=alt.Legend(orient="bottom", columns=3, labelLimit=260),
            ),
            shape=alt.Shape("signal:N", scale=alt.Scale(domain=names, range=SHAPES)),
        )
    )
    return [shade, *limits, mean, line, points]


def _words(judged: pl.DataFrame) -> str:
    import polars as pl

    mean, high, low = judged.select("mean", "ucl", "lcl").row(0)
    signals = judged.filter(pl.col("signal") != NONE).select("month", "signal")
    told = "; ".join(f"{month} {signal}" for month, signal in signals.iter_rows()) or NONE
    return f"Mean {mean:.1f}, limits {low:.1f} and {high:.1f}. Signals: {told}"
