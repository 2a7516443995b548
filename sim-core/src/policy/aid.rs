//! Mutual aid as a rule sees it: whether a vehicle of a partner may go.

use super::View;
use crate::governance::{Agreement, BorderRule};
use crate::ids::VehicleId;
use crate::state::{Incident, Waiting};
use crate::units::SimDuration;
use crate::vehicle_kind::Pool;

/// What a vehicle of another service would go to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking {
    pub category: crate::category::Category,
    pub patch: u16,
    pub place: u16,
    /// Whether the vehicle looks through those who wait, rather than the incident for a vehicle.
    pub from_queue: bool,
}

impl View<'_> {
    /// The rule by which a vehicle may cross to an incident that waits, when it looks for work.
    #[inline]
    #[must_use]
    pub fn border_waiting(&self, id: VehicleId, waiting: &Waiting) -> BorderRule {
        match self.border_to(id, waiting.patch) {
            BorderRule::Never => {
                let Waiting { category, patch, place, .. } = *waiting;
                self.by_agreement(id, Asking { category, patch, place, from_queue: true })
            }
            rule => rule,
        }
    }

    /// Whether an agreement lets a vehicle go where borders do not.
    ///
    /// At the border it must be sooner than any own vehicle by the gain. In a surge it counts as farther off by the gain
    /// too; one that looks for work takes what its own service has first.
    #[cold]
    pub(super) fn by_agreement(&self, id: VehicleId, asking: Asking) -> BorderRule {
        let Some(agreement) = self.borders.agreement() else { return BorderRule::Never };
        let [lender, asker] = [self.patch(id), asking.patch].map(|patch| self.service(patch));
        let terms = &agreement.terms;
        let drive = || SimDuration::from_seconds(f64::from(self.base_s(id, asking.place)));
        let excluded = self.vehicle(id).kind.pool() == Pool::Responder;
        if excluded || !agreement.joins(lender, asker) || drive() > terms.reach {
            return BorderRule::Never;
        }
        if terms.border.has(asking.category) {
            return BorderRule::IfGainOver(terms.gain);
        }
        match terms.surge.has(asking.category) && self.lends(agreement, id, (lender, asker)) {
            true if asking.from_queue => BorderRule::IfOwnExhausted,
            true => BorderRule::IfGainOver(terms.gain),
            false => BorderRule::Never,
        }
    }

    /// Whether a service lends this vehicle to a partner now: the partner is in a surge, the vehicle has got to its station
    /// or post, enough are idle, and not too many have been lent within the hour.
    fn lends(&self, agreement: &Agreement, id: VehicleId, (lender, asker): (usize, usize)) -> bool {
        let (aid, terms) = (&self.state.aid, &agreement.terms);
        aid.surge[asker]
            && self.stands(id)
            && aid.lent_within_hour(lender, self.now()) < terms.cap_per_hour as usize
            && self.idle(id, lender, terms.lend_if_idle as usize)
    }

    /// Whether a vehicle is idle and has arrived; one that clears elsewhere goes home first, so that it is given back.
    fn stands(&self, id: VehicleId) -> bool {
        let vehicle = self.vehicle(id);
        let arrived = vehicle.leg.arrives <= self.now();
        arrived && (vehicle.status.is_available() || vehicle.leg.to == self.home(id))
    }

    /// Whether at least `least` vehicles of its kind of work are idle in its service, itself among them.
    fn idle(&self, id: VehicleId, service: usize, least: usize) -> bool {
        let others = |other: &&VehicleId| **other != id && self.service(self.patch(**other)) == service;
        let pool = self.pool(self.vehicle(id).kind.pool());
        1 + pool.iter().filter(others).take(least).count() >= least
    }

    /// The nearest vehicle that conveys which a partner lends to an incident that waits; ties go to the lowest id.
    pub(crate) fn lender(&self, incident: &Incident) -> Option<VehicleId> {
        let asker = self.service(incident.patch);
        let is_partners = |id: &&VehicleId| self.service(self.patch(**id)) != asker;
        let may =
            |id: &&VehicleId| self.fits(**id, incident) && self.border(**id, incident) != BorderRule::Never;
        let partners = self.available().iter().filter(is_partners).filter(may);
        partners.map(|id| (self.base_s(*id, incident.place), *id)).min().map(|(_, id)| id)
    }

    /// The local service of a local patch.
    pub(super) fn service(&self, patch: u16) -> usize {
        usize::from(self.component.patch_service[usize::from(patch)])
    }
}
