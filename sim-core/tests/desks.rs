//! The call and clinical desks, and patience: theory that they must reproduce, and which way each setting works.

use crate::worlds::{
    TINY, around_the_clock, as_a_queue, boundless, decide, hours, plan, policies, records, run, tapes,
};
use ambics::Address;
use ambics::category::Ending;
use ambics::dist::Shape;
use ambics::engine::{DeskKind, Engine, Fact, Observer, Stop};
use ambics::governance::{BorderConfig, ComponentDecisions, Decisions};
use ambics::outcome::{DeskRow, IncidentRecord, Measures, Recorder, Records, measure};
use ambics::policy::calls::{CallConfig, CallDesk};
use ambics::policy::clinical::{ClinicalConfig, ClinicalDesk, Outcome};
use ambics::policy::patience::{ByCategory, PatienceConfig};
use ambics::policy::reserve::{LastVehicles, ReserveConfig};
use ambics::policy::safety_plan::{Levels, PlanLevel, SafetyPlanConfig};
use ambics::policy::{DeskConfig, PolicyConfig, Span, Spread};
use ambics::prevention::Programme;
use ambics::state::State;
use ambics::stats::Estimate;
use ambics::units::{SimDuration, SimTime};
use ambics::world::World;
use rayon::prelude::*;
use std::sync::LazyLock;

/// Every rule of the call and clinical stage, tight enough to be felt on tiny.
pub fn all_on() -> DeskConfig {
    let level = |text| PlanLevel::parse(text).unwrap();
    DeskConfig {
        calls: CallConfig::Desk(CallDesk { hours_per_1000_incidents: Some(150.0), ..CallDesk::default() }),
        clinical: ClinicalConfig::Desk(ClinicalDesk::default()),
        patience: PatienceConfig::ByCategory(ByCategory {
            median_c2: Span::minutes(120),
            median_c3: Span::minutes(90),
            median_c4: Span::minutes(90),
            median_other: Span::minutes(120),
            ..ByCategory::default()
        }),
        reserve: ReserveConfig::LastVehicles(LastVehicles { vehicles: 1 }),
        safety_plan: SafetyPlanConfig::Levels(Levels {
            levels: vec![
                level("level 1 when queue.all > 2 until queue.all < 2 for 15 min: no_send C4, validate C2"),
                level("level 2 when queue.all > 5: no_send C4 C3, hear_and_treat x1.3, reserve 2"),
            ],
            review_every: Span::minutes(5),
        }),
    }
}

/// A tiny week.
pub static WORLD: LazyLock<World> = LazyLock::new(|| ambics::world::compile(&TINY, &plan(&TINY, &[], 7)));

/// Measures of tiny with these rules at so much of the published hours, one entry a replication.
pub fn measured(desks: DeskConfig, scale: f64, replications: u32) -> Vec<Measures> {
    let rules = PolicyConfig { desks, ..policies() };
    let decisions = decide(&TINY, &WORLD, &hours(&TINY, scale), &rules, 0.0);
    let simulated = vec![true; TINY.areas().len()];
    let levels = ambics::outcome::Levels::new(&TINY, &simulated);
    let one = |replication| {
        let records = records(&TINY, &WORLD, 0, &decisions, Address::new(11, replication));
        measure(&records, &TINY, &levels, &simulated, (jiff::civil::date(2024, 1, 10), 7))
    };
    (0..replications).into_par_iter().map(one).collect()
}

/// The mean over replications of `b − a` is above zero by more than four of its standard errors.
pub fn rises(what: &str, a: &[Measures], b: &[Measures], of: impl Fn(&Measures) -> f64) {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| of(b) - of(a)).collect();
    let estimate = Estimate::of(&differences).unwrap();
    let error = estimate.sd.unwrap() / (differences.len() as f64).sqrt();
    println!("{what}: {:.3} ± {error:.3}", estimate.mean);
    assert!(estimate.mean > 4.0 * error, "{what} rises: {} with standard error {error}", estimate.mean);
}

/// The whole of England's mean response of a category, seconds.
pub fn mean_s(measures: &Measures, category: ambics::outcome::ReportedCategory) -> f64 {
    let row = measures.response(ambics::outcome::Level::England, 0, category).unwrap();
    row.mean_s.unwrap()
}

