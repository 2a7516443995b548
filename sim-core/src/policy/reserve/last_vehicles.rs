use super::ReserveRule;
use crate::policy::View;
use serde::{Deserialize, Serialize};

/// The last available conveying vehicles of each service are kept for C1.
///
/// One is not sent to another category, and one that becomes free takes none, where fewer than so many would be left.
/// Diversions are not touched: a vehicle under way is not available.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastVehicles {
    /// Vehicles of each service.
    pub vehicles: u32,
}

impl ReserveRule for LastVehicles {
    fn held(&self, _view: &View<'_>, _service: usize) -> u32 {
        self.vehicles
    }
}
