//! Statistics of results: nearest-rank quantiles, intervals between replications, paired differences.

mod design;
mod interval;
mod search;
mod shapley;
mod sobol;
mod variance;

pub use design::{MOST_SOBOL, grid, latin_hypercube, sobol_points};
pub(crate) use interval::t_quantile;
pub use interval::{Estimate, paired};
pub use search::{halving, simplex};
pub use shapley::shapley;
pub use sobol::{SobolShare, sobol};
pub use variance::VarianceSplit;

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
