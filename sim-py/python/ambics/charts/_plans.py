"""Charts of plans: who gets what, which keys matter, when an arrangement goes live."""

# Libraries without types give what is unknown here: held to the basic rules, and to mypy's strict ones.
# pyright: basic
from __future__ import annotations

from typing import TYPE_CHECKING

from ambics import _core
from ambics.charts._draw import BLUE, GREY, SYNTHETIC, WHOLE, colours, libraries, minutes_from, values

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

    from ambics._allocation import Shared
    from ambics._governance import Governance
    from ambics._sensitivity import Sensitivity

DAYS_A_MONTH = 365.25 / 12


def frontier(shared: Shared) -> alt.LayerChart:
    """Draw what is given up for all as more is done for the ICS that waits longest, with 95% intervals both ways.

    Parameters
    ----------
    shared : Shared
        What `allocate` gave with `frontier=True`, of a measure in seconds.

    Returns
    -------
    altair.LayerChart
        A mark for each allocation on the frontier; its words say which parts of the longest wait lead to it.

    Raises
    ------
    AmbicsError
        If no frontier was asked for, or what is watched is no wait.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    >>> shared = ambics.allocate(tiny, hours=168, screening=2, replications=2, frontier=True, progress=False)
    >>> "95% intervals" in charts.frontier(shared).to_dict()["description"]
    True
    """
    alt, pl = libraries()
    table = pl.DataFrame(shared.table("allocation_frontier")).drop_nulls(["mean_change_s", "worst_change_s"])
    if table.is_empty():
        raise _core.AmbicsError(
            "there is no frontier in seconds: ambics.allocate(…, frontier=True) finds one for waits"
        )
    measure = pl.DataFrame(shared.table("allocation"))["measure"][0].replace("-", " ").upper().replace("MEAN", "mean")
    own = table.group_by("lines", maintain_order=True).agg(
        pl.col("worst_part").min().alias("first"),
        pl.col("worst_part").max().alias("last"),
        pl.col("^(mean|worst)_.*$").first(),
    )
    parts = [f"{a:.1f}" if a == b else f"{a:.1f} to {b:.1f}" for a, b in own.select("first", "last").iter_rows()]
    figures = pl.col("^(mean|worst)_(change|low|high)_s$")
    span, unit = minutes_from(own.select(figures.abs().max()).max_horizontal()[0] or 0.0)
    shown = (figures / span).name.map(lambda name: name.removesuffix("_s"))
    own = own.with_columns(pl.Series("part", parts)).with_columns(shown).with_row_index("row")
    base = alt.Chart(values(own))
    x = alt.X("mean_change:Q", title=f"{measure} of the whole service, change in {unit}; left is faster")
    y = alt.Y("worst_change:Q", title=f"of the ICS that waits longest, {unit}; down is faster")
    across = base.mark_rule(color=BLUE, opacity=0.75).encode(x="mean_low:Q", x2="mean_high:Q", y=y)
    upright = base.mark_rule(color=BLUE, opacity=0.75).encode(x=x, y="worst_low:Q", y2="worst_high:Q")
    points = base.mark_point(filled=True, size=80, opacity=1, color=BLUE).encode(x=x, y=y)
    # Above a mark and below it in turn: allocations that differ little lie close to each other.
    labels = [
        base.transform_filter(f"datum.row % 2 == {turn}")
        .mark_text(align="left", dx=9, dy=dy, fontSize=12, **look)
        .encode(x=x, y=y, text="part:N")
        for look in ({"stroke": "white", "strokeWidth": 4}, {"color": GREY})
        for turn, dy in ((0, -11), (1, 13))
    ]
    path = base.mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=1).encode(x=x, y=y, order="first:Q")
    title = "From the mean of all to the ICS that waits longest"
    words = "; ".join(
        f"part {row['part']} of the longest wait: all {row['mean_change_s']:+.0f} s, longest {row['worst_change_s']:+.0f} s"
        for row in own.to_dicts()
    )
    subtitle = "By each mark: the part of the longest wait in what is made small. Lines: 95% intervals"
    return alt.layer(across, upright, path, *labels, points).properties(
        title=alt.TitleParams(title, subtitle=subtitle),
        width=480,
        height=340,
        description=f"{title}. {words}. Lines are 95% intervals, chance only. {SYNTHETIC}.",
    )


def tornado(sensitivity: Sensitivity, measure: str = "C2 mean") -> alt.LayerChart:
    """Draw which keys move a figure most: the chart of `Sensitivity.tornado`.

    Parameters
    ----------
    sensitivity : Sensitivity
        What `ambics.sensitivity` gave.
    measure : str, default "C2 mean"
        A headline figure: "C1 mean" to "C4 P90".

    Returns
    -------
    altair.LayerChart
        A bar for each key, with its interval.

    Raises
    ------
    AmbicsError
        If there is no such figure.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from ambics import charts
    >>> out = tempfile.mkdtemp()
    >>> file = ambics.example_sweep(out)
    >>> text = file.read_text().replace("[0.9, 1.0]", "{ low = 0.9, high = 1.0, steps = 2 }").replace("replications = 5", "replications = 2")
    >>> _ = file.write_text(text)
    >>> found = ambics.sensitivity(file, f"{out}/study", trajectories=2, progress=False)
    >>> charts.tornado(found).to_dict()["title"]["text"]
    'What moves C2 mean'
    """
    return sensitivity.tornado(measure)


