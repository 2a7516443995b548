//! Patients who give up waiting, and the calls made to those who wait.

use super::{DeskKind, Engine, Fact, Observer};
use crate::category::Ending;
use crate::ids::IncidentRow;
use crate::rng::Purpose;
use crate::state::{Assessment, Event};
use crate::units::SimTime;

impl Engine<'_> {
    /// Patience counts from the end of triage.
    pub(super) fn patience_begins(&mut self, row: IncidentRow) {
        let incident = *self.state.incident(row);
        let rule = &self.policies.desks.patience;
        let mark = self.address.mark(Purpose::Patience, incident.id.0);
        let Some(patience) = rule.patience(incident.category, mark) else { return };
        let (welfare, check) = (rule.welfare(), incident.check());
        self.schedule(patience, Event::PatienceEnds { incident: row, check });
        if let Some(welfare) = welfare {
            self.schedule(welfare.every, Event::WelfareCallDue { incident: row, check, ordinal: 0 });
        }
    }

    pub(super) fn patience_ends(&mut self, row: IncidentRow, check: u32, observer: &mut impl Observer) {
        let incident = *self.state.incident(row);
        if !self.is_current(&incident, check) || !incident.is_unattended() {
            return;
        }
        let mark = self.address.mark(Purpose::SelfPresents, incident.id.0);
        let nearest = self.component.nearest[incident.place as usize].first().copied();
        let comes = mark < self.policies.desks.patience.self_presents_share();
        match nearest.filter(|_| comes) {
            Some(hospital) => {
                self.state.incidents[row.index()].hospital = Some(hospital);
                self.gives_up(row, Ending::Reneged, observer);
            }
            None => self.gives_up(row, Ending::Cancelled, observer),
        }
    }

    /// Ends an incident that no vehicle has reached: whoever is on the way is stood down.
    fn gives_up(&mut self, row: IncidentRow, ending: Ending, observer: &mut impl Observer) {
        self.leave_clinicians(row);
        self.leave_team(row, observer);
        self.state.leave_queue(row);
        let incident = &mut self.state.incidents[row.index()];
        incident.assessment = Assessment::None;
        // What is freed below must not come back to it: it lacks nothing, as if the patient had left.
        incident.leaves = self.state.now;
        for id in self.state.incident(row).sent.into_iter().flatten() {
            self.release(id, row, observer);
        }
        self.state.incidents[row.index()].leaves = SimTime::NEVER;
        self.end(row, ending, observer);
    }

    /// A clinician who is free calls a patient who waits and to whom nobody is on the way; the patient may cancel.
    pub(super) fn welfare_call_due(
        &mut self,
        row: IncidentRow,
        check: u32,
        ordinal: u16,
        observer: &mut impl Observer,
    ) {
        let incident = *self.state.incident(row);
        let Some(welfare) = self.policies.desks.patience.welfare() else { return };
        if !self.is_current(&incident, check) || !incident.is_unattended() {
            return;
        }
        let waits = incident.is_waiting() && incident.sent.iter().all(Option::is_none);
        if waits && self.calls_patient(row, welfare.takes, observer) {
            let key = self.address.key(Purpose::WelfareCall, incident.id.0);
            if key.mark(u64::from(ordinal)) < welfare.cancel_share {
                self.gives_up(row, Ending::Cancelled, observer);
                return;
            }
        }
        let ordinal = ordinal.saturating_add(1);
        self.schedule(welfare.every, Event::WelfareCallDue { incident: row, check, ordinal });
    }

    /// Whether the call is made: it takes a clinician who is free, where there is a clinical desk.
    fn calls_patient(
        &mut self,
        row: IncidentRow,
        takes: crate::units::SimDuration,
        observer: &mut impl Observer,
    ) -> bool {
        let service = self.service_of(self.state.incident(row));
        let has_desk = !self.state.desks.clinical.is_empty();
        let made =
            !has_desk || self.state.desks.clinical[service].busy < self.on_duty(DeskKind::Clinical, service);
        if made && has_desk {
            self.works(service, takes, observer);
            self.schedule(takes, Event::ClinicianFrees { desk: service as u8 });
        }
        observer.see(&Fact::WelfareCall { service: service as u8, at: self.state.now, made });
        made
    }
}
