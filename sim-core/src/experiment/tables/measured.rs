//! Tables with a row for each arm and replication.

use crate::category::Ending;
use crate::experiment::run::{ArmResult, Experiment};
use crate::outcome::{Column, Measures, Table, column};
use crate::state::VehicleStatus;
use arrow_array::RecordBatch;

/// A row of measures with its arm and replication.
pub(super) struct Measured<'a, R> {
    pub arm: &'a ArmResult,
    pub replication: u32,
    pub row: &'a R,
}

pub(super) const ARM: Column = column("arm", "", "Name of the arm.");
pub(super) const REPLICATION: Column = column("replication", "", "Number of the replication, from 0.");
pub(super) const LEVEL: Column = column(
    "level",
    "",
    "How areas are grouped: england, trust, ics, patch, district, imd_quintile or rural_urban.",
);
pub(super) const AREA_CODE: Column = column(
    "area_code",
    "",
    "Code of the group: England; ODS code of a service or an ICS; service-ICS of a patch; GSS code of a district; 1 \
     (most deprived) to 5; urban or rural.",
);
pub(super) const CATEGORY: Column = column(
    "category",
    "",
    "Response category; C1T is C1 with transport, Other has no standard, all is all but C1T.",
);

pub(super) const KIND: Column = column(
    "kind",
    "",
    "Kind of vehicle: dca conveys; rrv, falls, mental_health and advanced_paramedic treat; cfr is a community first \
     responder.",
);

pub(super) fn rows<'a, R>(
    experiment: &'a Experiment,
    of: impl Fn(&'a Measures) -> &'a [R],
) -> Vec<Measured<'a, R>> {
    let of = &of;
    let arms = experiment.arms.iter().flat_map(|arm| {
        let replications = arm.replications.iter().zip(&experiment.replications);
        replications.flat_map(move |(measures, replication)| {
            of(measures).iter().map(move |row| Measured { arm, replication: *replication, row })
        })
    });
    arms.collect()
}

/// A table that begins with the arm and the replication.
pub(super) fn begun<'r, 'a, R>(doc: &'static str, rows: &'r [Measured<'a, R>]) -> Table<'r, Measured<'a, R>> {
    Table::of(doc, rows).text(ARM, |m| m.arm.name.as_str()).whole(REPLICATION, |m| u64::from(m.replication))
}

pub(super) fn response(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.responses);
    begun("Response times of a group and category in one replication.", &rows)
        .text(LEVEL, |m| m.row.level.name())
        .text(AREA_CODE, |m| m.arm.area_code(m.row.level, m.row.group))
        .text(CATEGORY, |m| m.row.category.name())
        .whole(
            column(
                "incidents",
                "incidents",
                "Incidents whose clock starts in the window, hear and treat included; of C1T those attended.",
            ),
            |m| m.row.incidents,
        )
        .whole(column("n", "incidents", "Those answered by a vehicle."), |m| m.row.n)
        .number_or_none(column("mean_s", "s", "Mean response; null without a response."), |m| m.row.mean_s)
        .number_or_none(column("p90_s", "s", "90th centile of response by nearest rank."), |m| m.row.p90_s)
        .batch()
}

const ENDING_N: [Column; Ending::COUNT] = [
    column("hear_and_treat_n", "incidents", "Answered by telephone; no vehicle was sent."),
    column("see_and_treat_n", "incidents", "Attended and treated where the patient was."),
    column("conveyed_ed_n", "incidents", "Conveyed to an emergency department."),
    column("conveyed_other_n", "incidents", "Conveyed elsewhere."),
    column("cancelled_n", "incidents", "Cancelled by the caller."),
    column("reneged_n", "incidents", "The patient gave up waiting."),
    column("passed_on_n", "incidents", "Passed to another provider."),
    column("open_n", "incidents", "Without a response when the run stopped."),
    column(
        "other_responder_n",
        "incidents",
        "Attended by a team that is no ambulance crew; only where there are teams.",
    ),
];
const ENDING_SHARE: [Column; Ending::COUNT] = [
    column("hear_and_treat_share", "share", "Share of all incidents."),
    column("see_and_treat_share", "share", "Share of all incidents."),
    column("conveyed_ed_share", "share", "Share of all incidents."),
    column("conveyed_other_share", "share", "Share of all incidents."),
    column("cancelled_share", "share", "Share of all incidents."),
    column("reneged_share", "share", "Share of all incidents."),
    column("passed_on_share", "share", "Share of all incidents."),
    column("open_share", "share", "Share of all incidents."),
    column("other_responder_share", "share", "Share of all incidents."),
];

