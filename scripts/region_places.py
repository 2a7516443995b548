"""Places: services, systems, patches, districts, neighbourhoods, areas, land masses and hospitals."""

import math
from collections import Counter, defaultdict

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.ops import transform, unary_union

from region_io import number, project

WIGHT_SERVICE, SCILLY_AREA = "R1F", "E02006781"
RADIUS_CAP_M, COAST_M, CLOSING_M = 4000.0, 3000.0, 2000.0
# Land borders cut out of the outer ring (longitude, latitude): Wales from the Dee to the Wye, Scotland from Gretna to Berwick.
WALES = [(-3.40, 51.63), (-2.62, 51.63), (-2.62, 53.245), (-3.40, 53.245)]
SCOTLAND = [
    (-3.10, 54.98),
    (-2.00, 54.98),
    (-2.00, 55.70),
    (-2.06, 55.77),
    (-2.045, 55.83),
    (-3.50, 55.83),
    (-3.50, 55.02),
]
CITY_OF_LONDON, DAYTIME_LOW, DAYTIME_HIGH = "E02000001", 0.7, 3.0
DAYTIME_PER_WORKING_SHARE, DAYTIME_PER_LOG_DENSITY = 3.0, 0.10


LEAD_NOTES = {
    "R1F": "Sole system of the service",
    "RX6": "Sole system of the service",
    "RX7": "999 contract notice 2026-27; four associates",
    "RX8": "999 contract notice 2026-27; joint with three systems",
    "RX9": "Before 2022 held by a predecessor of QJ2; no notice since",
    "RYA": "Named about 2021-22, before statutory boards",
    "RYD": "999 contract notice 2024-25",
    "RYE": "QU9 leads the 111 contract only",
    "RYF": "999 contract notice April 2025 to March 2027",
}


def services(reference):
    """Rows of services.csv without residents, which come from the areas."""
    return [
        {
            "service_code": r["ods"],
            "name": r["name"],
            "short_name": r["short_name"],
            "lead_ics_code": r["lead_icb_ods"] or None,
            "lead_basis": r["lead_icb_basis"] if r["lead_icb_ods"] else "not_found",
            "lead_note": LEAD_NOTES.get(r["ods"]),
            "published_stations": r["published_stations"] or None,
            "valid_from": None,
            "valid_to": None,
        }
        for r in sorted(reference.rows("geo/trusts.csv"), key=lambda r: r["ods"])
    ]


def icses(reference):
    """Rows of icses.csv: the 42 systems of July 2022 to April 2026."""
    return [
        {
            "ics_code": r["icb_ods"],
            "ons_code": r["ons_code_2022"],
            "name": r["name"],
            "short_name": r["short_name"],
            "nhs_region_code": r["nhs_region_ods"],
            "nhs_region_name": r["nhs_region"],
            "valid_from": "2022-07-01",
            "valid_to": None,
        }
        for r in sorted(reference.rows("geo/icbs.csv"), key=lambda r: r["icb_ods"])
    ]


ASSOCIATES = {"RX7": ("QOP", "QYG", "QHM", "QJ2"), "RX8": ("QF7", "QOQ", "QE1")}


def patches(reference, areas):
    """Rows of patches.csv: one for each pair of service and system, with the published shares beside."""
    residents = Counter()
    for a in areas:
        residents[a["service_code"], a["ics_code"]] += a["residents"]
    rows = [patch_row(r, residents[r["ambulance_ods"], r["icb_ods"]]) for r in reference.rows("geo/trust_icb.csv")]
    assert {(r["service_code"], r["ics_code"]) for r in rows} == set(residents), (
        "an area lies outside the published pairs"
    )
    return sorted(rows, key=lambda r: r["patch_code"])


def patch_row(row, residents):
    """One pair of service and system, with the commissioning role where a notice names it."""
    service, ics = row["ambulance_ods"], row["icb_ods"]
    role, basis = "unknown", None
    if row["lead_commissioner"]:
        role, basis = "lead", row["lead_commissioner"]
    elif ics in ASSOCIATES.get(service, ()):
        role, basis = "associate", "published"
    return {
        "patch_code": f"{service}-{ics}",
        "service_code": service,
        "ics_code": ics,
        "residents": residents,
        "published_share_of_ics": number(row["share_of_icb_pop"], 4),
        "published_share_of_service": number(row["share_of_trust_pop"], 4),
        "commissioner_role": role,
        "role_basis": basis,
    }


