use super::{Discipline, Waiting};
use serde::{Deserialize, Serialize};

/// The ICS that has had the fewest hours of the team first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquityFirst {}

impl Discipline for EquityFirst {
    fn key(&self, waiting: &Waiting) -> f64 {
        waiting.fewest_hours
    }
}
