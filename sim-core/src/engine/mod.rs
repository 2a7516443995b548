//! The ambulance engine: a calendar, a state and one handler for each event. It reads no file, knows no name and
//! holds no generator; what it sees, it tells as facts.

mod absence;
mod aid;
mod alternatives;
mod breaks;
mod calls;
mod clinical;
mod desks;
mod fact;
mod handlers;
mod hospitals;
mod live;
mod luck;
mod moves;
mod needs;
mod patience;
mod recorded;
mod safety;
mod scene;
mod shifts;
mod stage;
mod teams;

pub use fact::{CrewFact, DeskKind, Fact, Observer, Refusal, TeamFact};
pub use live::{Live, LiveDepartment, LiveIncident, LiveVehicle};
pub(crate) use shifts::duty_of;

use crate::category::Ending;
use crate::governance::{Agreement, ComponentDecisions, Decisions};
use crate::policy::{Policies, View};
use crate::rng::{Address, Purpose};
use crate::state::{Event, State};
use crate::tape::Tape;
use crate::units::SimTime;
use crate::world::{Clock, Component, World};
use alternatives::Alternatives;
use luck::DayScores;
use std::sync::atomic::{AtomicBool, Ordering};

/// A request to stop, shared with whoever may make it.
#[derive(Debug, Default)]
pub struct Stop(AtomicBool);

impl Stop {
    /// No request yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// Asks every run that holds this to stop at its next look.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether a stop has been asked for.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How an advance ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advance {
    /// The instant asked for, or the end of the tape's week, has been reached.
    Reached,
    /// A stop was asked for; the state is whole and can go on.
    Stopped,
}

/// Runs one component of one arm in one replication.
#[derive(Debug)]
pub struct Engine<'w> {
    component: &'w Component,
    clock: &'w Clock,
    decisions: &'w ComponentDecisions,
    policies: &'w Policies,
    identities: &'w [crate::world::AreaDemand],
    address: Address,
    handover_days: DayScores,
    staff: desks::Staff,
    alternatives: Option<Alternatives<'w>>,
    /// Agreements between its services.
    aid: Option<&'w Agreement>,
    /// For each team of the state: which intervention of this arm has it, if one has.
    team_rows: Vec<Option<u16>>,
    /// Handover of each hospital against what is stated; empty where departments do not differ.
    handover_sites: Vec<f64>,
    state: State,
}

/// Events between two looks at the stop.
const LOOK_EVERY: u32 = 1024;

impl<'w> Engine<'w> {
    /// An engine for row `component` of the world, going on from `state` ([`State::new`] at first).
    #[must_use]
    pub fn new(
        world: &'w World,
        component: usize,
        decisions: &'w Decisions,
        address: Address,
        state: State,
    ) -> Self {
        let site = &world.components[component];
        let hospitals = site.hospitals.iter().map(|hospital| hospital.entity);
        let handover_day = (&address, Purpose::HandoverDay);
        let mut engine = Self {
            component: site,
            clock: &world.clock,
            decisions: &decisions.components[component],
            policies: &decisions.policies,
            identities: &world.demand.areas,
            handover_sites: luck::handover_sites(site, &address),
            alternatives: Alternatives::of(world, &decisions.components[component], &address),
            team_rows: Vec::new(),
            aid: decisions.components[component].borders.iter().find_map(|(_, table)| table.agreement()),
            address,
            handover_days: DayScores::new(handover_day, hospitals, site.handover_day_lag1, &world.clock),
            staff: desks::Staff::new(world, site, &decisions.policies.desks, &address),
            state,
        };
        engine.team_rows = engine.find_teams();
        if !engine.state.started {
            engine.begin();
        }
        engine
    }

