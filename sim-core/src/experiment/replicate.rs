use crate::engine::{Advance, Engine, Live, Stop};
use crate::governance::Decisions;
use crate::ids::AreaId;
use crate::outcome::{Log, Recorder, Records};
use crate::prevention::Thinning;
use crate::region::Region;
use crate::rng::Address;
use crate::scenario::Scenario;
use crate::state::State;
use crate::tape::{Tape, record};
use crate::units::{HOUR_MS, SimTime};
use crate::world::{Week, World};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An arm ready to run: its world, shared with every arm that has the same one, and its decisions.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// What is given.
    pub world: Arc<World>,
    /// What is decided.
    pub decisions: Arc<Decisions>,
    /// What its run begins with, if it begins in the middle of things.
    pub live: Option<Arc<Live>>,
}

/// Compiles the arms; arms with the same plan share one world, and so one tape.
#[must_use]
pub fn prepare(scenarios: &[&Scenario]) -> Vec<Prepared> {
    prepare_among(scenarios, None)
}

/// Compiles a scenario beside one that is compiled; with the same plan it shares its world.
pub(super) fn prepare_beside(scenario: &Scenario, known: (&Scenario, &Prepared)) -> Prepared {
    prepare_among(&[scenario], Some(known)).remove(0)
}

/// Compiles the arms, beside one that is compiled if there is one; those with the same plan share one world.
pub(super) fn prepare_among(scenarios: &[&Scenario], known: Option<(&Scenario, &Prepared)>) -> Vec<Prepared> {
    let plans: Vec<_> = scenarios.iter().map(|s| s.world_plan()).collect();
    let known = known.map(|(scenario, ready)| (scenario, scenario.world_plan(), ready));
    let is_same = |a: usize, b: usize| plans[a] == plans[b] && is_same_region(scenarios[a], scenarios[b]);
    let own: Vec<usize> =
        (0..scenarios.len()).map(|row| (0..row).find(|r| is_same(*r, row)).unwrap_or(row)).collect();
    let world = |row: usize| match &known {
        Some((scenario, plan, ready)) if *plan == plans[row] && is_same_region(scenario, scenarios[row]) => {
            ready.world.clone()
        }
        _ => Arc::new(scenarios[row].world()),
    };
    let worlds: Vec<Option<Arc<World>>> =
        own.par_iter().enumerate().map(|(row, first)| (row == *first).then(|| world(row))).collect();
    let ready = |(scenario, first): (&&Scenario, &usize)| {
        let world = worlds[*first].clone().expect("the first of a plan has compiled its world");
        let decisions = Arc::new(scenario.decisions(&world));
        Prepared { world, decisions, live: scenario.live().cloned() }
    };
    scenarios.iter().zip(&own).map(ready).collect()
}

/// Whether two scenarios stand on the same tables, be they loaded once or twice.
fn is_same_region(a: &Scenario, b: &Scenario) -> bool {
    Arc::ptr_eq(a.region(), b.region()) || a.region().sources().hash == b.region().sources().hash
}

/// Which piece of a run, and what it keeps beside its sums.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    /// Patches of the region.
    pub n_patches: usize,
    /// Whether every incident is kept.
    pub incidents: bool,
    /// Whether every step is kept.
    pub log: bool,
    /// Where it begins, one entry for each component; the beginning of the run if there is none.
    pub from: Option<&'a [Part]>,
    /// What a run that begins in the middle of things finds; of one component.
    pub start: Option<&'a Live>,
    /// Where it ends, the end of the run at the latest.
    pub until: SimTime,
}

/// A component that stands still within a run, with what it has recorded so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Part {
    state: State,
    records: Records,
    open: u32,
}

/// An engine, those who are told, and what its programme of prevention leaves of each week.
struct Run<'w> {
    engine: Engine<'w>,
    observers: (Recorder<'w>, Option<Log<'w>>),
    thinning: Option<Thinning<'w>>,
}

/// Replays one component of some arms that share a world, week by week on the same tapes, to the end of the run.
///
/// `weekly` is called after each week; `None` comes back when a stop was asked for.
pub(super) fn replay(
    arms: &[&Prepared],
    component: usize,
    address: Address,
    piece: Piece<'_>,
    (stop, weekly): (&Stop, &dyn Fn()),
) -> Option<Vec<Records>> {
    let runs = advance(arms, component, address, piece, (stop, weekly))?;
    Some(runs.into_iter().map(finish).collect())
}

/// Replays one component of an arm to the end of a piece, and leaves it standing there.
pub(super) fn stand(
    arm: &Prepared,
    component: usize,
    address: Address,
    piece: Piece<'_>,
    stop: &Stop,
) -> Option<Part> {
    let runs = advance(&[arm], component, address, piece, (stop, &|| ()))?;
    runs.into_iter().map(pause).next()
}

