//! Every incident of every replication, if they were kept.

use super::measured::{ARM, CATEGORY};
use crate::experiment::run::{ArmResult, Experiment};
use crate::outcome::{Column, IncidentRecord, Table, column};
use crate::units::SimTime;
use arrow_array::RecordBatch;

struct Kept<'a> {
    arm: &'a ArmResult,
    replication: u32,
    id: String,
    row: &'a IncidentRecord,
}

fn rows(experiment: &Experiment) -> Vec<Kept<'_>> {
    let mut rows = Vec::new();
    for arm in &experiment.arms {
        for (table, replication) in arm.incidents.iter().zip(&experiment.replications) {
            let mut sorted: Vec<&IncidentRecord> = table.rows.iter().collect();
            sorted.sort_by_key(|row| (row.called, row.id));
            rows.extend(sorted.into_iter().map(|row| Kept {
                arm,
                replication: *replication,
                id: row.id.to_string(),
                row,
            }));
        }
    }
    rows
}

const INSTANTS: [Column; 10] = [
    column("called_ms", "ms", "Call connect, since the lead-in began."),
    column("clock_start_ms", "ms", "Clock start."),
    column("assigned_ms", "ms", "When the vehicle that reached it was assigned; null without a vehicle."),
    column("reached_ms", "ms", "First arrival at scene that counts for the category."),
    column(
        "clock_stop_ms",
        "ms",
        "Clock stop; of a conveyed C2 to C4 the arrival of the vehicle that conveys.",
    ),
    column("transport_reached_ms", "ms", "Arrival of the vehicle that conveys; null if not conveyed."),
    column("left_ms", "ms", "Departure from scene, or end of treatment there."),
    column("at_hospital_ms", "ms", "Arrival at hospital; null if not conveyed."),
    column("handed_over_ms", "ms", "Clinical handover."),
    column("ended_ms", "ms", "When it ended; null if the run stopped before."),
];

fn instants(row: &IncidentRecord) -> [Option<SimTime>; 10] {
    [
        Some(row.called),
        Some(row.clock_start),
        row.assigned,
        row.reached,
        row.clock_stop,
        row.transport_reached,
        row.left,
        row.at_hospital,
        row.handed_over,
        row.ended,
    ]
}

pub(super) fn incident(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment);
    let mut table =
        Table::of("An incident of the window; instants are milliseconds since the lead-in began.", &rows)
            .text(ARM, |m| m.arm.name.as_str())
            .whole(column("replication", "", "Number of the replication, from 0."), |m| {
                u64::from(m.replication)
            })
            .text(column("incident_id", "", "64 bits, hexadecimal; the same in every arm."), |m| {
                m.id.as_str()
            })
            .text(column("area_code", "", "Area of the incident."), |m| {
                m.arm.scenario.region().areas()[m.row.area.index()].code.as_str()
            })
            .text(column("patch_code", "", "Its patch: service-ICS."), |m| {
                m.arm.scenario.region().patches()[m.row.patch.index()].code.as_str()
            })
            .text(CATEGORY, |m| m.row.category.name())
            .text(column("initial_category", "", "Category when it was called in."), |m| {
                m.row.initial_category.name()
            })
            .text(column("ending", "", "How it ended."), |m| m.row.ending.name());
    for (at, column) in INSTANTS.into_iter().enumerate() {
        table = table.whole_or_none(column, move |m| instants(m.row)[at].map(|time| time.0));
    }
    table
        .whole_or_none(column("response_ms", "ms", "Clock start to clock stop."), |m| {
            m.row.clock_stop.map(|stop| (stop - m.row.clock_start).0.max(0))
        })
        .text_or_none(column("hospital_code", "", "The hospital; null if not conveyed to one."), |m| {
            m.row.hospital.map(|id| m.arm.scenario.region().hospitals()[id.index()].code.as_str())
        })
        .whole_or_none(
            column("vehicle", "", "Row in the arm's fleet of the vehicle that led the treatment."),
            |m| m.row.vehicle.map(i64::from),
        )
        .whole_or_none(column("transport", "", "Row in the arm's fleet of the vehicle that conveyed."), |m| {
            m.row.transport.map(i64::from)
        })
        .whole(column("allocated", "", "Vehicles allocated to it."), |m| u64::from(m.row.allocated))
        .whole(column("arrived", "", "Vehicles that arrived."), |m| u64::from(m.row.arrived))
        .whole(column("diversions", "", "Times its vehicle was diverted to a more urgent incident."), |m| {
            u64::from(m.row.diversions)
        })
        .batch()
}
