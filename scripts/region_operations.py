"""What the operations of a service need beyond published months: conditions, kinds of vehicle, shifts lost."""

from region_io import number

JUDGED = "assumption: no published value found"

CONDITIONS = (
    "falls",
    "mental_health",
    "stroke",
    "major_trauma",
    "stemi",
    "cardiac_arrest",
    "breathing",
    "chest_pain",
    "alcohol",
    "other",
)
WALES = "Welsh reasons for attended incidents 2015-19 (Rostami-Tabar and Hyndman)"
# Condition and the Welsh reason it is read from.
REASONS = {
    "falls": "FALLS",
    "mental_health": "PSYCH/ABNORMAL BEHAVIOUR/SUICIDE",
    "stroke": "STROKE - CVA",
    "breathing": "BREATHING PROBLEMS",
    "chest_pain": "CHEST PAIN",
}
PROFESSIONAL = "HEALTH CARE PROFESSIONAL"
DRINK = "assumption: London counted 61,624 alcohol-related incidents in 2007-08; by category none is published"
# Category, condition: value, low, high, source.
JUDGED_SHARES = {
    ("C1", "cardiac_arrest"): (
        0.08,
        0.05,
        0.21,
        "assumption between 0.05 (calls with CPR over C1, England 2023-24, A49 over A8; not all services count alike) and 0.21 (Welsh RED, narrower than C1)",
    ),
    ("C1", "major_trauma"): (
        0.02,
        0.005,
        0.04,
        "assumption: at most the Welsh RED cards of traffic, stabbing and injury, 0.04",
    ),
    ("C2", "major_trauma"): (
        0.003,
        0.001,
        0.01,
        "assumption: the Welsh AMBER cards of traffic, stabbing and injury are 0.05",
    ),
    ("C3", "major_trauma"): (0.001, 0, 0.002, JUDGED),
    ("C1", "stemi"): (0.003, 0, 0.01, JUDGED),
    ("C2", "stemi"): (0.004, 0.002, 0.01, "assumption: about 2 in 100 of chest pain, which is 0.17 of Welsh AMBER"),
    ("C1", "alcohol"): (0.02, 0, 0.05, DRINK),
    ("C2", "alcohol"): (0.03, 0.01, 0.08, DRINK),
    ("C3", "alcohol"): (0.06, 0.02, 0.12, DRINK),
    ("C4", "alcohol"): (0.06, 0.02, 0.12, DRINK),
    ("Other", "alcohol"): (0.01, 0, 0.03, DRINK),
}


def conditions(reference):
    """Rows of conditions.csv: the shares of a category sum to one, `other` being what is left."""
    reasons = welsh_reasons(reference.rows("ops/demand_profile_data.csv"))
    return [row for category, mix in reasons.items() for row in category_rows(category, mix)]


def welsh_reasons(rows):
    """Shares of the Welsh reasons by English category, with the words for how they were read."""
    mix = {
        colour: {r["key"]: float(r["value"]) for r in rows if r["dimension"] == f"nature_of_incident_within_{colour}"}
        for colour in ("RED", "AMBER", "GREEN")
    }
    seen = {reason: share / (1 - mix["GREEN"][PROFESSIONAL]) for reason, share in mix["GREEN"].items()}
    middle = {reason: (mix["AMBER"].get(reason, 0) + seen.get(reason, 0)) / 2 for reason in REASONS.values()}
    return {
        "C1": (mix["RED"], "B", "RED"),
        "C2": (mix["AMBER"], "B", "AMBER"),
        "C3": (middle, "C", "half AMBER, half GREEN without professionals"),
        "C4": (seen, "C", "GREEN without professionals"),
        "Other": (mix["GREEN"], "C", "GREEN"),
    }


