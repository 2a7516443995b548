use crate::category::Category;
use crate::ids::VehicleId;
use crate::tape::IncidentId;
use crate::units::SimTime;
use serde::{Deserialize, Serialize};

/// Most vehicles that are sent to one incident.
pub const MOST_RESPONSES: usize = 4;

/// An incident while it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Who it is.
    pub id: IncidentId,
    /// The own place where it is.
    pub place: u16,
    /// The local patch of that place.
    pub patch: u16,
    /// Its category.
    pub category: Category,
    /// Whether it has waited beyond its category's threshold.
    pub escalated: bool,
    /// Call connect.
    pub called: SimTime,
    /// When its clock started.
    pub clock_start: SimTime,
    /// When it could first be dispatched.
    pub ready: SimTime,
    /// When the vehicle that reached it first was assigned.
    pub assigned: SimTime,
    /// When the first vehicle reached it; [`SimTime::NEVER`] before.
    pub reached: SimTime,
    /// When the leading vehicle leaves, or left, the scene.
    pub leaves: SimTime,
    /// When the patient arrives at hospital.
    pub at_hospital: SimTime,
    /// When the patient is handed over.
    pub handed_over: SimTime,
    /// Local row of the hospital.
    pub hospital: Option<u16>,
    /// Vehicles with an open response to it.
    pub sent: [Option<VehicleId>; MOST_RESPONSES],
    /// The vehicle that treats and conveys.
    pub lead: Option<VehicleId>,
    /// Diversions of its vehicle to a more urgent incident.
    pub diversions: u8,
    pub(crate) queue_slot: Option<u32>,
    pub(crate) closed: bool,
}

impl Incident {
    /// Whether the incident has not ended.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.closed
    }

    /// Whether it waits for a vehicle.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.queue_slot.is_some()
    }

    /// Low half of the identity, mixed: tells a later incident in the same row apart.
    pub(crate) const fn check(&self) -> u32 {
        crate::rng::mix64(self.id.0) as u32
    }
}
