"""The reference city: plain numbers, from which every program of this folder builds the same model.

A square of areas 3 km wide, with stations, ambulances and emergency departments. All of it is invented, by the seed
below. Four of these cities side by side, under one ambulance service, are the city at four times its size.
"""

from __future__ import annotations

import bisect
import math
import random
from dataclasses import dataclass, replace

SEED = 20_240_110
CELL_KM = 3.0
MONTH_DAYS = 31
CATEGORIES = ("C1", "C2", "C3", "C4")
URGENT = ("C1", "C2")
MIX = (0.08, 0.55, 0.30, 0.07)
CONVEYED = 0.55
ORDINARY_KMH, LIGHTS_KMH, DETOUR = 38.0, 55.0, 1.3
LIGHTS_FACTOR = round(ORDINARY_KMH / LIGHTS_KMH, 4)
# A drive within an area: the mean way from the middle of a square to a point of it is 0.3826 of its side.
WITHIN_KM = 0.3826 * CELL_KM
ON_SCENE_S, ON_SCENE_CV = 2100.0, 0.43
HANDOVER_S, HANDOVER_SD_S = 1900.0, 1500.0
# The law of handover that ambics makes of published figures begins here, and its last mark is 1 - 1e-6.
LEAST_HANDOVER_S, LAST_MARK = 180.0, 1e-6
FIRST_HOUR = 4  # a run begins at 04:00 of a Monday
LEAD_IN_DAYS = 2


@dataclass(frozen=True)
class City:
    """A city and its load; places are rows of `areas`."""

    name: str
    areas: tuple[tuple[float, float], ...]  # km east and north
    residents: tuple[int, ...]
    stations: tuple[int, ...]
    hospitals: tuple[int, ...]
    ambulances: int
    per_day: int
    mobilise_s: int
    wrap_up_s: int
    within_s: int
    days: int
    replications: int

    @property
    def homes(self) -> list[int]:
        """The station's area of each ambulance, station by station."""
        each, more = divmod(self.ambulances, len(self.stations))
        return [area for row, area in enumerate(self.stations) for _ in range(each + (row < more))]

    @property
    def month(self) -> tuple[int, ...]:
        """Incidents of a month by category, the only form in which ambics takes demand."""
        return tuple(round(share * self.per_day * MONTH_DAYS) for share in MIX)

    @property
    def seconds(self) -> list[list[int]]:
        """Whole seconds of ordinary driving, `[from][to]`."""
        law = 3600.0 * DETOUR / ORDINARY_KMH
        rows = [[round(law * math.dist(a, b)) for b in self.areas] for a in self.areas]
        for row in range(len(rows)):
            rows[row][row] = self.within_s
        return rows


def hour_shares() -> list[float]:
    """Share of a day's incidents in each hour: low before dawn, high from late morning to evening."""
    turn = [2 * math.pi * (hour + 0.5) / 24 for hour in range(24)]
    raw = [1 - 0.34 * math.cos(t - 0.9) - 0.12 * math.cos(2 * t - 0.4) for t in turn]
    return [round(value / sum(raw), 6) for value in raw]


def _greedy(areas: list[tuple[float, float]], people: list[int], wanted: int) -> list[int]:
    """Places one after the other, each where it shortens people's way to the nearest most; ties to the lowest."""
    way, chosen = [1e9] * len(areas), []
    for _ in range(wanted):
        after = [[min(w, math.dist(at, site)) for w, at in zip(way, areas, strict=True)] for site in areas]
        total = [sum(n * w for n, w in zip(people, ways, strict=True)) for ways in after]
        chosen.append(total.index(min(total)))
        way = after[chosen[-1]]
    return chosen


def city(per_day: int = 360, name: str = "city") -> City:
    """The city: 100 areas, 20 stations, 60 ambulances, 5 emergency departments."""
    side, rng = 10, random.Random(SEED)
    areas = [((i + 0.5) * CELL_KM, (j + 0.5) * CELL_KM) for i in range(side) for j in range(side)]
    middle = (side * CELL_KM / 2,) * 2
    weight = [math.exp(-math.dist(at, middle) / (0.35 * side * CELL_KM)) * rng.uniform(0.7, 1.3) for at in areas]
    people = [round(1_000_000 * w / sum(weight)) for w in weight]
    stations = _greedy(areas, people, 20)
    within_s = round(3600.0 * DETOUR / ORDINARY_KMH * WITHIN_KM)
    return City(
        name=name,
        areas=tuple(areas),
        residents=tuple(people),
        stations=tuple(sorted(stations)),
        hospitals=tuple(sorted(stations[:5])),
        ambulances=60,
        per_day=per_day,
        mobilise_s=60,
        wrap_up_s=0,
        within_s=within_s,
        days=70,
        replications=12,
    )


