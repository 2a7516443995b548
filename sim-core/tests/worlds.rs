//! Worlds and decisions built by hand: a shipped region, compiled, then overwritten where a test wants it.

use ambics::Address;
use ambics::dist::Shape;
use ambics::engine::{Engine, Observer, Stop};
use ambics::governance::{
    Arrangement, ArrangementConfig, BorderConfig, Decisions, Fleet, FleetPlan, FleetVehicle, Ground, Supply,
    Today, Uplift,
};
use ambics::ids::{AreaId, ServiceId};
use ambics::outcome::{IncidentRecord, Recorder, Records};
use ambics::policy::breaks::NoBreaks;
use ambics::policy::dispatch::ClosestAvailable;
use ambics::policy::diversion::{ByGain, NoDiversion};
use ambics::policy::handover::Empirical;
use ambics::policy::hospital::NearestOpen;
use ambics::policy::queue::LongestWaitLessTravel;
use ambics::policy::relocation::ReturnToBase;
use ambics::policy::{
    BreaksConfig, DeskConfig, DispatchConfig, DiversionConfig, HandoverConfig, HospitalConfig, PolicyConfig,
    QueueConfig, RelocationConfig, ShiftEnd, Span,
};
use ambics::prevention::Programme;
use ambics::region::{Month, Region};
use ambics::state::State;
use ambics::tape::{Tape, record};
use ambics::units::{SimDuration, SimTime};
use ambics::world::{Component, HandoverPlan, Plan, PostPlan, Resources, Settings, StageTable, World};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The region of twelve areas.
pub static TINY: LazyLock<Region> = LazyLock::new(|| Region::embedded("tiny").unwrap());

/// England.
pub static ENGLAND: LazyLock<Region> = LazyLock::new(|| Region::embedded("england-2022").unwrap());

/// One vehicle for each incident, and none in reserve.
pub const ONE_VEHICLE: [Resources; 5] = [Resources::new(1.0, 1.0); 5];

/// The published months that everything is compiled from.
pub const MONTHS: [&str; 6] = ["2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"];

/// `days` from Wednesday 10 January 2024 in the areas of these services; all of the region if there are none.
pub fn plan(region: &Region, services: &[&str], days: u32) -> Plan {
    let ids: Vec<ServiceId> = services.iter().map(|code| region.find_service(code).unwrap()).collect();
    let of = |area: &ambics::region::Area| region.patches()[area.patch.index()].service;
    Plan {
        areas: region.areas().iter().map(|area| ids.is_empty() || ids.contains(&of(area))).collect(),
        start: jiff::civil::date(2024, 1, 10),
        days,
        lead_in: SimDuration::from_hours(48),
        months: MONTHS.map(|month| Month::parse(month).unwrap()).to_vec(),
        others: ambics::world::OtherInputs::default(),
        profile: "ambulance_blend".to_owned(),
        growth: BTreeMap::new(),
        hear_and_treat: BTreeMap::new(),
        day_effect: true,
        special_days: true,
        settings: Settings::new(region, &BTreeMap::new()),
        matrix: None,
        posts: PostPlan::default(),
        handover: HandoverPlan::published(),
        practice: std::collections::BTreeMap::new(),
        cycle: ambics::world::CycleRatios::default(),
        joined: Vec::new(),
        desks: ambics::world::DeskPlan::default(),
    }
}

/// Rules of operation near those that ship.
pub fn policies() -> PolicyConfig {
    PolicyConfig {
        dispatch: DispatchConfig::ClosestAvailable(ClosestAvailable {
            reach: Span::minutes(45),
            responder_reach: Span::minutes(10),
        }),
        diversion: DiversionConfig::ByGain(ByGain {
            gain_c1: Span::minutes(2),
            gain_c2: Span::minutes(5),
            within_c2: Span::minutes(10),
            most_c2: 1,
            swap_gain: Span::minutes(5),
            settled: Span::minutes(3),
        }),
        queue: QueueConfig::LongestWaitLessTravel(LongestWaitLessTravel {
            travel_weight: 2.0,
            reach: Span::minutes(60),
            reach_less_urgent: Span::minutes(40),
            escalate_c3: Span::minutes(110),
            escalate_c4: Span::minutes(150),
            escalate_other: Span::minutes(120),
        }),
        hospital: HospitalConfig::NearestOpen(NearestOpen {}),
        relocation: RelocationConfig::ReturnToBase(ReturnToBase {}),
        handover: HandoverConfig::Empirical(Empirical {}),
        breaks: BreaksConfig::None(NoBreaks {}),
        shift_end: ShiftEnd::NONE,
        desks: DeskConfig::off(),
    }
}

