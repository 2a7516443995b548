//! A scorecard as Arrow record batches.

use super::{PlaceRow, Scorecard};
use crate::outcome::{Column, Level, Table, column};
use arrow_array::RecordBatch;

/// The names of a scorecard's tables.
pub const SCORE_TABLES: [&str; 5] =
    ["scorecard", "scorecard_month", "district_response", "ics_response", "rurality_response"];

const LEVEL: Column = column("level", "", "trust or england.");
const CODE: Column = column("area_code", "", "ODS code of the service, or England.");
const NAME: Column = column("area_name", "", "What it is called.");
const MEASURE: Column = column("measure", "", "The figure, such as C2 mean.");
const UNIT: Column = column("unit", "", "s, share or vehicles.");

impl Scorecard {
    /// Every table with its name: the scorecard, its months, and C1 and C2 by district, ICS and rurality.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let [score, month, district, ics, rurality] = SCORE_TABLES;
        vec![
            (score, self.score_table()),
            (month, self.month_table()),
            (district, self.place_table(Level::District)),
            (ics, self.place_table(Level::Ics)),
            (rurality, self.place_table(Level::RuralUrban)),
        ]
    }

    fn score_table(&self) -> RecordBatch {
        Table::of("A figure over all months, of the model and as published.", &self.figures)
            .text(LEVEL, |f| f.level.name())
            .text(CODE, |f| f.code.as_str())
            .text(NAME, |f| f.name.as_str())
            .text(MEASURE, |f| f.measure.name())
            .text(UNIT, |f| f.measure.unit())
            .whole(column("n_months", "months", "Months with a value on both sides."), |f| f.n_months as u64)
            .number(column("model", "", "Plain mean of the model's monthly values."), |f| f.model)
            .number(column("published", "", "Plain mean of the published monthly values."), |f| f.published)
            .number(column("ratio", "", "Model over published."), |f| f.ratio())
            .number(
                column("off", "", "A share of the published value; a difference for shares of incidents."),
                |f| f.off(),
            )
            .number(column("tolerance", "", "How far off it may lie by decree."), |f| f.tolerance)
            .number(
                column("sampling_error", "", "Standard error of the published value, counted as off is."),
                |f| f.sampling_error,
            )
            .number(
                column("allowed", "", "The tolerance, or twice the sampling error where that is more."),
                |f| f.allowed,
            )
            .flag(column("within", "", "Whether it lies within what is allowed."), |f| f.within)
            .flag(column("scored", "", "Whether it counts; others are reported only."), |f| f.scored)
            .batch()
    }

    fn month_table(&self) -> RecordBatch {
        Table::of("A figure of one month, of the model and as published.", &self.monthly)
            .text(LEVEL, |f| f.level.name())
            .text(CODE, |f| f.code.as_str())
            .text(NAME, |f| f.name.as_str())
            .text(MEASURE, |f| f.measure.name())
            .text(UNIT, |f| f.measure.unit())
            .text(column("month", "", "The month."), |f| f.month.to_string())
            .number(column("model", "", "What the model gave, over all replications."), |f| f.model)
            .number(column("published", "", "What was published."), |f| f.published)
            .number(
                column(
                    "sampling_error",
                    "",
                    "Standard error of the published value, a share of it; points of 1 for shares.",
                ),
                |f| f.sampling_error,
            )
            .batch()
    }

    fn place_table(&self, level: Level) -> RecordBatch {
        let rows: Vec<&PlaceRow> = self.places.iter().filter(|row| row.level == level).collect();
        Table::of("Response of a place over all months and replications; stations are SYNTHETIC.", &rows)
            .text(column("area_code", "", "Code of the place."), |row| row.code.as_str())
            .text(column("area_name", "", "What it is called."), |row| row.name.as_str())
            .text(column("category", "", "C1 or C2."), |row| row.category)
            .whole(column("n", "responses", "Responses over all months and replications."), |row| row.n)
            .number(column("mean_s", "s", "Mean response."), |row| row.mean_s)
            .number(column("p90_s", "s", "90th centile of these responses."), |row| row.p90_s)
            .flag(
                column("validated", "", "Whether a published figure stands against it: none does by place."),
                |_| false,
            )
            .batch()
    }
}
