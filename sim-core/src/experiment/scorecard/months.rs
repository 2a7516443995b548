use crate::problem::Problems;
use crate::region::Month;
use crate::scenario::{Edit, Scenario};

/// Each of some months as a scenario of its own: measured from the first to the last day of the month, with the month's
/// own published demand.
pub(super) fn monthly_sets(
    scenario: &Scenario,
    months: &[Month],
) -> Result<Vec<(Month, Scenario)>, Problems> {
    let mut problems = Problems::none();
    let mut sets = Vec::new();
    for month in months {
        match of_month(scenario, *month) {
            Ok(set) => sets.push((*month, set)),
            Err(faults) => problems.extend(faults),
        }
    }
    problems.into_result(|| sets)
}

fn of_month(scenario: &Scenario, month: Month) -> Result<Scenario, Problems> {
    let first = jiff::civil::Date::new(month.year, month.month, 1).expect("a month lies in the calendar");
    scenario.with(&[
        Edit::new("demand.months", month.to_string()),
        Edit::new("run.start", first.to_string()),
        Edit::new("run.days", i64::from(first.days_in_month())),
    ])
}
