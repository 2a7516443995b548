use super::{Arrangement, Ground, Placement, stations_of};
use crate::governance::fleet::split;
use crate::world::Component;
use serde::{Deserialize, Serialize};

/// Each ICS has its own agreement: it rosters its population share of the uplift inside its own patch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilateral {}

impl Arrangement for Bilateral {
    fn place(&self, hours: f64, component: &Component, ground: &Ground) -> Vec<Placement> {
        let shares = split(hours, &ground.residents);
        let placement = |(patch, hours)| Placement { weights: stations_of(component, patch), hours };
        shares.into_iter().enumerate().filter(|(_, hours)| *hours > 0).map(placement).collect()
    }
}
