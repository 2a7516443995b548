//! The level of hours at which a trust-month is predicted, as the logarithm of a factor on those of the scenario.

use crate::region::Month;
use std::collections::BTreeMap;

/// Weights of the last three months with figures, the latest first, and of the level found in the fit.
///
/// What a trust puts out drifts from month to month, and the model is off by something of its own in each. With both
/// about alike the best weight of the latest month is a half, of the one before a quarter, and so on; what is left
/// after three months falls to the fit.
///
/// # Source
/// Exponential smoothing with gain ½: Muth (1960), *Journal of the American Statistical Association* 55, 299–306.
pub const WEIGHTS: [f64; 4] = [0.5, 0.25, 0.125, 0.125];

/// How many months back a figure may lie.
const OLDEST: i16 = 6;

/// A level taken from the months before, and how many of the three months right before gave none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rolled {
    pub level: f64,
    pub gaps: u32,
    /// The latest month used; none: the level is that of the fit.
    pub latest: Option<Month>,
}

/// The last three months before a month that have a value, the latest first, and how many of the three months right
/// before have none.
pub(super) fn last_three(
    known: &BTreeMap<Month, f64>,
    before: Month,
    since: Option<Month>,
) -> (Vec<(Month, f64)>, u32) {
    let counts = |month: &Month| since.is_none_or(|since| *month >= since);
    let at = |back: i16| {
        let month = before.later(-back);
        known.get(&month).filter(|_| counts(&month)).map(|value| (month, *value))
    };
    let values = (1..=OLDEST).filter_map(at).take(3).collect();
    let gaps = (1..=3).filter(|back| at(*back).is_none()).count();
    (values, gaps as u32)
}

/// The level for a month from those implied by the months before it; without any it is that of the fit.
pub(super) fn rolled(
    implied: &BTreeMap<Month, f64>,
    month: Month,
    fitted: f64,
    since: Option<Month>,
) -> Rolled {
    let (last, gaps) = last_three(implied, month, since);
    let own: f64 = last.iter().zip(WEIGHTS).map(|((_, level), weight)| level * weight).sum();
    let left = 1.0 - WEIGHTS.iter().take(last.len()).sum::<f64>();
    Rolled { level: own + left * fitted, gaps, latest: last.first().map(|(month, _)| *month) }
}

/// The mean of some levels; `None` without any.
pub(super) fn mean(levels: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = levels.fold((0_u32, 0.0), |(n, sum), level| (n + 1, sum + level));
    (n > 0).then(|| sum / f64::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn the_latest_month_counts_half_and_gaps_are_counted() {
        let levels = [("2023-10", 0.08), ("2023-12", 0.04), ("2024-01", -0.02)];
        let implied: BTreeMap<Month, f64> =
            levels.into_iter().map(|(at, level)| (month(at), level)).collect();
        let at = rolled(&implied, month("2024-02"), 0.0, None);
        assert!((at.level - (0.5 * -0.02 + 0.25 * 0.04 + 0.125 * 0.08)).abs() < 1e-12);
        assert_eq!((at.gaps, at.latest), (1, Some(month("2024-01"))));
        let first = rolled(&implied, month("2023-10"), 0.03, None);
        assert_eq!((first.level, first.gaps, first.latest), (0.03, 3, None));
    }

    #[test]
    fn nothing_before_a_break_counts() {
        let implied = BTreeMap::from([(month("2023-11"), 0.5), (month("2024-01"), 0.1)]);
        let at = rolled(&implied, month("2024-02"), 0.0, Some(month("2023-12")));
        assert!((at.level - 0.05).abs() < 1e-12 && at.latest == Some(month("2024-01")));
    }

    #[test]
    fn the_weights_are_all_of_it() {
        assert!((WEIGHTS.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(mean(std::iter::empty()), None);
        assert_eq!(mean([1.0, 2.0].into_iter()), Some(1.5));
    }
}
