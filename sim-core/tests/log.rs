//! The log of steps: random small towns aimed at the rare steps, the checker on what they do, and on damaged logs.

use crate::worlds::{TINY, plan, policies, tapes};
use ambics::Address;
use ambics::category::{Categories, Category};
use ambics::dist::{QuantileTable, Shape};
use ambics::engine::{Engine, Stop};
use ambics::governance::{
    Abstraction, BorderConfig, ComponentDecisions, Decisions, Duty, Fleet, FleetVehicle,
};
use ambics::outcome::{Log, LogCounts, LogReason, LogRow, LogRule, Recorder, Records, Step, replay_log};
use ambics::policy::breaks::Windowed;
use ambics::policy::dispatch::ClosestAvailable;
use ambics::policy::diversion::ByGain;
use ambics::policy::queue::LongestWaitLessTravel;
use ambics::policy::relocation::{ComplianceTable, Dmexclp, PriorityList, StandbyPoints};
use ambics::policy::{
    BreaksConfig, DispatchConfig, DiversionConfig, PolicyConfig, QueueConfig, RelocationConfig, Span,
};
use ambics::prevention::{Programme, Ranged, Team, TeamHours};
use ambics::state::legal::{INCIDENT_EDGES, VEHICLE_EDGES};
use ambics::state::{IncidentStatus, State, VehicleStatus};
use ambics::units::{SimDuration, SimTime};
use ambics::vehicle_kind::VehicleKind;
use ambics::world::{Component, Resources, StageTable, World};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;
use std::sync::{Arc, LazyLock};

/// The tiny world of one day and the day after, without a lead-in.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut plan = plan(&TINY, &[], 1);
    plan.start = jiff::civil::date(2024, 1, 8);
    plan.lead_in = SimDuration::ZERO;
    ambics::world::compile(&TINY, &plan)
});

/// Shapes of durations, made once: a table of quantiles costs more than a town's day.
static SHAPES: LazyLock<[Arc<QuantileTable>; 2]> =
    LazyLock::new(|| [Shape::Fixed, Shape::Lognormal { cv: 1.2 }].map(|s| Arc::new(QuantileTable::new(s))));

/// What a town is aimed at. A status or a way out of one that is new gets an aim of its own here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// Anything; in half of them teams attend too.
    Broad,
    /// Shifts of an hour or two, and jobs that outlast them.
    ShortShifts,
    /// Places without a hospital, whose patients go on by a transfer.
    Islands,
    /// Solo vehicles, responders and reserves that are stood down.
    Solos,
    /// Idle vehicles that stand at posts and are moved among them.
    Posts,
    /// Meal breaks, breakdowns and shifts that nobody comes to.
    Crews,
    /// Desks, patients who give up, a reserve and a safety plan; in half of them teams attend too.
    Desks,
}

impl Aim {
    /// Islands twice: their rarest steps are the rarest of all.
    const ALL: [Self; 8] = [
        Self::Broad,
        Self::ShortShifts,
        Self::Islands,
        Self::Solos,
        Self::Posts,
        Self::Crews,
        Self::Islands,
        Self::Desks,
    ];

    fn of(case: u64) -> Self {
        Self::ALL[(case % 8) as usize]
    }
}

/// One town: its world, its fleet and rules, its luck.
struct Town {
    world: World,
    decisions: Decisions,
    address: Address,
}

impl Town {
    fn new(case: u64) -> Self {
        let (aim, luck) = (Aim::of(case), &mut Pcg64Mcg::seed_from_u64(case));
        let mut world = WORLD.clone();
        world.demand.services[0].per_week = luck.random_range(50.0..900.0);
        let cut: [f64; 4] = std::array::from_fn(|_| luck.random());
        let mut cut = cut;
        cut.sort_by(f64::total_cmp);
        world.demand.services[0].category_cumulative = [cut[0], cut[1], cut[2], cut[3], 1.0];
        stages(&mut world.components[0], aim, luck);
        mix(&mut world.components[0], aim, luck);
        if aim == Aim::Islands {
            islands(&mut world.components[0], luck);
        }
        let component = &world.components[0];
        let fleet = fleet(component, aim, luck);
        let borders = vec![(SimTime(0), BorderConfig::default().table(component))];
        let policies = rules(aim, luck).build();
        let programme = teams(component, aim, luck);
        let decisions =
            Decisions { components: vec![ComponentDecisions { fleet, borders, programme }], policies };
        Self { world, decisions, address: Address::new(case, 0) }
    }

