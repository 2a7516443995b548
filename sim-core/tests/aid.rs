//! Mutual aid between services: who goes across the border, who lends in a surge, and what never changes.

use crate::worlds::{TINY, decide, hours, part_in_two, plan, policies, run};
use ambics::Address;
use ambics::category::{Categories, Category};
use ambics::engine::{Fact, Observer};
use ambics::experiment::{Checkpoint, Experiment, RunOptions, run as run_arms};
use ambics::governance::{AidConfig, AidTerms, BorderConfig, Decisions, FleetVehicle};
use ambics::ids::VehicleId;
use ambics::outcome::{IncidentRecord, replay_log};
use ambics::policy::dispatch::ClosestAvailable;
use ambics::policy::{Dispatch, Need, Sends, Span, View};
use ambics::scenario::{Edit, Scenario};
use ambics::state::Incident;
use ambics::units::{HOUR_MS, MINUTE_MS, SimDuration, SimTime};
use ambics::vehicle_kind::Pool;
use ambics::world::{Clock, Component, World};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

/// A tiny week of one service.
static WHOLE: LazyLock<World> = LazyLock::new(|| ambics::world::compile(&TINY, &plan(&TINY, &[], 7)));

/// The same as two services, one in each ICS.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut world = WHOLE.clone();
    part_in_two(&mut world);
    world
});

const MINUTE: SimDuration = SimDuration(MINUTE_MS);

/// C1 at the border for two minutes' gain; nobody lends in a surge.
const BORDER: AidTerms = AidTerms {
    border: Categories::down_to(Category::C1),
    gain: SimDuration(2 * MINUTE_MS),
    reach: SimDuration(60 * MINUTE_MS),
    surge: Categories::NONE,
    surge_waiting: 0,
    review_every: SimDuration(5 * MINUTE_MS),
    lend_if_idle: 1,
    cap_per_hour: 1000,
    route_calls_after: None,
};

/// C2 in a surge of four who wait, from two idle, twice an hour.
const SURGE: AidTerms = AidTerms {
    surge: Categories::down_to(Category::C2),
    surge_waiting: 4,
    lend_if_idle: 2,
    cap_per_hour: 2,
    ..BORDER
};

/// Rules of tiny with so much of its hours, and terms between its two services.
fn agreed(scale: f64, terms: Option<AidTerms>) -> Decisions {
    let mut decisions = decide(&TINY, &WHOLE, &hours(&TINY, scale), &policies(), 0.0);
    decisions.components[0].borders = vec![(SimTime(0), BorderConfig::default().table(&WORLD.components[0]))];
    if let Some(terms) = terms {
        let aid = AidConfig { services: WORLD.components[0].services.clone(), terms };
        decisions.agree(vec![aid.agreement(&WORLD.components[0])]);
    }
    decisions
}

/// A vehicle that went to another service's incident.
#[derive(Debug, Clone, Copy)]
struct Crossing {
    category: Category,
    at: SimTime,
    lender: usize,
    /// Whether it set out from its station.
    from_home: bool,
    /// Idle vehicles of its kind of work in its service just before, itself among them.
    idle: u32,
}

/// Every vehicle that crosses, and who is idle.
struct Crossings<'a> {
    component: &'a Component,
    decisions: &'a Decisions,
    available: Vec<bool>,
    found: Vec<Crossing>,
    sent: u64,
}

impl<'a> Crossings<'a> {
    fn new(component: &'a Component, decisions: &'a Decisions) -> Self {
        let available = vec![false; decisions.components[0].fleet.vehicles.len()];
        Self { component, decisions, available, found: Vec::new(), sent: 0 }
    }

    fn service(&self, id: VehicleId) -> usize {
        service_of(self.component, self.decisions.components[0].fleet.patch[id.index()])
    }
}

fn service_of(component: &Component, patch: u16) -> usize {
    usize::from(component.patch_service[usize::from(patch)])
}

