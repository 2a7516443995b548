//! What engagement costs, and what members bear of its risk.

use crate::governance::process::{Course, Number};
use crate::scenario::ArrangementStudy;

/// Cost of the hours worked under an arrangement. The hours in hand are the same in every arrangement; these are the ones
/// that relationships and packages took.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CostSummary {
    /// Pounds within the horizon, the trust and all ICSs, mean over draws.
    pub gbp: f64,
    /// The same for each go-live; `None` if there is none.
    pub gbp_per_go_live: Option<f64>,
    /// Standard deviation over draws of what an ICS bears, summed over ICSs, pounds: each its own, and as paid once risk
    /// is shared.
    pub spread_gbp: [f64; 2],
    /// Mean cost and so much of the spread as paid as the risk weight says, pounds.
    pub risk_adjusted_gbp: f64,
}

/// The cost of an arrangement over all draws; go-lives are counted over all of them.
pub(super) fn cost(study: &ArrangementStudy, courses: &[&Course], go_lives: f64) -> CostSummary {
    let n = courses.len() as f64;
    let members = study.ground.members.len();
    let own = |member: usize| courses.iter().map(move |course| course.bills[member].own_gbp);
    let paid = |member: usize| courses.iter().map(move |course| course.bills[member].paid_gbp);
    let sum: f64 = (0..members).map(|member| own(member).sum::<f64>()).sum();
    let spread_gbp = [
        (0..members).map(|m| deviation(own(m).collect())).sum(),
        (0..members).map(|m| deviation(paid(m).collect())).sum(),
    ];
    let weight = study.numbers.iter().find(|(number, _)| *number == Number::RiskWeight);
    let weight = weight.map_or(0.0, |(_, range)| range.value);
    CostSummary {
        gbp: sum / n,
        gbp_per_go_live: (go_lives > 0.0).then(|| sum / go_lives),
        spread_gbp,
        risk_adjusted_gbp: sum / n + weight * spread_gbp[1],
    }
}

fn deviation(values: Vec<f64>) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (n - 1.0).max(1.0)).sqrt()
}
