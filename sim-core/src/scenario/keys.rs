//! The one table of all keys of a scenario: reading, hints, the JSON Schema and the canonical text follow it.

use super::aid;
use super::family::{
    ARRANGEMENT, BREAKS, CALLS, CLINICAL, DISPATCH, DIVERSION, Family, HANDOVER, HOSPITAL, PATIENCE, QUEUE,
    RELOCATION, RESERVE, SAFETY_PLAN,
};
use super::lines::{LESS, RATIO};
pub(super) use super::slots::{Codes, Key, Kind, Slot, children, families, paths_of, slot};
use crate::units::{DAY_MS, Quantity, SECOND_MS};

const TIMES: Kind = Kind::Map(Codes::Station, &Kind::Number(0.0, 1e3));

const fn key(path: &'static str, kind: Kind, unit: &'static str, doc: &'static str) -> Key {
    Key { path, kind, unit, doc, only: None }
}

const fn method(path: &'static str, family: &'static Family, doc: &'static str) -> Key {
    key(path, Kind::Method(family), "", doc)
}

const fn file(path: &'static str, doc: &'static str) -> Key {
    key(path, Kind::DataFile, "", doc)
}

const fn months(path: &'static str, doc: &'static str) -> Key {
    key(path, Kind::Months, "", doc)
}

const fn switch(path: &'static str, doc: &'static str) -> Key {
    key(path, Kind::Switch, "", doc)
}

/// A ratio of a service's practice to what all share.
const fn practice(path: &'static str, doc: &'static str) -> Key {
    key(path, Kind::Map(Codes::Service, &Kind::Number(0.0, 100.0)), "ratio", doc)
}

/// Longest window, days.
pub(super) const MOST_DAYS: i64 = 3_660;
const LONGEST_LEAD_IN_S: f64 = 60.0 * (DAY_MS / SECOND_MS) as f64;
const MOST_HOURS: f64 = 1e6;
const LONGEST_SHIFT_END_S: f64 = 6.0 * 3600.0;

