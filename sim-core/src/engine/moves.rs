//! How vehicles change status, are sent, diverted, stood down and freed.

use super::{Engine, Fact, Observer};
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::{Moment, view::purpose};
use crate::region::TravelPurpose;
use crate::state::{Event, Incident, Leg, Vehicle, VehicleStatus};
use crate::units::{SimDuration, SimTime};
use crate::vehicle_kind::{Pool, VehicleKind};
use crate::world::{Trip, UNREACHABLE};

/// Moves of idle vehicles that one change of the vehicles at hand can cause.
const MOST_MOVES: usize = 2;

impl Engine<'_> {
    #[inline(always)]
    pub(super) fn schedule(&mut self, after: SimDuration, event: Event) {
        self.push(self.state.now + after, event);
    }

    /// Puts a vehicle into a status, and tells that and how long it was in the one before.
    pub(super) fn set_status(&mut self, id: VehicleId, status: VehicleStatus, observer: &mut impl Observer) {
        let from = self.put(id, status, observer);
        self.turned(id, from, observer);
    }

    fn turned(&self, id: VehicleId, from: VehicleStatus, observer: &mut impl Observer) {
        let state = self.state.vehicle(id);
        let incident = state.incident.map(|row| self.state.incident(row));
        observer.see(&Fact::VehicleTurned { vehicle: id, state, incident, from, at: self.state.now });
    }

    /// Puts a vehicle into a status, tells how long it was in the one before, and gives that one.
    fn put(&mut self, id: VehicleId, status: VehicleStatus, observer: &mut impl Observer) -> VehicleStatus {
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
        let changed = &mut self.state.vehicles[id.index()];
        changed.status = status;
        changed.since = now;
        vehicle.status
    }

    /// Drive to an incident from a place: the drive between centroids and the way within the incident's area, at
    /// right angles, since it may lie in any direction. Rounded once.
    fn drive(&self, from: u16, incident: &Incident, purpose: TravelPurpose) -> SimDuration {
        if let Some(exact) = &self.component.travel.exact {
            return exact.leg(purpose, from, incident.place);
        }
        let (trip, within) = (self.trip(incident, purpose), self.within_s(incident));
        SimDuration::from_seconds(self.component.travel.drive_s((from, incident.place), trip, within))
    }

    /// A drive for an incident that begins now.
    fn trip(&self, incident: &Incident, purpose: TravelPurpose) -> Trip {
        let hour_of_week = self.clock.local(self.state.now).hour_of_week;
        Trip { purpose, hour_of_week, rural: self.component.places.rural[incident.place as usize] }
    }

    /// Ordinary seconds at an incident's end of a drive, multiplied for purpose and hour.
    fn timed(&self, incident: &Incident, purpose: TravelPurpose, seconds: f64) -> SimDuration {
        let hour = self.clock.local(self.state.now).hour_of_week;
        let rural = self.component.places.rural[incident.place as usize];
        SimDuration::from_seconds(seconds * self.component.travel.factor(purpose, hour, rural))
    }

    /// Sends a vehicle if it may be sent: it is available, or under way to a less urgent incident.
    /// Gives the incident that it leaves alone.
    pub(super) fn send(
        &mut self,
        id: VehicleId,
        row: IncidentRow,
        observer: &mut impl Observer,
    ) -> Option<IncidentRow> {
        let category = self.state.incident(row).category;
        let vehicle = *self.state.vehicle(id);
        let place = self.view().place(id);
        let target = self.state.incident(row).place;
        let reachable = self.component.travel.base_s(place as usize, target as usize) < UNREACHABLE;
        let full = self.state.incident(row).sent.iter().all(Option::is_some);
        if !reachable || full || !vehicle.answers.has(category) {
            return None;
        }
        if vehicle.status.is_available() {
            if !self.is_held(id, category) && self.may_cross(id, row) {
                self.assign(id, row, place, observer);
            }
        } else if vehicle.status.is_under_way() {
            let left = vehicle.incident.expect("a vehicle under way has an incident");
            if left != row && category < self.state.incident(left).category {
                self.divert(id, left, (row, place), observer);
                return Some(left);
            }
        }
        None
    }

    /// Takes a vehicle from an incident to a more urgent one; the incident that it leaves has to be dispatched again.
    fn divert(
        &mut self,
        id: VehicleId,
        left: IncidentRow,
        (row, place): (IncidentRow, u16),
        observer: &mut impl Observer,
    ) {
        observer.see(&Fact::Diverted { from: self.state.incident(left), vehicle: id });
        self.leave(id, left);
        let left_alone = &mut self.state.incidents[left.index()];
        left_alone.diversions = left_alone.diversions.saturating_add(1);
        self.assign(id, row, place, observer);
        self.set_stage_by_sent(left, observer);
        let left_alone = &mut self.state.incidents[left.index()];
        if left_alone.sent.iter().all(Option::is_none) && !left_alone.is_attended() {
            left_alone.assigned = SimTime::NEVER;
        }
    }

    /// A vehicle that became free goes in place of one farther off, which is stood down.
    fn take_over(&mut self, id: VehicleId, place: u16, observer: &mut impl Observer) -> bool {
        debug_assert!(self.state.under_way_is_current(), "rules see vehicles on the way as they are");
        let Some(replaced) = self.policies.diversion.takes_over(&self.view(), id) else { return false };
        let vehicle = self.state.vehicle(replaced);
        let Some(row) = vehicle.incident.filter(|_| vehicle.status.is_under_way()) else { return false };
        let incident = self.state.incident(row);
        let reachable = self.component.travel.base_s(place as usize, incident.place as usize) < UNREACHABLE;
        let full = incident.sent.iter().all(Option::is_some);
        let may = self.state.vehicle(id).answers.has(incident.category);
        // Who is released as the patient leaves could else be sent back to the scene that is being left.
        let over = incident.has_left(self.state.now);
        if over || full || !may || !reachable || vehicle.kind.pool() != self.state.vehicle(id).kind.pool() {
            return false;
        }
        self.clear_job(id, observer);
        self.assign(id, row, place, observer);
        self.release(replaced, row, observer);
        true
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
        let Vehicle { kind, status: was, .. } = *self.state.vehicle(id);
        let (mobilise, drive) = self.way_to(id, &incident, place);
        self.count_aid(id, row);
        self.leaves_break(id, observer);
        let from = self.put(id, VehicleStatus::ToScene, observer);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.job += 1;
        vehicle.incident = Some(row);
        let departs = now + mobilise;
        let leg = Leg { from: place, to: incident.place, departs, arrives: departs + drive };
        vehicle.leg = leg;
        let event = Event::VehicleReachesScene { vehicle: id, job: vehicle.job };
        self.state.refresh_under_way(id);
        let incident = &mut self.state.incidents[row.index()];
        if incident.sent.iter().all(Option::is_none) && !incident.is_attended() {
            incident.assigned = now;
        }
        incident.allocated = incident.allocated.saturating_add(u8::from(kind.pool() != Pool::Responder));
        *incident.sent.iter_mut().find(|slot| slot.is_none()).expect("room was checked") = Some(id);
        observer.see(&Fact::Assigned { incident: self.state.incident(row), vehicle: id, was, leg });
        self.turned(id, from, observer);
        self.set_stage_by_sent(row, observer);
        self.update_lacks(row);
        self.wait_or_leave(row);
        self.schedule(mobilise + drive, event);
    }

    /// Mobilisation and drive of a vehicle that is sent from `place`. A crew at its station, or one that starts its
    /// shift, mobilises; one diverted before it has moved off finishes doing so.
    fn way_to(&self, id: VehicleId, incident: &Incident, place: u16) -> (SimDuration, SimDuration) {
        let now = self.state.now;
        let vehicle = self.state.vehicle(id);
        let response = u64::from(incident.allocated);
        let mobilise = match vehicle.status {
            VehicleStatus::AtStation | VehicleStatus::OffDuty | VehicleStatus::OnBreak => {
                self.mobilise(incident, response)
            }
            VehicleStatus::ToScene => (vehicle.leg.departs - now).max(SimDuration::ZERO),
            _ => SimDuration::ZERO,
        };
        let purpose = match vehicle.kind {
            VehicleKind::Cfr => TravelPurpose::Ordinary,
            _ => purpose(incident.category),
        };
        (mobilise, self.drive(place, incident, purpose))
    }

    /// A vehicle without a job: off duty, to a waiting incident, or to where it stands while idle.
    pub(super) fn free(&mut self, id: VehicleId, place: u16, asked: Moment, observer: &mut impl Observer) {
        let now = self.state.now;
        self.overrun_ends(id, observer);
        if !self.state.vehicle(id).on_shift {
            self.off_duty(id, observer);
            return;
        }
        if self.goes_off_road(id, observer) {
            return;
        }
        let home = self.home(id);
        let moment = if place == home { Moment::VehiclePassing } else { asked };
        self.state.vehicles[id.index()].leg = Leg::at(place, now);
        if let Some(row) = self.next_incident(id, moment) {
            self.clear_job(id, observer);
            self.assign(id, row, place, observer);
            return;
        }
        // Who has just been replaced replaces nobody: two vehicles could go on for ever.
        if asked != Moment::VehicleStoodDown && self.take_over(id, place, observer) {
            return;
        }
        self.clear_job(id, observer);
        if self.goes_to_break(id, place, observer) {
            return;
        }
        if asked == Moment::VehiclePassing {
            self.stands(id, place, observer);
        } else {
            self.goes_idle(id, place, observer);
            self.relocate(observer);
        }
    }

    /// Where a vehicle is at home.
    pub(super) fn home(&self, id: VehicleId) -> u16 {
        self.decisions.fleet.vehicles[id.index()].home
    }

    /// A vehicle that has become idle goes to its post, or is there.
    fn goes_idle(&mut self, id: VehicleId, place: u16, observer: &mut impl Observer) {
        let post = match self.state.vehicle(id).kind.pool() {
            Pool::Transport => self.policies.relocation.post(&self.view(), id),
            Pool::Solo | Pool::Responder => None,
        };
        let post = post.unwrap_or(self.home(id));
        match self.way_home(id, place, post) {
            Some(drive) => self.drive_to_post(id, (place, post), drive, observer),
            None => self.stands(id, post, observer),
        }
    }

    fn stands(&mut self, id: VehicleId, place: u16, observer: &mut impl Observer) {
        let now = self.state.now;
        self.state.vehicles[id.index()].leg = Leg::at(place, now);
        if place == self.home(id) {
            self.set_status(id, VehicleStatus::AtStation, observer);
            observer.see(&Fact::AtStation { vehicle: id, at: now });
        } else {
            self.set_status(id, VehicleStatus::OnStandby, observer);
        }
    }

    /// Moves idle vehicles as the rule of relocation has it, a few at a time.
    pub(super) fn relocate(&mut self, observer: &mut impl Observer) {
        for _ in 0..MOST_MOVES {
            let Some((id, post)) = self.policies.relocation.moves(&self.view()) else { return };
            let place = self.view().place(id);
            let vehicle = self.state.vehicle(id);
            if !vehicle.status.is_available() || vehicle.leg.to == post || self.is_resting(id) {
                return;
            }
            self.clear_job(id, observer);
            self.state.vehicles[id.index()].leg = Leg::at(place, self.state.now);
            // One that is just passing the post has arrived.
            let drive = self.way_home(id, place, post).unwrap_or(SimDuration::ZERO);
            self.drive_to_post(id, (place, post), drive, observer);
        }
    }

    /// Sends an idle vehicle from where it is to a post; it can be sent to an incident on the way.
    pub(super) fn drive_to_post(
        &mut self,
        id: VehicleId,
        (place, post): (u16, u16),
        drive: SimDuration,
        observer: &mut impl Observer,
    ) {
        let now = self.state.now;
        let is_home = post == self.home(id);
        let status = if is_home { VehicleStatus::Returning } else { VehicleStatus::Relocating };
        if !is_home && place != post {
            observer.see(&Fact::Moved { vehicle: id, from: place, to: post, at: now });
        }
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.leg = Leg { from: place, to: post, departs: now, arrives: now + drive };
        let event = Event::VehicleReachesStation { vehicle: id, job: vehicle.job };
        self.set_status(id, status, observer);
        self.schedule(drive, event);
    }

    /// An ordinary drive without a patient to a station or a post; none if the vehicle is there.
    pub(super) fn way_home(&self, id: VehicleId, place: u16, post: u16) -> Option<SimDuration> {
        if self.component.travel.exact.is_some() {
            return self.given_way_back(self.state.vehicle(id), place, post);
        }
        if place == post {
            return None;
        }
        let base = self.component.travel.base_s(place as usize, post as usize);
        if base == UNREACHABLE {
            return Some(SimDuration::ZERO);
        }
        let hour_of_week = self.clock.local(self.state.now).hour_of_week;
        let rural = self.component.places.rural[post as usize];
        let trip = Trip { purpose: TravelPurpose::Return, hour_of_week, rural };
        Some(SimDuration::from_seconds(self.component.travel.drive_s((place, post), trip, 0.0)))
    }

    /// Ends a vehicle's tie to its incident; the time spent on it is told first.
    pub(super) fn clear_job(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let status = self.state.vehicle(id).status;
        self.put(id, status, observer);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.incident = None;
        vehicle.job += 1;
    }

    pub(super) fn off_duty(&mut self, id: VehicleId, observer: &mut impl Observer) {
        self.clear_job(id, observer);
        self.state.vehicles[id.index()].leg = Leg::at(self.home(id), self.state.now);
        self.set_status(id, VehicleStatus::OffDuty, observer);
    }

    /// The waiting incident that the queue rule gives a vehicle; one that no road leads to is left out.
    pub(super) fn next_incident(&self, id: VehicleId, moment: Moment) -> Option<IncidentRow> {
        if self.state.waiting.is_empty() {
            return None;
        }
        debug_assert!(self.state.queue_is_current(self.component), "vehicles see those who wait as they are");
        let view = self.view();
        let row = self.policies.queue.next(&view, id, moment)?;
        let incident = self.state.incident(row);
        let fits = incident.is_waiting() && view.fits(id, incident);
        let full = incident.sent.iter().all(Option::is_some);
        let free = !full && !self.is_held(id, incident.category);
        (fits && free && view.base_s(id, incident.place) < UNREACHABLE).then_some(row)
    }

    /// The way of a patient to hospital.
    pub(super) fn convey(&self, incident: &Incident, hospital: u16) -> SimDuration {
        let to = self.component.hospitals[hospital as usize].place;
        if let Some(exact) = &self.component.travel.exact {
            return exact.leg(TravelPurpose::Convey, incident.place, to);
        }
        let (trip, within) = (self.trip(incident, TravelPurpose::Convey), self.within_s(incident));
        SimDuration::from_seconds(self.component.travel.drive_s((incident.place, to), trip, within))
    }

    /// The way of a patient to the point of transfer on a land mass without a hospital.
    pub(super) fn to_transfer(&self, incident: &Incident) -> SimDuration {
        self.timed(incident, TravelPurpose::Convey, self.within_s(incident))
    }

    pub(super) const fn is_stale(&self, id: VehicleId, job: u32) -> bool {
        self.state.vehicles.as_slice()[id.index()].job != job
    }
}
