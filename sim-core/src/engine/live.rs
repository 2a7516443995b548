//! How a run begins in the middle of things: vehicles on jobs, incidents that wait.

use super::Engine;
use crate::category::Category;
use crate::ids::{IncidentRow, VehicleId};
use crate::state::{Event, Incident, IncidentStatus, Leg, State, VehicleStatus};
use crate::tape::{GIVEN_LAYER, IncidentId};
use crate::units::SimTime;

/// An incident that was called before the run begins; its clock started then, so the window does not count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveIncident {
    /// The own place where it is.
    pub place: u16,
    /// Its category.
    pub category: Category,
    /// When it was called, before the run begins.
    pub called: SimTime,
}

/// A vehicle that is on a job when the run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveVehicle {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// What it works on; in its place the vehicle clears.
    pub incident: LiveIncident,
    /// The local hospital at which it waits for handover; `None`: treatment is over and it wraps up.
    pub hospital: Option<u16>,
    /// When the handover, or the wrap-up, ends; after the run begins.
    pub until: SimTime,
}

/// A department before whose bays ambulances wait when the run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveDepartment {
    /// The local hospital.
    pub hospital: u16,
    /// Ambulances that wait outside for a bay, those of [`Live::busy`] too.
    pub waiting: u16,
}

/// What is given of the present of a component. Vehicles that are not named stand at their stations, or are off duty,
/// by the rota.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// When the run begins.
    pub at: SimTime,
    /// Vehicles on jobs, each at most once.
    pub busy: Vec<LiveVehicle>,
    /// Incidents that wait for a vehicle, first come first.
    pub waiting: Vec<LiveIncident>,
    /// Departments with bays at which ambulances wait, each at most once.
    pub departments: Vec<LiveDepartment>,
}

impl Engine<'_> {
    /// Puts what is given into a state in which nothing has happened but that time has come to [`Live::at`].
    ///
    /// # Panics
    /// If anything has happened already.
    #[must_use]
    pub fn with_live(mut self, live: &Live) -> Self {
        assert!(self.state.incidents.is_empty() && self.state.now == live.at, "nothing has happened yet");
        live.departments.iter().for_each(|given| self.fill_department(given.hospital, given.waiting));
        for (number, busy) in live.busy.iter().enumerate() {
            self.give_busy(busy, number as u16);
        }
        for (number, waiting) in live.waiting.iter().enumerate() {
            let incident = self.given(waiting, (live.busy.len() + number) as u16);
            let row = self.state.open(incident);
            let event = Event::IncidentReady { incident: row };
            self.push(live.at, event);
        }
        self
    }

    fn given(&self, live: &LiveIncident, ordinal: u16) -> Incident {
        let area = self.component.places.area[live.place as usize];
        let identity = self.identities[area.index()].identity;
        let weeks = self.clock.weeks();
        let week = weeks.partition_point(|week| week.start <= self.state.now).saturating_sub(1);
        let id = IncidentId::new(identity, weeks[week].number, GIVEN_LAYER, ordinal);
        let patch = self.component.patch[live.place as usize];
        let incident = Incident::called(id, live.category, (live.place, patch), live.called);
        Incident { attended_ending: self.disposition(&incident), ..incident }
    }

    fn give_busy(&mut self, busy: &LiveVehicle, ordinal: u16) {
        let (id, called) = (busy.vehicle, busy.incident.called);
        let mut incident = self.given(&busy.incident, ordinal);
        incident.status =
            if busy.hospital.is_some() { IncidentStatus::AtHospital } else { IncidentStatus::Treated };
        (incident.assigned, incident.reached, incident.attended) = (called, called, called);
        (incident.clock_stop, incident.treated, incident.leaves) = (called, called, called);
        (incident.lead, incident.transport, incident.sent[0]) = (Some(id), Some(id), Some(id));
        (incident.allocated, incident.arrived, incident.hospital) = (1, 1, busy.hospital);
        if busy.hospital.is_some() {
            (incident.transport_reached, incident.at_hospital) = (called, self.state.now);
            incident.handed_over = busy.until;
        }
        let row = self.state.open(incident);
        self.tie(busy, row);
    }

    fn tie(&mut self, busy: &LiveVehicle, row: IncidentRow) {
        let (id, now) = (busy.vehicle, self.state.now);
        let at_hospital = |hospital: u16| self.component.hospitals[hospital as usize].place;
        let place = busy.hospital.map_or(busy.incident.place, at_hospital);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.job += 1;
        vehicle.incident = Some(row);
        vehicle.leg = Leg::at(place, now);
        let job = vehicle.job;
        let (status, event) = match busy.hospital {
            Some(_) => (VehicleStatus::AtHospital, Event::HandoverEnds { vehicle: id, job }),
            None => (VehicleStatus::WrapUp, Event::VehicleClears { vehicle: id, job }),
        };
        vehicle.status = status;
        self.push(busy.until.max(now), event);
    }
}

impl State {
    /// The state before anything has happened, at an instant within the run's calendar.
    #[must_use]
    pub fn at(now: SimTime) -> Self {
        Self { now, ..Self::default() }
    }
}
