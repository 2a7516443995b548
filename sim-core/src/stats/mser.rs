//! How much of the beginning of a run to leave out: the marginal standard error rule.

/// Observations of one batch.
const BATCH: usize = 5;

/// Fewest batches that are looked at.
const LEAST_BATCHES: usize = 10;

/// Batches at the end of which no truncation leaves fewer: the statistic of a few that happen to agree says nothing.
const LEAST_LEFT: usize = 5;

/// What MSER-5 says of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truncation {
    /// Observations to leave out at the beginning, a multiple of five, at most half of them.
    pub observations: usize,
    /// The statistic there: squared standard error of the mean of what is left, were its batches independent. Unit of the
    /// series, squared.
    pub statistic: f64,
    /// Whether a truncation beyond half of the series would do better still: the run is then too short, or never
    /// settles, and `observations` is not to be used.
    pub rejected: bool,
}

/// The truncation by MSER-5: the number d of batches of five to leave out that gives Σ(zᵢ − z̄)² / (n − d)² its least
/// value over the n − d batch means that are left; the smallest d if several do.
///
/// A rest of fewer than five observations at the end is not looked at. `None` with fewer than ten batches, or where a
/// value is not finite.
///
/// It misleads on a series with a daily or weekly cycle, which it takes for a beginning (give it means of whole
/// cycles, as of days or weeks); on one run, whose busy week looks like a trend; and on a measure whose beginning is
/// like its rest though the system's is not. A terminating horizon has nothing to leave out.
///
/// # Source
/// White (1997), *Simulation* 69(6), 323–334; batches of five: White, Cobb and Spratt (2000), *Proceedings of the
/// Winter Simulation Conference*, 755–761; the last five batches are kept out of the search, as by Hoad, Robinson and
/// Davies (2010), *Journal of the Operational Research Society* 61(9), 1389–1402.
///
/// ```
/// let series: Vec<f64> = (0..100).map(|k| if k < 10 { 0.0 } else { 10.0 + f64::from(k % 2) }).collect();
/// assert_eq!(ambics::stats::mser5(&series).map(|own| own.observations), Some(10));
/// ```
#[must_use]
pub fn mser5(series: &[f64]) -> Option<Truncation> {
    let batches: Vec<f64> =
        series.chunks_exact(BATCH).map(|own| own.iter().sum::<f64>() / BATCH as f64).collect();
    let n = batches.len();
    if n < LEAST_BATCHES || batches.iter().any(|own| !own.is_finite()) {
        return None;
    }
    let statistics = statistics(&batches);
    let least = |rows: std::ops::RangeInclusive<usize>| {
        rows.map(|d| (d, statistics[d])).min_by(|a, b| a.1.total_cmp(&b.1)).expect("there is a batch")
    };
    let (within, anywhere) = (least(0..=n / 2), least(0..=n - LEAST_LEFT));
    Some(Truncation { observations: within.0 * BATCH, statistic: within.1, rejected: anywhere.1 < within.1 })
}

/// The statistic of what is left after each number of batches, from the last batch backwards.
fn statistics(batches: &[f64]) -> Vec<f64> {
    let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
    let mut told: Vec<f64> = batches
        .iter()
        .rev()
        .map(|value| {
            n += 1.0;
            let from = value - mean;
            mean += from / n;
            squares += from * (value - mean);
            squares / (n * n)
        })
        .collect();
    told.reverse();
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_zeros_before_tens_and_twelves_are_left_out() {
        // 18 batches are left, 10.8 and 11.2 in turn: 18 · 0.04 / 18² = 1/450.
        let series: Vec<f64> = [0.0; 10].into_iter().chain([10.0, 12.0].repeat(45)).collect();
        let told = mser5(&series).expect("twenty batches");
        assert_eq!((told.observations, told.rejected), (10, false));
        assert!((told.statistic - 1.0 / 450.0).abs() < 1e-9, "{told:?}");
    }

    #[test]
    fn a_series_that_settles_beyond_half_is_rejected() {
        let series: Vec<f64> =
            (0..100).map(|k| if k < 60 { f64::from(k) } else { 60.0 + f64::from(k % 2) }).collect();
        let told = mser5(&series).expect("twenty batches");
        assert!(told.rejected && told.observations <= 50, "{told:?}");
    }

    #[test]
    fn a_series_that_is_settled_from_the_start_loses_nothing() {
        let series = [10.0, 12.0].repeat(50);
        assert_eq!(mser5(&series).map(|own| (own.observations, own.rejected)), Some((0, false)));
        // All the same: every statistic is 0, and the first is taken.
        assert_eq!(mser5(&[3.7; 60]).map(|own| (own.observations, own.rejected)), Some((0, false)));
    }

    #[test]
    fn the_statistic_is_its_definition() {
        let batches: Vec<f64> = (0..20).map(|k| f64::from(k * k % 7)).collect();
        for (d, told) in statistics(&batches).into_iter().enumerate() {
            let left = &batches[d..];
            let mean = left.iter().sum::<f64>() / left.len() as f64;
            let squares: f64 = left.iter().map(|v| (v - mean) * (v - mean)).sum();
            assert!((told - squares / (left.len() * left.len()) as f64).abs() < 1e-12, "{d}");
        }
    }

    #[test]
    fn a_short_series_says_nothing() {
        assert_eq!(mser5(&[1.0; 49]), None);
        assert_eq!(mser5(&[f64::NAN; 100]), None);
    }
}
