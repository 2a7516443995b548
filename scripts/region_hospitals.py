"""Emergency departments: rows of hospitals.csv."""

from collections import Counter

from region_places import WIGHT_SERVICE

MIDLAND_MET = "Midland Metropolitan University Hospital"
OPENS = {MIDLAND_MET: "2024-10-06"}
CLOSES = {"Sandwell General Hospital": "2024-10-06", "City Hospital Birmingham": "2024-11-10"}
PART_TIME_HOURS = "08:00-22:00"
NOTES = {
    MIDLAND_MET: "Opened 6 October 2024 for Sandwell's emergency patients and 10 November 2024 for City's",
    "Sandwell General Hospital": "Emergency department closed 6 October 2024",
    "City Hospital Birmingham": "Emergency department closed 10 November 2024",
    "Southport and Formby District General Hospital": "Adult emergency department",
}
PART_TIME_NOTE = "Part-time emergency department; its hours are an assumption"
COLUMNS = [
    "hospital_code",
    "name",
    "acute_trust_code",
    "acute_trust_name",
    "ics_code",
    "service_code",
    "lon",
    "lat",
    "land_mass",
    "opens",
    "closes",
    "open_hours",
    "accepts",
    "ed_basis",
    "major_trauma",
    "stroke_thrombolysis",
    "stroke_thrombectomy",
    "ppci",
    "note",
]


def hospitals(reference):
    """Rows of hospitals.csv; a site without a code becomes X-<acute trust>-<n>, numbered by name."""
    unnamed, rows = Counter(), []
    for r in sorted(reference.rows("geo/hospitals.csv"), key=lambda r: (r["trust_ods"], r["site_name"])):
        code = r["site_ods"]
        if not code:
            unnamed[r["trust_ods"]] += 1
            code = f"X-{r['trust_ods']}-{unnamed[r['trust_ods']]}"
        rows.append(hospital_row(code, r))
    assert len({r["hospital_code"] for r in rows}) == len(rows), "two hospitals share a code"
    return sorted(rows, key=lambda r: r["hospital_code"])


def hospital_row(code, r):
    """One emergency department."""
    name, part_time = r["site_name"], bool(r["part_time_ed"])
    return {
        "hospital_code": code,
        "name": name,
        "acute_trust_code": r["trust_ods"],
        "acute_trust_name": r["trust_name"],
        "ics_code": r["icb_ods"],
        "service_code": r["ambulance_ods"],
        "lon": f"{float(r['lon']):.5f}",
        "lat": f"{float(r['lat']):.5f}",
        "land_mass": "wight" if r["ambulance_ods"] == WIGHT_SERVICE else "mainland",
        "opens": OPENS.get(name),
        "closes": CLOSES.get(name),
        "open_hours": PART_TIME_HOURS if part_time else "always",
        "accepts": "children" if r["children_only"] else "all",
        "ed_basis": r["ed_type1_basis"],
        "major_trauma": "unknown" if name == MIDLAND_MET else "yes" if r["mtc"] else "no",
        "stroke_thrombolysis": flag(r["stroke_thrombolysis_2022"]),
        "stroke_thrombectomy": flag(r["stroke_thrombectomy_2022"]),
        "ppci": "unknown",
        "note": note(name, part_time, r["mtc"]),
    }


def flag(text):
    """1, 0 or blank as yes, no or unknown."""
    return {"1": "yes", "0": "no"}.get(text, "unknown")


def note(name, part_time, trauma):
    """Opening, hours and trauma population in a few words."""
    parts = [NOTES.get(name), PART_TIME_NOTE if part_time else None, f"Major trauma: {trauma}" if trauma else None]
    return "; ".join(p for p in parts if p) or None
