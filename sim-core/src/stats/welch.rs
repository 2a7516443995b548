//! How much of the beginning of a run to leave out: a mean over replications, smoothed, to look at.

/// A series averaged over replications, and that series smoothed. Units are those of the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Welch {
    /// Replications.
    pub n: usize,
    /// Mean over replications at each index, as far as the shortest goes.
    pub averaged: Vec<f64>,
    /// Centred moving average of `averaged`; it ends `window` indices earlier.
    pub smoothed: Vec<f64>,
    /// Indices on either side that a smoothed value takes in.
    pub window: usize,
}

impl Welch {
    /// Averages the series of replications, index by index, and smooths by a window of `window` indices on either side.
    ///
    /// Index i, from 0, is the mean of i − w to i + w; the first w indices take as many on either side as there are
    /// before them: index 0 itself only, index 1 of three values, and so on.
    ///
    /// `None` without a replication, or where the shortest is not longer than twice the window.
    ///
    /// # Source
    /// Welch (1983), *The statistical analysis of simulation results*, in Lavenberg (ed.), *The Computer Performance
    /// Modeling Handbook*, Academic Press, section 6.2; as told by Law (2015), *Simulation Modeling and Analysis*,
    /// fifth edition, section 9.5.1.
    #[must_use]
    pub fn of(replications: &[Vec<f64>], window: usize) -> Option<Self> {
        let n = replications.len();
        let length = replications.iter().map(Vec::len).min()?;
        if length <= 2 * window {
            return None;
        }
        let at = |k: usize| replications.iter().map(|own| own[k]).sum::<f64>() / n as f64;
        let averaged: Vec<f64> = (0..length).map(at).collect();
        let smooth = |k: usize| {
            let reach = window.min(k);
            averaged[k - reach..=k + reach].iter().sum::<f64>() / (2 * reach + 1) as f64
        };
        let smoothed = (0..length - window).map(smooth).collect();
        Some(Self { n, averaged, smoothed, window })
    }

    /// The first index i, in the first half of the series, from which every smoothed value lies within `tolerance` of
    /// the mean of `averaged[i..]`, the rest of the series; `None` if there is none. `tolerance` has the unit of the
    /// values.
    ///
    /// This is our check and no part of Welch's method, which is a look at a plot. It asks that the smoothed series
    /// *stays*, so one late swing moves it far: a tolerance below the noise of the smoothed mean (about twice s / √(n
    /// · (2w + 1)) with s the standard deviation of single values) finds nothing, and one as wide as the effect of
    /// the start finds 0. A window shorter than a cycle takes the cycle for a swing; use whole weeks. Read it with
    /// the plot.
    #[must_use]
    pub fn settles_at(&self, tolerance: f64) -> Option<usize> {
        let mut found = None;
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let beyond = self.averaged[self.smoothed.len()..].iter().sum::<f64>();
        let (mut sum, mut n) = (beyond, self.window as f64);
        for i in (0..self.smoothed.len()).rev() {
            (low, high) = (low.min(self.smoothed[i]), high.max(self.smoothed[i]));
            sum += self.averaged[i];
            n += 1.0;
            let rest = sum / n;
            if 2 * i <= self.averaged.len() && high - rest <= tolerance && rest - low <= tolerance {
                found = Some(i);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moving_average_grows_to_its_window() {
        // Two replications whose mean is 1, 4, 9, 16, 25, 36, 49.
        let series: Vec<Vec<f64>> =
            [-1.0, 1.0].map(|by| (1..=7).map(|k| f64::from(k * k) + by * f64::from(k)).collect()).to_vec();
        let one = Welch::of(&series, 1).expect("seven values");
        assert_eq!(one.averaged, [1.0, 4.0, 9.0, 16.0, 25.0, 36.0, 49.0]);
        let want = [1.0, 14.0 / 3.0, 29.0 / 3.0, 50.0 / 3.0, 77.0 / 3.0, 110.0 / 3.0];
        assert!(one.smoothed.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-12) && one.smoothed.len() == 6);
        let two = Welch::of(&series, 2).expect("seven values");
        let want = [1.0, 14.0 / 3.0, 11.0, 18.0, 27.0];
        assert!(two.smoothed.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-12) && two.smoothed.len() == 5);
    }

    #[test]
    fn a_start_from_empty_is_found_where_it_ends() {
        // 10 · (1 − 0.8ⁱ): with no window, the value is within 1 of the mean of the rest from the first i where
        // it is 1 below at most; at i = 10 it is 8.93 and the rest of 100 has mean 9.94, at 11 it is 9.14 and 9.95.
        let series =
            vec![(0..100).map(|k| 10.0 * (1.0 - libm::pow(0.8, f64::from(k)))).collect::<Vec<f64>>()];
        let told = Welch::of(&series, 0).expect("values");
        assert_eq!(told.settles_at(1.0), Some(11));
        assert_eq!(told.settles_at(20.0), Some(0));
        let later = Welch::of(&series, 10).expect("values").settles_at(0.05).expect("it settles");
        assert!(later > told.settles_at(0.05).expect("it settles"), "a window carries the start along");
    }

    #[test]
    fn a_trend_or_a_late_swing_never_settles() {
        let trend = vec![(0..100).map(f64::from).collect::<Vec<f64>>()];
        assert_eq!(Welch::of(&trend, 3).expect("values").settles_at(5.0), None);
        let swing = vec![(0..100).map(|k| if k == 90 { 100.0 } else { 0.0 }).collect::<Vec<f64>>()];
        assert_eq!(Welch::of(&swing, 2).expect("values").settles_at(5.0), None);
        assert_eq!(Welch::of(&swing, 2).expect("values").settles_at(25.0), Some(0));
    }

    #[test]
    fn the_rest_reaches_to_the_end_of_the_series() {
        // A rise that the window carries to the end: the rest takes in the last values, which no smoothed one stands at.
        let series = vec![
            (0..40).map(|k| f64::from(k * k % 11) + if k < 35 { 0.0 } else { 9.0 }).collect::<Vec<f64>>(),
        ];
        let told = Welch::of(&series, 4).expect("values");
        let holds = |i: usize, tolerance: f64| {
            let rest = told.averaged[i..].iter().sum::<f64>() / (40 - i) as f64;
            told.smoothed[i..].iter().all(|own| (own - rest).abs() <= tolerance)
        };
        let found: Vec<Option<usize>> = (1..40)
            .map(|k| f64::from(k) / 4.0)
            .map(|tolerance| {
                let want = (0..=20).find(|i| holds(*i, tolerance));
                assert_eq!(told.settles_at(tolerance), want, "{tolerance}");
                want
            })
            .collect();
        assert!(found.contains(&None) && found.contains(&Some(0)));
    }

    #[test]
    fn series_that_are_too_short_say_nothing() {
        assert_eq!(Welch::of(&[], 0), None);
        assert_eq!(Welch::of(&[vec![1.0; 9], vec![1.0; 4]], 2), None);
        assert_eq!(Welch::of(&[vec![1.0; 9], vec![1.0; 5]], 2).map(|own| own.smoothed.len()), Some(3));
    }
}
