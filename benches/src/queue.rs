use ambics::Address;
use ambics::dist::Shape;
use ambics::engine::{Engine, Fact, Observer, Stop};
use ambics::governance::{BorderConfig, ComponentDecisions, Decisions, Fleet, FleetVehicle};
use ambics::policy::diversion::NoDiversion;
use ambics::policy::queue::FirstInFirstOut;
use ambics::prevention::Programme;
use ambics::rng::join;
use ambics::scenario::{Edit, Scenario};
use ambics::state::State;
use ambics::tape::{Tape, record};
use ambics::units::{SimTime, WEEK_MS};
use ambics::world::{Component, Resources, StageTable, World, compile};
use std::sync::Arc;

/// A queue M/M/c run by the engine: one station, no drive, one category, no stage but an exponential time on scene.
#[derive(Debug)]
pub struct EngineQueue {
    world: World,
    decisions: Decisions,
    tapes: Vec<Tape>,
    address: Address,
}

/// Waits from when an incident could be dispatched to its assignment.
#[derive(Debug, Default)]
struct Waits {
    ended: u64,
    wait_ms: i64,
}

impl Observer for Waits {
    fn see(&mut self, fact: &Fact<'_>) {
        if let Fact::Ended { incident, .. } = *fact {
            self.ended += 1;
            self.wait_ms += (incident.assigned - incident.ready).0;
        }
    }
}

impl EngineQueue {
    /// About so many customers a week in the three weeks of a replication, `servers` vehicles around the clock, at a
    /// load.
    ///
    /// # Panics
    /// If the region of twelve areas does not ship.
    #[must_use]
    pub fn new(per_week: f64, servers: usize, load: f64, replication: u32) -> Self {
        let scenario = Scenario::embedded("tiny/tiny").expect("the scenario ships");
        let scenario = scenario.with(&[Edit::new("run.days", 19)]).expect("nineteen days are a sound window");
        let mut plan = scenario.world_plan();
        plan.profile = "flat".to_owned();
        (plan.day_effect, plan.special_days, plan.settings.travel_time_factor) = (false, false, 0.0);
        let mut world = compile(scenario.region(), &plan);
        let service = &mut world.demand.services[0];
        (service.per_week, service.daytime_share) = (per_week, 0.0);
        service.category_cumulative = [0.0, 1.0, 1.0, 1.0, 1.0];
        let mean_s = load * servers as f64 * WEEK_MS as f64 / 1000.0 / per_week;
        only_on_scene(&mut world.components[0], mean_s);
        let mut decisions = scenario.decisions(&world);
        decisions.components = vec![always(&world.components[0], servers)];
        decisions.policies.queue = Arc::new(FirstInFirstOut { by_category: false });
        decisions.policies.diversion = Arc::new(NoDiversion {});
        let address = Address::new(1, replication);
        let places = &world.components[0].places;
        let areas = &places.area[..places.n_own];
        let weeks = world.clock.weeks().iter().take(3);
        let tapes = weeks.map(|week| record(&world.demand, &world.clock, &address, week, areas)).collect();
        Self { world, decisions, tapes, address }
    }

    /// Customers of the three weeks.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.tapes.iter().map(|tape| tape.rows.len() as u64).sum()
    }

    /// Runs the weeks; gives the mean wait, ms, of those who have been served.
    #[must_use]
    pub fn run(&self) -> f64 {
        let mut engine = Engine::new(&self.world, 0, &self.decisions, self.address, State::new());
        let mut waits = Waits::default();
        for tape in &self.tapes {
            engine.advance(tape, self.world.clock.horizon(), &mut waits, &Stop::new());
        }
        waits.wait_ms as f64 / waits.ended as f64
    }
}

/// Nothing takes time but treatment, which is exponential; nobody is conveyed or treated by telephone.
fn only_on_scene(component: &mut Component, mean_s: f64) {
    let mix = &mut component.mixes[0];
    (mix.hear_and_treat, mix.conveyed) = ([0.0; 5], [0.0; 5]);
    mix.resources = [Resources::new(1.0, 1.0); 5];
    let nothing = StageTable::new(0.0, Shape::Fixed);
    let stages = &mut component.stages;
    stages.triage = std::array::from_fn(|_| nothing.clone());
    stages.wrap_up = std::array::from_fn(|_| nothing.clone());
    stages.mobilise = nothing;
    let treatment = StageTable::new(mean_s, Shape::Exponential);
    stages.on_scene = std::array::from_fn(|_| std::array::from_fn(|_| treatment.clone()));
}

fn always(component: &Component, servers: usize) -> ComponentDecisions {
    let site = &component.stations[0];
    let mut fleet = Fleet { hours_by_patch: vec![0; component.patches.len()], ..Fleet::default() };
    fleet.vehicles = (0..servers as u64)
        .map(|number| FleetVehicle::around_the_clock(site.place, join(site.entity, number)))
        .collect();
    fleet.patch = vec![site.patch; servers];
    let borders = vec![(SimTime(0), BorderConfig::default().table(component))];
    ComponentDecisions { fleet, borders, programme: Programme::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambics::stats::Estimate;

    #[test]
    fn the_engine_is_a_queue() {
        // Erlang C of 5 servers at 0.8: 0.5541 mean services on average.
        let service_ms = 0.8 * 5.0 * WEEK_MS as f64 / 60_000.0;
        let mean_wait = |replication| EngineQueue::new(60_000.0, 5, 0.8, replication).run() / service_ms;
        let waits = Estimate::of(&(0..8).map(mean_wait).collect::<Vec<f64>>()).unwrap();
        let error = waits.sd.unwrap() / 8f64.sqrt();
        assert!(error < 0.03 * 0.5541 && (waits.mean - 0.5541).abs() < 4.0 * error, "{waits:?}");
    }
}
