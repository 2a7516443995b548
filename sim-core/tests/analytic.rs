//! Theory that the engine must reproduce: Erlang C, M/G/∞ and Little's law, on fixed seeds.

mod delay;
mod facility;
mod hypercube;
mod loss;
mod mutual_aid;
mod pooling;
mod priorities;

use crate::worlds::{TINY, around_the_clock, as_a_queue, boundless, decide, hours, plan, run, tapes};
use ambics::Address;
use ambics::category::Ending;
use ambics::dist::Shape;
use ambics::engine::{Engine, Fact, Observer, Stop};
use ambics::governance::{BorderConfig, ComponentDecisions, Decisions};
use ambics::prevention::Programme;
use ambics::state::State;
use ambics::stats::Estimate;
use ambics::units::{SimDuration, SimTime, WEEK_MS};
use ambics::world::World;
use rayon::prelude::*;

/// Waits and work of the incidents called in a window.
struct Window {
    from: SimTime,
    until: SimTime,
    called: u64,
    answered: u64,
    waited: u64,
    wait_ms: i64,
    /// From assignment to the end.
    job_ms: i64,
    /// Vehicle time on jobs within the window.
    busy_ms: i64,
}

impl Window {
    fn of(world: &World) -> Self {
        let (from, until) = world.clock.window();
        Self { from, until, called: 0, answered: 0, waited: 0, wait_ms: 0, job_ms: 0, busy_ms: 0 }
    }

    fn holds(&self, at: SimTime) -> bool {
        self.from <= at && at < self.until
    }

    fn length(&self) -> f64 {
        (self.until - self.from).0 as f64
    }
}

impl Observer for Window {
    fn see(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::Called { incident } if self.holds(incident.called) => self.called += 1,
            Fact::Ended { incident, ending, at }
                if self.holds(incident.called) && ending != Ending::HearAndTreat =>
            {
                let wait = incident.assigned - incident.ready;
                self.answered += 1;
                self.waited += u64::from(wait > SimDuration::ZERO);
                self.wait_ms += wait.0;
                self.job_ms += (at - incident.assigned).0;
            }
            Fact::Status { status, from, until, .. } if status.is_busy() => {
                self.busy_ms += (until.0.min(self.until.0) - from.0.max(self.from.0)).max(0);
            }
            _ => {}
        }
    }
}

/// So many vehicles around the clock at the first station, and rules without a reach.
fn servers(world: &World, vehicles: usize) -> Decisions {
    let component = &world.components[0];
    let fleet = around_the_clock(component, &[vehicles]);
    let borders = vec![(SimTime(0), BorderConfig::default().table(component))];
    Decisions {
        components: vec![ComponentDecisions { fleet, borders, programme: Programme::default() }],
        policies: boundless().build(),
    }
}

/// Probability of waiting with `c` servers at offered load `a`.
pub fn erlang_c(c: usize, a: f64) -> f64 {
    let blocked = (1..=c).fold(1.0, |b, k| a * b / (k as f64 + a * b));
    let rho = a / c as f64;
    blocked / (1.0 - rho + rho * blocked)
}

fn replications<T: Send>(n: u32, one: impl Fn(Address) -> T + Sync) -> Vec<T> {
    (0..n).into_par_iter().map(|replication| one(Address::new(7, replication))).collect()
}

/// Standard errors between an estimate and the truth; the interval must be narrow enough to bite.
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

/// Mean wait and probability of waiting of five servers at a load, against Erlang C.
fn erlang(rho: f64, days: u32, replicate: u32) {
    let (c, per_week) = (5, 60_000.0);
    let service_s = rho * c as f64 * (WEEK_MS as f64 / 1000.0) / per_week;
    let world = as_a_queue(days, per_week, service_s, Shape::Exponential);
    let decisions = servers(&world, c);
    let windows = replications(replicate, |address| {
        let mut window = Window::of(&world);
        run(&world, 0, &decisions, address, &mut window);
        assert_eq!(
            window.called, window.answered,
            "all who called in the window are answered by the horizon"
        );
        window
    });
    let wait_s: Vec<f64> = windows.iter().map(|w| w.wait_ms as f64 / w.answered as f64 / 1000.0).collect();
    let waited: Vec<f64> = windows.iter().map(|w| w.waited as f64 / w.answered as f64).collect();
    let delayed = erlang_c(c, rho * c as f64);
    agrees(&format!("mean wait at {rho}"), &wait_s, delayed * service_s / (c as f64 * (1.0 - rho)), 0.03);
    agrees(&format!("P(wait) at {rho}"), &waited, delayed, 0.03);
}

