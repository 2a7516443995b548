use super::Relocation;
use crate::ids::VehicleId;
use crate::policy::View;
use serde::{Deserialize, Serialize};

/// An idle vehicle drives back to its own station and stays there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnToBase {}

impl Relocation for ReturnToBase {
    fn post(&self, _view: &View<'_>, _vehicle: VehicleId) -> Option<u16> {
        None
    }
}
