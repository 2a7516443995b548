"""Make the synthetic region of every test and example: one service, two systems, twelve areas.

    python scripts/make_tiny.py --region scenarios/data/england-2022 --out scenarios/tiny/data/tiny

All places, counts and times are invented. Profiles, rules and priors are those of the region given.
The response times are those of a service that is not pressed.
"""

import argparse
import calendar
import math
from pathlib import Path

import region_activity as activity
import region_hospitals as sites
from make_region import AREA_COLUMNS, HOURS, LAND_COLUMNS, LAND_NAMES, SERVICE_COLUMNS
from region_io import number, read_csv, sha256_of, whole, write_csv, write_source
from tiny_operations import clinical, resources

SERVICE, SYSTEMS = "TNY", ("QT1", "QT2")
MONTHS = ("2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03")
SEASON = (0.99, 1.0, 1.04, 1.01, 0.99, 0.97)
INCIDENTS_A_DAY = 110.0
SHARED = (
    "hour_of_week.csv",
    "hour_band.csv",
    "standards.csv",
    "special_days.csv",
    "travel_law.csv",
    "travel_factor.csv",
    "job_cycle.csv",
    "conditions.csv",
    "patients.csv",
    "vehicle_kinds.csv",
    "abstraction.csv",
)
ELSEWHERE = ("scilly_", "part_time_", "station_", "border_")
# code, district, neighbourhood, system, longitude, latitude, residents, land km2, aged 65 and over, IMD score, class, daytime ratio
AREAS = [
    ("A01", "D01", "N01", "QT1", -1.96, 51.02, 24000, 6.0, 0.14, 38.0, "UN1", 1.30),
    ("A02", "D01", "N01", "QT1", -1.93, 51.05, 26000, 7.5, 0.16, 33.0, "UN1", 1.05),
    ("A03", "D01", "N02", "QT1", -1.98, 51.08, 22000, 9.0, 0.18, 27.0, "UN1", 0.95),
    ("A04", "D01", "N02", "QT1", -1.90, 51.10, 21000, 18.0, 0.20, 22.0, "UF1", 0.90),
    ("A05", "D02", "N03", "QT1", -1.82, 51.03, 20000, 45.0, 0.23, 17.0, "RLN1", 0.88),
    ("A06", "D02", "N03", "QT1", -1.78, 51.13, 18000, 120.0, 0.27, 14.0, "RSN1", 0.85),
    ("A07", "D02", "N03", "QT1", -1.86, 51.20, 17000, 160.0, 0.29, 12.0, "RSF1", 0.82),
    ("A08", "D03", "N04", "QT2", -1.58, 51.15, 25000, 6.5, 0.15, 35.0, "UN1", 1.25),
    ("A09", "D03", "N04", "QT2", -1.55, 51.18, 24000, 8.0, 0.17, 29.0, "UN1", 1.02),
    ("A10", "D03", "N04", "QT2", -1.62, 51.20, 22000, 15.0, 0.20, 21.0, "UF1", 0.92),
    ("A11", "D03", "N04", "QT2", -1.66, 51.08, 23000, 90.0, 0.25, 15.0, "RLF1", 0.87),
    ("A12", "D03", "N04", "QT2", -1.52, 51.04, 22000, 150.0, 0.28, 11.0, "RSN1", 0.83),
]
DISTRICTS = {"D01": ("Westport", "QT1"), "D02": ("Middle Vale", "QT1"), "D03": ("Eastbury", "QT2")}
NEIGHBOURHOODS = {"N01": "Westport South", "N02": "Westport North", "N03": "Middle Vale", "N04": "Eastbury"}
STATIONS = ("A02", "A06", "A09")
HOSPITALS = (
    ("T01", "Westport General Hospital", "TA1", "Westport Hospitals", "QT1", -1.94, 51.04, "yes"),
    ("T02", "Eastbury Hospital", "TA2", "Eastbury Hospitals", "QT2", -1.57, 51.16, "no"),
)
MIX = {
    "c1": 0.105,
    "c1t": 0.075,
    "c2": 0.545,
    "c3": 0.165,
    "c4": 0.006,
    "hear_and_treat": 0.12,
    "see_and_treat": 0.31,
    "conveyed_ed": 0.52,
}
OUTSIDE_SHARE = 0.045
RESPONSE_S = {"C1": (430, 760), "C1T": (520, 960), "C2": (900, 1750), "C3": (2600, 6000), "C4": (3800, 8600)}
HANDOVER = {"mean_s": 1560, "p90_s": 3100, "over_15_n": 0.6, "over_30_n": 0.24, "over_60_n": 0.07, "unknown_n": 0.03}
EFFECTIVE_HOURS = 2050


