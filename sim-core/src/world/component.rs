use super::department::DepartmentTable;
use super::desk_plan::ServiceDesks;
use super::desks::Desks;
use super::handover_table::HandoverTable;
use super::mix::{Mix, STREAMS};
use super::places::Places;
use super::plan::Plan;
use super::posts::Posts;
use super::practice::Practice;
use super::raster::Raster;
use super::recorded::Recorded;
use super::stages::Stages;
use super::standing::StationOrder;
use super::travel::{Travel, UNREACHABLE};
use super::{departments, others, workload};
use crate::category::Category;
use crate::condition::Condition;
use crate::ids::{AreaId, HospitalId, IcsId, PatchId, ServiceId, StationId};
use crate::region::{Accepts, Centres, Hospital, OpenHours, Region, VehicleKindRow};
use crate::rng::code64;
use crate::units::SimDuration;
use crate::vehicle_kind::{Kinds, Pool, VehicleKind};
use std::sync::Arc;

/// How many hospitals each area keeps at hand, nearest first.
pub const NEAREST: usize = 6;

/// Kinds of vehicle by category and condition of an incident, `[category][condition]`.
pub type Alone = [[Kinds; Condition::COUNT]; STREAMS];

/// A part of the world that shares no vehicle with the rest. Local rows index its own arrays.
#[derive(Debug, Clone)]
pub struct Component {
    /// Its services; a local service is a row here.
    pub services: Vec<ServiceId>,
    /// Its patches; a local patch is a row here.
    pub patches: Vec<PatchId>,
    /// The ICS of each local patch.
    pub patch_ics: Vec<IcsId>,
    /// The local service of each local patch.
    pub patch_service: Vec<u8>,
    /// Its places.
    pub places: Places,
    /// Nearest place of every cell.
    pub raster: Raster,
    /// Driving times.
    pub travel: Travel,
    /// The local patch of each own place.
    pub patch: Vec<u16>,
    /// The place of each area of the region, if it is an own place.
    pub place_of_area: Vec<Option<u16>>,
    /// Hospitals that a vehicle may convey to.
    pub hospitals: Vec<HospitalSite>,
    /// Local hospitals of each own place, nearest first, `[n_own][NEAREST]`; fewer if fewer can be reached.
    pub nearest: Vec<Vec<u16>>,
    /// Seconds of transfer for a place whose land mass has no hospital, and the hospital it leads to.
    pub transfer: Vec<Option<(u16, SimDuration)>>,
    /// Stations.
    pub stations: Vec<StationSite>,
    /// Where stations stand, by the drive to each target.
    pub station_order: StationOrder,
    /// Where idle vehicles may stand.
    pub posts: Posts,
    /// What each local service's published months say.
    pub mixes: Vec<Mix>,
    /// What they say of each local service's call-takers and clinicians.
    pub desks: Vec<Desks>,
    /// Each local service's desks as they are fitted to it.
    pub service_desks: Vec<ServiceDesks>,
    /// Share of each condition in a category and of those before it, `[category][condition]`; the last is 1.
    pub conditions: [[f64; Condition::COUNT]; STREAMS],
    /// What each kind of vehicle may do; a row is a [`VehicleKind`].
    pub kinds: Vec<VehicleKindRow>,
    /// The kinds whose clinician may answer alone, `[category][condition]`.
    pub alone: Alone,
    /// Durations.
    pub stages: Stages,
    /// What each local service does in its own way.
    pub practice: Vec<Practice>,
    /// Lag-one correlation of a hospital's days.
    pub handover_day_lag1: f64,
    /// How much the departments of a service differ, sd of the logarithm of their handover; 0: not at all.
    pub handover_site_sd: f64,
    /// What came of each incident, where that is given and not drawn.
    pub recorded: Option<Recorded>,
}

/// A hospital as the engine sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct HospitalSite {
    /// The region's row.
    pub hospital: HospitalId,
    /// 64 bits from its code.
    pub entity: u64,
    /// The target place nearest to it.
    pub place: u16,
    /// When it takes ambulances.
    pub open_hours: OpenHours,
    /// What it is a centre for.
    pub centres: Centres,
    /// The ICS it lies in.
    pub ics: IcsId,
    /// Its handover as published.
    pub handover: HandoverTable,
    /// Multiplier of the published handover by local hour of the day; 1 unless a scenario says otherwise.
    pub handover_ratio: [f64; 24],
    /// Its handover by local hour of the day of arrival, where a scenario states it.
    pub handover_stated: [Option<Arc<HandoverTable>>; 24],
    /// Correlation of handovers on one day (share of variance of the normal score).
    pub day_correlation: f64,
    /// Its bays, where handover is a queue for them.
    pub department: Option<DepartmentTable>,
}

