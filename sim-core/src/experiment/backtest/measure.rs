//! The response figures that a backtest predicts.

use crate::experiment::summary::Statistic;
use crate::outcome::ReportedCategory;

/// A published response figure of a service and month: the mean or 90th centile of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    /// Of which category.
    pub category: ReportedCategory,
    /// Mean or 90th centile.
    pub statistic: Statistic,
}

/// The measure in which hours are told, and on which all scores compare.
pub const C2_MEAN: Measure = Measure { category: ReportedCategory::C2, statistic: Statistic::Mean };

const CATEGORIES: [ReportedCategory; 5] = [
    ReportedCategory::C1,
    ReportedCategory::C1T,
    ReportedCategory::C2,
    ReportedCategory::C3,
    ReportedCategory::C4,
];

impl Measure {
    /// How many there are.
    pub const COUNT: usize = 10;

    /// All of them: C1, C1T, C2, C3 and C4, the mean before the 90th centile.
    #[must_use]
    pub fn all() -> [Self; Self::COUNT] {
        std::array::from_fn(|row| Self { category: CATEGORIES[row / 2], statistic: Statistic::ALL[row % 2] })
    }

    /// Its row in [`Measure::all`].
    #[must_use]
    pub fn row(self) -> usize {
        let category = CATEGORIES.iter().position(|known| *known == self.category).unwrap_or(0);
        2 * category + usize::from(self.statistic == Statistic::P90)
    }

    /// The name used in every table: `C2_mean_s`.
    #[must_use]
    pub fn name(self) -> String {
        format!("{}_{}_s", self.category.name(), self.statistic.name())
    }

    /// The code of its item among the published indicators.
    ///
    /// # Source
    /// `scenarios/ambsys/items.csv`.
    #[must_use]
    pub fn item(self) -> &'static str {
        const ITEMS: [&str; Measure::COUNT] =
            ["A25", "A26", "A28", "A29", "A31", "A32", "A34", "A35", "A37", "A38"];
        ITEMS[self.row()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ambsys::items;

    #[test]
    fn each_measure_is_the_item_of_its_name() {
        let items = items();
        for (row, measure) in Measure::all().into_iter().enumerate() {
            let item = items.iter().find(|item| item.code == measure.item()).expect("a known item");
            let category = measure.category.name().to_lowercase();
            assert_eq!(item.name, format!("{category}_response_{}_s", measure.statistic.name()));
            assert_eq!(measure.row(), row);
        }
        assert_eq!((C2_MEAN.item(), C2_MEAN.name().as_str()), ("A31", "C2_mean_s"));
    }
}
