//! Tables of the call and clinical stage; there only where a rule of it is on.

use super::measured::{Measured, begun, rows};
use crate::engine::DeskKind;
use crate::experiment::run::Experiment;
use crate::outcome::{Column, DeskRow, Table, column};
use crate::policy::clinical::Outcome;
use crate::units::HOUR_MS;
use crate::world::Desks;
use arrow_array::RecordBatch;

const SERVICE: Column = column("service_code", "", "ODS code of the service.");

const OUTCOME_N: [Column; 6] = [
    column("closed_n", "incidents", "Assessments that ended as hear and treat."),
    column("upgraded_n", "incidents", "Assessments that made an incident more urgent."),
    column("downgraded_n", "incidents", "Assessments that made an incident less urgent."),
    column("called_back_n", "incidents", "Assessments that ended with a call back."),
    column("dispatched_n", "incidents", "Assessments that changed nothing."),
    column("overdue_n", "incidents", "Dispatched because no clinician had begun within the limit."),
];

fn hours(ms: i64) -> f64 {
    ms as f64 / HOUR_MS as f64
}

type Row<'a> = Measured<'a, DeskRow>;

/// The desks of each service; `None` where no rule was on.
pub(super) fn desk(experiment: &Experiment) -> Option<RecordBatch> {
    let rows = rows(experiment, |m| &m.desks);
    if rows.is_empty() {
        return None;
    }
    let doc = "The call and clinical desks of a service in one replication, and who gave up waiting.";
    let table = begun(doc, &rows).text(SERVICE, |m: &Row<'_>| m.row.service_code.as_str());
    let table = clinicians(callers(table))
        .whole(column("welfare_calls_n", "calls", "Calls made to patients who wait."), |m| {
            m.row.record.welfare.0
        })
        .whole(column("welfare_missed_n", "calls", "Those for which no clinician was free."), |m| {
            m.row.record.welfare.1
        })
        .whole(column("cancelled_n", "incidents", "Cancelled by the caller."), |m| m.row.record.lost[0])
        .whole(column("reneged_n", "incidents", "Gave up and came to a department by themselves."), |m| {
            m.row.record.lost[1]
        })
        .whole(column("passed_on_n", "incidents", "Passed on by the safety plan."), |m| m.row.record.lost[2]);
    Some(table.batch())
}

fn callers<'r, 'a>(table: Table<'r, Row<'a>>) -> Table<'r, Row<'a>> {
    let answer = |row: &DeskRow, at: usize| row.answer_s.map(|s| s[at]);
    table
        .whole(column("contacts", "calls", "Calls that connected in the window."), |m| m.row.contacts())
        .whole(column("answered_n", "calls", "Those answered."), |m| m.row.record.answer_ms.len() as u64)
        .whole(column("abandoned_n", "calls", "Those whose caller rang off."), |m| m.row.record.abandoned)
        .whole(column("duplicates_n", "calls", "Calls beyond the first of an incident."), |m| {
            m.row.record.duplicates
        })
        .number_or_none(column("answer_mean_s", "s", "Mean wait of the calls answered."), move |m| {
            answer(m.row, 0)
        })
        .number_or_none(column("answer_p90_s", "s", "Its 90th centile."), move |m| answer(m.row, 1))
        .number_or_none(column("answer_p95_s", "s", "Its 95th centile."), move |m| answer(m.row, 2))
        .number_or_none(column("answer_p99_s", "s", "Its 99th centile."), move |m| answer(m.row, 3))
        .number(column("call_taker_h", "h", "Hours of call takers on duty."), |m| {
            hours(m.row.record.staff_ms[DeskKind::Calls as usize].0)
        })
        .number_or_none(column("call_taker_utilisation", "share", "Share of them spent on calls."), |m| {
            m.row.utilisation(DeskKind::Calls)
        })
        .number_or_none(
            column("whole_wait_mean_s", "s", "Mean time from the first call to the clock stop."),
            |m| m.row.whole_wait_s(),
        )
}

fn clinicians<'r, 'a>(table: Table<'r, Row<'a>>) -> Table<'r, Row<'a>> {
    let wait = |row: &DeskRow, at: usize| row.assessment_s.map(|s| s[at]);
    let mut table = table
        .whole(column("assessments_n", "incidents", "Clinical assessments begun."), |m| {
            m.row.record.assessment_ms.len() as u64
        })
        .number_or_none(column("assessment_wait_mean_s", "s", "Mean wait for one."), move |m| wait(m.row, 0))
        .number_or_none(column("assessment_wait_p90_s", "s", "Its 90th centile."), move |m| wait(m.row, 1));
    for outcome in Outcome::ALL {
        let column = OUTCOME_N[outcome as usize];
        table = table.whole(column, move |m| m.row.record.outcomes[outcome as usize]);
    }
    table
        .number(column("clinician_h", "h", "Hours of clinicians on duty."), |m| {
            hours(m.row.record.staff_ms[DeskKind::Clinical as usize].0)
        })
        .number_or_none(column("clinician_utilisation", "share", "Share of them spent on calls."), |m| {
            m.row.utilisation(DeskKind::Clinical)
        })
}

/// What a service published of its desks, as an arm was held to it.
struct PublishedDesk<'a> {
    arm: &'a str,
    service_code: &'a str,
    figures: Desks,
}

