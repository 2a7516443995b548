//! The table of what boards watch.

use super::measured::{AREA_CODE, LEVEL, begun, rows};
use crate::experiment::run::Experiment;
use crate::outcome::{BoardMeasure, Column, column};
use arrow_array::RecordBatch;

const COLUMNS: [Column; BoardMeasure::COUNT] = [
    column("c2_over_60min_share", "share", "C2 responses over 60 minutes; null without a response."),
    column("c3_over_6h_share", "share", "C3 responses over 6 hours; null without a response."),
    column(
        "stack_at_peak",
        "incidents",
        "The most incidents that waited at once for somebody to be sent, each day's, mean over days of 24 hours from the start of \
         the window; null of groups of several patches that are no trust.",
    ),
    column(
        "lost_over_15min_h_per_week",
        "h/week",
        "Vehicle-hours a week of handover beyond 15 minutes, of residents.",
    ),
    column(
        "lost_over_45min_h_per_week",
        "h/week",
        "Vehicle-hours a week of handover beyond 45 minutes, of residents.",
    ),
    column(
        "late_finish_share",
        "share",
        "Shifts from stations of the group whose last job ran on after their end.",
    ),
    column(
        "cost_gbp_per_hour",
        "GBP/hour",
        "What hours on top of the trust's own cost, over all rostered hours of stations of the group.",
    ),
];

pub(super) fn board(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.board);
    let mut table =
        begun("What boards watch beside means and centiles, of a group in one replication.", &rows)
            .text(LEVEL, |m| m.row.level.name())
            .text(AREA_CODE, |m| m.row.code.as_str());
    for (measure, own) in BoardMeasure::ALL.into_iter().zip(COLUMNS) {
        table = table.number_or_none(own, move |m| m.row.values[measure as usize]);
    }
    table.batch()
}
