//! How many inner replications an outer draw is worth.

use super::VarianceSplit;
use serde::Serialize;

/// Most of the variance of a draw's mean that may come from chance within it.
pub const MOST_WITHIN: f64 = 0.2;

/// How much of the variance of a draw's mean is chance, and how many inner replications bring it down.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct InnerAdvice {
    /// Inner replications of each draw, as asked about.
    pub inner: usize,
    /// Share of the variance of a draw's mean that is chance within it with `inner` replications, 0 to 1.
    pub within_share: f64,
    /// Smallest number of inner replications with a share of at most [`MOST_WITHIN`]; `None` where draws do not
    /// differ beyond chance, so that no number does.
    pub wanted: Option<usize>,
    /// The same at the low end of the 95% interval of the share between draws: what is safe to plan; `None` where
    /// that end is 0.
    pub wanted_at_most: Option<usize>,
}

impl InnerAdvice {
    /// Whether `inner` replications are enough by the estimate.
    #[must_use]
    pub fn enough(&self) -> bool {
        self.within_share <= MOST_WITHIN
    }
}

impl VarianceSplit {
    /// What the split of outer draws (groups) × inner replications (values) says of the number of inner ones.
    ///
    /// A draw's mean over m replications has variance σ²_B + σ²_W / m, of which chance is (σ²_W / m) / (σ²_B + σ²_W /
    /// m). This is at most s from m ≥ (1 − s) / s · σ²_W / σ²_B, four times the ratio of variances for s = 0.2.
    ///
    /// It says how well the *spread between draws* is seen, as in a fan or a quantile over what is believed. For the
    /// grand mean alone more draws of one replication each do more than the same runs in fewer draws. With few draws
    /// σ²_B is known badly: read `wanted_at_most` too. Where σ²_B is 0 the belief does not matter, and `wanted` is
    /// none.
    ///
    /// # Panics
    /// If `inner` is 0.
    ///
    /// # Source
    /// Searle, Casella and McCulloch (1992), *Variance Components*, chapter 3, for the variance of a group's mean;
    /// the limit of 20% is ours.
    #[must_use]
    pub fn inner_advice(&self, inner: usize) -> InnerAdvice {
        assert!(inner > 0, "a draw has a replication");
        let chance = self.within / inner as f64;
        let low = self.share_interval.0;
        InnerAdvice {
            inner,
            within_share: chance / (self.between + chance),
            wanted: wanted(self.within, self.between),
            wanted_at_most: wanted(1.0 - low, low),
        }
    }
}

fn wanted(within: f64, between: f64) -> Option<usize> {
    let ratio = (1.0 - MOST_WITHIN) / MOST_WITHIN * within / between;
    // Four times a whole ratio is not to be one more by the last digit.
    (between > 0.0).then(|| (libm::ceil(ratio * (1.0 - 1e-12)) as usize).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_times_the_ratio_of_variances_is_wanted() {
        // Between 15 and within 2 (see the split's own test): 4 · 2 / 15 = 0.53, so one replication is enough.
        let split =
            VarianceSplit::of(&[vec![1.0, 3.0], vec![5.0, 7.0], vec![9.0, 11.0]]).expect("three groups");
        let told = split.inner_advice(2);
        assert!((told.within_share - 1.0 / 16.0).abs() < 1e-12 && told.enough(), "{told:?}");
        assert_eq!((told.wanted, told.wanted_at_most), (Some(1), None));
        // Within 20 and between 5: 16 of them, and just 20% there.
        let split = VarianceSplit {
            groups: 50,
            between: 5.0,
            within: 20.0,
            was_negative: false,
            share_interval: (0.1, 0.4),
        };
        let told = split.inner_advice(4);
        assert!((told.within_share - 0.5).abs() < 1e-12 && !told.enough());
        assert_eq!((told.wanted, told.wanted_at_most), (Some(16), Some(36)));
        assert!(split.inner_advice(16).enough() && !split.inner_advice(15).enough());
    }

    #[test]
    fn draws_that_do_not_differ_want_no_number() {
        let split = VarianceSplit::of(&[vec![1.0, 3.0], vec![3.0, 1.0]]).expect("two groups");
        let told = split.inner_advice(2);
        assert_eq!((told.within_share, told.wanted, told.wanted_at_most), (1.0, None, None));
        assert!(!told.enough());
    }

    #[test]
    fn draws_without_chance_want_one() {
        let split = VarianceSplit::of(&[vec![1.0, 1.0], vec![3.0, 3.0]]).expect("two groups");
        let told = split.inner_advice(2);
        assert_eq!((told.within_share, told.wanted, told.wanted_at_most), (0.0, Some(1), Some(1)));
    }
}
