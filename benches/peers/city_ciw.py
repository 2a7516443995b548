"""The city without space in Ciw: four classes with priorities, the ambulances as servers, a job as one service."""

from __future__ import annotations

import math
import random

import ciw
from city import (
    CATEGORIES,
    CONVEYED,
    FIRST_HOUR,
    LEAD_IN_DAYS,
    MONTH_DAYS,
    ON_SCENE_CV,
    ON_SCENE_S,
    City,
    Handover,
    handover,
    hour_shares,
)

DAY_S = 86_400.0
# Arrivals go on after the window for as long as somebody of it could still wait.
RUN_ON_S = 21_600.0


class Job(ciw.dists.Distribution):
    """Time on scene, handover of those who are conveyed, and a fixed wrap-up."""

    def __init__(self, law: Handover, wrap_up_s: float) -> None:
        variance = math.log1p(ON_SCENE_CV**2)
        self.on_scene = (math.log(ON_SCENE_S) - variance / 2, math.sqrt(variance))
        self.law, self.wrap_up_s = law, wrap_up_s

    def sample(self, t: float | None = None, ind: ciw.Individual | None = None) -> float:
        """Seconds of one job."""
        handed = self.law.at(random.random()) if random.random() < CONVEYED else 0.0
        return random.lognormvariate(*self.on_scene) + handed + self.wrap_up_s


def _arrivals(per_month: int, until_s: float) -> ciw.dists.Distribution:
    """Poisson arrivals at a rate that changes with the hour."""
    shares = hour_shares()
    per_hour = [per_month / MONTH_DAYS * shares[(hour + FIRST_HOUR) % 24] / sum(shares) for hour in range(24)]
    ends = [3600.0 * (hour + 1) for hour in range(24)]
    return ciw.dists.PoissonIntervals([n / 3600 for n in per_hour], ends, until_s)


def replication(here: City, law: Handover, seed: int) -> list[tuple[int, float, float]]:
    """Number, mean response and mean wait of each category: without space they are the same."""
    ciw.seed(seed)
    begin = LEAD_IN_DAYS * DAY_S
    end = begin + here.days * DAY_S
    until = end + RUN_ON_S
    network = ciw.create_network(
        arrival_distributions={name: [_arrivals(n, until)] for name, n in zip(CATEGORIES, here.month, strict=True)},
        service_distributions={name: [Job(law, here.wrap_up_s)] for name in CATEGORIES},
        number_of_servers=[here.ambulances],
        priority_classes={name: row for row, name in enumerate(CATEGORIES)},
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until)
    waits = {name: [] for name in CATEGORIES}
    for record in simulation.get_all_records():
        if begin <= record.arrival_date < end:
            waits[record.customer_class].append(record.waiting_time)
    means = {name: sum(own) / max(len(own), 1) for name, own in waits.items()}
    return [(len(waits[name]), means[name], means[name]) for name in CATEGORIES]


def simulate(here: City, seed: int) -> list[list[tuple[int, float, float]]]:
    """Every replication of a city of one place: (number, mean response, mean wait) of each category."""
    law = handover(here)
    return [replication(here, law, 1_000 * seed + row) for row in range(here.replications)]
