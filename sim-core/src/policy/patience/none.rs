use super::{PatienceRule, Welfare};
use crate::category::Category;
use crate::units::SimDuration;
use serde::{Deserialize, Serialize};

/// Nobody gives up waiting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unlimited {}

impl PatienceRule for Unlimited {
    fn patience(&self, _category: Category, _mark: f64) -> Option<SimDuration> {
        None
    }

    fn self_presents_share(&self) -> f64 {
        0.0
    }

    fn welfare(&self) -> Option<Welfare> {
        None
    }
}
