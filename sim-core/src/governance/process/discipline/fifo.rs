use super::{Discipline, Waiting};
use serde::{Deserialize, Serialize};

/// First in, first out: tasks in the order in which they came, so that all packages are begun before one is finished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fifo {}

impl Discipline for Fifo {
    fn key(&self, waiting: &Waiting) -> f64 {
        waiting.ready.0 as f64
    }
}
