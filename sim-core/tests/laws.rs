//! Laws that hold in every run: over random small worlds, fleets and rules, all built on tiny.

use crate::worlds::{
    TINY, around_the_clock, boundless, decide, hours, own_areas, plan, policies, records, tapes,
};
use ambics::Address;
use ambics::category::{Category, Ending};
use ambics::dist::Shape;
use ambics::engine::{Engine, Fact, Observer, Stop};
use ambics::governance::{Abstraction, ArrangementConfig, Decisions, Duty, KindHours};
use ambics::outcome::{Level, Levels, Recorder, Records, measure};
use ambics::policy::breaks::Windowed;
use ambics::policy::clinical::Outcome;
use ambics::policy::dispatch::ClosestAvailable;
use ambics::policy::diversion::ByGain;
use ambics::policy::queue::LongestWaitLessTravel;
use ambics::policy::{
    BreaksConfig, DeskConfig, Dispatch, DispatchConfig, DiversionConfig, HandoverConfig, HospitalConfig,
    Need, PolicyConfig, QueueConfig, RelocationConfig, Sends, ShiftEnd, Span, View,
};
use ambics::state::{Incident, IncidentStatus, State, VehicleStatus};
use ambics::tape::IncidentId;
use ambics::units::{HOUR_MS, MINUTE_MS, SECOND_MS, SimDuration, SimTime, WEEK_MS};
use ambics::vehicle_kind::VehicleKind;
use ambics::world::{Settings, StageTable, World};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The tiny world of two days; every case overwrites a copy.
static WORLD: LazyLock<World> = LazyLock::new(|| ambics::world::compile(&TINY, &plan(&TINY, &[], 2)));

/// What a random case changes.
#[derive(Debug, Clone)]
struct Case {
    demand: f64,
    hours: f64,
    long: f64,
    cv: f64,
    ring_fence: f64,
    rules: PolicyConfig,
    seed: u64,
}

fn rules() -> impl Strategy<Value = PolicyConfig> {
    let span = |from: i64, to: i64| (from..to).prop_map(Span::minutes);
    let queue = (0.0..4.0, span(10, 120), span(5, 90), span(20, 300), span(20, 300), span(20, 300));
    (span(0, 20), span(5, 120), queue, desks()).prop_map(|(divert_gain, dispatch_reach, queue, desks)| {
        let (travel_weight, reach, reach_less_urgent, escalate_c3, escalate_c4, escalate_other) = queue;
        PolicyConfig {
            dispatch: DispatchConfig::ClosestAvailable(ClosestAvailable {
                reach: dispatch_reach,
                responder_reach: dispatch_reach,
            }),
            diversion: DiversionConfig::ByGain(ByGain {
                gain_c1: divert_gain,
                gain_c2: divert_gain,
                within_c2: dispatch_reach,
                most_c2: 2,
                swap_gain: divert_gain,
                settled: divert_gain,
            }),
            queue: QueueConfig::LongestWaitLessTravel(LongestWaitLessTravel {
                travel_weight,
                reach,
                reach_less_urgent,
                escalate_c3,
                escalate_c4,
                escalate_other,
            }),
            hospital: policies().hospital,
            relocation: policies().relocation,
            handover: policies().handover,
            breaks: policies().breaks,
            shift_end: policies().shift_end,
            desks,
        }
    })
}

/// Rules of the call and clinical stage: each on or off.
fn desks() -> impl Strategy<Value = DeskConfig> {
    let on = || prop::bool::weighted(0.4);
    (on(), on(), on(), on(), on()).prop_map(|(calls, clinical, patience, reserve, plan)| {
        let given = DeskConfig::off();
        let all = crate::desks::all_on();
        DeskConfig {
            calls: if calls { all.calls } else { given.calls },
            clinical: if clinical { all.clinical } else { given.clinical },
            patience: if patience { all.patience } else { given.patience },
            reserve: if reserve { all.reserve } else { given.reserve },
            safety_plan: if plan { all.safety_plan } else { given.safety_plan },
        }
    })
}

fn cases() -> impl Strategy<Value = Case> {
    let fence = prop_oneof![Just(0.0), 0.01..0.99, Just(1.0)];
    (0.0..2.5, 0.1..1.5, 0.2..2.0, 0.0..1.5, fence, rules(), any::<u64>()).prop_map(
        |(demand, hours, long, cv, ring_fence, rules, seed)| Case {
            demand,
            hours,
            long,
            cv,
            ring_fence,
            rules,
            seed,
        },
    )
}

impl Case {
    fn world(&self) -> World {
        let mut world = WORLD.clone();
        world.demand.services[0].per_week *= self.demand;
        let shape = if self.cv > 0.0 { Shape::Lognormal { cv: self.cv } } else { Shape::Fixed };
        let stages = &mut world.components[0].stages;
        for table in
            stages.on_scene.iter_mut().flatten().chain(&mut stages.wrap_up).chain([&mut stages.mobilise])
        {
            *table = StageTable::new(table.mean_s * self.long, shape);
        }
        world
    }