/// Rules without a reach: whoever can get there goes, and the longest wait is first.
pub fn boundless() -> PolicyConfig {
    let far = Span::minutes(100_000);
    PolicyConfig {
        dispatch: DispatchConfig::ClosestAvailable(ClosestAvailable { reach: far, responder_reach: far }),
        diversion: DiversionConfig::None(NoDiversion {}),
        queue: QueueConfig::LongestWaitLessTravel(LongestWaitLessTravel {
            travel_weight: 0.0,
            reach: far,
            reach_less_urgent: far,
            escalate_c3: far,
            escalate_c4: far,
            escalate_other: far,
        }),
        hospital: HospitalConfig::NearestOpen(NearestOpen {}),
        relocation: RelocationConfig::ReturnToBase(ReturnToBase {}),
        handover: HandoverConfig::Empirical(Empirical {}),
        breaks: BreaksConfig::None(NoBreaks {}),
        shift_end: ShiftEnd::NONE,
        desks: DeskConfig::off(),
    }
}

/// What an arrangement may look at: residents by patch, and all of the uplift by residents of the component.
pub fn ground(region: &Region, world: &World, component: &Component) -> Ground {
    let residents = |component: &Component| -> Vec<f64> {
        let mut by_patch = vec![0.0; component.patches.len()];
        for place in 0..component.places.n_own {
            by_patch[component.patch[place] as usize] +=
                region.areas()[component.places.area[place].index()].residents;
        }
        by_patch
    };
    let all: f64 = world.components.iter().map(|c| residents(c).iter().sum::<f64>()).sum();
    let residents = residents(component);
    Ground {
        patch_code: component.patches.iter().map(|p| region.patches()[p.index()].code.clone()).collect(),
        service_share: vec![1.0; component.services.len()],
        uplift_share: residents.iter().sum::<f64>() / all,
        residents,
    }
}

/// The published hours of every service times `scale`, without an uplift.
pub fn hours(region: &Region, scale: f64) -> FleetPlan {
    let published = |code: &str| {
        let of = |row: &&ambics::region::EffectiveHours| region.services()[row.service.index()].code == code;
        region.effective_hours().iter().find(of).unwrap().hours_per_week
    };
    FleetPlan {
        hours_per_week: region.services().iter().map(|s| scale * published(&s.code)).collect(),
        patch_hours: vec![None; region.patches().len()],
        lines_less: Vec::new(),
        station_ratio: Vec::new(),
        curve: region.profile("rota").unwrap().try_into().unwrap(),
        uplift: uplift(0.0, &ArrangementConfig::Today(Today {})),
        uplift_from: SimTime(0),
        window: (SimTime(0), SimTime(7 * 86_400_000)),
        supply: Supply::none(),
    }
}

/// So many hours a week, placed by an arrangement.
pub fn uplift(hours_per_week: f64, arrangement: &ArrangementConfig) -> Uplift {
    let arrangement: Arc<dyn Arrangement> = arrangement.build();
    Uplift { hours_per_week, arrangement }
}

/// Decisions on every component of a world.
pub fn decide(
    region: &Region,
    world: &World,
    fleet: &FleetPlan,
    rules: &PolicyConfig,
    ring_fence: f64,
) -> Decisions {
    let grounds: Vec<(&Component, Ground)> =
        world.components.iter().map(|c| (c, ground(region, world, c))).collect();
    Decisions::build(
        &grounds,
        fleet,
        &BorderConfig { ring_fence },
        (rules.build(), vec![Programme::default(); grounds.len()]),
    )
}

