use crate::engine::{Advance, Engine, Stop};
use crate::governance::Decisions;
use crate::ids::AreaId;
use crate::outcome::{Recorder, Records};
use crate::region::Region;
use crate::rng::Address;
use crate::scenario::Scenario;
use crate::state::State;
use crate::tape::{Tape, record};
use crate::units::{HOUR_MS, SimTime};
use crate::world::{Week, World};
use std::sync::Arc;

/// An arm ready to run: its world, shared with every arm that has the same one, and its decisions.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// What is given.
    pub world: Arc<World>,
    /// What is decided.
    pub decisions: Arc<Decisions>,
}

/// Compiles the arms; arms with the same plan share one world, and so one tape.
#[must_use]
pub fn prepare(scenarios: &[&Scenario]) -> Vec<Prepared> {
    let mut prepared: Vec<Prepared> = Vec::with_capacity(scenarios.len());
    let plans: Vec<_> = scenarios.iter().map(|s| s.world_plan()).collect();
    for (row, scenario) in scenarios.iter().enumerate() {
        let same = (0..row).find(|r| plans[*r] == plans[row] && is_same_region(scenarios[*r], scenario));
        let world = same.map_or_else(|| Arc::new(scenario.world()), |r| prepared[r].world.clone());
        let decisions = Arc::new(scenario.decisions(&world));
        prepared.push(Prepared { world, decisions });
    }
    prepared
}

/// Whether two scenarios stand on the same tables, be they loaded once or twice.
fn is_same_region(a: &Scenario, b: &Scenario) -> bool {
    Arc::ptr_eq(a.region(), b.region()) || a.region().sources().hash == b.region().sources().hash
}

/// Replays one component of some arms that share a world over the whole run, week by week on the same tapes.
///
/// `weekly` is called after each week; `None` comes back when a stop was asked for.
pub(super) fn replay(
    arms: &[&Prepared],
    component: usize,
    address: Address,
    (n_patches, with_incidents): (usize, bool),
    (stop, weekly): (&Stop, &dyn Fn()),
) -> Option<Vec<Records>> {
    let world = &arms.first().filter(|_| !stop.asked())?.world;
    let areas = own_areas(world, component);
    let mut runs: Vec<(Engine<'_>, Recorder<'_>)> = arms
        .iter()
        .map(|arm| {
            let fleet = &arm.decisions.components[component].fleet;
            let engine = Engine::new(world, component, &arm.decisions, address, State::new());
            (engine, Recorder::new(world, component, fleet, n_patches, with_incidents))
        })
        .collect();
    for week in world.clock.weeks() {
        let tape = record(&world.demand, &world.clock, &address, week, &areas);
        for (engine, recorder) in &mut runs {
            advance_week(engine, recorder, world, &tape, stop)?;
        }
        weekly();
    }
    let finish = |(engine, mut recorder): (Engine<'_>, Recorder<'_>)| {
        engine.close(&mut recorder);
        recorder.finish()
    };
    Some(runs.into_iter().map(finish).collect())
}

/// The areas of a component that have demand of their own.
#[must_use]
pub fn own_areas(world: &World, component: usize) -> Vec<AreaId> {
    let places = &world.components[component].places;
    places.area[..places.n_own].to_vec()
}

/// To the end of the tape's week; past the window only as long as an incident of the window waits for its response.
fn advance_week(
    engine: &mut Engine<'_>,
    recorder: &mut Recorder<'_>,
    world: &World,
    tape: &Tape,
    stop: &Stop,
) -> Option<()> {
    let (end, window_end) = (week_end(&tape.week), world.clock.window().1);
    let mut to = |until: SimTime, recorder: &mut Recorder<'_>| {
        (engine.advance(tape, until, recorder, stop) == Advance::Reached).then_some(())
    };
    to(end.min(window_end), recorder)?;
    let mut until = window_end;
    while recorder.open() > 0 && until < end && until < world.clock.horizon() {
        until = SimTime(until.0 + HOUR_MS);
        to(until, recorder)?;
    }
    Some(())
}

fn week_end(week: &Week) -> SimTime {
    SimTime(week.start.0 + week.hours as i64 * HOUR_MS)
}

impl Prepared {
    /// One replication of this arm alone: the same as that replication in any batch. Every incident is kept.
    ///
    /// `region` is the one that the arm was compiled from; `decisions` may hold rules of your own.
    #[must_use]
    pub fn replicate(&self, region: &Region, address: Address) -> Records {
        let n_patches = region.patches().len();
        let mut records = Records::new(region.areas().len(), n_patches, true);
        for component in 0..self.world.components.len() {
            let part = replay(&[self], component, address, (n_patches, true), (&Stop::new(), &|| ()));
            part.into_iter().flatten().for_each(|part| records.merge(part));
        }
        records
    }
}

impl Scenario {
    /// One replication (from 0) of this scenario alone: the same as that replication in any batch.
    #[must_use]
    pub fn replicate(&self, seed: u64, replication: u32) -> Records {
        prepare(&[self])[0].replicate(self.region(), Address::new(seed, replication))
    }
}
