"""Write a city as a region folder of ambics, with the scenario that runs it.

What the model does not ask of a city comes from the synthetic region `tiny`; the rest is written here. The scenario
uses keys that every scenario has: the engine does not know that it is being compared.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

from city import (
    CATEGORIES,
    CONVEYED,
    DETOUR,
    LEAD_IN_DAYS,
    LIGHTS_FACTOR,
    MONTH_DAYS,
    ON_SCENE_CV,
    ON_SCENE_S,
    ORDINARY_KMH,
    City,
    handover_month,
    hour_shares,
)

TINY = Path(__file__).resolve().parents[2] / "scenarios" / "tiny" / "data" / "tiny"
SERVICE, ICS, MONTH = "REF", "QR1", "2024-01"
LON, LAT, EARTH_KM = -1.5, 52.0, 6371.0088
AS_IN_TINY = (
    "abstraction.csv",
    "assumptions.csv",
    "conditions.csv",
    "hour_band.csv",
    "land_masses.csv",
    "standards.csv",
    "vehicle_kinds.csv",
)
INVENTED = {"grade": "D", "source": "invented for the comparison with other programs"}
SCENARIO = """\
# A reference city for the comparison with other programs: the plainest rules, one vehicle for each incident.
name = "{name}"
region = "{name}"

[run]
start = 2023-11-08
days = {days}
lead_in = "{lead_in} days"
replications = {replications}

[demand]
months = "{month}..{month}"
profile = "city"
day_effect = false
special_days = false

[fleet]
rota = "{name}-rota.csv"
responders = false
kind_hours_per_week = {{ rrv = 0, falls = 0, mental_health = 0, advanced_paramedic = 0 }}

[cycle]
mobilise_ratio = 1.0

[policy.dispatch]
method = "closest_available"
reach = "1000 min"

[policy.diversion]
method = "none"

[policy.queue]
method = "first_in_first_out"
by_category = true

[travel]
matrix = "{name}-matrix.csv"
within_area = false

[assumption]
convey_tilt_c2 = 1.0
convey_tilt_c3 = 1.0
convey_tilt_c4 = 1.0
handover_day_correlation = 0.0
spare_sends_c1 = 0.0
spare_sends_c2 = 0.0
spare_sends_c3 = 0.0
spare_sends_c4 = 0.0
spread_daytime_share = 0.0
"""


def write_city(here: City, folder: Path) -> Path:
    """Write region, matrix, rota and scenario of a city to a folder; gives the scenario's path."""
    region = folder / "data" / here.name
    region.mkdir(parents=True, exist_ok=True)
    tables = _places(here) | _months(here) | _rules(here)
    for name, rows in tables.items():
        _write(region / name, _header(name), rows)
    for name in AS_IN_TINY:
        (region / name).write_bytes((TINY / name).read_bytes())
    _write_source(region, here.name)
    _write(folder / f"{here.name}-matrix.csv", ("from", "to", "seconds"), _drives(here))
    _write(
        folder / f"{here.name}-rota.csv", ("station_code", "kind", "days", "start", "finish", "vehicles"), _rota(here)
    )
    scenario = folder / f"{here.name}.toml"
    facts = {"name": here.name, "days": here.days, "replications": here.replications}
    scenario.write_text(SCENARIO.format(lead_in=LEAD_IN_DAYS, month=MONTH, **facts), encoding="utf-8")
    return scenario


def _header(table: str) -> list[str]:
    with (TINY / table).open(encoding="utf-8", newline="") as handle:
        return next(csv.reader(handle))


