use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// How the variance of values that come in groups splits between and within them: one-way random effects.
///
/// Variances have the unit of the values, squared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VarianceSplit {
    /// Number of groups.
    pub groups: usize,
    /// Variance between groups beyond what variance within them sets apart. Not below 0.
    pub between: f64,
    /// Variance within groups.
    pub within: f64,
    /// Whether the estimate between groups was below 0 and stands at 0: groups differ by less than chance lets expect.
    pub was_negative: bool,
    /// 95% interval of the share between groups, 0 to 1; holds if values are normal.
    pub share_interval: (f64, f64),
}

impl VarianceSplit {
    /// The split; `None` with fewer than two groups, without a group of two values, or where nothing varies.
    ///
    /// # Source
    /// Searle, Casella and McCulloch (1992), *Variance Components*, chapter 3: estimates from the mean squares of an
    /// analysis of variance, and the interval of the share by the F distribution. It is exact for groups of one size.
    #[must_use]
    pub fn of(groups: &[Vec<f64>]) -> Option<Self> {
        let filled: Vec<&Vec<f64>> = groups.iter().filter(|own| !own.is_empty()).collect();
        let (k, n) = (filled.len(), filled.iter().map(|own| own.len()).sum::<usize>());
        if k < 2 || n <= k {
            return None;
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let squares =
            |values: &[f64], centre: f64| values.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>();
        let all = filled.iter().flat_map(|own| own.iter()).sum::<f64>() / n as f64;
        let (mut apart, mut inside, mut sizes) = (0.0, 0.0, 0.0);
        for own in &filled {
            let (size, centre) = (own.len() as f64, mean(own));
            apart += size * (centre - all) * (centre - all);
            inside += squares(own, centre);
            sizes += size * size;
        }
        let (above, below) = ((k - 1) as f64, (n - k) as f64);
        // The size of a group, where they differ.
        let size = (n as f64 - sizes / n as f64) / above;
        let (apart, within) = (apart / above, inside / below);
        let between = (apart - within) / size;
        (apart + within > 0.0).then(|| Self {
            groups: k,
            between: between.max(0.0),
            within,
            was_negative: between < 0.0,
            share_interval: share_interval((apart, within), size, (above, below)),
        })
    }

    /// The share of the variance that is between groups, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.between / (self.between + self.within)
    }
}

fn share_interval((apart, within): (f64, f64), size: f64, (above, below): (f64, f64)) -> (f64, f64) {
    if within <= 0.0 {
        return (1.0, 1.0);
    }
    let law = FisherSnedecor::new(above, below).expect("degrees of freedom are at least one");
    let end = |quantile: f64| {
        let ratio = apart / within / law.inverse_cdf(quantile);
        ((ratio - 1.0) / (ratio + size - 1.0)).max(0.0)
    };
    (end(0.975), end(0.025))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_groups_have_the_components_of_an_analysis_of_variance() {
        // Means 2, 6 and 10: mean square 2 · 32 / 2 = 32 between and 6 / 3 = 2 within, so (32 − 2) / 2 = 15.
        let split =
            VarianceSplit::of(&[vec![1.0, 3.0], vec![5.0, 7.0], vec![9.0, 11.0]]).expect("three groups");
        assert!((split.between - 15.0).abs() < 1e-12 && (split.within - 2.0).abs() < 1e-12, "{split:?}");
        assert!((split.share() - 15.0 / 17.0).abs() < 1e-12 && !split.was_negative);
        // F is 16; its quantiles with 2 and 3 degrees are 16.044 and 1 / 39.165.
        let (low, high) = split.share_interval;
        assert!(
            low == 0.0 && (high - (16.0 * 39.165 - 1.0) / (16.0 * 39.165 + 1.0)).abs() < 1e-4,
            "{low} {high}"
        );
    }

    #[test]
    fn groups_that_differ_by_less_than_chance_have_no_variance_between_them() {
        let split = VarianceSplit::of(&[vec![1.0, 3.0], vec![3.0, 1.0]]).expect("two groups");
        assert!(split.was_negative && split.share() == 0.0 && split.share_interval.0 == 0.0, "{split:?}");
        assert!((split.within - 2.0).abs() < 1e-12);
    }

    #[test]
    fn groups_of_several_sizes_have_the_size_between() {
        // Means 2 and 6, of 2 and 1 values: n₀ = 3 − 5/3 = 4/3; 32/3 between and 2 within.
        let split = VarianceSplit::of(&[vec![1.0, 3.0], vec![6.0]]).expect("two groups");
        assert!((split.between - (32.0 / 3.0 - 2.0) / (4.0 / 3.0)).abs() < 1e-12, "{split:?}");
    }

    #[test]
    fn one_group_or_one_value_a_group_is_not_split() {
        assert_eq!(VarianceSplit::of(&[vec![1.0, 2.0]]), None);
        assert_eq!(VarianceSplit::of(&[vec![1.0], vec![2.0]]), None);
        assert_eq!(VarianceSplit::of(&[vec![1.0, 1.0], vec![1.0, 1.0]]), None);
    }
}
