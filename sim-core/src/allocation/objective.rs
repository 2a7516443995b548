//! What an allocation is to make small.

use crate::experiment::Statistic;
use crate::outcome::{BoardMeasure, ReportedCategory};
use std::fmt;

/// What is looked at of each place: smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// The response to a category, seconds: its mean or its 90th centile.
    Response(ReportedCategory, Statistic),
    /// A figure that boards watch, in its own unit.
    Board(BoardMeasure),
    /// The mean response to C1, C2, C3 and C4 by incidents times weights, seconds; weights in thousandths.
    Weighted([u32; 4]),
}

impl Watched {
    /// The mean response to C2.
    pub const C2: Self = Self::Response(ReportedCategory::C2, Statistic::Mean);

    /// The responses that can be asked for, by name.
    const RESPONSES: [(&'static str, Self); 8] = [
        ("c1-mean", Self::Response(ReportedCategory::C1, Statistic::Mean)),
        ("c1-p90", Self::Response(ReportedCategory::C1, Statistic::P90)),
        ("c2-mean", Self::C2),
        ("c2-p90", Self::Response(ReportedCategory::C2, Statistic::P90)),
        ("c3-mean", Self::Response(ReportedCategory::C3, Statistic::Mean)),
        ("c3-p90", Self::Response(ReportedCategory::C3, Statistic::P90)),
        ("c4-mean", Self::Response(ReportedCategory::C4, Statistic::Mean)),
        ("c4-p90", Self::Response(ReportedCategory::C4, Statistic::P90)),
    ];

    /// All that can be asked for, by name.
    pub fn all() -> impl Iterator<Item = (&'static str, Self)> {
        let board = BoardMeasure::ALL.into_iter().map(|own| (own.name(), Self::Board(own)));
        Self::RESPONSES.into_iter().chain(board)
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|(known, _)| *known == name).map(|(_, own)| own)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::all().find(|(_, own)| *own == self).map_or("harm-weighted", |(name, _)| name)
    }

    /// Whether it is a wait, in seconds.
    #[must_use]
    pub const fn is_wait(self) -> bool {
        matches!(self, Self::Response(..) | Self::Weighted(_))
    }

    /// The category whose incidents weigh places against each other; `None`: places count alike.
    #[must_use]
    pub const fn weighed_by(self) -> Option<ReportedCategory> {
        match self {
            Self::Response(category, _) => Some(category),
            Self::Board(BoardMeasure::C2Over60Min) => Some(ReportedCategory::C2),
            Self::Board(BoardMeasure::C3Over6H) => Some(ReportedCategory::C3),
            Self::Weighted(_) => Some(ReportedCategory::All),
            Self::Board(_) => None,
        }
    }
}

/// Longest wait that is still worth anything, seconds, where none is stated: an assumption.
pub const CEILING_S: f64 = 7_200.0;

/// Whose wait counts for how much.
///
/// Waits are in seconds and weights are incidents. The worth of a wait is the time by which it stays under a ceiling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Objective {
    /// The mean over all incidents: who waits does not matter.
    Utilitarian,
    /// Iso-elastic welfare with this aversion to inequality: 0 is the mean, 1 the product (Bernoulli-Nash).
    IsoElastic {
        /// Aversion to inequality, at least 0.
        epsilon: f64,
        /// The wait that is worth nothing, seconds.
        ceiling_s: f64,
    },
    /// The wait of the place that waits longest (Rawls).
    Worst,
    /// The longest wait first, then the next longest, and so on.
    Lexicographic,
    /// Between the mean (0) and the worst (1): this part of the worst.
    Between(f64),
}

