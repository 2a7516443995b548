//! Several comparisons at once, so that the chance of a false find in any of them stays 5%.

use super::Estimate;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// One of several paired comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Compared {
    /// Two-sided p of the t test that the mean difference is 0, this comparison alone.
    pub p: f64,
    /// The p of Holm's step-down method: differs from 0 at 5% over all comparisons together where it is at most 0.05.
    pub adjusted: f64,
    /// Half the width of the interval that holds, with probability 95% at least, together with those of all other
    /// comparisons (Bonferroni: t at 1 − 0.025 / k). Unit of the difference.
    pub half_width: f64,
}

/// Holm's adjusted p and simultaneous 95% intervals of k paired differences; in their order, `None` for one with
/// fewer than two pairs, which is not counted among the k.
///
/// The p of one is 2 · P(T > |mean| · √n / sd) with n − 1 degrees of freedom. Where no pair differs at all, p is 1;
/// where all differ by the same, 0. Both methods hold however the comparisons depend on each other, as those with one
/// base do.
///
/// Holm's method finds all that Bonferroni's does, or more: a difference may be told from 0 while its interval, which
/// is Bonferroni's, holds 0. It misleads where only the comparisons that looked well are passed, and where a
/// difference that is told from 0 is taken for one that matters.
///
/// # Source
/// Holm (1979), *Scandinavian Journal of Statistics* 6(2), 65–70. The intervals: Dunn (1961), *Journal of the American
/// Statistical Association* 56, 52–64.
#[must_use]
pub fn holm(differences: &[Estimate]) -> Vec<Option<Compared>> {
    let alone: Vec<Option<(f64, f64)>> = differences.iter().map(alone).collect();
    let k = alone.iter().flatten().count();
    let told: Vec<f64> = alone.iter().flatten().map(|(p, _)| *p).collect();
    let mut adjusted = holm_adjusted(&told).into_iter();
    let each = differences.iter().zip(alone).map(|(own, alone)| {
        let (p, error) = alone?;
        let t = students(own.n).inverse_cdf(1.0 - 0.025 / k as f64);
        Some(Compared { p, adjusted: adjusted.next()?, half_width: t * error })
    });
    each.collect()
}

/// Holm's adjusted p of each of several p, in their order: the largest of (k − j + 1) · p₍ⱼ₎ up to its own rank, at
/// most 1.
///
/// # Panics
/// If a p is not from 0 to 1.
///
/// # Source
/// Wright (1992), *Biometrics* 48(4), 1005–1013, for the adjusted form.
#[must_use]
pub fn holm_adjusted(p: &[f64]) -> Vec<f64> {
    assert!(p.iter().all(|own| (0.0..=1.0).contains(own)), "a p is from 0 to 1");
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let (mut adjusted, mut largest) = (vec![0.0; p.len()], 0.0_f64);
    for (rank, row) in order.into_iter().enumerate() {
        largest = largest.max(p[row] * (p.len() - rank) as f64).min(1.0);
        adjusted[row] = largest;
    }
    adjusted
}

/// The p of one comparison, and the standard error of its mean.
fn alone(difference: &Estimate) -> Option<(f64, f64)> {
    let error = difference.sd? / (difference.n as f64).sqrt();
    let p = if difference.mean == 0.0 {
        1.0
    } else {
        // The lower tail: near 1 its complement would lose all digits.
        2.0 * students(difference.n).cdf(-(difference.mean.abs() / error))
    };
    Some((p.clamp(0.0, 1.0), error))
}

fn students(n: usize) -> StudentsT {
    StudentsT::new(0.0, 1.0, (n - 1) as f64).expect("an estimate with a standard deviation has two values")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::t_quantile;

    #[test]
    fn four_p_have_the_adjusted_ones_of_the_textbook() {
        // The example of the article "Holm–Bonferroni method" in Wikipedia: at 5% the first and the fourth are found.
        let told = holm_adjusted(&[0.01, 0.04, 0.03, 0.005]);
        assert!(told.iter().zip([0.03, 0.06, 0.06, 0.02]).all(|(a, b)| (a - b).abs() < 1e-12), "{told:?}");
        assert_eq!(holm_adjusted(&[0.5, 0.9]), [1.0, 1.0]);
        assert_eq!(holm_adjusted(&[]), [0.0; 0]);
    }

    #[test]
    fn the_sleep_of_student_has_its_published_p() {
        // Student (1908), Biometrika 6, 1–25: hours of sleep gained, of ten patients; t = 4.0621, 9 degrees, p = 0.002833
        // (R, t.test(extra ~ group, sleep, paired = TRUE)).
        let gained = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];
        let told = holm(&[Estimate::of(&gained).expect("ten")])[0].expect("ten pairs");
        assert!((told.p - 0.002_833).abs() < 5e-7, "{told:?}");
        assert_eq!(told.adjusted, told.p);
        let alone = Estimate::of(&gained).and_then(|own| own.half_width).expect("ten");
        assert!((told.half_width - alone).abs() < 1e-9, "one comparison has the interval of the estimate");
    }

    #[test]
    fn simultaneous_intervals_are_those_of_a_smaller_share() {
        // t(1 − 0.025/3, 9) = 2.933; sd/√n = 0.388961.
        let gained = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];
        let own = Estimate::of(&gained).expect("ten");
        let told = holm(&[own, own, own]);
        let half = told[2].expect("ten pairs").half_width;
        assert!((half / 0.388_961 - 2.933_3).abs() < 1e-3, "{half}");
        assert!(half > t_quantile(9) * 0.388_961);
        assert!((told[0].expect("ten").adjusted - 3.0 * 0.002_833).abs() < 2e-6);
    }

    #[test]
    fn what_never_differs_is_not_told_apart_and_one_pair_is_not_counted() {
        let estimate = |values: &[f64]| Estimate::of(values).expect("values");
        let told = holm(&[estimate(&[0.0; 5]), estimate(&[2.0; 5]), estimate(&[3.0])]);
        let [never, always, single] = told[..] else { panic!("three") };
        assert_eq!(never.map(|own| (own.p, own.adjusted, own.half_width)), Some((1.0, 1.0, 0.0)));
        assert_eq!(always.map(|own| (own.p, own.adjusted)), Some((0.0, 0.0)));
        assert_eq!(single, None);
    }

    #[test]
    fn of_many_true_zeros_at_most_one_in_twenty_studies_finds_any() {
        // 2,000 studies of four differences from one base, all truly 0: dependent, as ours are. Four standard errors
        // are 2%.
        use rand::{RngExt, SeedableRng};
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(3);
        let mut draw = || -> f64 { rng.sample(rand_distr::StandardNormal) };
        let finds = (0..2_000).filter(|_| {
            let base: Vec<f64> = (0..12).map(|_| draw()).collect();
            let arm = |_| Estimate::of(&base.iter().map(|own| draw() - own).collect::<Vec<_>>()).expect("12");
            let told = holm(&[(); 4].map(arm));
            told.iter().flatten().any(|own| own.adjusted <= 0.05)
        });
        let share = finds.count() as f64 / 2_000.0;
        assert!(share > 0.02 && share < 0.05 + 0.02, "{share}");
    }
}
