//! What changes during a run: the calendar, the vehicles, the open incidents. Plain data: clone it, compare it,
//! save it, load it, and the run goes on as if nothing had happened.

mod aid;
mod crew;
mod department;
mod desks;
mod event;
mod incident;
mod incident_status;
pub mod legal;
mod lists;
mod teams;
mod vehicle;
mod waiting;

pub use aid::AidState;
pub use crew::{Crew, Meal};
pub use department::{Around, Department};
pub use desks::{Assessment, CallTakers, Clinicians, Contact, DeskState, PlanState, Reason};
pub use event::Event;
pub(crate) use event::Packed;
pub use incident::{Incident, MOST_RESPONSES};
pub use incident_status::IncidentStatus;
pub use lists::UnderWay;
pub use teams::{Referral, TeamState};
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
    pub(crate) calendar: Calendar<Packed>,
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
    /// Vehicles on the way to a scene, community first responders left out: nothing diverts them.
    pub(crate) under_way: Vec<UnderWay>,
    /// One department for each local hospital.
    pub(crate) departments: Vec<Department>,
    /// The call and clinical stage.
    pub(crate) desks: DeskState,
    /// Teams that are no ambulance crews, one kind in one patch each; none where no intervention has them.
    pub(crate) teams: Vec<TeamState>,
    /// Mutual aid between services; empty where there is no agreement.
    #[serde(default, skip_serializing_if = "AidState::is_closed")]
    pub(crate) aid: AidState,
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
}
