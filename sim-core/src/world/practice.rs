//! What each service does in its own way, where all else is shared.

use super::plan::Plan;
use crate::ids::ServiceId;

/// How a service's practice departs from what all services share; every ratio is 1 where nothing is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Practice {
    /// Every driving time, against the travel law.
    pub drive: f64,
    /// Hours of rapid response cars and of community first responders for an ambulance hour, against what all share.
    pub cars: f64,
    /// Vehicles wanted beyond the first for a C1, against those published: a car that comes before the ambulance is one of
    /// those published, wanted or not.
    pub further_c1: f64,
    /// Priority that a C3 gains while it waits, against the rule's.
    pub rate_c3: f64,
    /// Priority that a C4 gains while it waits, against the rule's.
    pub rate_c4: f64,
    /// How much days differ at its departments, as a share of variance, against what all share.
    pub handover_days: f64,
}

/// Mean durations of a job's stages against those of the region, shared by all services.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CycleRatios {
    /// From assignment to moving off.
    pub mobilise: f64,
    /// On scene.
    pub on_scene: f64,
    /// To clear.
    pub wrap_up: f64,
}

impl Default for CycleRatios {
    fn default() -> Self {
        Self { mobilise: 1.0, on_scene: 1.0, wrap_up: 1.0 }
    }
}

impl Practice {
    /// As all others do.
    pub const SHARED: Self =
        Self { drive: 1.0, cars: 1.0, further_c1: 1.0, rate_c3: 1.0, rate_c4: 1.0, handover_days: 1.0 };
}

impl Plan {
    /// The practice of a service.
    #[must_use]
    pub fn practice_of(&self, service: ServiceId) -> Practice {
        self.practice.get(&service).copied().unwrap_or(Practice::SHARED)
    }
}