def busy_city() -> City:
    """The same city at 850 incidents a day: about 65% of the ambulances' time, so that incidents wait."""
    return replace(city(per_day=850, name="busy-city"), days=35, replications=20)


def four_cities() -> City:
    """Four cities side by side under one service: 400 areas, 80 stations, 240 ambulances, 20 departments."""
    one = city()
    width, n = 10 * CELL_KM, len(one.areas)
    corners = [(east * width, north * width) for east in range(2) for north in range(2)]
    tiled = [(copy * n, corner) for copy, corner in enumerate(corners)]
    return replace(
        one,
        name="four-cities",
        areas=tuple((x + east, y + north) for _, (east, north) in tiled for x, y in one.areas),
        residents=one.residents * 4,
        stations=tuple(first + area for first, _ in tiled for area in one.stations),
        hospitals=tuple(first + area for first, _ in tiled for area in one.hospitals),
        ambulances=4 * one.ambulances,
        per_day=4 * one.per_day,
        replications=6,
    )


def one_place() -> City:
    """The busy city without space: one area, no driving; a fixed wrap-up stands for the drives of a job."""
    return replace(
        city(per_day=850, name="one-place"),
        areas=((2.0, 2.0),),
        residents=(1_000_000,),
        stations=(0,),
        hospitals=(0,),
        mobilise_s=0,
        wrap_up_s=900,
        within_s=0,
        days=35,
        replications=20,
    )


def all_cities() -> list[City]:
    """The four cities of the table, in its order."""
    return [city(), busy_city(), four_cities(), one_place()]


@dataclass(frozen=True)
class Handover:
    """A law of handover: linear between knots of (probability, seconds), then an exponential tail."""

    knots: tuple[tuple[float, float], ...]
    tail_s: float

    def at(self, mark: float) -> float:
        """Seconds at a mark in [0, 1)."""
        after = bisect.bisect_right(self.knots, (mark, math.inf))
        p0, s0 = self.knots[after - 1]
        if after < len(self.knots):
            p1, s1 = self.knots[after]
            return s0 + (mark - p0) * (s1 - s0) / (p1 - p0)
        return s0 - self.tail_s * math.log(max(1 - mark, LAST_MARK) / (1 - p0))


def handover_month(conveyed: int) -> dict[str, int]:
    """What a service would publish of log-normal handovers: how many took over 15, 30 and 60 minutes; 90th centile."""
    sigma = math.sqrt(math.log1p((HANDOVER_SD_S / HANDOVER_S) ** 2))
    middle = math.log(HANDOVER_S) - sigma**2 / 2
    over = {m: 0.5 * math.erfc((math.log(60 * m) - middle) / sigma / math.sqrt(2)) for m in (15, 30, 60)}
    counts = {f"over_{m}_n": round(share * conveyed) for m, share in over.items()}
    return counts | {"mean_s": round(HANDOVER_S), "p90_s": round(math.exp(middle + 1.281552 * sigma))}


def handover(here: City) -> Handover:
    """The law that ambics makes of those figures (its handover.rs and docs/data.md), made here a second time."""
    conveyed = sum(round(CONVEYED * n) for n in here.month)
    month = handover_month(conveyed)
    points = [(1 - month[f"over_{m}_n"] / conveyed, 60.0 * m) for m in (15, 30, 60)]
    points.append((0.9, float(month["p90_s"])))
    knots = [(0.0, LEAST_HANDOVER_S)]
    for p, s in sorted(points, key=lambda point: point[1]):
        if p > knots[-1][0] and s > knots[-1][1]:
            knots.append((p, s))
    body = sum((p1 - p0) * (s0 + s1) / 2 for (p0, s0), (p1, s1) in zip(knots, knots[1:], strict=False))
    p, s = knots[-1]
    return Handover(tuple(knots), (month["mean_s"] - body) / (1 - p) - s)
