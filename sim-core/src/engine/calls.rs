//! The call-taker desk: who connects is answered, waits, rings off and rings again.

use super::{DeskKind, Engine, Fact, Observer};
use crate::dist::Shape;
use crate::ids::{AreaId, IncidentRow};
use crate::policy::calls::CallDesk;
use crate::rng::Purpose;
use crate::state::{Contact, Event, Incident, Reason};
use crate::tape::{IncidentId, Row};
use crate::units::SimDuration;

/// Calls by others who see an incident are numbered below this, those of a patient who waits from here.
const FIRST_REPEAT: u16 = 64;

/// An exponential time of a mean at a mark.
fn exponential(mean: SimDuration, mark: f64) -> SimDuration {
    SimDuration::from_seconds(mean.seconds() * Shape::Exponential.quantile(mark))
}

impl<'w> Engine<'w> {
    fn call_desk(&self) -> Option<&'w CallDesk> {
        self.policies.desks.calls.desk()
    }

    /// The tape's next caller connects.
    pub(super) fn call(&mut self, row: &Row, observer: &mut impl Observer) {
        let area = &self.identities[AreaId(row.area).index()];
        let Some(place) = self.component.place_of_area[row.area as usize] else { return };
        let id = IncidentId::new(area.identity, self.state.cursor.week, row.layer, row.ordinal);
        let category = crate::category::Category::from_row(row.category);
        let now = self.state.now;
        let reason = Reason::Opens { id, category, place };
        let contact = Contact { reason, first: now, connected: now, ordinal: 0, attempt: 0 };
        let service = self.component.service_of(place as usize);
        if self.call_desk().is_some() && self.staff.comes_by_call(service, self.address, id.0) {
            self.connects(service, contact, observer);
        } else {
            self.incident_called(&contact, now, observer);
        }
    }

    /// A contact reaches the switchboard: it waits its turn, or for a while.
    fn connects(&mut self, service: usize, contact: Contact, observer: &mut impl Observer) {
        let desk = &mut self.state.desks.calls[service];
        let number = desk.next;
        desk.next += 1;
        desk.waiting.insert(number, contact);
        self.answer_next(service, observer);
        let waits = self.state.desks.calls[service].waiting.contains_key(&number);
        if let Some(rule) = self.call_desk().filter(|_| waits) {
            let mark = self.address.key(Purpose::CallPatience, contact.reason.id().0).mark(contact.index());
            let event = Event::CallerRingsOff { desk: service as u8, contact: number };
            self.schedule(exponential(rule.patience.0, mark), event);
            self.foresee_routing(service, number);
        }
    }

    /// Free call takers answer whoever has waited longest.
    pub(super) fn answer_next(&mut self, service: usize, observer: &mut impl Observer) {
        while self.state.desks.calls[service].busy < self.on_duty(DeskKind::Calls, service) {
            let Some((_, contact)) = self.state.desks.calls[service].waiting.pop_first() else { return };
            self.answers((service, service), &contact, observer);
        }
    }

    /// A call to one service is answered at the desk of another, mostly the same.
    pub(super) fn answers(
        &mut self,
        (service, at): (usize, usize),
        contact: &Contact,
        observer: &mut impl Observer,
    ) {
        let Some(rule) = self.call_desk() else { return };
        let now = self.state.now;
        let id = contact.reason.id().0;
        let mark = self.address.key(Purpose::CallHandling, id).mark(contact.index());
        let answered = now + self.staff.ring(at);
        let talks =
            SimDuration::from_seconds(self.staff.handling(at).seconds() * rule.handling_shape.quantile(mark));
        let takes = answered - now + talks;
        self.state.desks.calls[at].busy += 1;
        observer.see(&Fact::Contact { contact, service: service as u8, until: answered, answered: true });
        self.tell_call(at, takes, observer);
        self.schedule(takes, Event::CallTakerFrees { desk: at as u8 });
        if matches!(contact.reason, Reason::Opens { .. }) {
            self.incident_called(contact, answered, observer);
        }
    }

    pub(super) fn call_taker_frees(&mut self, service: usize, observer: &mut impl Observer) {
        self.state.desks.calls[service].busy -= 1;
        self.answer_next(service, observer);
    }

    /// Who rings off may ring again: always with the same luck, whoever else calls.
    pub(super) fn rings_off(&mut self, service: usize, number: u32, observer: &mut impl Observer) {
        let desk = &mut self.state.desks.calls[service];
        let Some(contact) = desk.waiting.remove(&number) else { return };
        let until = self.state.now;
        observer.see(&Fact::Contact { contact: &contact, service: service as u8, until, answered: false });
        let Some(rule) = self.call_desk() else { return };
        let key = self.address.key(Purpose::CallPatience, contact.reason.id().0);
        let again = key.mark((1 << 40) | contact.index()) < rule.redial_share;
        if again && matches!(contact.reason, Reason::Opens { .. }) {
            let after = exponential(rule.redial_after.0, key.mark((2 << 40) | contact.index()));
            self.state.desks.calls[service].away.insert(number, contact);
            self.schedule(after, Event::CallerRingsAgain { desk: service as u8, contact: number });
        }
    }

    pub(super) fn rings_again(&mut self, service: usize, number: u32, observer: &mut impl Observer) {
        let Some(contact) = self.state.desks.calls[service].away.remove(&number) else { return };
        let attempt = contact.attempt.saturating_add(1);
        self.connects(service, Contact { connected: self.state.now, attempt, ..contact }, observer);
    }

    /// Sets down when others, and the patient who waits, will call about an incident that has just been opened.
    pub(super) fn foresee_calls(&mut self, row: IncidentRow) {
        let Some(rule) = self.call_desk() else { return };
        let key = self.address.key(Purpose::ExtraContacts, self.state.incident(row).id.0);
        let service = self.service_of(self.state.incident(row));
        let further = (self.staff.further_calls(service) + key.mark(0)).floor();
        for ordinal in 1..=(further as u16).min(FIRST_REPEAT - 1) {
            let after = exponential(rule.extra_contacts_within.0, key.mark(u64::from(ordinal)));
            self.foresee_call(row, ordinal, after);
        }
        self.foresee_call(row, FIRST_REPEAT, exponential(rule.repeat_call_every.0, key.mark(64)));
    }

    fn foresee_call(&mut self, row: IncidentRow, ordinal: u16, after: SimDuration) {
        let check = self.state.incident(row).check();
        self.schedule(after, Event::FurtherCall { incident: row, check, ordinal });
    }

    /// Someone else calls about a known incident, or the patient who still waits does.
    pub(super) fn further_call(
        &mut self,
        row: IncidentRow,
        check: u32,
        ordinal: u16,
        observer: &mut impl Observer,
    ) {
        let incident = *self.state.incident(row);
        let repeats = ordinal >= FIRST_REPEAT;
        if !self.is_current(&incident, check) || repeats && !incident.is_unattended() {
            return;
        }
        let Some(rule) = self.call_desk() else { return };
        let now = self.state.now;
        let reason = Reason::Known { id: incident.id };
        let service = self.component.service_of(incident.place as usize);
        if repeats && ordinal < u16::MAX {
            let mark = self.address.key(Purpose::ExtraContacts, incident.id.0).mark(u64::from(ordinal) + 1);
            self.foresee_call(row, ordinal + 1, exponential(rule.repeat_call_every.0, mark));
        }
        let contact = Contact { reason, first: now, connected: now, ordinal, attempt: 0 };
        self.connects(service, contact, observer);
    }

    /// Whether an event that was scheduled for an incident still means the one in its row.
    pub(super) fn is_current(&self, incident: &Incident, check: u32) -> bool {
        incident.is_open() && incident.check() == check
    }
}
