"""Make the tables of a region from a folder of public reference facts.

    python scripts/make_region.py --reference DIR --out scenarios/data/england-2022

Deterministic: the same reference gives the same bytes. A fitted `effective_hours.csv` is left alone unless `--reset-hours`.
"""

import argparse
from pathlib import Path

import region_activity as activity
import region_assumptions as assumed
import region_governance as governance
import region_hospitals as sites
import region_network as network
import region_operations as operations
import region_places as places
import region_profiles as profiles
import region_sources as sources
from region_io import Reference, number, read_csv, read_source, sha256_of, write_csv, write_source
from region_patients import patients
from region_stations import stations

SERVICE_COLUMNS = [
    "service_code",
    "name",
    "short_name",
    "residents",
    "lead_ics_code",
    "lead_basis",
    "lead_note",
    "published_stations",
    "valid_from",
    "valid_to",
]
AREA_COLUMNS = [
    "area_code",
    "name",
    "district_code",
    "neighbourhood_code",
    "ics_code",
    "service_code",
    "ics_share",
    "service_share",
    "lon",
    "lat",
    "residents",
    "share_0_17",
    "share_65_plus",
    "share_75_plus",
    "share_85_plus",
    "land_km2",
    "radius_m",
    "rural_urban_class",
    "rural_urban",
    "imd_score",
    "imd_quintile",
    "land_mass",
    "coastal",
    "daytime_ratio",
]
LAND_COLUMNS = [
    "land_mass",
    "name",
    "transfer_hospital_code",
    "transfer_s",
    "transfer_low_s",
    "transfer_high_s",
    "grade",
    "source",
]
LAND_NAMES = {"mainland": "Mainland of Great Britain", "scilly": "Isles of Scilly", "wight": "Isle of Wight"}
HOURS = "effective_hours.csv"
PRACTICE = "practice.csv"
SEASON = "season.csv"


def build(reference):
    """Every table as (columns, rows) by file name, and the notes for SOURCE.toml."""
    areas = places.areas(reference)
    tables, notes = place_tables(reference, areas)
    acts, responses, calls = activity.activity(reference)
    handovers = activity.handovers(reference)
    law, intercept = profiles.travel_law(reference)
    notes["intercept"] = number(intercept, 2)
    codes = [r["service_code"] for r in tables["services.csv"][1]]
    ground = network.Ground(reference, areas)
    tables |= {
        "hospitals.csv": (sites.COLUMNS, sites.hospitals(reference)),
        "activity_month.csv": (activity.ACTIVITY_COLUMNS, acts),
        "response_month.csv": (activity.RESPONSE_COLUMNS, responses),
        "call_month.csv": (activity.CALL_COLUMNS, calls),
        "handover_month.csv": (activity.HANDOVER_COLUMNS, handovers),
        "resources_month.csv": (activity.RESOURCES_COLUMNS, activity.resources(reference)),
        "clinical_month.csv": (activity.CLINICAL_COLUMNS, activity.clinical(reference)),
        "conditions.csv": as_table(operations.conditions(reference)),
        "patients.csv": as_table(patients()),
        "vehicle_kinds.csv": as_table(operations.vehicle_kinds()),
        "abstraction.csv": as_table(operations.abstraction()),
        "job_cycle.csv": as_table(profiles.job_cycle(reference)),
        "hour_of_week.csv": as_table(profiles.hour_of_week(reference)),
        "hour_band.csv": as_table(profiles.hour_bands()),
        "standards.csv": as_table(profiles.standards()),
        "special_days.csv": as_table(profiles.special_days()),
        "breaks.csv": as_table(profiles.breaks()),
        "travel_law.csv": as_table(law),
        "area_links.csv": as_table(network.area_links(ground, areas)),
        "trunk_points.csv": as_table(network.trunk_points(ground, areas)),
        "network_speed.csv": as_table(network.speeds()),
        "travel_factor.csv": as_table(profiles.travel_factors()),
        "assumptions.csv": (assumed.COLUMNS, assumed.assumptions(intercept, notes.pop("scale_value"))),
        HOURS: (activity.HOURS_COLUMNS, activity.rough_hours(acts, responses, handovers, codes)),
    }
    places_of = (tables[name][1] for name in ("services.csv", "icses.csv", "patches.csv"))
    tables |= governance.tables(*places_of)
    return tables, notes


def place_tables(reference, areas):
    """The tables of places and stations, and what making them showed."""
    services = places.services(reference)
    for row in services:
        row["residents"] = sum(a["residents"] for a in areas if a["service_code"] == row["service_code"])
    neighbourhoods, dropped = places.neighbourhoods(reference, areas)
    station_rows, station_notes, scale = stations(areas, [r["service_code"] for r in services])
    land = [dict.fromkeys(LAND_COLUMNS) | {"name": LAND_NAMES[r["land_mass"]]} | r for r in places.LAND_MASSES]
    tables = {
        "services.csv": (SERVICE_COLUMNS, services),
        "icses.csv": as_table(places.icses(reference)),
        "patches.csv": as_table(places.patches(reference, areas)),
        "districts.csv": as_table(places.districts(reference, areas)),
        "neighbourhoods.csv": as_table(neighbourhoods),
        "areas.csv": (AREA_COLUMNS, areas),
        "land_masses.csv": (LAND_COLUMNS, land),
        "stations.csv": as_table(station_rows),
    }
    return tables, {"dropped": dropped, "stations": station_notes, "scale": number(scale, 6), "scale_value": scale}


def as_table(rows):
    """Columns in the order of the first row, and the rows."""
    return list(rows[0]), rows


def is_fitted(path):
    """Whether effective hours stand there that a later script has fitted."""
    return path.exists() and any(r["assumption"] != activity.ROUGH for r in read_csv(path))


def entry(path, rows, made, reference):
    """The SOURCE.toml entry of a written table: hashes of inputs and output, and the number of rows."""
    inputs = []
    for name in made.pop("inputs"):
        reference.path(name)
        inputs.append({"file": name, "sha256": reference.hashes[name]})
    return made | {"inputs": inputs, "sha256": sha256_of(path), "rows": rows}


def main():
    """Read the arguments, build, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", required=True, help="folder of public reference facts")
    parser.add_argument("--out", required=True, help="folder of the region")
    parser.add_argument(
        "--reset-hours", action="store_true", help="replace fitted effective hours by the rough formula"
    )
    options = parser.parse_args()
    reference, out = Reference(options.reference), Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    tables, notes = build(reference)
    keep = is_fitted(out / HOURS) and not options.reset_hours
    old = read_source(out / "SOURCE.toml").get("table", {})
    entries = {}
    for name, made in sources.tables(notes).items():
        if name == HOURS and keep:
            entries[name] = old.get(name, made | {"inputs": []}) | {
                "sha256": sha256_of(out / name),
                "rows": len(read_csv(out / name)),
            }
            continue
        count = write_csv(out / name, *tables[name])
        entries[name] = entry(out / name, count, made, reference)
    # What was fitted is no fact of the reference: it is kept, or left out with the hours. The season has a script of its own.
    for name in [PRACTICE] * keep + [SEASON]:
        if name in old:
            entries[name] = old[name] | {"sha256": sha256_of(out / name), "rows": len(read_csv(out / name))}
    write_source(out / "SOURCE.toml", sources.REGION, entries)


if __name__ == "__main__":
    main()
