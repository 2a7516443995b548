//! What a minute of the C2 mean costs.

use super::belief::Meeting;
use super::place::Place;
use super::response::{Answer, Measured};
use super::spread::Spread;
use crate::prevention::{Budget, MONTHS};

const WEEKS_A_YEAR: f64 = 365.25 / 7.0;
/// Share of the hours that a small step adds.
const STEP: f64 = 0.01;

/// Pounds a year for each minute off the C2 mean of the place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minute {
    /// Pounds a year that are spent.
    pub cost_gbp: Spread,
    /// What that does to the C2 mean of the place over the years, seconds; below 0 is faster.
    pub c2_change_s: Spread,
    /// Pounds a year for a minute; `None` where it cannot be told whether the C2 mean falls at all.
    pub gbp_a_minute: Option<Spread>,
}

impl Minute {
    fn of(each: &[(f64, f64)]) -> Self {
        let all =
            |pick: &dyn Fn(&(f64, f64)) -> f64| Spread::of(&each.iter().map(pick).collect::<Vec<f64>>());
        let (cost_gbp, c2_change_s) = (all(&|own| own.0), all(&|own| own.1));
        let minute = |change: f64| (-change / 60.0).max(1e-9);
        // Draws near no change have ratios beyond all bounds: the centre is the ratio of the means. Where the interval of
        // the change holds 0, there is no ratio at all.
        let ratio = || Spread {
            mean: cost_gbp.mean / minute(c2_change_s.mean),
            ..all(&|(cost, change)| cost / minute(*change))
        };
        Self { cost_gbp, c2_change_s, gbp_a_minute: (c2_change_s.high < 0.0).then(ratio) }
    }

    /// By one per cent more hours.
    pub(super) fn of_crews<'a>(each: impl Iterator<Item = (&'a Answer, f64)>, place: &Place) -> Self {
        let step = |(answer, hour_gbp): (&Answer, f64)| {
            let c2 = |hours: f64| answer.at(Measured::C2OfPlace, (hours, 1.0));
            (STEP * place.hours_per_week * WEEKS_A_YEAR * hour_gbp, c2(1.0 + STEP) - c2(1.0))
        };
        Self::of(&each.map(step).collect::<Vec<_>>())
    }

    /// By a budget of prevention that is held over the years.
    pub(super) fn of_programme(all: &[Meeting<'_>], budget_gbp: f64) -> Self {
        let held = |own: &Meeting<'_>| {
            let months = own.months((budget_gbp, Budget::Held), 1.0);
            let c2 = |load: f64| own.answer.at(Measured::C2OfPlace, (1.0, load));
            let years = months.len().max(1) as f64 / MONTHS as f64;
            let each = 1.0 / (years * MONTHS as f64);
            let change = months.iter().map(|month| c2(month.load) - c2(1.0)).sum::<f64>() * each;
            let spent = months.iter().map(|month| month.budget_gbp - month.unused_gbp).sum::<f64>() * each;
            (spent, change)
        };
        Self::of(&all.iter().map(held).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_no_price_where_it_cannot_be_told_whether_one_is_won() {
        let told = Minute::of(&[(60.0, -30.0), (60.0, -60.0), (60.0, -120.0)]);
        assert_eq!(told.gbp_a_minute, Some(Spread { mean: 60.0 / (70.0 / 60.0), low: 30.0, high: 120.0 }));
        assert_eq!(Minute::of(&[(60.0, -30.0), (60.0, 1.0)]).gbp_a_minute, None);
    }
}
