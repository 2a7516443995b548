//! The table of mutual aid; there only where a vehicle went to another service's incident.

use super::measured::{begun, rows};
use crate::category::Category;
use crate::experiment::run::Experiment;
use crate::outcome::{Column, column};
use crate::world::STREAMS;
use arrow_array::RecordBatch;

const SENT: [Column; STREAMS] = [
    column("sent_c1_n", "vehicles", "Vehicles sent to C1, those stood down on the way among them."),
    column("sent_c2_n", "vehicles", "The same to C2."),
    column("sent_c3_n", "vehicles", "The same to C3."),
    column("sent_c4_n", "vehicles", "The same to C4."),
    column("sent_other_n", "vehicles", "The same to the rest."),
];

/// What one service gave another in each replication; `None` where nobody gave anything.
pub(super) fn aid(experiment: &Experiment) -> Option<RecordBatch> {
    let rows = rows(experiment, |m| &m.aid);
    if rows.is_empty() {
        return None;
    }
    let doc = "What vehicles of one service gave to incidents of another by agreement, in one replication.";
    let mut table = begun(doc, &rows)
        .text(column("lender_code", "", "ODS code of the service whose vehicles went."), |m| {
            m.row.lender_code.as_str()
        })
        .text(column("asker_code", "", "ODS code of the service whose incidents they went to."), |m| {
            m.row.asker_code.as_str()
        });
    for category in Category::ALL {
        table = table.whole(SENT[category.row()], move |m| m.row.sent[category.row()]);
    }
    Some(
        table
            .number(column("hours", "h", "Vehicle-hours of the window on jobs there."), |m| m.row.hours)
            .batch(),
    )
}
