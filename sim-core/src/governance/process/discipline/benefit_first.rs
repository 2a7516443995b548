use super::{Discipline, Waiting};
use serde::{Deserialize, Serialize};

/// The package of most worth for an hour of the team first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenefitFirst {}

impl Discipline for BenefitFirst {
    fn key(&self, waiting: &Waiting) -> f64 {
        -waiting.benefit_per_hour
    }
}