def areas():
    """Rows of areas.csv."""
    rows, before, total = [], 0, sum(a[6] for a in AREAS)
    quintile = {}
    for a in sorted(AREAS, key=lambda a: -a[9]):
        quintile[a[0]] = int(5 * (before + a[6] / 2) / total) + 1
        before += a[6]
    for code, district, neighbourhood, ics, lon, lat, residents, land, old, imd, place, daytime in AREAS:
        rows.append(
            {
                "area_code": code,
                "name": f"{DISTRICTS[district][0]} {code[1:]}",
                "district_code": district,
                "neighbourhood_code": neighbourhood,
                "ics_code": ics,
                "service_code": SERVICE,
                "ics_share": "1",
                "service_share": "1",
                "lon": f"{lon:.5f}",
                "lat": f"{lat:.5f}",
                "residents": residents,
                "share_0_17": number(0.30 - old / 2, 4),
                "share_65_plus": number(old, 4),
                "share_75_plus": number(old * 0.45, 4),
                "share_85_plus": number(old * 0.13, 4),
                "land_km2": number(land, 2),
                "radius_m": number(min(4000, 500 * math.sqrt(land / math.pi)), 0),
                "rural_urban_class": place,
                "rural_urban": "urban" if place[0] == "U" else "rural",
                "imd_score": number(imd, 2),
                "imd_quintile": quintile[code],
                "land_mass": "mainland",
                "coastal": "no",
                "daytime_ratio": number(daytime, 4),
            }
        )
    scale = sum(r["residents"] for r in rows) / sum(r["residents"] * float(r["daytime_ratio"]) for r in rows)
    for r in rows:
        r["daytime_ratio"] = number(float(r["daytime_ratio"]) * scale, 4)
    return rows


def places(area_rows):
    """The tables of places, stations and hospitals."""
    residents = {ics: sum(a["residents"] for a in area_rows if a["ics_code"] == ics) for ics in SYSTEMS}
    total = sum(residents.values())
    service = dict.fromkeys(SERVICE_COLUMNS) | {
        "service_code": SERVICE,
        "name": "Tiny Ambulance Service",
        "short_name": "TINY",
        "residents": total,
        "lead_ics_code": "QT1",
        "lead_basis": "synthetic",
        "published_stations": len(STATIONS),
    }
    systems = [
        {
            "ics_code": c,
            "ons_code": f"E54T{c}",
            "name": f"Tiny {side} Integrated Care System",
            "short_name": f"Tiny {side}",
            "nhs_region_code": "YT1",
            "nhs_region_name": "Tiny",
            "valid_from": "2022-07-01",
            "valid_to": None,
        }
        for c, side in zip(SYSTEMS, ("West", "East"))
    ]
    patches = [
        {
            "patch_code": f"{SERVICE}-{c}",
            "service_code": SERVICE,
            "ics_code": c,
            "residents": n,
            "published_share_of_ics": "1",
            "published_share_of_service": number(n / total, 4),
            "commissioner_role": "lead" if c == "QT1" else "associate",
            "role_basis": "synthetic",
        }
        for c, n in residents.items()
    ]
    districts = [
        {
            "district_code": d,
            "name": name,
            "ics_code": c,
            "service_code": SERVICE,
            "ics_share": "1",
            "service_share": "1",
            "split_ics": "no",
            "split_service": "no",
        }
        for d, (name, c) in DISTRICTS.items()
    ]
    home = {a["neighbourhood_code"]: a for a in area_rows}
    hoods = [
        {
            "neighbourhood_code": n,
            "name": name,
            "district_code": home[n]["district_code"],
            "ics_code": home[n]["ics_code"],
            "service_code": SERVICE,
        }
        for n, name in NEIGHBOURHOODS.items()
    ]
    land = [
        dict.fromkeys(LAND_COLUMNS) | {"land_mass": "mainland", "name": LAND_NAMES["mainland"], "source": "no transfer"}
    ]
    return {
        "services.csv": [service],
        "icses.csv": systems,
        "patches.csv": patches,
        "districts.csv": districts,
        "neighbourhoods.csv": hoods,
        "areas.csv": area_rows,
        "land_masses.csv": land,
        "stations.csv": station_rows(area_rows),
        "hospitals.csv": hospital_rows(),
    }


