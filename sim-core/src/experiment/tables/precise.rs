//! How precise the headline measures became, where a precision was asked for.

use super::measured::{AREA_CODE, ARM, CATEGORY, LEVEL};
use crate::experiment::precise::HeadlinePrecision;
use crate::experiment::run::Experiment;
use crate::outcome::{Table, column};
use arrow_array::RecordBatch;

pub(super) fn precision(experiment: &Experiment) -> Option<RecordBatch> {
    let reached = experiment.precision.as_ref()?;
    let table = Table::of("How precise each headline measure became, as was asked.", &reached.measures)
        .text(ARM, |row| row.headline.arm.as_str())
        .text(LEVEL, |row| row.headline.level.name())
        .text(AREA_CODE, |row| row.headline.code.as_str())
        .text(CATEGORY, |row| row.headline.category.name())
        .text(column("statistic", "", "mean or p90 of response."), |row| row.headline.statistic.name())
        .number(column("mean_s", "s", "Its mean over replications."), |row| row.precision.mean)
        .number_or_none(column("half_width_s", "s", "Half the 95% interval of that mean."), |row| {
            row.precision.half_width
        })
        .number_or_none(column("share", "share", "The same as a share of the mean."), |row| {
            row.precision.share
        })
        .number(column("target_share", "share", "The share that was asked for."), |_| reached.target)
        .text(column("reached", "", "reached, or why not."), HeadlinePrecision::so);
    Some(table.batch())
}
