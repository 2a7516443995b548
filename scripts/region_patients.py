"""Who calls: ages by condition, places by age, where requests come from, and frequent callers. Mostly judged."""

from region_io import number

AGES = ("under_18", "18_59", "60_64", "65_79", "80_plus")
SETTINGS = ("home", "care_home", "public")
ORIGINS = ("999", "111", "professional")
COLUMNS = ["attribute", "given", "value", "number", "low", "high", "unit", "grade", "source"]
JUDGED = "assumption: no published value found"
FALLS = "assumption around a published share: those of 65 and over who fall are 8% of 999 calls (London 2003-04)"
ARRESTS = "assumption around a published mean age of 68.6 (England 2014)"
# Shares of ages for each condition.
AGE = {
    "falls": ((0.05, 0.20, 0.08, 0.27, 0.40), FALLS),
    "mental_health": ((0.10, 0.75, 0.05, 0.07, 0.03), JUDGED),
    "stroke": ((0.01, 0.18, 0.09, 0.37, 0.35), JUDGED),
    "major_trauma": ((0.12, 0.62, 0.06, 0.12, 0.08), JUDGED),
    "stemi": ((0.00, 0.35, 0.15, 0.34, 0.16), JUDGED),
    "cardiac_arrest": ((0.02, 0.28, 0.11, 0.34, 0.25), ARRESTS),
    "breathing": ((0.14, 0.28, 0.09, 0.29, 0.20), JUDGED),
    "chest_pain": ((0.02, 0.50, 0.11, 0.25, 0.12), JUDGED),
    "alcohol": ((0.05, 0.83, 0.05, 0.06, 0.01), JUDGED),
    "other": ((0.12, 0.42, 0.08, 0.22, 0.16), JUDGED),
}
HOMES = "assumption around published rates: 0.5 ambulance calls a resident and year (Torbay 2012-13), 0.98 attendances at emergency departments"
SETTING = {
    "under_18": ((0.75, 0.00, 0.25), JUDGED),
    "18_59": ((0.75, 0.01, 0.24), JUDGED),
    "60_64": ((0.84, 0.02, 0.14), JUDGED),
    "65_79": ((0.89, 0.03, 0.08), HOMES),
    "80_plus": ((0.86, 0.10, 0.04), HOMES),
}
TRIAGED = (
    "assumption: one in ten triaged 111 calls ends with an ambulance (England 2015); by category no share is published"
)
ORIGIN = {
    "C1": ((0.90, 0.10, 0.00), TRIAGED),
    "C2": ((0.80, 0.18, 0.02), TRIAGED),
    "C3": ((0.68, 0.30, 0.02), TRIAGED),
    "C4": ((0.50, 0.40, 0.10), TRIAGED),
    "Other": (
        (0.05, 0.10, 0.85),
        "assumption: transfers and requests of professionals at levels 3 and 4, and what is not coded",
    ),
}
CALLERS = [
    (
        *("callers", "999", "share", 0.05, 0.03, 0.10, "share", "C"),
        "people of high use: 1,622 people made 49,534 attendances of London's million a year; about 10% of calls (South Central, 2018)",
    ),
    (
        *("callers", "999", "calls_a_year", 30.5, 20, 60, "per person and year", "C"),
        "49,534 attendances of 1,622 people (London); at least 5 calls a month or 12 in three months is the usual definition",
    ),
]


def patients():
    """Rows of patients.csv; shares of one attribute and one given word sum to 1, and range from half to one and a half."""
    rows = []
    for attribute, words, table in (("age", AGES, AGE), ("setting", SETTINGS, SETTING), ("origin", ORIGINS, ORIGIN)):
        for given, (shares, source) in table.items():
            for value, share in zip(words, shares):
                ends = (share / 2, min(1, 1.5 * share))
                rows.append((attribute, given, value, share, *ends, "share", "D", source))
    made = [dict(zip(COLUMNS, row)) for row in [*rows, *CALLERS]]
    return [row | {name: number(row[name], 5) for name in ("number", "low", "high")} for row in made]