impl Observer for Crossings<'_> {
    fn see(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::VehicleTurned { vehicle, state, .. } => {
                self.available[vehicle.index()] = state.status.is_available();
            }
            Fact::Assigned { incident, vehicle, leg, .. } => {
                self.sent += 1;
                let lender = self.service(vehicle);
                if lender == service_of(self.component, incident.patch) {
                    return;
                }
                let fleet = &self.decisions.components[0].fleet;
                let pool = fleet.vehicles[vehicle.index()].kind.pool();
                let idle = (0..self.available.len()).filter(|row| {
                    let id = VehicleId::new(*row);
                    let same = self.service(id) == lender && fleet.vehicles[*row].kind.pool() == pool;
                    id == vehicle || same && self.available[*row]
                });
                self.found.push(Crossing {
                    category: incident.category,
                    at: incident_time(incident, leg.departs),
                    lender,
                    from_home: leg.from == fleet.vehicles[vehicle.index()].home,
                    idle: idle.count() as u32,
                });
            }
            _ => {}
        }
    }
}

/// When a vehicle that sets out then was sent: it mobilises first.
fn incident_time(incident: &Incident, departs: SimTime) -> SimTime {
    if incident.assigned < SimTime::NEVER { incident.assigned } else { departs }
}

fn crossings(scale: f64, terms: Option<AidTerms>, replication: u32) -> (Vec<Crossing>, u64) {
    let decisions = agreed(scale, terms);
    let mut seen = Crossings::new(&WORLD.components[0], &decisions);
    run(&WORLD, 0, &decisions, Address::new(3, replication), &mut seen);
    (seen.found, seen.sent)
}

#[test]
fn without_an_agreement_nobody_crosses() {
    let (found, sent) = crossings(0.8, None, 0);
    assert!(found.is_empty() && sent > 500, "{} of {sent}", found.len());
}

#[test]
fn at_the_border_only_the_agreed_categories_cross() {
    let (c1, sent) = crossings(0.8, Some(BORDER), 0);
    assert!(c1.len() > 10 && c1.iter().all(|c| c.category == Category::C1), "{} of {sent}", c1.len());
    assert!(c1.iter().any(|c| c.lender == 0) && c1.iter().any(|c| c.lender == 1), "either way");
    let (c2, _) = crossings(0.8, Some(AidTerms { border: Categories::down_to(Category::C2), ..BORDER }), 0);
    assert!(c2.iter().any(|c| c.category == Category::C2) && c2.iter().all(|c| c.category <= Category::C2));
}

/// The shipped rule, with its choice of a conveying vehicle for C1 held against the drives of all that are available.
#[derive(Debug)]
struct Checked {
    rule: ClosestAvailable,
    gain: SimDuration,
    /// Crossings that were right though an own vehicle was at hand, own vehicles that were right though a partner's was nearer.
    seen: Arc<Mutex<(u32, u32)>>,
}

impl Dispatch for Checked {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let sends = self.rule.choose(view, incident, need);
        let conveys = |id: &VehicleId| view.vehicle(*id).kind.pool() == Pool::Transport;
        let Some(chosen) = sends.iter().find(conveys) else { return sends };
        if incident.category != Category::C1 || !need.transport || incident.is_attended() {
            return sends;
        }
        let is_own = |id: VehicleId| view.patch(id) == incident.patch;
        let time = |id: VehicleId| {
            let mobilise = if view.must_mobilise(id) { view.component.stages.mobilise.mean_s } else { 0.0 };
            view.drive(id, incident).map(|drive| drive.seconds() + mobilise)
        };
        let answers = |id: &VehicleId| view.vehicle(*id).answers.has(Category::C1);
        let nearest = |own: bool| {
            let some = view.available().iter().copied().filter(|id| is_own(*id) == own).filter(answers);
            some.filter_map(time).min_by(f64::total_cmp)
        };
        let (own, other) = (nearest(true).unwrap_or(f64::MAX), nearest(false).unwrap_or(f64::MAX));
        // Seconds are whole, of ordinary driving.
        let (gain, rounding) = (self.gain.seconds(), 2.0);
        let mut seen = self.seen.lock().unwrap();
        if is_own(chosen) {
            assert!(own <= other + gain + rounding, "own in {own} s, partner in {other} s");
            seen.1 += u32::from(other < own);
        } else {
            assert!(other + gain <= own + rounding, "own in {own} s, partner in {other} s");
            seen.0 += u32::from(own < f64::MAX);
        }
        sends
    }
}

