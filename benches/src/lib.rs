//! What the benches measure ambics against, and what they run it on.
//!
//! [`mmc`] is the speed of light: a queue with nothing but its recursion. An engine that knows places, shifts and
//! hospitals cannot be as fast; how many times slower it is, is a figure that does not depend on the machine.

use ambics::Address;
use ambics::engine::{Engine, Stop};
use ambics::governance::Decisions;
use ambics::ids::AreaId;
use ambics::outcome::{Recorder, Records};
use ambics::scenario::{Edit, Scenario};
use ambics::state::State;
use ambics::tape::{Tape, record};
use ambics::world::World;

/// Most servers of [`mmc`].
pub const MOST_SERVERS: usize = 64;

/// Mean wait of `customers` in a queue M/M/c that starts empty, in mean services; first come, first served.
///
/// It keeps the instant at which each server is free and nothing else, and allocates nothing.
///
/// # Panics
/// If there are no servers or more than [`MOST_SERVERS`].
///
/// # Source
/// Kiefer and Wolfowitz (1955), *On the theory of queues with many servers*: the recursion.
#[must_use]
pub fn mmc(customers: u64, servers: usize, load: f64, seed: u64) -> f64 {
    assert!((1..=MOST_SERVERS).contains(&servers), "between 1 and {MOST_SERVERS} servers");
    let mut free_at = [0.0f64; MOST_SERVERS];
    let free_at = &mut free_at[..servers];
    let between = 1.0 / (load * servers as f64);
    let (mut random, mut now, mut waited) = (seed, 0.0, 0.0);
    for _ in 0..customers {
        now += between * exponential(&mut random);
        let mut first = 0;
        for server in 1..servers {
            if free_at[server] < free_at[first] {
                first = server;
            }
        }
        let begins = free_at[first].max(now);
        waited += begins - now;
        free_at[first] = begins + exponential(&mut random);
    }
    waited / customers as f64
}

/// An exponential of mean 1 from a SplitMix64 sequence.
#[inline]
fn exponential(random: &mut u64) -> f64 {
    *random = random.wrapping_add(0x9E37_79B9_7F4A_7C15);
    -(1.0 - ambics::rng::u53(ambics::rng::mix64(*random))).ln()
}

/// A shipped scenario compiled, with its tapes and every component's state one week in: queues are what they will be.
#[derive(Debug)]
pub struct Stage {
    n_patches: usize,
    /// What is given.
    pub world: World,
    decisions: Decisions,
    address: Address,
    warm: Vec<State>,
    tapes: Vec<Tape>,
}

impl Stage {
    /// A shipped scenario, ready for its second week.
    ///
    /// # Panics
    /// If no scenario of that name ships.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let scenario = Scenario::embedded(name).expect("the scenario ships");
        let scenario = scenario.with(&[Edit::new("run.days", 12)]).expect("twelve days are a sound window");
        let world = scenario.world();
        let decisions = scenario.decisions(&world);
        let mut stage = Self {
            n_patches: scenario.region().patches().len(),
            decisions,
            address: Address::new(1, 0),
            warm: Vec::new(),
            tapes: Vec::new(),
            world,
        };
        for component in 0..stage.world.components.len() {
            let mut engine =
                Engine::new(&stage.world, component, &stage.decisions, stage.address, State::new());
            engine.advance(&stage.tape(component, 0), stage.world.clock.horizon(), &mut (), &Stop::new());
            stage.warm.push(engine.into_state());
            stage.tapes.push(stage.tape(component, 1));
        }
        stage
    }

    /// The areas of a component that have demand.
    #[must_use]
    pub fn areas(&self, component: usize) -> &[AreaId] {
        let places = &self.world.components[component].places;
        &places.area[..places.n_own]
    }

    /// The tape of a component in a week of the run.
    #[must_use]
    pub fn tape(&self, component: usize, week: usize) -> Tape {
        let week = &self.world.clock.weeks()[week];
        record(&self.world.demand, &self.world.clock, &self.address, week, self.areas(component))
    }

    /// Incidents of the second week.
    #[must_use]
    pub fn incidents(&self) -> u64 {
        self.tapes.iter().map(|tape| tape.rows.len() as u64).sum()
    }

    /// Runs the second week of every component, one after the other, on ready tapes or on tapes recorded anew.
    #[must_use]
    pub fn week(&self, anew: bool) -> Vec<Records> {
        let one = |component: usize| {
            let fleet = &self.decisions.components[component].fleet;
            let mut recorder = Recorder::new(&self.world, component, fleet, self.n_patches, false);
            let state = self.warm[component].clone();
            let mut engine = Engine::new(&self.world, component, &self.decisions, self.address, state);
            let horizon = self.world.clock.horizon();
            let never = Stop::new();
            if anew {
                engine.advance(&self.tape(component, 1), horizon, &mut recorder, &never);
            } else {
                engine.advance(&self.tapes[component], horizon, &mut recorder, &never);
            }
            engine.close(&mut recorder);
            recorder.finish()
        };
        (0..self.world.components.len()).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_is_a_queue() {
        // Erlang C of 5 servers at 0.8: 0.5541 wait, 0.5541 mean services on average.
        let wait = mmc(4_000_000, 5, 0.8, 1);
        assert!((wait / 0.5541 - 1.0).abs() < 0.03, "{wait}");
    }

    #[test]
    fn a_week_on_ready_tapes_is_the_week() {
        let stage = Stage::new("tiny/tiny");
        assert_eq!(stage.week(true), stage.week(false));
        assert!(stage.incidents() > 500);
    }
}
