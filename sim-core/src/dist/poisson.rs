use crate::rng::Key;

/// The largest mean that one inversion handles; larger means are the sum of independent parts.
const PART: f64 = 256.0;

/// A Poisson count of the given mean: exact inversion, one mark for each part of the mean.
///
/// A mean that is not a positive number gives zero.
#[must_use]
pub fn poisson_quantile(key: Key, mean: f64) -> u32 {
    if mean.is_nan() || mean <= 0.0 {
        return 0;
    }
    let parts = libm::ceil(mean / PART).max(1.0);
    let each = mean / parts;
    (0..parts as u64).map(|part| invert(key.mark(part), each)).sum()
}

/// Smallest `n` whose cumulative probability exceeds `u`.
fn invert(u: f64, mean: f64) -> u32 {
    let mut probability = libm::exp(-mean);
    let mut cumulative = probability;
    let mut n = 0u32;
    while cumulative <= u {
        n += 1;
        probability *= mean / f64::from(n);
        let next = cumulative + probability;
        if next == cumulative && f64::from(n) > mean {
            break;
        }
        cumulative = next;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Address, Purpose};

    #[test]
    fn mean_and_variance_are_those_of_poisson() {
        for mean in [0.2, 3.0, 24.0, 700.0] {
            let address = Address::new(5, 0);
            let counts: Vec<f64> = (0..20_000)
                .map(|e| f64::from(poisson_quantile(address.key(Purpose::Count, e), mean)))
                .collect();
            let n = counts.len() as f64;
            let average = counts.iter().sum::<f64>() / n;
            let variance = counts.iter().map(|c| (c - average) * (c - average)).sum::<f64>() / (n - 1.0);
            assert!((average - mean).abs() < 4.0 * (mean / n).sqrt(), "mean {mean}: {average}");
            assert!(
                (variance / mean - 1.0).abs() < 4.0 * ((2.0 + 1.0 / mean) / n).sqrt(),
                "{mean}: {variance}"
            );
        }
    }

    #[test]
    fn no_mean_gives_no_incident() {
        let key = Address::new(5, 0).key(Purpose::Count, 1);
        assert_eq!([0.0, -1.0, f64::NAN].map(|mean| poisson_quantile(key, mean)), [0, 0, 0]);
    }
}
