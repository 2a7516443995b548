//! What a circle is made of, as Arrow record batches.

use super::{CircleRun, CourseMonth, ResponseLevel, SplitRow, Spread};
use crate::outcome::{Column, Table, column};
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
        let hours = column("hours_ratio", "", "Rostered hours of the place against the scenario's own.");
        let incidents = column("incidents_ratio", "", "Incidents of the place against the scenario's own.");
        let doc = "A level of hours and incidents of the place that was run.";
        let mut table = Table::of(doc, &self.response.levels)
            .number(hours, |row| row.hours)
            .number(incidents, |row| row.incidents);
        for (measured, told) in MEASURED_COLUMNS.into_iter().enumerate() {
            table = table.number(told, move |row: &ResponseLevel| row.values[measured]);
        }
        table.batch()
    }

    fn month_table(&self) -> RecordBatch {
        let rows: Vec<MonthRow<'_>> = self
            .programmes
            .iter()
            .flat_map(|own| own.course.months.iter().map(|month| (own.names.join(" + "), month)))
            .collect();
        let doc = "A month of a programme that begins with the budget and is fed by what comes back; amounts are a year's.";
        let table = Table::of(doc, &rows)
            .text(PROGRAMME, |row| row.0.as_str())
            .whole(column("month", "", "Month from 0."), |row| row.1.month as u64);
        with_spreads(table, &MONTH_COLUMNS, |row| row.1).batch()
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
        let table = Table::of("A split of the yearly budget between prevention and crews.", &rows)
            .text(PROGRAMME, |row| row.0.as_str())
            .whole(column("years", "years", "Horizon."), |row| u64::from(row.1))
            .number(column("prevention_share", "", "Share of the budget for prevention."), |row| {
                row.2.prevention
            });
        with_spreads(table, &SPLIT_COLUMNS, |row| row.2)
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

const PROGRAMME: Column = column("programme", "", "Names of its interventions.");

/// In the order of [`super::Measured::ALL`].
const MEASURED_COLUMNS: [Column; 4] = [
    column("c2_mean_place_s", "s", "C2 mean of the residents of the place."),
    column("c2_mean_all_s", "s", "C2 mean of all that are simulated."),
    column("waited_h_per_week", "h", "Hours that patients of all places wait, a week."),
    column("busy_share", "", "Share of on-duty time that ambulances are busy."),
];

/// A mean and both ends of its interval, and where they stand.
type Columns<R> = ([Column; 3], fn(&R) -> Spread);

/// Columns of a spread: the name of the mean is stem and suffix, those of the ends have `_low` and `_high` between.
macro_rules! spread {
    ($stem:literal, $suffix:literal, $unit:literal, $doc:literal, $pick:expr) => {
        (
            [
                column(concat!($stem, $suffix), $unit, $doc),
                column(concat!($stem, "_low", $suffix), $unit, "Lower end of its 95% interval over draws."),
                column(concat!($stem, "_high", $suffix), $unit, "Upper end of it."),
            ],
            $pick,
        )
    };
}

const MONTH_COLUMNS: [Columns<CourseMonth>; 6] = [
    spread!("budget", "_gbp", "GBP", "Budget a year.", |m| m.budget_gbp),
    spread!("pressure", "", "", "Pressure, 0 to 1.", |m| m.pressure),
    spread!("effort", "", "", "Partnership hours against those without pressure.", |m| m.effort),
    spread!("prevented", "_n", "incidents", "Incidents prevented a year.", |m| m.prevented),
    spread!("released", "_h", "h", "Vehicle-hours released a year.", |m| m.released_h),
    spread!("c2_change", "_s", "s", "C2 mean of the place less that without a programme.", |m| m.c2_change_s),
];

const SPLIT_COLUMNS: [Columns<SplitRow>; 4] = [
    spread!("crews", "_h_per_week", "h", "Vehicle-hours a week that are bought.", |row| row.crews_h_per_week),
    spread!("c2_mean", "_s", "s", "C2 mean of the place over the horizon, discounted.", |row| row.c2_s),
    spread!("against_crews", "_s", "s", "The same less that with all crews.", |row| row.against_crews_s),
    spread!(
        "waited",
        "_h_per_week",
        "h",
        "Hours that patients wait a week, less those with all crews.",
        |row| { row.waited_h_per_week }
    ),
];

/// With the three columns of each spread.
fn with_spreads<'r, R, S: 'r>(
    mut table: Table<'r, R>,
    columns: &[Columns<S>],
    of: impl Fn(&'r R) -> &'r S + Copy,
) -> Table<'r, R> {
    for ([mean, low, high], pick) in columns {
        let pick = *pick;
        table = table
            .number(*mean, move |row| pick(of(row)).mean)
            .number(*low, move |row| pick(of(row)).low)
            .number(*high, move |row| pick(of(row)).high);
    }
    table
}
