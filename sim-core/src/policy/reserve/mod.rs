//! Vehicles that are kept for the most urgent.

mod last_vehicles;
mod none;

pub use last_vehicles::LastVehicles;
pub use none::Open;

use super::View;

/// A rule of reserve.
pub trait ReserveRule: Send + Sync + std::fmt::Debug {
    /// How many available vehicles of a local service that can convey are kept for C1 now.
    fn held(&self, view: &View<'_>, service: usize) -> u32;
}

crate::methods! {
    /// A rule of reserve as a scenario names it.
    ReserveConfig => ReserveRule { None(Open) = "none", LastVehicles(LastVehicles) = "last_vehicles" }
}
