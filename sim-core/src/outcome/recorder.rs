use super::aid;
use super::desks::DeskRecorder;
use super::incidents::IncidentRecord;
use super::records::Records;
use super::resources::ResourceCounts;
use super::rows::{FreedRecord, HandoverRecord, ResponseRecord};
use super::teams;
use crate::category::{Category, Ending};
use crate::engine::{CrewFact, Fact, Observer, duty_of};
use crate::governance::Fleet;
use crate::policy::handover::Freed;
use crate::state::{Incident, VehicleStatus};
use crate::units::{SimDuration, SimTime};
use crate::vehicle_kind::VehicleKind;
use crate::world::{Clock, Component, STREAMS, World};

const ENDINGS: usize = Ending::ALL.len();

/// Records the facts of one component's run.
#[derive(Debug)]
pub struct Recorder<'w> {
    component: &'w Component,
    clock: &'w Clock,
    fleet: &'w Fleet,
    n_patches: usize,
    window: (SimTime, SimTime),
    /// Incidents of the window that are neither answered nor ended.
    open: u32,
    records: Records,
    desks: DeskRecorder,
}

impl<'w> Recorder<'w> {
    /// A recorder for row `component` of the world; `n_patches` is the region's number of patches.
    #[must_use]
    pub fn new(
        world: &'w World,
        component: usize,
        fleet: &'w Fleet,
        n_patches: usize,
        with_incidents: bool,
    ) -> Self {
        let records = Records::new(world.demand.areas.len(), n_patches, with_incidents);
        let component = &world.components[component];
        let (clock, window) = (&world.clock, world.clock.window());
        let desks = DeskRecorder::default();
        let mut recorder = Self { component, clock, fleet, n_patches, window, open: 0, records, desks };
        recorder.roster(&world.clock);
        recorder
    }

    /// Goes on from what another recorder has recorded of the same run; what this one does not keep is left out.
    pub fn resume(&mut self, records: &Records, open: u32) {
        let incidents =
            self.records.incidents.is_some().then(|| records.incidents.clone().unwrap_or_default());
        self.records = Records { incidents, log: Vec::new(), ..records.clone() };
        self.desks.records.clone_from(&records.desks);
        self.open = open;
    }

    /// Incidents of the window that are neither answered nor ended.
    #[must_use]
    pub const fn open(&self) -> u32 {
        self.open
    }

    /// The records, once the run is over: what is still open is counted as open.
    #[must_use]
    pub fn finish(self) -> Records {
        let window = self.window;
        let mut records = self.pause();
        records.stacks.finish(window);
        records
    }

    /// The records of a run that will be gone on with.
    #[must_use]
    pub fn pause(self) -> Records {
        Records { desks: self.desks.records, ..self.records }
    }

    /// Rostered time within the window: what is on duty by the rota, from when the vehicle is there.
    fn roster(&mut self, clock: &Clock) {
        let rostered = self.fleet.vehicles.iter().zip(&self.fleet.patch);
        for (vehicle, patch) in rostered.filter(|(vehicle, _)| vehicle.kind != VehicleKind::Cfr) {
            let patch = self.component.patches[*patch as usize].index();
            let mut covered = vehicle.from.max(self.window.0);
            for (from, until) in duty_of(clock, vehicle) {
                let ms = overlap(self.window, from.max(covered), until);
                self.records.rostered_ms[patch] += ms;
                let crew = (vehicle.kind, vehicle.terms.provider);
                self.records.crews.roster(patch, crew, (ms, vehicle.terms.pence_per_hour));
                covered = covered.max(until);
            }
        }
    }

    fn counts(&self, incident: &Incident) -> bool {
        self.window.0 <= incident.clock_start && incident.clock_start < self.window.1
    }

    fn count(&mut self, incident: &Incident, ending: Ending, change: i32) {
        let area = self.component.places.area[incident.place as usize].index();
        let at = (area * STREAMS + incident.category.row()) * ENDINGS + ending as usize;
        self.records.endings[at] = self.records.endings[at].wrapping_add_signed(change);
    }

