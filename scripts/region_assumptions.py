"""What could not be found: every assumption with its range, grade, source and place of use."""

from region_io import number

COLUMNS = ["name", "value", "low", "high", "unit", "grade", "source", "where_used"]
LONDON = "London wards 2014, ecological (GLA ward profiles); elsewhere an assumption"
MONKS = "South Western daily responses 2013-19 (Monks et al.), residual after trend and weekday"
JUDGED = "assumption"

ROWS = [
    ("convey_tilt_c2", 1.1, 1, 1.2, "ratio", "D", JUDGED, "conveyance by category, against the service's share"),
    ("convey_tilt_c3", 0.85, 0.7, 1, "ratio", "D", JUDGED, "conveyance by category, against the service's share"),
    ("convey_tilt_c4", 0.75, 0.5, 1, "ratio", "D", JUDGED, "conveyance by category, against the service's share"),
    ("convey_tilt_other", 1.3, 1, 1.6, "ratio", "D", "assumption: professional and transfer calls mostly go to hospital", "conveyance by category, against the service's share"),
    ("daytime_per_log_density", 0.1, 0, 0.3, "log ratio", "D", JUDGED, "areas.csv daytime_ratio"),
    ("daytime_per_working_share", 3, 0, 6, "log ratio", "D", JUDGED, "areas.csv daytime_ratio"),
    ("daytime_ratio_high", 3, 2, 20, "people per resident", "D", JUDGED, "areas.csv daytime_ratio"),
    ("daytime_ratio_low", 0.7, 0.5, 1, "people per resident", "D", JUDGED, "areas.csv daytime_ratio"),
    ("day_effect_correlation_between_services", 0.5, 0, 0.9, "correlation", "D", JUDGED, "day effect of demand"),
    ("day_effect_correlation_within_service", 0.9, 0.6, 1, "correlation", "C", f"{MONKS}: near-Poisson by area, shared over the region", "day effect of demand"),
    ("day_effect_cv", 0.026, 0.018, 0.039, "coefficient of variation", "A", f"{MONKS}: 0.026 for the service, 0.018 to 0.039 for areas shown", "day effect of demand"),
    ("day_effect_lag1", 0.45, 0.14, 0.6, "correlation", "A", MONKS, "day effect of demand"),
    ("handover_day_correlation", 0.2, 0.05, 0.5, "share of variance", "D", "assumption: the part of a handover's normal score that a department's whole day shares", "handover"),
    ("handover_day_lag1", 0.6, 0.3, 0.8, "correlation", "D", JUDGED, "day effect of handover by emergency department"),
    ("handover_other_cv", 0.5, 0.3, 0.8, "coefficient of variation", "D", "assumption", "handover at places that are not emergency departments"),
    ("handover_other_mean_s", 900, 600, 1800, "s", "D", "assumption", "handover at places that are not emergency departments"),
    ("hear_and_treat_share_c1", 0, 0, 0, "share", "D", "by definition of the category: a response is always sent", "initial categories of hear-and-treat"),
    ("hear_and_treat_share_c2", 0.25, 0.1, 0.4, "share", "D", "assumption: the category before hear-and-treat is not published", "initial categories of hear-and-treat"),
    ("hear_and_treat_share_c3", 0.4, 0.25, 0.6, "share", "D", "assumption: the category before hear-and-treat is not published", "initial categories of hear-and-treat"),
    ("hear_and_treat_share_c4", 0.1, 0.05, 0.25, "share", "D", "assumption: the category before hear-and-treat is not published", "initial categories of hear-and-treat"),
    ("hear_and_treat_share_other", 0.25, 0.1, 0.4, "share", "D", "assumption: the category before hear-and-treat is not published", "initial categories of hear-and-treat"),
    ("intra_area_detour", 1.3, 1.2, 1.5, "ratio", "D", "assumption: road over straight line; no ambulance value found", "drive inside an area"),
    ("part_time_ed_closes_hour", 22, 20, 24, "hour", "D", "assumption: three departments are known to close at night, their hours are not in the sources", "hospitals.csv open_hours"),
    ("part_time_ed_opens_hour", 8, 7, 9, "hour", "D", "assumption: three departments are known to close at night, their hours are not in the sources", "hospitals.csv open_hours"),
    ("radius_cap_m", 4000, 2000, 8000, "m", "D", "assumption: people of a large area sit in one valley", "areas.csv radius_m"),
    ("radius_factor", 0.5, 0.25, 0.67, "ratio", "D", "assumption: people sit nearer to the centre than land does", "areas.csv radius_m"),
    ("profile_flat_weight", 0.5, 0.2, 0.8, "share", "D", "assumption: an emergency department's walk-ins sleep at night, 999 callers less so", "hour_of_week.csv ambulance_blend"),
    ("rota_demand_weight", 0.5, 0.2, 0.8, "share", "D", "assumption: no published hours by hour of day", "hour_of_week.csv rota"),
    ("rough_cycle_convey_min", 95, 80, 110, "min", "D", "assumption: job cycle without handover", "effective_hours.csv before fitting"),
    ("rough_cycle_other_min", 85, 60, 100, "min", "D", "assumption: job cycle without conveyance to a department", "effective_hours.csv before fitting"),
    ("rough_utilisation", 0.8, 0.6, 0.9, "share", "D", "assumption: no published utilisation", "effective_hours.csv before fitting"),
    ("scilly_transfer_s", 7200, 3600, 14400, "s", "D", "assumption: air or sea to Treliske", "land_masses.csv"),
    ("spread_age_per_point", 0.02, 0.01, 0.03, "log ratio per percentage point aged 65 and over", "B", f"{LONDON}; rate ratio 1.02, se 0.003", "spread of demand over areas"),
    ("spread_daytime_share", 0.15, 0, 0.3, "share", "D", JUDGED, "share of demand spread by daytime people"),
    ("spread_deprivation_per_sd", 0.1756, 0.1, 0.25, "log ratio per standard deviation", "B", f"{LONDON}; rate ratio 1.192, se of the log 0.011", "spread of demand over areas"),
    ("spread_visitor_share_august", 0.05, 0, 0.15, "share", "D", "assumption: visitors on the coast in August; half of it in July and September", "daytime demand of coastal areas"),
    ("station_exponent_area", 0.5, 0.3, 0.7, "exponent", "D", JUDGED, "stations.csv"),
    ("station_exponent_residents", 0.5, 0.3, 0.7, "exponent", "D", JUDGED, "stations.csv"),
    ("travel_factor_convey", 0.95, 0.85, 1.05, "ratio", "D", JUDGED, "travel_factor.csv"),
    ("travel_factor_lights_rural", 0.8, 0.7, 0.9, "ratio", "D", "assumption; 0.69 on short rural runs in one United States study", "travel_factor.csv"),
    ("travel_factor_lights_urban", 0.75, 0.6, 0.85, "ratio", "D", "assumption; 0.62 in one United States study", "travel_factor.csv"),
    ("travel_factor_night", 0.9, 0.8, 1, "ratio", "D", JUDGED, "travel_factor.csv"),
    ("travel_factor_peak", 1.1, 1, 1.3, "ratio", "D", JUDGED, "travel_factor.csv"),
    ("weekend_daytime_ratio", 0.7, 0.5, 1, "ratio", "D", JUDGED, "hour_of_week.csv daytime"),
]


def assumptions(intercept_min, station_scale):
    """Rows of assumptions.csv, the two fitted constants included."""
    fitted = [
        ("station_scale", number(station_scale, 6), number(station_scale / 1.6, 6), number(station_scale * 1.7, 6),
         "stations per (residents x km2)^0.5", "C", "geometric mean over the four services with a published number", "stations.csv"),
        ("travel_intercept_removed_min", number(intercept_min, 2), 6, 8.5, "min", "C",
         "urban pairs under 6 km extended to zero distance; the routing engine's habit", "travel_law.csv"),
    ]
    return [dict(zip(COLUMNS, row)) for row in sorted([*ROWS, *fitted])]