def _write(path: Path, columns: list[str] | tuple[str, ...], rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_source(region: Path, name: str) -> None:
    """Where the tables come from: nowhere but here."""
    lines = ["[region]", f'name = "{name}"', 'title = "A reference city"', 'vintage = "synthetic"']
    lines += ['attribution = "Synthetic: no place, count or time is real."']
    for table in sorted(region.glob("*.csv")):
        lines += ["", f'[table."{table.name}"]', 'publisher = "this project"', 'licence = "that of this repository"']
        lines += [f'period = "{MONTH}"', 'tier = "synthetic"', 'how_made = "benches/peers"', "inputs = []"]
    (region / "SOURCE.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def area_code(row: int) -> str:
    """The code of an area; in order of row."""
    return f"R{row:04d}"


def _lon_lat(here: City, row: int) -> dict[str, str]:
    """A point of the city's plane on the sphere, its middle at a fixed place."""
    x, y = here.areas[row]
    east, north = (sum(values) / len(here.areas) for values in zip(*here.areas, strict=True))
    lon = LON + math.degrees((x - east) / EARTH_KM / math.cos(math.radians(LAT)))
    return {"lon": f"{lon:.8f}", "lat": f"{LAT + math.degrees((y - north) / EARTH_KM):.8f}"}


def _places(here: City) -> dict[str, list[dict]]:
    """One service, one ICS, one district; areas alike but for place and residents."""
    own = {"service_code": SERVICE, "ics_code": ICS}
    whole = own | {"ics_share": 1, "service_share": 1}
    residents = sum(here.residents)
    service = {"service_code": SERVICE, "name": "Reference Ambulance Service", "short_name": "REF"}
    ics = {"ics_code": ICS, "ons_code": "E54QR1", "name": "Reference System", "short_name": "Reference"}
    ics |= {"nhs_region_code": "YR1", "nhs_region_name": "Reference", "valid_from": "2022-07-01"}
    patch = own | {"patch_code": f"{SERVICE}-{ICS}", "residents": residents, "published_share_of_ics": 1}
    patch |= {"published_share_of_service": 1, "commissioner_role": "lead", "role_basis": "synthetic"}
    alike = whole | {"district_code": "D1", "neighbourhood_code": "N1", "share_0_17": 0.2, "share_65_plus": 0.185}
    alike |= {"share_75_plus": 0.08, "share_85_plus": 0.02, "land_km2": 16, "radius_m": 1000, "rural_urban": "urban"}
    alike |= {"rural_urban_class": "UN1", "imd_score": 20, "imd_quintile": 3, "land_mass": "mainland"}
    alike |= {"coastal": "no", "daytime_ratio": 1}
    areas = [
        alike | {"area_code": area_code(row), "name": f"Area {row}", "residents": n} | _lon_lat(here, row)
        for row, n in enumerate(here.residents)
    ]
    stations = [
        own | {"station_code": f"S{n:03d}", "area_code": area_code(row), "data_tier": "synthetic"} | _lon_lat(here, row)
        for n, row in enumerate(here.stations)
    ]
    return {
        "services.csv": [service | {"residents": residents, "lead_ics_code": ICS, "lead_basis": "synthetic"}],
        "icses.csv": [ics],
        "patches.csv": [patch],
        "districts.csv": [whole | {"district_code": "D1", "name": "City", "split_ics": "no", "split_service": "no"}],
        "neighbourhoods.csv": [own | {"neighbourhood_code": "N1", "name": "City", "district_code": "D1"}],
        "areas.csv": areas,
        "stations.csv": stations,
        "hospitals.csv": [_hospital(here, n, row) for n, row in enumerate(here.hospitals)],
    }


def _hospital(here: City, number: int, row: int) -> dict:
    code = {"hospital_code": f"H{number:02d}", "name": f"Hospital {number}", "acute_trust_code": f"T{number:02d}"}
    code |= {"acute_trust_name": f"Hospital trust {number}", "service_code": SERVICE, "ics_code": ICS}
    code |= {"land_mass": "mainland", "open_hours": "always", "accepts": "all", "ed_basis": "synthetic"}
    centres = ("major_trauma", "stroke_thrombolysis", "stroke_thrombectomy", "ppci")
    return code | dict.fromkeys(centres, "no") | _lon_lat(here, row)


def _months(here: City) -> dict[str, list[dict]]:
    """One month of counts: nobody is treated by telephone, everyone conveyed goes to a department."""
    own = {"month": MONTH, "service_code": SERVICE}
    n = dict(zip(CATEGORIES, here.month, strict=True))
    total, c1t = sum(here.month), round(CONVEYED * n["C1"])
    conveyed = sum(round(CONVEYED * count) for count in here.month)
    activity = own | {"days": MONTH_DAYS, "contacts": total, "calls_answered": total, "incidents": total, "c1t": c1t}
    activity |= {c.lower(): count for c, count in n.items()}
    activity |= {"hear_and_treat": 0, "see_and_treat": total - conveyed, "conveyed_ed": conveyed, "conveyed_other": 0}
    activity |= {"face_to_face": total, "hcp_ift_l3_l4": 0}
    counts = {"C1": n["C1"], "C1T": c1t} | n
    calls = dict.fromkeys(_header("call_month.csv")[2:], 0)
    handovers = handover_month(conveyed) | {"n": conveyed, "conveyed_ed": conveyed, "unknown_n": 0, "lost_over_30_s": 0}
    return {
        "activity_month.csv": [activity],
        "response_month.csv": [own | {"category": c, "n": k, "mean_s": 600, "p90_s": 900} for c, k in counts.items()],
        "call_month.csv": [own | calls],
        "clinical_month.csv": [own | {"assessed_n": 0, "assessment_mean_s": 0, "assessment_p90_s": 0}],
        "handover_month.csv": [own | handovers],
        "resources_month.csv": [
            own | {"category": c, "n": k, "allocated": k, "arriving": k} for c, k in counts.items()
        ],
    }


def _rules(here: City) -> dict[str, list[dict]]:
    """Profiles, driving and the stages of a job."""
    any_of = INVENTED | {"disposition": "any", "category": "any"}
    stages = {"triage": (0, 0), "mobilise": (here.mobilise_s, 0), "on_scene": (ON_SCENE_S, ON_SCENE_CV)}
    stages["wrap_up"] = (here.wrap_up_s, 0)
    factors = {"lights": LIGHTS_FACTOR, "ordinary": 1, "convey": 1, "return": 1}
    law = 3600 * DETOUR / ORDINARY_KMH
    flat = [1 / 24] * 24
    profiles = {"city": hour_shares(), "daytime": flat, "rota": flat}
    hours = {"service_code": SERVICE, "effective_hours_per_week": 168 * here.ambulances, "assumption": "invented"}
    return {
        "job_cycle.csv": [
            any_of | {"stage": stage, "mean_s": mean, "cv": cv, "low_mean_s": mean, "high_mean_s": mean}
            for stage, (mean, cv) in stages.items()
        ],
        "travel_factor.csv": [
            INVENTED
            | {"purpose": purpose, "hour_band": band, "rural_urban": place}
            | dict.fromkeys(("factor", "low", "high"), factor)
            for purpose, factor in factors.items()
            for band in ("night", "day", "peak")
            for place in ("urban", "rural")
        ],
        "travel_law.csv": [
            INVENTED | {"rural_urban": place, "km": km, "seconds": round(law * km)}
            for place in ("urban", "rural")
            for km in (0, 500)
        ],
        "hour_of_week.csv": [
            INVENTED | {"profile": name, "hour_of_week": hour, "share": f"{day[hour % 24] / sum(day) / 7:.12f}"}
            for name, day in profiles.items()
            for hour in range(168)
        ],
        "special_days.csv": [],
        "effective_hours.csv": [hours],
    }


def _drives(here: City) -> list[dict]:
    rows = enumerate(here.seconds)
    return [{"from": area_code(a), "to": area_code(b), "seconds": s} for a, row in rows for b, s in enumerate(row)]


def _rota(here: City) -> list[dict]:
    """Every ambulance on duty day and night."""
    always = {"kind": "dca", "days": "daily", "start": "00:00", "finish": "00:00"}
    at = {area: here.homes.count(area) for area in here.stations}
    return [always | {"station_code": f"S{n:03d}", "vehicles": at[area]} for n, area in enumerate(here.stations)]