impl HospitalSite {
    /// The handover of an ambulance that comes in a local hour of the day, at mark `u`.
    #[inline]
    #[must_use]
    pub fn handover_at(&self, hour: usize, u: f64) -> SimDuration {
        if let Some(stated) = &self.handover_stated[hour] {
            return stated.at(u);
        }
        let published = self.handover.at(u);
        let ratio = self.handover_ratio[hour];
        if ratio.to_bits() == 1.0_f64.to_bits() {
            published
        } else {
            SimDuration::from_seconds(published.seconds() * ratio)
        }
    }

    /// The mean handover of ambulances that come in a local hour of the day, seconds.
    #[must_use]
    pub fn mean_handover_s(&self, hour: usize) -> f64 {
        let published = self.handover.mean_s * self.handover_ratio[hour];
        self.handover_stated[hour].as_ref().map_or(published, |stated| stated.mean_s)
    }

    /// Whether it takes ambulances at a local hour of the week.
    #[inline]
    #[must_use]
    pub fn is_open(&self, hour_of_week: u8) -> bool {
        match self.open_hours {
            OpenHours::Always | OpenHours::Unknown => true,
            OpenHours::Between(from, to) => {
                let minute = u16::from(hour_of_week % 24) * 60;
                if from <= to { from <= minute && minute < to } else { minute >= from || minute < to }
            }
        }
    }
}

/// A station as the engine sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct StationSite {
    /// The region's row.
    pub station: StationId,
    /// 64 bits from its code.
    pub entity: u64,
    /// The own place it stands at.
    pub place: u16,
    /// Its local patch.
    pub patch: u16,
    /// Vehicle-hours a week of work that arise nearest to it, by expectation.
    pub workload: f64,
}

impl Component {
    /// Compiles the component that joins `services`.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, services: &[ServiceId]) -> Self {
        let full = plan;
        let plan = &full.without_others();
        let places = Places::compile(region, plan, services);
        let travel = Travel::compile(region, plan, services, &places);
        let patches: Vec<PatchId> = (0..region.patches.len())
            .map(PatchId::new)
            .filter(|p| services.contains(&region.patches[p.index()].service))
            .collect();
        let local_patch =
            |p: PatchId| patches.binary_search(&p).expect("own areas lie in own patches") as u16;
        let local_service =
            |s: ServiceId| services.iter().position(|own| *own == s).expect("own service") as u8;
        let mut place_of_area = vec![None; region.areas.len()];
        for place in 0..places.n_own {
            place_of_area[places.area[place].index()] = Some(place as u16);
        }
        let patch: Vec<u16> =
            (0..places.n_own).map(|p| local_patch(region.areas[places.area[p].index()].patch)).collect();
        let hospitals = sites(region, plan, &places);
        let mut component = Self {
            services: services.to_vec(),
            patch_ics: patches.iter().map(|p| region.patches[p.index()].ics).collect(),
            patch_service: patches.iter().map(|p| local_service(region.patches[p.index()].service)).collect(),
            nearest: nearest(&hospitals, &places, &travel),
            transfer: transfers(region, &hospitals, &places),
            stations: stations(region, &place_of_area, &patch),
            mixes: services.iter().map(|s| Mix::compile(region, plan, *s)).collect(),
            desks: services.iter().map(|s| Desks::compile(region, plan, *s)).collect(),
            service_desks: Vec::new(),
            conditions: conditions(region),
            alone: alone(&region.vehicle_kinds),
            kinds: region.vehicle_kinds.clone(),
            stages: Stages::compile(region, plan, services),
            practice: services.iter().map(|s| plan.practice_of(*s)).collect(),
            handover_day_lag1: plan.settings.get("handover_day_lag1"),
            handover_site_sd: plan.settings.get("handover_site_sd"),
            posts: Posts::default(),
            station_order: StationOrder::default(),
            raster: places.raster(),
            patches,
            places,
            travel,
            patch,
            place_of_area,
            hospitals,
            recorded: None,
        };
        component.station_order =
            StationOrder::compile(&component.stations, &component.travel, component.places.n_target);
        workload::assign(region, plan, &mut component);
        component.posts = Posts::compile(region, plan, &component);
        others::lay_over(region, full, &mut component);
        departments::assign(region, full, &mut component);
        component
    }

    /// The condition of an incident of a category at mark `u`.
    #[inline]
    #[must_use]
    pub fn condition(&self, category: Category, u: f64) -> Condition {
        Condition::at(&self.conditions[category.row()], u)
    }

    /// What a kind of vehicle may do.
    #[inline]
    #[must_use]
    pub fn kind(&self, kind: VehicleKind) -> &VehicleKindRow {
        &self.kinds[kind.row()]
    }

    /// The local service of an own place.
    #[inline]
    #[must_use]
    pub fn service_of(&self, place: usize) -> usize {
        self.patch_service[self.patch[place] as usize] as usize
    }
}

