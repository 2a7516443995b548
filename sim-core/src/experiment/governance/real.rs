//! Real packages beside the simulated time from being wanted to go-live.

use super::GovernanceRun;
use crate::region::DatedPackage;

/// The arrangement that stands for what there is.
const TODAY: &str = "today";

/// A real package, and at which numbers of team hours its days lie within the range simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct RealPackage<'a> {
    /// The package.
    pub package: &'a DatedPackage,
    /// Its days from the first public statement to live, where both are known.
    pub days: Option<i32>,
    /// By number of team hours: whether they lie between the 5th and the 95th centile; `None` without days.
    pub within: Option<Vec<bool>>,
}

impl GovernanceRun {
    /// The row of the arrangement that stands for what there is, if the study has it.
    #[must_use]
    pub fn today(&self) -> Option<usize> {
        self.study.arrangements.iter().position(|parts| parts.name == TODAY)
    }

    /// The region's dated packages beside what `today` takes; none if the study has no such arrangement.
    #[must_use]
    pub fn real_packages(&self) -> Vec<RealPackage<'_>> {
        let Some(today) = self.today() else { return Vec::new() };
        let ranges: Vec<[Option<f64>; 3]> =
            self.summaries.iter().map(|level| level[today].since_wanted).collect();
        // A centile beyond the horizon lies above every day within it.
        let holds = |days: f64, [low, _, high]: [Option<f64>; 3]| {
            low.is_some_and(|low| low <= days) && high.is_none_or(|high| days <= high)
        };
        let packages = self.study.region.packages().iter();
        packages
            .map(|package| {
                let days = package.days();
                let within =
                    days.map(|days| ranges.iter().map(|range| holds(f64::from(days), *range)).collect());
                RealPackage { package, days, within }
            })
            .collect()
    }
}
