//! The incident table of a replay as Arrow columns.

use super::{IncidentRow, Replay, Replayed};
use crate::outcome::{Column, Table, column};
use crate::units::SimTime;
use arrow_array::RecordBatch;

/// What a row of the table needs.
struct Line<'r> {
    replay: &'r Replay,
    given: &'r IncidentRow,
    came: &'r Replayed,
}

type Instant = fn(&Replayed) -> Option<SimTime>;

const INSTANTS: [(Column, Instant); 8] = [
    (column("assigned_ms", "ms", "Assignment of the vehicle; null if none was free to the end."), |r| {
        r.assigned
    }),
    (column("mobilised_ms", "ms", "The vehicle moves off."), |r| r.mobilised),
    (column("reached_ms", "ms", "Arrival at scene."), |r| r.reached),
    (column("left_scene_ms", "ms", "Departure from scene, or end of treatment there."), |r| r.left_scene),
    (column("at_hospital_ms", "ms", "Arrival at hospital; null if not conveyed."), |r| r.at_hospital),
    (column("handed_over_ms", "ms", "Handover of the patient; null if not conveyed."), |r| r.handed_over),
    (column("freed_ms", "ms", "The vehicle is free."), |r| r.freed),
    (column("home_ms", "ms", "The vehicle is home; null if it was sent on, or its shift had ended."), |r| {
        r.home
    }),
];

impl Replay {
    /// The incident table, in the order of the file; instants are milliseconds of the trace's own clock.
    #[must_use]
    pub fn table(&self) -> RecordBatch {
        let pairs = self.trace.incidents.iter().zip(&self.rows);
        let rows: Vec<Line<'_>> = pairs.map(|(given, came)| Line { replay: self, given, came }).collect();
        let text = |name, doc| column(name, "", doc);
        let mut table =
            Table::of("A replayed incident; instants are milliseconds of the trace's own clock.", &rows)
                .text(text("incident_id", "Name of the incident in its file."), |r| {
                    r.given.incident_id.as_str()
                })
                .text(text("category", "Category as the file names it."), |r| r.given.category_text.as_str())
                .text(text("area_code", "Area of the incident."), |r| {
                    r.replay.trace.ground.areas[usize::from(r.given.area)].as_str()
                })
                .text_or_none(text("vehicle", "Vehicle that answered it; null if none did."), |r| {
                    Some(r.replay.trace.vehicles[r.came.vehicle? as usize].vehicle.as_str())
                })
                .flag(text("queued", "Whether it waited until a vehicle was free."), |r| {
                    r.came.queued || r.came.assigned.is_none()
                })
                .flag(text("from_road", "Whether the vehicle was on its way back to its station."), |r| {
                    r.came.from_road
                })
                .whole_or_none(column("at_ms", "ms", "When it was called."), |r| Some(r.given.at.0));
        for (column, instant) in INSTANTS {
            table = table.whole_or_none(column, move |r| instant(r.came).map(|at| at.0));
        }
        table
            .text_or_none(text("hospital_code", "The hospital; null if not conveyed."), |r| {
                Some(r.replay.trace.ground.hospitals[usize::from(r.came.hospital?)].code.as_str())
            })
            .whole(text("diversions", "Times its vehicle was turned to a more urgent incident."), |r| {
                u64::from(r.came.diversions)
            })
            .batch()
    }
}