#[test]
fn five_servers_at_half_load_are_erlang_c() {
    erlang(0.5, 28, 12);
}

#[test]
fn five_servers_at_four_fifths_are_erlang_c() {
    erlang(0.8, 28, 12);
}

#[test]
fn five_servers_at_nine_tenths_are_erlang_c() {
    erlang(0.9, 28, 24);
}

/// Mean and variance of the number busy, looked at every four mean jobs, are those of Poisson(λ E[S]); nobody waits.
#[test]
fn an_endless_fleet_is_m_g_infinity() {
    let (offered, service_s, cv) = (40.0, 3600.0, 0.5);
    let world = as_a_queue(56, offered * 168.0, service_s, Shape::Lognormal { cv });
    let decisions = servers(&world, 150);
    let busy: Vec<f64> = replications(10, |address| {
        let mut engine = Engine::new(&world, 0, &decisions, address, State::new());
        let mut window = Window::of(&world);
        let mut counts = Vec::new();
        for tape in tapes(&world, 0, &address) {
            let end = SimTime(tape.week.start.0 + tape.week.hours as i64 * 3_600_000);
            let mut until = engine.state().now();
            while until < end.min(world.clock.window().1) {
                until = SimTime(until.0 + 4 * 3_600_000).min(end);
                engine.advance(&tape, until, &mut window, &Stop::new());
                if window.holds(until) {
                    counts
                        .push(engine.state().vehicles().iter().filter(|v| v.status.is_busy()).count() as f64);
                }
            }
        }
        assert_eq!(window.waited, 0, "no one waits");
        counts
    })
    .concat();
    let n = busy.len() as f64;
    let mean = busy.iter().sum::<f64>() / n;
    let variance = busy.iter().map(|k| (k - mean) * (k - mean)).sum::<f64>() / (n - 1.0);
    let of_mean = (mean - offered) / (offered / n).sqrt();
    let of_variance = (variance / offered - 1.0) / ((2.0 + 1.0 / offered) / n).sqrt();
    println!("M/G/inf: {n} looks, mean {mean:.2} z {of_mean:.2}, variance {variance:.2} z {of_variance:.2}");
    assert!(of_mean.abs() < 4.0, "mean {mean} for {offered}, z = {of_mean}");
    assert!(of_variance.abs() < 4.0, "variance {variance} for {offered}, z = {of_variance}");
}

/// Mean number of vehicles on jobs = answered a second × mean job, on tiny with its drives, hospitals and shifts.
///
/// No diversions: the stretch before one belongs to no answered incident's job.
#[test]
fn littles_law_holds_for_busy_vehicles() {
    let mut world = ambics::world::compile(&TINY, &plan(&TINY, &[], 56));
    world.components[0].mixes[0].resources = crate::worlds::ONE_VEHICLE;
    // One category: nobody is diverted, and no vehicle works for nothing.
    world.demand.services[0].category_cumulative = [0.0, 1.0, 1.0, 1.0, 1.0];
    let decisions = decide(&TINY, &world, &hours(&TINY, 1.0), &boundless(), 0.0);
    let ratios = replications(10, |address| {
        let mut window = Window::of(&world);
        run(&world, 0, &decisions, address, &mut window);
        let busy = window.busy_ms as f64 / window.length();
        let job_ms = window.job_ms as f64 / window.answered as f64;
        busy / (window.answered as f64 / window.length() * job_ms)
    });
    agrees("Little", &ratios, 1.0, 0.01);
}
