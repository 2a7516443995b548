use super::Diversion;
use crate::ids::VehicleId;
use crate::policy::View;
use crate::state::Incident;
use serde::{Deserialize, Serialize};

/// Whoever is on the way stays on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoDiversion {}

impl Diversion for NoDiversion {
    fn diverts(&self, _: &View<'_>, _: &Incident, _: Option<VehicleId>) -> Option<VehicleId> {
        None
    }

    fn takes_over(&self, _: &View<'_>, _: VehicleId) -> Option<VehicleId> {
        None
    }
}
