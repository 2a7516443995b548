"""A chart of emergency departments: how long crews wait there to hand over."""

# Libraries without types give what is unknown here: held to the basic rules, and to mypy's strict ones.
# pyright: basic
from __future__ import annotations

from typing import TYPE_CHECKING

from ambics import _core
from ambics.charts._draw import SYNTHETIC, WHOLE, arms_legend, colours, libraries, values

if TYPE_CHECKING:
    import altair as alt

    from ambics._result import Result

FIGURES = {
    "mean": ("mean_s", "mean handover, minutes", 60.0),
    "lost": ("lost_over_15_h", "hours a week lost over 15 minutes", 1.0),
}
NOT_VALIDATED = (
    "Not validated: handover is published by service; departments have it from there unless a scenario states theirs"
)
# What a reader takes in at once; of more, those where most is lost.
MOST_HOSPITALS = 40


def handover(result: Result, show: str = "mean") -> alt.LayerChart:
    """Draw handover at each emergency department, arm by arm.

    Parameters
    ----------
    result : Result
        A run or a comparison.
    show : {"mean", "lost"}, default "mean"
        The mean handover, minutes; or vehicle-hours a week beyond 15 minutes a handover.

    Returns
    -------
    altair.LayerChart
        A mark for each hospital and arm, where most is lost first: the mean over replications, and a line from the lowest to the
        highest of them. At most 40 hospitals.

    Raises
    ------
    AmbicsError
        If `show` is something else, or nobody was handed over.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> result = ambics.Scenario.shipped("tiny/tiny").run(3, progress=False)
    >>> charts.handover(result).to_dict()["title"]["text"]
    'Handover by hospital'
    """
    alt, pl = libraries()
    if show not in FIGURES:
        raise _core.AmbicsError(f"{show!r} is not shown: mean or lost")
    column, words, divided = FIGURES[show]
    weeks = result.manifest["arms"][0]["days"] / 7
    by = divided if show == "mean" else weeks
    table = pl.DataFrame(result.handover).filter((pl.col("level") == "hospital") & (pl.col("n") > 0))
    own = table.group_by("arm", "area_code", "area_name", maintain_order=True).agg(
        (pl.col(column).mean() / by).alias("value"),
        (pl.col(column).min() / by).alias("low"),
        (pl.col(column).max() / by).alias("high"),
        pl.col("lost_over_15_h").mean().alias("lost"),
    )
    if own.is_empty():
        raise _core.AmbicsError("nobody was handed over at a hospital in this run")
    first = own.filter(pl.col("arm") == result.arms[0]).sort("lost", descending=True)
    order = first["area_name"].to_list()[:MOST_HOSPITALS]
    shown = own.filter(pl.col("area_name").is_in(order))
    base = alt.Chart(values(shown)).encode(
        y=alt.Y("area_name:N", sort=order, title=None, axis=alt.Axis(labelLimit=WHOLE)),
        yOffset=alt.YOffset("arm:N", sort=result.arms),
        color=alt.Color(
            "arm:N", sort=result.arms, title=None, scale=colours(result.arms), legend=arms_legend(result.arms)
        ),
        tooltip=["area_code:N", "area_name:N", "arm:N", alt.Tooltip("value:Q", format=".1f", title=words)],
    )
    lines = base.mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("low:Q", title=words), x2="high:Q")
    marks = base.mark_point(filled=True, size=60, opacity=1).encode(x="value:Q")
    rest = len(first) - len(order)
    part = f"; the {MOST_HOSPITALS} of {len(first)} where most is lost" if rest > 0 else ""
    subtitle = f"Lines: lowest and highest of {result.replications} replications{part}"
    worst = "; ".join(f"{row['area_name']} {row['value']:.1f}" for row in first.head(5).to_dicts())
    title = "Handover by hospital"
    told = [subtitle, NOT_VALIDATED]
    return alt.layer(lines, marks).properties(
        title=alt.TitleParams(title, subtitle=told),
        width=480,
        description=f"{title}, {words}, {result.arms[0]}: {worst}. {'. '.join(told)}. {SYNTHETIC}.",
    )
