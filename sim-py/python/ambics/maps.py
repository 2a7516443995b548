"""Maps of a result or of any table by place: no tile server, no token, no network.

Outlines of 42 systems, 11 services and 309 districts come with the package, thinned to about 300 m, and a cell for each of 6,856
areas (MSOAs). Cells are drawn by us: each point of a system belongs to the nearest centroid. They are not an official boundary.
They need the extra `plot` (altair, vl-convert-python) and polars.

>>> import polars as pl
>>> from ambics import maps
>>> beds = pl.DataFrame({"area_code": ["QT6", "QJK"], "share": [0.2, 0.4]})
>>> maps.choropleth(beds, "ics", "share", title="Share of beds", unit="share").to_dict()["title"]["text"]
'Share of beds'
"""

# Libraries without types give what is unknown here: held to the basic rules, and to mypy's strict ones.
# pyright: basic
from __future__ import annotations

import functools
import json
import math
from importlib import resources
from typing import TYPE_CHECKING, Any

from ambics import _core
from ambics.charts._draw import BLUE, GREY, ORANGE, SYNTHETIC, libraries

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

    from ambics._result import Result

LEVELS = {"ics": "ICS", "trust": "trust", "district": "district", "area": "area (MSOA)"}
ATTRIBUTION = "Contains National Statistics and OS data © Crown copyright and database right (OGL v3.0)"
CELLS = "Cells of areas are drawn by ambics from centroids: not an official boundary"
WIDTH = 480
NO_VALUE, LIGHT, DARK = "#d9d9d9", "#cfe1f2", "#0b2f5c"

__all__ = ["choropleth", "of", "outlines"]


def outlines(level: str = "ics") -> list[dict[str, Any]]:
    """Read the bundled outlines of one level.

    Parameters
    ----------
    level : str, default "ics"
        "ics", "trust", "district" or "area".

    Returns
    -------
    list of dict
        GeoJSON features in degrees (WGS 84), sorted by code; `id` is the code, `properties` hold `name` (but for areas: the code)
        and `trusts`, the services that cover it, the one with most residents first.

    Raises
    ------
    AmbicsError
        If there is no such level.

    Examples
    --------
    >>> from ambics import maps
    >>> len(maps.outlines("ics"))
    42
    """
    if level not in LEVELS:
        raise _core.AmbicsError(f"there is no level {level!r} of maps; levels: {', '.join(LEVELS)}")
    return list(_outlines(level))


@functools.lru_cache(maxsize=4)
def _outlines(level: str) -> tuple[dict[str, Any], ...]:
    text = resources.files("ambics").joinpath("boundaries").joinpath(f"{level}.json").read_text(encoding="utf-8")
    topology = json.loads(text)
    arcs = [_degrees(arc, topology["transform"]) for arc in topology["arcs"]]
    return tuple(
        {
            "type": "Feature",
            "id": own["id"],
            "properties": {"name": own["id"], **own["properties"]},
            "geometry": {"type": own["type"], "coordinates": _rings(own, arcs)},
        }
        for own in topology["objects"]["places"]["geometries"]
    )


def _degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> list[list[float]]:
    (east, north), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append([round(west + x * east, 4), round(south + y * north, 4)])
    return points


