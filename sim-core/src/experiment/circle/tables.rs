//! What a circle is made of, as Arrow record batches.

use super::{CircleRun, CourseMonth, ResponseLevel, SplitRow, Spread};
use crate::outcome::{Table, column};
use arrow_array::RecordBatch;

/// The names of the tables.
pub const CIRCLE_TABLES: [&str; 3] = ["circle_response", "circle_month", "circle_split"];

/// A month of a programme.
type MonthRow<'a> = (String, &'a CourseMonth);
/// A split of a programme over some years.
type OfSplit<'a> = (String, u32, &'a SplitRow);

impl CircleRun {
    /// The three tables, each with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let [response, month, split] = CIRCLE_TABLES;
        vec![(response, self.response_table()), (month, self.month_table()), (split, self.split_table())]
    }

    fn response_table(&self) -> RecordBatch {
        let of = |row: &ResponseLevel, k: usize| row.values[k];
        Table::of("A level of hours and incidents of the place that was run.", &self.response.levels)
            .number(
                column("hours_ratio", "", "Rostered hours of the place against the scenario's own."),
                |row| row.hours,
            )
            .number(
                column("incidents_ratio", "", "Incidents of the place against the scenario's own."),
                |row| row.incidents,
            )
            .number(column("c2_mean_place_s", "s", "C2 mean of the residents of the place."), |row| {
                of(row, 0)
            })
            .number(column("c2_mean_all_s", "s", "C2 mean of all that are simulated."), |row| of(row, 1))
            .number(
                column("waited_h_per_week", "h", "Hours that patients of all places wait, a week."),
                |row| of(row, 2),
            )
            .number(column("busy_share", "", "Share of on-duty time that ambulances are busy."), |row| {
                of(row, 3)
            })
            .batch()
    }

    fn month_table(&self) -> RecordBatch {
        let rows: Vec<MonthRow<'_>> = self
            .programmes
            .iter()
            .flat_map(|own| own.course.months.iter().map(|month| (own.names.join(" + "), month)))
            .collect();
        let spread = |row: &MonthRow<'_>, pick: fn(&CourseMonth) -> Spread| pick(row.1);
        let mut table = Table::of(
            "A month of a programme that begins with the budget and is fed by what comes back; amounts are a year's.",
            &rows,
        )
        .text(column("programme", "", "Names of its interventions."), |row| row.0.as_str())
        .whole(column("month", "", "Month from 0."), |row| row.1.month as u64);
        for (mean, low, high, pick) in MONTH_COLUMNS {
            table = table
                .number(mean, move |row| spread(row, pick).mean)
                .number(low, move |row| spread(row, pick).low)
                .number(high, move |row| spread(row, pick).high);
        }
        table.batch()
    }

    fn split_table(&self) -> RecordBatch {
        let rows: Vec<OfSplit<'_>> = self
            .programmes
            .iter()
            .flat_map(|own| {
                let name = own.names.join(" + ");
                own.splits.iter().flat_map(move |split| {
                    let name = name.clone();
                    split.rows.iter().map(move |row| (name.clone(), split.years, row))
                })
            })
            .collect();
        let mut table = Table::of("A split of the yearly budget between prevention and crews.", &rows)
            .text(column("programme", "", "Names of its interventions."), |row| row.0.as_str())
            .whole(column("years", "years", "Horizon."), |row| u64::from(row.1))
            .number(column("prevention_share", "", "Share of the budget for prevention."), |row| {
                row.2.prevention
            });
        for (mean, low, high, pick) in SPLIT_COLUMNS {
            table = table
                .number(mean, move |row| pick(row.2).mean)
                .number(low, move |row| pick(row.2).low)
                .number(high, move |row| pick(row.2).high);
        }
        table
            .number(
                column("best_share", "", "Share of the draws in which no other split is better."),
                |row| row.2.best_share,
            )
            .number(column("regret_s", "s", "Expected miss of the best split of each draw."), |row| {
                row.2.regret_s
            })
            .batch()
    }
}

type Columns<R> = (crate::outcome::Column, crate::outcome::Column, crate::outcome::Column, fn(&R) -> Spread);

const LOW: &str = "Lower end of its 95% interval over draws.";
const HIGH: &str = "Upper end of it.";

const MONTH_COLUMNS: [Columns<CourseMonth>; 6] = [
    (
        column("budget_gbp", "GBP", "Budget a year."),
        column("budget_low_gbp", "GBP", LOW),
        column("budget_high_gbp", "GBP", HIGH),
        |m| m.budget_gbp,
    ),
    (
        column("pressure", "", "Pressure, 0 to 1."),
        column("pressure_low", "", LOW),
        column("pressure_high", "", HIGH),
        |m| m.pressure,
    ),
    (
        column("effort", "", "Partnership hours against those without pressure."),
        column("effort_low", "", LOW),
        column("effort_high", "", HIGH),
        |m| m.effort,
    ),
    (
        column("prevented_n", "incidents", "Incidents prevented a year."),
        column("prevented_low_n", "incidents", LOW),
        column("prevented_high_n", "incidents", HIGH),
        |m| m.prevented,
    ),
    (
        column("released_h", "h", "Vehicle-hours released a year."),
        column("released_low_h", "h", LOW),
        column("released_high_h", "h", HIGH),
        |m| m.released_h,
    ),
    (
        column("c2_change_s", "s", "C2 mean of the place less that without a programme."),
        column("c2_change_low_s", "s", LOW),
        column("c2_change_high_s", "s", HIGH),
        |m| m.c2_change_s,
    ),
];

const SPLIT_COLUMNS: [Columns<SplitRow>; 4] = [
    (
        column("crews_h_per_week", "h", "Vehicle-hours a week that are bought."),
        column("crews_low_h_per_week", "h", LOW),
        column("crews_high_h_per_week", "h", HIGH),
        |row| row.crews_h_per_week,
    ),
    (
        column("c2_mean_s", "s", "C2 mean of the place over the horizon, discounted."),
        column("c2_mean_low_s", "s", LOW),
        column("c2_mean_high_s", "s", HIGH),
        |row| row.c2_s,
    ),
    (
        column("against_crews_s", "s", "The same less that with all crews."),
        column("against_crews_low_s", "s", LOW),
        column("against_crews_high_s", "s", HIGH),
        |row| row.against_crews_s,
    ),
    (
        column("waited_h_per_week", "h", "Hours that patients wait a week, less those with all crews."),
        column("waited_low_h_per_week", "h", LOW),
        column("waited_high_h_per_week", "h", HIGH),
        |row| row.waited_h_per_week,
    ),
];
