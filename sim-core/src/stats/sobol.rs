/// How much of a variance a group of inputs accounts for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SobolShare {
    /// By itself: the share that would go if the group were known.
    pub first: f64,
    /// With all it does together with others: the share that would stay if all others were known.
    pub total: f64,
    /// Standard errors of the two, the variance taken as known.
    pub errors: [f64; 2],
}

/// Sobol shares of one group, from a function's values on two independent samples and on the first sample with the group
/// taken from the second, row by row.
///
/// All zero where the function does not vary, or with fewer than two rows. An estimate may lie outside [0, 1] by its error.
///
/// # Source
/// By itself: Saltelli et al. (2010), *Computer Physics Communications* 181, 259–270. With others: Jansen (1999), *Computer
/// Physics Communications* 117, 35–43.
#[must_use]
pub fn sobol(a: &[f64], b: &[f64], mixed: &[f64]) -> SobolShare {
    let all = || a.iter().chain(b);
    let (n, rows) = (all().count() as f64, mixed.len() as f64);
    let mean = all().sum::<f64>() / n;
    let variance = all().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    if mixed.len() < 2 || !variance.is_normal() {
        return SobolShare::default();
    }
    let told = |terms: Vec<f64>| {
        let mean = terms.iter().sum::<f64>() / rows;
        let squares: f64 = terms.iter().map(|term| (term - mean) * (term - mean)).sum();
        (mean, (squares / (rows - 1.0) / rows).sqrt())
    };
    let each = || a.iter().zip(b).zip(mixed);
    let (first, first_error) = told(each().map(|((a, b), m)| (b - mean) * (m - a) / variance).collect());
    let (total, total_error) = told(each().map(|((a, _), m)| (a - m) * (a - m) / (2.0 * variance)).collect());
    SobolShare { first, total, errors: [first_error, total_error] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{mix64, u53};

    /// Values on two samples of three marks, and on the first with one mark of the second.
    fn shares(function: impl Fn([f64; 3]) -> f64, rows: u64) -> [SobolShare; 3] {
        let point = |sample: u64, row: u64| -> [f64; 3] {
            std::array::from_fn(|k| u53(mix64(mix64(row * 2 + sample) ^ k as u64)))
        };
        let values = |sample: u64| (0..rows).map(|row| function(point(sample, row))).collect::<Vec<f64>>();
        let (a, b) = (values(0), values(1));
        std::array::from_fn(|k| {
            let mixed = |row| {
                let mut own = point(0, row);
                own[k] = point(1, row)[k];
                function(own)
            };
            sobol(&a, &b, &(0..rows).map(mixed).collect::<Vec<f64>>())
        })
    }

    fn holds(shares: [SobolShare; 3], first: [f64; 3], total: [f64; 3]) {
        for ((share, first), total) in shares.iter().zip(first).zip(total) {
            assert!((share.first - first).abs() < 4.0 * share.errors[0] + 0.01, "{share:?}, not {first}");
            assert!((share.total - total).abs() < 4.0 * share.errors[1] + 0.01, "{share:?}, not {total}");
            assert!(share.errors.iter().all(|error| *error < 0.02), "{share:?} says something");
        }
    }

    #[test]
    fn ishigami_has_its_known_shares() {
        // a = 7, b = 0.1: Ishigami and Homma (1990); shares as in Saltelli et al. (2008), Global Sensitivity Analysis.
        let ishigami = |marks: [f64; 3]| {
            let [x, y, z] = marks.map(|mark| std::f64::consts::PI * (2.0 * mark - 1.0));
            libm::sin(x) + 7.0 * libm::sin(y) * libm::sin(y) + 0.1 * z * z * z * z * libm::sin(x)
        };
        holds(shares(ishigami, 20_000), [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]);
    }

    #[test]
    fn a_sum_has_no_more_in_total_than_by_itself() {
        // Variances 1, 4 and 9 of 14.
        let sum = |marks: [f64; 3]| marks[0] + 2.0 * marks[1] + 3.0 * marks[2];
        let want = [1.0 / 14.0, 4.0 / 14.0, 9.0 / 14.0];
        holds(shares(sum, 20_000), want, want);
    }

    #[test]
    fn what_does_not_vary_has_no_shares() {
        assert_eq!(sobol(&[1.0; 4], &[1.0; 4], &[1.0; 4]), SobolShare::default());
        assert_eq!(sobol(&[], &[], &[]), SobolShare::default());
    }
}
