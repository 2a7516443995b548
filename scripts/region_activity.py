"""Monthly activity, response, call and handover tables from the public Ambulance Systems Indicators."""

from region_io import number, whole

YEARS = ("2018-19", "2019-20", "2023-24")
CATEGORIES = ("C1", "C1T", "C2", "C3", "C4")
ENGLAND = "England"
COUNTS = {
    "contacts": "contacts",
    "calls_answered": "calls_answered",
    "incidents": "incidents_all",
    "c1": "inc_c1",
    "c1t": "inc_c1t",
    "c2": "inc_c2",
    "c3": "inc_c3",
    "c4": "inc_c4",
    "hear_and_treat": "hear_treat",
    "see_and_treat": "see_treat",
    "conveyed_ed": "convey_ed",
    "conveyed_other": "convey_non_ed",
    "face_to_face": "face_to_face",
}
OUTSIDE = ("hcp_l3", "hcp_l4", "ift_l3", "ift_l4")
ACTIVITY_COLUMNS = ["month", "service_code", "days", *COUNTS, "hcp_ift_l3_l4"]
RESPONSE_COLUMNS = ["month", "service_code", "category", "n", "mean_s", "p90_s"]
CALL_COLUMNS = [
    "month",
    "service_code",
    "call_answer_mean_s",
    "call_answer_p90_s",
    "call_answer_p95_s",
    "call_answer_p99_s",
    "c1_identified_mean_s",
    "c1_identified_p90_s",
]
RESOURCES_COLUMNS = ["month", "service_code", "category", "n", "allocated", "arriving"]
CLINICAL_COLUMNS = ["month", "service_code", "assessed_n", "assessment_mean_s", "assessment_p90_s"]
HANDOVER_COLUMNS = [
    "month",
    "service_code",
    "n",
    "unknown_n",
    "mean_s",
    "p90_s",
    "over_15_n",
    "over_30_n",
    "over_60_n",
    "lost_over_30_s",
    "conveyed_ed",
]


def published_months(reference, name):
    """Rows of services and of England, sorted by month and code, England last of its month."""
    rows = [r for r in reference.rows(name) if r["level"] in ("trust", "national")]
    for row in rows:
        row["month_text"] = f"{row['ym'][:4]}-{row['ym'][4:]}"
        row["place"] = ENGLAND if row["level"] == "national" else row["org_code"]
    return sorted(rows, key=lambda r: (r["ym"], r["place"] == ENGLAND, r["place"]))


def activity(reference):
    """Rows of activity_month.csv, response_month.csv and call_month.csv."""
    rows = indicator_months(reference)
    responses = [row for r in rows for c in CATEGORIES if (row := response_row(r, c))]
    return [activity_row(r) for r in rows], responses, [call_row(r) for r in rows]


def indicator_months(reference):
    """Rows of the public indicators in the years of the region."""
    return [r for r in published_months(reference, "ops/ambsys_public.csv") if r["fy"] in YEARS]


def resources(reference):
    """Rows of resources_month.csv: totals of a month, so that means over any months can be made."""
    return [row for r in indicator_months(reference) for c in CATEGORIES if (row := resources_row(r, c))]


def resources_row(row, category):
    """Vehicles allocated to and arriving at the incidents of one category, or `None`."""
    c = category.lower()
    n, allocated, arriving = (whole(row[k]) for k in (f"inc_{c}", f"{c}_res_alloc", f"{c}_res_arr"))
    if not n or allocated is None or arriving is None:
        return None
    out = {"month": row["month_text"], "service_code": row["place"], "category": category}
    return out | {"n": n, "allocated": allocated, "arriving": arriving}


def clinical(reference):
    """Rows of clinical_month.csv, for the months and services that published them."""
    return [
        {
            "month": r["month_text"],
            "service_code": r["place"],
            "assessed_n": whole(r["clin_assess_n"]),
            "assessment_mean_s": whole(r["clin_assess_mean_s"]),
            "assessment_p90_s": whole(r["clin_assess_p90_s"]),
        }
        for r in indicator_months(reference)
        if whole(r["clin_assess_n"])
    ]