/// A fleet of one component that is on duty around the clock: so many vehicles at each station.
pub fn around_the_clock(component: &Component, at_each: &[usize]) -> Fleet {
    let mut fleet = Fleet { hours_by_patch: vec![0; component.patches.len()], ..Fleet::default() };
    for (site, vehicles) in component.stations.iter().zip(at_each) {
        for number in 0..*vehicles {
            let entity = ambics::rng::join(site.entity, number as u64);
            fleet.vehicles.push(FleetVehicle::around_the_clock(site.place, entity));
            fleet.patch.push(site.patch);
            fleet.hours_by_patch[site.patch as usize] += 168;
        }
    }
    fleet
}

/// The tiny world as a queue: C2 incidents only, `per_week` of them by a flat Poisson process, no drive and no other
/// stage than the time on scene.
pub fn as_a_queue(days: u32, per_week: f64, service_s: f64, shape: Shape) -> World {
    let mut plan = plan(&TINY, &[], days);
    plan.profile = "flat".to_owned();
    (plan.day_effect, plan.special_days, plan.settings.travel_time_factor) = (false, false, 0.0);
    let mut world = ambics::world::compile(&TINY, &plan);
    let service = &mut world.demand.services[0];
    service.per_week = per_week;
    service.daytime_share = 0.0;
    service.category_cumulative = [0.0, 1.0, 1.0, 1.0, 1.0];
    let component = &mut world.components[0];
    component.mixes[0].hear_and_treat = [0.0; 5];
    component.mixes[0].conveyed = [0.0; 5];
    component.mixes[0].resources = ONE_VEHICLE;
    let nothing = || StageTable::new(0.0, Shape::Fixed);
    component.stages.triage = std::array::from_fn(|_| nothing());
    component.stages.mobilise = nothing();
    component.stages.wrap_up = std::array::from_fn(|_| nothing());
    component.stages.on_scene =
        std::array::from_fn(|_| std::array::from_fn(|_| StageTable::new(service_s, shape)));
    world
}

/// Makes two services of the tiny world, one in each ICS, that share nothing but the ground; gives them.
pub fn part_in_two(world: &mut World) -> [ServiceId; 2] {
    let services = [ServiceId::new(0), ServiceId::new(1)];
    let component = &mut world.components[0];
    component.services = services.to_vec();
    component.patch_service = vec![0, 1];
    component.mixes.extend_from_within(..);
    component.desks.extend_from_within(..);
    component.practice.extend_from_within(..);
    component.service_desks.extend_from_within(..);
    let identified = component.stages.c1_identified[0].clone();
    component.stages.c1_identified.push(identified);
    services
}

/// The areas of a component that have demand.
pub fn own_areas(component: &Component) -> Vec<AreaId> {
    component.places.area[..component.places.n_own].to_vec()
}

/// The tapes of a component's whole run.
pub fn tapes(world: &World, component: usize, address: &Address) -> Vec<Tape> {
    let areas = own_areas(&world.components[component]);
    world
        .clock
        .weeks()
        .iter()
        .map(|week| record(&world.demand, &world.clock, address, week, &areas))
        .collect()
}

/// Runs one component to its horizon, and tells what every vehicle was doing then.
pub fn run(
    world: &World,
    component: usize,
    decisions: &Decisions,
    address: Address,
    observer: &mut impl Observer,
) -> State {
    let mut engine = Engine::new(world, component, decisions, address, State::new());
    for tape in tapes(world, component, &address) {
        engine.advance(&tape, world.clock.horizon(), observer, &Stop::new());
    }
    engine.close(observer);
    engine.into_state()
}

/// The records of a run of one component to its horizon, incidents included.
pub fn records(
    region: &Region,
    world: &World,
    component: usize,
    decisions: &Decisions,
    address: Address,
) -> Records {
    let fleet = &decisions.components[component].fleet;
    let mut recorder = Recorder::new(world, component, fleet, region.patches().len(), true);
    run(world, component, decisions, address, &mut recorder);
    recorder.finish()
}

/// The incidents of all components, in order of call.
pub fn all_incidents(
    region: &Region,
    world: &World,
    decisions: &Decisions,
    address: Address,
) -> Vec<IncidentRecord> {
    let of = |component| records(region, world, component, decisions, address).incidents.unwrap().rows;
    let mut rows: Vec<IncidentRecord> = (0..world.components.len()).flat_map(of).collect();
    rows.sort_by_key(|row| (row.called, row.id));
    rows
}
