//! What an incident lacks, and how the dispatch rule is asked for it.

use super::{Engine, Observer};
use crate::category::{Category, Ending};
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::{Moment, Need, Sends};
use crate::state::{Event, Incident, MOST_RESPONSES};
use crate::vehicle_kind::Pool;

impl Engine<'_> {
    /// Asks the dispatch rule for what an incident lacks; what it does not get, it waits for.
    pub(super) fn dispatch(&mut self, row: IncidentRow, moment: Moment, observer: &mut impl Observer) {
        self.update_lacks(row);
        let need = self.need(row, moment);
        if need.is_some() {
            let incident = *self.state.incident(row);
            let sends = self.policies.dispatch.choose(&self.view(), &incident, &need);
            let diverted = if need.transport { self.diverted(&incident, &sends) } else { None };
            let replaced = diverted.and(self.conveying(&sends));
            let chosen = diverted.into_iter().chain(sends.iter().filter(|id| Some(*id) != replaced));
            // Those that a diversion leaves alone are looked at once everyone chosen here is on the way.
            let mut left = [None; MOST_RESPONSES + 1];
            for (id, left) in chosen.zip(&mut left) {
                *left = self.send(id, row, observer);
            }
            self.settle(row, observer);
            left.into_iter().flatten().for_each(|left| self.dispatch(left, Moment::IncidentReady, observer));
            self.relocate(observer);
        } else {
            self.settle(row, observer);
        }
    }

    /// An incident that lacks something waits, or goes on waiting.
    fn settle(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        self.set_stage_by_sent(row, observer);
        self.wait_or_leave(row);
    }

    /// The vehicle under way that goes in place of the one that the dispatch rule sends.
    fn diverted(&self, incident: &Incident, sends: &Sends) -> Option<VehicleId> {
        let chosen = self.conveying(sends);
        // A clinician alone whom the rule has chosen in place of a vehicle that conveys is left to it.
        let is_settled =
            incident.category != Category::C1 && chosen.is_none() && sends.iter().next().is_some();
        debug_assert!(self.state.under_way_is_current(), "rules see vehicles on the way as they are");
        if is_settled { None } else { self.policies.diversion.diverts(&self.view(), incident, chosen) }
    }

    /// The first of the vehicles chosen that conveys.
    fn conveying(&self, sends: &Sends) -> Option<VehicleId> {
        sends.iter().find(|id| self.state.vehicle(*id).kind.pool() == Pool::Transport)
    }

    /// Sets what an incident lacks by those that have been sent to it.
    pub(super) fn update_lacks(&mut self, row: IncidentRow) {
        let now = self.state.now;
        let incident = self.state.incident(row);
        let mut sent = [0u8; Pool::COUNT];
        for id in incident.sent.iter().flatten() {
            sent[self.state.vehicle(*id).kind.pool() as usize] += 1;
        }
        let clinicians = sent[Pool::Transport as usize] + sent[Pool::Solo as usize];
        let lacks_transport = sent[Pool::Transport as usize] == 0
            && if incident.is_attended() {
                incident.attended_ending != Ending::SeeAndTreat
            } else {
                clinicians == 0 || incident.category == Category::C1
            };
        let at_once = incident.category == Category::C1 || incident.is_attended();
        let wanted = if at_once { incident.wanted } else { 1 };
        let lacks_further = wanted.saturating_sub(clinicians + u8::from(lacks_transport));
        let over = incident.closed || incident.has_left(now);
        let incident = &mut self.state.incidents[row.index()];
        incident.lacks_transport = lacks_transport && !over;
        incident.lacks_further = if over { 0 } else { lacks_further };
        self.state.refresh_queue(row, self.component);
    }

    /// What the dispatch rule is asked for now.
    fn need(&self, row: IncidentRow, moment: Moment) -> Need {
        let incident = self.state.incident(row);
        let first = incident.allocated == 0 && moment == Moment::IncidentReady;
        let is_open = !incident.closed && incident.reached == crate::units::SimTime::NEVER;
        let has_responder = || {
            let mut sent = incident.sent.iter().flatten();
            sent.any(|id| self.state.vehicle(*id).kind.pool() == Pool::Responder)
        };
        Need {
            transport: incident.lacks_transport,
            further: incident.lacks_further,
            spare: if first { incident.spare } else { 0 },
            responder: incident.category == Category::C1 && is_open && !has_responder(),
            moment,
        }
    }

    /// An incident that lacks something waits; one that lacks nothing does not.
    pub(super) fn wait_or_leave(&mut self, row: IncidentRow) {
        let incident = *self.state.incident(row);
        let lacks = incident.lacks_transport || incident.lacks_further > 0;
        if !lacks {
            self.state.leave_queue(row);
        } else if !incident.is_waiting() {
            self.wait(row);
        }
    }

    fn wait(&mut self, row: IncidentRow) {
        let now = self.state.now;
        let incident = &mut self.state.incidents[row.index()];
        if incident.is_attended() {
            incident.asked = now;
        }
        let incident = *incident;
        self.state.join_queue(row, self.component);
        if incident.is_attended() {
            return;
        }
        let Some(after) = self.policies.queue.escalates_after(incident.category) else { return };
        if !incident.escalated {
            let at = now.max(incident.ready + after);
            let event = Event::IncidentEscalates { incident: row, check: incident.check() };
            self.push(at, event);
        }
    }
}