fn advance<'w>(
    arms: &[&'w Prepared],
    component: usize,
    address: Address,
    piece: Piece<'_>,
    (stop, weekly): (&Stop, &dyn Fn()),
) -> Option<Vec<Run<'w>>> {
    let world = &arms.first().filter(|_| !stop.asked())?.world;
    let areas = own_areas(world, component);
    let mut runs: Vec<Run<'w>> = arms.iter().map(|arm| begin(arm, component, address, piece)).collect();
    let read = runs[0].engine.state().cursor.week;
    for week in world.clock.weeks() {
        if week.number >= read && week.start < piece.until {
            let tape = record(&world.demand, &world.clock, &address, week, &areas);
            for run in &mut runs {
                let left = run.thinning.as_mut().map(|thinning| thinning.thin(&tape));
                let tape = left.as_ref().unwrap_or(&tape);
                advance_week(run, world, (tape, piece.until), stop)?;
            }
        }
        weekly();
    }
    Some(runs)
}

fn begin<'w>(arm: &'w Prepared, component: usize, address: Address, piece: Piece<'_>) -> Run<'w> {
    let (world, fleet) = (&*arm.world, &arm.decisions.components[component].fleet);
    let part = piece.from.map(|parts| &parts[component]);
    let start = piece.start.or(arm.live.as_deref()).filter(|_| part.is_none());
    let mut state = match part {
        Some(part) => part.state.clone(),
        None => start.map_or_else(State::new, |live| State::at(live.at)),
    };
    if part.is_some() {
        // What is left of a week depends on the arm: where it stands within the week is found anew.
        state.cursor.week = state.cursor.week.saturating_sub(1);
    }
    let programme = &arm.decisions.components[component].programme;
    let thinning = Thinning::new(world, component, programme, address, (state.now, piece.until));
    let mut engine = Engine::new(world, component, &arm.decisions, address, state);
    if let Some(live) = start {
        engine = engine.with_live(live);
    }
    let known = part.map(|part| &part.records.log).filter(|rows| !rows.is_empty());
    let log = piece.log.then(|| match known {
        Some(rows) => Log::resume(world, component, rows.clone()),
        None => Log::new(world, component, engine.state()),
    });
    let mut recorder = Recorder::new(world, component, fleet, piece.n_patches, piece.incidents);
    if let Some(part) = part {
        recorder.resume(&part.records, part.open);
    }
    Run { engine, observers: (recorder, log), thinning }
}

fn finish(run: Run<'_>) -> Records {
    let Run { engine, mut observers, thinning } = run;
    engine.close(&mut observers);
    let (recorder, log) = observers;
    let mut records = recorder.finish();
    records.log = log.map(|log| log.finish(engine.state())).unwrap_or_default();
    tallied(&mut records, thinning);
    records
}

/// Adds what a programme did since the run began or went on.
fn tallied(records: &mut Records, thinning: Option<Thinning<'_>>) {
    if let Some(thinning) = thinning {
        records.prevention.merge(&thinning.tally());
    }
}

fn pause(run: Run<'_>) -> Part {
    let Run { engine, observers: (recorder, log), thinning } = run;
    let open = recorder.open();
    let mut records = recorder.pause();
    records.log = log.map(Log::pause).unwrap_or_default();
    tallied(&mut records, thinning);
    Part { state: engine.into_state(), records, open }
}

/// The areas of a component that have demand of their own.
#[must_use]
pub fn own_areas(world: &World, component: usize) -> Vec<AreaId> {
    let places = &world.components[component].places;
    places.area[..places.n_own].to_vec()
}

/// To the end of the tape's week; past the window only as long as an incident of the window waits for its response.
fn advance_week(run: &mut Run<'_>, world: &World, (tape, last): (&Tape, SimTime), stop: &Stop) -> Option<()> {
    let Run { engine, observers, .. } = run;
    let (end, window_end) = (week_end(&tape.week).min(last), world.clock.window().1);
    let mut to = |until: SimTime, observers: &mut (Recorder<'_>, Option<Log<'_>>)| {
        (engine.advance(tape, until, observers, stop) == Advance::Reached).then_some(())
    };
    to(end.min(window_end), observers)?;
    let mut until = window_end;
    while observers.0.open() > 0 && until < end && until < world.clock.horizon() {
        until = SimTime(until.0 + HOUR_MS);
        to(until, observers)?;
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
            let piece = Piece {
                n_patches,
                incidents: true,
                log: false,
                from: None,
                start: None,
                until: SimTime::NEVER,
            };
            let part = replay(&[self], component, address, piece, (&Stop::new(), &|| ()));
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
