//! How replications differ: quantiles between them.

use super::measured::{AREA_CODE, ARM, CATEGORY, LEVEL};
use crate::experiment::run::{ArmResult, Experiment};
use crate::experiment::summary::Statistic;
use crate::outcome::{Level, ReportedCategory, Table, column};
use crate::stats::{QuantileInterval, nearest_share, quantile_interval};
use arrow_array::RecordBatch;

/// Quantiles that are told.
const SHARES: [f64; 3] = [0.1, 0.5, 0.9];
/// Probability that an interval holds its quantile.
const LEVEL_OF_INTERVAL: f64 = 0.95;

struct Row<'a> {
    arm: &'a ArmResult,
    level: Level,
    code: String,
    category: ReportedCategory,
    statistic: Statistic,
    share: f64,
    n: usize,
    value: Option<f64>,
    interval: Option<QuantileInterval>,
}

fn rows(arm: &ArmResult) -> Vec<Row<'_>> {
    let Some(first) = arm.replications.first() else { return Vec::new() };
    let shown = |level: Level| matches!(level, Level::England | Level::Trust | Level::Ics);
    let mut rows = Vec::new();
    for (at, row) in first.responses.iter().enumerate().filter(|(_, row)| shown(row.level)) {
        for statistic in Statistic::ALL {
            let values: Vec<f64> = arm.values(at, statistic).into_iter().flatten().collect();
            for share in SHARES {
                rows.push(Row {
                    arm,
                    level: row.level,
                    code: arm.code(row.level, row.group),
                    category: row.category,
                    statistic,
                    share,
                    n: values.len(),
                    value: nearest_share(&values, share),
                    interval: quantile_interval(&values, share, LEVEL_OF_INTERVAL),
                });
            }
        }
    }
    rows
}

pub(super) fn spread(experiment: &Experiment) -> RecordBatch {
    let rows: Vec<Row<'_>> = experiment.arms.iter().flat_map(rows).collect();
    Table::of("How a statistic of response differs between replications: its quantiles, each of a window.", &rows)
        .text(ARM, |row| row.arm.name.as_str())
        .text(LEVEL, |row| row.level.name())
        .text(AREA_CODE, |row| row.code.as_str())
        .text(CATEGORY, |row| row.category.name())
        .text(column("statistic", "", "mean or p90 of response, of each replication."), |row| {
            row.statistic.name()
        })
        .number(column("share", "share", "The quantile between replications: 0.1, 0.5 or 0.9."), |row| row.share)
        .whole(column("n_replications", "replications", "Replications with a value."), |row| row.n as u64)
        .number_or_none(column("value_s", "s", "The quantile, by nearest rank."), |row| row.value)
        .number_or_none(
            column(
                "low_s",
                "s",
                "Lower end of its interval, by order statistics; null where replications are too few (29 for 0.1 and 0.9).",
            ),
            |row| row.interval.map(|own| own.low),
        )
        .number_or_none(column("high_s", "s", "Its upper end."), |row| row.interval.map(|own| own.high))
        .number_or_none(
            column("holds", "share", "Probability that such an interval holds the quantile, at least 0.95."),
            |row| row.interval.map(|own| own.level),
        )
        .batch()
}
