//! Which vehicles go to an incident that can be dispatched.

mod closest_available;
mod coverage;
mod desk_areas;
mod expected_coverage_loss;
mod preparedness;
mod search;

pub use desk_areas::DeskAreas;
pub use expected_coverage_loss::ExpectedCoverageLoss;
pub use preparedness::Preparedness;
pub(super) use search::{Best, Scale, better};
mod closest_by_leg;

pub use closest_available::ClosestAvailable;
pub use closest_by_leg::ClosestByLeg;

use super::{Moment, View};
use crate::ids::VehicleId;
use crate::state::Incident;

/// What an incident asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Whether it lacks a vehicle that can convey.
    pub transport: bool,
    /// Further vehicles of any kind that it lacks.
    pub further: u8,
    /// Vehicles that go in reserve and are stood down when the first arrives; none is waited for.
    pub spare: u8,
    /// Whether a community first responder would help.
    pub responder: bool,
    /// Why the question is asked now.
    pub moment: Moment,
}

impl Need {
    /// Whether anything is asked for.
    #[must_use]
    pub const fn is_some(&self) -> bool {
        self.transport || self.further > 0 || self.spare > 0
    }
}

/// Up to four vehicles, in the order in which they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sends {
    vehicles: [Option<VehicleId>; 4],
}

impl Sends {
    /// No vehicle: the incident waits.
    #[must_use]
    pub const fn none() -> Self {
        Self { vehicles: [None; 4] }
    }

    /// One vehicle.
    #[must_use]
    pub const fn one(vehicle: VehicleId) -> Self {
        Self { vehicles: [Some(vehicle), None, None, None] }
    }

    /// Adds a vehicle; a fifth is left out.
    pub fn push(&mut self, vehicle: VehicleId) {
        if let Some(slot) = self.vehicles.iter_mut().find(|slot| slot.is_none()) {
            *slot = Some(vehicle);
        }
    }

    /// Whether a vehicle is among them.
    #[inline]
    #[must_use]
    pub fn has(&self, vehicle: VehicleId) -> bool {
        self.vehicles.contains(&Some(vehicle))
    }

    /// The vehicles in order.
    pub fn iter(&self) -> impl Iterator<Item = VehicleId> + '_ {
        self.vehicles.iter().flatten().copied()
    }
}

/// A dispatch rule.
///
/// It may send a vehicle that is available, or one under way to a less urgent incident, which is then diverted and
/// whose incident waits again. The engine refuses anything else by leaving it out.
pub trait Dispatch: Send + Sync + std::fmt::Debug {
    /// The vehicles to send now; none: the incident waits.
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends;
}

crate::methods! {
    /// A dispatch rule as a scenario names it.
    DispatchConfig => Dispatch {
        ClosestAvailable(ClosestAvailable) = "closest_available",
        DeskAreas(DeskAreas) = "desk_areas",
        Preparedness(Preparedness) = "preparedness",
        ExpectedCoverageLoss(ExpectedCoverageLoss) = "expected_coverage_loss",
        ClosestByLeg(ClosestByLeg) = "closest_by_leg",
    }
}