    fn decisions(&self, world: &World) -> Decisions {
        decide(&TINY, world, &hours(&TINY, self.hours), &self.rules, self.ring_fence)
    }
}

/// A stretch of a vehicle's time.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    status: VehicleStatus,
    from: SimTime,
    until: SimTime,
    patch: Option<u16>,
}

/// Everything that a run tells.
#[derive(Default)]
struct Diary {
    called: BTreeMap<IncidentId, Incident>,
    responded: BTreeMap<IncidentId, (u32, Ending)>,
    handovers: BTreeMap<IncidentId, (SimTime, SimDuration)>,
    ended: BTreeMap<IncidentId, (Incident, Ending, SimTime)>,
    vehicles: BTreeMap<u32, Vec<Stretch>>,
    statuses: BTreeMap<u32, VehicleStatus>,
    /// Who is with a clinician, or to be called back by one.
    assessed: BTreeSet<IncidentId>,
    last: SimTime,
}

impl Diary {
    fn tells(&mut self, at: SimTime) {
        assert!(self.last <= at, "facts come in the order in which they happen");
        self.last = at;
    }
}

impl Diary {
    fn left_open(&self, incident: &Incident, ending: Ending) {
        assert!(!self.ended.contains_key(&incident.id), "what has ended is not left open");
        let answered = self.responded.get(&incident.id).map_or(Ending::Open, |(_, ending)| *ending);
        assert_eq!(ending, answered, "it would end as its response said");
    }

    /// What vehicles and incidents tell on their way.
    fn step(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::Diverted { from: incident, vehicle } | Fact::StoodDown { incident, vehicle } => {
                assert!(incident.sent.contains(&Some(vehicle)), "who is taken off was on the list");
            }
            Fact::Crew { at, .. } => self.tells(at),
            Fact::Moved { from, to, .. } => assert_ne!(from, to, "a move leads elsewhere"),
            Fact::VehicleTurned { vehicle, state, from, at, .. } => {
                self.tells(at);
                let known = self.statuses.insert(vehicle.0, state.status).unwrap_or(VehicleStatus::OffDuty);
                assert_eq!(known, from, "a vehicle steps from where it is");
                let stays = from == state.status;
                assert!(stays || from.may_become(state.status), "{from:?} to {:?}", state.status);
            }
            Fact::IncidentTurned { incident, from, at } => {
                self.tells(at);
                assert!(from.may_become(incident.status), "{from:?} to {:?}", incident.status);
            }
            Fact::Shift { at, .. } | Fact::Escalated { at, .. } => self.tells(at),
            Fact::TransportArrived { incident, vehicle } => assert_eq!(incident.transport, Some(vehicle)),
            _ => {}
        }
    }

    /// What the call and clinical stage tells.
    fn stage(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::Contact { until, .. } => self.tells(until),
            Fact::AssessmentBegins { incident, at } => {
                self.tells(at);
                self.assessed.insert(incident.id);
            }
            Fact::Assessed { incident, outcome, at } => {
                self.tells(at);
                if outcome != Outcome::CalledBack {
                    self.assessed.remove(&incident.id);
                }
            }
            Fact::Recategorised { was, incident } => {
                assert_eq!(was.id, incident.id);
                assert!(self.called.insert(incident.id, *incident).is_some(), "who is there has a category");
            }
            Fact::WelfareCall { at, .. } => self.tells(at),
            Fact::DeskHour { from, .. } | Fact::DeskWork { from, .. } => self.tells(from),
            Fact::PlanLevel { from, until, .. } => {
                assert!(from <= until);
                self.tells(until);
            }
            _ => {}
        }
    }
}

impl Observer for Diary {
    fn see(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::Called { incident } => {
                self.tells(incident.answered);
                assert!(self.called.insert(incident.id, *incident).is_none(), "an incident is called once");
            }
            Fact::Assigned { incident, vehicle, leg, .. } => {
                assert!(incident.sent.contains(&Some(vehicle)), "who is sent is on the list");
                assert_eq!(leg.to, incident.place, "a vehicle drives to where it is sent");
                assert!(self.last <= leg.departs && leg.departs <= leg.arrives, "it drives after it is sent");
            }
            Fact::AtStation { at, .. } => self.tells(at),
            Fact::Responded { incident, vehicle, ending } => {
                self.tells(incident.clock_stop);
                assert!(
                    self.responded.insert(incident.id, (vehicle.0, ending)).is_none(),
                    "reached first once"
                );
            }
            Fact::Handover { incident, arrival, duration, .. } => {
                self.tells(arrival);
                assert!(
                    self.handovers.insert(incident.id, (arrival, duration)).is_none(),
                    "handed over once"
                );
            }
            Fact::Status { vehicle, status, from, until, incident_patch } => {
                self.tells(until);
                self.vehicles.entry(vehicle.0).or_default().push(Stretch {
                    status,
                    from,
                    until,
                    patch: incident_patch,
                });
            }
            Fact::Arrived { incident, vehicle } => {
                assert!(incident.sent.contains(&Some(vehicle)), "who is sent, or arrives, is on the list");
            }
            Fact::Ended { incident, ending, at } => {
                self.tells(at);
                assert!(incident.status.may_become(IncidentStatus::Ended), "ends from {:?}", incident.status);
                assert!(
                    self.ended.insert(incident.id, (*incident, ending, at)).is_none(),
                    "an incident ends once"
                );
            }
            Fact::LeftOpen { incident, ending } => self.left_open(incident, ending),
            _ => {
                self.step(fact);
                self.stage(fact);
            }
        }
    }
}

