use crate::category::Category;
use crate::ids::IncidentRow;
use crate::tape::IncidentId;
use crate::units::SimTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why someone calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// For the first time about an incident: an answer opens it.
    Opens {
        /// The incident to be.
        id: IncidentId,
        /// Its initial category.
        category: Category,
        /// Its place.
        place: u16,
    },
    /// Again, or someone else, about an incident that is known.
    Known {
        /// The incident.
        id: IncidentId,
    },
}

impl Reason {
    /// The incident that the call is about.
    #[must_use]
    pub const fn id(self) -> IncidentId {
        match self {
            Self::Opens { id, .. } | Self::Known { id } => id,
        }
    }
}

/// One attempt to reach a call taker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Why.
    pub reason: Reason,
    /// When the first attempt connected.
    pub first: SimTime,
    /// When this attempt connected.
    pub connected: SimTime,
    /// Number of the call among those to its incident.
    pub ordinal: u16,
    /// Number of the attempt.
    pub attempt: u16,
}

impl Contact {
    /// Where the marks of this attempt lie among those of its incident.
    #[must_use]
    pub const fn index(&self) -> u64 {
        ((self.ordinal as u64) << 16) | self.attempt as u64
    }
}

/// The call-taker desk of one service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallTakers {
    /// Call takers on a call.
    pub busy: u32,
    pub(crate) next: u32,
    /// Callers who wait, in order of connection.
    pub waiting: BTreeMap<u32, Contact>,
    /// Callers who rang off and will ring again.
    pub away: BTreeMap<u32, Contact>,
}

/// The clinician desk of one service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Clinicians {
    /// Clinicians on a call.
    pub busy: u32,
    /// Incidents that wait for one: C2 (0) before the others (1), then by when they asked.
    pub waiting: BTreeSet<(u8, SimTime, IncidentId, IncidentRow)>,
}

/// The clinical safety plan of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlanState {
    /// Position of the level in force among the plan's, counted from 1; 0: none.
    pub level: u8,
    /// Since when.
    pub since: SimTime,
}

/// The call and clinical stage: one entry for each local service where a rule is on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeskState {
    /// Call takers.
    pub calls: Vec<CallTakers>,
    /// Clinicians.
    pub clinical: Vec<Clinicians>,
    /// Safety plans.
    pub plans: Vec<PlanState>,
}

/// Where an incident stands with the clinicians.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Assessment {
    /// It does not wait for one.
    None = 0,
    /// It waits for one.
    Waiting = 1,
    /// It is being assessed.
    Now = 2,
    /// It is to be called back.
    CallBack = 3,
}