    fn fleet(&self) -> &Fleet {
        &self.decisions.components[0].fleet
    }

    /// The log and the records of its two days.
    fn live(&self) -> (Vec<LogRow>, Records) {
        let mut engine = Engine::new(&self.world, 0, &self.decisions, self.address, State::new());
        let log = Log::new(&self.world, 0, engine.state());
        let recorder = Recorder::new(&self.world, 0, self.fleet(), TINY.patches().len(), false);
        let mut observers = (log, recorder);
        for tape in tapes(&self.world, 0, &self.address) {
            engine.advance(&tape, self.world.clock.horizon(), &mut observers, &Stop::new());
        }
        engine.close(&mut observers);
        (observers.0.finish(engine.state()), observers.1.finish())
    }
}

fn stages(component: &mut Component, aim: Aim, luck: &mut impl Rng) {
    let long = if aim == Aim::ShortShifts { 5400.0 } else { 2400.0 };
    let mut table = |most_s: f64| {
        let mean_s = if luck.random_bool(0.1) { 0.0 } else { luck.random_range(0.0..most_s) };
        StageTable { mean_s, shape: SHAPES[usize::from(luck.random_bool(0.5))].clone() }
    };
    let stages = &mut component.stages;
    stages.on_scene = std::array::from_fn(|_| std::array::from_fn(|_| table(long)));
    stages.wrap_up = std::array::from_fn(|_| table(1200.0));
    stages.triage = std::array::from_fn(|_| table(300.0));
    stages.mobilise = table(600.0);
    stages.handover_other = table(1800.0);
}

fn mix(component: &mut Component, aim: Aim, luck: &mut impl Rng) {
    let mix = &mut component.mixes[0];
    mix.hear_and_treat = std::array::from_fn(|_| luck.random_range(0.0..0.3));
    mix.conveyed = std::array::from_fn(|_| luck.random());
    mix.to_ed = luck.random();
    let most = if aim == Aim::Solos { 3.0 } else { 1.5 };
    mix.resources = std::array::from_fn(|_| {
        let arriving = luck.random_range(1.0..1.0 + most);
        Resources { spare: luck.random_range(0.0..most), ..Resources::new(1.0, arriving) }
    });
}

/// Most places are without a hospital, and some of them have nowhere to transfer a patient to either.
fn islands(component: &mut Component, luck: &mut impl Rng) {
    for place in 0..component.places.n_own {
        if luck.random_bool(0.9) {
            component.nearest[place].clear();
            let after = SimDuration::from_minutes(luck.random_range(0.0..90.0));
            component.transfer[place] = luck.random_bool(0.9).then_some((0, after));
        }
    }
}

fn fleet(component: &Component, aim: Aim, luck: &mut impl Rng) -> Fleet {
    let mut fleet = Fleet { hours_by_patch: vec![0; component.patches.len()], ..Fleet::default() };
    fleet.abstraction = abstraction(aim, luck);
    let vehicles = if aim == Aim::Posts { 3..16 } else { 1..9u64 };
    for number in 0..luck.random_range(vehicles) {
        let site = &component.stations[luck.random_range(0..component.stations.len())];
        let solos = if aim == Aim::Solos { 0.6 } else { 0.2 };
        let kind = match luck.random_bool(solos) {
            true => VehicleKind::ALL[luck.random_range(1..VehicleKind::ALL.len())],
            false => VehicleKind::Dca,
        };
        let answers = if luck.random_bool(0.1) { Categories::of(&[Category::C1]) } else { Categories::ALL };
        let entity = ambics::rng::join(site.entity, number);
        let duty = duty(aim, luck);
        let always = FleetVehicle::around_the_clock(site.place, entity);
        fleet.vehicles.push(FleetVehicle { kind, answers, duty, ..always });
        fleet.patch.push(site.patch);
    }
    fleet
}

/// Around the clock, or shifts with an hour or more between them.
fn duty(aim: Aim, luck: &mut impl Rng) -> Vec<Duty> {
    let around = if matches!(aim, Aim::ShortShifts | Aim::Crews) { 0.0 } else { 0.4 };
    if luck.random_bool(around) {
        return vec![Duty::ALWAYS];
    }
    let longest = if aim == Aim::ShortShifts { 2 } else { 10 };
    let mut from = luck.random_range(0..6u8);
    let mut duty = Vec::new();
    while from < 60 {
        let hours = luck.random_range(1..=longest);
        duty.push(Duty { from: u16::from(from) * 60, minutes: u16::from(hours) * 60 });
        from += hours + luck.random_range(1..6u8);
    }
    duty
}

