use super::areas::Shown;
use ambics::experiment::{ArmResult, PublishedFigure, PublishedRow, Statistic};
use ambics::outcome::{Level, ReportedCategory};
use ambics::stats::Estimate;
use std::collections::BTreeMap;

type Window = Option<(f64, f64)>;
type Key = (Level, String, ReportedCategory, Statistic);

/// An arm's estimates and the published figures, by what they are of.
pub(super) struct Estimates {
    estimates: BTreeMap<Key, (Estimate, Window)>,
    published: Vec<PublishedRow>,
}

impl Estimates {
    pub fn of(arm: &ArmResult) -> Self {
        let rows = arm.summary().into_iter();
        let known = rows.filter_map(|row| {
            Some(((row.level, row.code, row.category, row.statistic), (row.estimate?, row.window_s)))
        });
        Self { estimates: known.collect(), published: arm.published() }
    }

    pub fn get(&self, area: &Shown, category: ReportedCategory, statistic: Statistic) -> Option<&Estimate> {
        self.of_area(area, category, statistic).map(|own| &own.0)
    }

    /// Where 95% of single windows lie, seconds.
    pub fn window(&self, area: &Shown, category: ReportedCategory, statistic: Statistic) -> Window {
        self.of_area(area, category, statistic)?.1
    }

    fn of_area(
        &self,
        area: &Shown,
        category: ReportedCategory,
        statistic: Statistic,
    ) -> Option<&(Estimate, Window)> {
        self.estimates.get(&(area.level, area.code.clone(), category, statistic))
    }

    pub fn published(&self, area: &Shown, category: ReportedCategory) -> Option<PublishedFigure> {
        let fits = |row: &&PublishedRow| {
            (row.level, row.category) == (area.level, category) && row.code == area.code
        };
        PublishedFigure::over(self.published.iter().filter(fits))
    }

    /// First and last month published; `None` where nothing is.
    pub fn months(&self) -> Option<String> {
        let months = || self.published.iter().map(|row| row.month);
        let (first, last) = (months().min()?, months().max()?);
        Some(if first == last { first.to_string() } else { format!("{first} to {last}") })
    }
}
