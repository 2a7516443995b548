"""Maps: every place is there and where its people live; drawn without a network; small."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import zlib
from importlib import resources
from pathlib import Path
from typing import Any

import ambics
import polars as pl
import pytest
import vl_convert
from ambics import maps

REGION = Path(__file__).resolve().parents[2] / "scenarios/data/england-2022"
HOME = resources.files("ambics").joinpath("boundaries")
PLACES = {"ics": 42, "trust": 11, "district": 309, "area": 6856}
KEY = {"ics": "ics_code", "trust": "service_code", "district": "district_code", "area": "area_code"}


@pytest.fixture(scope="module")
def areas() -> list[dict[str, str]]:
    with (REGION / "areas.csv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def _polygons(place: dict[str, Any]) -> list[Any]:
    geometry = place["geometry"]
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def _inside(x: float, y: float, rings: list[Any]) -> bool:
    odd = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                odd = not odd
    return odd


def _km_to_border(x: float, y: float, rings: list[Any]) -> float:
    across, least = 111.32 * math.cos(math.radians(y)), math.inf
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            ux, uy, px, py = (bx - ax) * across, (by - ay) * 111.32, (x - ax) * across, (y - ay) * 111.32
            along = max(0.0, min(1.0, (px * ux + py * uy) / ((ux * ux + uy * uy) or 1)))
            least = min(least, math.hypot(px - along * ux, py - along * uy))
    return least


@pytest.mark.parametrize("level", PLACES)
def test_every_place_is_there_with_closed_rings(level: str, areas: list[dict[str, str]]) -> None:
    places = maps.outlines(level)
    assert len(places) == PLACES[level]
    assert {place["id"] for place in places} == {row[KEY[level]] for row in areas}
    for place in places:
        for ring in (ring for polygon in _polygons(place) for ring in polygon):
            assert len(ring) >= 4 and ring[0] == ring[-1], place["id"]


@pytest.mark.parametrize("level", PLACES)
def test_rings_turn_the_way_that_is_drawn_as_a_place_and_not_as_the_rest_of_the_globe(level: str) -> None:
    for place in maps.outlines(level):
        for polygon in _polygons(place):
            areas = [sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:])) for ring in polygon]
            assert areas[0] < 0 and all(hole > 0 for hole in areas[1:]), place["id"]


def _spans(places: list[dict[str, Any]], step: float) -> dict[int, list[tuple[float, float, str]]]:
    """From west to east, what each place covers of lines along latitudes `step` apart, halfway between steps."""
    found: dict[int, list[tuple[float, float, str]]] = {}
    for place in places:
        crossings: dict[int, list[float]] = {}
        for ring in (ring for polygon in _polygons(place) for ring in polygon):
            for (ax, ay), (bx, by) in zip(ring, ring[1:]):
                south, north = sorted((ay / step - 0.5, by / step - 0.5))
                for line in range(math.ceil(south), math.ceil(north)):
                    along = ((line + 0.5) * step - ay) / (by - ay)
                    crossings.setdefault(line, []).append(ax + along * (bx - ax))
        for line, xs in crossings.items():
            xs.sort()
            found.setdefault(line, []).extend((west, east, place["id"]) for west, east in zip(xs[::2], xs[1::2]))
    return {line: sorted(spans) for line, spans in found.items()}


# Thinned place by place they overlapped on 85 to 205 km2. What is narrow between districts is the Thames, the Tyne and the like.
@pytest.mark.parametrize(("level", "most_km2"), [("ics", 1), ("trust", 1), ("district", 10)])
def test_neighbours_neither_overlap_nor_leave_slivers(level: str, most_km2: float) -> None:
    step = 0.0031
    overlap = slivers = 0.0
    for line, spans in _spans(maps.outlines(level), step).items():
        km2 = 111.32**2 * math.cos(math.radians((line + 0.5) * step)) * step
        for (_, end, own), (start, east, other) in zip(spans, spans[1:]):
            overlap += max(0.0, min(end, east) - start) * km2
            slivers += (start - end) * km2 if own != other and 0 < start - end < 0.006 else 0
    assert overlap < 0.01 and slivers < most_km2, (overlap, slivers)


def test_a_border_of_two_systems_is_one_line_of_the_file() -> None:
    """Inland systems have no line of their own; each that touches another shares one with it."""
    places = json.loads(HOME.joinpath("ics.json").read_text(encoding="utf-8"))["objects"]["places"]["geometries"]
    owners: dict[int, set[str]] = {}
    for place in places:
        for rings in [place["arcs"]] if place["type"] == "Polygon" else place["arcs"]:
            for arc in (arc for ring in rings for arc in ring):
                owners.setdefault(max(arc, ~arc), set()).add(place["id"])
    assert {len(own) for own in owners.values()} == {1, 2}
    alone = {code for own in owners.values() if len(own) == 1 for code in own}
    inland = {place["id"] for place in places} - alone
    assert {"QHL", "QUA", "QWU", "QPM", "QT1", "QMJ", "QRV"} <= inland and not inland & {"QT6", "QJK", "QHM"}
    assert {frozenset(pair) for pair in (("QT6", "QJK"), ("QHL", "QUA"), ("QJK", "QVV"))} <= set(
        map(frozenset, owners.values())
    )


# A tenth of areas, each fixed by its place in the table: a code on the wrong outline would put hundreds outside.
@pytest.mark.parametrize(("level", "most_km"), [("ics", 3), ("trust", 3), ("district", 3), ("area", 3)])
def test_people_live_in_the_outline_of_their_code(level: str, most_km: float, areas: list[dict[str, str]]) -> None:
    known = {place["id"]: [ring for part in _polygons(place) for ring in part] for place in maps.outlines(level)}
    outside = []
    for row in areas[::10]:
        x, y, rings = float(row["lon"]), float(row["lat"]), known[row[KEY[level]]]
        if not _inside(x, y, rings):
            outside.append((row["area_code"], _km_to_border(x, y, rings)))
    assert len(outside) <= 14, outside
    assert max((km for _, km in outside), default=0) < most_km, outside


def test_the_files_are_small_and_those_of_their_source() -> None:
    told = HOME.joinpath("SOURCE.toml").read_text(encoding="utf-8")
    files = [HOME.joinpath(f"{level}.json").read_bytes() for level in PLACES]
    assert all(hashlib.sha256(file).hexdigest() in told for file in files)
    assert sum(len(zlib.compress(file, 9)) for file in files) < 500_000


def test_outlines_of_pages_are_those_of_their_source() -> None:
    """The command draws its own files, made of these: whoever changes one has to make the other again."""
    pages = REGION.parents[2] / "sim-cli/outlines"
    told = (pages / "SOURCE.toml").read_text(encoding="utf-8")
    files = [pages / f"{level}.csv" for level in ("district", "patch")]
    sources = [HOME.joinpath(f"{level}.json") for level in ("district", "ics", "trust")]
    assert all(hashlib.sha256(file.read_bytes()).hexdigest() in told for file in [*files, *sources])
    assert sum(len(zlib.compress(file.read_bytes(), 9)) for file in files) < 120_000
    for file, rows in zip(files, (309, 49)):
        codes = [line.split(",")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
        assert len(codes) == rows and codes == sorted(codes)


def _drawn(chart: Any) -> dict[str, dict[str, Any]]:
    spec = chart.to_dict()
    values = json.loads(spec["datasets"][spec["data"]["name"]])
    return {row["code"]: row for row in values}


def test_one_service_shows_itself_and_what_is_lacking_is_said() -> None:
    frame = pl.DataFrame({"area_code": ["QT6", "QJK", "QVV"], "change": [-60.0, 20.0, None]})
    frame = frame.with_columns(pl.Series("low", [-90.0, -10.0, None]), pl.Series("high", [-30.0, 50.0, None]))
    chart = maps.choropleth(frame, "ics", "change", title="Change", unit="s", diverging=True, interval=("low", "high"))
    rows = _drawn(chart)
    assert len(rows) == 7 and rows["QT6"]["told"] and not rows["QJK"]["told"] and rows["QVV"]["value"] is None
    spec = chart.to_dict()
    assert "Grey: no value (5 places)" in spec["title"]["subtitle"] and "2 of 7 places" in spec["description"]
    assert str([-60.0, 0, 60.0]) in str(spec), "white stands at 0"
    assert vl_convert.vegalite_to_png(spec)[:4] == b"\x89PNG"
    assert len(_drawn(maps.choropleth(pl.DataFrame({"area_code": ["QT6", "QHM"], "value": [1, 2]})))) == 42


def test_what_cannot_be_drawn_is_said() -> None:
    twice = pl.DataFrame({"area_code": ["QT6", "QT6"], "value": [1, 2]})
    for frame, level, words in [
        (twice, "ics", "twice"),
        (twice[:1], "ward", "ward"),
        (twice[:1], "district", "no code"),
    ]:
        with pytest.raises(ambics.AmbicsError, match=words):
            maps.choropleth(frame, level)


@pytest.mark.browser
def test_the_interactive_map_asks_the_network_for_nothing(page: Any, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    file = tmp_path / "map.html"
    frame = pl.DataFrame({"area_code": ["QT6", "QJK"], "value": [1.0, 2.0]})
    maps.choropleth(frame, unit="share").save(file, inline=True)
    page.goto(file.as_uri())
    page.wait_for_selector("canvas, svg.marks", timeout=20_000)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