/// What each service published of its desks in the months that demand is taken from; `None` where no rule was on.
pub(super) fn published(experiment: &Experiment) -> Option<RecordBatch> {
    let mut rows = Vec::new();
    for arm in &experiment.arms {
        let own = arm.published_desks().into_iter();
        rows.extend(own.map(|(service_code, figures)| PublishedDesk {
            arm: &arm.name,
            service_code,
            figures,
        }));
    }
    if rows.is_empty() {
        return None;
    }
    let doc = "What a service published of its desks in the months that demand is taken from; England's where it published none.";
    let table = Table::of(doc, &rows)
        .text(super::measured::ARM, |row| row.arm)
        .text(SERVICE, |row| row.service_code)
        .number(column("answered_per_incident", "calls", "Calls answered for each incident."), |row| {
            row.figures.answered_per_incident
        })
        .number(column("answer_mean_s", "s", "Mean time to answer."), |row| row.figures.answer_mean_s)
        .number(column("answer_p90_s", "s", "Mean of the months' 90th centiles."), |row| {
            row.figures.answer_p90_p95_p99_s[0]
        })
        .number(column("answer_p95_s", "s", "Mean of the months' 95th centiles."), |row| {
            row.figures.answer_p90_p95_p99_s[1]
        })
        .number(column("answer_p99_s", "s", "Mean of the months' 99th centiles."), |row| {
            row.figures.answer_p90_p95_p99_s[2]
        })
        .number(column("assessments_per_day", "incidents", "Clinical assessments a day."), |row| {
            row.figures.assessed_per_day
        })
        .number(column("assessment_wait_mean_s", "s", "Mean time to one."), |row| {
            row.figures.assessment_mean_s
        })
        .number(column("assessment_wait_p90_s", "s", "Mean of the months' 90th centiles."), |row| {
            row.figures.assessment_p90_s
        });
    Some(table.batch())
}

/// One level of one service: its number, milliseconds in force, incidents passed on.
type LevelRow<'a> = (&'a Measured<'a, DeskRow>, u8, i64, u64);

/// Time in each level of the safety plan; `None` where there was no plan.
pub(super) fn safety_plan(experiment: &Experiment) -> Option<RecordBatch> {
    let rows = rows(experiment, |m| &m.desks);
    let levels: Vec<LevelRow<'_>> = rows
        .iter()
        .flat_map(|row| row.row.record.levels.iter().map(move |(level, (ms, n))| (row, *level, *ms, *n)))
        .collect();
    if levels.is_empty() {
        return None;
    }
    let table = Table::of("A level of the clinical safety plan of a service in one replication.", &levels)
        .text(super::measured::ARM, |row| row.0.arm.name.as_str())
        .whole(super::measured::REPLICATION, |row| u64::from(row.0.replication))
        .text(SERVICE, |row| row.0.row.service_code.as_str())
        .whole(column("plan_level", "", "Number of the level; 0: none."), |row| u64::from(row.1))
        .number(column("in_force_h", "h", "Hours of the window in force."), |row| hours(row.2))
        .whole(column("passed_on_n", "incidents", "Incidents passed on at this level."), |row| row.3);
    Some(table.batch())
}
