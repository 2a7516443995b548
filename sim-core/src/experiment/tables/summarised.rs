//! Tables over all replications.

use super::measured::{AREA_CODE, ARM, CATEGORY, LEVEL};
use crate::experiment::comparison::{ChannelShare, Comparison, ContrastRow};
use crate::experiment::published::PublishedRow;
use crate::experiment::run::{ArmResult, Experiment};
use crate::experiment::summary::SummaryRow;
use crate::outcome::{Column, Level, ReportedCategory, Table, column};
use crate::stats::Estimate;
use arrow_array::RecordBatch;
use std::collections::BTreeSet;

const AREA_NAME: Column = column("area_name", "", "What the group is called.");
const STATISTIC: Column = column("statistic", "", "mean or p90 of response.");
const N_REPLICATIONS: Column =
    column("n_replications", "replications", "Replications with a value; intervals need two.");

/// A row of the summary with its arm.
struct Summarised<'a> {
    arm: &'a ArmResult,
    row: SummaryRow,
    area_name: String,
    validated: bool,
}

impl Summarised<'_> {
    fn estimate<T>(&self, of: impl Fn(&Estimate) -> Option<T>) -> Option<T> {
        self.row.estimate.as_ref().and_then(of)
    }
}

fn summarised(arm: &ArmResult) -> impl Iterator<Item = Summarised<'_>> {
    let published: BTreeSet<(Level, String, ReportedCategory)> =
        arm.published().into_iter().map(|row| (row.level, row.code, row.category)).collect();
    arm.summary().into_iter().map(move |row| Summarised {
        arm,
        area_name: arm.area_name(row.level, &row.code),
        validated: published.contains(&(row.level, row.code.clone(), row.category)),
        row,
    })
}

pub(super) fn summary(experiment: &Experiment) -> RecordBatch {
    let rows: Vec<Summarised<'_>> = experiment.arms.iter().flat_map(summarised).collect();
    let spread = |half: fn(&Estimate) -> Option<f64>, sign: f64| {
        move |m: &Summarised<'_>| m.estimate(|e| half(e).map(|half| e.mean + sign * half))
    };
    Table::of("A statistic of response over the replications of an arm.", &rows)
        .text(ARM, |m| m.arm.name.as_str())
        .text(LEVEL, |m| m.row.level.name())
        .text(AREA_CODE, |m| m.row.code.as_str())
        .text(AREA_NAME, |m| m.area_name.as_str())
        .text(CATEGORY, |m| m.row.category.name())
        .text(STATISTIC, |m| m.row.statistic.name())
        .whole(N_REPLICATIONS, |m| m.estimate(|e| Some(e.n as u64)).unwrap_or(0))
        .number_or_none(
            column("mean_s", "s", "Mean over replications of the replication's statistic."),
            |m| m.estimate(|e| Some(e.mean)),
        )
        .number_or_none(column("low_s", "s", "Lower end of the 95% interval of the mean, chance only."), {
            spread(|e| e.half_width, -1.0)
        })
        .number_or_none(column("high_s", "s", "Its upper end."), spread(|e| e.half_width, 1.0))
        .number_or_none(
            column(
                "predict_low_s",
                "s",
                "Lower end of the 95% interval of one more window of the same length, on logarithms.",
            ),
            |m| m.row.window_s.map(|window| window.0),
        )
        .number_or_none(column("predict_high_s", "s", "Its upper end."), |m| {
            m.row.window_s.map(|window| window.1)
        })
        .flag(
            column(
                "validated",
                "",
                "Whether this figure is published, so that the model can be held against it.",
            ),
            |m| m.validated,
        )
        .batch()
}

