//! Waits of patients in order of category, the next vehicle always to the most urgent who waits.

use super::erlang::server_count;
use super::{QueueError, at_least_zero, erlang_c_continuous, positive};

/// What general arrivals and services do to the mean wait of an M/M/c queue: (c²ₐ + c²ₛ) / 2.
///
/// Squared coefficients of variation of the time between arrivals and of the service; (1, 1) gives 1.
///
/// # Source
/// Allen (1990), *Probability, Statistics and Queueing Theory*, 2nd ed. (Allen–Cunneen approximation).
#[must_use]
pub fn allen_cunneen(cv2_arrivals: f64, cv2_service: f64) -> f64 {
    0.5 * (cv2_arrivals + cv2_service)
}

/// Mean wait of each class in a queue with non-preemptive priorities, most urgent class first.
///
/// `arrival_rates` is `[n_class]`, per unit of time; all classes share `service_rate` and `servers` (which may
/// be a part of one). `variability` multiplies every wait: 1 is exact for M/M/c, [`allen_cunneen`] approximates
/// M/G/c, and is exact there for one server. A class whose own load and that of the classes above fill the
/// servers waits for ever (`f64::INFINITY`), and so do all below it; those above stay finite. A class without
/// arrivals has the wait that one arrival would have.
///
/// # Errors
/// If a rate, the servers or the variability are outside their range.
///
/// # Source
/// Cobham (1954), *Operations Research* 2(1), 70–76: W_k = W₀ / ((1 − σ_{k−1})(1 − σ_k)), W₀ = C(c, a) / (cμ).
pub fn priority_waits(
    arrival_rates: &[f64],
    service_rate: f64,
    servers: f64,
    variability: f64,
) -> Result<Vec<f64>, QueueError> {
    let capacity = positive("service rate", service_rate)? * server_count(servers)?;
    at_least_zero("variability", variability)?;
    for &rate in arrival_rates {
        at_least_zero("arrival rate", rate)?;
    }
    let total: f64 = arrival_rates.iter().sum();
    let base = variability * erlang_c_continuous(servers, total / service_rate) / capacity;
    let mut above = 0.0;
    Ok(arrival_rates
        .iter()
        .map(|rate| {
            let before = above;
            above += rate;
            let (spare_before, spare) = (1.0 - before / capacity, 1.0 - above / capacity);
            if spare <= 0.0 { f64::INFINITY } else { base / (spare_before * spare) }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::queue::DelayQueue;

    #[test]
    fn one_class_is_the_plain_queue_and_many_keep_the_mean() {
        let rates = [0.7, 1.4, 0.0, 1.1];
        let waits = priority_waits(&rates, 0.8, 5.0, 1.0).unwrap();
        let plain = DelayQueue::new(3.2, 0.8, 5.0).unwrap().mean_wait();
        let mean: f64 = rates.iter().zip(&waits).map(|(r, w)| r * w).sum::<f64>() / 3.2;
        assert!((mean - plain).abs() < 1e-12, "conservation law");
        assert!(waits.is_sorted());
        assert!((priority_waits(&[3.2], 0.8, 5.0, 1.0).unwrap()[0] - plain).abs() < 1e-12);
    }

    #[test]
    fn those_above_an_overflow_stay_finite() {
        let waits = priority_waits(&[1.0, 0.5, 2.0, 0.0], 1.0, 2.0, 1.0).unwrap();
        // All servers are always busy: W0 = 1/2, and class 1 leaves half free.
        assert_eq!(waits[0], 1.0);
        assert_eq!(waits[1], 0.5 / (0.5 * 0.25));
        assert_eq!(waits[2..], [f64::INFINITY; 2]);
    }

    #[test]
    fn constant_service_halves_the_wait_of_one_server() {
        // Pollaczek–Khinchine: λ E[S²] / (2 (1 − ρ)) with S = 1, λ = 0.5.
        let wait = priority_waits(&[0.5], 1.0, 1.0, allen_cunneen(1.0, 0.0)).unwrap()[0];
        assert!((wait - 0.5).abs() < 1e-12);
    }
}