    /// Counts an incident of the window as open, or takes it back when its category or clock changes.
    fn opens(&mut self, incident: &Incident, change: i32) {
        if self.counts(incident) {
            self.open = self.open.wrapping_add_signed(change);
            self.count(incident, Ending::Open, change);
        }
    }

    fn responded(&mut self, incident: &Incident, ending: Ending) {
        if !self.counts(incident) {
            return;
        }
        self.open -= 1;
        self.count(incident, Ending::Open, -1);
        self.count(incident, ending, 1);
        let record = self.response(incident, incident.clock_stop, ending);
        self.records.responses.push(record);
    }

    fn response(&self, incident: &Incident, stop: SimTime, ending: Ending) -> ResponseRecord {
        ResponseRecord {
            response_ms: (stop - incident.clock_start).0.clamp(0, i64::from(u32::MAX)) as u32,
            area: self.component.places.area[incident.place as usize].0 as u16,
            category: incident.category,
            conveyed: matches!(ending, Ending::ConveyedEd | Ending::ConveyedOther),
        }
    }

    /// What is known once a response is over: vehicles used, and C1's other two clocks.
    fn responded_whole(&mut self, incident: &Incident, ending: Ending) {
        let patch = self.component.patches[incident.patch as usize].index();
        self.records.resources[patch * STREAMS + incident.category.row()].add(&ResourceCounts {
            incidents: 1,
            allocated: u64::from(incident.allocated),
            arrived: u64::from(incident.arrived),
            diverted: u64::from(incident.diversions),
        });
        if incident.category == Category::C1 {
            let record = self.response(incident, incident.attended, ending);
            self.records.without_responders.push(record);
            if incident.transport_reached < SimTime::NEVER {
                let record = self.response(incident, incident.transport_reached, ending);
                self.records.transports.push(record);
            }
        }
    }

    fn ended(&mut self, incident: &Incident, ending: Ending, at: SimTime) {
        if !self.counts(incident) {
            return;
        }
        if incident.is_attended() {
            self.responded_whole(incident, ending);
        }
        if incident.clock_stop == SimTime::NEVER {
            self.open -= 1;
            self.count(incident, Ending::Open, -1);
            self.count(incident, ending, 1);
        }
        self.keep(incident, ending, Some(at));
    }

    fn keep(&mut self, incident: &Incident, ending: Ending, ended: Option<SimTime>) {
        if let Some(table) = &mut self.records.incidents {
            table.rows.push(IncidentRecord::new(incident, self.component, ending, ended));
        }
    }

    fn moved(&mut self, vehicle: usize, (from, to): (u16, u16), at: SimTime) {
        if self.window.0 <= at && at < self.window.1 {
            let patch = self.component.patches[self.fleet.patch[vehicle] as usize].index();
            let sum = &mut self.records.moves[patch];
            sum.0 += 1;
            sum.1 += (self.component.places.distance_km(from as usize, to as usize) * 1000.0) as u64;
        }
    }

    fn handed_over(
        &mut self,
        incident: &Incident,
        hospital: u16,
        duration: SimDuration,
        freed: Option<Freed>,
    ) {
        let ms = |duration: SimDuration| duration.0.clamp(0, i64::from(u32::MAX)) as u32;
        let area = self.component.places.area[incident.place as usize].0 as u16;
        let hospital = self.component.hospitals[hospital as usize].hospital.0 as u16;
        self.records.handovers.push(HandoverRecord { duration_ms: ms(duration), area, hospital });
        if let Some(Freed { by, saved }) = freed {
            self.records.freed.push(FreedRecord { saved_ms: ms(saved), area, hospital, by });
        }
    }