def _rings(place: dict[str, Any], arcs: list[list[list[float]]]) -> list[Any]:
    def ring(numbers: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for number in numbers:
            # A negative number is an arc walked backwards (TopoJSON).
            own = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += own[1:] if points else own
        return points

    if place["type"] == "Polygon":
        return [ring(numbers) for numbers in place["arcs"]]
    return [[ring(numbers) for numbers in part] for part in place["arcs"]]


def _shown(level: str, codes: set[str], within: str | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Places to draw and the ICSs around them: one service if every code given lies in it, else England."""
    places = outlines(level)
    own = [set(place["properties"]["trusts"]) for place in places if place["id"] in codes]
    if not own:
        raise _core.AmbicsError(f"no code of the table is {'an' if level in ('ics', 'area') else 'a'} {LEVELS[level]}")
    common = set.intersection(*own)
    trust = within if within is not None else (min(common) if len(common) == 1 else None)
    if trust is not None and trust not in {place["id"] for place in outlines("trust")}:
        raise _core.AmbicsError(f"there is no service {trust!r}; within takes a code such as RYF")
    around = [] if level in ("ics", "trust") else outlines("ics")
    if trust is None:
        return places, around
    return (
        [place for place in places if trust in place["properties"]["trusts"] or place["id"] in codes],
        [place for place in around if trust in place["properties"]["trusts"]],
    )


def _rows(frame: pl.DataFrame, value: str, code: str) -> dict[str, dict[str, Any]]:
    lacking = [name for name in (value, code) if name not in frame.columns]
    if lacking:
        raise _core.AmbicsError(f"the table has no column {lacking[0]!r}; its columns: {', '.join(frame.columns)}")
    if frame[code].n_unique() != frame.height:
        raise _core.AmbicsError(f"a place stands twice in column {code!r}: a map takes one row a place")
    return {row[code]: row for row in frame.to_dicts()}


def _colour(values: list[float], diverging: bool, unit: str) -> Any:
    import altair as alt

    if diverging:
        most = max((abs(own) for own in values), default=0.0) or 1.0
        scale = alt.Scale(domain=[-most, 0, most], range=[BLUE, "#f7f7f7", ORANGE], interpolate="rgb")
    else:
        scale = alt.Scale(range=[LIGHT, DARK], zero=False)
    return alt.Color("value:Q", title=unit, scale=scale)


def _features(
    places: list[dict[str, Any]], rows: dict[str, dict[str, Any]], value: str, interval: tuple[str, str] | None
) -> list[dict[str, Any]]:
    features = []
    for place in places:
        row = rows.get(place["id"], {})
        found = row.get(value)
        low, high = (row.get(name) for name in interval) if interval else (None, None)
        told = low is None or high is None or not low <= 0 <= high
        note = "no value" if found is None else "told apart from no change" if told else "not told apart from no change"
        features.append(
            {
                "type": "Feature",
                "geometry": place["geometry"],
                "code": place["id"],
                "name": row.get("area_name") or place["properties"]["name"],
                "value": found,
                "low": low,
                "high": high,
                "told": told,
                "note": note,
            }
        )
    return features


def _text(features: list[dict[str, Any]]) -> Any:
    """Features as one string: altair would check every coordinate of a list against its schema, which takes half a minute for areas."""
    alt, _ = libraries()
    return alt.InlineData(values=json.dumps(features), format=alt.DataFormat(type="json"))


def _height(features: list[dict[str, Any]]) -> int:
    """Pixels that the places need at `WIDTH`: no empty page above and below a wide service."""
    rings = [ring for own in features for part in _parts(own["geometry"]) for ring in part]
    east, north = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    wide: float = (max(east) - min(east)) * math.cos(math.radians((max(north) + min(north)) / 2))
    return int(round(min(620, max(240, WIDTH * (max(north) - min(north)) / wide))))


def _parts(geometry: dict[str, Any]) -> list[Any]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def _words(features: list[dict[str, Any]], title: str, unit: str) -> str:
    known = sorted((own for own in features if own["value"] is not None), key=lambda own: own["value"])
    if not known:
        return f"{title}. No place has a value."
    ends = (
        f"Least {known[0]['name']}: {known[0]['value']:.4g}; most {known[-1]['name']}: {known[-1]['value']:.4g} {unit}"
    )
    return f"{title}. {len(known)} of {len(features)} places have a value. {ends}."


def choropleth(
    frame: pl.DataFrame | Any,
    level: str = "ics",
    value: str = "value",
    *,
    code: str = "area_code",
    title: str = "",
    unit: str = "",
    diverging: bool = False,
    interval: tuple[str, str] | None = None,
    within: str | None = None,
) -> alt.LayerChart:
    """Colour places by a column of a table.

    Parameters
    ----------
    frame : frame
        One row a place; null or no row is drawn grey, as suppressed values are.
    level : str, default "ics"
        "ics", "trust", "district" or "area" (MSOA 2021; cells drawn by us).
    value : str, default "value"
        The column that colours.
    code : str, default "area_code"
        The column of codes: ODS for systems and services, ONS for districts and areas.
    title, unit : str, optional
        Words above the map and beside its colours.
    diverging : bool, default False
        Two colours with white at 0, for differences.
    interval : tuple of str, optional
        Columns of the lower and upper end; a place whose interval holds 0 is drawn pale with a dashed border.
    within : str, optional
        A service's code: the map shows it alone. Not given, a table that lies in one service shows that one, else England.

    Returns
    -------
    altair.LayerChart
        `.save("map.png")` or, with tooltips, `.save("map.html", inline=True)`: both without a network.

    Raises
    ------
    AmbicsError
        If a code stands twice or is unknown, a column is missing, or there is no such level.

    Examples
    --------
    >>> import polars as pl
    >>> from ambics import maps
    >>> frame = pl.DataFrame({"area_code": ["QVV", "QJK"], "value": [32.0, 36.0]})
    >>> maps.choropleth(frame, title="Minutes", unit="min").to_dict()["title"]["text"]
    'Minutes'
    """
    alt, pl = libraries()
    rows = _rows(pl.DataFrame(frame), value, code)
    for name in interval or ():
        if name not in next(iter(rows.values()), {name: 0}):
            raise _core.AmbicsError(f"the table has no column {name!r}")
    places, around = _shown(level, set(rows), within)
    features = _features(places, rows, value, interval)
    known = [own["value"] for own in features if own["value"] is not None]
    title = title or f"{value} by {LEVELS[level]}"
    notes = []
    if len(known) < len(features):
        notes.append(f"Grey: no value ({len(features) - len(known)} places)")
    if interval:
        notes.append("Pale with a dashed border: not told apart from no change")
    if level == "area":
        notes.append(CELLS)
    tooltip = [alt.Tooltip("name:N"), alt.Tooltip("code:N"), alt.Tooltip("value:Q", title=unit or value, format=".4~g")]
    if interval:
        tooltip += [alt.Tooltip("low:Q", format=".4~g"), alt.Tooltip("high:Q", format=".4~g"), alt.Tooltip("note:N")]
    line = 0.1 if level == "area" else 0.5
    base = alt.Chart().encode(tooltip=tooltip)
    colour = _colour(known, diverging, unit or value)
    layers = [
        base.transform_filter("datum.value === null").mark_geoshape(fill=NO_VALUE, stroke="white", strokeWidth=line),
        base.transform_filter("datum.value !== null && datum.told")
        .mark_geoshape(stroke=GREY, strokeWidth=line)
        .encode(color=colour),
        base.transform_filter("datum.value !== null && !datum.told")
        .mark_geoshape(stroke=GREY, strokeWidth=line, strokeDash=[2, 2], fillOpacity=0.35)
        .encode(color=colour),
    ]
    if around:
        lines = [{"type": "Feature", "geometry": own["geometry"]} for own in around]
        # An outline takes no tooltip of the place below it.
        layers.append(alt.Chart(_text(lines)).mark_geoshape(filled=False, stroke=GREY, strokeWidth=0.9, tooltip=None))
    return (
        alt.layer(*layers, data=_text(features))
        .project(type="transverseMercator", rotate=[2, 0, 0])
        .properties(
            title=alt.TitleParams(text=title, subtitle=[*notes, ATTRIBUTION], anchor="start", subtitleFontSize=10),
            width=WIDTH,
            height=_height(features),
            description=f"{_words(features, title, unit)} {'. '.join(notes)}{'.' if notes else ''}",
        )
    )


def of(
    result: Result,
    category: str = "C2",
    statistic: str = "mean",
    level: str = "ics",
    *,
    arm: str | None = None,
    change: bool = False,
) -> alt.LayerChart:
    """Draw response times of one arm by place, or their change against the first arm.

    Parameters
    ----------
    result : Result
        A run or, for changes, a comparison.
    category : str, default "C2"
        C1, C1T, C2, C3, C4 or Other.
    statistic : str, default "mean"
        "mean" or "p90".
    level : str, default "ics"
        "ics", "trust" or "district". No result has waits by area (MSOA): too few incidents fall in one.
    arm : str, optional
        The first if not given; with `change` the first that is compared.
    change : bool, default False
        The change against the first arm; pale where the 95% interval holds 0.

    Returns
    -------
    altair.LayerChart
        Minutes, or minutes of change.

    Raises
    ------
    AmbicsError
        If the result has no such figure, or one arm only while changes are asked for.

    Examples
    --------
    >>> import ambics
    >>> from ambics import maps
    >>> south_west = ambics.demo("RYF").with_({"run.days": 1})
    >>> maps.of(south_west.run(replications=1, progress=False)).to_dict()["title"]["text"]
    '...C2 mean by ICS'
    """
    _, pl = libraries()
    if level == "area":
        raise _core.AmbicsError(
            "a result has no waits by area: take level 'district', or maps.choropleth with a table by area"
        )
    table = "difference" if change else "summary"
    if table not in result.tables:
        raise _core.AmbicsError("there is one arm only: ambics.compare gives differences")
    own = pl.DataFrame(getattr(result, table))
    arms = own["arm"].unique(maintain_order=True).to_list()
    chosen = arms[0] if arm is None else arm
    own = own.filter(
        (pl.col("arm") == chosen)
        & (pl.col("category") == category)
        & (pl.col("statistic") == statistic)
        & (pl.col("level") == level)
    )
    if own.is_empty():
        raise _core.AmbicsError(f"no {table} of {chosen!r}, {category} {statistic} by {level}; arms: {', '.join(arms)}")
    if change:
        title = f"{chosen}: change of the {category} {statistic} by {LEVELS[level]}"
        own = own.with_columns((pl.col("difference_s", "low_s", "high_s") / 60).name.replace("_s$", "_min"))
        ends = ("low_min", "high_min")
        drawn = choropleth(own, level, "difference_min", title=title, unit="minutes", diverging=True, interval=ends)
    else:
        own = own.with_columns((pl.col("mean_s") / 60).alias("minutes"))
        title = f"{chosen}: {category} {statistic} by {LEVELS[level]}"
        drawn = choropleth(own, level, "minutes", title=title, unit="minutes")
    told: alt.LayerChart = drawn.properties(description=f"{drawn.description} {SYNTHETIC}.")
    return told
