//! Tables of crews and of availability by hour.

use super::measured::{AREA_CODE, KIND, LEVEL, begun, rows};
use crate::experiment::run::Experiment;
use crate::outcome::column;
use crate::units::HOUR_MS;
use arrow_array::RecordBatch;

pub(super) fn crew(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.crews);
    begun(
        "Crews of a group in one replication: shifts, overtime, meal breaks and cost, within the window.",
        &rows,
    )
    .text(LEVEL, |m| m.row.level.name())
    .text(AREA_CODE, |m| m.row.code.as_str())
    .text(KIND, |m| m.row.kind.name())
    .text(column("provider", "", "Who provides the crews: trust, private, voluntary or overtime."), |m| {
        m.row.provider.name()
    })
    .number(column("rostered_h", "h", "Hours rostered, those lost included."), |m| m.row.rostered_h())
    .whole(column("shifts_n", "", "Shifts that began, those lost left out."), |m| m.row.counts.shifts)
    .whole(column("lost_n", "", "Shifts lost to sickness and training."), |m| m.row.counts.lost)
    .whole(column("overruns_n", "", "Jobs that ran on after the end of a shift."), |m| m.row.counts.overruns)
    .number(column("overtime_h", "h", "Hours of jobs after the end of a shift."), |m| m.row.overtime_h())
    .whole(column("breaks_due_n", "", "Meal breaks whose window opened."), |m| m.row.counts.breaks_due)
    .whole(column("breaks_taken_n", "", "Meal breaks taken whole."), |m| m.row.counts.breaks_taken)
    .whole(column("breaks_interrupted_n", "", "Meal breaks cut short by an incident."), |m| {
        m.row.counts.breaks_interrupted
    })
    .whole(column("breaks_missed_n", "", "Meal breaks that did not begin within their window."), |m| {
        m.row.counts.breaks_missed
    })
    .number(column("cost_gbp", "GBP", "What the rostered hours cost; 0 within the trust's own hours."), |m| {
        m.row.cost_gbp()
    })
    .batch()
}

pub(super) fn availability(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment, |m| &m.availability);
    let hours = |ms: i64| ms as f64 / HOUR_MS as f64;
    begun("Vehicle-hours of a trust in one local hour of the week, summed over the window.", &rows)
        .text(AREA_CODE, |m| m.row.code.as_str())
        .text(KIND, |m| m.row.kind.name())
        .whole(column("hour_of_week", "", "Local hour of the week, 0 is Monday 00:00 to 01:00."), |m| {
            u64::from(m.row.hour_of_week)
        })
        .number(column("on_duty_h", "h", "On duty, overrun included."), |m| hours(m.row.time.on_duty))
        .number(column("available_h", "h", "Free to be sent."), |m| hours(m.row.time.available))
        .number(column("on_break_h", "h", "On a meal break."), |m| hours(m.row.time.on_break))
        .number(column("off_road_h", "h", "On shift without a fit vehicle."), |m| hours(m.row.time.off_road))
        .batch()
}
