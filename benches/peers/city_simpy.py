"""The city in SimPy, as an analyst would write it: one process for the arrivals, one for each job.

Only what the rules ask for is simulated. Whoever drives home has no process: where it is is worked out when somebody
asks. Python's own structures hold the idle vehicles and the queue, since SimPy's resources know no distance.
"""

from __future__ import annotations

import bisect
import itertools
import math
import random
from collections import deque
from collections.abc import Iterator

import simpy
from city import (
    CATEGORIES,
    CELL_KM,
    CONVEYED,
    FIRST_HOUR,
    LEAD_IN_DAYS,
    LIGHTS_FACTOR,
    MONTH_DAYS,
    ON_SCENE_CV,
    ON_SCENE_S,
    URGENT,
    City,
    handover,
    hour_shares,
)

DAY_S = 86_400.0
# Since when it waits, where, and whether it is of the measured window.
Incident = tuple[float, int, bool]


class Given:
    """What stays the same in every replication, made once."""

    def __init__(self, here: City) -> None:
        self.city = here
        seconds = here.seconds
        self.to = [[row[area] for row in seconds] for area in range(len(seconds))]  # [to][from]
        self.homes = here.homes
        self.grid = {(int(x / CELL_KM), int(y / CELL_KM)): row for row, (x, y) in enumerate(here.areas)}
        self.people = list(itertools.accumulate(here.residents))
        self.mix = list(itertools.accumulate(here.month))
        per_second = sum(here.month) / MONTH_DAYS / DAY_S
        shares = hour_shares()
        clock = [shares[(hour + FIRST_HOUR) % 24] for hour in range(24)]
        self.rate = [per_second * 24 * share / sum(shares) for share in clock]
        self.factor = [LIGHTS_FACTOR if name in URGENT else 1.0 for name in CATEGORIES]
        # A crew at its station counts as so much farther off, in whole seconds of ordinary driving.
        self.handicap = [int(here.mobilise_s / factor) for factor in self.factor]
        self.hospital = [min(here.hospitals, key=lambda h, a=area: seconds[a][h]) for area in range(len(seconds))]
        variance = math.log1p(ON_SCENE_CV**2)
        self.on_scene = (math.log(ON_SCENE_S) - variance / 2, math.sqrt(variance))
        self.handover = handover(here)


