//! How vehicles change status, are sent, diverted, stood down and freed.

use super::{Engine, Fact, Observer};
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::{Moment, Need, view::purpose};
use crate::region::TravelPurpose;
use crate::state::{Event, Incident, Leg, VehicleStatus};
use crate::units::{SimDuration, SimTime};
use crate::world::UNREACHABLE;

impl Engine<'_> {
    pub(super) fn schedule(&mut self, after: SimDuration, event: Event) {
        self.push(self.state.now + after, event);
    }

    /// Puts a vehicle into a status and tells how long it was in the one before.
    pub(super) fn set_status(&mut self, id: VehicleId, status: VehicleStatus, observer: &mut impl Observer) {
        let (now, vehicle) = (self.state.now, self.state.vehicles[id.index()]);
        if vehicle.since < now {
            let incident_patch = vehicle.incident.map(|row| self.state.incident(row).patch);
            observer.see(&Fact::Status {
                vehicle: id,
                status: vehicle.status,
                from: vehicle.since,
                until: now,
                incident_patch,
            });
        }
        self.state.list(id, status);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.status = status;
        vehicle.since = now;
    }

    /// Drive to an incident from a place: the drive between centroids and the way within the incident's area, at
    /// right angles, since it may lie in any direction. Rounded once.
    fn drive(&self, from: u16, incident: &Incident, purpose: TravelPurpose) -> SimDuration {
        if let Some(exact) = &self.component.travel.exact {
            return exact.leg(purpose, from, incident.place);
        }
        let base = f64::from(self.component.travel.base_s(from as usize, incident.place as usize));
        let within = self.within_s(incident);
        self.timed(incident, purpose, libm::sqrt(base * base + within * within))
    }

    /// Ordinary seconds at an incident's end of a drive, multiplied for purpose and hour.
    fn timed(&self, incident: &Incident, purpose: TravelPurpose, seconds: f64) -> SimDuration {
        let hour = self.clock.local(self.state.now).hour_of_week;
        let rural = self.component.places.rural[incident.place as usize];
        SimDuration::from_seconds(seconds * self.component.travel.factor(purpose, hour, rural))
    }

    /// Asks the dispatch rule for an incident, and sends or queues.
    pub(super) fn dispatch(&mut self, row: IncidentRow, moment: Moment, observer: &mut impl Observer) {
        let incident = *self.state.incident(row);
        let need = Need { vehicles: 1, moment };
        let sends = self.policies.dispatch.choose(&self.view(), &incident, &need);
        for id in sends.iter() {
            self.send(id, row, observer);
        }
        let incident = self.state.incident(row);
        if incident.sent.iter().all(Option::is_none) && !incident.is_waiting() {
            self.wait(row);
        }
    }

    fn wait(&mut self, row: IncidentRow) {
        self.state.join_queue(row);
        let incident = *self.state.incident(row);
        let Some(after) = self.policies.queue.escalates_after(incident.category) else { return };
        if !incident.escalated {
            let at = self.state.now.max(incident.ready + after);
            let event = Event::IncidentEscalates { incident: row, check: incident.check() };
            self.state.calendar.push(at, event.rank(), event);
        }
    }

    /// Sends a vehicle if it may be sent: it is available, or under way to a less urgent incident.
    pub(super) fn send(&mut self, id: VehicleId, row: IncidentRow, observer: &mut impl Observer) {
        let category = self.state.incident(row).category;
        let vehicle = *self.state.vehicle(id);
        let place = self.view().place(id);
        let target = self.state.incident(row).place;
        let reachable = self.component.travel.base_s(place as usize, target as usize) < UNREACHABLE;
        if !reachable || self.state.incident(row).sent.iter().all(Option::is_some) {
            return;
        }
        if vehicle.status.is_available() {
            self.assign(id, row, place, observer);
        } else if vehicle.status.is_under_way() {
            let left = vehicle.incident.expect("a vehicle under way has an incident");
            if left != row && category < self.state.incident(left).category {
                self.leave(id, left);
                let left_alone = &mut self.state.incidents[left.index()];
                left_alone.diversions = left_alone.diversions.saturating_add(1);
                self.assign(id, row, place, observer);
                self.look_again(left, observer);
            }
        }
    }

    /// An incident has lost a vehicle to a more urgent one: unless another is on its way, it is dispatched again.
    fn look_again(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        let incident = self.state.incident(row);
        if incident.sent.iter().all(Option::is_none) && incident.lead.is_none() {
            self.state.incidents[row.index()].assigned = SimTime::NEVER;
            self.dispatch(row, Moment::IncidentReady, observer);
        }
    }

    /// Takes a vehicle off an incident's list.
    pub(super) fn leave(&mut self, id: VehicleId, row: IncidentRow) {
        for slot in &mut self.state.incidents[row.index()].sent {
            if *slot == Some(id) {
                *slot = None;
            }
        }
    }

    /// Sends a vehicle from `place` to an incident.
    pub(super) fn assign(
        &mut self,
        id: VehicleId,
        row: IncidentRow,
        place: u16,
        observer: &mut impl Observer,
    ) {
        let now = self.state.now;
        let incident = *self.state.incident(row);
        let response = u64::from(incident.diversions) * 4 + incident.sent.iter().flatten().count() as u64;
        let vehicle = self.state.vehicle(id);
        let mobilise = match vehicle.status {
            VehicleStatus::AtStation | VehicleStatus::OffDuty => self.mobilise(&incident, response),
            VehicleStatus::ToScene => (vehicle.leg.departs - now).max(SimDuration::ZERO),
            _ => SimDuration::ZERO,
        };
        let drive = self.drive(place, &incident, purpose(incident.category));
        let vehicle_was = vehicle.status;
        self.set_status(id, VehicleStatus::ToScene, observer);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.job += 1;
        vehicle.incident = Some(row);
        vehicle.leg =
            Leg { from: place, to: incident.place, departs: now + mobilise, arrives: now + mobilise + drive };
        let event = Event::VehicleReachesScene { vehicle: id, job: vehicle.job };
        self.state.leave_queue(row);
        let incident = &mut self.state.incidents[row.index()];
        if incident.sent.iter().all(Option::is_none) {
            incident.assigned = now;
        }
        *incident.sent.iter_mut().find(|slot| slot.is_none()).expect("room was checked") = Some(id);
        let (incident, leg) = (self.state.incident(row), self.state.vehicle(id).leg);
        observer.see(&Fact::Assigned { incident, vehicle: id, was: vehicle_was, leg });
        self.schedule(mobilise + drive, event);
    }

    /// A vehicle without a job: off duty, to a waiting incident, or back to its station.
    pub(super) fn free(&mut self, id: VehicleId, place: u16, moment: Moment, observer: &mut impl Observer) {
        let now = self.state.now;
        if !self.state.vehicle(id).on_shift {
            self.off_duty(id, observer);
            return;
        }
        let home = self.component.stations[self.decisions.fleet.vehicles[id.index()].station as usize].place;
        let moment = if place == home { Moment::VehiclePassing } else { moment };
        self.state.vehicles[id.index()].leg = Leg::at(place, now);
        if let Some(row) = self.next_incident(id, moment) {
            self.clear_job(id, observer);
            self.assign(id, row, place, observer);
            return;
        }
        self.clear_job(id, observer);
        let Some(drive) = self.way_back(id, place, home) else {
            self.state.vehicles[id.index()].leg = Leg::at(home, now);
            self.set_status(id, VehicleStatus::AtStation, observer);
            observer.see(&Fact::AtStation { vehicle: id, at: now });
            return;
        };
        self.set_status(id, VehicleStatus::Returning, observer);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.leg = Leg { from: place, to: home, departs: now, arrives: now + drive };
        let event = Event::VehicleReachesStation { vehicle: id, job: vehicle.job };
        self.schedule(drive, event);
    }

    /// The way back to a vehicle's station; none if it is there.
    fn way_back(&self, id: VehicleId, place: u16, home: u16) -> Option<SimDuration> {
        if self.component.travel.exact.is_some() {
            return self.given_way_back(self.state.vehicle(id), place, home);
        }
        if place == home {
            return None;
        }
        let hour = self.clock.local(self.state.now).hour_of_week;
        let rural = self.component.places.rural[home as usize];
        let base = self.component.travel.base_s(place as usize, home as usize);
        let factor = self.component.travel.factor(TravelPurpose::Return, hour, rural);
        if base == UNREACHABLE {
            return Some(SimDuration::ZERO);
        }
        Some(SimDuration::from_seconds(f64::from(base) * factor))
    }

    /// Ends a vehicle's tie to its incident; the time spent on it is told first.
    fn clear_job(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let status = self.state.vehicle(id).status;
        self.set_status(id, status, observer);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.incident = None;
        vehicle.job += 1;
    }

    pub(super) fn off_duty(&mut self, id: VehicleId, observer: &mut impl Observer) {
        self.clear_job(id, observer);
        self.set_status(id, VehicleStatus::OffDuty, observer);
        let home = self.component.stations[self.decisions.fleet.vehicles[id.index()].station as usize].place;
        self.state.vehicles[id.index()].leg = Leg::at(home, self.state.now);
    }

    /// The waiting incident that the queue rule gives a vehicle; one that no road leads to is left out.
    pub(super) fn next_incident(&self, id: VehicleId, moment: Moment) -> Option<IncidentRow> {
        if self.state.waiting.is_empty() {
            return None;
        }
        let view = self.view();
        let row = self.policies.queue.next(&view, id, moment)?;
        let incident = self.state.incident(row);
        (incident.is_waiting() && view.base_s(id, incident.place) < UNREACHABLE).then_some(row)
    }

    /// The way of a patient to hospital.
    pub(super) fn convey(&self, incident: &Incident, hospital: u16) -> SimDuration {
        let to = self.component.hospitals[hospital as usize].place;
        if let Some(exact) = &self.component.travel.exact {
            return exact.leg(TravelPurpose::Convey, incident.place, to);
        }
        let base = f64::from(self.component.travel.base_s(incident.place as usize, to as usize));
        let within = self.within_s(incident);
        self.timed(incident, TravelPurpose::Convey, libm::sqrt(base * base + within * within))
    }

    /// The way of a patient to the point of transfer on a land mass without a hospital.
    pub(super) fn to_transfer(&self, incident: &Incident) -> SimDuration {
        self.timed(incident, TravelPurpose::Convey, self.within_s(incident))
    }

    /// Vehicles on the way to an incident that needs no more are stood down.
    pub(super) fn stand_down(&mut self, row: IncidentRow, lead: VehicleId, observer: &mut impl Observer) {
        for id in self.state.incident(row).sent.into_iter().flatten() {
            if id != lead && self.state.vehicle(id).status == VehicleStatus::ToScene {
                let place = self.view().place(id);
                self.leave(id, row);
                self.free(id, place, Moment::VehicleFree, observer);
            }
        }
    }

    pub(super) const fn is_stale(&self, id: VehicleId, job: u32) -> bool {
        self.state.vehicles.as_slice()[id.index()].job != job
    }
}
