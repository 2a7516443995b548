use super::{Direction, RankingError, check_spreads};

/// The fractions of a fixed budget of replications that make correct selection likeliest, `[systems]`, summing to 1.
///
/// `means` and `sds` (standard deviations of one replication) are `[systems]`. N_i ∝ (σ_i / δ_i)², where δ_i is the distance
/// to the best mean, and N_best = σ_best √(Σ N_i² / σ_i²). The best is the lowest system of equals. Systems that tie with
/// it take all, as in the limit of ever closer means: N_i ∝ σ_i² among them, and the others 0. A system that does not vary
/// has 0.
///
/// The rule takes replications to be independent between systems, means and deviations to be known, and the budget to be
/// large: with a small one it leaves far systems so few that equal counts do better. Start with 10 or more of each,
/// spend the rest in steps and estimate afresh ([`ocba_increments`]).
///
/// # Errors
/// [`RankingError`] without systems, if the lists differ in length or cannot be used, or if nothing varies.
///
/// # Source
/// Chen, Lin, Yücesan and Chick (2000), *Discrete Event Dynamic Systems* 10, 251–270.
pub fn ocba_fractions(means: &[f64], sds: &[f64], direction: Direction) -> Result<Vec<f64>, RankingError> {
    let best = best(means, sds, direction)?;
    let spread = sds.iter().fold(0.0, |most: f64, sd| most.max(*sd));
    if spread <= 0.0 {
        return Err(RankingError::NothingVaries);
    }
    let others = || (0..means.len()).filter(|system| *system != best && sds[*system] > 0.0);
    let distance = |system: usize| (means[system] - means[best]).abs();
    let nearest = others().map(distance).fold(f64::INFINITY, f64::min);
    // Relative to the nearest and the widest, so that no square overflows.
    let mut parts = vec![0.0; means.len()];
    let mut squares = 0.0;
    for system in others() {
        let near = if distance(system) == nearest { 1.0 } else { nearest / distance(system) };
        let sd = sds[system] / spread;
        parts[system] = sd * sd * near * near;
        squares += (sd * near * near) * (sd * near * near);
    }
    parts[best] = if squares > 0.0 { sds[best] / spread * libm::sqrt(squares) } else { 1.0 };
    let sum: f64 = parts.iter().sum();
    Ok(parts.iter().map(|part| part / sum).collect())
}

fn best(means: &[f64], sds: &[f64], direction: Direction) -> Result<usize, RankingError> {
    if means.len() != sds.len() {
        return Err(RankingError::Entries { systems: means.len(), found: sds.len() });
    }
    if let Some(system) = means.iter().position(|mean| !mean.is_finite()) {
        return Err(RankingError::NotFinite { system, value: means[system] });
    }
    check_spreads(sds)?;
    let gain = |system: &usize| direction.gain(means[*system]) + 0.0;
    let found = (0..means.len()).rev().max_by(|a, b| gain(a).total_cmp(&gain(b)));
    found.ok_or(RankingError::Systems { found: 0, least: 1 })
}

/// Whole numbers that sum to `total`, as near to the fractions of it as can be: each has its quota rounded down, and what
/// is left goes to the largest remainders, the lowest of equals first.
///
/// # Errors
/// [`RankingError::Fraction`] if a fraction is negative or not finite, or they sum to 0.
///
/// # Source
/// Hamilton's method: Balinski and Young (1982), *Fair Representation*.
pub fn largest_remainder(fractions: &[f64], total: u32) -> Result<Vec<u32>, RankingError> {
    let broken = |fraction: &f64| !(fraction.is_finite() && *fraction >= 0.0);
    let sum: f64 = fractions.iter().sum();
    let at = fractions.iter().position(broken).or((sum <= 0.0 || !sum.is_finite()).then_some(0));
    if let Some(at) = at {
        return Err(RankingError::Fraction { at, fraction: fractions.get(at).copied().unwrap_or(0.0) });
    }
    let quotas: Vec<f64> = fractions.iter().map(|fraction| f64::from(total) * (fraction / sum)).collect();
    // Rounding must not take a whole quota for one short of it.
    let floors: Vec<u32> = quotas.iter().map(|quota| (quota + 1e-9).floor() as u32).collect();
    let mut counts = floors.clone();
    let mut order: Vec<usize> = (0..quotas.len()).collect();
    let remainder = |at: usize| ((quotas[at] - f64::from(floors[at])) * 1e9).round();
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)));
    let given: u64 = floors.iter().map(|floor| u64::from(*floor)).sum();
    for at in order.into_iter().take(u64::from(total).saturating_sub(given) as usize) {
        counts[at] += 1;
    }
    Ok(counts)
}

