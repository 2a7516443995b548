//! Where idle vehicles stand, and when they move.

mod return_to_base;

pub use return_to_base::ReturnToBase;

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
    RelocationConfig => Relocation { ReturnToBase(ReturnToBase) = "return_to_base" }
}
