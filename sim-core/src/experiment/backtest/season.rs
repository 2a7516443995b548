//! The season of C2: how a month of the year differs from the months of the fit for reasons that no input holds.

use crate::region::{Month, SeasonMonth};

/// By how much the logarithm of the C2 mean lies above that of the fit's months, by month of the year from January.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Season([f64; 12]);

impl Season {
    /// The season of a region's table against some months of a fit; nothing moves without a table or without months.
    pub fn of(table: &[SeasonMonth], fit: &[Month]) -> Self {
        let mut logs = [0.0; 12];
        for row in table.iter().filter(|_| !fit.is_empty()) {
            logs[usize::from(row.month_of_year) - 1] = libm::log(row.c2_ratio);
        }
        let usual = fit.iter().map(|month| logs[row(*month)]).sum::<f64>() / fit.len().max(1) as f64;
        Self(logs.map(|log| log - usual))
    }

    /// The offset of a month on the logarithm of the C2 mean.
    pub fn offset(&self, month: Month) -> f64 {
        self.0[row(month)]
    }
}

fn row(month: Month) -> usize {
    (month.month - 1) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::Grade;

    fn table(ratio: impl Fn(u8) -> f64) -> Vec<SeasonMonth> {
        let of = |month_of_year| SeasonMonth {
            month_of_year,
            c2_ratio: ratio(month_of_year),
            c2_ratio_range: [0.5, 2.0],
            years: 5,
            grade: Grade::C,
            source: "made up".to_owned(),
        };
        (1..=12).map(of).collect()
    }

    fn months(text: &[&str]) -> Vec<Month> {
        text.iter().map(|text| Month::parse(text).expect("a month")).collect()
    }

    #[test]
    fn a_month_is_held_against_the_months_of_the_fit() {
        let table = table(|month| libm::exp(0.01 * f64::from(month)));
        let season = Season::of(&table, &months(&["2023-10", "2023-11", "2023-12"]));
        for (month, offset) in [("2024-01", -0.10), ("2023-11", 0.0), ("2022-12", 0.01)] {
            let month = months(&[month])[0];
            assert!((season.offset(month) - offset).abs() < 1e-12, "{month}");
        }
        let fit = months(&["2023-02", "2023-07"]);
        let mean: f64 = fit.iter().map(|month| Season::of(&table, &fit).offset(*month)).sum();
        assert!(mean.abs() < 1e-12, "the months of the fit lie around 0");
    }

    #[test]
    fn nothing_moves_without_a_table_or_without_a_fit() {
        let fit = months(&["2023-10"]);
        assert_eq!(Season::of(&[], &fit), Season::default());
        assert_eq!(Season::of(&table(|_| 1.5), &[]), Season::default());
    }
}