/// Share of all incidents that ended so.
pub fn share(measures: &Measures, ending: Ending) -> f64 {
    let all = measures.endings.iter().find(|row| {
        row.level == ambics::outcome::Level::England && row.category == ambics::outcome::ReportedCategory::All
    });
    let n = &all.unwrap().n;
    n[ending as usize] as f64 / n.iter().sum::<u64>() as f64
}

fn desk(measures: &Measures) -> &DeskRow {
    &measures.desks[0]
}

/// Standard errors between an estimate and the truth.
fn agrees(what: &str, values: &[f64], truth: f64, widest: f64) {
    let estimate = Estimate::of(values).unwrap();
    let (sd, half) = (estimate.sd.unwrap(), estimate.half_width.unwrap());
    let z = (estimate.mean - truth) / (sd / (values.len() as f64).sqrt());
    println!(
        "{what}: {:.5} for {truth:.5}, z {z:.2}, half width {:.2}%",
        estimate.mean,
        100.0 * half / truth
    );
    assert!(z.abs() < 4.0, "{what}: {} for {truth}, z = {z}", estimate.mean);
    assert!(half <= widest * truth, "{what}: the interval of {half} says nothing about {truth}");
}

/// Probability of abandonment and mean wait of all callers, seconds, of `c` servers with arrivals λ, service rate μ and
/// rate of abandonment θ, by the stationary chain.
fn erlang_a(c: usize, lambda: f64, mu: f64, theta: f64) -> (f64, f64) {
    let mut weight = 1.0;
    let (mut all, mut waiting) = (0.0, 0.0);
    for n in 0..2_000usize {
        all += weight;
        waiting += weight * n.saturating_sub(c) as f64;
        let leaves = mu * (n + 1).min(c) as f64 + theta * (n + 1).saturating_sub(c) as f64;
        weight *= lambda / leaves;
    }
    let queue = waiting / all;
    (theta * queue / lambda, queue / lambda)
}

/// Waits of all contacts within the window.
struct Calls {
    window: (SimTime, SimTime),
    contacts: u64,
    abandoned: u64,
    wait_ms: i64,
}

impl Observer for Calls {
    fn see(&mut self, fact: &Fact<'_>) {
        let Fact::Contact { contact, until, answered, .. } = *fact else { return };
        if self.window.0 <= contact.connected && contact.connected < self.window.1 {
            self.contacts += 1;
            self.abandoned += u64::from(!answered);
            self.wait_ms += (until - contact.connected).0;
        }
    }
}

/// So many vehicles around the clock at the first station.
fn servers(world: &World, vehicles: usize, rules: &PolicyConfig) -> Decisions {
    let component = &world.components[0];
    let fleet = around_the_clock(component, &[vehicles]);
    let borders = vec![(SimTime(0), BorderConfig::default().table(component))];
    Decisions {
        components: vec![ComponentDecisions { fleet, borders, programme: Programme::default() }],
        policies: rules.build(),
    }
}

/// Exponential handling and patience, flat arrivals, no second call: the desk is Erlang A.
#[test]
fn the_call_desk_is_erlang_a() {
    let (per_week, takers) = (60_000.0, 8.0);
    for handling_s in [60.0, 90.0] {
        let world = as_a_queue(28, per_week, 1.0, Shape::Fixed);
        let desk = CallDesk {
            hours_per_1000_incidents: Some(takers * 168.0 / per_week * 1000.0),
            spread: Spread::Flat,
            handling: Span(SimDuration::from_seconds(handling_s)),
            handling_shape: Shape::Exponential,
            patience: Span::minutes(2),
            redial_share: 0.0,
            extra_contacts_per_incident: Some(0.0),
            ..CallDesk::default()
        };
        let rules = PolicyConfig {
            desks: DeskConfig { calls: CallConfig::Desk(desk), ..DeskConfig::off() },
            ..boundless()
        };
        let decisions = servers(&world, 40, &rules);
        let lambda = per_week / (168.0 * 3600.0);
        let (abandon, wait_s) = erlang_a(takers as usize, lambda, 1.0 / handling_s, 1.0 / 120.0);
        let calls: Vec<Calls> = (0..8u32)
            .into_par_iter()
            .map(|replication| {
                let window = world.clock.window();
                let mut calls = Calls { window, contacts: 0, abandoned: 0, wait_ms: 0 };
                run(&world, 0, &decisions, Address::new(7, replication), &mut calls);
                calls
            })
            .collect();
        let share: Vec<f64> = calls.iter().map(|c| c.abandoned as f64 / c.contacts as f64).collect();
        let wait: Vec<f64> = calls.iter().map(|c| c.wait_ms as f64 / c.contacts as f64 / 1000.0).collect();
        agrees(&format!("abandoned at {handling_s} s"), &share, abandon, 0.06);
        agrees(&format!("wait at {handling_s} s"), &wait, wait_s, 0.06);
    }
}

