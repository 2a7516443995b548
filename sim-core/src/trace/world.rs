//! A trace as a world, decisions and tapes: what the engine runs.

use super::Trace;
use crate::category::Category;
use crate::condition::Condition;
use crate::dist::Shape;
use crate::governance::{BorderRule, Borders, ComponentDecisions, Decisions, Fleet, FleetVehicle};
use crate::ids::{AreaId, HospitalId, IcsId, PatchId, ServiceId, StationId};
use crate::policy::breaks::NoBreaks;
use crate::policy::dispatch::ClosestByLeg;
use crate::policy::diversion::NoDiversion;
use crate::policy::handover::Empirical;
use crate::policy::hospital::NearestOpen;
use crate::policy::queue::FirstInFirstOut;
use crate::policy::relocation::ReturnToBase;
use crate::policy::{
    BreaksConfig, DeskConfig, DispatchConfig, DiversionConfig, HandoverConfig, HospitalConfig, PolicyConfig,
    QueueConfig, RelocationConfig, ShiftEnd,
};
use crate::prevention::Programme;
use crate::region::{Centres, Grade, OpenHours, TravelPurpose, VehicleKindRow};
use crate::tape::{Row, Tape};
use crate::units::{SimDuration, SimTime, WEEK_MS};
use crate::vehicle_kind::VehicleKind;
use crate::world::{
    AreaDemand, Clock, Component, DayEffect, Demand, HandoverTable, HospitalSite, Mix, Places, Posts, Raster,
    Recorded, Resources, STREAMS, StageTable, Stages, StationSite, Travel, Week, World,
};

impl Trace {
    /// The world of the trace: one component, one service, one patch.
    #[must_use]
    pub fn world(&self) -> World {
        let latest = self.incidents.iter().map(|incident| incident.at).max().unwrap_or(SimTime(0));
        World {
            clock: Clock::without_date(latest, self.horizon(latest)),
            demand: self.demand(),
            components: vec![self.component()],
            patients: None,
        }
    }

    /// An instant after all that can happen: as if one vehicle did everything after the last call.
    fn horizon(&self, latest: SimTime) -> SimTime {
        let settings = &self.settings;
        let slowest = settings.to_scene_factor.min(settings.convey_factor).min(settings.return_factor);
        let longest = self.ground.base_ms.iter().copied().fold(0.0, f64::max) / slowest;
        let job = |incident: &super::IncidentRow| {
            let outcome = &incident.outcome;
            outcome.on_scene.0 + outcome.handover.unwrap_or(SimDuration::ZERO).0
        };
        let on_jobs: i64 = self.incidents.iter().map(job).sum();
        let on_the_road = (3.0 * longest) as i64 + settings.mobilisation.0 + 4;
        let ends = self.vehicles.iter().flat_map(|vehicle| <[SimTime; 2]>::from(vehicle.shift));
        let last_shift = ends.filter(|at| *at < SimTime::NEVER).max().unwrap_or(SimTime(0));
        let jobs = self.incidents.len() as i64 + 1;
        SimTime(latest.max(last_shift).0 + on_jobs + jobs * on_the_road)
    }

    /// Demand that records nothing: the incidents are given.
    fn demand(&self) -> Demand {
        let area = |row| AreaDemand {
            area: AreaId::new(row),
            // The identity of an incident is its week and its row in the file: no two areas share a row.
            identity: 0,
            service: ServiceId(0),
            ics: IcsId(0),
            patch: PatchId(0),
            resident_weight: 0.0,
            daytime_weight: 0.0,
            quintile: 0,
            coastal: false,
            growth: 1.0,
        };
        Demand {
            services: Vec::new(),
            areas: (0..self.ground.areas.len()).map(area).collect(),
            profile: [1.0 / 168.0; 168],
            daytime_profile: [1.0 / 168.0; 168],
            special: Vec::new(),
            day_effect: DayEffect::none(),
            visitor_share: 0.0,
        }
    }

    fn component(&self) -> Component {
        let n = self.ground.areas.len();
        let places = Places::without_position(n);
        Component {
            services: vec![ServiceId(0)],
            patches: vec![PatchId(0)],
            patch_service: vec![0],
            patch_ics: vec![IcsId(0)],
            raster: Raster::new(&places, 0),
            travel: Travel::given(n, self.ground.travel(&self.settings)),
            patch: vec![0; n],
            place_of_area: (0..n).map(|row| Some(row as u16)).collect(),
            hospitals: self.hospital_sites(),
            nearest: self.nearest_hospitals(),
            transfer: vec![None; n],
            stations: self.station_sites(),
            station_order: crate::world::StationOrder::default(),
            posts: Posts::default(),
            desks: Vec::new(),
            service_desks: Vec::new(),
            conditions: [[1.0; Condition::COUNT]; STREAMS],
            alone: crate::world::alone(&VehicleKind::ALL.map(able)),
            kinds: VehicleKind::ALL.map(able).to_vec(),
            mixes: vec![nothing_drawn()],
            stages: no_stages(self.settings.mobilisation),
            practice: vec![crate::world::Practice::SHARED],
            handover_day_lag1: 0.0,
            handover_site_sd: 0.0,
            recorded: Some(self.recorded()),
            places,
        }
    }

    fn recorded(&self) -> Recorded {
        Recorded {
            outcomes: self.incidents.iter().map(|incident| incident.outcome).collect(),
            mobilise: self.settings.mobilisation,
            shifts: self.vehicles.iter().map(|vehicle| vec![vehicle.shift]).collect(),
        }
    }

