"""The network law of driving times as the program compiles it, over the points of a check."""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from region_io import read_csv
from region_network import plane

INTERCHANGE_M, NEAREST = 2_500.0, 3
CUT_OFF_MIN = 150.0


class Network:
    """Links, trunk points and densities of a region's tables."""

    def __init__(self, region):
        areas = read_csv(region / "areas.csv")
        self.at = plane([a["lon"] for a in areas], [a["lat"] for a in areas])
        self.mass = np.array([a["land_mass"] for a in areas])
        self.rural = np.array([a["rural_urban"] == "rural" for a in areas])
        self.code = np.array([a["area_code"] for a in areas])
        row = {a["area_code"]: k for k, a in enumerate(areas)}
        links = read_csv(region / "area_links.csv")
        self.links = np.array([(row[r["from_area"]], row[r["to_area"]]) for r in links])
        self.links_people = np.array([float(r["people_per_km2"]) for r in links])
        self.area_people = around(self.links, self.links_people, len(areas))
        self.read_trunk(read_csv(region / "trunk_points.csv"), row)
        self.tree = cKDTree(self.at)

    def read_trunk(self, points, row):
        """Sides along each road, ways on and off, and interchanges; nodes follow the areas."""
        first = len(row)
        at = plane([p["lon"] for p in points], [p["lat"] for p in points])
        self.node_at = np.concatenate([self.at, at])
        people = np.array([float(p["people_per_km2"]) for p in points])
        chain = np.array([p["chain"] for p in points])
        on = np.flatnonzero(chain[1:] == chain[:-1])
        self.sides = np.stack([on, on + 1], 1) + first
        self.sides_people = np.sqrt(people[on] * people[on + 1])
        self.is_motorway = np.array([p["kind"] == "motorway" for p in points])[on]
        ways = [(k, row[p[f"area_{j}"]]) for k, p in enumerate(points) for j in (1, 2, 3) if p[f"area_{j}"]]
        self.ways = np.add(ways, [first, 0])
        self.ways_people = np.sqrt(people[self.ways[:, 0] - first] * self.area_people[self.ways[:, 1]])
        pairs = cKDTree(at).query_pairs(INTERCHANGE_M, output_type="ndarray")
        beside = (chain[pairs[:, 0]] == chain[pairs[:, 1]]) & (abs(pairs[:, 0] - pairs[:, 1]) == 1)
        self.interchanges = pairs[~beside] + first

    def km(self, ends):
        """Length of links, km."""
        return np.hypot(*(self.node_at[ends[:, 0]] - self.node_at[ends[:, 1]]).T) / 1000

    def minutes(self, law, trunk=True):
        """Links with their minutes: areas, then trunk roads if wanted."""
        parts = [(self.links, 60 * self.km(self.links) / law.local(self.links_people))]
        if trunk:
            speed = np.where(self.is_motorway, law.motorway, law.dual)
            speed = speed * np.minimum(1.0, (self.sides_people / 1000) ** -law.crowding)
            on = law.ramp_s / 60 + law.access_detour * 60 * self.km(self.ways) / law.local(self.ways_people)
            parts += [(self.sides, 60 * self.km(self.sides) / speed), (self.ways, on)]
            change = law.ramp_s / 60 + law.access_detour * 60 * self.km(self.interchanges) / law.dual
            parts.append((self.interchanges, change))
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])

    def drives(self, law, units, points, trunk=True):
        """Minutes between every unit and every point: each joins the network at its three nearest areas."""
        ends, cost = self.minutes(law, trunk)
        n = len(self.node_at)
        graph = csr_matrix((np.tile(cost, 2), (ends.T.ravel(), ends[:, ::-1].T.ravel())), (n, n))
        gate, to_gate = self.gates(units, law)
        sources, where = np.unique(gate, return_inverse=True)
        over = dijkstra(graph, indices=sources, limit=CUT_OFF_MIN)[:, : len(self.at)]
        where = where.reshape(gate.shape)
        to_area = np.min([over[where[:, k]] + to_gate[:, [k]] for k in range(NEAREST)], 0)
        gate, to_gate = self.gates(points, law)
        return np.min([to_area[:, gate[:, k]] + to_gate[:, k] for k in range(NEAREST)], 0)

    def gates(self, points, law):
        """The nearest areas of points, and the minutes to them."""
        gap, area = self.tree.query(points, NEAREST)
        return area, law.access_detour * 60 * gap / 1000 / law.local(self.area_people[area])


def around(links, people, n):
    """The geometric mean of the densities of an area's links."""
    ends = links.T.ravel()
    total = np.bincount(ends, np.tile(np.log(people), 2), n)
    return np.exp(total / np.maximum(np.bincount(ends, minlength=n), 1))


class Law:
    """The numbers of network_speed.csv."""

    NAMES = ("motorway", "dual", "crowding", "access_detour", "ramp_s", "engine_s")

    def __init__(self, rows):
        local = sorted((float(r["people_per_km2"]), float(r["value"])) for r in rows if r["name"] == "local")
        self.knots = np.array([k for k, _ in local])
        self.speeds = np.array([v for _, v in local])
        for name in self.NAMES:
            setattr(self, name, next(float(r["value"]) for r in rows if r["name"] == name))

    def local(self, people):
        """Kilometres an hour off the trunk roads."""
        return np.exp(np.interp(np.log(people), np.log(self.knots), np.log(self.speeds)))
