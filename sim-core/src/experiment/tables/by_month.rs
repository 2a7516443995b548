//! Results by calendar month in the codes of the Ambulance Systems Indicators, where they were asked for.

use super::measured::{ARM, REPLICATION};
use crate::ambsys::{AmbSys, Figure};
use crate::experiment::run::{ArmResult, Experiment};
use crate::outcome::{Table, column};
use arrow_array::RecordBatch;

struct Row<'a> {
    arm: &'a ArmResult,
    replication: u32,
    table: &'a AmbSys,
    figure: &'a Figure,
    month: String,
}

/// The results by month; `None` if they were not asked for.
pub(super) fn ambsys(experiment: &Experiment) -> Option<RecordBatch> {
    let mut rows = Vec::new();
    for arm in &experiment.arms {
        for (table, replication) in arm.by_month.iter().zip(&experiment.replications) {
            rows.extend(table.figures().iter().map(|figure| Row {
                arm,
                replication: *replication,
                table,
                figure,
                month: figure.month.to_string(),
            }));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let organisation = |row: &Row<'_>| usize::from(row.figure.organisation);
    let item = |row: &Row<'_>| usize::from(row.figure.item);
    let doc =
        "A figure of one replication and calendar month in the codes of the Ambulance Systems Indicators.";
    let table = Table::of(doc, &rows)
        .text(ARM, |row| row.arm.name.as_str())
        .whole(REPLICATION, |row| u64::from(row.replication))
        .text(column("month", "", "The month, from 04:00 on its first day."), |row| row.month.as_str())
        .text(column("level", "", "england, trust or icb: those simulated whole."), |row| {
            row.table.organisations()[organisation(row)].level.name()
        })
        .text(column("org_code", "", "Code of the organisation, as published."), |row| {
            row.table.organisations()[organisation(row)].code.as_str()
        })
        .text(column("item_code", "", "Code of the item."), |row| row.table.items()[item(row)].code.as_str())
        .text(column("item", "", "Our name for the item."), |row| row.table.items()[item(row)].name.as_str())
        .text(column("kind", "", "count, total, mean or centile; only the first two add up."), |row| {
            row.table.items()[item(row)].kind.name()
        })
        .whole_or_none(
            column("value", "", "A count, or whole seconds where the item's name ends in _s."),
            |row| Some(row.figure.value),
        );
    Some(table.batch())
}
