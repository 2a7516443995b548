//! Intervals of a quantile of what replications give.
//!
//! Two questions are near each other and have different answers. *How long does one in ten wait?* is a P90 within
//! each replication: take the P90 of each and give their mean its t interval (`Estimate::of`). *How bad may a year
//! be?* is a quantile of the replications themselves: how the measure differs from one replication to the next.
//! [`quantile_interval`] answers the second. Values within a replication depend on each other, so its rule never
//! holds for them.

use statrs::distribution::{Binomial, DiscreteCDF};

/// A quantile of the law that replications are drawn from, with an interval between two of the values themselves.
///
/// Units are those of the values; ranks count from 1, smallest value first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileInterval {
    /// Number of replications.
    pub n: usize,
    /// The quantile asked for, between 0 and 1.
    pub share: f64,
    /// The estimate: the nearest-rank quantile of the values.
    pub value: f64,
    /// Lower end: a value.
    pub low: f64,
    /// Upper end: a value.
    pub high: f64,
    /// Ranks of the two ends.
    pub ranks: (usize, usize),
    /// Probability that such an interval holds the quantile: at least the one asked for, for any law; ranks are whole
    /// numbers, so it is seldom just that.
    pub level: f64,
}

/// The interval between two order statistics that holds a quantile with at least a given probability.
///
/// The r-th and s-th smallest of n independent values hold the quantile p with probability P(r ≤ B < s), B binomial
/// (n, p), if the law is continuous, and with more if it is not. Of all such pairs it takes the one with the fewest
/// ranks between its ends, and of these the likeliest, then the lowest. Its two tails need not be alike: with 30
/// values and p = 0.9 an interval of equal tails does not exist.
///
/// `None` where no two values can do it (a P90 or a P10 at 95% needs 29), or with a value that is not finite.
///
/// # Panics
/// If `share` or `level` is not between 0 and 1.
///
/// # Source
/// David and Nagaraja (2003), *Order Statistics*, third edition, section 7.1.
#[must_use]
pub fn quantile_interval(values: &[f64], share: f64, level: f64) -> Option<QuantileInterval> {
    assert!(share > 0.0 && share < 1.0 && level > 0.0 && level < 1.0, "shares are between 0 and 1");
    let n = values.len();
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let (ranks, reached) = ranks(n, share, level)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |rank: usize| sorted[rank - 1];
    let nearest = rank(n, share);
    let (low, high) = (at(ranks.0), at(ranks.1));
    Some(QuantileInterval { n, share, value: at(nearest), low, high, ranks, level: reached })
}

/// The nearest-rank quantile of the values themselves; `None` without any, or with one that is not finite.
#[must_use]
pub fn nearest_share(values: &[f64], share: f64) -> Option<f64> {
    if values.is_empty() || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Some(sorted[rank(sorted.len(), share) - 1])
}

/// The nearest rank, from 1. A share such as 0.9 is not exact: 0.9 of 10 values is the 9th and not the 10th.
fn rank(n: usize, share: f64) -> usize {
    (libm::ceil(share * n as f64 - 1e-9) as usize).clamp(1, n.max(1))
}

/// The ranks of the ends, and the probability that they hold the quantile.
fn ranks(n: usize, share: f64, level: f64) -> Option<((usize, usize), f64)> {
    let law = Binomial::new(share, n as u64).ok()?;
    // At most so many values lie below the quantile, from −1: `up_to[k]` is P(B ≤ k − 1).
    let up_to: Vec<f64> = (0..=n).map(|k| if k == 0 { 0.0 } else { law.cdf(k as u64 - 1) }).collect();
    for apart in 1..n {
        let pairs = (1..=n - apart).map(|low| ((low, low + apart), up_to[low + apart] - up_to[low]));
        let best = pairs.fold(None, |best: Option<((usize, usize), f64)>, own| match best {
            Some(told) if told.1 >= own.1 => Some(told),
            _ => Some(own),
        });
        if let Some(told) = best.filter(|told| told.1 >= level) {
            return Some(told);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(n: usize) -> Vec<f64> {
        (1..=n).rev().map(|k| k as f64).collect()
    }

    #[test]
    fn the_median_of_ten_lies_between_the_second_and_the_ninth() {
        // The table of every textbook: P(2 ≤ B < 9) = 1 − 2 · 11 / 1024 = 0.978516 with B binomial (10, 1/2).
        let own = quantile_interval(&counting(10), 0.5, 0.95).expect("ten values");
        assert_eq!((own.ranks, own.value, own.low, own.high), ((2, 9), 5.0, 2.0, 9.0));
        assert!((own.level - (1.0 - 22.0 / 1024.0)).abs() < 1e-9);
    }

    #[test]
    fn the_median_of_six_is_held_by_all_and_that_of_five_by_none() {
        // 1 − 2 / 64 = 0.96875; 1 − 2 / 32 = 0.9375.
        let own = quantile_interval(&counting(6), 0.5, 0.95).expect("six values");
        assert_eq!(own.ranks, (1, 6));
        assert!((own.level - 0.968_75).abs() < 1e-9);
        assert_eq!(quantile_interval(&counting(5), 0.5, 0.95), None);
    }

    #[test]
    fn a_tail_needs_29_values_and_has_unlike_sides() {
        // 1 − 0.9²⁹ = 0.9529 and 1 − 0.9²⁸ = 0.9477.
        assert_eq!(quantile_interval(&counting(28), 0.9, 0.95), None);
        assert!(quantile_interval(&counting(29), 0.9, 0.95).is_some());
        let (high, low) = (
            quantile_interval(&counting(30), 0.9, 0.95).expect("thirty"),
            quantile_interval(&counting(30), 0.1, 0.95).expect("thirty"),
        );
        assert_eq!((high.value, low.value), (27.0, 3.0));
        // The mirror of an interval is one of the mirrored share, its ranks counted from the other end.
        assert_eq!(low.ranks.1 - low.ranks.0, high.ranks.1 - high.ranks.0);
        assert!((low.level - high.level).abs() < 1e-9 && high.level >= 0.95, "{low:?} {high:?}");
        assert_eq!(high.ranks.1, 30);
    }

    #[test]
    fn the_level_is_a_sum_of_binomial_terms() {
        let own = quantile_interval(&counting(40), 0.8, 0.9).expect("forty values");
        let term = |k: usize| {
            let choose = (0..k).fold(1.0, |sum, j| sum * (40 - j) as f64 / (j + 1) as f64);
            choose * libm::pow(0.8, k as f64) * libm::pow(0.2, (40 - k) as f64)
        };
        let want: f64 = (own.ranks.0..own.ranks.1).map(term).sum();
        assert!((own.level - want).abs() < 1e-9, "{own:?}, not {want}");
    }

    #[test]
    fn values_that_are_none_give_none() {
        assert_eq!(quantile_interval(&[], 0.5, 0.95), None);
        assert_eq!(quantile_interval(&[f64::NAN; 30], 0.5, 0.95), None);
    }
}
