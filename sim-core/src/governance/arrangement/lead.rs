use super::{Arrangement, Ground, Placement};
use crate::world::Component;
use serde::{Deserialize, Serialize};

/// One contract, held by a lead ICS for the whole trust: the uplift stands by workload over all its stations.
///
/// A lead does not pool vehicles: they are dispatched trust-wide in every arrangement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {}

impl Arrangement for Lead {
    fn place(&self, hours: f64, component: &Component, _ground: &Ground) -> Vec<Placement> {
        let weights = component.stations.iter().map(|s| s.workload).collect();
        vec![Placement { weights, hours: hours.round().max(0.0) as u32 }]
    }
}