#[test]
fn a_partners_vehicle_goes_where_it_saves_more_than_the_gain() {
    for (gain, crosses) in [(MINUTE, true), (SimDuration(20 * MINUTE_MS), false)] {
        let mut decisions = agreed(2.0, Some(AidTerms { gain, ..BORDER }));
        let seen = Arc::new(Mutex::new((0, 0)));
        let rule = ClosestAvailable { reach: Span::minutes(45), responder_reach: Span::minutes(10) };
        decisions.policies.dispatch = Arc::new(Checked { rule, gain, seen: Arc::clone(&seen) });
        run(&WORLD, 0, &decisions, Address::new(3, 0), &mut Crossings::new(&WORLD.components[0], &decisions));
        let (crossed, stayed) = *seen.lock().unwrap();
        assert_eq!(crossed > 0, crosses, "gain of {} s: {crossed} crossed", gain.seconds());
        assert!(crosses || stayed > 0, "some partner's vehicle was nearer by less than {} s", gain.seconds());
    }
}

#[test]
fn a_partner_beyond_its_reach_stays() {
    let none = AidTerms { reach: SimDuration(-1), border: Categories::ALL, ..BORDER };
    assert!(crossings(0.8, Some(none), 0).0.is_empty());
}

#[test]
fn a_surge_lends_from_enough_idle_at_most_so_many_an_hour_and_from_home() {
    let mut lent = 0;
    for replication in 0..3 {
        let (found, _) = crossings(0.55, Some(SURGE), replication);
        let c2: Vec<Crossing> = found.into_iter().filter(|c| c.category == Category::C2).collect();
        lent += c2.len();
        for crossing in &c2 {
            assert!(crossing.idle >= SURGE.lend_if_idle, "{crossing:?}");
            assert!(crossing.from_home, "who is given back goes home first: {crossing:?}");
            let within = |other: &&Crossing| {
                let before = crossing.at - other.at;
                other.lender == crossing.lender && SimDuration(0) <= before && before < SimDuration(HOUR_MS)
            };
            let in_hour = c2.iter().filter(within).count();
            assert!(in_hour <= SURGE.cap_per_hour as usize, "{in_hour} within an hour: {crossing:?}");
        }
    }
    assert!(lent > 10, "{lent} were lent");
}

#[test]
fn each_term_of_a_surge_holds_vehicles_back() {
    let lent = |terms: AidTerms| {
        let of = |replication| crossings(0.55, Some(terms), replication).0;
        (0..3).flat_map(of).filter(|c| c.category == Category::C2).count()
    };
    let as_stated = lent(SURGE);
    assert!(as_stated > 10);
    assert!(lent(AidTerms { surge_waiting: 12, ..SURGE }) < as_stated);
    assert!(lent(AidTerms { lend_if_idle: 4, ..SURGE }) < as_stated);
    assert!(lent(AidTerms { cap_per_hour: 100, ..SURGE }) > as_stated);
    let never = [
        AidTerms { surge_waiting: 100_000, ..SURGE },
        AidTerms { lend_if_idle: 1000, ..SURGE },
        AidTerms { cap_per_hour: 0, ..SURGE },
        AidTerms { surge: Categories::NONE, ..SURGE },
    ];
    assert_eq!(never.map(lent), [0; 4]);
}

/// Two days of two neighbouring services in the middle of England, tight enough that they need each other.
fn neighbours(edits: &[&str]) -> Scenario {
    let base = [
        "select.trusts=[\"RYA\", \"RYE\"]",
        "run.days=2",
        "run.replications=1",
        "fleet.hours_per_week.RYA=x0.9",
    ];
    let edits: Vec<Edit> = base.iter().chain(edits).map(|edit| Edit::parse(edit).unwrap()).collect();
    Scenario::embedded("england-2023").unwrap().with(&edits).unwrap()
}

const AGREED: &str = "aid.services=[\"RYA\", \"RYE\"]";
const ALL_ON: [&str; 7] = [
    AGREED,
    "aid.surge=C3",
    "aid.surge_waiting=5",
    "aid.cap_per_hour=50",
    "policy.calls.method=desk",
    "policy.calls.hours_per_1000_incidents=120",
    "aid.route_calls_after=20 s",
];

fn go(scenario: &Scenario, options: RunOptions<'_>) -> Experiment {
    run_arms(&[("arm".to_owned(), scenario.clone())], &options)
}

fn kept() -> RunOptions<'static> {
    RunOptions { with_incidents: true, with_log: true, ..RunOptions::default() }
}

