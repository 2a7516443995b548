"""Synthetic ambulance stations: how many per service, and where (a weighted p-median)."""

import math

import numpy as np

from region_io import number, project

PUBLISHED = {"RYF": 96, "RRU": 70, "RX9": 67, "RX6": 60}
FEWEST = {"R1F": 2}


def station_counts(areas, services):
    """Stations per service: published where known, else a x residents^0.5 x km2^0.5 with a fitted to the published four."""
    size = {s: math.sqrt(residents_of(areas, s) * land_of(areas, s)) for s in services}
    log_a = sum(math.log(n / size[s]) for s, n in PUBLISHED.items()) / len(PUBLISHED)
    fitted = {s: round(math.exp(log_a) * size[s]) for s in services}
    counts = {s: PUBLISHED.get(s, max(FEWEST.get(s, 1), fitted[s])) for s in services}
    return counts, math.exp(log_a)


def residents_of(areas, service):
    """Residents of a service."""
    return sum(a["residents"] for a in areas if a["service_code"] == service)


def land_of(areas, service):
    """Land of a service in km2."""
    return sum(float(a["land_km2"]) for a in areas if a["service_code"] == service)


def stations(areas, services):
    """Rows of stations.csv, and a note of count and mean resident distance per service."""
    counts, scale = station_counts(areas, services)
    rows, notes = [], []
    for service in services:
        own = sorted((a for a in areas if a["service_code"] == service), key=lambda a: a["area_code"])
        chosen, total = choose_by_land_mass(own, counts[service])
        chosen.sort(key=lambda a: a["area_code"])
        rows += [station_row(service, n, area) for n, area in enumerate(chosen, 1)]
        mean_km = total / sum(a["residents"] for a in own) / 1000
        notes.append(f"{service} {len(chosen)} ({number(mean_km, 2)} km)")
    return rows, notes, scale


def station_row(service, n, area):
    """One row of stations.csv: a station at the centroid of its area."""
    return {
        "station_code": f"{service}-S{n:03d}",
        "service_code": service,
        "ics_code": area["ics_code"],
        "area_code": area["area_code"],
        "lon": area["lon"],
        "lat": area["lat"],
        "data_tier": "synthetic",
    }


def choose_by_land_mass(areas, p):
    """Choose `p` areas: one for each small land mass, the rest on the one with most residents."""
    masses = sorted(
        {a["land_mass"] for a in areas}, key=lambda m: -sum(a["residents"] for a in areas if a["land_mass"] == m)
    )
    chosen, total = [], 0
    for mass in masses:
        part = [a for a in areas if a["land_mass"] == mass]
        wanted = p - (len(masses) - 1) if mass == masses[0] else 1
        picks, objective = p_median([a["residents"] for a in part], distances(part), wanted)
        chosen += [part[i] for i in picks]
        total += objective
    return chosen, total


def distances(areas):
    """Straight-line distances between area centroids in whole metres, so that every sum below is exact."""
    east, north = project([float(a["lon"]) for a in areas], [float(a["lat"]) for a in areas])
    return np.rint(np.hypot(east[:, None] - east[None, :], north[:, None] - north[None, :])).astype(np.int64)


def p_median(weights, metres, p):
    """Greedy addition, then best vertex substitution until none improves (Teitz and Bart 1968; Whitaker 1983).

    Ties go to the lowest index. Returns the chosen indices in order and the weighted distance in metres.
    """
    weight = np.asarray(weights, np.int64)
    chosen, nearest = [], np.full(len(weight), metres.max() + 1, np.int64)
    for _ in range(min(p, len(weight))):
        cost = (weight[:, None] * np.minimum(nearest[:, None], metres)).sum(axis=0)
        cost[chosen] = np.iinfo(np.int64).max
        chosen.append(int(cost.argmin()))
        nearest = np.minimum(nearest, metres[:, chosen[-1]])
    while (swap := best_swap(weight, metres, chosen)) is not None:
        chosen[swap[0]] = swap[1]
    return sorted(chosen), int((weight * metres[:, chosen].min(axis=1)).sum())


def best_swap(weight, metres, chosen):
    """The (position out, index in) that lowers the weighted distance most, or `None`."""
    if len(chosen) >= len(weight):
        return None
    to_chosen = metres[:, chosen]
    order = np.argsort(to_chosen, axis=1, kind="stable")
    closest = order[:, 0]
    first = np.take_along_axis(to_chosen, order[:, :1], axis=1)
    second = (
        np.take_along_axis(to_chosen, order[:, 1:2], axis=1)
        if len(chosen) > 1
        else np.full_like(first, metres.max() + 1)
    )
    with_new = np.minimum(first, metres)
    gain = (weight[:, None] * (with_new - first)).sum(axis=0)
    penalty = weight[:, None] * (np.minimum(second, metres) - with_new)
    loss = np.zeros((len(chosen), len(weight)), np.int64)
    np.add.at(loss, closest, penalty)
    change = loss + gain[None, :]
    change[:, chosen] = 0
    position, entering = np.unravel_index(change.argmin(), change.shape)
    return (int(position), int(entering)) if change[position, entering] < 0 else None