/// The kinds whose clinician may answer a category and condition alone. A rapid response vehicle goes alone only to C1.
#[must_use]
pub fn alone(kinds: &[VehicleKindRow]) -> Alone {
    let mut alone = [[Kinds::NONE; Condition::COUNT]; STREAMS];
    let goes_alone = |kind: &VehicleKind| kind.pool() == Pool::Solo && *kind != VehicleKind::Rrv;
    for kind in VehicleKind::ALL.into_iter().filter(goes_alone) {
        for category in Category::ALL {
            for condition in Condition::ALL {
                if kinds[kind.row()].may_answer(category, condition) > 0.0 {
                    let set = &mut alone[category.row()][condition.row()];
                    *set = set.with(kind);
                }
            }
        }
    }
    alone
}

/// The shares of conditions, each with those before it.
fn conditions(region: &Region) -> [[f64; Condition::COUNT]; STREAMS] {
    let mut cumulative = [[0.0; Condition::COUNT]; STREAMS];
    for row in &region.conditions {
        cumulative[row.category.row()][row.condition.row()] = row.share;
    }
    for shares in &mut cumulative {
        let mut sum = 0.0;
        for share in shares.iter_mut() {
            sum += *share;
            *share = sum;
        }
        shares[Condition::COUNT - 1] = 1.0;
    }
    cumulative
}

/// Region rows of the areas that hold a hospital the model may use.
#[must_use]
pub fn hospital_areas(region: &Region) -> Vec<usize> {
    let mut rows: Vec<usize> = region.hospitals.iter().map(|h| area_of(region, h)).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The area that stands for a hospital: whose centroid is nearest to it, on its land mass.
#[must_use]
pub fn hospital_area(region: &Region, hospital: &Hospital) -> AreaId {
    AreaId::new(area_of(region, hospital))
}

fn area_of(region: &Region, hospital: &Hospital) -> usize {
    let across = libm::cos(hospital.lat.to_radians());
    let distance = |row: &usize| {
        let area = &region.areas[*row];
        let (x, y) = ((area.lon - hospital.lon) * across, area.lat - hospital.lat);
        x * x + y * y
    };
    (0..region.areas.len())
        .filter(|row| region.areas[*row].land_mass == hospital.land_mass)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .unwrap_or(0)
}

fn in_use(hospital: &Hospital, plan: &Plan) -> bool {
    hospital.accepts != Accepts::Children
        && hospital.opens.is_none_or(|day| day <= plan.start)
        && hospital.closes.is_none_or(|day| day > plan.start)
}

fn sites(region: &Region, plan: &Plan, places: &Places) -> Vec<HospitalSite> {
    let tables: Vec<HandoverTable> =
        (0..region.services.len()).map(|s| HandoverTable::compile(region, plan, ServiceId::new(s))).collect();
    let shared = plan.settings.get("handover_day_correlation");
    let target = |row: usize| places.area[..places.n_target].iter().position(|area| area.index() == row);
    let used = region.hospitals.iter().enumerate().filter(|(_, hospital)| in_use(hospital, plan));
    used.filter_map(|(row, hospital)| {
        Some(HospitalSite {
            hospital: HospitalId::new(row),
            entity: code64(&hospital.code),
            place: target(area_of(region, hospital))? as u16,
            open_hours: hospital.open_hours,
            centres: hospital.centres,
            ics: hospital.ics,
            handover: tables[hospital.service.index()].clone(),
            handover_ratio: [1.0; 24],
            handover_stated: [const { None }; 24],
            day_correlation: (shared * plan.practice_of(hospital.service).handover_days).clamp(0.0, 1.0),
            department: None,
        })
    })
    .collect()
}

fn nearest(hospitals: &[HospitalSite], places: &Places, travel: &Travel) -> Vec<Vec<u16>> {
    (0..places.n_own)
        .map(|place| {
            let seconds = |h: usize| travel.base_s(place, hospitals[h].place as usize);
            let mut rows: Vec<usize> = (0..hospitals.len()).filter(|h| seconds(*h) < UNREACHABLE).collect();
            rows.sort_by_key(|h| (seconds(*h), *h));
            rows.truncate(NEAREST);
            rows.into_iter().map(|h| h as u16).collect()
        })
        .collect()
}

fn transfers(
    region: &Region,
    hospitals: &[HospitalSite],
    places: &Places,
) -> Vec<Option<(u16, SimDuration)>> {
    (0..places.n_own)
        .map(|place| {
            let mass = &region.land_masses[places.land_mass[place] as usize];
            let (code, seconds) = mass.transfer.as_ref()?;
            let to = hospitals.iter().position(|h| h.entity == code64(code))?;
            Some((to as u16, SimDuration::from_seconds(*seconds)))
        })
        .collect()
}

fn stations(region: &Region, place_of_area: &[Option<u16>], patch: &[u16]) -> Vec<StationSite> {
    let sites = region.stations.iter().enumerate().filter_map(|(row, station)| {
        let place = place_of_area[station.area.index()]?;
        Some(StationSite {
            station: StationId::new(row),
            entity: code64(&station.code),
            place,
            patch: patch[place as usize],
            workload: 0.0,
        })
    });
    sites.collect()
}
