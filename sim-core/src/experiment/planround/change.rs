//! What the arms say of C2 in each replication.

use crate::experiment::run::{ArmResult, Experiment};
use crate::experiment::summary::Statistic;
use crate::outcome::{Level, ReportedCategory};

/// A statistic of the C2 response of the whole service in each replication, seconds.
pub(super) fn c2(experiment: &Experiment, arm: usize, statistic: Statistic) -> Vec<Option<f64>> {
    let arm = &experiment.arms[arm];
    let first = arm.replications.first();
    let row = first.and_then(|measures| {
        measures.responses.iter().position(|r| r.level == Level::Trust && r.category == ReportedCategory::C2)
    });
    row.map_or_else(Vec::new, |row| arm.values(row, statistic))
}

/// Sums of the C2 responses of the groups of a level in each replication, milliseconds, `[replication][group]`.
pub(super) fn c2_sums_ms(arm: &ArmResult, level: Level) -> Vec<Vec<i64>> {
    let is_own =
        |row: &&crate::outcome::ResponseRow| row.level == level && row.category == ReportedCategory::C2;
    // The mean is a whole number of milliseconds over a count, so that the sum comes back exactly.
    let sum_ms =
        |row: &crate::outcome::ResponseRow| (row.mean_s.unwrap_or(0.0) * row.n as f64 * 1e3).round() as i64;
    arm.replications.iter().map(|m| m.responses.iter().filter(is_own).map(sum_ms).collect()).collect()
}
