use crate::stats::shapley;

/// Shapley–Shubik power of each member when `quota` of the votes carries: the share of orders in which it turns the vote.
///
/// `votes` are weights, at most 16 of them; `quota` is in votes. Shares sum to 1 if all together carry.
///
/// # Source
/// Shapley and Shubik (1954), *American Political Science Review* 48(3), 787–792.
#[must_use]
pub fn power(votes: &[f64], quota: f64) -> Vec<f64> {
    assert!(votes.len() <= 16, "at most 16 members: every subset is counted");
    let carries = |subset: usize| {
        let sum: f64 = votes.iter().enumerate().filter(|(m, _)| subset >> m & 1 == 1).map(|(_, v)| v).sum();
        f64::from(u8::from(sum >= quota))
    };
    shapley(&(0..1_usize << votes.len()).map(carries).collect::<Vec<f64>>())
}

/// Variance of what a member pays when a share `g` of everybody's cost is pooled and paid by weight.
///
/// Payment is (1 − g) X_j + g w_j Σ X; costs X are independent, of the variances given.
#[must_use]
pub fn risk_share_variance(variances: &[f64], weights: &[f64], g: f64, member: usize) -> f64 {
    let coefficient = |k: usize| g * weights[member] + if k == member { 1.0 - g } else { 0.0 };
    variances.iter().enumerate().map(|(k, v)| coefficient(k) * coefficient(k) * v).sum()
}