    fn crew(&mut self, vehicle: usize, what: CrewFact, at: SimTime) {
        if self.window.0 <= at && at < self.window.1 {
            let patch = self.component.patches[self.fleet.patch[vehicle] as usize].index();
            let vehicle = &self.fleet.vehicles[vehicle];
            self.records.crews.see(patch, (vehicle.kind, vehicle.terms.provider), what);
        }
    }

    fn status(
        &mut self,
        vehicle: usize,
        status: VehicleStatus,
        span: (SimTime, SimTime),
        incident: Option<u16>,
    ) {
        let ms = overlap(self.window, span.0, span.1);
        if ms == 0 {
            return;
        }
        let patch = self.component.patches[self.fleet.patch[vehicle] as usize].index();
        let kind = self.fleet.vehicles[vehicle].kind;
        self.records.status_ms[Records::status_row(patch, kind, status)] += ms;
        let span = (span.0.max(self.window.0), span.1.min(self.window.1));
        self.records.crews.spend((patch, kind), status, span, self.clock);
        if let Some(local) = incident.filter(|_| kind != VehicleKind::Cfr) {
            let to = self.component.patches[local as usize].index();
            self.records.flow_ms[patch * self.n_patches + to] += ms;
        }
    }
}

fn overlap(window: (SimTime, SimTime), from: SimTime, until: SimTime) -> i64 {
    // A vehicle whose block begins after the run is off duty until never.
    until.0.min(window.1.0).saturating_sub(from.0.max(window.0.0)).max(0)
}

impl Observer for Recorder<'_> {
    #[inline(always)]
    fn see(&mut self, fact: &Fact<'_>) {
        if DeskRecorder::looks_at(fact) {
            self.desks.see(fact, self.component, self.window);
        }
        match *fact {
            Fact::Called { incident } => self.opens(incident, 1),
            Fact::Recategorised { was, incident } => {
                self.opens(was, -1);
                self.opens(incident, 1);
            }
            Fact::Responded { incident, ending, .. } => self.responded(incident, ending),
            Fact::Handover { incident, hospital, arrival, duration, freed } => {
                if self.window.0 <= arrival && arrival < self.window.1 {
                    self.handed_over(incident, hospital, duration, freed);
                }
            }
            Fact::Assigned { incident, vehicle, .. } => {
                if self.component.services.len() > 1 && self.counts(incident) {
                    aid::see(&mut self.records.aid, (self.component, self.fleet), incident, vehicle.index());
                }
            }
            Fact::AtStation { .. }
            | Fact::Arrived { .. }
            | Fact::TransportArrived { .. }
            | Fact::Diverted { .. }
            | Fact::StoodDown { .. }
            | Fact::VehicleTurned { .. }
            | Fact::Shift { .. }
            | Fact::Escalated { .. }
            | Fact::Contact { .. }
            | Fact::DeskHour { .. }
            | Fact::DeskWork { .. }
            | Fact::AssessmentBegins { .. }
            | Fact::Assessed { .. }
            | Fact::WelfareCall { .. }
            | Fact::PlanLevel { .. } => {}
            Fact::IncidentTurned { incident, from, at } => {
                self.records.stacks.turn(self.component, self.window, (incident, from, at));
            }
            Fact::Moved { vehicle, from, to, at } => self.moved(vehicle.index(), (from, to), at),
            Fact::Status { vehicle, status, from, until, incident_patch } => {
                self.status(vehicle.index(), status, (from, until), incident_patch);
            }
            Fact::Crew { vehicle, what, at } => self.crew(vehicle.index(), what, at),
            Fact::Team { .. } | Fact::TeamDuty { .. } => {
                teams::see(&mut self.records.teams, fact, self.component, self.window);
            }
            Fact::Ended { incident, ending, at } => self.ended(incident, ending, at),
            Fact::LeftOpen { incident, ending } => {
                if self.counts(incident) {
                    if incident.is_attended() {
                        self.responded_whole(incident, ending);
                    }
                    self.keep(incident, ending, None);
                }
            }
        }
    }
}