def districts(reference, areas):
    """Rows of districts.csv: the majority system and service, shares recomputed from the areas, splits as in the source."""
    by = defaultdict(lambda: (Counter(), Counter()))
    for a in areas:
        by[a["district_code"]][0][a["ics_code"]] += a["residents"]
        by[a["district_code"]][1][a["service_code"]] += a["residents"]
    rows = []
    for r in sorted(reference.rows("geo/districts.csv"), key=lambda r: r["lad22"]):
        ics, service = by[r["lad22"]]
        total = sum(ics.values())
        rows.append(
            {
                "district_code": r["lad22"],
                "name": r["lad22_name"],
                "ics_code": r["icb_ods"],
                "service_code": r["ambulance_ods"],
                "ics_share": number(ics[r["icb_ods"]] / total, 4),
                "service_share": number(service[r["ambulance_ods"]] / total, 4),
                "split_ics": yes(r["icb_other"]),
                "split_service": yes(r["ambulance_other"]),
            }
        )
    return rows


def neighbourhoods(reference, areas):
    """Rows of neighbourhoods.csv that keep an area, and the codes of those that lost their only parts to the majority rule."""
    used = {a["neighbourhood_code"] for a in areas}
    source = sorted(reference.rows("geo/neighbourhoods.csv"), key=lambda r: r["neighbourhood"])
    names = Counter()
    rows = []
    for r in source:
        names[r["lad22"]] += 1
        rows.append(
            {
                "neighbourhood_code": r["neighbourhood"],
                "name": f"{r['lad22_name']} {names[r['lad22']]}",
                "district_code": r["lad22"],
                "ics_code": r["icb_ods"],
                "service_code": r["ambulance_ods"],
            }
        )
    return [r for r in rows if r["neighbourhood_code"] in used], [
        r["neighbourhood"] for r in source if r["neighbourhood"] not in used
    ]


def yes(text):
    """`yes` for any text, `no` for none."""
    return "yes" if text else "no"


def areas(reference):
    """Rows of areas.csv, sorted by code."""
    source = sorted(reference.rows("geo/msoa2021.csv"), key=lambda r: r["msoa21"])
    homes = {
        (r["msoa21"], r["icb_ods"], r["ambulance_ods"]): r["neighbourhood"]
        for r in reference.rows("geo/msoa_neighbourhood.csv")
    }
    rows = [area_row(r, homes[r["msoa21"], r["icb_ods"], r["ambulance_ods"]]) for r in source]
    for row, quintile in zip(rows, imd_quintiles(rows)):
        row["imd_quintile"] = quintile
    for row, near in zip(rows, coastal(reference, rows)):
        row["coastal"] = "yes" if near else "no"
    for row, ratio in zip(rows, daytime_ratios(rows, source)):
        row["daytime_ratio"] = number(ratio, 4)
    return rows


def area_row(r, neighbourhood):
    """One MSOA; a radius of half that of the circle of its land, capped."""
    land = float(r["area_km2"])
    mass = "scilly" if r["msoa21"] == SCILLY_AREA else "wight" if r["ambulance_ods"] == WIGHT_SERVICE else "mainland"
    return {
        "area_code": r["msoa21"],
        "name": r["msoa21_name"],
        "district_code": r["lad22"],
        "neighbourhood_code": neighbourhood,
        "ics_code": r["icb_ods"],
        "service_code": r["ambulance_ods"],
        "ics_share": number(r["icb_share"], 4),
        "service_share": number(r["ambulance_share"], 4),
        "lon": f"{float(r['lon']):.5f}",
        "lat": f"{float(r['lat']):.5f}",
        "residents": int(r["pop_census2021"]),
        "share_0_17": number(r["share_0_17"], 4),
        "share_65_plus": number(r["share_65plus"], 4),
        "share_75_plus": number(r["share_75plus"], 4),
        "share_85_plus": number(r["share_85plus"], 4),
        "land_km2": number(land, 2),
        "radius_m": number(min(RADIUS_CAP_M, 500.0 * math.sqrt(land / math.pi)), 0),
        "rural_urban_class": r["ruc2021"],
        "rural_urban": {"U": "urban", "R": "rural"}[r["ruc2021"][0]],
        "imd_score": number(r["imd2019_avg_score"], 2),
        "land_mass": mass,
    }