def governance(governance: Governance, proposal: str | None = None, team_hours: float | None = None) -> alt.LayerChart:
    """Draw when a proposal goes live in each ICS under each arrangement, in months, with the range over draws.

    Parameters
    ----------
    governance : Governance
        What `ambics.governance` gave.
    proposal : str, optional
        What is wanted; the study's first if not given.
    team_hours : float, optional
        Hours a week of the trust's team, one of `governance.team_hours`; the middle of them if not given.

    Returns
    -------
    altair.LayerChart
        The table `go_live`: a dot is the median, its line goes from the tenth to the 90th centile of draws. A triangle at the right edge
        is a median beyond the horizon. No other table of a study holds time, but for `workforce` by year.

    Raises
    ------
    AmbicsError
        If there is no such proposal or number of hours.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> study = ambics.governance("south-west-arrangements", draws=4, brief=True)
    >>> chart = charts.governance(study, "falls_community", team_hours=250)
    >>> len(chart.to_dict()["layer"])
    3
    """
    alt, pl = libraries()
    every, hours = governance.team_hours, team_hours
    hours = sorted(every)[len(every) // 2] if hours is None else hours
    table = pl.DataFrame(governance.go_live)
    wanted = table["proposal"][0] if proposal is None else proposal
    if hours not in every or wanted not in table["proposal"]:
        told = f"{', '.join(table['proposal'].unique(maintain_order=True))}; team hours {every}"
        raise _core.AmbicsError(f"there is no {wanted!r} at {hours} team hours: proposals are {told}")
    days = pl.col("live_day", "live_low_day", "live_high_day", "begun_day") / DAYS_A_MONTH
    table = table.with_columns(days.name.map(lambda name: name.replace("_day", "_month")))
    edge = 12 * -(-max(table[name].max() or 0 for name in ("live_month", "live_high_month", "live_low_month")) // 12)
    own = table.filter((pl.col("proposal") == wanted) & (pl.col("team_hours_per_week") == hours)).with_columns(
        pl.col("live_month").is_null().alias("beyond"),
        pl.col("live_month", "live_high_month", "live_low_month").fill_null(edge),
    )
    names = governance.arrangements
    ics = (
        pl.DataFrame(governance.entities)
        .filter(pl.col("body") == "ics")
        .select(ics_code="code", ics_name="name")
        .unique()
    )
    own = own.join(ics, on="ics_code", how="left", maintain_order="left").with_columns(
        pl.concat_str("ics_code", "ics_name", separator=" ", ignore_nulls=True).alias("place")
    )
    y = {
        "y": alt.Y("place:N", title=None, axis=alt.Axis(labelLimit=WHOLE)),
        "yOffset": alt.YOffset("arrangement:N", sort=names),
    }
    colour = alt.Color("arrangement:N", sort=names, title=None, scale=colours(names))
    title = f"When {wanted.replace('_', ' ')} goes live, by arrangement"
    axis = alt.Axis(values=[float(month) for month in range(0, int(edge) + 1, 12)])
    x = alt.X("live_month:Q", title="months from the study's first day", scale=alt.Scale(domain=[0, edge]), axis=axis)
    columns = ["arrangement", "place", "live_month", "live_low_month", "live_high_month", "beyond"]
    base = alt.Chart(values(own.select(columns))).encode(color=colour, **y)
    lines = base.mark_rule(strokeWidth=2).encode(x=alt.X("live_low_month:Q"), x2="live_high_month:Q")
    dots = base.transform_filter("!datum.beyond").mark_point(filled=True, size=45, opacity=1).encode(x=x)
    never = base.transform_filter("datum.beyond").mark_point(filled=True, size=60, opacity=1, shape="triangle-right")
    words = "; ".join(_go_live(name, own.filter(pl.col("arrangement") == name)) for name in names)
    subtitle = (
        f"{hours:g} team hours a week. Dot: median; triangle: beyond the horizon. Line: 10th to 90th centile of draws"
    )
    return alt.layer(lines, dots, never.encode(x=x)).properties(
        title=alt.TitleParams(title, subtitle=[subtitle, "ASSUMPTIONS, none fitted"]),
        width=480,
        height=alt.Step(9),
        description=f"{title}, at {hours:g} team hours a week. {words}. Lines hold 80% of draws. Assumptions, none fitted.",
    )


def _go_live(name: str, rows: pl.DataFrame) -> str:
    """An arrangement's dates in words: the first and the last ICS, and how many are beyond the horizon."""
    late, known = rows["beyond"].sum(), sorted(rows.filter(~rows["beyond"])["live_month"])
    told = [f"month {known[0]:.0f} to {known[-1]:.0f}"] if known else []
    told += [f"beyond the horizon in {late} of {len(rows)} ICSs"] if late else []
    return f"{name}: {', '.join(told)}"
