"""Charts of what residents experience: waits, differences, how responses are spread, who is free, who serves whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ambics import _core
from ambics.charts._draw import (
    DAYS,
    DEEP_TO_PALE,
    GREY,
    PALE_TO_DEEP,
    SYNTHETIC,
    WHOLE,
    arm_of,
    arms_legend,
    colours,
    libraries,
    values,
)

if TYPE_CHECKING:
    import altair as alt

    from ambics._result import Result

MINUTES_SHOWN = 180
# From here on a change is told in minutes: nobody reads a thousand seconds.
SECONDS_TOLD = 120
# Beyond so many patches a number no longer fits its tile.
NUMBERED_PATCHES = 15


def differences(result: Result, category: str = "C2", statistic: str = "mean", level: str = "ics") -> alt.LayerChart:
    """Draw the change of each arm against the first, place by place, with 95% intervals.

    Parameters
    ----------
    result : Result
        A comparison.
    category : str, default "C2"
        C1, C1T, C2, C3, C4 or Other.
    statistic : str, default "mean"
        "mean" or "p90".
    level : str, default "ics"
        "ics", "trust", "patch", "district" or "imd_quintile".

    Returns
    -------
    altair.LayerChart
        A mark left of zero is faster; one whose line crosses zero is not told apart from nothing.

    Raises
    ------
    AmbicsError
        If there is one arm only, or no difference of that category, statistic and level.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> more = tiny.with_({"name": "more", "fleet.hours_per_week.TNY": "+10%"})
    >>> both = ambics.compare(tiny, more, replications=3, progress=False)
    >>> charts.differences(both).to_dict()["title"]
    'Change of the C2 mean by ICS'
    """
    alt, pl = libraries()
    if "difference" not in result.tables:
        raise _core.AmbicsError("there is one arm only: ambics.compare gives differences")
    own = pl.DataFrame(result.difference).filter(
        (pl.col("category") == category) & (pl.col("statistic") == statistic) & (pl.col("level") == level)
    )
    if own.is_empty():
        raise _core.AmbicsError(f"no difference of {category} {statistic} by {level}")
    own = own.with_columns(pl.format("{} {}", pl.col("area_code"), pl.col("area_name")).alias("place"))
    ends = own.select(pl.max_horizontal(pl.col("difference_s", "low_s", "high_s").abs().max())).item()
    long = (ends or 0) >= SECONDS_TOLD
    scale, unit = (60, "minutes") if long else (1, "seconds")
    shown = {"difference_s": "change", "low_s": "low", "high_s": "high"}
    own = own.with_columns((pl.col(name) / scale).alias(plain) for name, plain in shown.items())
    data = values(own.select("arm", "place", "difference_s", *shown.values()))
    arms = own["arm"].unique(maintain_order=True).to_list()
    words_of = {"ics": "ICS", "imd_quintile": "fifth of areas by deprivation"}
    title = f"Change of the {category} {statistic} by {words_of.get(level, level)}"
    words = "; ".join(f"{row['arm']}, {row['place']}: {row['difference_s']:+.0f} s" for row in own.head(12).to_dicts())
    x = alt.X("change:Q", title=f"{unit} against {result.arms[0]}; left of zero is faster")
    base = alt.Chart(data).encode(
        y=alt.Y("place:N", title=None, axis=alt.Axis(labelLimit=WHOLE)),
        yOffset=alt.YOffset("arm:N", sort=arms),
        color=alt.Color("arm:N", sort=arms, title=None, scale=colours(result.arms), legend=arms_legend(arms)),
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=GREY).encode(x="zero:Q")
    lines = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q")
    return alt.layer(zero, lines, base.mark_point(filled=True, size=60, opacity=1).encode(x=x)).properties(
        title=title, width=480, description=f"{title}. {words}. Lines are 95% intervals. {SYNTHETIC}."
    )


def responses(result: Result, category: str = "C2") -> alt.Chart:
    """Draw how response times are spread: the share of incidents reached within so many minutes, arm by arm.

    Parameters
    ----------
    result : Result
        A run or a comparison with `records=True`.
    category : str, default "C2"
        C1, C2, C3, C4 or Other.

    Returns
    -------
    altair.Chart
        Up to three hours; every replication together.

    Raises
    ------
    AmbicsError
        If no incidents were kept, or none of that category was reached.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> more = tiny.with_({"name": "more", "fleet.hours_per_week.TNY": "+10%"})
    >>> both = ambics.compare(tiny, more, replications=3, records=True, progress=False)
    >>> charts.responses(both).to_dict()["encoding"]["y"]["title"]
    'share of incidents'
    """
    alt, pl = libraries()
    if "incidents" not in result.tables:
        raise _core.AmbicsError("no incidents were kept: run with records=True")
    own = pl.DataFrame(result.incidents).filter((pl.col("category") == category) & pl.col("response_ms").is_not_null())
    if own.is_empty():
        raise _core.AmbicsError(f"no incident of category {category!r} was reached")
    minutes = pl.DataFrame({"minutes": range(MINUTES_SHOWN + 1)})
    arms: list[str] = own["arm"].unique(maintain_order=True).to_list()
    shares: list[Any] = []
    for arm in arms:
        waits = own.filter(pl.col("arm") == arm)["response_ms"] / 60_000
        shares.append(
            minutes.with_columns(
                pl.lit(arm).alias("arm"), pl.Series("share", [(waits <= m).mean() for m in minutes["minutes"]])
            )
        )
    told = pl.concat(shares)
    within = told.filter(pl.col("minutes") == 40)
    words = "; ".join(f"{row['arm']}: {row['share']:.0%} within 40 minutes" for row in within.to_dicts())
    title = f"{category}: share reached within so many minutes"
    return (
        alt.Chart(values(told))
        .mark_line()
        .encode(
            x=alt.X("minutes:Q", title="minutes from clock start"),
            y=alt.Y("share:Q", title="share of incidents", axis=alt.Axis(format="%")),
            color=alt.Color("arm:N", sort=arms, title=None, scale=colours(result.arms), legend=arms_legend(arms)),
            strokeDash=alt.StrokeDash("arm:N", sort=arms, legend=None),
        )
        .properties(title=title, width=480, description=f"{title}. {words}. {SYNTHETIC}.")
    )


def availability(result: Result, arm: str | None = None) -> alt.Chart:
    """Draw which share of ambulances on duty is free, by day of the week and hour.

    Parameters
    ----------
    result : Result
        A run of a week or more shows every hour.
    arm : str, optional
        The first if not given.

    Returns
    -------
    altair.Chart
        A tile for each hour of the week, the share free from 0 to 1.

    Raises
    ------
    AmbicsError
        If there is no such arm.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> result = ambics.Scenario.shipped("tiny/tiny").run(2, progress=False)
    >>> len(charts.availability(result).to_dict()["data"]["values"])
    168
    """
    alt, pl = libraries()
    chosen = arm_of(result, arm)
    own = pl.DataFrame(result.availability).filter((pl.col("arm") == chosen) & (pl.col("kind") == "dca"))
    by_hour = own.group_by("hour_of_week").agg(pl.col("on_duty_h").sum(), pl.col("available_h").sum())
    by_hour = by_hour.filter(pl.col("on_duty_h") > 0).with_columns(
        (pl.col("available_h") / pl.col("on_duty_h")).alias("free"),
        (pl.col("hour_of_week") % 24).alias("hour"),
        pl.Series("day", [DAYS[hour // 24] for hour in by_hour.filter(pl.col("on_duty_h") > 0)["hour_of_week"]]),
    )
    least = by_hour.sort("free").row(0, named=True)
    title = f"Share of ambulances on duty that are free: {chosen}"
    words = f"Least at {least['day']} {least['hour']:02d}:00: {least['free']:.0%}"
    return (
        alt.Chart(values(by_hour.select("day", "hour", "free")))
        .mark_rect()
        .encode(
            x=alt.X("hour:O", title="local hour", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("day:O", sort=DAYS, title=None),
            color=alt.Color("free:Q", title="free", scale=alt.Scale(range=DEEP_TO_PALE), legend=alt.Legend(format="%")),
        )
        .properties(title=title, width=480, height=190, description=f"{title}. {words}. {SYNTHETIC}.")
    )


def flows(result: Result, arm: str | None = None) -> alt.LayerChart:
    """Draw whose vehicles serve whose residents: hours of work by the vehicle's patch and the incident's.

    Parameters
    ----------
    result : Result
        A run or a comparison.
    arm : str, optional
        The first if not given.

    Returns
    -------
    altair.LayerChart
        A tile for each pair of patches, shares of a patch's vehicle-hours.

    Raises
    ------
    AmbicsError
        If there is no such arm.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> result = ambics.Scenario.shipped("tiny/tiny").run(2, progress=False)
    >>> values = charts.flows(result).to_dict()["data"]["values"]
    >>> values[0]["vehicle"], values[0]["incident"], round(values[0]["share"], 1)
    ('QT1 Tiny West', 'QT1 Tiny West', 0.8)
    """
    alt, pl = libraries()
    chosen = arm_of(result, arm)
    own = pl.DataFrame(result.flow).filter(pl.col("arm") == chosen)
    hours = own.group_by("vehicle_patch", "incident_patch").agg(pl.col("hours").mean())
    hours = hours.with_columns((pl.col("hours") / pl.col("hours").sum().over("vehicle_patch")).alias("share")).sort(
        "vehicle_patch", "incident_patch"
    )
    names = _names_of_patches(result)
    hours = hours.with_columns(
        pl.col("vehicle_patch").replace(names).alias("vehicle"),
        pl.col("incident_patch").replace(names).alias("incident"),
    )
    away = hours.filter(pl.col("vehicle_patch") != pl.col("incident_patch"))["hours"].sum() / max(
        hours["hours"].sum(), 1e-9
    )
    title = f"Where vehicles of each ICS work: {chosen}"
    many = hours["vehicle_patch"].n_unique() > NUMBERED_PATCHES
    below = alt.Axis(labelAngle=-90 if many else -40, labelLimit=WHOLE, titleAlign="right", titleX=-6, titleY=16)
    beside = alt.Axis(labelLimit=WHOLE, titleAngle=0, titleAlign="right", titleX=-6, titleY=-8)
    base = alt.Chart(values(hours)).encode(
        x=alt.X("incident:N", title="residents of", axis=below),
        y=alt.Y("vehicle:N", title="vehicles of", axis=beside),
        tooltip=[
            "vehicle:N",
            "incident:N",
            alt.Tooltip("hours:Q", format=",.0f"),
            alt.Tooltip("share:Q", format=".1%"),
        ],
    )
    tiles = base.mark_rect().encode(
        color=alt.Color(
            "share:Q",
            title="share of their hours",
            scale=alt.Scale(range=PALE_TO_DEEP),
            legend=alt.Legend(format="%"),
        )
    )
    light = alt.condition(alt.datum.share > 0.3, alt.value("white"), alt.value("black"))
    numbers = base.mark_text().encode(text=alt.Text("share:Q", format=".0%"), color=light)
    return alt.layer(*([tiles] if many else [tiles, numbers])).properties(
        title=title,
        width=alt.Step(13) if many else 420,
        height=alt.Step(13) if many else 320,
        description=f"{title}. {away:.0%} of all hours are worked for another ICS. {SYNTHETIC}.",
    )


def _names_of_patches(result: Result) -> dict[str, str]:
    """What a service's part of an ICS is called: by the ICS where there is one service."""
    _, pl = libraries()
    summary = pl.DataFrame(result.summary).filter(pl.col("level") == "patch")
    named = dict(summary.select("area_code", "area_name").unique(maintain_order=True).iter_rows())
    if len({code.split("-")[0] for code in named}) > 1:
        return named
    return {code: f"{code.partition('-')[2]} {name.partition(' in ')[2]}" for code, name in named.items()}