def category_rows(category, mix):
    """The rows of one category: read from Wales with half and one and a half as range, judged, or left over."""
    shares, grade, colour = mix
    rows = []
    for condition in CONDITIONS[:-1]:
        if condition in REASONS:
            share = round(shares.get(REASONS[condition], 0), 5)
            found = (share, share / 2, min(1, share * 1.5), grade, f"{WALES}: {colour}; proxy for England")
        else:
            *found, source = JUDGED_SHARES.get(
                (category, condition), (0, 0, 0.002, "assumption: none in this category")
            )
            found = (*found, "D", source)
        rows.append(condition_row(category, condition, found))
    left = [1 - sum(float(r[column]) for r in rows) for column in ("share", "high", "low")]
    return [*rows, condition_row(category, "other", (*left, "D", "what is left of the category"))]


def condition_row(category, condition, found):
    """One row of conditions.csv."""
    share, low, high, grade, source = found
    numbers = {"share": number(share, 5), "low": number(low, 6), "high": number(high, 6)}
    return {"category": category, "condition": condition} | numbers | {"grade": grade, "source": source}


KIND_COLUMNS = [
    "kind",
    "conveys",
    "stops_c1_clock",
    "c1",
    "c2",
    "c3",
    "c4",
    "other",
    "conditions",
    "hours_share",
    "low_hours_share",
    "high_hours_share",
    "mobilise_mean_s",
    "low_mobilise_s",
    "high_mobilise_s",
    "grade",
    "source",
]
OWN_KIND = "assumption: none by default; set the hours to use it"
KINDS = [
    (
        "dca",
        "yes",
        "yes",
        1,
        1,
        1,
        1,
        1,
        "any",
        1,
        1,
        1,
        60,
        30,
        120,
        "D",
        "the unit in which hours are given; mobilisation as in job_cycle.csv",
    ),
    (
        *("rrv", "no", "yes", 1, 1, 1, 1, 0, "any", 0.15, 0, 0.25, 60, 30, 120, "C"),
        "EEAST 2021-22: 72 cars beside 485 ambulances, hours in that proportion by assumption; mobilisation as an ambulance",
    ),
    (
        *("cfr", "no", "yes", 1, 0, 0, 0, 0, "any", 0.3, 0.1, 0.6, 120, 60, 300, "C"),
        "EEAST about 2021: over 450,000 volunteer hours a year on call beside 29,000 effective ambulance hours a week; C1 only and mobilisation by assumption",
    ),
    ("falls", "no", "no", 0, 0, 1, 1, 0, "falls", 0, 0, 0.05, 120, 60, 300, "D", OWN_KIND),
    ("mental_health", "no", "no", 0, 0, 1, 1, 0, "mental_health", 0, 0, 0.05, 120, 60, 300, "D", OWN_KIND),
    ("advanced_paramedic", "no", "yes", 1, 1, 1, 0, 0, "any", 0, 0, 0.05, 60, 30, 120, "D", OWN_KIND),
]


def vehicle_kinds():
    """Rows of vehicle_kinds.csv."""
    return [dict(zip(KIND_COLUMNS, kind)) for kind in KINDS]


# Sickness of ambulance trusts: 0.067 over twelve months, 0.076 and 0.070 published for January and February 2023.
SICKNESS = (0.076, 0.07, 0.067, 0.064, 0.062, 0.062, 0.064, 0.064, 0.065, 0.067, 0.07, 0.073)
ABSTRACTION = (
    "assumption: a shift is lost as often as staff are sick, 6.7% over twelve months of 2024-25 and 7.6% and 7.0% in January and February 2023 "
    "(parliamentary answers), the other months between; training and vehicles off the road are not published and taken as made good by cover"
)


def abstraction():
    """Rows of abstraction.csv: January is month 1."""
    return [
        {
            "month_of_year": month,
            "lost_share": share,
            "low": number(share / 2, 4),
            "high": number(share * 2, 4),
            "persistence": 0.8,
            "low_persistence": 0.5,
            "high_persistence": 0.95,
            "grade": "D",
            "source": ABSTRACTION,
        }
        for month, share in enumerate(SICKNESS, 1)
    ]