/// A run's diary, its records, and how it stood at the end.
fn live(world: &World, decisions: &Decisions, seed: u64) -> (Diary, Records, State) {
    let address = Address::new(seed, 0);
    let recorder = Recorder::new(world, 0, &decisions.components[0].fleet, TINY.patches().len(), true);
    let mut observers = (Diary::default(), recorder);
    let mut engine = Engine::new(world, 0, decisions, address, State::new());
    for tape in tapes(world, 0, &address) {
        engine.advance(&tape, world.clock.horizon(), &mut observers, &Stop::new());
    }
    engine.close(&mut observers);
    (observers.0, observers.1.finish(), engine.into_state())
}

/// A vehicle's stretches tile the run from zero to its end; on a job, and only then, it works for an incident.
fn tiles(stretches: &[Stretch], end: SimTime) {
    assert_eq!(stretches[0].from, SimTime(0));
    assert_eq!(stretches[stretches.len() - 1].until, end);
    for pair in stretches.windows(2) {
        assert_eq!(pair[0].until, pair[1].from, "no gap and no overlap: {pair:?}");
    }
    assert!(
        stretches.iter().all(|s| s.status.is_busy() == s.patch.is_some()),
        "a job and only a job has an incident"
    );
}

/// The stages of an incident that a vehicle attended, as the incident tells them: status, from, until.
fn stages(incident: &Incident, ending: Ending, ended: SimTime) -> Vec<(VehicleStatus, SimTime, SimTime)> {
    let mut stages = vec![
        (VehicleStatus::ToScene, incident.assigned, incident.reached),
        (VehicleStatus::OnScene, incident.reached, incident.leaves),
    ];
    let mut clear = incident.leaves;
    if ending != Ending::SeeAndTreat {
        stages.push((VehicleStatus::ToHospital, incident.leaves, incident.at_hospital));
        stages.push((VehicleStatus::AtHospital, incident.at_hospital, incident.handed_over));
        clear = incident.handed_over;
    }
    stages.push((VehicleStatus::WrapUp, clear, ended));
    stages
}

/// The stages of an incident that one vehicle was sent to sum to its job, and are what its vehicle says that it did.
fn stages_are_the_job(incident: &Incident, ending: Ending, ended: SimTime, stretches: &[Stretch]) {
    assert!(incident.reached <= incident.attended && incident.attended <= incident.clock_stop);
    assert!(incident.clock_stop <= incident.leaves && incident.treated <= incident.leaves);
    assert!(1 <= incident.arrived && incident.arrived <= incident.allocated);
    if incident.allocated > 1 {
        return;
    }
    let told = stages(incident, ending, ended);
    let sum: i64 = told.iter().map(|(_, from, until)| (*until - *from).0).sum();
    assert_eq!(sum, (ended - incident.assigned).0);
    let first = stretches.partition_point(|s| s.from < incident.assigned);
    let job = &stretches[first..];
    for ((status, from, until), stretch) in told.into_iter().filter(|(_, from, until)| from < until).zip(job)
    {
        assert_eq!((status, from, until), (stretch.status, stretch.from, stretch.until), "{incident:?}");
        assert_eq!(stretch.patch, Some(incident.patch));
    }
}

/// The clock of C1 starts 30 s after call connect at the latest, that of the others after 240 s; at the dispatch code if
/// that is sooner.
fn clock_rule(incident: &Incident) {
    let latest = if incident.initial_category == Category::C1 { 30 } else { 240 };
    let start = incident.ready.min(incident.called + SimDuration(latest * SECOND_MS));
    assert!(incident.first_called <= incident.called && incident.called <= incident.answered);
    assert!(incident.answered <= incident.ready && incident.called <= start && start <= incident.ready);
    if incident.category < incident.initial_category {
        // A clinician has made it more urgent: the clock of the new category starts then.
        assert!(incident.clock_start >= incident.ready && incident.assessments > 0);
    } else {
        assert_eq!(incident.clock_start, start);
    }
}

