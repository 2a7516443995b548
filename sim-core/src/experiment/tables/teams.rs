//! The table of teams; there only where an intervention has some.

use super::measured::{Measured, begun, rows};
use crate::experiment::run::Experiment;
use crate::outcome::{Column, TeamRow, column};
use arrow_array::RecordBatch;

const REFUSED: [Column; 3] = [
    column(
        "refused_off_duty_n",
        "incidents",
        "Not taken: no team on duty, or none by the time of the visit.",
    ),
    column("refused_full_n", "incidents", "Not taken: every place to wait was taken."),
    column("refused_wait_n", "incidents", "Not taken: the wait would have been too long."),
];

/// What the teams of each intervention did in each replication; `None` without teams.
pub(super) fn teams(experiment: &Experiment) -> Option<RecordBatch> {
    let rows = rows(experiment, |m| &m.teams);
    if rows.is_empty() {
        return None;
    }
    let doc = "What the teams of an intervention did in the part of an ICS that one service answers, in one replication: \
               incidents of the window.";
    let mut table = begun(doc, &rows)
        .text(column("intervention", "", "Name of the intervention."), |m| name(m))
        .text(column("ics_code", "", "ODS code of the ICS."), |m| m.row.ics_code.as_str())
        .text(column("service_code", "", "ODS code of the service."), |m| m.row.service_code.as_str())
        .whole(column("offered_n", "incidents", "Offered to a team."), |m| m.row.record.offered())
        .whole(column("taken_n", "incidents", "Taken by a team."), |m| m.row.record.taken);
    for (reason, told) in REFUSED.into_iter().enumerate() {
        table = table.whole(told, move |m| m.row.record.refused[reason]);
    }
    let wait = |m: &Measured<'_, TeamRow>, place: usize| m.row.wait_min.map(|wait| wait[place]);
    let h = |ms: i64| ms as f64 / 3_600_000.0;
    let table = table
        .whole(column("visited_n", "incidents", "Visited."), |m| m.row.record.visited())
        .whole(column("attended_n", "incidents", "Visited, and no ambulance needed."), |m| {
            m.row.record.attended_n()
        })
        .whole(column("handed_back_n", "incidents", "Visited, and then an ambulance asked for."), |m| {
            m.row.record.handed_back
        })
        .whole(column("left_n", "incidents", "Taken, and gone before a visit."), |m| m.row.record.left)
        .number_or_none(
            column("wait_mean_min", "min", "Mean wait for the team of those visited."),
            move |m| wait(m, 0),
        )
        .number_or_none(column("wait_p90_min", "min", "Its 90th centile by nearest rank."), move |m| {
            wait(m, 1)
        })
        .number(column("on_duty_h", "h", "Team-hours of the window on duty, all teams together."), move |m| {
            h(m.row.record.on_duty_ms)
        })
        .number(column("busy_h", "h", "Team-hours of the window on visits."), move |m| {
            h(m.row.record.busy_ms)
        })
        .number_or_none(
            column("busy_share", "share", "The second over the first; above 1 where visits outlast duty."),
            |m| m.row.busy_share(),
        );
    Some(table.batch())
}

fn name<'e>(m: &Measured<'e, TeamRow>) -> &'e str {
    m.arm.item_of(m.row).map_or("", |item| m.arm.scenario.interventions()[item].intervention.name.as_str())
}
