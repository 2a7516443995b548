//! How far a published figure may lie from what the same service would publish on average: its sampling error.
//!
//! Response times of a month are taken as independent draws from a Weibull law whose 90th centile and mean have the
//! published ratio. Days of a month hang together, so the true error is larger than what stands here.
//!
//! # Source
//! The law of a sample centile for large samples: its standard error is √(p (1 − p) / n) over the density there.

use libm::{pow, sqrt, tgamma};

/// Shapes looked at: from queues with a far longer tail than an exponential law to times that hardly differ.
const SHAPES: (f64, f64) = (0.6, 12.0);
/// −ln(1 − 0.9), where the 90th centile of a Weibull law lies on the scale of its exponent.
const LN_10: f64 = std::f64::consts::LN_10;
const HALVINGS: u32 = 60;

/// The shape of the Weibull law whose 90th centile is so many times its mean; the nearest of those looked at.
fn shape(ratio: f64) -> f64 {
    let (mut low, mut high) = SHAPES;
    // The ratio falls with the shape.
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if pow(LN_10, 1.0 / middle) / tgamma(1.0 + 1.0 / middle) > ratio {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Standard error of a mean of `n` response times, as a share of it.
pub(super) fn of_mean(n: f64, mean: f64, p90: f64) -> f64 {
    let k = shape(p90 / mean);
    let first = tgamma(1.0 + 1.0 / k);
    let cv = sqrt((tgamma(1.0 + 2.0 / k) / (first * first) - 1.0).max(0.0));
    cv / sqrt(n)
}

/// Standard error of a 90th centile of `n` response times, as a share of it.
///
/// The density of a Weibull law at its 90th centile q is 0.1 k ln 10 / q.
pub(super) fn of_p90(n: f64, mean: f64, p90: f64) -> f64 {
    0.3 / (0.1 * shape(p90 / mean) * LN_10 * sqrt(n))
}

/// Standard error of a share of `n` incidents.
pub(super) fn of_share(n: f64, share: f64) -> f64 {
    sqrt((share * (1.0 - share)).max(0.0) / n)
}

/// Standard error of vehicles for an incident, as a share of their mean: those beyond the first count as a Poisson number.
pub(super) fn of_vehicles(n: f64, mean: f64) -> f64 {
    sqrt((mean - 1.0).max(0.0) / n) / mean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponential_law_has_its_known_errors() {
        // Shape 1: CV 1, 90th centile ln 10 means; its standard error is 3 means / √n.
        assert!((shape(LN_10) - 1.0).abs() < 1e-9);
        assert!((of_mean(100.0, 600.0, 600.0 * LN_10) - 0.1).abs() < 1e-9);
        assert!((of_p90(100.0, 600.0, 600.0 * LN_10) - 0.3 / LN_10).abs() < 1e-9);
    }

    #[test]
    fn a_sample_of_the_law_spreads_as_it_says() {
        // 400 samples of 500 draws of a Weibull law of shape 1.5: the spread of a standard deviation is 1/√800, 3.5%.
        let mut draw = {
            let mut bits: u64 = 1;
            move || {
                bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let uniform = ((bits >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
                pow(-libm::log(uniform), 1.0 / 1.5)
            }
        };
        let samples: Vec<(f64, f64)> = (0..400)
            .map(|_| {
                let mut values: Vec<f64> = (0..500).map(|_| draw()).collect();
                values.sort_by(f64::total_cmp);
                (values.iter().sum::<f64>() / 500.0, values[449])
            })
            .collect();
        let relative = |values: Vec<f64>| {
            let mean = values.iter().sum::<f64>() / 400.0;
            sqrt(values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 399.0) / mean
        };
        let (mean, p90) = (tgamma(1.0 + 1.0 / 1.5), pow(LN_10, 1.0 / 1.5));
        let means = relative(samples.iter().map(|s| s.0).collect()) / of_mean(500.0, mean, p90);
        let centiles = relative(samples.iter().map(|s| s.1).collect()) / of_p90(500.0, mean, p90);
        assert!((means - 1.0).abs() < 0.14 && (centiles - 1.0).abs() < 0.14, "{means} {centiles}: 4 σ");
    }
}
