//! Mutual aid: agreements between services by which a vehicle of one goes to an incident of another.

use crate::category::{Categories, Category};
use crate::ids::ServiceId;
use crate::units::SimDuration;
use crate::world::Component;

/// Agreements as a scenario states them: who takes part, and the terms that hold between each two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AidConfig {
    /// Services that take part; nobody has an agreement if there are fewer than two.
    pub services: Vec<ServiceId>,
    /// What holds between them.
    pub terms: AidTerms,
}

/// What holds between two services that have an agreement.
///
/// # Source
/// That trusts help each other at borders and in a surge is public; the sizes are assumptions (grade D).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AidTerms {
    /// Categories that a partner's vehicle answers where it is there sooner than any own one by more than `gain`.
    pub border: Categories,
    /// How much farther off a partner's vehicle counts than it is.
    pub gain: SimDuration,
    /// Longest ordinary drive of a partner's vehicle.
    pub reach: SimDuration,
    /// Categories to which vehicles are lent in a surge.
    pub surge: Categories,
    /// Incidents of those categories that wait for their first vehicle at a review, from which on it is a surge.
    pub surge_waiting: u32,
    /// Time between two reviews.
    pub review_every: SimDuration,
    /// Idle vehicles of a kind, the one that goes among them, from which on a service lends in a surge.
    pub lend_if_idle: u32,
    /// Vehicles that a service lends within any hour in a surge.
    pub cap_per_hour: u32,
    /// How long a call waits for an own call taker before those of partners are asked, and between two such questions;
    /// never if there is none.
    pub route_calls_after: Option<SimDuration>,
}

/// The agreements between the local services of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    takes_part: Vec<bool>,
    /// What holds.
    pub terms: AidTerms,
}

impl AidConfig {
    /// The agreements within a component; `None` where no two of its services take part.
    #[must_use]
    pub fn agreement(&self, component: &Component) -> Option<Agreement> {
        let takes_part: Vec<bool> =
            component.services.iter().map(|own| self.services.contains(own)).collect();
        let several = takes_part.iter().filter(|part| **part).count() > 1;
        several.then_some(Agreement { takes_part, terms: self.terms })
    }

    /// Pairs of services that an agreement joins.
    #[must_use]
    pub fn joined(&self) -> Vec<(ServiceId, ServiceId)> {
        self.services.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }
}

impl Agreement {
    /// Whether a local service has agreements.
    #[inline]
    #[must_use]
    pub fn takes_part(&self, service: usize) -> bool {
        self.takes_part[service]
    }

    /// Whether two local services are partners.
    #[inline]
    #[must_use]
    pub fn joins(&self, one: usize, other: usize) -> bool {
        one != other && self.takes_part[one] && self.takes_part[other]
    }

    /// Whether a vehicle that crosses to this category is lent in a surge, and not sent at the border.
    #[inline]
    #[must_use]
    pub const fn is_lent(&self, category: Category) -> bool {
        !self.terms.border.has(category)
    }
}