def activity_row(row):
    """One service and month; level 3 and 4 professional and transfer calls only when all four are published."""
    outside = [whole(row[c]) for c in OUTSIDE]
    out = {"month": row["month_text"], "service_code": row["place"], "days": whole(row["days"])}
    out |= {name: whole(row[source]) for name, source in COUNTS.items()}
    out["hcp_ift_l3_l4"] = None if None in outside else sum(outside)
    return out


def response_row(row, category):
    """Published count, mean and ninetieth centile of one category, or `None`."""
    c = category.lower()
    if row[f"{c}_mean_s"] == "" or row[f"{c}_p90_s"] == "" or not whole(row[f"inc_{c}"]):
        return None
    return {
        "month": row["month_text"],
        "service_code": row["place"],
        "category": category,
        "n": whole(row[f"inc_{c}"]),
        "mean_s": whole(row[f"{c}_mean_s"]),
        "p90_s": whole(row[f"{c}_p90_s"]),
    }


def call_row(row):
    """Call answering and identification of category 1."""
    return {
        "month": row["month_text"],
        "service_code": row["place"],
        "call_answer_mean_s": whole(row["call_answer_mean_s"]),
        "call_answer_p90_s": whole(row["call_answer_p90_s"]),
        "call_answer_p95_s": whole(row["call_answer_p95_s"]),
        "call_answer_p99_s": whole(row["call_answer_p99_s"]),
        "c1_identified_mean_s": whole(row["c1_ident_mean_s"]),
        "c1_identified_p90_s": whole(row["c1_ident_p90_s"]),
    }


def handovers(reference):
    """Rows of handover_month.csv."""
    names = {
        "n": "handover_n",
        "unknown_n": "handover_unknown_n",
        "mean_s": "handover_mean_s",
        "p90_s": "handover_p90_s",
        "over_15_n": "handover_gt15_n",
        "over_30_n": "handover_gt30_n",
        "over_60_n": "handover_gt60_n",
        "lost_over_30_s": "handover_lost_over30_s",
        "conveyed_ed": "convey_ed",
    }
    return [
        {"month": r["month_text"], "service_code": r["place"]} | {k: whole(r[v]) for k, v in names.items()}
        for r in published_months(reference, "ops/handover.csv")
    ]


HOURS_COLUMNS = ["service_code", "effective_hours_per_week", "c2_target_s", "c2_fitted_s", "assumption"]
WINTER = ("2023-10", "2024-03")
CONVEY_MIN, OTHER_MIN, ROUGH_UTILISATION = 95.0, 85.0, 0.80
ROUGH = "rough: not yet fitted"


def rough_hours(activity_rows, response_rows, handover_rows, services):
    """Placeholder effective hours: weekly workload of October 2023 to March 2024 over a utilisation of 0.80."""
    return [
        rough_hours_row(s, *(winter_of(rows, s) for rows in (activity_rows, response_rows, handover_rows)))
        for s in services
    ]


def winter_of(rows, service):
    """The rows of one service in the six winter months."""
    return [r for r in rows if r["service_code"] == service and WINTER[0] <= r["month"] <= WINTER[1]]


def rough_hours_row(service, acts, responses, hands):
    """One row of effective_hours.csv from a rough formula."""
    seen = sum(r["face_to_face"] for r in acts)
    share = sum(r["conveyed_ed"] for r in acts) / seen
    handover_min = sum(r["mean_s"] * r["n"] for r in hands) / sum(r["n"] for r in hands) / 60
    cycle_min = share * (CONVEY_MIN + handover_min) + (1 - share) * OTHER_MIN
    weekly = seen / sum(r["days"] for r in acts) * 7
    c2 = [r for r in responses if r["category"] == "C2"]
    return {
        "service_code": service,
        "effective_hours_per_week": number(weekly * cycle_min / 60 / ROUGH_UTILISATION, 0),
        "c2_target_s": number(sum(r["mean_s"] * r["n"] for r in c2) / sum(r["n"] for r in c2), 0),
        "c2_fitted_s": None,
        "assumption": ROUGH,
    }
