//! The tables of a region: their file names and their first lines.

/// A table as it must be written.
pub(super) struct Schema {
    pub file: &'static str,
    /// The names of the columns, as they stand in the first line.
    pub header: &'static str,
    /// The columns that tell its rows apart; none where rows are compared by number.
    pub key: &'static str,
    /// Whether it may have no row.
    pub may_be_empty: bool,
    /// Whether a region may do without it.
    pub may_be_absent: bool,
}

/// The file that says where the tables come from.
pub(super) const SOURCE: &str = "SOURCE.toml";

const fn table(file: &'static str, key: &'static str, header: &'static str) -> Schema {
    Schema { file, header, key, may_be_empty: false, may_be_absent: false }
}

/// A table that a region may do without, or have without a row.
const fn optional(file: &'static str, key: &'static str, header: &'static str) -> Schema {
    Schema { may_be_empty: true, may_be_absent: true, ..table(file, key, header) }
}

pub(super) const ABSTRACTION: Schema = table(
    "abstraction.csv",
    "month_of_year",
    "month_of_year,lost_share,low,high,persistence,low_persistence,high_persistence,grade,source",
);

pub(super) const ACTIVITY_MONTH: Schema = table(
    "activity_month.csv",
    "month,service_code",
    "month,service_code,days,contacts,calls_answered,incidents,c1,c1t,c2,c3,c4,\
     hear_and_treat,see_and_treat,conveyed_ed,conveyed_other,face_to_face,hcp_ift_l3_l4",
);

pub(super) const AREA_DEMAND: Schema =
    optional("area_demand.csv", "area_code", "area_code,incidents_per_week,merged_n");

pub(super) const AREA_LINKS: Schema =
    optional("area_links.csv", "from_area,to_area", "from_area,to_area,people_per_km2");

pub(super) const AREAS: Schema = table(
    "areas.csv",
    "area_code",
    "area_code,name,district_code,neighbourhood_code,ics_code,service_code,ics_share,\
     service_share,lon,lat,residents,share_0_17,share_65_plus,share_75_plus,share_85_plus,\
     land_km2,radius_m,rural_urban_class,rural_urban,imd_score,imd_quintile,land_mass,\
     coastal,daytime_ratio",
);

pub(super) const ASSUMPTIONS: Schema =
    table("assumptions.csv", "name", "name,value,low,high,unit,grade,source,where_used");

pub(super) const BREAKS: Schema =
    optional("breaks.csv", "kind,service_code,date", "kind,service_code,date,grade,source");

pub(super) const CALL_MONTH: Schema = table(
    "call_month.csv",
    "month,service_code",
    "month,service_code,call_answer_mean_s,call_answer_p90_s,call_answer_p95_s,\
     call_answer_p99_s,c1_identified_mean_s,c1_identified_p90_s",
);

pub(super) const CLINICAL_MONTH: Schema = table(
    "clinical_month.csv",
    "month,service_code",
    "month,service_code,assessed_n,assessment_mean_s,assessment_p90_s",
);

pub(super) const CONDITIONS: Schema =
    table("conditions.csv", "category,condition", "category,condition,share,low,high,grade,source");

pub(super) const DISTRICTS: Schema = table(
    "districts.csv",
    "district_code",
    "district_code,name,ics_code,service_code,ics_share,service_share,split_ics,\
     split_service",
);

pub(super) const EFFECTIVE_HOURS: Schema = table(
    "effective_hours.csv",
    "service_code",
    "service_code,effective_hours_per_week,c2_target_s,c2_fitted_s,assumption",
);

pub(super) const FORUMS: Schema = optional(
    "forums.csv",
    "kind",
    "kind,power,days,low_days,high_days,slots,low_slots,high_slots,closed,grade,source",
);

pub(super) const GOVERNANCE: Schema =
    optional("governance.csv", "name", "name,value,low,high,unit,grade,source");

pub(super) const HANDOVER_MONTH: Schema = table(
    "handover_month.csv",
    "month,service_code",
    "month,service_code,n,unknown_n,mean_s,p90_s,over_15_n,over_30_n,over_60_n,\
     lost_over_30_s,conveyed_ed",
);

pub(super) const HOSPITALS: Schema = table(
    "hospitals.csv",
    "hospital_code",
    "hospital_code,name,acute_trust_code,acute_trust_name,ics_code,service_code,lon,lat,\
     land_mass,opens,closes,open_hours,accepts,ed_basis,major_trauma,stroke_thrombolysis,\
     stroke_thrombectomy,ppci,note",
);

pub(super) const HOUR_BAND: Schema = table("hour_band.csv", "hour_of_week", "hour_of_week,hour_band");

pub(super) const HOUR_OF_WEEK: Schema =
    table("hour_of_week.csv", "profile,hour_of_week", "profile,hour_of_week,share,grade,source");

pub(super) const ICSES: Schema = table(
    "icses.csv",
    "ics_code",
    "ics_code,ons_code,name,short_name,nhs_region_code,nhs_region_name,valid_from,valid_to",
);

pub(super) const JOB_CYCLE: Schema = table(
    "job_cycle.csv",
    "stage,disposition,category",
    "stage,disposition,category,mean_s,cv,low_mean_s,high_mean_s,grade,source",
);

pub(super) const JUDGED_ON: Schema =
    optional("judged_on.csv", "body,measure", "body,measure,bound,unit,valid_from,valid_to,grade,source");

