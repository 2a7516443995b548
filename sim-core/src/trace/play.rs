//! Running a trace, and what came of each incident.

use super::Trace;
use crate::engine::{Engine, Fact, Observer, Stop};
use crate::ids::VehicleId;
use crate::rng::Address;
use crate::state::{State, VehicleStatus};
use crate::units::SimTime;
use crate::world::Recorded;

/// What came of one incident; `None`: it has no such instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replayed {
    /// Row of the vehicle in the fleet's file.
    pub vehicle: Option<u32>,
    /// Whether it waited for a vehicle to become free.
    pub queued: bool,
    /// Whether the vehicle was on its way back to its station when it was sent.
    pub from_road: bool,
    /// Times that its vehicle was turned to a more urgent incident.
    pub diversions: u8,
    /// Assignment of the vehicle.
    pub assigned: Option<SimTime>,
    /// The vehicle moves off.
    pub mobilised: Option<SimTime>,
    /// Arrival at scene.
    pub reached: Option<SimTime>,
    /// Departure from scene, or end of treatment there.
    pub left_scene: Option<SimTime>,
    /// Arrival at hospital.
    pub at_hospital: Option<SimTime>,
    /// Handover of the patient.
    pub handed_over: Option<SimTime>,
    /// The vehicle is free.
    pub freed: Option<SimTime>,
    /// The vehicle is home, if it was sent nowhere else before and its shift had not ended.
    pub home: Option<SimTime>,
    /// Row of the hospital in its file.
    pub hospital: Option<u16>,
}

/// A trace and what came of its incidents, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// What was given.
    pub trace: Trace,
    /// What came of each incident.
    pub rows: Vec<Replayed>,
}

impl Trace {
    /// Replays the trace; the same trace gives the same table.
    #[must_use]
    pub fn replay(self) -> Replay {
        let (world, decisions) = (self.world(), self.decisions());
        let mut writer = Writer {
            rows: vec![Replayed::default(); self.incidents.len()],
            last: vec![None; self.vehicles.len()],
        };
        // Nothing is drawn, so no seed can matter.
        let mut engine = Engine::new(&world, 0, &decisions, Address::new(0, 0), State::new());
        for tape in self.tapes(world.clock.weeks()) {
            engine.advance(&tape, world.clock.horizon(), &mut writer, &Stop::new());
        }
        engine.close(&mut writer);
        Replay { rows: writer.rows, trace: self }
    }
}

/// Writes the incident table from facts.
struct Writer {
    rows: Vec<Replayed>,
    /// The last incident of each vehicle, until the vehicle is home or sent again.
    last: Vec<Option<usize>>,
}

impl Writer {
    fn row(&self, identity: u64) -> usize {
        (identity & (Recorded::MOST as u64 - 1)) as usize
    }

    fn home(&mut self, vehicle: VehicleId, at: SimTime) {
        if let Some(row) = self.last[vehicle.index()].take() {
            self.rows[row].home = Some(at);
        }
    }
}

impl Observer for Writer {
    fn see(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::Assigned { incident, vehicle, was, leg } => {
                let row = self.row(incident.id.0);
                self.last[vehicle.index()] = Some(row);
                let entry = &mut self.rows[row];
                entry.queued = matches!(was, VehicleStatus::WrapUp | VehicleStatus::OffDuty);
                entry.from_road = was == VehicleStatus::Returning;
                entry.vehicle = Some(vehicle.0);
                entry.assigned = Some(incident.assigned);
                entry.mobilised = Some(leg.departs);
            }
            Fact::Responded { incident, .. } => {
                let row = self.row(incident.id.0);
                self.rows[row].reached = Some(incident.reached);
            }
            Fact::Ended { incident, at, .. } => {
                let known = |time: SimTime| (time < SimTime::NEVER).then_some(time);
                let row = self.row(incident.id.0);
                let entry = &mut self.rows[row];
                entry.left_scene = known(incident.leaves);
                entry.at_hospital = known(incident.at_hospital);
                entry.handed_over = known(incident.handed_over);
                entry.freed = Some(at);
                entry.hospital = incident.hospital;
                entry.diversions = incident.diversions;
            }
            Fact::AtStation { vehicle, at } => self.home(vehicle, at),
            Fact::LeftOpen { .. }
            | Fact::Called { .. }
            | Fact::Arrived { .. }
            | Fact::TransportArrived { .. }
            | Fact::Diverted { .. }
            | Fact::StoodDown { .. }
            | Fact::Moved { .. }
            | Fact::VehicleTurned { .. }
            | Fact::Shift { .. }
            | Fact::IncidentTurned { .. }
            | Fact::Escalated { .. }
            | Fact::Crew { .. }
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
            | Fact::Handover { .. }
            | Fact::Status { .. } => {}
        }
    }
}
