//! Statistics of results: quantiles, intervals between replications, paired differences, how many replications are enough, how much of a
//! beginning to leave out, controls, and designs.

mod control;
mod design;
mod holm;
mod inner;
mod interval;
mod look_ahead;
mod mser;
mod quantile;
mod search;
mod shapley;
mod sobol;
mod variance;
mod welch;

pub use control::{Control, ControlError, Controlled, controlled, loss_factor};
pub use design::{MOST_SOBOL, grid, latin_hypercube, sobol_points};
pub use holm::{Compared, holm, holm_adjusted};
pub use inner::{InnerAdvice, MOST_WITHIN};
pub(crate) use interval::t_quantile;
pub use interval::{Estimate, next_window, paired};
pub use look_ahead::{AHEAD, LEAST_REPLICATIONS, LookAhead, Precision, Reached, Target, Verdict};
pub use mser::{Truncation, mser5};
pub use quantile::{QuantileInterval, nearest_share, quantile_interval};
pub use search::{halving, simplex};
pub use shapley::shapley;
pub use sobol::{SobolShare, sobol};
pub use variance::VarianceSplit;
pub use welch::Welch;

/// The 90th centile of `values` by nearest rank: the smallest value with at least 90% at or below it.
///
/// Reorders `values`; `None` when there are none.
#[must_use]
pub fn p90<T: Ord + Copy>(values: &mut [T]) -> Option<T> {
    nearest_rank(values, 9, 10)
}

/// The nearest-rank quantile `above / below` of `values`, in exact integer arithmetic.
#[must_use]
pub fn nearest_rank<T: Ord + Copy>(values: &mut [T], above: usize, below: usize) -> Option<T> {
    let rank = (values.len() * above).div_ceil(below);
    let at = rank.checked_sub(1)?;
    Some(*values.select_nth_unstable(at).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_is_the_nearest_one() {
        let cases = [(1, 1), (9, 9), (10, 9), (11, 10), (100, 90), (101, 91)];
        for (n, want) in cases {
            let mut values: Vec<u32> = (1..=n).rev().collect();
            assert_eq!(p90(&mut values), Some(want), "of {n}");
        }
        assert_eq!(p90::<u32>(&mut []), None);
    }
}
