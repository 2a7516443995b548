"""Tables of governance: the numbers of the process, forums, what each partnership has, and dated packages."""

from region_packages import packages

COLUMNS = ["name", "value", "low", "high", "unit", "grade", "source"]
A = "assumption: "
NUMBERS = [
    (
        "scope_hours",
        240,
        120,
        480,
        "h",
        "D",
        A + "the trust's team, to scope a package for one ICS; about six weeks of one person",
    ),
    ("data_hours", 80, 40, 160, "h", "D", A + "the trust's team, for a data agreement with one ICS"),
    ("tailoring_hours", 120, 60, 240, "h", "D", A + "to tailor a package to one ICS from nothing"),
    ("mobilise_hours", 60, 30, 120, "h", "D", A + "the trust's team, to mobilise a package in one ICS"),
    (
        "holder_scope_share",
        0.25,
        0.1,
        0.5,
        "h per h",
        "D",
        A + "hours of the team of the ICS that holds a package, for an hour of the trust's on scope",
    ),
    ("ics_data_hours", 40, 20, 80, "h", "D", A + "the ICS's team, for a data agreement"),
    (
        "ics_tailoring_hours",
        60,
        30,
        120,
        "h",
        "D",
        A + "the ICS's team, to tailor a package from nothing, beside the hours above",
    ),
    ("extra_per_member", 0.15, 0.05, 0.3, "share", "D", A + "work on a shared package that each further ICS adds"),
    (
        "trust_tailoring_share",
        0.35,
        0.2,
        0.5,
        "share",
        "D",
        A + "the trust's part of tailoring a shared package; the member's team does most of it",
    ),
    ("agreement_days", 120, 90, 180, "days", "D", A + "median time until a data agreement is signed, beside the work"),
    (
        "agreement_spread",
        0.55,
        0.3,
        0.8,
        "sd of a logarithm",
        "D",
        A + "nine in ten agreements between 60 and 365 days at a median of about 120",
    ),
    ("effort_without_relationship", 0.5, 0, 1, "share", "D", A + "work added where there is no relationship at all"),
    (
        "relationship_gain_per_hour",
        0.004,
        0.001,
        0.01,
        "per h",
        "D",
        A + "what an hour of contact closes of the gap to a full relationship",
    ),
    (
        "relationship_fading_per_year",
        0.2,
        0.05,
        0.5,
        "a year",
        "D",
        A + "rate at which a relationship fades without contact",
    ),
    ("relationship_failed", 0.03, 0, 0.1, "strength", "D", A + "what a failed decision takes off a relationship"),
    (
        "approval_at_mean",
        0.8,
        0.6,
        0.95,
        "probability",
        "D",
        A + "that a forum approves a package heard, at the mean of everything",
    ),
    ("approval_relationship", 2, 1, 3, "log odds", "D", A + "approval in a full relationship against none"),
    ("approval_maturity", 1.5, 0.5, 2.5, "log odds", "D", A + "approval at full maturity against none"),
    ("approval_grade", 0.5, 0, 1, "log odds", "D", A + "approval for evidence of grade A against the middle of A to D"),
    ("approval_misfit", 1, 0, 2, "log odds", "D", A + "approval lost to a package that does not fit at all"),
    (
        "approval_cost_gap",
        0.5,
        0,
        1,
        "log odds",
        "D",
        A + "approval lost where costs fall wholly on those who have no benefit",
    ),
    (
        "call_in_at_mean",
        0.15,
        0.05,
        0.4,
        "probability",
        "D",
        A + "that a member calls in a decision made for all, at the mean of everything",
    ),
    (
        "call_in_days",
        10,
        7,
        20,
        "days",
        "D",
        A + "within which a member may call in, after the five working days of Primary Authority to object",
    ),
    (
        "determination_days",
        28,
        28,
        56,
        "days",
        "B",
        "Regulatory Enforcement and Sanctions Act 2008, Schedule 4: a determination within 28 days; that a commissioning arrangement would keep to it is assumed",
    ),
    ("call_in_upheld", 0.3, 0.1, 0.6, "probability", "D", A + "that a call-in is upheld"),
    ("mobilise_days", 45, 14, 120, "days", "D", A + "from the end of mobilisation work to the first day of service"),
    (
        "fit_loss",
        0.3,
        0,
        0.6,
        "share",
        "D",
        A + "loss of fit of a package that is not tailored, between two ICSs one standard deviation apart",
    ),
    (
        "standing_own_hours_per_week",
        6,
        2,
        15,
        "h a week",
        "D",
        A + "what a relationship of its own takes of the trust's team, work on packages apart",
    ),
    (
        "coordination_hours_per_week",
        1,
        0,
        3,
        "h a week",
        "D",
        A + "what each member takes of the holder's team, where packages are shared",
    ),
    (
        "place_residents",
        375000,
        250000,
        500000,
        "residents",
        "D",
        A + "a place has 250,000 to 500,000 residents; places are not listed by the region",
    ),
    (
        "team_crowding_out",
        0.5,
        0,
        0.8,
        "share",
        "D",
        A
        + "what of the trust's team is withdrawn in the month of most pressure; pressure by month is that of season.csv",
    ),
    (
        "moral_hazard",
        0.3,
        0,
        0.6,
        "share",
        "D",
        A + "effort lost where all risk is shared and a member bears none of it",
    ),
    (
        "engagement_gbp_per_hour",
        45,
        35,
        65,
        "GBP per h",
        "D",
        A + "an hour of engagement work with its employer's costs; the same for the trust and for ICSs",
    ),
    (
        "risk_weight",
        0.5,
        0,
        1,
        "ratio",
        "D",
        A + "what a standard deviation of what a member pays weighs against its mean",
    ),
    (
        "lead_bias",
        0,
        -0.1,
        0.2,
        "share",
        "D",
        A
        + "part of the trust's work with the holder that falls on the others; 0 in every draw, its range in sensitivity only",
    ),
    (
        "override_probability",
        0.3,
        0,
        0.6,
        "probability",
        "D",
        A + "that oversight overrides a forum at a further refusal, where a study lets it",
    ),
    (
        "partner_relationship",
        0.4,
        0.1,
        0.8,
        "strength",
        "D",
        A + "with a partner of the integrated care partnership that has a seat; 0 without one",
    ),
    ("override_days", 28, 14, 61, "days", "D", A + "from a refusal to the override"),
]
FORUM_COLUMNS = [
    "kind",
    "power",
    "days",
    "low_days",
    "high_days",
    "slots",
    "low_slots",
    "high_slots",
    "closed",
    "grade",
    "source",
]
CLOSED = "08-01..08-31;12-18..01-05"
FORUMS = [
    (
        "board",
        "decide",
        61,
        30,
        92,
        2,
        1,
        4,
        CLOSED,
        "C",
        "two-monthly: Lancashire and South Cumbria ICB board papers; packages heard a meeting, and that no board meets in August and over Christmas, are assumed",
    ),
    ("committee", "decide", 30, 30, 61, 2, 1, 4, CLOSED, "D", A + "monthly, two packages a meeting"),
    ("place_board", "decide", 30, 30, 61, 2, 1, 4, CLOSED, "D", A + "monthly, two packages a meeting"),
    (
        "integrated_care_partnership",
        "challenge",
        91,
        61,
        183,
        1,
        1,
        4,
        CLOSED,
        "D",
        A + "challenges and is consulted; holds a package up only where a study says that a partner decides",
    ),
    (
        "health_and_wellbeing_board",
        "consult",
        91,
        61,
        91,
        1,
        1,
        4,
        CLOSED,
        "D",
        A + "is consulted; holds no package up in this model",
    ),
]
PLAN = "NHS England, Urgent and emergency care plan 2025/26, June 2025"
YEAR = ("2025-04-01", "2026-03-31")
JUDGED_COLUMNS = ["body", "measure", "bound", "unit", "valid_from", "valid_to", "grade", "source"]
JUDGED_ON = [
    (
        "ambulance_service",
        "C2 mean over the year",
        30,
        "min",
        *YEAR,
        "A",
        PLAN + "; the standards are in standards.csv",
    ),
    ("acute_trust", "longest handover of an ambulance", 45, "min", *YEAR, "A", PLAN),
    ("acute_trust", "share of A&E attendances over 12 hours", 0.1, "at most", *YEAR, "A", PLAN),
    ("acute_trust", "share of A&E attendances within four hours", 0.78, "at least", "2026-03-01", "", "A", PLAN),
    ("ics", "its duties as commissioner; no response time of its own", "", "", *YEAR, "A", PLAN),
    ("nhs_region", "nothing of its own here: it oversees the others", "", "", *YEAR, "A", PLAN),
]
PARTNERSHIP_COLUMNS = ["service_code", "ics_code", "quantity", "value", "low", "high", "unit", "grade", "source"]
TEAM = A + "no trust publishes it; only the range means anything"
ENGAGEMENT = A + "no ICB publishes it; running costs were cut by half in 2025/26"
MATURITY = A + "not assessed: CQC paused its assessments of systems after pilots"
ROLES = {
    "lead": (0.6, 0.3, 0.9, A + "with the ICB that holds the 999 contract"),
    "associate": (0.4, 0.1, 0.8, A + "with an ICB that is an associate to the 999 contract"),
    "unknown": (0.5, 0.1, 0.9, A + "who holds the 999 contract was not found"),
}