fn rules(aim: Aim, luck: &mut impl Rng) -> PolicyConfig {
    let mut span = |from: i64, to: i64| Span::minutes(luck.random_range(from..to));
    let dispatch = ClosestAvailable { reach: span(5, 200), responder_reach: span(5, 200) };
    let diversion = ByGain {
        gain_c1: span(-5, 10),
        gain_c2: span(-5, 10),
        within_c2: span(5, 60),
        most_c2: 3,
        swap_gain: span(0, 10),
        settled: span(0, 10),
    };
    let within = span(5, 200);
    let queue = LongestWaitLessTravel {
        travel_weight: 1.0,
        reach: span(10, 200),
        reach_less_urgent: span(5, 200),
        escalate_c3: span(5, 300),
        escalate_c4: span(5, 300),
        escalate_other: span(5, 300),
    };
    PolicyConfig {
        dispatch: DispatchConfig::ClosestAvailable(dispatch),
        diversion: DiversionConfig::ByGain(diversion),
        queue: QueueConfig::LongestWaitLessTravel(queue),
        relocation: relocation(aim, within, luck),
        breaks: breaks(aim, luck),
        desks: if aim == Aim::Desks { crate::desks::all_on() } else { policies().desks },
        ..policies()
    }
}

/// One or two interventions whose teams attend.
fn teams(component: &Component, aim: Aim, luck: &mut impl Rng) -> Programme {
    if !matches!(aim, Aim::Broad | Aim::Desks) || luck.random_bool(0.5) {
        return Programme::default();
    }
    let item = |name: &str| {
        let start = luck.random_range(0..24);
        let team = Team {
            teams: Ranged::known(f64::from(luck.random_range(0..4u8))),
            hours: TeamHours { start, finish: luck.random_range(1..25), weekdays: luck.random_bool(0.2) },
            visit_min: Ranged::known(luck.random_range(5.0..150.0)),
            visit_shape: Shape::Lognormal { cv: 0.6 },
            places: luck.random_range(0..5),
            wait_limit_min: luck.random_range(0.0..300.0),
            bounce_back: Ranged::known(luck.random()),
        };
        crate::teams::item(name, component.patches.len(), team, luck.random())
    };
    Programme { items: ["a", "b"].map(item).into(), replications_per_draw: 0 }
}

fn breaks(aim: Aim, luck: &mut impl Rng) -> BreaksConfig {
    if !matches!(aim, Aim::Crews | Aim::Islands) && luck.random_bool(0.8) {
        return policies().breaks;
    }
    let mut span = |from: i64, to: i64| Span::minutes(luck.random_range(from..to));
    let (length, from, to) = (span(10, 240), span(0, 90), span(90, 400));
    let interrupted_by = Category::from_row(luck.random_range(0..5));
    BreaksConfig::Windowed(Windowed { length, from, to, interrupted_by })
}

fn abstraction(aim: Aim, luck: &mut impl Rng) -> Option<Abstraction> {
    if !matches!(aim, Aim::Crews | Aim::Islands) && luck.random_bool(0.8) {
        return None;
    }
    Some(Abstraction {
        lost_share: [luck.random_range(0.0..0.3); 12],
        persistence: [0.5; 12],
        breakdowns_per_hour: luck.random_range(0.0..0.5),
        off_road_mean_h: luck.random_range(0.1..2.0),
        off_road_cv: 1.0,
    })
}

fn relocation(aim: Aim, within: Span, luck: &mut impl Rng) -> RelocationConfig {
    let standard = Span::minutes(luck.random_range(5..60));
    let rules = match aim {
        Aim::Posts => 4,
        Aim::Islands => 6,
        Aim::Broad | Aim::ShortShifts | Aim::Solos | Aim::Crews | Aim::Desks => 20,
    };
    match luck.random_range(0..rules) {
        0 | 1 => RelocationConfig::ComplianceTable(ComplianceTable { within }),
        2 => RelocationConfig::StandbyPoints(StandbyPoints { within }),
        3 => RelocationConfig::Dmexclp(Dmexclp { busy_fraction: luck.random(), standard, within }),
        4 => RelocationConfig::PriorityList(PriorityList { within }),
        _ => policies().relocation,
    }
}

