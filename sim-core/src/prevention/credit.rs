//! Who takes credit for an incident that several interventions might have prevented.

/// Each intervention's part of the probability that some of them prevents an incident, given what each does alone.
///
/// Marks are independent, so the probability is 1 − ∏(1 − pᵢ): it multiplies within a cohort and never adds. A part is
/// the Shapley value: the mean, over all orders in which they might have come, of what one adds to those before it. For a
/// product it is pᵢ ∫₀¹ ∏ⱼ≠ᵢ (1 − pⱼ t) dt. Parts sum to the probability.
///
/// # Source
/// Shapley (1953), *A value for n-person games*; the integral is Owen's multilinear extension (1972), *Management
/// Science* 18, P64–79.
pub fn credit(alone: &[f64], parts: &mut Vec<f64>) {
    parts.clear();
    if let [only] = alone {
        return parts.push(*only);
    }
    for (own, p) in alone.iter().enumerate() {
        // Coefficients of ∏ⱼ≠ᵢ (1 − pⱼ t), integrated term by term.
        let mut polynomial = [0.0; MOST + 1];
        polynomial[0] = 1.0;
        let others = alone.iter().enumerate().filter(|(row, _)| *row != own);
        for (degree, (_, q)) in others.enumerate() {
            for power in (0..=degree).rev() {
                polynomial[power + 1] -= q * polynomial[power];
            }
        }
        let integral: f64 =
            polynomial.iter().take(alone.len()).enumerate().map(|(power, c)| c / (power + 1) as f64).sum();
        parts.push(p * integral);
    }
}

/// Most interventions that can meet in one incident.
pub const MOST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(alone: &[f64]) -> Vec<f64> {
        let mut parts = Vec::new();
        credit(alone, &mut parts);
        parts
    }

    #[test]
    fn parts_sum_to_the_probability_that_some_prevents_it() {
        for alone in [vec![0.3], vec![0.12, 0.052], vec![0.5, 0.5, 0.2, 1.0], vec![0.0, 0.4]] {
            let whole = 1.0 - alone.iter().map(|p| 1.0 - p).product::<f64>();
            assert!((parts(&alone).iter().sum::<f64>() - whole).abs() < 1e-12, "{alone:?}");
        }
    }

    #[test]
    fn equals_take_equal_parts_and_who_does_nothing_takes_none() {
        let equal = parts(&[0.5, 0.5]);
        assert!((equal[0] - 0.375).abs() < 1e-12 && (equal[1] - 0.375).abs() < 1e-12);
        assert_eq!(parts(&[0.4, 0.0])[1], 0.0);
    }

    #[test]
    fn three_parts_are_the_mean_over_all_orders() {
        let p = [0.2, 0.5, 0.7];
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        let mut wanted = [0.0; 3];
        for order in orders {
            let mut left = 1.0;
            for who in order {
                wanted[who] += left * p[who] / 6.0;
                left *= 1.0 - p[who];
            }
        }
        for (own, wanted) in parts(&p).iter().zip(wanted) {
            assert!((own - wanted).abs() < 1e-12);
        }
    }
}