/// Each incident called ends exactly once or is still open, and never before its time.
fn incidents_are_whole(diary: &Diary, state: &State) {
    for incident in diary.called.values() {
        clock_rule(incident);
    }
    for (id, (incident, ending, ended)) in &diary.ended {
        assert!(diary.called.contains_key(id), "what ends was called");
        clock_rule(incident);
        match ending {
            Ending::HearAndTreat => {
                assert!(!diary.responded.contains_key(id), "no vehicle reached who was treated by telephone");
                assert_eq!(incident.assigned, SimTime::NEVER);
                assert!(*ended == incident.ready || incident.assessments > 0 && *ended > incident.ready);
            }
            Ending::SeeAndTreat | Ending::ConveyedEd | Ending::ConveyedOther => {
                let (vehicle, foretold) = diary.responded[id];
                assert_eq!(foretold, *ending);
                assert!(incident.ready <= incident.assigned, "no incident is answered before it is ready");
                stages_are_the_job(incident, *ending, *ended, &diary.vehicles[&vehicle]);
            }
            Ending::Cancelled | Ending::Reneged => {
                assert!(!diary.responded.contains_key(id), "no vehicle reached who gave up");
                assert!(incident.ready <= *ended && incident.initial_category != Category::C1);
                assert!(incident.sent.iter().all(Option::is_none), "whoever was on the way is stood down");
                assert_eq!(*ending == Ending::Reneged, incident.hospital.is_some());
            }
            Ending::PassedOn => {
                assert!(!diary.responded.contains_key(id) && incident.assigned == SimTime::NEVER);
                assert!(incident.ready <= *ended && incident.category != Category::C1);
            }
            Ending::OtherResponder => {
                assert!(!diary.responded.contains_key(id) && incident.assigned == SimTime::NEVER);
                assert!(incident.ready <= *ended && incident.clock_stop == SimTime::NEVER);
            }
            Ending::Open => panic!("what is open has not ended"),
        }
    }
    let held = |id: &IncidentId| {
        let waits = || state.waiting().iter().any(|waiting| state.incident(waiting.row).id == *id);
        let served =
            || state.vehicles().iter().filter_map(|v| v.incident).any(|row| state.incident(row).id == *id);
        let at_desk = || {
            let clinicians = state.desks().clinical.iter();
            clinicians.flat_map(|desk| &desk.waiting).any(|(_, _, at_desk, _)| at_desk == id)
        };
        waits()
            || served()
            || at_desk()
            || diary.assessed.contains(id)
            || diary.called[id].ready >= state.now()
    };
    let open = diary.called.keys().filter(|id| !diary.ended.contains_key(id));
    open.for_each(|id| assert!(held(id), "who is open waits, is in triage or has a vehicle"));
    let mut waiting = state.waiting().iter().map(|waiting| state.incident(waiting.row));
    assert!(waiting.all(|i| i.is_open() && (i.lacks_transport || i.lacks_further > 0)));
}

/// At hospital: who has come and not gone is there, and time there is what handovers took.
fn hospitals_conserve(diary: &Diary, state: &State) {
    let end = state.now();
    let mut there = 0;
    let mut spent = 0;
    for (id, (arrival, duration)) in &diary.handovers {
        assert_eq!(diary.responded[id].1, Ending::ConveyedEd);
        there += i64::from(*arrival + *duration >= end);
        spent += (end.min(*arrival + *duration) - *arrival).0;
        if let Some((incident, ..)) = diary.ended.get(id) {
            assert_eq!((incident.at_hospital, incident.handed_over), (*arrival, *arrival + *duration));
        }
    }
    let elsewhere = |row| diary.responded[&state.incident(row).id].1 == Ending::ConveyedOther;
    let at_ed = |v: &&ambics::state::Vehicle| {
        v.status == VehicleStatus::AtHospital && !v.incident.is_some_and(elsewhere)
    };
    assert_eq!(there, state.vehicles().iter().filter(at_ed).count() as i64, "vehicles at departments");
    let others = diary.ended.values().filter(|(_, ending, _)| *ending == Ending::ConveyedOther);
    spent += others.map(|(i, ..)| (i.handed_over - i.at_hospital).0).sum::<i64>();
    let all = diary.vehicles.values().flatten().filter(|s| s.status == VehicleStatus::AtHospital);
    let unended = state
        .vehicles()
        .iter()
        .filter(|v| v.status == VehicleStatus::AtHospital || v.status == VehicleStatus::WrapUp);
    let open_elsewhere = unended.filter_map(|v| v.incident).filter(|row| elsewhere(*row)).map(|row| {
        let incident = state.incident(row);
        (end.min(incident.handed_over) - incident.at_hospital).0
    });
    assert_eq!(spent + open_elsewhere.sum::<i64>(), all.map(|s| (s.until - s.from).0).sum::<i64>());
}