pub(super) fn ending(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.endings);
    let mut table = begun("How the incidents of a group and category ended in one replication.", &rows)
        .text(LEVEL, |m| m.row.level.name())
        .text(AREA_CODE, |m| m.arm.area_code(m.row.level, m.row.group))
        .text(CATEGORY, |m| m.row.category.name())
        .whole(column("incidents", "incidents", "All of them."), |m| m.row.n.iter().sum());
    // Without teams the table is what it was before there were any.
    let has_teams = experiment.arms.iter().any(|arm| arm.scenario.has_teams());
    let shown =
        || Ending::ALL.into_iter().filter(move |ending| has_teams || *ending != Ending::OtherResponder);
    for ending in shown() {
        table = table.whole(ENDING_N[ending as usize], |m| m.row.n[ending as usize]);
    }
    for ending in shown() {
        let share = |n: &[u64; Ending::COUNT]| {
            let all: u64 = n.iter().sum();
            (all > 0).then(|| n[ending as usize] as f64 / all as f64)
        };
        table = table.number_or_none(ENDING_SHARE[ending as usize], |m| share(&m.row.n));
    }
    table.batch()
}

const OVER_N: [Column; 4] = [
    column("over_15_n", "handovers", "Those over 15 minutes."),
    column("over_30_n", "handovers", "Those over 30 minutes."),
    column("over_45_n", "handovers", "Those over 45 minutes."),
    column("over_60_n", "handovers", "Those over 60 minutes."),
];

const FREED: [Column; 4] = [
    column(
        "released_n",
        "patients",
        "Patients moved into the department before clinical handover, their vehicles released.",
    ),
    column(
        "released_h",
        "h",
        "Vehicle-hours that release saved; those patients waited on in the department as long.",
    ),
    column("cohorted_n", "vehicles", "Crews freed because another one looked after their patient."),
    column("cohorted_h", "h", "Vehicle-hours that cohorting saved."),
];

pub(super) fn handover(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.handovers);
    let mut table =
        begun("Handover at emergency departments in one replication: arrival to clinical handover.", &rows)
            .text(
                column("level", "", "hospital, or the level of a group of areas that patients come from."),
                |m| m.row.level,
            )
            .text(column("area_code", "", "Code of the hospital or of the group."), |m| m.row.code.as_str())
            .text(column("area_name", "", "What the hospital or the group is called."), |m| {
                m.arm.handover_name(m.row.level, &m.row.code)
            })
            .whole(column("n", "handovers", "Arrivals within the window."), |m| m.row.n)
            .number_or_none(column("mean_s", "s", "Mean handover; null without one."), |m| m.row.mean_s)
            .number_or_none(column("p90_s", "s", "90th centile by nearest rank."), |m| m.row.p90_s);
    for (limit, column) in OVER_N.into_iter().enumerate() {
        table = table.whole(column, move |m| m.row.over_n[limit]);
    }
    let lost = column("lost_over_15_h", "h", "Vehicle-hours beyond 15 minutes a handover.");
    table
        .number(lost, |m| m.row.lost_over_15_h)
        .whole(FREED[0], |m| m.row.released_n)
        .number(FREED[1], |m| m.row.released_h)
        .whole(FREED[2], |m| m.row.cohorted_n)
        .number(FREED[3], |m| m.row.cohorted_h)
        .batch()
}

const STATUS_H: [Column; VehicleStatus::ALL.len()] = [
    column("off_duty_h", "h", "Not on shift."),
    column("at_station_h", "h", "At its station, available."),
    column("to_scene_h", "h", "Mobilising, or on the way to a scene."),
    column("on_scene_h", "h", "At a scene."),
    column("to_hospital_h", "h", "On the way to hospital with a patient."),
    column("at_hospital_h", "h", "At hospital before clinical handover."),
    column("wrap_up_h", "h", "After handover or treatment, before clear."),
    column("returning_h", "h", "On the way back to its station, available."),
    column("relocating_h", "h", "On the way to a standby point, available."),
    column("on_standby_h", "h", "At a standby point, available."),
    column("on_break_h", "h", "On a meal break."),
    column("off_road_h", "h", "On shift without a fit vehicle."),
];

