use super::{PlanLevel, SafetyPlan};
use crate::units::{MINUTE_MS, SimDuration};
use serde::{Deserialize, Serialize};

/// There is no plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoPlan {}

impl SafetyPlan for NoPlan {
    fn levels(&self) -> &[PlanLevel] {
        &[]
    }

    fn review_every(&self) -> SimDuration {
        SimDuration(5 * MINUTE_MS)
    }
}
