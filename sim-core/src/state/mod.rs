//! What changes during a run: the calendar, the vehicles, the open incidents. Plain data: clone it, compare it,
//! save it, load it, and the run goes on as if nothing had happened.

mod crew;
mod department;
mod desks;
mod event;
mod incident;
mod incident_status;
pub mod legal;
mod vehicle;
mod waiting;

pub use crew::{Crew, Meal};
pub use department::{Around, Department};
pub use desks::{Assessment, CallTakers, Clinicians, Contact, DeskState, PlanState, Reason};
pub use event::Event;
pub use incident::{Incident, MOST_RESPONSES};
pub use incident_status::IncidentStatus;
pub use vehicle::{Leg, Vehicle, VehicleStatus};
pub use waiting::{Turn, Urgency, Waiting};

use crate::calendar::Calendar;
use crate::ids::{IncidentRow, VehicleId};
use crate::units::SimTime;
use crate::vehicle_kind::Pool;
use serde::{Deserialize, Serialize};

/// How far the run has read its tapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// Number of the week being read; 0 before the first.
    pub week: u32,
    /// Rows of it that have been read.
    pub read: u32,
}

/// The state of one component in one arm and one replication.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    pub(crate) now: SimTime,
    pub(crate) calendar: Calendar<Event>,
    pub(crate) vehicles: Vec<Vehicle>,
    /// The crew of each vehicle.
    pub(crate) crews: Vec<Crew>,
    pub(crate) incidents: Vec<Incident>,
    pub(crate) free_rows: Vec<IncidentRow>,
    /// Incidents that wait for a vehicle: the most urgent first, then who asked first.
    pub(crate) waiting: Vec<Waiting>,
    /// Vehicles that can be sent, by pool.
    pub(crate) available: [Vec<VehicleId>; Pool::COUNT],
    /// Those of them that stand at their station and are no responders, by place of the station and pool.
    pub(crate) standing: Vec<[Vec<VehicleId>; 2]>,
    /// Those of them that do not, by pool.
    pub(crate) about: [Vec<VehicleId>; Pool::COUNT],
    /// Vehicles on the way to a scene.
    pub(crate) under_way: Vec<VehicleId>,
    /// One department for each local hospital.
    pub(crate) departments: Vec<Department>,
    /// The call and clinical stage.
    pub(crate) desks: DeskState,
    pub(crate) cursor: Cursor,
    pub(crate) started: bool,
}

impl State {
    /// The state before anything has happened.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The instant that has been reached.
    #[must_use]
    pub const fn now(&self) -> SimTime {
        self.now
    }

    /// The vehicles in order of their ids.
    #[must_use]
    pub fn vehicles(&self) -> &[Vehicle] {
        &self.vehicles
    }

    /// The incident in a row.
    #[inline]
    #[must_use]
    pub fn incident(&self, row: IncidentRow) -> &Incident {
        &self.incidents[row.index()]
    }

    /// The vehicle of an id.
    #[inline]
    #[must_use]
    pub fn vehicle(&self, id: VehicleId) -> &Vehicle {
        &self.vehicles[id.index()]
    }

    /// The crew of a vehicle.
    #[must_use]
    pub fn crew(&self, id: VehicleId) -> &Crew {
        &self.crews[id.index()]
    }

    /// The call and clinical stage.
    #[must_use]
    pub const fn desks(&self) -> &DeskState {
        &self.desks
    }

    /// Puts a new incident into a free row.
    pub(crate) fn open(&mut self, incident: Incident) -> IncidentRow {
        match self.free_rows.pop() {
            Some(row) => {
                self.incidents[row.index()] = incident;
                row
            }
            None => {
                self.incidents.push(incident);
                IncidentRow::new(self.incidents.len() - 1)
            }
        }
    }

    /// Lets the row of an ended incident be used again.
    pub(crate) fn close(&mut self, row: IncidentRow) {
        debug_assert!(self.incidents[row.index()].is_open(), "an incident ends once");
        self.incidents[row.index()].closed = true;
        self.incidents[row.index()].status = IncidentStatus::Ended;
        self.free_rows.push(row);
    }

    /// Moves a vehicle to the list that its status belongs to.
    pub(crate) fn list(&mut self, id: VehicleId, status: VehicleStatus) {
        let old = self.vehicles[id.index()].status;
        self.list_spot(id, (old, status));
        if old.is_available() == status.is_available() && old.is_under_way() == status.is_under_way() {
            return;
        }
        let slot = self.vehicles[id.index()].list_slot as usize;
        let moved = self.list_of(id, old).and_then(|list| {
            list.swap_remove(slot);
            list.get(slot).copied()
        });
        if let Some(moved) = moved {
            self.vehicles[moved.index()].list_slot = slot as u32;
        }
        let joined = self.list_of(id, status).map(|list| {
            list.push(id);
            list.len() - 1
        });
        if let Some(slot) = joined {
            self.vehicles[id.index()].list_slot = slot as u32;
        }
    }

    /// Moves an available vehicle between those at a station and those about.
    fn list_spot(&mut self, id: VehicleId, (old, new): (VehicleStatus, VehicleStatus)) {
        let spot = |status: VehicleStatus| status.is_available().then_some(status.is_at_station());
        if spot(old) == spot(new) {
            return;
        }
        let slot = self.vehicles[id.index()].stand_slot as usize;
        let moved = self.spot_of(id, old).and_then(|list| {
            list.swap_remove(slot);
            list.get(slot).copied()
        });
        if let Some(moved) = moved {
            self.vehicles[moved.index()].stand_slot = slot as u32;
        }
        let joined = self.spot_of(id, new).map(|list| {
            list.push(id);
            list.len() - 1
        });
        if let Some(slot) = joined {
            self.vehicles[id.index()].stand_slot = slot as u32;
        }
    }

    fn spot_of(&mut self, id: VehicleId, status: VehicleStatus) -> Option<&mut Vec<VehicleId>> {
        let vehicle = &self.vehicles[id.index()];
        let pool = vehicle.kind.pool();
        let station = vehicle.station.filter(|_| status.is_at_station() && pool != Pool::Responder);
        match station {
            _ if !status.is_available() => None,
            Some(row) => Some(&mut self.standing[usize::from(row)][usize::from(pool == Pool::Solo)]),
            None => Some(&mut self.about[pool as usize]),
        }
    }

    /// The list of the available vehicles of a pool, or of those under way to a scene; community first responders
    /// under way are on no list, since nothing diverts them.
    fn list_of(&mut self, id: VehicleId, status: VehicleStatus) -> Option<&mut Vec<VehicleId>> {
        let pool = self.vehicles[id.index()].kind.pool();
        if status.is_available() {
            Some(&mut self.available[pool as usize])
        } else if status.is_under_way() && pool != Pool::Responder {
            Some(&mut self.under_way)
        } else {
            None
        }
    }
}
