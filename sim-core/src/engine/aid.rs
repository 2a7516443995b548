//! Mutual aid: who is in a surge, whom partners lend a vehicle to, and whose call takers answer.

use super::{DeskKind, Engine, Fact, Observer};
use crate::governance::BorderRule;
use crate::ids::{IncidentRow, VehicleId};
use crate::state::Event;
use crate::units::SimDuration;

impl Engine<'_> {
    /// Opens the books of mutual aid at the beginning of a run, where there is an agreement.
    pub(super) fn open_aid(&mut self) {
        if self.aid.is_some() {
            self.state.aid.open(self.component.services.len());
            self.schedule(SimDuration::ZERO, Event::AidReviewed {});
        }
    }

    /// Looks which services are in a surge, and offers partners' vehicles to their incidents that wait.
    pub(super) fn review_aid(&mut self, observer: &mut impl Observer) {
        let Some(agreement) = self.aid else { return };
        let terms = agreement.terms;
        for service in 0..self.state.aid.surge.len() {
            let counts = |row: &IncidentRow| terms.surge.has(self.state.incident(*row).category);
            let waiting = self.waiting_for_first(service, None).filter(counts).count();
            let is_surge = agreement.takes_part(service) && waiting >= terms.surge_waiting as usize;
            self.state.aid.surge[service] = is_surge;
        }
        self.offer_aid(observer);
        self.schedule(terms.review_every, Event::AidReviewed {});
    }

    /// Partners' vehicles for those who wait for their first one, the most urgent first, then who was ready first.
    fn offer_aid(&mut self, observer: &mut impl Observer) {
        let Some(agreement) = self.aid else { return };
        let surge = &self.state.aid.surge;
        let services = (0..surge.len()).filter(|service| surge[*service]);
        let mut waiting: Vec<IncidentRow> =
            services.flat_map(|service| self.waiting_for_first(service, None)).collect();
        waiting.retain(|row| {
            let category = self.state.incident(*row).category;
            agreement.terms.surge.has(category) && agreement.is_lent(category)
        });
        waiting.sort_unstable_by_key(|row| {
            let incident = self.state.incident(*row);
            (incident.category, incident.ready, incident.id)
        });
        let mut sent = false;
        for row in waiting {
            if let Some(id) = self.view().lender(self.state.incident(row)) {
                self.send(id, row, observer);
                sent = true;
            }
        }
        if sent {
            self.relocate(observer);
        }
    }

    /// Whether a rule may send a vehicle across the border between two services, now that others have been sent.
    pub(super) fn may_cross(&self, id: VehicleId, row: IncidentRow) -> bool {
        self.aid.is_none() || self.view().border(id, self.state.incident(row)) != BorderRule::Never
    }

    /// Counts a vehicle that a partner lends in a surge.
    pub(super) fn count_aid(&mut self, id: VehicleId, row: IncidentRow) {
        let Some(agreement) = self.aid else { return };
        let incident = self.state.incident(row);
        let (lender, asker) = (self.service_of_vehicle(id), self.service_of(incident));
        if lender != asker && agreement.is_lent(incident.category) {
            let now = self.state.now;
            self.state.aid.lends(lender, now);
        }
    }

    /// Sets down when a caller who waits will be offered to the call takers of partners.
    pub(super) fn foresee_routing(&mut self, service: usize, contact: u32) {
        let after = self.aid.filter(|agreement| agreement.takes_part(service));
        if let Some(after) = after.and_then(|agreement| agreement.terms.route_calls_after) {
            self.schedule(after, Event::CallRoutes { desk: service as u8, contact });
        }
    }

    /// A caller who still waits is answered by the partner with most call takers free, or asks again later.
    pub(super) fn routes_call(&mut self, service: usize, number: u32, observer: &mut impl Observer) {
        let Some(agreement) = self.aid else { return };
        if !self.state.desks.calls[service].waiting.contains_key(&number) {
            return;
        }
        let free = |other: &usize| {
            let busy = self.state.desks.calls[*other].busy;
            self.on_duty(DeskKind::Calls, *other).saturating_sub(busy)
        };
        let partners = (0..self.state.desks.calls.len()).filter(|other| agreement.joins(service, *other));
        // The first of equals is the lowest.
        let best = partners.rev().map(|other| (free(&other), other)).max_by_key(|(free, _)| *free);
        match best {
            Some((1.., partner)) => {
                let waiting = &mut self.state.desks.calls[service].waiting;
                let contact = waiting.remove(&number).expect("it was seen to wait");
                self.answers((service, partner), &contact, observer);
            }
            _ => self.foresee_routing(service, number),
        }
    }

    /// Tells what a call takes of the desk that answers it.
    pub(super) fn tell_call(&self, desk: usize, takes: SimDuration, observer: &mut impl Observer) {
        let from = self.state.now;
        let (kind, service) = (DeskKind::Calls, desk as u8);
        observer.see(&Fact::DeskWork { desk: kind, service, from, until: from + takes });
    }
}
