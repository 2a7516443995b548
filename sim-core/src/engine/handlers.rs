//! One handler for each event of an incident's life before and after the scene: change the state, tell observers,
//! schedule what follows.

use super::{Engine, Fact, Observer};
use crate::category::Ending;
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::Moment;
use crate::policy::handover::Handed;
use crate::rng::Purpose;
use crate::state::{Contact, Event, Incident, IncidentStatus, Leg, Reason, VehicleStatus};
use crate::units::SimTime;

impl Engine<'_> {
    /// The first call about an incident has been answered; triage begins.
    /// A call that opens an incident is answered, at once or after it has rung.
    pub(super) fn incident_called(
        &mut self,
        contact: &Contact,
        answered: SimTime,
        observer: &mut impl Observer,
    ) {
        let now = self.state.now;
        let Reason::Opens { id, category, place } = contact.reason else { return };
        let service = self.component.service_of(place as usize);
        let (ready, clock_start) = self.triage(id.0, category, service, (contact.connected, answered));
        let (wanted, spare) = self.resources(id.0, category, service);
        let incident = Incident {
            ready,
            asked: ready,
            clock_start,
            condition: self.component.condition(category, self.address.mark(Purpose::Condition, id.0)),
            wanted,
            spare,
            first_called: contact.first,
            answered,
            ..Incident::called(id, category, (place, self.component.patch[place as usize]), contact.connected)
        };
        let incident = Incident { attended_ending: self.disposition(&incident), ..incident };
        let incident_row = self.state.open(incident);
        observer.see(&Fact::Called { incident: self.state.incident(incident_row) });
        self.schedule(ready - now, Event::IncidentReady { incident: incident_row });
        self.foresee_calls(incident_row);
    }

    pub(super) fn ready(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        self.set_stage(row, IncidentStatus::Ready, observer);
        self.patience_begins(row);
        self.triaged(row, observer);
    }

    pub(super) fn escalates(&mut self, row: IncidentRow, check: u32, observer: &mut impl Observer) {
        let incident = &mut self.state.incidents[row.index()];
        if incident.closed || incident.check() != check || incident.escalated {
            return;
        }
        incident.escalated = true;
        let (waits, at) = (incident.is_waiting(), self.state.now);
        if !incident.is_attended() {
            observer.see(&Fact::Escalated { incident: self.state.incident(row), at });
        }
        if waits {
            self.dispatch(row, Moment::IncidentReady, observer);
        }
    }

    pub(super) fn sets_off(&mut self, id: VehicleId, job: u32, incident: &Incident, hospital: u16) {
        let now = self.state.now;
        let drive = self.convey(incident, hospital);
        let to = self.component.hospitals[hospital as usize].place;
        let vehicle = &mut self.state.vehicles[id.index()];
        let row = vehicle.incident.expect("a vehicle on scene has an incident");
        vehicle.leg = Leg { from: incident.place, to, departs: now, arrives: now + drive };
        self.state.incidents[row.index()].hospital = Some(hospital);
        self.schedule(drive, Event::VehicleReachesHospital { vehicle: id, job });
    }

    /// On a land mass without a hospital the patient goes on by another service after a fixed time; the vehicle wraps
    /// up at the point of transfer.
    pub(super) fn hands_to_transfer(&mut self, id: VehicleId, job: u32, incident: &Incident) {
        let now = self.state.now;
        let drive = self.to_transfer(incident);
        let wrap_up = self.wrap_up(incident, true);
        let row = self.state.vehicle(id).incident.expect("a vehicle on scene has an incident");
        self.state.vehicles[id.index()].leg =
            Leg { from: incident.place, to: incident.place, departs: now, arrives: now + drive };
        if let Some((hospital, transfer)) = self.component.transfer[incident.place as usize] {
            let incident = &mut self.state.incidents[row.index()];
            incident.hospital = Some(hospital);
            incident.at_hospital = now + drive + transfer;
        }
        self.schedule(drive + wrap_up, Event::VehicleClears { vehicle: id, job });
    }

    pub(super) fn reaches_hospital(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if self.is_stale(id, job) {
            return;
        }
        let now = self.state.now;
        let row = self.state.vehicle(id).incident.expect("a vehicle on the way to hospital has an incident");
        self.set_status(id, VehicleStatus::AtHospital, observer);
        self.set_stage(row, IncidentStatus::AtHospital, observer);
        let incident = *self.state.incident(row);
        let hospital = incident.hospital.expect("a vehicle on the way to hospital has one");
        let to_ed = incident.attended_ending == Ending::ConveyedEd;
        let Handed { duration, freed } = if to_ed {
            self.hand_over(&incident, hospital)
        } else {
            Handed::whole(self.handover_other(&incident))
        };
        let incident = &mut self.state.incidents[row.index()];
        incident.at_hospital = now;
        incident.handed_over = now + duration;
        if to_ed {
            let incident = self.state.incident(row);
            observer.see(&Fact::Handover { incident, hospital, arrival: now, duration, freed });
        }
        self.schedule(duration, Event::HandoverEnds { vehicle: id, job });
    }

    pub(super) fn handover_ends(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if self.is_stale(id, job) {
            return;
        }
        self.set_status(id, VehicleStatus::WrapUp, observer);
        let row = self.state.vehicle(id).incident.expect("a vehicle at hospital has an incident");
        self.set_stage(row, IncidentStatus::HandedOver, observer);
        let wrap_up = self.wrap_up(self.state.incident(row), true);
        self.schedule(wrap_up, Event::VehicleClears { vehicle: id, job });
    }

    /// The job of the vehicle that had the patient last is over, and with it the incident.
    pub(super) fn clears(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if self.is_stale(id, job) {
            return;
        }
        let vehicle = *self.state.vehicle(id);
        let row = vehicle.incident.expect("a vehicle on a job has an incident");
        self.leave(id, row);
        let incident = self.state.incident(row);
        let is_last = incident.transport.or(incident.lead) == Some(id);
        let ending = incident.attended_ending;
        self.free(id, vehicle.leg.to, Moment::VehicleFree, observer);
        if is_last {
            self.end(row, ending, observer);
        }
    }

    pub(super) fn reaches_station(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if self.is_stale(id, job) {
            return;
        }
        let place = self.state.vehicle(id).leg.to;
        self.free(id, place, Moment::VehiclePassing, observer);
    }

    /// Ends an incident; it leaves the queue, and its row may be used again.
    pub(super) fn end(&mut self, row: IncidentRow, ending: Ending, observer: &mut impl Observer) {
        self.state.leave_queue(row);
        observer.see(&Fact::Ended { incident: self.state.incident(row), ending, at: self.state.now });
        self.state.close(row);
    }

    /// Stops an incident's clock now, once.
    pub(super) fn stop_clock(&mut self, row: IncidentRow, id: VehicleId, observer: &mut impl Observer) {
        let now = self.state.now;
        let incident = &mut self.state.incidents[row.index()];
        if incident.clock_stop == SimTime::NEVER {
            incident.clock_stop = now;
            let ending = self.state.incident(row).attended_ending;
            observer.see(&Fact::Responded { incident: self.state.incident(row), vehicle: id, ending });
        }
    }
}
