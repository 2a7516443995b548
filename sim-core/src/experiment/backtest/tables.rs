//! A backtest as Arrow record batches.

use super::score::Scored;
use super::{Backtest, EnglandMonth, Skipped, TrustBias, TrustMeasure};
use crate::outcome::{Column, Table, column};
use arrow_array::RecordBatch;

/// The names of a backtest's tables.
pub const BACKTEST_TABLES: [&str; 5] =
    ["backtest", "scores", "backtest_hours", "backtest_england", "backtest_skipped"];

const SERVICE: Column = column("service_code", "", "ODS code of the service.");
const MONTH: Column = column("month", "", "The month.");
const SCORE: Column = column("score", "", "frozen, rolling or conditional.");

impl Backtest {
    /// Every table with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let tables = [
            self.prediction_table(),
            score_table(&self.scored()),
            hours_table(&self.bias()),
            england_table(&self.england()),
            skipped_table(&self.skipped),
        ];
        BACKTEST_TABLES.into_iter().zip(tables).collect()
    }

    fn prediction_table(&self) -> RecordBatch {
        let table = Table::of(
            "A measure of a trust-month, predicted in one score, and what was published.",
            &self.rows,
        );
        let table = table
            .text(SERVICE, |row: &TrustMeasure| row.service.as_str())
            .text(MONTH, |row| row.month.to_string())
            .text(column("measure", "", "Category and statistic of response, in seconds."), |row| {
                row.measure.name()
            })
            .text(SCORE, |row| row.score.name())
            .number(column("predicted", "s", "The prediction."), |row| row.predicted.mean_s)
            .number(column("low", "s", "Lower end of its 90% interval."), |row| row.predicted.interval_s.0)
            .number(column("high", "s", "Upper end of it."), |row| row.predicted.interval_s.1)
            .number_or_none(column("observed", "s", "The published figure."), |row| row.observed_s)
            .number_or_none(column("last_month", "s", "Published for the month before."), |row| {
                row.rivals.last_month_s
            })
            .number_or_none(column("last_year", "s", "Published for the month a year before."), |row| {
                row.rivals.last_year_s
            })
            .number_or_none(
                column("regression", "s", "C2 mean by regression on incidents and handover, frozen."),
                |row| row.rivals.regression_s,
            )
            .number_or_none(
                column("regression_updated", "s", "The same, its level from the last three months."),
                |row| row.rivals.regression_updated_s,
            );
        with_hours(table).batch()
    }
}

/// The columns that say at which hours a measure is predicted, and how well that is known.
fn with_hours(table: Table<'_, TrustMeasure>) -> Table<'_, TrustMeasure> {
    let factor = |log: f64| libm::exp(log);
    table
        .number(
            column("hours_factor", "", "The level: a factor on the scenario's hours, its season taken out."),
            |row| factor(row.level),
        )
        .number_or_none(
            column(
                "implied_hours_factor",
                "",
                "The level at which the published C2 mean comes out, its season taken out.",
            ),
            |row| row.implied.map(factor),
        )
        .number(
            column("season", "", "C2 mean for the season, against the months of the fit; 1 is none."),
            |row| factor(row.season),
        )
        .number(
            column("season_hours_factor", "", "Factor on the level's hours that stands for the season."),
            |row| factor(row.read_at - row.level),
        )
        .number(
            column(
                "own_error",
                "",
                "Standard deviation of the model's own error in the interval, on the logarithm.",
            ),
            |row| row.predicted.own_sd,
        )
        .whole(column("months_ahead", "months", "From the last month that the level is known of."), |row| {
            u64::from(row.months_ahead)
        })
        .whole(
            column(
                "gaps",
                "months",
                "Of the three months right before, those without a figure for the level.",
            ),
            |row| u64::from(row.gaps),
        )
        .whole(
            column("regression_gaps", "months", "Of the same, those without a figure for the regression."),
            |row| u64::from(row.rivals.regression_gaps),
        )
}

fn score_table(rows: &[Scored]) -> RecordBatch {
    Table::of("How good a score or a rival was in a measure, over trust-months.", rows)
        .text(column("name", "", "A score, or a rival."), |row| row.name)
        .text(column("measure", "", "Category and statistic of response."), |row| row.measure.name())
        .whole(column("n", "trust-months", "With a prediction and a published figure."), |row| row.n as u64)
        .number(column("mape", "", "Mean of the absolute relative errors, a share."), |row| row.mape)
        .number(column("bias", "", "Mean of the relative errors; above 0 it predicts too long."), |row| {
            row.bias
        })
        .number_or_none(column("coverage", "", "Share of figures inside the 90% interval."), |row| {
            row.coverage
        })
        .batch()
}

fn hours_table(rows: &[TrustBias]) -> RecordBatch {
    Table::of("The bias of a trust, told as the change of its effective hours that would take it away.", rows)
        .text(SERVICE, |row| row.service.as_str())
        .whole(column("n", "months", "With a published C2 mean."), |row| row.n as u64)
        .number(column("hours_change", "", "Mean over its months, a share of the frozen hours."), |row| {
            row.hours_change
        })
        .number(column("lowest", "", "Lowest of its months."), |row| row.range.0)
        .number(column("highest", "", "Highest of them."), |row| row.range.1)
        .number(column("c2_bias", "", "Mean relative error of the frozen C2 mean."), |row| row.c2_bias)
        .batch()
}

fn england_table(rows: &[EnglandMonth]) -> RecordBatch {
    Table::of("The C2 mean of all trusts together, by their published C2 incidents.", rows)
        .text(MONTH, |row| row.month.to_string())
        .text(SCORE, |row| row.score.name())
        .whole(column("trusts", "services", "That are in it."), |row| row.trusts as u64)
        .number(column("predicted", "s", "The prediction."), |row| row.predicted_s)
        .number(column("observed", "s", "From the published figures of the same trusts."), |row| {
            row.observed_s
        })
        .batch()
}

fn skipped_table(rows: &[Skipped]) -> RecordBatch {
    Table::of("A trust-month that was left out.", rows)
        .text(SERVICE, |row| row.service.as_str())
        .text(MONTH, |row| row.month.to_string())
        .text_or_none(column("score", "", "The score that lacks it; null: all."), |row| {
            row.score.map(super::Score::name)
        })
        .text(column("reason", "", "Why."), |row| row.reason)
        .batch()
}
