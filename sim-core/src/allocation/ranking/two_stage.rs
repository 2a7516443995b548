use super::{RankingError, check_confidence, check_first_stage, check_indifference, check_spreads};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Intervals of the double integral each way, an even number.
const POINTS: usize = 480;

/// Intervals of the single integral, an even number: a first stage of 2 has a long tail with a sharp turn in it.
const FINE_POINTS: usize = 7680;

/// The constant h of Dudewicz and Dalal: ∫ F(t + h)^(k−1) f(t) dt = P, with F and f of Student's t with n₀ − 1 degrees of freedom.
///
/// `systems` is k, `confidence` P, `first_stage` n₀. By Simpson's rule on the angle of t (tan θ = t / √ν, on which the law has
/// the density cos^(ν−1) θ), and halving; to about 1e-6 of h for first
/// stages of 3 or more.
///
/// # Errors
/// [`RankingError`] with fewer than two systems, a confidence not above 1/k and below 1, or a first stage below 2.
///
/// # Source
/// Dudewicz and Dalal (1975), *Sankhyā B* 37, 28–78.
pub fn dudewicz_dalal_h(systems: usize, confidence: f64, first_stage: usize) -> Result<f64, RankingError> {
    check_confidence(systems, confidence)?;
    check_first_stage(first_stage, 2)?;
    let degrees = (first_stage - 1) as f64;
    let law = StudentsT::new(0.0, 1.0, degrees).expect("degrees of freedom are at least one");
    // Beyond this angle the density is below e⁻⁵⁰ of its height. Points crowd at the ends, where heavy tails turn.
    let widest = (10.0 / libm::sqrt(degrees)).min(0.5 * std::f64::consts::PI);
    let angle = |u: f64| widest * u * (15.0 - u * u * (10.0 - 3.0 * u * u)) / 8.0;
    let density =
        |u: f64| (1.0 - u * u) * (1.0 - u * u) * libm::pow(libm::cos(angle(u)).max(0.0), degrees - 1.0);
    let points: Vec<(f64, f64)> = grid((-1.0, 1.0), FINE_POINTS, density)
        .into_iter()
        .map(|(u, weight)| (libm::sqrt(degrees) * libm::tan(angle(u)), weight))
        .filter(|(_, weight)| *weight > 1e-18)
        .collect();
    let chance = |h: f64| {
        let one = |(t, weight): &(f64, f64)| weight * libm::pow(law.cdf(t + h), (systems - 1) as f64);
        points.iter().map(one).sum::<f64>()
    };
    Ok(reach(confidence, &chance))
}

/// The constant h of Rinott: ∫ [∫ Φ(h / √((n₀ − 1)(1/x + 1/y))) g(x) dx]^(k−1) g(y) dy = P, with g of χ² with n₀ − 1 degrees of
/// freedom.
///
/// Larger than [`dudewicz_dalal_h`], and for it the ordinary means may be compared. By Simpson's rule on the
/// eighth root of x, to about 1e-6 of h.
///
/// # Errors
/// As [`dudewicz_dalal_h`].
///
/// # Source
/// Rinott (1978), *Communications in Statistics A* 7, 799–811.
pub fn rinott_h(systems: usize, confidence: f64, first_stage: usize) -> Result<f64, RankingError> {
    check_confidence(systems, confidence)?;
    check_first_stage(first_stage, 2)?;
    let degrees = (first_stage - 1) as f64;
    // z = √χ² has the density z^(ν−1) e^(−z²/2), highest at √(ν−1), with a deviation of at most 1; z = s⁴, so that points
    // crowd at 0, where short first stages turn.
    let peak = libm::sqrt(degrees - 1.0);
    let log = |z: f64| (degrees - 1.0) * libm::log(z / peak.max(1.0)) - 0.5 * (z * z - peak * peak);
    let density = |s: f64| if s > 0.0 { s * s * s * libm::exp(log(libm::pow(s, 4.0))) } else { 0.0 };
    let root = |z: f64| libm::pow(z, 0.25);
    let points: Vec<(f64, f64)> = grid((root((peak - 8.0).max(0.0)), root(peak + 8.0)), POINTS, density)
        .into_iter()
        .map(|(s, weight)| (degrees / libm::pow(s, 8.0), weight))
        .filter(|(_, weight)| *weight > 1e-18)
        .collect();
    let chance = |h: f64| {
        let beats = |own: f64| {
            points.iter().map(|(other, weight)| weight * normal(h / libm::sqrt(own + other))).sum::<f64>()
        };
        points.iter().map(|(own, w)| w * libm::pow(beats(*own), (systems - 1) as f64)).sum::<f64>()
    };
    Ok(reach(confidence, &chance))
}

fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Points of Simpson's rule with weights in proportion to a density, which sum to 1.
fn grid((low, high): (f64, f64), points: usize, density: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let point = |at: usize| {
        let x = low + (high - low) * at as f64 / points as f64;
        let times = if at == 0 || at == points { 1.0 } else { (2 + 2 * (at % 2)) as f64 };
        (x, times * density(x))
    };
    let mut points: Vec<(f64, f64)> = (0..=points).map(point).collect();
    let whole: f64 = points.iter().map(|(_, weight)| weight).sum();
    points.iter_mut().for_each(|(_, weight)| *weight /= whole);
    points
}

/// Where a rising chance comes to what is wanted.
fn reach(wanted: f64, chance: &dyn Fn(f64) -> f64) -> f64 {
    let mut high = 1.0;
    while chance(high) < wanted && high < 1e12 {
        high *= 2.0;
    }
    let mut low = if high > 1.0 { 0.5 * high } else { 0.0 };
    while high - low > 1e-10 * high {
        let middle = 0.5 * (low + high);
        if chance(middle) < wanted { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// What a first stage is judged by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstStage {
    /// Replications of each system in the first stage, n₀.
    pub replications: usize,
    /// The constant h of the procedure.
    pub h: f64,
    /// The least difference worth detecting, in the unit of the observations.
    pub indifference: f64,
}

/// How many replications each system needs in all, `[systems]`: the larger of n₀ + 1 and (h S / δ)², rounded up.
///
/// `variances` are those of the first stage, `[systems]`. Rinott's procedure may do with n₀ in place of n₀ + 1.
///
/// # Errors
/// [`RankingError`] if a variance or the indifference cannot be used, or a count exceeds 2³².
///
/// # Source
/// Law (2015), *Simulation Modeling and Analysis*, 5th edition, section 10.4.
pub fn two_stage_counts(variances: &[f64], stage: FirstStage) -> Result<Vec<u32>, RankingError> {
    check_spreads(variances)?;
    check_indifference(stage.indifference)?;
    check_first_stage(stage.replications, 2)?;
    let needed = |(system, variance): (usize, &f64)| {
        let ratio = stage.h / stage.indifference;
        let count = (ratio * ratio * variance).ceil().max((stage.replications + 1) as f64);
        if count <= f64::from(u32::MAX) {
            Ok(count as u32)
        } else {
            Err(RankingError::Count { system, count })
        }
    };
    variances.iter().enumerate().map(needed).collect()
}

/// The weighted mean that Dudewicz and Dalal compare, of the mean of the first stage and that of the `further` replications.
///
/// `means` are those of the first stage and of the further ones; `variance` is that of the first stage. Without variance, or
/// with no further replications, it is the mean of all.
///
/// # Errors
/// [`RankingError`] if the variance or the indifference cannot be used.
///
/// # Source
/// Dudewicz and Dalal (1975), *Sankhyā B* 37, 28–78.
pub fn dudewicz_dalal_mean(
    means: (f64, f64),
    variance: f64,
    further: u32,
    stage: FirstStage,
) -> Result<f64, RankingError> {
    check_spreads(&[variance])?;
    check_indifference(stage.indifference)?;
    check_first_stage(stage.replications, 2)?;
    let (first, more) = (stage.replications as f64, f64::from(further));
    let all = first + more;
    let ratio = stage.indifference / stage.h;
    let plain = first / all;
    // Negative by rounding only, or where fewer were made than needed.
    let under = 1.0 - all / first * (1.0 - more * ratio * ratio / variance);
    let weight =
        if variance > 0.0 && further > 0 { plain * (1.0 + libm::sqrt(under.max(0.0))) } else { plain };
    Ok(if further == 0 { means.0 } else { weight * means.0 + (1.0 - weight) * means.1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, mix64};
    use statrs::distribution::{ChiSquared, Normal};

    #[test]
    fn the_least_first_stage_has_a_closed_form() {
        // n₀ = 2, k = 2: the difference of two Cauchy variables is twice one: P = 1/2 + atan(h/2)/π.
        for confidence in [0.6, 0.75, 0.9, 0.95, 0.99] {
            let want = 2.0 * (std::f64::consts::PI * (confidence - 0.5)).tan();
            // Rinott: x and y are squares of normals, and Φ(h |z₁ z₂| / √(z₁² + z₂²)) has the same mean.
            for found in [dudewicz_dalal_h(2, confidence, 2), rinott_h(2, confidence, 2)] {
                let found = found.unwrap();
                assert!((found - want).abs() < 1e-5 * want, "{found}, not {want}");
            }
        }
    }

    #[test]
    fn a_long_first_stage_has_the_constants_of_known_variances() {
        // P = 0.95: Bechhofer (1954), Annals of Mathematical Statistics 25, 16–39, table I. k = 2 is √2 · 1.6449.
        for (systems, want) in [(2, 2.3262), (3, 2.7101), (4, 2.9162), (5, 3.0552), (10, 3.4182)] {
            let found = dudewicz_dalal_h(systems, 0.95, 20_001).unwrap();
            assert!((found - want).abs() < 5e-4, "{found}, not {want} of {systems}");
            // Rinott's bound takes the comparisons as independent: Φ(h/√2)^(k−1) = P.
            let each = 0.95_f64.powf(1.0 / (systems - 1) as f64);
            let (bound, found) =
                (2_f64.sqrt() * Normal::standard().inverse_cdf(each), rinott_h(systems, 0.95, 20_001));
            assert!((found.unwrap() - bound).abs() < 5e-4, "not {bound} of {systems}");
        }
    }

    #[test]
    fn rinotts_constant_gives_its_chance_by_sampling() {
        let (systems, stage, confidence) = (4, 8, 0.9);
        let h = rinott_h(systems, confidence, stage).unwrap();
        let law = ChiSquared::new(7.0).unwrap();
        let draws = 20_000_u64;
        let one = |draw: u64| {
            let key = Key(mix64(draw));
            let own = 7.0 / law.inverse_cdf(key.mark(0));
            (1..4).map(|i| normal(h / (own + 7.0 / law.inverse_cdf(key.mark(i))).sqrt())).product::<f64>()
        };
        let values: Vec<f64> = (0..draws).map(one).collect();
        let mean = values.iter().sum::<f64>() / draws as f64;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        let error = (squares / draws as f64 / draws as f64).sqrt();
        assert!((mean - confidence).abs() < 4.0 * error && error < 0.002, "{mean} ± {error}");
        assert!(h > dudewicz_dalal_h(systems, confidence, stage).unwrap());
    }

    #[test]
    fn two_stages_select_the_best_as_often_as_they_say() {
        // Three systems with deviations 1, 2 and 3, the last ahead by the indifference: exactly 0.9 by theory, to rounding up.
        let (stage, law) = (8_usize, Normal::standard());
        let h = dudewicz_dalal_h(3, 0.9, stage).unwrap();
        let first = FirstStage { replications: stage, h, indifference: 1.0 };
        let runs = 4000_u64;
        let right = (0..runs).filter(|run| {
            let mean = |system: u64| {
                let key = Key(mix64(mix64(*run) ^ system));
                let one = |i: u64| {
                    f64::from(u8::from(system == 2))
                        + (system + 1) as f64 * law.inverse_cdf(key.mark(i) + 1e-17)
                };
                let own: Vec<f64> = (0..stage as u64).map(one).collect();
                let start = own.iter().sum::<f64>() / stage as f64;
                let variance =
                    own.iter().map(|x| (x - start) * (x - start)).sum::<f64>() / (stage - 1) as f64;
                let all = two_stage_counts(&[variance], first).unwrap()[0];
                let further = all - stage as u32;
                let rest = (stage as u64..u64::from(all)).map(one).sum::<f64>() / f64::from(further);
                dudewicz_dalal_mean((start, rest), variance, further, first).unwrap()
            };
            mean(2) > mean(0).max(mean(1))
        });
        let share = right.count() as f64 / runs as f64;
        let error = (0.9 * 0.1 / runs as f64).sqrt();
        assert!((share - 0.9).abs() < 4.0 * error, "{share}");
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        assert_eq!(dudewicz_dalal_h(1, 0.9, 9), Err(RankingError::Systems { found: 1, least: 2 }));
        assert_eq!(rinott_h(4, 0.25, 9), Err(RankingError::Confidence { found: 0.25, least: 0.25 }));
        assert_eq!(rinott_h(4, 0.9, 1), Err(RankingError::FirstStage { found: 1, least: 2 }));
        let stage = FirstStage { replications: 5, h: 3.0, indifference: 1.0 };
        assert_eq!(two_stage_counts(&[0.0, 1.0], stage), Ok(vec![6, 9]));
        assert_eq!(two_stage_counts(&[-1.0], stage), Err(RankingError::Spread { system: 0, spread: -1.0 }));
        assert!(matches!(two_stage_counts(&[1e30], stage), Err(RankingError::Count { system: 0, .. })));
    }
}
