use crate::units::{HOUR_MS, SimDuration, SimTime};
use serde::{Deserialize, Serialize};

/// Mutual aid: one entry for each local service where there is an agreement, else none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AidState {
    /// Whether a service was in a surge at the last review.
    pub surge: Vec<bool>,
    /// When a service has lent a vehicle in a surge, within the last hour.
    pub lent: Vec<Vec<SimTime>>,
}

impl AidState {
    pub(crate) fn open(&mut self, services: usize) {
        self.surge.resize(services, false);
        self.lent.resize_with(services, Vec::new);
    }

    /// Whether there is no agreement.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.surge.is_empty()
    }

    /// Vehicles that a service has lent in a surge within the hour up to now.
    #[must_use]
    pub fn lent_within_hour(&self, service: usize, now: SimTime) -> usize {
        self.lent[service].iter().filter(|at| is_recent(**at, now)).count()
    }

    pub(crate) fn lends(&mut self, service: usize, now: SimTime) {
        self.lent[service].retain(|at| is_recent(*at, now));
        self.lent[service].push(now);
    }
}

fn is_recent(at: SimTime, now: SimTime) -> bool {
    now - at < SimDuration(HOUR_MS)
}
