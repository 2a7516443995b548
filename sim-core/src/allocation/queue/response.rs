//! Response time as a wait for a vehicle and a drive: the share within a standard, and the mean.

use super::{DelayQueue, QueueError, at_least_zero};

/// Wait of an M/M/c queue and, independent of it, a drive that takes one of a few durations.
///
/// The wait has an atom at 0 (those who find a vehicle idle) and an exponential tail. Independence flatters a
/// busy system: there the idle vehicle is also farther away.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitAndTravel {
    queue: DelayQueue,
    travel: Vec<(f64, f64)>,
}

impl WaitAndTravel {
    /// `travel` is `(duration, weight)` in the unit of time of the queue; the weights need not sum to 1.
    ///
    /// # Errors
    /// If a duration or a weight is negative or not finite, or the weights sum to 0.
    pub fn new(queue: DelayQueue, travel: &[(f64, f64)]) -> Result<Self, QueueError> {
        let mut sum = 0.0;
        for &(duration, weight) in travel {
            at_least_zero("travel duration", duration)?;
            sum += at_least_zero("travel weight", weight)?;
        }
        super::positive("sum of travel weights", sum)?;
        let travel = travel.iter().map(|&(duration, weight)| (duration, weight / sum)).collect();
        Ok(Self { queue, travel })
    }

    /// P(wait + drive ≤ t); 0 where the queue has no steady state.
    #[must_use]
    pub fn within(&self, t: f64) -> f64 {
        let one = |&(duration, weight): &(f64, f64)| {
            if duration > t { 0.0 } else { weight * (1.0 - self.queue.wait_exceeds(t - duration)) }
        };
        self.travel.iter().map(one).sum()
    }

    /// Mean wait and drive.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.queue.mean_wait() + self.travel.iter().map(|(duration, weight)| duration * weight).sum::<f64>()
    }

    /// The smallest response time that a share `share` does not exceed, to a relative 1e-12.
    ///
    /// Infinite where the queue has no steady state, and for a share of 1 or more where anybody waits.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        let longest = self.travel.iter().map(|(duration, _)| *duration).fold(0.0, f64::max);
        let mut high = longest + self.queue.wait_quantile(share);
        let mut low = 0.0;
        if !high.is_finite() || self.within(0.0) >= share {
            return if high.is_finite() { 0.0 } else { high };
        }
        while high - low > 1e-12 * high {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.within(middle) < share { low = middle } else { high = middle }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_within_is_the_convolution() {
        let queue = DelayQueue::new(4.0, 1.0, 5.0).unwrap();
        let both = WaitAndTravel::new(queue, &[(0.1, 3.0), (0.6, 1.0)]).unwrap();
        let want = 0.75 * (1.0 - queue.wait_exceeds(0.9)) + 0.25 * (1.0 - queue.wait_exceeds(0.4));
        assert!((both.within(1.0) - want).abs() < 1e-15);
        assert_eq!(both.within(0.09), 0.0);
        // The mean is the area above the distribution.
        let step = 1e-4;
        let area: f64 = (0..300_000).map(|i| (1.0 - both.within((f64::from(i) + 0.5) * step)) * step).sum();
        assert!((area - both.mean()).abs() < 1e-4, "{area} {}", both.mean());
    }

    #[test]
    fn the_quantile_is_the_first_point_that_has_the_share() {
        let queue = DelayQueue::new(4.0, 1.0, 5.0).unwrap();
        let both = WaitAndTravel::new(queue, &[(0.1, 3.0), (0.6, 1.0)]).unwrap();
        for share in [0.2, 0.5, 0.9, 0.99] {
            let t = both.quantile(share);
            assert!(both.within(t) >= share && both.within(t - 1e-9) < share, "{share} {t}");
        }
        let full = WaitAndTravel::new(DelayQueue::new(5.0, 1.0, 5.0).unwrap(), &[(0.1, 1.0)]).unwrap();
        assert_eq!((full.within(9.0), full.mean(), full.quantile(0.9)), (0.0, f64::INFINITY, f64::INFINITY));
        assert!(
            WaitAndTravel::new(queue, &[]).is_err() && WaitAndTravel::new(queue, &[(-1.0, 1.0)]).is_err()
        );
    }
}