def station_rows(area_rows):
    """Three stations, each at the centre of its area."""
    at = {a["area_code"]: a for a in area_rows}
    return [
        {
            "station_code": f"{SERVICE}-S{n:03d}",
            "service_code": SERVICE,
            "ics_code": at[a]["ics_code"],
            "area_code": a,
            "lon": at[a]["lon"],
            "lat": at[a]["lat"],
            "data_tier": "synthetic",
        }
        for n, a in enumerate(STATIONS, 1)
    ]


def hospital_rows():
    """Two emergency departments, open always."""
    return [
        dict.fromkeys(sites.COLUMNS)
        | {
            "hospital_code": code,
            "name": name,
            "acute_trust_code": trust,
            "acute_trust_name": trust_name,
            "ics_code": ics,
            "service_code": SERVICE,
            "lon": f"{lon:.5f}",
            "lat": f"{lat:.5f}",
            "land_mass": "mainland",
            "open_hours": "always",
            "accepts": "all",
            "ed_basis": "synthetic",
            "major_trauma": major,
            "stroke_thrombolysis": major,
            "stroke_thrombectomy": major,
            "ppci": major,
        }
        for code, name, trust, trust_name, ics, lon, lat, major in HOSPITALS
    ]


def months():
    """The monthly tables."""
    acts, responses, calls, handovers = [], [], [], []
    for month, season in zip(MONTHS, SEASON):
        act = activity_row(month, season)
        acts.append(act)
        slow = 1 + 2.5 * (season - 1)
        responses += [
            {
                "month": month,
                "service_code": SERVICE,
                "category": c,
                "n": act[c.lower()],
                "mean_s": round(mean * slow),
                "p90_s": round(p90 * slow),
            }
            for c, (mean, p90) in RESPONSE_S.items()
        ]
        calls.append(
            {
                "month": month,
                "service_code": SERVICE,
                "call_answer_mean_s": 6,
                "call_answer_p90_s": 18,
                "call_answer_p95_s": 30,
                "call_answer_p99_s": 75,
                "c1_identified_mean_s": 45,
                "c1_identified_p90_s": 85,
            }
        )
        handovers.append(handover_row(act, slow))
    return {
        "activity_month.csv": acts,
        "response_month.csv": responses,
        "call_month.csv": calls,
        "handover_month.csv": handovers,
        "resources_month.csv": resources(acts),
        "clinical_month.csv": [clinical(act) for act in acts],
    }


def activity_row(month, season):
    """Counts of one month that add up: incidents = hear-and-treat + face-to-face, the latter = its three endings."""
    days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    incidents = round(INCIDENTS_A_DAY * season * days)
    row = {
        "month": month,
        "service_code": SERVICE,
        "days": days,
        "contacts": round(incidents * 1.5),
        "calls_answered": round(incidents * 1.15),
        "incidents": incidents,
    } | {k: round(share * incidents) for k, share in MIX.items()}
    row["face_to_face"] = incidents - row["hear_and_treat"]
    row["conveyed_other"] = row["face_to_face"] - row["see_and_treat"] - row["conveyed_ed"]
    row["hcp_ift_l3_l4"] = round(OUTSIDE_SHARE * incidents)
    return row


