use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean over replications with its 95% intervals. Units are those of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Number of replications.
    pub n: usize,
    /// Mean of the replications' statistics.
    pub mean: f64,
    /// Standard deviation between replications; `None` with fewer than two.
    pub sd: Option<f64>,
    /// Half the width of the 95% t interval of the mean (chance only); `None` with fewer than two.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// The estimate from one value per replication; `None` without values.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let n = values.len();
        if n == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / n as f64;
        if n == 1 {
            return Some(Self { n, mean, sd: None, half_width: None });
        }
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        let sd = (squares / (n - 1) as f64).sqrt();
        let half = t_quantile(n - 1) * sd / (n as f64).sqrt();
        Some(Self { n, mean, sd: Some(sd), half_width: Some(half) })
    }

    /// The 95% interval of the mean.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.half_width.map(|half| (self.mean - half, self.mean + half))
    }

    /// Whether the interval lies wholly on one side of zero.
    #[must_use]
    pub fn excludes_zero(&self) -> bool {
        self.interval().is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }
}

/// The 95% interval of the time of one more window like these: t(n−1) s √(1 + 1/n) about the mean of logarithms, since waits have
/// a long upper tail and none is below zero. `None` with fewer than two times, or with one that is not above zero.
///
/// ```
/// let (low, high) = ambics::stats::next_window(&[400.0, 600.0, 900.0]).expect("three");
/// assert!(low > 50.0 && high < 6_000.0);
/// ```
#[must_use]
pub fn next_window(times_s: &[f64]) -> Option<(f64, f64)> {
    if times_s.iter().any(|time| *time <= 0.0) {
        return None;
    }
    let logs = Estimate::of(&times_s.iter().map(|time| libm::log(*time)).collect::<Vec<f64>>())?;
    let half = t_quantile(logs.n.checked_sub(1).filter(|degrees| *degrees > 0)?)
        * logs.sd?
        * (1.0 + 1.0 / logs.n as f64).sqrt();
    Some((libm::exp(logs.mean - half), libm::exp(logs.mean + half)))
}

/// The paired difference `arm − base` over the replications in which both have a value.
#[must_use]
pub fn paired(base: &[Option<f64>], arm: &[Option<f64>]) -> Option<Estimate> {
    let differences: Vec<f64> = base.iter().zip(arm).filter_map(|(b, a)| Some((*a)? - (*b)?)).collect();
    Estimate::of(&differences)
}

/// The 97.5% quantile of Student's t with `degrees` of freedom.
pub(crate) fn t_quantile(degrees: usize) -> f64 {
    StudentsT::new(0.0, 1.0, degrees as f64).expect("degrees of freedom are at least one").inverse_cdf(0.975)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_students() {
        let estimate = Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).expect("five values");
        assert_eq!(estimate.mean, 3.0);
        // t(0.975, 4) = 2.776445; sd = 1.581139; half width = 2.776445 * 1.581139 / sqrt(5)
        assert!((estimate.half_width.expect("n > 1") - 1.963_243).abs() < 1e-5);
    }

    #[test]
    fn one_more_window_is_foretold_by_logarithms() {
        let logs = [1.0f64, 2.0, 3.0, 4.0, 5.0];
        let (low, high) = next_window(&logs.map(f64::exp)).expect("five times");
        // t(0.975, 4) sd sqrt(1 + 1/5) about 3
        assert!((low.ln() - (3.0 - 4.808_944)).abs() < 1e-5 && (high.ln() - (3.0 + 4.808_944)).abs() < 1e-5);
        assert_eq!((next_window(&[7.0]), next_window(&[]), next_window(&[7.0, 0.0])), (None, None, None));
    }

    #[test]
    fn one_replication_has_no_interval() {
        let estimate = Estimate::of(&[7.0]).expect("one value");
        assert_eq!((estimate.mean, estimate.half_width), (7.0, None));
        assert_eq!(Estimate::of(&[]), None);
    }

    #[test]
    fn pairs_without_both_values_are_left_out() {
        let difference = paired(&[Some(1.0), None, Some(3.0)], &[Some(2.0), Some(9.0), Some(5.0)]);
        assert_eq!(difference.map(|d| (d.n, d.mean)), Some((2, 1.5)));
    }
}