/// Runs a town and asks for all its laws; gives what its log counts.
fn lawful(case: u64) -> LogCounts {
    let town = Town::new(case);
    let (log, records) = town.live();
    let counts = replay_log(&log).unwrap_or_else(|faults| {
        let told: Vec<String> = faults.iter().take(5).map(ToString::to_string).collect();
        let about = log[faults[0].row].incident;
        let story: Vec<String> =
            log.iter().filter(|row| row.incident == about).map(|row| format!("{row:?}")).collect();
        panic!("town {case}: {} faults\n{}\n{}", faults.len(), told.join("\n"), story.join("\n"))
    });
    assert_eq!(counts.vehicles as usize, town.fleet().vehicles.len());
    by_the_rota(&town, &log);
    let (from, until) = town.world.clock.window();
    // An incident belongs to the window in which its clock starts, 240 s after its call at the latest.
    let called_by = |latest: SimTime| {
        let calls = log.iter().filter(|row| row.step == Step::Incident(None, IncidentStatus::Triage));
        calls.filter(|row| row.at < latest).count()
    };
    let counted = records.endings.iter().map(|n| *n as usize).sum::<usize>();
    // With desks the clock starts before a call is answered, and anew when a clinician upgrades after hours of waiting.
    let waits_ms = if Aim::of(case) == Aim::Desks { 43_200_000 } else { 240_000 };
    let sure = called_by(SimTime(until.0 - waits_ms));
    assert!(
        sure <= counted && counted <= called_by(SimTime(until.0 + waits_ms - 240_000)),
        "{sure} called, {counted} counted"
    );
    assert_eq!(records.status_ms.iter().sum::<i64>(), (until - from).0 * counts.vehicles as i64);
    assert_eq!(time_by_status(&log, (from, until)), records.status_ms.iter().sum::<i64>());
    counts
}

/// By the rota itself: who is sent, or idle, is on duty then. A shift ends after all else of its instant.
fn by_the_rota(town: &Town, log: &[LogRow]) {
    let on_duty = |row: &LogRow, at: SimTime| {
        let hour = usize::from(town.world.clock.local(at).hour_of_week);
        let duty = &town.fleet().vehicles[row.vehicle.unwrap() as usize].duty;
        let hours = |d: &Duty| usize::from(d.minutes) / 60;
        duty.iter().any(|d| (0..hours(d)).any(|k| (usize::from(d.from) / 60 + k) % 168 == hour))
    };
    for row in log.iter().filter(|row| row.reason != LogReason::ShiftEnds) {
        if let Step::Vehicle(Some(from), to) = row.step {
            let sent = to == VehicleStatus::ToScene && from != VehicleStatus::ToScene;
            let idle = to.is_available() && from != to;
            let before = SimTime(row.at.0 - 1);
            assert!(!sent && !idle || on_duty(row, row.at) || on_duty(row, before), "{row:?} off duty");
        }
    }
}

/// Milliseconds of a window that the steps of all vehicles cover.
fn time_by_status(log: &[LogRow], (from, until): (SimTime, SimTime)) -> i64 {
    let mut since = std::collections::BTreeMap::new();
    let mut sum = 0;
    for row in log.iter().filter(|row| row.is_of_vehicle()) {
        if let Some(before) = since.insert(row.vehicle, row.at) {
            sum += (row.at.0.min(until.0) - before.0.max(from.0)).max(0);
        }
    }
    sum
}

fn all_lawful(cases: std::ops::Range<u64>) -> LogCounts {
    let sum = |mut sum: LogCounts, counts: LogCounts| {
        sum.add(&counts);
        sum
    };
    cases.into_par_iter().map(lawful).reduce(LogCounts::default, sum)
}

/// The counts of every legal step, the rarest first.
fn table(counts: &LogCounts) -> Vec<(u64, String)> {
    let vehicles = VEHICLE_EDGES.iter().zip(counts.vehicle_edges);
    let incidents = INCIDENT_EDGES.iter().zip(counts.incident_edges);
    let mut rows: Vec<(u64, String)> = vehicles
        .map(|((from, to, _), n)| (n, format!("vehicle {} to {}", from.name(), to.name())))
        .chain(incidents.map(|((from, to, _), n)| (n, format!("incident {} to {}", from.name(), to.name()))))
        .collect();
    rows.sort();
    rows
}

fn every_edge_at_least(counts: &LogCounts, least: u64) {
    let table = table(counts);
    println!("{} rows, {} steps\n{table:#?}", counts.rows, counts.steps);
    assert!(table[0].0 >= least, "{table:#?}");
}

