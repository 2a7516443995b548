use super::member::Proposal;
use super::numbers::{Number, Numbers};

/// Log odds of approval beyond those at the mean: relationship, maturity, evidence, misfit and cost share.
#[must_use]
pub fn score(
    numbers: &Numbers,
    (maturity, relationship): (f64, f64),
    proposal: &Proposal,
    misfit: f64,
) -> f64 {
    numbers.get(Number::ApprovalRelationship) * (relationship - 0.5)
        + numbers.get(Number::ApprovalMaturity) * (maturity - 0.5)
        + numbers.get(Number::ApprovalGrade) * proposal.grade
        - numbers.get(Number::ApprovalMisfit) * misfit
        - numbers.get(Number::ApprovalCostGap) * proposal.cost_gap
}

/// The probability whose log odds lie `score` above those of `at_mean`; 0 and 1 stay what they are.
#[must_use]
pub fn chance_of_approval(at_mean: f64, score: f64) -> f64 {
    if at_mean <= 0.0 || at_mean >= 1.0 {
        return at_mean.clamp(0.0, 1.0);
    }
    let odds = at_mean / (1.0 - at_mean) * libm::exp(score);
    odds / (1.0 + odds)
}