    /// Goes on until `until` (all that happens before that instant has then happened), or to the end of the tape's
    /// week. Tapes come in order, each week once; a tape may be given again to go on within its week.
    pub fn advance(
        &mut self,
        tape: &Tape,
        until: SimTime,
        observer: &mut impl Observer,
        stop: &Stop,
    ) -> Advance {
        if self.state.cursor.week != tape.week.number {
            self.state.cursor.week = tape.week.number;
            self.state.cursor.read = tape.rows.partition_point(|row| tape.time(row) < self.state.now) as u32;
        }
        let end = SimTime(tape.week.start.0 + tape.week.hours as i64 * crate::units::HOUR_MS);
        let until = until.min(end).min(self.clock.horizon());
        let mut countdown = LOOK_EVERY;
        loop {
            countdown -= 1;
            if countdown == 0 {
                countdown = LOOK_EVERY;
                if stop.asked() {
                    return Advance::Stopped;
                }
            }
            let call = tape.rows.get(self.state.cursor.read as usize);
            let call_at = call.map_or(SimTime::NEVER, |row| tape.time(row));
            let (event_at, rank) = self.state.calendar.next_time().unwrap_or((SimTime::NEVER, u8::MAX));
            if call_at.min(event_at) >= until {
                break;
            }
            match call {
                Some(row) if (call_at, Event::CALL_RANK) < (event_at, rank) => {
                    self.state.now = call_at;
                    self.state.cursor.read += 1;
                    self.call(row, observer);
                }
                _ => self.happen(observer),
            }
        }
        self.state.now = until.max(self.state.now);
        Advance::Reached
    }

    fn happen(&mut self, observer: &mut impl Observer) {
        let (now, packed) = self.state.calendar.pop().expect("an event was seen to be next");
        self.state.now = now;
        match packed.event() {
            Event::VehicleReachesStation { vehicle, job } => self.reaches_station(vehicle, job, observer),
            Event::VehicleClears { vehicle, job } => self.clears(vehicle, job, observer),
            Event::VehicleStartsShift { vehicle } => self.starts_shift(vehicle, observer),
            Event::VehicleLeavesScene { vehicle, job } => self.leaves_scene(vehicle, job, observer),
            Event::VehicleReachesHospital { vehicle, job } => self.reaches_hospital(vehicle, job, observer),
            Event::HandoverEnds { vehicle, job } => self.handover_ends(vehicle, job, observer),
            Event::VehicleReachesScene { vehicle, job } => self.reaches_scene(vehicle, job, observer),
            Event::IncidentReady { incident } => self.ready(incident, observer),
            Event::IncidentEscalates { incident, check } => self.escalates(incident, check, observer),
            Event::BreakEnds { vehicle, job } => self.break_ends(vehicle, job, observer),
            Event::VehicleIsMended { vehicle, job } => self.is_mended(vehicle, job, observer),
            Event::BreakOpens { vehicle, crew } => self.break_opens(vehicle, crew, observer),
            Event::BreakCloses { vehicle, crew } => self.break_closes(vehicle, crew, observer),
            Event::ShiftNarrows { vehicle, crew } => self.shift_narrows(vehicle, crew),
            Event::VehicleFails { vehicle, crew } => self.fails(vehicle, crew, observer),
            Event::CrewChanges { vehicle, crew } => self.crew_changes(vehicle, crew, observer),
            Event::VehicleEndsShift { vehicle } => self.ends_shift(vehicle, observer),
            Event::DeskHourBegins {}
            | Event::CallTakerFrees { .. }
            | Event::CallerRingsOff { .. }
            | Event::CallerRingsAgain { .. }
            | Event::FurtherCall { .. }
            | Event::AssessmentEnds { .. }
            | Event::ClinicianFrees { .. }
            | Event::AssessmentOverdue { .. }
            | Event::CallBackDue { .. }
            | Event::PatienceEnds { .. }
            | Event::WelfareCallDue { .. }
            | Event::TeamFrees { .. }
            | Event::AidReviewed {}
            | Event::CallRoutes { .. }
            | Event::PlanReviewed {} => self.happen_at_desks(packed.event(), observer),
        }
    }

