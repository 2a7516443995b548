"""The same city in SimPy once more, tuned by hand: the search is one loop without a call, and stages whose ends nobody
looks at share an event. The rules and the numbers are those of `city_simpy`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import simpy
from city import CONVEYED
from city_simpy import Incident, Replication


class TunedReplication(Replication):
    """A run that asks Python for as little as it can."""

    def closest(self, area: int, category: int) -> int:
        """The idle vehicle that would be there first; ties to the lowest row."""
        row, handicap = self.given.to[area], self.given.handicap[category]
        homes, way, now = self.given.homes, self.way, self.env.now
        chosen, least = -1, math.inf
        for vehicle in self.idle:
            leg = way[vehicle]
            if leg is None:
                cost = row[homes[vehicle]] + handicap
            elif now >= leg[1]:
                way[vehicle] = None
                cost = row[homes[vehicle]] + handicap
            else:
                cost = row[self.place(vehicle)]
            if cost < least or (cost == least and vehicle < chosen):
                chosen, least = vehicle, cost
        return chosen

    def work(self, vehicle: int, start: tuple[int, float], incident: Incident, category: int) -> Iterator[simpy.Event]:
        """Jobs of a vehicle with an event only where it is somewhere else or free."""
        env, rng, given = self.env, self.rng, self.given
        to, factor, wrap_up_s, on_scene = given.to, given.factor, given.city.wrap_up_s, given.on_scene
        place, before_s = start
        while True:
            since, area, counted = incident
            waited_s = env.now - since
            yield env.timeout(before_s + to[area][place] * factor[category])
            if counted:
                self.responded(category, env.now - since, waited_s)
            stay_s, place = rng.lognormvariate(*on_scene) + wrap_up_s, area
            if rng.random() < CONVEYED:
                place = given.hospital[area]
                stay_s += to[place][area] + given.handover.at(rng.random())
            yield env.timeout(stay_s)
            category = next((row for row, line in enumerate(self.queue) if line), -1)
            if category < 0:
                break
            incident, before_s = self.queue[category].popleft(), 0.0
        home = given.homes[vehicle]
        self.way[vehicle] = None if place == home else (env.now, env.now + to[home][place], place)
        self.idle.add(vehicle)
