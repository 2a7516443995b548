//! How many vehicles for a promise: the square-root rule, and the exact least number.

use super::{DelayQueue, QueueError, at_least_zero, erlang_c_continuous, positive, strictly_between};

/// The share that waits when servers = load + β √load, for a large load: 1 / (1 + β Φ(β) / φ(β)).
///
/// `beta` 0 or above; 1 at 0 and falling.
///
/// # Source
/// Halfin and Whitt (1981), *Operations Research* 29(3), 567–588.
#[must_use]
pub fn halfin_whitt_delay(beta: f64) -> f64 {
    if beta <= 0.0 {
        return 1.0;
    }
    let below = 0.5 * libm::erfc(-beta * std::f64::consts::FRAC_1_SQRT_2);
    let density = libm::exp(-0.5 * beta * beta) / libm::sqrt(2.0 * std::f64::consts::PI);
    density / (density + beta * below)
}

/// The β at which a share `delay` waits: the inverse of [`halfin_whitt_delay`].
///
/// # Errors
/// If `delay` is not above 0 and below 1.
pub fn halfin_whitt_beta(delay: f64) -> Result<f64, QueueError> {
    strictly_between("share that waits", delay)?;
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if halfin_whitt_delay(middle) > delay { low = middle } else { high = middle }
    }
    Ok(0.5 * (low + high))
}

/// Servers by the square-root rule for a share `delay` that waits; not rounded.
///
/// # Errors
/// If the load is negative or not finite, or `delay` not above 0 and below 1.
pub fn square_root_servers(load: f64, delay: f64) -> Result<f64, QueueError> {
    at_least_zero("load", load)?;
    Ok(load + halfin_whitt_beta(delay)? * libm::sqrt(load))
}

/// What the servers are to achieve. Times are in the unit of the rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StaffingTarget {
    /// At most this share waits at all.
    Delayed {
        /// Share in (0, 1).
        share: f64,
    },
    /// The mean wait, those who do not wait included, is at most this.
    MeanWait {
        /// Mean wait, above 0.
        wait: f64,
    },
    /// At most this share waits longer than a time.
    WaitExceeds {
        /// The time, 0 or above.
        wait: f64,
        /// Share in (0, 1).
        share: f64,
    },
    /// The busy fraction is at most this.
    BusyFraction {
        /// Share in (0, 1).
        share: f64,
    },
}

/// The least whole number of servers of an M/M/c queue that meets a target, exactly (Erlang C, not its limit).
///
/// Found by doubling and halving, since every target gets easier with each server.
///
/// # Errors
/// If a rate or the target is outside its range, or more than a million servers would be needed.
pub fn least_servers(
    arrival_rate: f64,
    service_rate: f64,
    target: StaffingTarget,
) -> Result<u32, QueueError> {
    const LIMIT: u32 = 1_000_000;
    check(target)?;
    let load = at_least_zero("arrival rate", arrival_rate)? / positive("service rate", service_rate)?;
    let met = |servers: u32| -> Result<bool, QueueError> {
        let queue = DelayQueue::new(arrival_rate, service_rate, f64::from(servers))?;
        Ok(match target {
            StaffingTarget::Delayed { share } => erlang_c_continuous(f64::from(servers), load) <= share,
            StaffingTarget::MeanWait { wait } => queue.mean_wait() <= wait,
            StaffingTarget::WaitExceeds { wait, share } => queue.wait_exceeds(wait) <= share,
            StaffingTarget::BusyFraction { share } => queue.busy_fraction() <= share,
        })
    };
    if load >= f64::from(LIMIT) {
        return Err(QueueError::OutOfReach { limit: LIMIT });
    }
    let (mut low, mut step) = (load as u32, 1);
    while !met((low + step).min(LIMIT))? {
        if low + step >= LIMIT {
            return Err(QueueError::OutOfReach { limit: LIMIT });
        }
        low += step;
        step *= 2;
    }
    let mut high = (low + step).min(LIMIT);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if met(middle)? { high = middle } else { low = middle }
    }
    // `low` is not met, or it is the whole load, or 0: neither leaves spare capacity.
    Ok(high)
}

fn check(target: StaffingTarget) -> Result<(), QueueError> {
    match target {
        StaffingTarget::Delayed { share } | StaffingTarget::BusyFraction { share } => {
            strictly_between("share", share)?;
        }
        StaffingTarget::MeanWait { wait } => {
            positive("mean wait", wait)?;
        }
        StaffingTarget::WaitExceeds { wait, share } => {
            at_least_zero("wait", wait)?;
            strictly_between("share", share)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beta_and_delay_undo_each_other() {
        for delay in [0.001, 0.05, 0.3, 0.9] {
            assert!((halfin_whitt_delay(halfin_whitt_beta(delay).unwrap()) - delay).abs() < 1e-12);
        }
        assert_eq!(halfin_whitt_delay(0.0), 1.0);
        assert!(halfin_whitt_beta(0.0).is_err() && halfin_whitt_beta(f64::NAN).is_err());
    }

    #[test]
    fn the_least_number_meets_the_target_and_one_fewer_does_not() {
        let targets = [
            StaffingTarget::Delayed { share: 0.2 },
            StaffingTarget::MeanWait { wait: 0.05 },
            StaffingTarget::WaitExceeds { wait: 0.25, share: 0.1 },
            StaffingTarget::BusyFraction { share: 0.55 },
        ];
        for load in [0.1, 1.0, 7.3, 250.0] {
            for target in targets {
                let servers = least_servers(load * 2.0, 2.0, target).unwrap();
                let met = |c: u32| {
                    let q = DelayQueue::new(load * 2.0, 2.0, f64::from(c)).unwrap();
                    match target {
                        StaffingTarget::Delayed { share } => q.delay_probability() <= share,
                        StaffingTarget::MeanWait { wait } => q.mean_wait() <= wait,
                        StaffingTarget::WaitExceeds { wait, share } => q.wait_exceeds(wait) <= share,
                        StaffingTarget::BusyFraction { share } => q.busy_fraction() <= share,
                    }
                };
                assert!(met(servers) && (servers == 1 || !met(servers - 1)), "{load} {target:?} {servers}");
            }
        }
        assert!(least_servers(3e6, 1.0, targets[0]).is_err());
    }

    #[test]
    fn the_rule_is_near_the_least_number() {
        for load in [30.0, 100.0, 400.0] {
            let rule = square_root_servers(load, 0.2).unwrap();
            let least = least_servers(load, 1.0, StaffingTarget::Delayed { share: 0.2 }).unwrap();
            assert!((rule - f64::from(least)).abs() <= 1.5, "{load}: {rule} {least}");
        }
    }
}
