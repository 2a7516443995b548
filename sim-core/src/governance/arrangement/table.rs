use super::{Arrangement, Ground, Placement, stations_of};
use crate::world::Component;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The uplift as a table: hours a week by patch, whatever the total says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Hours a week by patch code.
    pub hours_per_week: BTreeMap<String, f64>,
}

impl Arrangement for Table {
    fn place(&self, _hours: f64, component: &Component, ground: &Ground) -> Vec<Placement> {
        let given =
            |code: &String| self.hours_per_week.get(code).map_or(0, |hours| hours.round().max(0.0) as u32);
        let patches = ground.patch_code.iter().map(given).enumerate().filter(|(_, hours)| *hours > 0);
        patches.map(|(patch, hours)| Placement { weights: stations_of(component, patch), hours }).collect()
    }
}
