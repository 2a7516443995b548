use crate::category::{Category, Ending};
use crate::engine::{Fact, Observer};
use crate::ids::{AreaId, HospitalId, VehicleId};
use crate::state::{Incident, IncidentStatus, State, Vehicle, VehicleStatus};
use crate::tape::IncidentId;
use crate::units::SimTime;
use crate::world::{Component, World};
use serde::{Deserialize, Serialize};

/// A step of a vehicle or of an incident; equal statuses: a note, or another job in the same status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A vehicle's; the first of a log has no status before.
    Vehicle(Option<VehicleStatus>, VehicleStatus),
    /// An incident's; a call, and the first of what a run that is resumed finds, has no status before.
    Incident(Option<IncidentStatus>, IncidentStatus),
}

/// Why a row of a log stands there, where the statuses alone do not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogReason {
    /// The statuses say it.
    Plain,
    /// The log begins: what is found.
    Begins,
    /// The log ends: what is left.
    Stops,
    /// A shift begins.
    ShiftBegins,
    /// A shift ends.
    ShiftEnds,
    /// A vehicle is taken to a more urgent incident.
    Diverted,
    /// A vehicle on the way is not wanted any more.
    StoodDown,
    /// A vehicle goes to a patient who is attended already.
    BackUp,
    /// An incident has passed its category's threshold.
    Escalated,
    /// An incident's clock stops.
    ClockStops,
    /// An incident ends, in this way.
    Ended(Ending),
}

impl LogReason {
    /// The reasons that are not an ending.
    pub const NOTES: [Self; 10] = [
        Self::Plain,
        Self::Begins,
        Self::Stops,
        Self::ShiftBegins,
        Self::ShiftEnds,
        Self::Diverted,
        Self::StoodDown,
        Self::BackUp,
        Self::Escalated,
        Self::ClockStops,
    ];

    /// The name used in every table; nothing where the statuses say it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Begins => "log_begins",
            Self::Stops => "log_stops",
            Self::ShiftBegins => "shift_begins",
            Self::ShiftEnds => "shift_ends",
            Self::Diverted => "diverted",
            Self::StoodDown => "stood_down",
            Self::BackUp => "back_up",
            Self::Escalated => "escalated",
            Self::ClockStops => "clock_stops",
            Self::Ended(ending) => ending.name(),
        }
    }
}

/// One row of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// Its number in the log of its component, from 0.
    pub number: u32,
    /// The component's row in the world.
    pub component: u16,
    /// When.
    pub at: SimTime,
    /// What steps, and how.
    pub step: Step,
    /// Why.
    pub reason: LogReason,
    /// Row in the fleet of the vehicle that steps, or that the incident's step is about.
    pub vehicle: Option<u32>,
    /// The incident that steps, or that the vehicle works on.
    pub incident: Option<IncidentId>,
    /// The incident's category.
    pub category: Option<Category>,
    /// Where; `None` in a log that was read from a file.
    pub area: Option<AreaId>,
    /// The hospital that the patient goes to, or is at.
    pub hospital: Option<HospitalId>,
    /// When the drive that begins ends.
    pub arrives: Option<SimTime>,
}

/// Keeps every step of every vehicle and incident of one component.
#[derive(Debug)]
pub struct Log<'w> {
    component: &'w Component,
    number: u16,
    rows: Vec<LogRow>,
    why: Option<Why>,
}

/// Why the next step of a vehicle is taken, and the incident that it leaves.
#[derive(Debug)]
struct Why {
    vehicle: VehicleId,
    reason: LogReason,
    left: Incident,
}

/// A vehicle and the incident that it works on.
#[derive(Clone, Copy)]
struct Tied<'a> {
    vehicle: VehicleId,
    state: &'a Vehicle,
    incident: Option<&'a Incident>,
}

impl<'w> Log<'w> {
    /// A log of row `component` of the world that begins with what `state` holds.
    #[must_use]
    pub fn new(world: &'w World, component: usize, state: &State) -> Self {
        let site = &world.components[component];
        let mut log = Self { component: site, number: component as u16, rows: Vec::new(), why: None };
        log.stand(state, LogReason::Begins);
        log
    }

    /// A log that goes on after the rows that it has.
    #[must_use]
    pub fn resume(world: &'w World, component: usize, rows: Vec<LogRow>) -> Self {
        Self { component: &world.components[component], number: component as u16, rows, why: None }
    }

    /// The rows so far, of a run that stands still.
    #[must_use]
    pub fn pause(self) -> Vec<LogRow> {
        self.rows
    }

    /// The rows in order, once the run is over in `state`.
    #[must_use]
    pub fn finish(mut self, state: &State) -> Vec<LogRow> {
        self.stand(state, LogReason::Stops);
        self.rows
    }

    /// One row for each open incident and each vehicle.
    fn stand(&mut self, state: &State, reason: LogReason) {
        let at = state.now();
        let begins = reason == LogReason::Begins;
        for incident in state.incidents.iter().filter(|incident| incident.is_open()) {
            let step = Step::Incident((!begins).then_some(incident.status), incident.status);
            self.incident(incident, at, (step, reason));
        }
        for (row, vehicle) in state.vehicles.iter().enumerate() {
            let incident = vehicle.incident.map(|row| state.incident(row));
            let tied = Tied { vehicle: VehicleId::new(row), state: vehicle, incident };
            let step = Step::Vehicle((!begins).then_some(vehicle.status), vehicle.status);
            self.vehicle(tied, at, (step, reason));
            if begins && vehicle.on_shift {
                let step = Step::Vehicle(Some(vehicle.status), vehicle.status);
                self.vehicle(tied, at, (step, LogReason::ShiftBegins));
            }
        }
    }