impl Objective {
    /// Reads `utilitarian`, `iso-elastic:1`, `bernoulli-nash`, `worst` (or `rawls`), `lexicographic`
    /// or `between:0.3`.
    ///
    /// ```
    /// use ambics::allocation::Objective;
    /// assert_eq!(Objective::parse("iso-elastic:0.5", 7200.0).map(|o| o.to_string()).as_deref(), Some("iso-elastic:0.5"));
    /// assert_eq!(Objective::parse("iso-elastic:-1", 7200.0), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str, ceiling_s: f64) -> Option<Self> {
        let elastic = |epsilon: f64| Self::IsoElastic { epsilon, ceiling_s };
        match text {
            "utilitarian" => Some(Self::Utilitarian),
            "bernoulli-nash" => Some(elastic(1.0)),
            "worst" | "rawls" => Some(Self::Worst),
            "lexicographic" => Some(Self::Lexicographic),
            _ if text.starts_with("between:") => {
                let part: f64 = text.strip_prefix("between:")?.parse().ok()?;
                (0.0..=1.0).contains(&part).then_some(Self::Between(part))
            }
            _ => {
                let epsilon = text.strip_prefix("iso-elastic:")?.parse().ok()?;
                let sound = f64::is_finite(epsilon) && epsilon >= 0.0 && ceiling_s > 0.0;
                sound.then(|| elastic(epsilon))
            }
        }
    }

    /// The wait that, if it were everybody's, would be as good, seconds: never below the mean. `weights` are not negative and
    /// not all zero. Infinite where a wait is beyond the ceiling.
    ///
    /// # Source
    /// Atkinson (1970), *Journal of Economic Theory* 2(3), 244-263, of the time under the ceiling.
    #[must_use]
    pub fn loss_s(&self, waits_s: &[f64], weights: &[f64]) -> f64 {
        let longest = || waits_s.iter().copied().fold(0.0, f64::max);
        match *self {
            Self::Utilitarian => mean(waits_s, weights),
            Self::Worst | Self::Lexicographic => longest(),
            Self::Between(part) => (1.0 - part) * mean(waits_s, weights) + part * longest(),
            Self::IsoElastic { epsilon, ceiling_s } => {
                if longest() >= ceiling_s {
                    return f64::INFINITY;
                }
                let under: Vec<f64> = waits_s.iter().map(|wait| ceiling_s - wait).collect();
                ceiling_s - equivalent(&under, weights, epsilon)
            }
        }
    }

    /// What is compared, first entry first: smaller is better.
    #[must_use]
    pub fn score(&self, waits_s: &[f64], weights: &[f64]) -> Vec<f64> {
        if *self == Self::Lexicographic {
            let mut sorted = waits_s.to_vec();
            sorted.sort_by(|a, b| b.total_cmp(a));
            return sorted;
        }
        vec![self.loss_s(waits_s, weights), mean(waits_s, weights)]
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utilitarian => f.write_str("utilitarian"),
            Self::IsoElastic { epsilon, .. } => write!(f, "iso-elastic:{epsilon}"),
            Self::Worst => f.write_str("worst"),
            Self::Between(part) => write!(f, "between:{part}"),
            Self::Lexicographic => f.write_str("lexicographic"),
        }
    }
}

/// Whether one score is better than another.
#[must_use]
pub fn is_better(score: &[f64], than: &[f64]) -> bool {
    let first = score.iter().zip(than).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
    first.is_some_and(std::cmp::Ordering::is_lt)
}

/// The mean of values by weight.
#[must_use]
pub fn mean(values: &[f64], weights: &[f64]) -> f64 {
    let all: f64 = weights.iter().sum();
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / all
}

/// The equal worth that is as good as these, all above zero.
fn equivalent(worth: &[f64], weights: &[f64], epsilon: f64) -> f64 {
    if (epsilon - 1.0).abs() < 1e-9 {
        let logs: Vec<f64> = worth.iter().map(|own| libm::log(*own)).collect();
        return libm::exp(mean(&logs, weights));
    }
    // By the least worth, so that a large aversion overflows nothing.
    let least = worth.iter().copied().fold(f64::INFINITY, f64::min);
    let powers: Vec<f64> = worth.iter().map(|own| libm::pow(own / least, 1.0 - epsilon)).collect();
    least * libm::pow(mean(&powers, weights), 1.0 / (1.0 - epsilon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aversion_goes_from_the_mean_to_the_worst() {
        let (waits, weights) = ([1_200.0, 2_400.0, 3_600.0], [2.0, 1.0, 1.0]);
        let loss =
            |text: &str| Objective::parse(text, 7_200.0).expect("an objective").loss_s(&waits, &weights);
        assert_eq!(loss("utilitarian"), 2_100.0);
        assert!((loss("iso-elastic:0") - 2_100.0).abs() < 1e-6);
        let product = 7_200.0 - (6_000.0_f64.powi(2) * 4_800.0 * 3_600.0).powf(0.25);
        assert!((loss("bernoulli-nash") - product).abs() < 1e-6 && product > 2_100.0);
        assert!(loss("iso-elastic:5") > product && (loss("iso-elastic:500") - 3_600.0).abs() < 20.0);
        assert_eq!(loss("rawls"), 3_600.0);
    }

    #[test]
    fn a_tie_in_the_longest_wait_goes_to_the_next() {
        let score = |waits: &[f64]| Objective::Lexicographic.score(waits, &[1.0; 3]);
        assert!(is_better(&score(&[9.0, 5.0, 5.0]), &score(&[5.0, 9.0, 6.0])));
        assert!(!is_better(&score(&[9.0, 5.0, 5.0]), &score(&[5.0, 9.0, 5.0])));
    }
}
