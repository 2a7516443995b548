"""The tiny region's tables of operation: resources for each incident and clinical assessments, all invented."""

RESOURCES = {"C1": (2.1, 1.55), "C1T": (2.05, 1.56), "C2": (1.37, 1.07), "C3": (1.7, 1.07), "C4": (1.6, 1.05)}
ASSESSED_SHARE, ASSESSMENT_S = 0.13, (2700, 5900)


def resources(acts):
    """Rows of resources_month.csv: totals of each month and category."""
    return [
        {
            "month": act["month"],
            "service_code": act["service_code"],
            "category": c,
            "n": act[c.lower()],
            "allocated": round(allocated * act[c.lower()]),
            "arriving": round(arriving * act[c.lower()]),
        }
        for act in acts
        for c, (allocated, arriving) in RESOURCES.items()
    ]


def clinical(act):
    """One row of clinical_month.csv."""
    return {
        "month": act["month"],
        "service_code": act["service_code"],
        "assessed_n": round(ASSESSED_SHARE * act["incidents"]),
        "assessment_mean_s": ASSESSMENT_S[0],
        "assessment_p90_s": ASSESSMENT_S[1],
    }