    /// What happens at the call and clinical desks, with teams, and to those who wait there.
    fn happen_at_desks(&mut self, event: Event, observer: &mut impl Observer) {
        match event {
            Event::DeskHourBegins {} => self.desk_hour(observer),
            Event::CallTakerFrees { desk } => self.call_taker_frees(usize::from(desk), observer),
            Event::CallerRingsOff { desk, contact } => self.rings_off(usize::from(desk), contact, observer),
            Event::CallerRingsAgain { desk, contact } => {
                self.rings_again(usize::from(desk), contact, observer);
            }
            Event::FurtherCall { incident, check, ordinal } => {
                self.further_call(incident, check, ordinal, observer);
            }
            Event::AssessmentEnds { desk, incident, check } => {
                self.assessment_ends(usize::from(desk), incident, check, observer);
            }
            Event::ClinicianFrees { desk } => self.clinician_frees(usize::from(desk), observer),
            Event::AssessmentOverdue { incident, check } => {
                self.assessment_overdue(incident, check, observer);
            }
            Event::CallBackDue { incident, check } => self.call_back_due(incident, check, observer),
            Event::PatienceEnds { incident, check } => self.patience_ends(incident, check, observer),
            Event::WelfareCallDue { incident, check, ordinal } => {
                self.welfare_call_due(incident, check, ordinal, observer);
            }
            Event::PlanReviewed {} => self.review_plan(observer),
            Event::AidReviewed {} => self.review_aid(observer),
            Event::CallRoutes { desk, contact } => self.routes_call(usize::from(desk), contact, observer),
            Event::TeamFrees { team, incident } => self.team_frees(team, incident, observer),
            Event::VehicleReachesStation { .. }
            | Event::VehicleClears { .. }
            | Event::VehicleStartsShift { .. }
            | Event::VehicleLeavesScene { .. }
            | Event::VehicleReachesHospital { .. }
            | Event::HandoverEnds { .. }
            | Event::VehicleReachesScene { .. }
            | Event::IncidentReady { .. }
            | Event::IncidentEscalates { .. }
            | Event::BreakEnds { .. }
            | Event::VehicleIsMended { .. }
            | Event::BreakOpens { .. }
            | Event::BreakCloses { .. }
            | Event::ShiftNarrows { .. }
            | Event::VehicleFails { .. }
            | Event::CrewChanges { .. }
            | Event::VehicleEndsShift { .. } => {}
        }
    }

    /// The state as it stands.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Gives the state back, to be saved or branched.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }

    /// Tells what is under way at the end of a run: incidents that have not ended, and what each vehicle has done since
    /// its last change of status.
    pub fn close(&self, observer: &mut impl Observer) {
        for incident in self.state.incidents.iter().filter(|incident| incident.is_open()) {
            let stopped = incident.clock_stop < SimTime::NEVER;
            let ending = if stopped { incident.attended_ending } else { Ending::Open };
            observer.see(&Fact::LeftOpen { incident, ending });
        }
        (0..self.state.desks.plans.len()).for_each(|service| self.tell_level(service, observer));
        self.tell_team_duty(observer);
        for (row, vehicle) in self.state.vehicles.iter().enumerate() {
            let incident_patch = vehicle.incident.map(|row| self.state.incident(row).patch);
            observer.see(&Fact::Status {
                vehicle: crate::ids::VehicleId::new(row),
                status: vehicle.status,
                from: vehicle.since,
                until: self.state.now,
                incident_patch,
            });
        }
    }

    pub(crate) fn view(&self) -> View<'_> {
        View {
            component: self.component,
            state: &self.state,
            fleet: &self.decisions.fleet.vehicles,
            vehicle_patch: &self.decisions.fleet.patch,
            borders: self.decisions.borders_at(self.state.now),
            hour_of_week: self.clock.local(self.state.now).hour_of_week,
        }
    }
}