def waits(result: Result, statistic: str = "mean") -> alt.LayerChart:
    """Draw C1 to C4 of the whole selection with the interval of the mean, arm by arm.

    Parameters
    ----------
    result : Result
        A run or a comparison.
    statistic : str, default "mean"
        "mean" or "p90".

    Returns
    -------
    altair.LayerChart
        Minutes, with 95% intervals of the mean.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> more = tiny.with_({"name": "more", "fleet.hours_per_week.TNY": "+10%"})
    >>> both = ambics.compare(tiny, more, replications=3, progress=False)
    >>> [layer["mark"]["type"] for layer in charts.waits(both).to_dict()["layer"]]
    ['rule', 'point']
    """
    alt, pl = libraries()
    level = "england" if "england" in pl.DataFrame(result.summary)["level"] else "trust"
    own = pl.DataFrame(result.summary).filter(
        (pl.col("level") == level)
        & (pl.col("statistic") == statistic)
        & pl.col("category").is_in(["C1", "C2", "C3", "C4"])
    )
    own = own.with_columns(
        *((pl.col(name) / 60).alias(name.replace("_s", "_min")) for name in ("mean_s", "low_s", "high_s"))
    )
    arms = own["arm"].unique(maintain_order=True).to_list()
    data = values(own.select("arm", "category", "mean_min", "low_min", "high_min"))
    title = f"Response, {statistic}, minutes"
    words = "; ".join(f"{row['arm']} {row['category']}: {row['mean_min']:.1f} minutes" for row in own.to_dicts())
    base = alt.Chart(data).encode(
        y=alt.Y("category:N", title=None),
        yOffset=alt.YOffset("arm:N", sort=arms),
        color=alt.Color("arm:N", sort=arms, title=None, scale=colours(result.arms), legend=arms_legend(arms)),
    )
    lines = base.mark_rule(strokeWidth=2).encode(x=alt.X("low_min:Q"), x2="high_min:Q")
    points = base.mark_point(filled=True, size=60, opacity=1).encode(x=alt.X("mean_min:Q", title="minutes"))
    return alt.layer(lines, points).properties(
        title=title, width=480, description=f"{title}. {words}. Lines are 95% intervals. {SYNTHETIC}."
    )
