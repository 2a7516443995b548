use super::member::PROFILE;

/// How unlike two profiles are: root mean square of the differences, in standard deviations between ICSs.
#[must_use]
pub fn distance(a: &[f64; PROFILE], b: &[f64; PROFILE]) -> f64 {
    let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    (squares / PROFILE as f64).sqrt()
}

/// How well a package fits a member: 1 − loss × (1 − tailoring) × distance, not below 0.
///
/// # Source
/// After Oates (1972), *Fiscal Federalism*: the loss from uniform provision grows with how much needs differ. The size
/// of the loss is an assumption.
#[must_use]
pub fn fit(loss: f64, tailoring: f64, distance: f64) -> f64 {
    (1.0 - loss * (1.0 - tailoring) * distance).max(0.0)
}