/// How to spend `increment` more replications when each system has had `so_far`: towards the fractions of the new whole, and
/// nothing where a system is beyond its own already. Sums to `increment`.
///
/// # Errors
/// [`RankingError`] if the lists differ in length or the fractions cannot be used.
pub fn ocba_increments(so_far: &[u32], fractions: &[f64], increment: u32) -> Result<Vec<u32>, RankingError> {
    if so_far.len() != fractions.len() {
        return Err(RankingError::Entries { systems: so_far.len(), found: fractions.len() });
    }
    largest_remainder(fractions, increment)?;
    let whole: f64 = so_far.iter().map(|count| f64::from(*count)).sum::<f64>() + f64::from(increment);
    let sum: f64 = fractions.iter().sum();
    let wanting = |(count, fraction): (&u32, &f64)| (fraction / sum * whole - f64::from(*count)).max(0.0);
    let wanted: Vec<f64> = so_far.iter().zip(fractions).map(wanting).collect();
    if wanted.iter().sum::<f64>() > 0.0 {
        largest_remainder(&wanted, increment)
    } else {
        largest_remainder(fractions, increment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, mix64};
    use statrs::distribution::{ContinuousCDF, Normal};

    fn near(found: &[f64], want: &[f64]) -> bool {
        found.len() == want.len() && found.iter().zip(want).all(|(f, w)| (f - w).abs() < 1e-12)
    }

    fn least(means: &[f64], sds: &[f64]) -> Vec<f64> {
        ocba_fractions(means, sds, Direction::Minimise).unwrap()
    }

    #[test]
    fn two_systems_go_by_their_deviations() {
        // σ₁²/δ² and σ₀ σ₁/δ²: as σ₁ and σ₀, the rule of Neyman.
        assert!(near(&least(&[1.0, 5.0], &[1.0, 3.0]), &[0.25, 0.75]));
        let turned = ocba_fractions(&[-1.0, -5.0], &[1.0, 3.0], Direction::Maximise).unwrap();
        assert!(near(&turned, &[0.25, 0.75]));
    }

    #[test]
    fn ties_take_all_and_are_the_limit_of_close_means() {
        let tied = least(&[2.0, 2.0, 2.0, 9.0], &[1.0, 2.0, 1.0, 4.0]);
        assert_eq!(tied[3], 0.0);
        let close = least(&[2.0, 2.0 + 1e-7, 2.0 + 1e-7, 9.0], &[1.0, 2.0, 1.0, 4.0]);
        assert!(tied.iter().zip(&close).all(|(t, c)| (t - c).abs() < 1e-9), "{tied:?} {close:?}");
        // 4 and 1 to the two, √(2² + 1²) to the first.
        let best = 5_f64.sqrt();
        assert!(near(&tied, &[best / (5.0 + best), 4.0 / (5.0 + best), 1.0 / (5.0 + best), 0.0]));
    }

    #[test]
    fn what_does_not_vary_has_nothing() {
        assert!(near(&least(&[1.0, 2.0, 3.0], &[1.0, 0.0, 1.0]), &[0.5, 0.0, 0.5]));
        assert!(near(&least(&[1.0, 2.0], &[0.0, 1.0]), &[0.0, 1.0]));
        assert!(near(&least(&[1.0, 1.0], &[1.0, 0.0]), &[1.0, 0.0]));
        assert!(near(&least(&[1.0], &[2.0]), &[1.0]));
        let of = |means: &[f64], sds: &[f64]| ocba_fractions(means, sds, Direction::Minimise).unwrap_err();
        assert_eq!(of(&[1.0, 2.0], &[0.0, 0.0]), RankingError::NothingVaries);
        assert_eq!(of(&[1.0], &[0.0, 0.0]), RankingError::Entries { systems: 1, found: 2 });
        assert_eq!(of(&[1.0, 2.0], &[0.0, -1.0]), RankingError::Spread { system: 1, spread: -1.0 });
        assert!(matches!(of(&[f64::NAN], &[1.0]), RankingError::NotFinite { system: 0, .. }));
    }

    #[test]
    fn remainders_go_to_the_largest_and_the_lowest() {
        let cases: [(&[f64], u32, &[u32]); 5] = [
            (&[1.0, 1.0, 1.0], 10, &[4, 3, 3]),
            (&[0.47, 0.16, 0.158, 0.12, 0.061, 0.031], 100, &[47, 16, 16, 12, 6, 3]),
            (&[0.1, 0.2, 0.7], 10, &[1, 2, 7]),
            (&[0.0, 3.0], 5, &[0, 5]),
            (&[0.5, 0.5], 0, &[0, 0]),
        ];
        for (fractions, total, want) in cases {
            assert_eq!(largest_remainder(fractions, total).unwrap(), want);
        }
        assert!(matches!(largest_remainder(&[], 3), Err(RankingError::Fraction { .. })));
        let broken = largest_remainder(&[1.0, -0.5], 3);
        assert_eq!(broken, Err(RankingError::Fraction { at: 1, fraction: -0.5 }));
    }

    #[test]
    fn increments_go_where_they_are_wanting() {
        assert_eq!(ocba_increments(&[10, 10, 10], &[0.5, 0.3, 0.2], 20).unwrap(), [15, 5, 0]);
        // The last has had more than its own already: 4.2 and 3.6 are wanting.
        assert_eq!(ocba_increments(&[1, 1, 5], &[0.5, 0.3, 0.2], 4).unwrap(), [3, 1, 0]);
        assert_eq!(ocba_increments(&[0, 0], &[0.5, 0.5], 3).unwrap(), [2, 1]);
        assert!(matches!(ocba_increments(&[1], &[0.5, 0.5], 3), Err(RankingError::Entries { .. })));
    }

    #[test]
    fn correct_selection_is_likelier_than_with_equal_counts() {
        // Ten systems at 1, 2, … 10 with a deviation of 6: sample means drawn from their own law.
        let (means, law) = ((1..=10).map(f64::from).collect::<Vec<f64>>(), Normal::standard());
        let chance = |fractions: &[f64]| {
            let trials = 4000_u64;
            let hits = (0..trials).filter(|trial| {
                let key = Key(mix64(*trial));
                let mean = |i: usize| {
                    means[i]
                        + law.inverse_cdf(key.mark(i as u64) + 1e-17) * 6.0 / (1200.0 * fractions[i]).sqrt()
                };
                (1..10).all(|i| mean(i) > mean(0))
            });
            hits.count() as f64 / trials as f64
        };
        let (own, equal) = (chance(&least(&means, &[6.0; 10])), chance(&[0.1; 10]));
        // Standard error of the difference is below 0.01.
        assert!(own > equal + 0.04, "{own} against {equal}");
    }
}
