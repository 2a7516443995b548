use super::{Discipline, Waiting};
use serde::{Deserialize, Serialize};

/// The package with the fewest hours left first, so that what is begun is finished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishFirst {}

impl Discipline for FinishFirst {
    fn key(&self, waiting: &Waiting) -> f64 {
        waiting.hours_left
    }
}
