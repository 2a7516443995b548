//! Which vehicles go to an incident that can be dispatched.

mod closest_available;
mod closest_by_leg;

pub use closest_available::ClosestAvailable;
pub use closest_by_leg::ClosestByLeg;

use super::{Moment, View};
use crate::ids::VehicleId;
use crate::state::Incident;

/// What an incident asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Vehicles wanted.
    pub vehicles: u8,
    /// Why the question is asked now.
    pub moment: Moment,
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
        ClosestByLeg(ClosestByLeg) = "closest_by_leg",
    }
}
