//! Where idle vehicles stand, and when they move.

mod compliance_table;
mod dmexclp;
mod posts;
mod priority_list;
mod return_to_base;
mod standby_points;

pub use compliance_table::ComplianceTable;
pub use dmexclp::Dmexclp;
pub use priority_list::PriorityList;
pub use return_to_base::ReturnToBase;
pub use standby_points::StandbyPoints;

use super::View;
use crate::ids::VehicleId;

/// A rule of relocation.
pub trait Relocation: Send + Sync + std::fmt::Debug {
    /// Where a vehicle that has just become idle goes: a place that a drive may end at; `None`: its own station.
    fn post(&self, view: &View<'_>, vehicle: VehicleId) -> Option<u16>;

    /// An idle vehicle that moves now, and where to; asked when the vehicles at hand have changed, until there is none.
    fn moves(&self, _view: &View<'_>) -> Option<(VehicleId, u16)> {
        None
    }
}

crate::methods! {
    /// A rule of relocation as a scenario names it.
    RelocationConfig => Relocation {
        ReturnToBase(ReturnToBase) = "return_to_base",
        StandbyPoints(StandbyPoints) = "standby_points",
        PriorityList(PriorityList) = "priority_list",
        ComplianceTable(ComplianceTable) = "compliance_table",
        Dmexclp(Dmexclp) = "dmexclp",
    }
}
