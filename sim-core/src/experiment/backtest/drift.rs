//! How far a trust's level drifts away from what was known of it: the least that the model errs by.

use crate::region::Month;
use crate::scenario::Scenario;

/// The record of earlier years: how far C2 means came to lie from a level known some months before.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Drift {
    /// Standard deviation on the logarithm that is there at once.
    pub start_sd: f64,
    /// Standard deviation that each month adds.
    pub month_sd: f64,
}

impl Drift {
    /// That of a scenario's assumptions.
    pub fn of(scenario: &Scenario) -> Self {
        let settings = scenario.world_plan().settings;
        Self { start_sd: settings.get("drift_start_sd"), month_sd: settings.get("drift_month_sd") }
    }

    /// Variance of the logarithm of a C2 mean so many months from what is known.
    pub fn variance(&self, months: u32) -> f64 {
        self.start_sd * self.start_sd + self.month_sd * self.month_sd * f64::from(months)
    }
}

/// Months from the last of the known months before a month, else from the nearest; at least 1.
pub(super) fn distance(known: &[Month], month: Month) -> u32 {
    let before = known.iter().filter(|at| **at < month).map(|at| apart(*at, month)).min();
    let nearest = || known.iter().map(|at| apart(*at, month)).min();
    before.or_else(nearest).unwrap_or(1).max(1)
}

/// How many months lie between two.
pub(super) fn apart(a: Month, b: Month) -> u32 {
    let number = |at: Month| 12 * i32::from(at.year) + i32::from(at.month);
    number(a).abs_diff(number(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn variance_grows_with_the_months() {
        let drift = Drift { start_sd: 0.11, month_sd: 0.055 };
        assert!((drift.variance(1) - (0.11 * 0.11 + 0.055 * 0.055)).abs() < 1e-15);
        assert!((drift.variance(6) - (0.11 * 0.11 + 6.0 * 0.055 * 0.055)).abs() < 1e-15);
        assert_eq!(Drift::default().variance(3), 0.0);
    }

    #[test]
    fn distance_is_to_the_last_month_before_else_to_the_nearest() {
        let fit = ["2023-10", "2023-11", "2023-12"].map(month);
        for (at, months) in [("2024-01", 1), ("2024-03", 3), ("2023-09", 1), ("2023-07", 3), ("2023-12", 1)] {
            assert_eq!(distance(&fit, month(at)), months, "{at}");
        }
        let around = ["2022-12", "2023-07"].map(month);
        assert_eq!(distance(&around, month("2023-06")), 6, "what comes after is not known");
        assert_eq!((distance(&[], month("2024-01")), apart(month("2024-02"), month("2023-11"))), (1, 3));
    }
}