/// Counts by ending add up to those called in the window; vehicle time adds up to the millisecond.
fn records_add_up(diary: &Diary, records: &Records, world: &World, vehicles: usize) {
    let (from, until) = world.clock.window();
    let inside = |at: SimTime| from <= at && at < until;
    let called = diary.called.values().filter(|i| inside(i.clock_start)).count();
    assert_eq!(records.endings.iter().map(|n| *n as usize).sum::<usize>(), called);
    assert_eq!(records.incidents.as_ref().unwrap().rows.len(), called, "every incident has its row");
    let counted = |ending| {
        (0..TINY.areas().len())
            .flat_map(|a| (0..5).map(move |c| (a, c)))
            .map(|(a, c)| records.ended(a, c, ending))
            .sum::<u32>()
    };
    let open = diary.called.values().filter(|i| inside(i.clock_start));
    let open =
        open.filter(|i| !diary.ended.contains_key(&i.id) && !diary.responded.contains_key(&i.id)).count();
    assert_eq!(counted(Ending::Open) as usize, open);
    assert_eq!(
        records.responses.len() as u32
            + [Ending::HearAndTreat, Ending::Cancelled, Ending::Reneged, Ending::PassedOn, Ending::Open]
                .map(counted)
                .iter()
                .sum::<u32>(),
        called as u32
    );
    assert_eq!(records.status_ms.iter().sum::<i64>(), (until - from).0 * vehicles as i64);
    let busy = VehicleStatus::ALL.into_iter().filter(|s| s.is_busy());
    let patches = records.status_ms.chunks(VehicleStatus::ALL.len());
    let busy_ms: i64 = busy.map(|s| patches.clone().map(|p| p[s as usize]).sum::<i64>()).sum();
    assert_eq!(records.flow_ms.iter().sum::<i64>(), busy_ms, "all work is for somebody");
    let crewed = VehicleKind::ALL.into_iter().filter(|kind| *kind != VehicleKind::Cfr);
    for patch in 0..records.rostered_ms.len() {
        let spent = |kind, status| records.status_ms[Records::status_row(patch, kind, status)];
        let on_duty = |kind| -> i64 {
            let statuses = VehicleStatus::ALL.into_iter().filter(|status| *status != VehicleStatus::OffDuty);
            statuses.map(|status| spent(kind, status)).sum()
        };
        let on_duty: i64 = crewed.clone().map(on_duty).sum();
        assert!(on_duty >= records.rostered_ms[patch], "an overrun only adds: {on_duty}");
    }
}

/// A vehicle whose shift is over finishes its job and takes no new one, but for a diversion on the way to another.
fn off_shift_only_finishes(diary: &Diary, decisions: &Decisions, world: &World) {
    for (row, stretches) in &diary.vehicles {
        let duty = &decisions.components[0].fleet.vehicles[*row as usize].duty;
        let on_shift = |at: SimTime| {
            let hour = i64::from(world.clock.local(at).hour_of_week);
            let into = (at.0 + world.clock.offset_ms()).rem_euclid(HOUR_MS);
            let week_ms = hour * HOUR_MS + into;
            let since = |d: &Duty| (week_ms - i64::from(d.from) * MINUTE_MS).rem_euclid(WEEK_MS);
            duty.iter().any(|d| since(d) < i64::from(d.minutes) * MINUTE_MS)
        };
        for pair in stretches.windows(2) {
            let (before, after) = (pair[0].status, pair[1].status);
            let takes = after == VehicleStatus::ToScene && before != VehicleStatus::ToScene;
            assert!(!takes || on_shift(pair[1].from), "{pair:?} off shift");
            assert!(!before.is_available() || on_shift(SimTime(pair[0].until.0 - 1)), "{pair:?} off shift");
        }
    }
}

