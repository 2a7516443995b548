//! Which hospital a patient is taken to.

mod nearest_open;

pub use nearest_open::NearestOpen;

use super::View;
use crate::state::Incident;

/// A rule of hospital choice.
pub trait HospitalChoice: Send + Sync + std::fmt::Debug {
    /// The local hospital for an incident that leaves the scene now; `None` if none can be reached.
    fn choose(&self, view: &View<'_>, incident: &Incident) -> Option<u16>;
}

crate::methods! {
    /// A rule of hospital choice as a scenario names it.
    HospitalConfig => HospitalChoice { NearestOpen(NearestOpen) = "nearest_open" }
}
