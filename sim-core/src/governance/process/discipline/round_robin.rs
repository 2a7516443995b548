use super::{Discipline, Waiting};
use serde::{Deserialize, Serialize};

/// Round robin: a share of the team for every task that is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundRobin {}

impl Discipline for RoundRobin {
    fn shares(&self) -> bool {
        true
    }

    fn key(&self, _waiting: &Waiting) -> f64 {
        0.0
    }
}