    fn hospital_sites(&self) -> Vec<HospitalSite> {
        let site = |(row, site): (usize, &super::Site)| HospitalSite {
            hospital: HospitalId::new(row),
            entity: row as u64,
            place: site.area,
            open_hours: OpenHours::Always,
            centres: Centres::default(),
            ics: IcsId(0),
            handover_ratio: [1.0; 24],
            handover_stated: [const { None }; 24],
            day_correlation: 0.0,
            department: None,
            handover: HandoverTable::through([0.5, 0.2, 0.1], 900.0, 1_800.0),
        };
        self.ground.hospitals.iter().enumerate().map(site).collect()
    }

    /// For each area the hospital with the shortest drive; ties go to the lowest row.
    fn nearest_hospitals(&self) -> Vec<Vec<u16>> {
        let travel = self.ground.travel(&self.settings);
        let nearest = |from: usize| {
            let drives = (0u16..).zip(&self.ground.hospitals);
            let given = drives.filter(|(_, site)| travel.is_given(from, usize::from(site.area)));
            let least = given
                .min_by_key(|(row, site)| (travel.leg(TravelPurpose::Convey, from as u16, site.area), *row));
            least.map(|(row, _)| row).into_iter().collect()
        };
        (0..self.ground.areas.len()).map(nearest).collect()
    }

    /// One station for each vehicle, so that each keeps its own.
    fn station_sites(&self) -> Vec<StationSite> {
        let site = |(row, vehicle): (usize, &super::TraceVehicle)| StationSite {
            station: StationId::new(row),
            entity: row as u64,
            place: vehicle.area,
            patch: 0,
            workload: 0.0,
        };
        self.vehicles.iter().enumerate().map(site).collect()
    }

    /// The fleet and the rules of the trace.
    #[must_use]
    pub fn decisions(&self) -> Decisions {
        let vehicle = |row: usize| FleetVehicle::around_the_clock(self.vehicles[row].area, row as u64);
        let fleet = Fleet {
            vehicles: (0..self.vehicles.len()).map(vehicle).collect(),
            patch: vec![0; self.vehicles.len()],
            hours_by_patch: vec![0],
            abstraction: None,
        };
        let borders = vec![(SimTime(0), Borders::new(1, |_, _| BorderRule::Always))];
        let rules = PolicyConfig {
            dispatch: DispatchConfig::ClosestByLeg(ClosestByLeg { divert: self.settings.diversion }),
            queue: QueueConfig::FirstInFirstOut(FirstInFirstOut { by_category: self.settings.by_category }),
            diversion: DiversionConfig::None(NoDiversion {}),
            hospital: HospitalConfig::NearestOpen(NearestOpen {}),
            relocation: RelocationConfig::ReturnToBase(ReturnToBase {}),
            handover: HandoverConfig::Empirical(Empirical {}),
            breaks: BreaksConfig::None(NoBreaks {}),
            shift_end: ShiftEnd::NONE,
            desks: DeskConfig::off(),
        };
        Decisions {
            components: vec![ComponentDecisions { fleet, borders, programme: Programme::default() }],
            policies: rules.build(),
        }
    }

    /// The tape of each week, in order of time and, at one instant, of the file.
    #[must_use]
    pub fn tapes(&self, weeks: &[Week]) -> Vec<Tape> {
        let mut rows: Vec<usize> = (0..self.incidents.len()).collect();
        rows.sort_by_key(|row| self.incidents[*row].at);
        let mut tapes: Vec<Tape> = weeks.iter().map(|week| Tape { week: *week, rows: Vec::new() }).collect();
        for row in rows {
            let incident = &self.incidents[row];
            let tape = &mut tapes[incident.at.0 as usize / WEEK_MS as usize];
            tape.rows.push(Row {
                at_ms: (incident.at - tape.week.start).0 as u32,
                area: u32::from(incident.area),
                ordinal: row as u16,
                layer: (row >> 16) as u8,
                category: incident.category.row() as u8,
            });
        }
        tapes
    }
}

/// A kind of vehicle that may do everything: a trace has one kind only.
fn able(kind: VehicleKind) -> VehicleKindRow {
    VehicleKindRow {
        kind,
        conveys: true,
        stops_c1_clock: true,
        answers: [1.0; STREAMS],
        conditions: [true; Condition::COUNT],
        hours_share: 0.0,
        hours_share_range: [0.0; 2],
        mobilise_mean_s: 0.0,
        mobilise_range_s: [0.0; 2],
        grade: Grade::D,
    }
}

/// A mix that nobody asks.
fn nothing_drawn() -> Mix {
    Mix {
        incidents_per_day: 0.0,
        initial_per_day: [0.0; STREAMS],
        face_to_face_per_day: [0.0; STREAMS],
        hear_and_treat: [0.0; STREAMS],
        conveyed: [0.0; STREAMS],
        to_ed: 1.0,
        resources: [Resources::new(1.0, 1.0); STREAMS],
    }
}

/// Stages of no length, but for what a rule may expect of mobilisation.
fn no_stages(mobilise: SimDuration) -> Stages {
    let fixed = |mean_s: f64| StageTable::new(mean_s, Shape::Fixed);
    let nothing = fixed(0.0);
    Stages {
        triage: Category::ALL.map(|_| nothing.clone()),
        c1_identified: vec![nothing.clone()],
        mobilise: fixed(mobilise.seconds()),
        on_scene: [(); 2].map(|()| Category::ALL.map(|_| nothing.clone())),
        wrap_up: [(); 2].map(|()| nothing.clone()),
        handover_other: nothing.clone(),
        load: SimDuration::ZERO,
    }
}