    fn push(&mut self, row: LogRow) {
        self.rows.push(LogRow { number: self.rows.len() as u32, component: self.number, ..row });
    }

    fn incident(&mut self, incident: &Incident, at: SimTime, (step, reason): (Step, LogReason)) {
        let hospital = incident.hospital.map(|row| self.component.hospitals[row as usize].hospital);
        self.push(LogRow {
            number: 0,
            component: 0,
            at,
            step,
            reason,
            vehicle: None,
            incident: Some(incident.id),
            category: Some(incident.category),
            area: Some(self.component.places.area[incident.place as usize]),
            hospital,
            arrives: None,
        });
    }

    /// A note about an incident that keeps its status, and a vehicle.
    fn note(&mut self, incident: &Incident, vehicle: Option<VehicleId>, (at, reason): (SimTime, LogReason)) {
        self.incident(incident, at, (Step::Incident(Some(incident.status), incident.status), reason));
        if let Some(row) = self.rows.last_mut() {
            row.vehicle = vehicle.map(|id| id.0);
        }
    }

    fn vehicle(&mut self, tied: Tied<'_>, at: SimTime, (step, reason): (Step, LogReason)) {
        let (leg, incident) = (tied.state.leg, tied.incident);
        let place = if leg.arrives > at { leg.from } else { leg.to };
        let hospital = incident.and_then(|incident| incident.hospital);
        self.push(LogRow {
            number: 0,
            component: 0,
            at,
            step,
            reason,
            vehicle: Some(tied.vehicle.0),
            incident: incident.map(|incident| incident.id),
            category: incident.map(|incident| incident.category),
            area: Some(self.component.places.area[place as usize]),
            hospital: hospital.map(|row| self.component.hospitals[row as usize].hospital),
            arrives: (leg.arrives > at).then_some(leg.arrives),
        });
    }

    fn turned(&mut self, tied: Tied<'_>, from: VehicleStatus, at: SimTime) {
        let to_attended = tied.incident.is_some_and(Incident::is_attended);
        let reason = match self.why.take() {
            Some(why) if why.vehicle == tied.vehicle => {
                self.note(&why.left, Some(why.vehicle), (at, why.reason));
                why.reason
            }
            _ if tied.state.status == VehicleStatus::ToScene && to_attended => LogReason::BackUp,
            _ => LogReason::Plain,
        };
        self.vehicle(tied, at, (Step::Vehicle(Some(from), tied.state.status), reason));
    }
}

impl Observer for Log<'_> {
    fn see(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::Called { incident } => {
                let step = Step::Incident(None, incident.status);
                self.incident(incident, incident.answered, (step, LogReason::Plain));
            }
            Fact::Diverted { from: left, vehicle } => {
                self.why = Some(Why { vehicle, reason: LogReason::Diverted, left: *left });
            }
            Fact::StoodDown { incident: left, vehicle } => {
                self.why = Some(Why { vehicle, reason: LogReason::StoodDown, left: *left });
            }
            Fact::Responded { incident, vehicle, .. } => {
                self.note(incident, Some(vehicle), (incident.clock_stop, LogReason::ClockStops));
            }
            Fact::VehicleTurned { vehicle, state, incident, from, at } => {
                self.turned(Tied { vehicle, state, incident }, from, at);
            }
            Fact::Shift { vehicle, state, incident, begins, at } => {
                let reason = if begins { LogReason::ShiftBegins } else { LogReason::ShiftEnds };
                let step = Step::Vehicle(Some(state.status), state.status);
                self.vehicle(Tied { vehicle, state, incident }, at, (step, reason));
            }
            Fact::IncidentTurned { incident, from, at } => {
                let step = Step::Incident(Some(from), incident.status);
                self.incident(incident, at, (step, LogReason::Plain));
            }
            Fact::Escalated { incident, at } => self.note(incident, None, (at, LogReason::Escalated)),
            Fact::Ended { incident, ending, at } => {
                let step = Step::Incident(Some(incident.status), IncidentStatus::Ended);
                self.incident(incident, at, (step, LogReason::Ended(ending)));
            }
            // Told by the steps, or when the log is finished.
            Fact::Assigned { .. }
            | Fact::AtStation { .. }
            | Fact::Contact { .. }
            | Fact::DeskHour { .. }
            | Fact::DeskWork { .. }
            | Fact::AssessmentBegins { .. }
            | Fact::Assessed { .. }
            | Fact::Recategorised { .. }
            | Fact::WelfareCall { .. }
            | Fact::PlanLevel { .. }
            | Fact::Team { .. }
            | Fact::TeamDuty { .. }
            | Fact::Crew { .. }
            | Fact::Moved { .. }
            | Fact::Arrived { .. }
            | Fact::TransportArrived { .. }
            | Fact::Handover { .. }
            | Fact::Status { .. }
            | Fact::LeftOpen { .. } => {}
        }
    }
}

impl LogRow {
    /// Whether a vehicle steps.
    #[must_use]
    pub const fn is_of_vehicle(&self) -> bool {
        matches!(self.step, Step::Vehicle(..))
    }
}