/// Probability of loss with `c` servers at offered load `a`.
fn erlang_b(c: usize, a: f64) -> f64 {
    (1..=c).fold(1.0, |b, k| a * b / (k as f64 + a * b))
}

/// Without patience a vehicle that is not there at once is never sent: a loss system, whatever the shape of the job.
#[test]
fn zero_patience_is_erlang_b_for_any_job() {
    let (c, load, per_week) = (5, 4.0, 60_000.0);
    let service_s = load * 168.0 * 3600.0 / per_week;
    let none = Span::minutes(0);
    let patience = ByCategory { median_c2: none, welfare_call_every: none, ..ByCategory::default() };
    let desks = DeskConfig { patience: PatienceConfig::ByCategory(patience), ..DeskConfig::off() };
    let rules = PolicyConfig { desks, ..boundless() };
    for shape in [Shape::Exponential, Shape::Fixed, Shape::Lognormal { cv: 1.5 }] {
        let world = as_a_queue(28, per_week, service_s, shape);
        let decisions = servers(&world, c, &rules);
        let lost: Vec<f64> = (0..12u32)
            .into_par_iter()
            .map(|replication| {
                let records = records(&TINY, &world, 0, &decisions, Address::new(7, replication));
                let rows = &records.incidents.as_ref().unwrap().rows;
                let lost = |i: &&IncidentRecord| matches!(i.ending, Ending::Cancelled | Ending::Reneged);
                rows.iter().filter(lost).count() as f64 / rows.len() as f64
            })
            .collect();
        agrees(&format!("lost with {shape:?}"), &lost, erlang_b(c, load), 0.02);
    }
}

fn calls(hours: f64) -> DeskConfig {
    let desk = CallDesk { hours_per_1000_incidents: Some(hours), ..CallDesk::default() };
    DeskConfig { calls: CallConfig::Desk(desk), ..DeskConfig::off() }
}

/// Fewer call takers lengthen the answer and the whole wait; the clock's own rule stands (it is a law).
#[test]
fn fewer_call_takers_lengthen_the_whole_wait() {
    let (many, few) = (measured(calls(1_000.0), 1.0, 24), measured(calls(170.0), 1.0, 24));
    rises("answer mean, s", &many, &few, |m| desk(m).answer_s.unwrap()[0]);
    rises("whole wait, s", &many, &few, |m| desk(m).whole_wait_s().unwrap());
    rises("abandoned", &many, &few, |m| desk(m).record.abandoned as f64);
    rises("duplicates", &many, &few, |m| desk(m).record.duplicates as f64);
    rises("utilisation", &many, &few, |m| desk(m).utilisation(DeskKind::Calls).unwrap());
    let incidents = |m: &Measures| m.endings.iter().map(|row| row.n.iter().sum::<u64>()).sum::<u64>();
    let (all, again) = (many.iter().map(incidents).sum::<u64>(), few.iter().map(incidents).sum::<u64>());
    assert!(all.abs_diff(again) * 1000 < all, "who rings off rings again: {all} and {again} incidents");
}

fn clinical(desk: ClinicalDesk) -> DeskConfig {
    DeskConfig { clinical: ClinicalConfig::Desk(desk), ..DeskConfig::off() }
}

#[test]
fn more_clinicians_treat_more_by_telephone_and_shorten_c2() {
    let with = |hours| {
        let desk = ClinicalDesk { hours_per_1000_incidents: Some(hours), ..ClinicalDesk::default() };
        measured(clinical(desk), 0.85, 48)
    };
    let (few, many) = (with(20.0), with(200.0));
    rises("hear and treat", &few, &many, |m| share(m, Ending::HearAndTreat));
    rises("C2 mean falls", &many, &few, |m| mean_s(m, ambics::outcome::ReportedCategory::C2));
    rises("overdue falls", &many, &few, |m| desk(m).record.outcomes[Outcome::Overdue as usize] as f64);
    for outcome in Outcome::ALL {
        let n: u64 = few.iter().map(|m| desk(m).record.outcomes[outcome as usize]).sum();
        assert!(n > 0, "{outcome:?} happens");
    }
}