/// Shares lie in [0, 1]; England = sum of trusts = sum of ICSs = sum of every other level.
fn measures_are_sound(records: &Records) {
    let simulated = vec![true; TINY.areas().len()];
    let levels = Levels::new(&TINY, &simulated);
    let measures = measure(records, &TINY, &levels, &simulated, (jiff::civil::date(2024, 1, 10), 7));
    for row in &measures.vehicles {
        assert!(row.unit_hour_utilisation().is_none_or(|share| (0.0..=1.0).contains(&share)));
    }
    assert!((0.0..=1.0).contains(&measures.open_share()));
    let total = |level| {
        let rows = measures.responses.iter().filter(|r| r.level == level);
        rows.fold([0; 2], |sum, r| [sum[0] + r.incidents, sum[1] + r.n])
    };
    assert!(Level::ALL.into_iter().all(|level| total(level) == total(Level::England)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_obeys_the_laws(case in cases()) {
        let world = case.world();
        let decisions = case.decisions(&world);
        let (diary, records, state) = live(&world, &decisions, case.seed);
        let fleet = &decisions.components[0].fleet;
        prop_assert_eq!(state.now(), world.clock.horizon());
        prop_assert_eq!(diary.vehicles.len(), fleet.vehicles.len());
        diary.vehicles.values().for_each(|stretches| tiles(stretches, state.now()));
        incidents_are_whole(&diary, &state);
        hospitals_conserve(&diary, &state);
        records_add_up(&diary, &records, &world, fleet.vehicles.len());
        off_shift_only_finishes(&diary, &decisions, &world);
        measures_are_sound(&records);
        if case.ring_fence == 1.0 {
            let own = |(id, (v, _)): &(&IncidentId, &(u32, Ending))| fleet.patch[*v as usize] == diary.called[*id].patch;
            let crossing = diary.responded.iter().filter(|response| !own(response));
            prop_assert_eq!(crossing.count(), 0, "a closed border is never crossed");
        }
        if case.demand == 0.0 {
            prop_assert!(diary.called.is_empty());
        }
    }

    #[test]
    fn an_endless_fleet_has_no_queue(case in cases()) {
        let world = case.world();
        let mut decisions = decide(&TINY, &world, &hours(&TINY, 0.0), &boundless(), 0.0);
        decisions.components[0].fleet = around_the_clock(&world.components[0], &[120, 120, 120]);
        let (diary, ..) = live(&world, &decisions, case.seed);
        let answered = diary.ended.values().filter(|(_, ending, _)| *ending != Ending::HearAndTreat);
        let mut answered = answered.map(|(incident, ..)| incident).filter(|i| i.diversions == 0);
        prop_assert!(answered.all(|i| i.assigned == i.ready));
    }
}

/// Breaks, ends of shift, lost shifts and breakdowns that a random case adds.
fn crew_rules() -> impl Strategy<Value = (BreaksConfig, ShiftEnd, Option<Abstraction>)> {
    let span = |from: i64, to: i64| (from..to).prop_map(Span::minutes);
    let category = || (0u8..5).prop_map(Category::from_row);
    let breaks = (span(5, 90), span(0, 300), span(60, 700), category()).prop_map(
        |(length, from, to, interrupted_by)| {
            BreaksConfig::Windowed(Windowed { length, from, to, interrupted_by })
        },
    );
    let end = (span(0, 200), category(), span(0, 90))
        .prop_map(|(restricted, restricted_to, protected)| ShiftEnd { restricted, restricted_to, protected });
    let lost = (0.0..0.5, 0.0..0.3).prop_map(|(share, breakdowns_per_hour)| Abstraction {
        lost_share: [share; 12],
        breakdowns_per_hour,
        ..Abstraction::of(&TINY, &Settings::new(&TINY, &BTreeMap::new()))
    });
    (breaks, end, proptest::option::of(lost))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Crews with breaks and a spared end of shift, of several kinds: the laws hold, and a vehicle off duty is never
    /// sent.
    #[test]
    fn crews_obey_the_laws(mut case in cases(), (breaks, shift_end, abstraction) in crew_rules()) {
        let world = case.world();
        (case.rules.breaks, case.rules.shift_end) = (breaks, shift_end);
        let mut fleet = hours(&TINY, case.hours);
        fleet.supply.kinds = vec![(VehicleKind::Rrv, KindHours::Share(0.3))];
        fleet.supply.abstraction = abstraction;
        let decisions = decide(&TINY, &world, &fleet, &case.rules, case.ring_fence);
        let (diary, records, state) = live(&world, &decisions, case.seed);
        for stretches in diary.vehicles.values() {
            tiles(stretches, state.now());
        }
        incidents_are_whole(&diary, &state);
        hospitals_conserve(&diary, &state);
        off_shift_only_finishes(&diary, &decisions, &world);
        measures_are_sound(&records);
        if abstraction.is_none() {
            records_add_up(&diary, &records, &world, diary.vehicles.len());
        }
    }
}

/// Sends the two closest vehicles to C1 and C2: what no rule that ships does yet.
#[derive(Debug)]
struct TwoClosest;

impl Dispatch for TwoClosest {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let mut near: Vec<_> =
            view.available().iter().filter_map(|id| Some((view.drive(*id, incident)?, *id))).collect();
        near.sort_unstable();
        let mut sends = Sends::none();
        let wanted = if incident.category <= Category::C2 { 2 } else { usize::from(need.transport) };
        near.into_iter().take(wanted).for_each(|(_, id)| sends.push(id));
        // To C1 also whatever is under way: the engine leaves out what may not be diverted.
        if incident.category == Category::C1 {
            view.under_way().iter().for_each(|seen| sends.push(seen.vehicle));
        }
        sends
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// One incident, several responses: still each ends once, the first to come leads, and the others are freed.
    #[test]
    fn several_responses_to_one_incident_obey_the_laws(case in cases()) {
        let world = case.world();
        let mut decisions = case.decisions(&world);
        decisions.policies.dispatch = std::sync::Arc::new(TwoClosest);
        let (diary, records, state) = live(&world, &decisions, case.seed);
        diary.vehicles.values().for_each(|stretches| tiles(stretches, state.now()));
        records_add_up(&diary, &records, &world, diary.vehicles.len());
        hospitals_conserve(&diary, &state);
        for (incident, ending, ended) in diary.ended.values() {
            clock_rule(incident);
            let attended = matches!(ending, Ending::SeeAndTreat | Ending::ConveyedEd | Ending::ConveyedOther);
            prop_assert_eq!(attended, diary.responded.contains_key(&incident.id));
            prop_assert!(!attended || incident.ready <= incident.assigned && incident.reached <= *ended);
            prop_assert!(incident.sent.iter().all(Option::is_none), "who ends has released every vehicle");
        }
        for (row, vehicle) in state.vehicles().iter().enumerate() {
            let Some(incident) = vehicle.incident.map(|row| state.incident(row)) else { continue };
            prop_assert!(incident.is_open());
            prop_assert!(incident.sent.iter().flatten().any(|id| id.index() == row), "tied both ways");
        }
    }
}

#[test]
fn no_demand_gives_nothing() {
    let mut world = WORLD.clone();
    world.demand.services[0].per_week = 0.0;
    let decisions = decide(&TINY, &world, &hours(&TINY, 1.0), &policies(), 0.0);
    let records = records(&TINY, &world, 0, &decisions, Address::new(1, 0));
    assert!(records.responses.is_empty() && records.handovers.is_empty());
    assert!(records.endings.iter().all(|n| *n == 0) && records.flow_ms.iter().all(|ms| *ms == 0));
    assert!(records.status_ms.iter().sum::<i64>() > 0, "the vehicles are there all the same");
}

/// Without incidents the time on duty is the time rostered, to the millisecond: in the weeks of a clock change too, and
/// for an uplift that begins within the window.
#[test]
fn rostered_time_is_time_on_duty() {
    for (start, hours_of_day) in [((2024, 1, 10), 24), ((2023, 10, 29), 25), ((2024, 3, 31), 23)] {
        let mut plan = plan(&TINY, &[], 3);
        plan.start = jiff::civil::date(start.0, start.1, start.2).checked_sub(jiff::ToSpan::day(1)).unwrap();
        let mut world = ambics::world::compile(&TINY, &plan);
        world.demand.services[0].per_week = 0.0;
        let (from, until) = world.clock.window();
        assert_eq!(until - from, SimDuration::from_hours(48 + hours_of_day));
        let mut fleet = hours(&TINY, 1.0);
        fleet.uplift = crate::worlds::uplift(400.0, &ArrangementConfig::Lead(ambics::governance::Lead {}));
        fleet.uplift_from = from + SimDuration::from_hours(30);
        let decisions = decide(&TINY, &world, &fleet, &policies(), 0.0);
        let records = records(&TINY, &world, 0, &decisions, Address::new(1, 0));
        let dca = records.status_ms.chunks(VehicleStatus::ALL.len()).step_by(VehicleKind::ALL.len());
        for (patch, status_ms) in dca.enumerate() {
            assert_eq!(status_ms[VehicleStatus::AtStation as usize], records.rostered_ms[patch], "{start:?}");
        }
    }
}

#[test]
fn a_ring_fence_of_zero_is_no_ring_fence() {
    let run = |ring_fence| {
        let decisions = decide(&TINY, &WORLD, &hours(&TINY, 0.8), &policies(), ring_fence);
        records(&TINY, &WORLD, 0, &decisions, Address::new(1, 0))
    };
    assert_eq!(run(0.0), {
        let mut decisions = decide(&TINY, &WORLD, &hours(&TINY, 0.8), &policies(), 1.0);
        let borders = ambics::governance::BorderConfig::default().table(&WORLD.components[0]);
        decisions.components[0].borders = vec![(SimTime(0), borders)];
        records(&TINY, &WORLD, 0, &decisions, Address::new(1, 0))
    });
    assert_ne!(run(0.0).incidents, run(1.0).incidents, "a closed border is felt");
}

/// Each rule of the call and clinical stage alone, and all of them.
fn each_desk() -> [DeskConfig; 6] {
    let (all, off) = (crate::desks::all_on(), DeskConfig::off());
    [
        DeskConfig { calls: all.calls.clone(), ..off.clone() },
        DeskConfig { clinical: all.clinical.clone(), ..off.clone() },
        DeskConfig { patience: all.patience.clone(), ..off.clone() },
        DeskConfig { reserve: all.reserve.clone(), ..off.clone() },
        DeskConfig { safety_plan: all.safety_plan.clone(), ..off },
        all,
    ]
}

/// Today's rules with each method of a family in turn; every registered one has its settings here.
fn each<C: DeserializeOwned>(
    names: &[&str],
    settings: &[(&str, &str)],
    with: impl Fn(C) -> PolicyConfig,
) -> Vec<PolicyConfig> {
    assert_eq!(names.len(), settings.len(), "each method is there once: {names:?}");
    let settings: BTreeMap<&str, &str> = settings.iter().copied().collect();
    names.iter().map(|name| with(written(name, settings[name]))).collect()
}

/// A method as a scenario writes it.
fn written<C: DeserializeOwned>(method: &str, settings: &str) -> C {
    toml::from_str(&format!("method = '{method}'\n{settings}")).unwrap()
}

/// Which vehicles go: every rule of dispatch, diversion and queue.
fn each_of_sending() -> Vec<PolicyConfig> {
    let reaches = "reach = '45 min'\nresponder_reach = '10 min'";
    let desks = format!("borrow_gain = '8 min'\ndrift = '1 h'\ndrift_handicap = '20 min'\n{reaches}");
    let ahead = format!("slack = '4 min'\n{reaches}");
    let loss = format!("standard = '12 min'\nbusy_fraction = 0.6\n{ahead}");
    let dispatch = [
        ("closest_available", reaches),
        ("closest_by_leg", "divert = true"),
        ("desk_areas", &desks),
        ("preparedness", &ahead),
        ("expected_coverage_loss", &loss),
    ];
    let gains = "gain_c1 = '1 min'\ngain_c2 = '2 min'\nwithin_c2 = '10 min'\nmost_c2 = 1\n\
                 swap_gain = '1 min'\nsettled = '1 min'";
    let longest = "travel_weight = 2.0\nreach = '60 min'\nreach_less_urgent = '40 min'\n\
                   escalate_c3 = '110 min'\nescalate_c4 = '150 min'\nescalate_other = '120 min'";
    let rates = "travel_weight = 0.5\nreach = '60 min'\nreach_less_urgent = '40 min'\n\
                 rate_c3 = 0.25\nrate_c4 = 0.2\nrate_other = 0.3";
    let queue = [
        ("longest_wait_less_travel", longest),
        ("accumulating_priority", rates),
        ("first_in_first_out", "by_category = true"),
    ];
    let with_dispatch = |dispatch| PolicyConfig { dispatch, ..policies() };
    let with_diversion = |diversion| PolicyConfig { diversion, ..policies() };
    let with_queue = |queue| PolicyConfig { queue, ..policies() };
    let mut all = each(DispatchConfig::NAMES, &dispatch, with_dispatch);
    all.extend(each(DiversionConfig::NAMES, &[("by_gain", gains), ("none", "")], with_diversion));
    all.extend(each(QueueConfig::NAMES, &queue, with_queue));
    all
}

/// Where vehicles are when nobody needs them: every rule of relocation and of meal breaks.
fn each_of_idling() -> Vec<PolicyConfig> {
    let relocation = [
        ("return_to_base", ""),
        ("standby_points", "within = '30 min'"),
        ("priority_list", "within = '30 min'"),
        ("compliance_table", "within = '30 min'"),
        ("dmexclp", "within = '30 min'\nstandard = '12 min'\nbusy_fraction = 0.5"),
    ];
    let windowed = "length = '30 min'\nfrom = '3 h'\nto = '7 h'\ninterrupted_by = 'C1'";
    let breaks = [("none", ""), ("windowed", windowed)];
    let with_breaks = |breaks| PolicyConfig { breaks, ..policies() };
    let mut all =
        each(RelocationConfig::NAMES, &relocation, |relocation| PolicyConfig { relocation, ..policies() });
    all.extend(each(BreaksConfig::NAMES, &breaks, with_breaks));
    all
}

/// Where patients go and how they are handed over.
fn each_of_hospital() -> Vec<PolicyConfig> {
    let hospital = [
        ("nearest_open", ""),
        ("least_expected_delay", "delay_weight = 1.0"),
        ("diversion", "threshold = '40 min'\nextra_drive = '30 min'"),
        ("home_ics", "extra_drive = '30 min'"),
        ("specialty", "bypass_limit = '45 min'"),
    ];
    let bays = "walk_ins = 1.0\noccupancy = '3 h'\noccupancy_cv = 0.8";
    let handover = [("empirical", ""), ("bays", bays)];
    let mut all = each(HospitalConfig::NAMES, &hospital, |hospital| PolicyConfig { hospital, ..policies() });
    all.extend(each(HandoverConfig::NAMES, &handover, |handover| PolicyConfig { handover, ..policies() }));
    all
}

/// Every registered arrangement with these rules places all of its uplift and keeps the laws.
fn every_arrangement_obeys(rules: &PolicyConfig) {
    let arrangement = BTreeMap::from([
        ("today", ""),
        ("lead", ""),
        ("bilateral", ""),
        ("table", "hours_per_week = { TNY-QT1 = 300.0, TNY-QT2 = 45.0 }"),
    ]);
    for name in ArrangementConfig::NAMES {
        let config: ArrangementConfig = written(name, arrangement[name]);
        assert_eq!(config.name(), *name);
        let mut fleet = hours(&TINY, 0.7);
        fleet.uplift = crate::worlds::uplift(345.0, &config);
        let decisions = decide(&TINY, &WORLD, &fleet, rules, 0.0);
        let added = decisions.components[0].fleet.hours_by_patch.iter().sum::<u32>() - 1435;
        assert_eq!(added, if *name == "today" { 0 } else { 345 }, "{name} places all of the uplift");
        let (diary, records, state) = live(&WORLD, &decisions, 5);
        diary.vehicles.values().for_each(|stretches| tiles(stretches, state.now()));
        incidents_are_whole(&diary, &state);
        records_add_up(&diary, &records, &WORLD, decisions.components[0].fleet.vehicles.len());
    }
}

#[test]
fn every_registered_method_obeys_the_laws() {
    let mut all = vec![policies()];
    all.extend(each_of_sending());
    all.extend(each_of_idling());
    all.extend(each_of_hospital());
    all.extend(each_desk().map(|desks| PolicyConfig { desks, ..policies() }));
    all.iter().for_each(every_arrangement_obeys);
}

/// Own areas come first and every place of a component is somewhere: what all laws stand on.
#[test]
fn tiny_is_one_component_of_twelve_areas() {
    assert_eq!(WORLD.components.len(), 1);
    assert_eq!(own_areas(&WORLD.components[0]).len(), 12);
}