pub(super) const LAND_MASSES: Schema = table(
    "land_masses.csv",
    "land_mass",
    "land_mass,name,transfer_hospital_code,transfer_s,transfer_low_s,transfer_high_s,grade,\
     source",
);

pub(super) const NEIGHBOURHOODS: Schema = table(
    "neighbourhoods.csv",
    "neighbourhood_code",
    "neighbourhood_code,name,district_code,ics_code,service_code",
);

pub(super) const NETWORK_SPEED: Schema =
    optional("network_speed.csv", "name,people_per_km2", "name,people_per_km2,value,unit,grade,source");

pub(super) const PACKAGES: Schema =
    optional("packages.csv", "name,place", "name,place,origin,first_public,live,precision,grade,source");

pub(super) const PARTNERSHIPS: Schema = optional(
    "partnerships.csv",
    "service_code,ics_code,quantity",
    "service_code,ics_code,quantity,value,low,high,unit,grade,source",
);

pub(super) const PATCHES: Schema = table(
    "patches.csv",
    "patch_code",
    "patch_code,service_code,ics_code,residents,published_share_of_ics,\
     published_share_of_service,commissioner_role,role_basis",
);

pub(super) const PATIENTS: Schema = optional(
    "patients.csv",
    "attribute,given,value",
    "attribute,given,value,number,low,high,unit,grade,source",
);

pub(super) const PRACTICE: Schema = optional(
    "practice.csv",
    "service_code,quantity",
    "service_code,quantity,value,low,high,unit,grade,source",
);

pub(super) const RESOURCES_MONTH: Schema = table(
    "resources_month.csv",
    "month,service_code,category",
    "month,service_code,category,n,allocated,arriving",
);

pub(super) const RESPONSE_MONTH: Schema =
    table("response_month.csv", "month,service_code,category", "month,service_code,category,n,mean_s,p90_s");

pub(super) const SEASON: Schema =
    optional("season.csv", "month_of_year", "month_of_year,c2_ratio,low,high,years,grade,source");

pub(super) const SERVICES: Schema = table(
    "services.csv",
    "service_code",
    "service_code,name,short_name,residents,lead_ics_code,lead_basis,lead_note,\
     published_stations,valid_from,valid_to",
);

pub(super) const SPECIAL_DAYS: Schema = Schema {
    may_be_empty: true,
    ..table(
        "special_days.csv",
        "date,kind,service_code",
        "date,kind,name,service_code,demand_factor,grade,source",
    )
};

pub(super) const STAGE_QUANTILES: Schema = optional(
    "stage_quantiles.csv",
    "stage,disposition,category,quantile",
    "stage,disposition,category,quantile,seconds",
);

pub(super) const STANDARDS: Schema = table(
    "standards.csv",
    "name,category,statistic,valid_from",
    "name,category,statistic,value_s,valid_from,valid_to,source",
);

pub(super) const STATIONS: Schema =
    table("stations.csv", "station_code", "station_code,service_code,ics_code,area_code,lon,lat,data_tier");

pub(super) const TRAVEL_FACTOR: Schema = table(
    "travel_factor.csv",
    "purpose,hour_band,rural_urban",
    "purpose,hour_band,rural_urban,factor,low,high,grade,source",
);

pub(super) const TRAVEL_LAW: Schema = table("travel_law.csv", "", "rural_urban,km,seconds,grade,source");

pub(super) const TRUNK_POINTS: Schema = optional(
    "trunk_points.csv",
    "chain,position",
    "chain,position,kind,lon,lat,people_per_km2,area_1,area_2,area_3",
);

pub(super) const VEHICLE_KINDS: Schema = table(
    "vehicle_kinds.csv",
    "kind",
    "kind,conveys,stops_c1_clock,c1,c2,c3,c4,other,conditions,hours_share,low_hours_share,\
     high_hours_share,mobilise_mean_s,low_mobilise_s,high_mobilise_s,grade,source",
);

/// Every table, in order of file name.
pub(super) const ALL: &[&Schema] = &[
    &ABSTRACTION,
    &ACTIVITY_MONTH,
    &AREA_DEMAND,
    &AREA_LINKS,
    &AREAS,
    &ASSUMPTIONS,
    &BREAKS,
    &CALL_MONTH,
    &CLINICAL_MONTH,
    &CONDITIONS,
    &DISTRICTS,
    &EFFECTIVE_HOURS,
    &FORUMS,
    &GOVERNANCE,
    &HANDOVER_MONTH,
    &HOSPITALS,
    &HOUR_BAND,
    &HOUR_OF_WEEK,
    &ICSES,
    &JOB_CYCLE,
    &JUDGED_ON,
    &LAND_MASSES,
    &NEIGHBOURHOODS,
    &NETWORK_SPEED,
    &PACKAGES,
    &PARTNERSHIPS,
    &PATCHES,
    &PATIENTS,
    &PRACTICE,
    &RESOURCES_MONTH,
    &RESPONSE_MONTH,
    &SEASON,
    &SERVICES,
    &SPECIAL_DAYS,
    &STAGE_QUANTILES,
    &STANDARDS,
    &STATIONS,
    &TRAVEL_FACTOR,
    &TRAVEL_LAW,
    &TRUNK_POINTS,
    &VEHICLE_KINDS,
];