def imd_quintiles(rows):
    """Resident-weighted fifths of the area score over England, 1 = most deprived; not the official LSOA deciles."""
    order = sorted(range(len(rows)), key=lambda i: (-float(rows[i]["imd_score"]), rows[i]["area_code"]))
    total, before, quintile = sum(r["residents"] for r in rows), 0, [0] * len(rows)
    for i in order:
        quintile[i] = int(5 * (before + rows[i]["residents"] / 2) / total) + 1
        before += rows[i]["residents"]
    return quintile


def coastal(reference, rows):
    """Whether each centroid lies within 3 km of the coast line.

    The coast is the outer ring of all systems together, inlets narrower than 4 km closed, less the Welsh and Scottish borders.
    """
    flat = lambda g: transform(lambda x, y, z=None: project(x, y), g)
    systems = [flat(shape(f["geometry"]).buffer(0)) for f in reference.geojson("geo/boundaries/icb.geojson")]
    land = unary_union(systems).buffer(CLOSING_M).buffer(-CLOSING_M)
    rings = [p.exterior for p in getattr(land, "geoms", [land])]
    borders = unary_union([flat(shapely.Polygon(zone)) for zone in (WALES, SCOTLAND)])
    coast = unary_union(rings).difference(borders)
    east, north = project([float(r["lon"]) for r in rows], [float(r["lat"]) for r in rows])
    return shapely.distance(shapely.points(east, north), coast) <= COAST_M


def daytime_ratios(rows, source):
    """Daytime people per resident: an assumption (grade D).

    exp(3 x excess of the working-age share over the district + 0.1 x log density over the district), City of London at the
    upper bound, scaled so that each service's resident-weighted mean is 1, held within 0.7 and 3.
    """
    raw = raw_daytime(rows, source)
    out = np.zeros(len(rows))
    pinned = np.array([r["area_code"] == CITY_OF_LONDON for r in rows])
    weight = np.array([r["residents"] for r in rows], float)
    for service in sorted({r["service_code"] for r in rows}):
        own = np.array([r["service_code"] == service for r in rows])
        out[own] = scaled(raw[own], weight[own], pinned[own])
    return out


def raw_daytime(rows, source):
    """The unscaled index of each area, relative to its district."""
    by = defaultdict(lambda: [0.0, 0.0, 0.0])
    working = [1 - float(r["share_0_17"]) - float(r["share_65plus"]) for r in source]
    for r, s, w in zip(rows, source, working):
        district = by[r["district_code"]]
        for k, value in enumerate((1.0, w, math.log(float(s["density_per_km2"])))):
            district[k] += r["residents"] * value
    means = {d: (v[1] / v[0], v[2] / v[0]) for d, v in by.items()}
    return np.array(
        [
            math.exp(
                DAYTIME_PER_WORKING_SHARE * (w - means[r["district_code"]][0])
                + DAYTIME_PER_LOG_DENSITY * (math.log(float(s["density_per_km2"])) - means[r["district_code"]][1])
            )
            for r, s, w in zip(rows, source, working)
        ]
    )


def scaled(raw, weight, pinned):
    """Scale by bisection so that the weighted mean of the bounded ratios is 1."""
    bounded = lambda scale: np.where(pinned, DAYTIME_HIGH, np.clip(raw * scale, DAYTIME_LOW, DAYTIME_HIGH))
    low, high = 0.1, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (bounded(middle) * weight).sum() < weight.sum() else (low, middle)
    return bounded((low + high) / 2)


LAND_MASSES = [
    {"land_mass": "mainland", "source": "no transfer"},
    {
        "land_mass": "scilly",
        "transfer_hospital_code": "REF12",
        "transfer_s": 7200,
        "transfer_low_s": 3600,
        "transfer_high_s": 14400,
        "grade": "D",
        "source": "assumption: a fixed time by air or sea to Treliske, 60 to 240 minutes",
    },
    {"land_mass": "wight", "source": "no transfer: conveys to St Mary's, Newport"},
]
