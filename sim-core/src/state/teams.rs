use crate::ids::IncidentRow;
use crate::units::SimTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The teams of one intervention in one local patch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamState {
    /// 64 bits of the intervention's name: an arm that goes on from a checkpoint finds its own teams by it.
    pub entity: u64,
    /// The local patch.
    pub patch: u16,
    /// Teams on a visit.
    pub busy: u32,
    /// Incidents that wait for a team, first come first, and since when.
    pub waiting: VecDeque<(SimTime, IncidentRow)>,
}

impl TeamState {
    /// Teams that nobody has asked for yet.
    #[must_use]
    pub const fn new(entity: u64, patch: u16) -> Self {
        Self { entity, patch, busy: 0, waiting: VecDeque::new() }
    }
}

/// Where an incident stands with a team that is no ambulance crew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Referral {
    /// It is with none.
    #[default]
    None,
    /// It waits for one.
    Waiting {
        /// Row of the team in the state.
        team: u16,
    },
    /// One is on its way to it, or there.
    Visited {
        /// Whether it turns out to need an ambulance.
        back: bool,
    },
}