/// With few clinicians fewer are treated by telephone, with many no more than published: it is an output.
#[test]
fn hear_and_treat_is_an_output() {
    let published = measured(DeskConfig::off(), 1.0, 24);
    let with = |hours| {
        let desk = ClinicalDesk { hours_per_1000_incidents: Some(hours), ..ClinicalDesk::default() };
        measured(clinical(desk), 1.0, 24)
    };
    let (few, many) = (with(20.0), with(400.0));
    let mean =
        |all: &[Measures]| all.iter().map(|m| share(m, Ending::HearAndTreat)).sum::<f64>() / all.len() as f64;
    let (given, least, most) = (mean(&published), mean(&few), mean(&many));
    println!("hear and treat: published {given:.4}, few hours {least:.4}, many {most:.4}");
    assert!((most / given - 1.0).abs() < 0.1, "{most} for {given}");
    assert!(least < 0.8 * given, "{least} for {given}");
}

#[test]
fn patience_shortens_the_queue() {
    let patience =
        ByCategory { median_c3: Span::minutes(60), median_c4: Span::minutes(60), ..ByCategory::default() };
    let desks = DeskConfig { patience: PatienceConfig::ByCategory(patience), ..DeskConfig::off() };
    let (endless, short) = (measured(DeskConfig::off(), 0.8, 48), measured(desks, 0.8, 48));
    rises("C3 mean falls", &short, &endless, |m| mean_s(m, ambics::outcome::ReportedCategory::C3));
    rises("reneged", &endless, &short, |m| share(m, Ending::Reneged));
    rises("cancelled", &endless, &short, |m| share(m, Ending::Cancelled));
    let presented = |m: &Measures| desk(m).record.self_presented.values().sum::<u64>();
    let reneged = |m: &Measures| desk(m).record.lost[1];
    assert!(short.iter().all(|m| presented(m) == reneged(m)), "each who reneged is counted at a department");
}

/// With every rule on, in pieces and saved in between, a run gives what it gives at once.
#[test]
fn in_pieces_is_at_once() {
    let rules = PolicyConfig { desks: all_on(), ..policies() };
    let decisions = decide(&TINY, &WORLD, &hours(&TINY, 0.7), &rules, 0.0);
    let address = Address::new(3, 0);
    let fleet = &decisions.components[0].fleet;
    let recorder = || Recorder::new(&WORLD, 0, fleet, TINY.patches().len(), true);
    let at_once: Records = records(&TINY, &WORLD, 0, &decisions, address);
    let (mut pieces, mut state) = (recorder(), State::new());
    for tape in tapes(&WORLD, 0, &address) {
        let end = SimTime(tape.week.start.0 + tape.week.hours as i64 * 3_600_000);
        while state.now() < end.min(WORLD.clock.horizon()) {
            let mut engine = Engine::new(&WORLD, 0, &decisions, address, state);
            let until = SimTime(engine.state().now().0 + 7_777_777);
            engine.advance(&tape, until, &mut pieces, &Stop::new());
            state = engine.into_state().clone();
        }
    }
    Engine::new(&WORLD, 0, &decisions, address, state).close(&mut pieces);
    let pieces = pieces.finish();
    assert_eq!(pieces.desks, at_once.desks);
    assert_eq!(pieces, at_once);
    let record = at_once.desks.values().next().unwrap();
    assert!(record.lost.iter().all(|n| *n > 0), "each rule is felt: {:?}", record.lost);
    assert!(record.levels.len() > 1 && record.welfare.0 > 0 && record.abandoned > 0);
}

/// With none of them on nothing is kept, and nothing changes.
#[test]
fn off_is_off() {
    let decisions = decide(&TINY, &WORLD, &hours(&TINY, 0.7), &policies(), 0.0);
    let records = records(&TINY, &WORLD, 0, &decisions, Address::new(3, 0));
    assert!(records.desks.is_empty());
}