pub(super) fn resource(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.resources);
    begun("Vehicles for the attended incidents of a group and category in one replication.", &rows)
        .text(LEVEL, |m| m.row.level.name())
        .text(AREA_CODE, |m| m.row.code.as_str())
        .text(CATEGORY, |m| m.row.category.name())
        .whole(column("incidents", "incidents", "Incidents that a vehicle attended."), |m| {
            m.row.counts.incidents
        })
        .number(column("allocated", "vehicles per incident", "Vehicles allocated."), |m| m.row.allocated())
        .number(column("arriving", "vehicles per incident", "Vehicles that arrived."), |m| m.row.arriving())
        .whole(column("diverted_n", "", "Diversions to more urgent incidents."), |m| m.row.counts.diverted)
        .number_or_none(
            column("c1_without_responders_mean_s", "s", "C1 mean without community first responders."),
            |m| m.row.without_responders.map(|(mean, _)| mean),
        )
        .number_or_none(
            column("c1_without_responders_p90_s", "s", "C1 90th centile without community first responders."),
            |m| m.row.without_responders.map(|(_, p90)| p90),
        )
        .batch()
}

pub(super) fn vehicle(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.vehicles);
    let mut table = begun("Vehicle-hours of the window, of vehicles stationed in a group.", &rows)
        .text(LEVEL, |m| m.row.level.name())
        .text(AREA_CODE, |m| m.row.code.as_str())
        .text(KIND, |m| m.row.kind.name())
        .number(column("on_duty_h", "h", "Hours on duty, overrun after the end of a shift included."), |m| {
            m.row.on_duty_h()
        })
        .number_or_none(
            column("unit_hour_utilisation", "share", "Share of the hours on duty spent on jobs."),
            |m| m.row.unit_hour_utilisation(),
        );
    for status in VehicleStatus::ALL {
        table = table.number(STATUS_H[status as usize], |m| m.row.status_h[status as usize]);
    }
    table
        .whole(column("moves_n", "", "Moves while idle to posts that are not its station."), |m| m.row.moves)
        .number(column("moved_km", "km", "Their length in a straight line."), |m| m.row.moved_km)
        .batch()
}

pub(super) fn flow(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.flows);
    begun("Hours on jobs that vehicles of one patch gave to incidents of another.", &rows)
        .text(column("vehicle_patch", "", "Patch where the vehicle is stationed."), |m| {
            m.row.vehicle_patch.as_str()
        })
        .text(column("incident_patch", "", "Patch of the incident."), |m| m.row.incident_patch.as_str())
        .number(column("hours", "h", "Vehicle-hours on jobs."), |m| m.row.hours)
        .batch()
}

pub(super) fn served(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.served);
    begun("Hours rostered in an ICS beside hours served to its residents.", &rows)
        .text(column("ics_code", "", "ODS code of the ICS."), |m| m.row.ics_code.as_str())
        .number(column("rostered_h", "h", "Vehicle-hours rostered at its stations."), |m| m.row.rostered_h)
        .number(column("worked_h", "h", "Hours on jobs of vehicles stationed in it."), |m| m.row.worked_h)
        .number(column("served_h", "h", "Hours on jobs at incidents in it, whoever came."), |m| {
            m.row.served_h
        })
        .number(column("served_by_own_h", "h", "The part of these that its own vehicles gave."), |m| {
            m.row.served_by_own_h
        })
        .batch()
}

pub(super) fn standard(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.standards);
    begun("A standard in force on the first day, and whether a group met it in one replication.", &rows)
        .text(column("name", "", "Name of the standard."), |m| m.row.name.as_str())
        .text(CATEGORY, |m| m.row.category.as_str())
        .text(column("statistic", "", "mean or p90: what the standard binds."), |m| m.row.statistic)
        .text(LEVEL, |m| m.row.level.name())
        .text(AREA_CODE, |m| m.arm.area_code(m.row.level, m.row.group))
        .number(column("standard_s", "s", "The bound."), |m| m.row.standard_s)
        .number(column("value_s", "s", "What the replication gave."), |m| m.row.value_s)
        .flag(column("met", "", "Whether the value is at or below the bound."), |m| m.row.met)
        .batch()
}
