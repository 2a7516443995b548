//! When a vehicle on the way to one incident goes to another, or another goes in its place.

mod by_gain;
mod none;

pub use by_gain::ByGain;
pub use none::NoDiversion;

use super::View;
use crate::ids::VehicleId;
use crate::state::Incident;

/// A rule of diversion.
pub trait Diversion: Send + Sync + std::fmt::Debug {
    /// A vehicle under way to a less urgent incident that goes to this one, which lacks a vehicle that conveys, in
    /// place of `chosen`, the available one that the dispatch rule sends.
    fn diverts(&self, view: &View<'_>, incident: &Incident, chosen: Option<VehicleId>) -> Option<VehicleId>;

    /// A vehicle under way that `free`, which has nothing to do, replaces because it will be there sooner.
    fn takes_over(&self, view: &View<'_>, free: VehicleId) -> Option<VehicleId>;
}

crate::methods! {
    /// A rule of diversion as a scenario names it.
    DiversionConfig => Diversion { ByGain(ByGain) = "by_gain", None(NoDiversion) = "none" }
}