/// Incidents by identity, with what does not depend on who stands in which row of the fleet.
fn by_identity(experiment: &Experiment) -> BTreeMap<u64, IncidentRecord> {
    let rows = experiment.arms[0].incidents.iter().flat_map(|table| &table.rows);
    rows.map(|row| (row.id.0, IncidentRecord { vehicle: None, transport: None, ..*row })).collect()
}

#[test]
fn terms_that_never_act_change_no_incident() {
    let none = go(&neighbours(&[AGREED, "aid.border=none"]), kept());
    let never = ["aid.border=none", "aid.surge=C3", "aid.surge_waiting=0", "aid.cap_per_hour=0"];
    let never = go(&neighbours(&[&[AGREED], &never[..]].concat()), kept());
    assert!(none.arms[0].incidents[0].rows.len() > 5_000);
    assert_eq!(none.arms[0].replications, never.arms[0].replications);
    assert_eq!(none.arms[0].logs, never.arms[0].logs);
}

/// All terms on, between services that are too far apart to help. Together they see a little more of where a vehicle is
/// that drives beyond their own surroundings; that is all.
#[test]
fn an_agreement_beyond_all_reach_changes_no_incident() {
    let far = |edits: &[&str]| {
        let edits =
            [&["select.trusts=[\"RX6\", \"RYD\"]", "run.days=2", "run.replications=1"], edits].concat();
        let edits: Vec<Edit> = edits.iter().map(|edit| Edit::parse(edit).unwrap()).collect();
        go(&Scenario::embedded("england-2023").unwrap().with(&edits).unwrap(), kept())
    };
    let all =
        ["aid.services=[\"RX6\", \"RYD\"]", "aid.surge=Other", "aid.surge_waiting=0", "aid.lend_if_idle=1"];
    let (apart, joined) = (far(&[]), far(&all));
    let (a, b) = (by_identity(&apart), by_identity(&joined));
    let differ = a.iter().filter(|(id, row)| b.get(id) != Some(row)).count();
    assert!(a.len() > 5_000 && a.keys().eq(b.keys()) && differ * 200 < a.len(), "{differ} of {}", a.len());
    assert!(joined.arms[0].replications[0].aid.is_empty());
}

/// Neighbours have the same vehicles, drives and hospitals together as apart.
#[test]
fn two_neighbours_together_stand_on_the_ground_that_they_have_apart() {
    let (apart, joined) = (neighbours(&[]), neighbours(&[AGREED]));
    let (two, one) = (apart.world(), joined.world());
    assert_eq!((two.components.len(), one.components.len()), (2, 1));
    let vehicles = |decisions: &Decisions| -> BTreeMap<u64, String> {
        let fleets = decisions.components.iter().flat_map(|own| &own.fleet.vehicles);
        fleets.map(|own| (own.entity, format!("{:?}", FleetVehicle { home: 0, ..own.clone() }))).collect()
    };
    assert_eq!(vehicles(&apart.decisions(&two)), vehicles(&joined.decisions(&one)));
    let whole = &one.components[0];
    for own in &two.components {
        let place = |p: usize| usize::from(whole.place_of_area[own.places.area[p].index()].unwrap());
        let hospitals = |part: &Component, p: usize| -> Vec<_> {
            part.nearest[p].iter().map(|row| part.hospitals[usize::from(*row)].hospital).collect()
        };
        for to in 0..own.places.n_own {
            assert_eq!(hospitals(own, to), hospitals(whole, place(to)));
            assert!(
                (0..own.places.n_own)
                    .all(|from| own.travel.base_s(from, to) == whole.travel.base_s(place(from), place(to)))
            );
        }
    }
}

#[test]
fn aid_changes_who_answers_and_not_who_calls() {
    let (apart, joined) = (go(&neighbours(&[]), kept()), go(&neighbours(&[AGREED]), kept()));
    let (a, b) = (by_identity(&apart), by_identity(&joined));
    assert!(a.keys().eq(b.keys()) && a != b);
    assert!(
        a.values()
            .zip(b.values())
            .all(|(a, b)| (a.called, a.area, a.category) == (b.called, b.area, b.category))
    );
}

#[test]
fn the_log_of_a_surge_is_legal() {
    let experiment = go(&neighbours(&ALL_ON[..4]), kept());
    assert!(experiment.arms[0].replications[0].aid.iter().any(|row| row.sent[1] + row.sent[2] > 10));
    experiment.arms[0].logs.iter().for_each(|log| assert!(replay_log(log).is_ok()));
}