/// Every key, in the order of the canonical text.
pub(super) static KEYS: &[Key] = &[
    key("name", Kind::Text, "", "What the scenario is called in tables; its file's name if left out."),
    key(
        "extends",
        Kind::FileName,
        "",
        "A scenario of the same folder whose keys hold unless this one gives them.",
    ),
    key(
        "region",
        Kind::RegionName,
        "",
        "The region: a folder data/<name> beside the scenario, or one that ambics ships.",
    ),
    key("select.trusts", Kind::Codes(Codes::Service), "", "Services simulated, by ODS code; all if empty."),
    key("select.ics", Kind::Codes(Codes::Ics), "", "ICSs simulated, by ODS code; all if empty."),
    key("select.districts", Kind::Codes(Codes::District), "", "Districts simulated, by code; all if empty."),
    key("run.start", Kind::Date, "", "First day measured; the window starts at 04:00 local."),
    key("run.days", Kind::Integer(1, MOST_DAYS), "days", "Length of the measured window."),
    key(
        "run.lead_in",
        Kind::Quantity(Quantity::Duration, 0.0, LONGEST_LEAD_IN_S),
        "duration",
        "Least time simulated before the window and not counted; it begins on a Monday at 04:00 local.",
    ),
    key(
        "run.replications",
        Kind::Integer(1, 1_000_000),
        "",
        "Independent repetitions, each on its own luck.",
    ),
    key("run.seed", Kind::Integer(0, i64::MAX), "", "The seed of all luck."),
    file("start.vehicles", "A table of the same folder: vehicles on jobs as the window begins."),
    file("start.incidents", "A table of the same folder: who waits as the window begins."),
    file("start.departments", "A table of the same folder: who waits for a bay then."),
    months("demand.months", "Published months whose daily averages give demand, mix and handover."),
    months("demand.level_months", "Published months that give the number of incidents."),
    months("demand.mix_months", "Published months that give the shares of categories."),
    months("demand.disposition_months", "Months that give hear and treat and conveyance."),
    key(
        "demand.hear_and_treat_more",
        Kind::Number(0.0, 0.5),
        "share",
        "Share of all incidents that end by telephone beyond those published.",
    ),
    key(
        "demand.profile",
        Kind::Name(Codes::Profile),
        "",
        "The region's hour-of-week profile that demand follows.",
    ),
    switch("demand.day_effect", "Whether days differ at random, together in neighbouring ICSs."),
    switch("demand.special_days", "Whether the region's special days count."),
    key(
        "demand.growth",
        Kind::Map(Codes::Ics, &Kind::Ratio),
        "ratio",
        "Demand of an ICS against the published level.",
    ),
    key(
        "demand.hear_and_treat",
        Kind::Map(Codes::Service, &Kind::Number(0.0, 0.5)),
        "share",
        "Share of a service's incidents that are treated by telephone; as published where left out.",
    ),
    key(
        "fleet.hours_per_week",
        Kind::Map(Codes::ServiceOrPatch, &Kind::Number(1.0, MOST_HOURS)),
        "hours a week",
        "Vehicle-hours of a whole service, or of one patch of it; the region's effective hours where left out.",
    ),
    key(
        "fleet.follow_load",
        Kind::Number(0.0, 1.5),
        "exponent",
        "How hours of a single month follow its published load, where a scenario is taken month by month; 0: not at all.",
    ),
    key(
        "fleet.rota_profile",
        Kind::Name(Codes::Profile),
        "",
        "The region's hour-of-week profile that the rota follows.",
    ),
    key(
        "fleet.kind_hours_per_week",
        Kind::Map(Codes::SoloKind, &Kind::Number(0.0, MOST_HOURS)),
        "hours a week",
        "Vehicle-hours of a kind that treats alone, over the whole selection; a share of ambulance hours if left out.",
    ),
    switch("fleet.responders", "Whether community first responders answer C1."),
    file("fleet.rota", "A CSV or Parquet file of the same folder whose rota replaces the generated pattern."),
    file("fleet.extra_rota", "A table of the same folder with blocks on top: private, voluntary, overtime."),
    key("fleet.lines", Kind::Map(Codes::Station, &Kind::Lines), "", "Rota lines on top at a station."),
    key(
        LESS,
        Kind::Map(Codes::Patch, &Kind::Integer(0, 1_000)),
        "lines",
        "Generated lines that are not there.",
    ),
    key(RATIO, TIMES, "ratio", "Pattern at a station by its work."),
    switch("fleet.abstraction", "Whether shifts are lost to sickness and training, and vehicles break down."),
    switch(
        "fleet.gross_up",
        "Whether, with abstraction, more hours are planned so that those stated are produced.",
    ),
    method("arrangement.method", &ARRANGEMENT, "Who places an uplift: one of the arrangements."),
    key(
        "arrangement.uplift_hours_per_week",
        Kind::Number(0.0, MOST_HOURS),
        "hours a week",
        "Vehicle-hours added over the whole selection.",
    ),
    key(
        "arrangement.lead_ics",
        Kind::Name(Codes::Ics),
        "",
        "The lead ICS; the one that the region names if left out.",
    ),
    key(
        "arrangement.from",
        Kind::Date,
        "",
        "The day from which the uplift stands, 04:00 local; the beginning if left out.",
    ),
    Key {
        only: Some("table"),
        ..key(
            "arrangement.hours_per_week",
            Kind::Map(Codes::Patch, &Kind::Number(0.0, MOST_HOURS)),
            "hours a week",
            "Vehicle-hours added in each patch.",
        )
    },
    key(
        "border.ring_fence",
        Kind::Number(0.0, 1.0),
        "share",
        "From 0, as it is today, to 1: no vehicle leaves its ICS. Hypothetical.",
    ),
    aid::WHO,
    aid::BORDER,
    aid::GAIN,
    aid::REACH,
    aid::SURGE,
    aid::SURGE_WAITING,
    aid::REVIEW,
    aid::LEND,
    aid::CAP,
    aid::ROUTING,
    method("policy.dispatch.method", &DISPATCH, "Which vehicles go to an incident."),
    method(
        "policy.diversion.method",
        &DIVERSION,
        "When a vehicle on the way to one incident goes to another.",
    ),
    method("policy.queue.method", &QUEUE, "Which waiting incident a free vehicle takes."),
    method("policy.hospital.method", &HOSPITAL, "Which hospital a patient is taken to."),
    method("policy.relocation.method", &RELOCATION, "Where idle vehicles stand."),
    file(
        "relocation.posts",
        "A CSV or Parquet file of the same folder whose posts stand in place of synthetic standby points.",
    ),
    file(
        "relocation.table",
        "A CSV or Parquet file of the same folder: the posts to be held at each number of idle vehicles.",
    ),
    method(
        "policy.handover.method",
        &HANDOVER,
        "When a vehicle at an emergency department hands its patient over.",
    ),
    months("handover.months", "Published months that give handover at hospitals."),
    key(
        "handover.mean",
        Kind::Map(Codes::ServiceOrHospital, &Kind::Quantity(Quantity::Duration, 60.0, 86_400.0)),
        "duration",
        "Mean handover of a hospital, or of a service's hospitals that have none; as published where left out.",
    ),
    key(
        "handover.hour_ratio",
        Kind::Map(Codes::Hour, &Kind::Ratio),
        "ratio",
        "Handover in a local hour of the day against the others, where it is empirical; the mean of the day stays.",
    ),
    file(
        "handover.table",
        "A CSV or Parquet file of the same folder with handover figures of hospitals, for all hours or for single ones.",
    ),
    key(
        "handover.bays",
        Kind::Map(Codes::Hospital, &Kind::Integer(1, 500)),
        "bays",
        "Bays of a department, for which it is fitted; from occupancy and expected arrivals where left out.",
    ),
    key(
        "handover.bays_added",
        Kind::Map(Codes::Hospital, &Kind::Integer(-500, 500)),
        "bays",
        "Bays of a department more or fewer than it is fitted for.",
    ),
    key(
        "handover.bays_open",
        Kind::Map(Codes::Hour, &Kind::Number(0.05, 1.0)),
        "share",
        "Share of every department's bays that are open in a local hour of the day; all where left out.",
    ),
    key(
        "handover.other_ambulances",
        Kind::Map(Codes::Hospital, &Kind::Number(0.0, 500.0)),
        "a day",
        "Ambulances of services that are not simulated, at a department with bays.",
    ),
    key(
        "handover.release_after",
        Kind::Quantity(Quantity::Duration, 60.0, 86_400.0),
        "duration",
        "Time after arrival at which a vehicle is released and its patient moved into the department; never if left out.",
    ),
    key(
        "handover.release_compliance",
        Kind::Number(0.0, 1.0),
        "share",
        "Probability that a release happens when it is due.",
    ),
    key(
        "handover.release_compliance_at",
        Kind::Map(Codes::Hospital, &Kind::Number(0.0, 1.0)),
        "share",
        "The same at one hospital.",
    ),
    key(
        "handover.release_by_hour",
        Kind::Map(Codes::Hour, &Kind::Number(0.0, 1.0)),
        "share",
        "The part of that probability which holds in a local hour of the day; all of it where left out.",
    ),
    key(
        "handover.release_exclusions",
        Kind::Number(0.0, 1.0),
        "share",
        "Share of patients whose vehicle is never released.",
    ),
    key(
        "handover.release_from",
        Kind::Map(Codes::Service, &Kind::Date),
        "",
        "The day from which vehicles are released at the hospitals of a service; the beginning where left out.",
    ),
    key(
        "handover.cohort_from",
        Kind::Integer(2, 200),
        "vehicles",
        "Vehicles held at a department from which on crews are cohorted; never if left out.",
    ),
    key(
        "handover.cohort_size",
        Kind::Integer(2, 10),
        "patients",
        "Patients whom one crew looks after in a cohort.",
    ),
    key(
        "handover.cohort_after",
        Kind::Quantity(Quantity::Duration, 0.0, 86_400.0),
        "duration",
        "Time after arrival at which a crew that is not needed in its cohort is free.",
    ),
    method("policy.breaks.method", &BREAKS, "When crews have a meal break."),
    key(
        "policy.shift_end.restricted",
        Kind::Quantity(Quantity::Duration, 0.0, LONGEST_SHIFT_END_S),
        "duration",
        "Time before the end of a shift in which a crew is sent only to urgent incidents.",
    ),
    key(
        "policy.shift_end.restricted_to",
        Kind::OneOf(&["C1", "C2", "C3", "C4", "Other"]),
        "",
        "The least urgent category that a crew is sent to in that time.",
    ),
    key(
        "policy.shift_end.protected",
        Kind::Quantity(Quantity::Duration, 0.0, LONGEST_SHIFT_END_S),
        "duration",
        "Time before the end of a shift in which a crew is sent to nothing.",
    ),
    method("policy.calls.method", &CALLS, "How calls are answered."),
    method(
        "policy.clinical.method",
        &CLINICAL,
        "Whom a clinician assesses, and who is treated by telephone.",
    ),
    method("policy.patience.method", &PATIENCE, "How long a patient waits before giving up."),
    method("policy.reserve.method", &RESERVE, "Which vehicles are kept for C1."),
    method(
        "policy.safety_plan.method",
        &SAFETY_PLAN,
        "What is done differently while a service is overwhelmed.",
    ),
    months("cycle.months", "Months of vehicles for an incident and of the time to identify C1."),
    key(
        "cycle.mobilise_ratio",
        Kind::Number(0.1, 10.0),
        "ratio",
        "Mean time to move off against job_cycle.csv.",
    ),
    key("cycle.on_scene_ratio", Kind::Number(0.3, 3.0), "ratio", "Mean time on scene against job_cycle.csv."),
    key("cycle.wrap_up_ratio", Kind::Number(0.1, 5.0), "ratio", "Mean time to clear against job_cycle.csv."),
    key(
        "cycle.scene_shorter",
        Kind::Quantity(Quantity::Duration, 0.0, 1_800.0),
        "duration",
        "By how much the mean time on scene is shorter than in job_cycle.csv.",
    ),
    practice("practice.drive", "A service's driving times against the travel law."),
    practice(
        "practice.cars",
        "Hours of cars and of first responders for an ambulance hour of a service, against the shared share.",
    ),
    practice("practice.further_c1", "Vehicles wanted beyond the first for a C1, against those published."),
    practice("practice.rate_c3", "Priority that a waiting C3 of a service gains, against the queue rule's."),
    practice("practice.rate_c4", "The same of a C4."),
    practice(
        "practice.handover_days",
        "How much days differ at a service's departments (share of variance) against the shared assumption.",
    ),
    key("travel.time_factor", Kind::Number(0.2, 5.0), "ratio", "Multiplier of every driving time."),
    switch("travel.within_area", "Whether incidents lie inside their area rather than at its centre."),
    key(
        "travel.law",
        Kind::OneOf(&["straight_line", "network"]),
        "",
        "Whether ordinary driving follows straight-line distance or the region's road network.",
    ),
    file(
        "travel.matrix",
        "A CSV or Parquet file of the same folder whose driving times stand before the travel law.",
    ),
    key(
        "travel.matrix_unit",
        Kind::OneOf(&["s", "min"]),
        "",
        "The unit of the matrix's times, if the column's name does not state it.",
    ),
    key("intervention", Kind::Interventions, "", "Interventions in force: [[intervention]] tables."),
    switch("prevention.draw", "Whether replications draw effects from their ranges."),
    key("prevention.inner", Kind::Integer(1, 1_000), "", "Replications that share a draw of the effects."),
    key(
        "assumption",
        Kind::Map(Codes::Assumption, &Kind::Number(-1e12, 1e12)),
        "as the region's assumptions.csv states",
        "A value instead of the region's own for a number that nobody has published.",
    ),
];