class Replication:
    """One run of a city: vehicles are rows of `homes`, places are rows of `areas`."""

    def __init__(self, given: Given, seed: int) -> None:
        self.given, self.rng = given, random.Random(seed)
        self.env = simpy.Environment()
        self.idle = set(range(len(given.homes)))
        # Of an idle vehicle that drives home: when it set off, when it is there, from which place. Else none.
        self.way: list[tuple[float, float, int] | None] = [None] * len(given.homes)
        self.queue: list[deque[Incident]] = [deque() for _ in CATEGORIES]
        self.begin = LEAD_IN_DAYS * DAY_S
        self.end = self.begin + given.city.days * DAY_S
        self.open = 0
        self.count = [0] * len(CATEGORIES)
        self.response_s = [0.0] * len(CATEGORIES)
        self.wait_s = [0.0] * len(CATEGORIES)

    def run(self) -> list[tuple[int, float, float]]:
        """Number, mean response and mean wait of each category; everyone of the window is waited for."""
        self.env.process(self.arrivals())
        self.env.run(until=self.end)
        while self.open:
            self.env.run(until=self.env.now + 600)
        sums = zip(self.count, self.response_s, self.wait_s, strict=True)
        return [(n, response / max(n, 1), wait / max(n, 1)) for n, response, wait in sums]

    def arrivals(self) -> Iterator[simpy.Event]:
        """Incidents at a rate that changes with the hour."""
        env, rng, rate = self.env, self.rng, self.given.rate
        people, mix = self.given.people, self.given.mix
        while True:
            yield env.timeout(self.until_next(rate))
            area = bisect.bisect_right(people, rng.random() * people[-1])
            category = bisect.bisect_right(mix, rng.random() * mix[-1])
            counted = self.begin <= env.now < self.end
            self.open += counted
            if self.idle:
                self.send(self.closest(area, category), (env.now, area, counted), category)
            else:
                self.queue[category].append((env.now, area, counted))

    def until_next(self, rate: list[float]) -> float:
        """Seconds until the next incident: what an exponential mark is used up by, hour by hour."""
        now = at = self.env.now
        left = self.rng.expovariate(1.0)
        while True:
            hour = int(at // 3600)
            here, ends = rate[hour % 24], (hour + 1) * 3600.0
            if left < here * (ends - at):
                return at + left / here - now
            left -= here * (ends - at)
            at = ends

    def closest(self, area: int, category: int) -> int:
        """The idle vehicle that would be there first; ties to the lowest row."""
        row, handicap = self.given.to[area], self.given.handicap[category]
        chosen, least = -1, math.inf
        for vehicle in self.idle:
            cost = row[self.place(vehicle)] + (0 if self.is_on_the_road(vehicle) else handicap)
            if cost < least or (cost == least and vehicle < chosen):
                chosen, least = vehicle, cost
        return chosen

    def is_on_the_road(self, vehicle: int) -> bool:
        """Whether an idle vehicle is still on its way home."""
        leg = self.way[vehicle]
        return leg is not None and self.env.now < leg[1]

    def place(self, vehicle: int) -> int:
        """The area of an idle vehicle: its station's, or the one that it has reached on the straight line home."""
        home = self.given.homes[vehicle]
        if not self.is_on_the_road(vehicle):
            return home
        left, there, origin = self.way[vehicle]
        (x, y), (to_x, to_y) = self.given.city.areas[origin], self.given.city.areas[home]
        share = (self.env.now - left) / (there - left)
        return self.given.grid[int((x + share * (to_x - x)) / CELL_KM), int((y + share * (to_y - y)) / CELL_KM)]

    def send(self, vehicle: int, incident: Incident, category: int) -> None:
        """An idle vehicle goes: from its station after mobilisation, from the road at once."""
        self.idle.discard(vehicle)
        mobilise_s = 0 if self.is_on_the_road(vehicle) else self.given.city.mobilise_s
        self.env.process(self.work(vehicle, (self.place(vehicle), mobilise_s), incident, category))

    def work(self, vehicle: int, start: tuple[int, float], incident: Incident, category: int) -> Iterator[simpy.Event]:
        """Jobs of a vehicle, one after the other, until nobody waits; then it is on its way home."""
        env, rng, given = self.env, self.rng, self.given
        place, mobilise_s = start
        while True:
            since, area, counted = incident
            waited_s = env.now - since
            if mobilise_s:
                yield env.timeout(mobilise_s)
            yield env.timeout(given.to[area][place] * given.factor[category])
            if counted:
                self.responded(category, env.now - since, waited_s)
            place = area
            yield env.timeout(rng.lognormvariate(*given.on_scene))
            if rng.random() < CONVEYED:
                place = given.hospital[area]
                yield env.timeout(given.to[place][area])
                yield env.timeout(given.handover.at(rng.random()))
            if given.city.wrap_up_s:
                yield env.timeout(given.city.wrap_up_s)
            waits = [row for row, line in enumerate(self.queue) if line]
            if not waits:
                break
            category, mobilise_s = waits[0], 0
            incident = self.queue[category].popleft()
        self.way[vehicle] = (env.now, env.now + given.to[given.homes[vehicle]][place], place)
        if place == given.homes[vehicle]:
            self.way[vehicle] = None
        self.idle.add(vehicle)

    def responded(self, category: int, response_s: float, waited_s: float) -> None:
        """The clock of an incident of the window stops."""
        self.open -= 1
        self.count[category] += 1
        self.response_s[category] += response_s
        self.wait_s[category] += waited_s


def simulate(here: City, seed: int, kind: type[Replication] = Replication) -> list[list[tuple[int, float, float]]]:
    """Every replication of a city: (number, mean response, mean wait) of each category."""
    given = Given(here)
    return [kind(given, 1_000 * seed + row).run() for row in range(here.replications)]