def as_rows(columns, rows):
    """Rows of a table by column."""
    return columns, [dict(zip(columns, row, strict=True)) for row in sorted(rows)]


def partnerships(services, icses, patches):
    """Hours and maturity of every trust and ICS, and the relationship of each pair."""
    rows = [(s["service_code"], "", "team_hours_per_week", 250, 60, 1000, "h a week", "D", TEAM) for s in services]
    for ics in icses:
        code = ics["ics_code"]
        rows.append(("", code, "engagement_hours_per_week", 60, 15, 240, "h a week", "D", ENGAGEMENT))
        rows.append(("", code, "maturity", 0.5, 0.2, 0.9, "share", "D", MATURITY))
    for patch in patches:
        value, low, high, source = ROLES[patch["commissioner_role"]]
        pair = (patch["service_code"], patch["ics_code"])
        rows.append((*pair, "relationship", value, low, high, "strength", "D", source))
    return as_rows(PARTNERSHIP_COLUMNS, rows)


def tables(services, icses, patches):
    """The tables by file name."""
    return {
        "forums.csv": as_rows(FORUM_COLUMNS, FORUMS),
        "governance.csv": as_rows(COLUMNS, NUMBERS),
        "judged_on.csv": as_rows(JUDGED_COLUMNS, JUDGED_ON),
        "packages.csv": packages(),
        "partnerships.csv": partnerships(services, icses, patches),
    }