def handover_row(act, slow):
    """Handovers of one month: one for each conveyance to a department."""
    n = act["conveyed_ed"]
    row = {"month": act["month"], "service_code": SERVICE, "n": n, "conveyed_ed": n}
    row |= {k: round(HANDOVER[k] * slow) for k in ("mean_s", "p90_s")}
    row |= {k: round(HANDOVER[k] * n) for k in ("unknown_n", "over_15_n", "over_30_n", "over_60_n")}
    return row | {"lost_over_30_s": round(row["over_30_n"] * 1300)}


def hours(tables):
    """One row of effective hours for a utilisation of about 0.55; the target from the invented category 2 means."""
    c2 = [r for r in tables["response_month.csv"] if r["category"] == "C2"]
    target = sum(whole(r["mean_s"]) * r["n"] for r in c2) / sum(r["n"] for r in c2)
    return [
        {
            "service_code": SERVICE,
            "effective_hours_per_week": EFFECTIVE_HOURS,
            "c2_target_s": number(target, 0),
            "c2_fitted_s": None,
            "assumption": "synthetic: about 0.55 of the hours busy",
        }
    ]


COLUMNS = {
    "services.csv": SERVICE_COLUMNS,
    "areas.csv": AREA_COLUMNS,
    "land_masses.csv": LAND_COLUMNS,
    "hospitals.csv": sites.COLUMNS,
    "activity_month.csv": activity.ACTIVITY_COLUMNS,
    "response_month.csv": activity.RESPONSE_COLUMNS,
    "call_month.csv": activity.CALL_COLUMNS,
    "handover_month.csv": activity.HANDOVER_COLUMNS,
    HOURS: activity.HOURS_COLUMNS,
}
REGION = {
    "name": "tiny",
    "title": "Tiny: one invented ambulance service over two invented systems",
    "vintage": "synthetic",
    "attribution": "Synthetic: no place, count or time is real. Profiles and priors carry the attribution of england-2022.",
    "made_by": "scripts/make_tiny.py",
}
OWN = {
    "publisher": "this project",
    "licence": "same licence as this repository",
    "period": "2023-10 to 2024-03",
    "tier": "synthetic",
    "how_made": "Invented for tests and examples by scripts/make_tiny.py.",
    "inputs": [],
}


def main():
    """Read the arguments, build, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--region", required=True, help="folder of the region whose profiles and priors are reused")
    parser.add_argument("--out", required=True, help="folder of the tiny region")
    options = parser.parse_args()
    region, out = Path(options.region), Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    tables = places(areas()) | months()
    tables[HOURS] = hours(tables)
    entries = {}
    for name, rows in tables.items():
        count = write_csv(out / name, COLUMNS.get(name, list(rows[0])), rows)
        entries[name] = OWN | {"sha256": sha256_of(out / name), "rows": count}
    for name in (*SHARED, "assumptions.csv"):
        entries[name] = shared(region, out, name)
    write_source(out / "SOURCE.toml", REGION, entries)


def shared(region, out, name):
    """Copy a table of the other region, without the assumptions that have no place here."""
    rows = read_csv(region / name)
    kept = [r for r in rows if name != "assumptions.csv" or not r["name"].startswith(ELSEWHERE)]
    write_csv(out / name, list(rows[0]), kept)
    source = {"file": f"{region.name}/{name}", "sha256": sha256_of(region / name)}
    return OWN | {
        "how_made": f"Reused from {region.name}, which names its publisher and licence.",
        "inputs": [source],
        "sha256": sha256_of(out / name),
        "rows": len(kept),
    }


if __name__ == "__main__":
    main()