#[test]
fn with_all_of_it_threads_change_nothing() {
    let scenario = neighbours(&ALL_ON);
    let one = go(&scenario, RunOptions { threads: 1, ..kept() });
    let three = go(&scenario, RunOptions { threads: 3, ..kept() });
    assert_eq!(one.arms[0].replications, three.arms[0].replications);
    assert_eq!(one.arms[0].logs, three.arms[0].logs);
}

#[test]
fn with_all_of_it_a_run_that_stood_still_is_the_run_that_did_not() {
    let scenario = neighbours(&ALL_ON);
    let run = scenario.run();
    let clock = Clock::new(run.start, run.days, run.lead_in);
    let at = clock.at(run.start.tomorrow().unwrap().at(13, 7, 0, 0)).unwrap();
    let made = Checkpoint::make(&scenario, at, &kept()).unwrap();
    let loaded = Checkpoint::from_json(&made.to_json(), "file").unwrap();
    assert_eq!(loaded, made);
    let (whole, resumed) =
        (go(&scenario, kept()), go(&scenario, RunOptions { from: Some(&loaded), ..kept() }));
    assert_eq!(whole.arms[0].replications, resumed.arms[0].replications);
    assert_eq!(whole.arms[0].logs, resumed.arms[0].logs);
}

#[test]
fn a_checkpoint_without_aid_holds_no_word_of_it() {
    let made = Checkpoint::make(&Scenario::embedded("tiny/tiny").unwrap(), SimTime(1), &kept()).unwrap();
    assert!(!made.to_json().contains("surge"));
}

/// Calls of the busy service that are not answered, and the mean time to answer, seconds.
fn calls(experiment: &Experiment, service: &str) -> (u64, f64) {
    let desks = &experiment.arms[0].replications[0].desks;
    let record = &desks.iter().find(|row| row.service_code == service).unwrap().record;
    let sum: f64 = record.answer_ms.iter().map(|ms| f64::from(*ms)).sum();
    (record.abandoned, sum / 1000.0 / record.answer_ms.len() as f64)
}

#[test]
fn partners_answer_calls_that_wait() {
    let desk =
        ["policy.calls.method=desk", "policy.calls.hours_per_1000_incidents=140", AGREED, "aid.border=none"];
    let routed = [&desk[..], &["aid.route_calls_after=10 s"]].concat();
    let (own, routed) = (go(&neighbours(&desk), kept()), go(&neighbours(&routed), kept()));
    let all = |experiment: &Experiment| ["RYA", "RYE"].map(|service| calls(experiment, service));
    let ([a, b], [c, d]) = (all(&own), all(&routed));
    println!("unanswered and mean time to answer, s: {a:?} {b:?}; routed {c:?} {d:?}");
    assert!(c.0 + d.0 < a.0 + b.0, "fewer ring off");
    assert!(c.1 + d.1 < a.1 + b.1, "answers come sooner");
}

fn faults(edits: &[&str]) -> String {
    let base = Scenario::embedded("england-2023").unwrap();
    let edits: Vec<Edit> = edits.iter().map(|edit| Edit::parse(edit).unwrap()).collect();
    base.with(&edits).unwrap_err().to_string()
}

#[test]
fn an_agreement_that_cannot_be_is_told_with_its_fix() {
    let both = "select.trusts=[\"RYA\", \"RYE\"]";
    let cases: [(&[&str], &[&str]); 6] = [
        (
            &["aid.services=[\"RYA\", \"XXX\"]"],
            &["aid.services", "XXX", "the ODS code of an ambulance service"],
        ),
        (
            &["aid.services=[\"RYA\", \"RYA\"]"],
            &["aid.services", "named twice", "nobody has an agreement with itself"],
        ),
        (&["aid.services=[\"RYA\"]"], &["aid.services", "alone", "name a partner"]),
        (
            &[both, "aid.services=[\"RYA\", \"RYF\"]"],
            &["aid.services", "RYF", "inside the selection", "widen `select`"],
        ),
        (&[both, AGREED, "aid.route_calls_after=1 min"], &["aid.route_calls_after", "policy.calls.method"]),
        (&["aid.border=C7"], &["aid.border", "C7", "\"none\""]),
    ];
    for (edits, told) in cases {
        let text = faults(edits);
        told.iter().for_each(|part| assert!(text.contains(part), "{edits:?}: `{part}` in\n{text}"));
    }
}