#[test]
fn sixty_thousand_towns_obey_the_laws_and_take_every_legal_step() {
    every_edge_at_least(&all_lawful(0..60_000), 1_000);
}

/// 10⁷ steps and a million towns.
#[test]
#[ignore = "long: make test-long"]
fn a_million_towns_obey_the_laws() {
    let counts = all_lawful(0..1_000_000);
    assert!(counts.steps >= 10_000_000, "{} steps", counts.steps);
    every_edge_at_least(&counts, 1_000);
}

/// A log with something of everything.
fn a_log() -> Vec<LogRow> {
    let log = Town::new(12).live().0;
    assert!(replay_log(&log).is_ok());
    log
}

/// The rules that a damaged log breaks, its rows numbered again, so that the numbers give nothing away.
fn broken(mut log: Vec<LogRow>) -> Vec<LogRule> {
    (0u32..).zip(&mut log).for_each(|(number, row)| row.number = number);
    let faults = replay_log(&log).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.rule).collect()
}

/// Rows that are steps: their statuses differ.
fn steps(log: &[LogRow]) -> Vec<usize> {
    let is_step = |row: &LogRow| match row.step {
        Step::Vehicle(from, to) => from.is_some_and(|from| from != to),
        Step::Incident(from, to) => from.is_some_and(|from| from != to),
    };
    (0..log.len()).filter(|row| is_step(&log[*row])).collect()
}

#[test]
fn a_log_without_a_row_is_found_out() {
    let log = a_log();
    for row in steps(&log) {
        let mut damaged = log.clone();
        damaged.remove(row);
        assert!(replay_log(&damaged).unwrap_err().iter().any(|f| f.rule == LogRule::Numbered));
        assert!(
            broken(damaged).iter().any(|rule| [LogRule::Chained, LogRule::Tiled].contains(rule)),
            "{row}"
        );
    }
}

#[test]
fn a_log_with_rows_swapped_is_found_out() {
    let log = a_log();
    let mut swapped = 0;
    for pair in steps(&log).windows(2) {
        let mut damaged = log.clone();
        damaged.swap(pair[0], pair[1]);
        let faults = replay_log(&damaged).unwrap_err();
        assert!(faults.iter().any(|fault| fault.rule == LogRule::Numbered));
        if log[pair[0]].at < log[pair[1]].at {
            assert!(broken(damaged).contains(&LogRule::InOrder), "{pair:?}");
            swapped += 1;
        }
    }
    assert!(swapped > 100, "{swapped} swaps");
}

#[test]
fn a_log_with_another_status_is_found_out() {
    let log = a_log();
    for row in steps(&log) {
        let mut damaged = log.clone();
        damaged[row].step = match damaged[row].step {
            Step::Vehicle(from, to) => {
                let other =
                    if to == VehicleStatus::OnScene { VehicleStatus::WrapUp } else { VehicleStatus::OnScene };
                Step::Vehicle(from, other)
            }
            Step::Incident(from, to) => {
                let other =
                    if to == IncidentStatus::Ready { IncidentStatus::Treated } else { IncidentStatus::Ready };
                Step::Incident(from, other)
            }
        };
        let found = [LogRule::Chained, LogRule::EndsOnce];
        assert!(broken(damaged).iter().any(|rule| found.contains(rule)), "{row}");
    }
}

#[test]
fn an_incident_that_ends_twice_is_found_out() {
    let log = a_log();
    let ends = |row: &LogRow| matches!(row.reason, LogReason::Ended(_));
    let row = log.iter().position(ends).unwrap();
    let mut damaged = log.clone();
    damaged.insert(row + 1, log[row]);
    assert_eq!(broken(damaged), [LogRule::EndsOnce]);
}

#[test]
fn a_vehicle_with_two_jobs_or_off_shift_is_found_out() {
    let log = a_log();
    let is = |row: &LogRow, step| row.step == step;
    let arrives = Step::Vehicle(Some(VehicleStatus::ToScene), VehicleStatus::OnScene);
    let row = log.iter().position(|row| is(row, arrives)).unwrap();
    let mut damaged = log.clone();
    damaged[row].incident =
        log.iter().rev().find_map(|r| r.incident.filter(|id| Some(*id) != log[row].incident));
    assert!(broken(damaged).contains(&LogRule::OneJob));
    let mut damaged = log.clone();
    let begins = log.iter().position(|row| row.reason == LogReason::ShiftBegins).unwrap();
    damaged.remove(begins);
    assert!(broken(damaged).contains(&LogRule::OnShift));
}
