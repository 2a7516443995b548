use super::{BreakRule, MealBreak};
use crate::units::SimDuration;
use serde::{Deserialize, Serialize};

/// Crews work through: breaks are taken between jobs and are not modelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBreaks {}

impl BreakRule for NoBreaks {
    fn of_shift(&self, _length: SimDuration) -> Option<MealBreak> {
        None
    }
}