pub(super) fn published(experiment: &Experiment) -> RecordBatch {
    let mut rows: Vec<PublishedRow> = Vec::new();
    for row in experiment.arms.iter().flat_map(ArmResult::published) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let months: Vec<String> = rows.iter().map(|row| row.month.to_string()).collect();
    let rows: Vec<(&PublishedRow, &String)> = rows.iter().zip(&months).collect();
    Table::of("A published response time in a month that demand is taken from.", &rows)
        .text(column("month", "", "The month."), |(_, month)| month.as_str())
        .text(column("level", "", "england or trust."), |(row, _)| row.level.name())
        .text(AREA_CODE, |(row, _)| row.code.as_str())
        .text(column("category", "", "C1, C1T, C2, C3 or C4."), |(row, _)| row.category.name())
        .number(column("n", "incidents", "Incidents."), |(row, _)| row.n)
        .number(column("mean_s", "s", "Mean response."), |(row, _)| row.mean_s)
        .number(
            column("p90_s", "s", "90th centile of response; never to be averaged over months."),
            |(row, _)| row.p90_s,
        )
        .batch()
}

/// A row of the comparison with the name of its group.
struct Named<'a> {
    row: &'a ContrastRow,
    area_name: String,
}

pub(super) fn difference(experiment: &Experiment, comparison: &Comparison) -> RecordBatch {
    let base = &experiment.arms[0];
    let named = |row| Named { row, area_name: base.area_name(row.level, &row.code) };
    let rows: Vec<Named<'_>> = comparison.rows.iter().map(named).collect();
    let mean = |estimate: &Option<Estimate>| estimate.map(|e| e.mean);
    let interval = |row: &ContrastRow| row.difference.and_then(|d| d.interval());
    Table::of("A statistic of response in an arm against the first arm, paired by replication.", &rows)
        .text(ARM, |m| m.row.arm.as_str())
        .text(column("base", "", "Name of the first arm."), |_| comparison.base.as_str())
        .text(LEVEL, |m| m.row.level.name())
        .text(AREA_CODE, |m| m.row.code.as_str())
        .text(AREA_NAME, |m| m.area_name.as_str())
        .text(CATEGORY, |m| m.row.category.name())
        .text(STATISTIC, |m| m.row.statistic.name())
        .whole(N_REPLICATIONS, |m| m.row.difference.map_or(0, |d| d.n as u64))
        .number_or_none(column("base_s", "s", "Mean over replications in the first arm."), |m| {
            mean(&m.row.base)
        })
        .number_or_none(column("arm_s", "s", "Mean over replications in this arm."), |m| mean(&m.row.value))
        .number_or_none(column("difference_s", "s", "This arm less the first; below zero is faster."), |m| {
            mean(&m.row.difference)
        })
        .number_or_none(column("low_s", "s", "Lower end of the paired 95% interval, chance only."), |m| {
            interval(m.row).map(|(low, _)| low)
        })
        .number_or_none(column("high_s", "s", "Its upper end."), |m| interval(m.row).map(|(_, high)| high))
        .number_or_none(
            column(
                "variance_ratio",
                "",
                "Variance of the difference without pairing over that with it; above 1, pairing helps.",
            ),
            |m| m.row.variance_ratio,
        )
        .number_or_none(
            column("p", "", "Two-sided p of the paired t test, this arm and figure alone."),
            |m| m.row.p,
        )
        .number_or_none(
            column(
                "p_holm",
                "",
                "The same by Holm's method over all arms; not over areas, categories and statistics.",
            ),
            |m| m.row.p_holm,
        )
        .batch()
}

pub(super) fn channel(comparison: &Comparison) -> RecordBatch {
    let part = |share: &ChannelShare| share.c2_mean_s.filter(|_| share.differs);
    Table::of("The part of an arm's difference that one channel carries.", &comparison.channels)
        .text(ARM, |share| share.arm.as_str())
        .text(column("channel", "", "hours, handover, go_live, hub or effort."), |share| share.channel.name())
        .flag(column("differs", "", "Whether the arm sets the channel otherwise than the first arm."), |share| {
            share.differs
        })
        .number_or_none(
            column(
                "c2_mean_difference_s",
                "s",
                "Its part of the difference of the C2 mean of all that was simulated; null if it does not differ.",
            ),
            part,
        )
        .batch()
}
