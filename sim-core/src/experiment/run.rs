use super::by_month::by_month;
use super::checkpoint::Checkpoint;
use super::precise::ReachedPrecision;
use super::progress::Progress;
use super::replicate::{Piece, Prepared, prepare, replay};
use crate::ambsys::AmbSys;
use crate::engine::{Live, Stop};
use crate::ids::StationId;
use crate::outcome::{IncidentTable, Levels, LogRow, Measures, Records, measure};
use crate::rng::Address;
use crate::scenario::Scenario;
use crate::units::SimTime;
use crate::vehicle_kind::VehicleKind;
use crate::world::World;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// How to run.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions<'a> {
    /// Threads; 0 takes the rayon pool that it is called in, and all cores where there is none. The result is the same
    /// for any number.
    pub threads: usize,
    /// First replication, from 0.
    pub first_replication: u32,
    /// Keep every incident.
    pub with_incidents: bool,
    /// Keep every step of every vehicle and incident; large.
    pub with_log: bool,
    /// Give the results by calendar month too, in the codes of the Ambulance Systems Indicators; only for windows of
    /// [`super::whole_months`], and not from a checkpoint. Takes the memory of every incident of the replications under way.
    pub by_month: bool,
    /// Go on from here, in every arm; the replications are those of the checkpoint. [`Checkpoint::fits`] says whether
    /// the arms can.
    pub from: Option<&'a Checkpoint>,
    /// Begin at the window with this, in every arm and replication, and without a lead-in.
    pub start: Option<&'a Live>,
    /// Told how far the run has come.
    pub progress: Option<&'a Progress>,
    /// Asks the run to stop; what is finished is kept.
    pub stop: Option<&'a Stop>,
}

/// One arm's replications.
#[derive(Debug, Clone)]
pub struct ArmResult {
    /// The arm's name.
    pub name: String,
    /// What was run.
    pub scenario: Scenario,
    /// The groups that measures refer to.
    pub levels: Levels,
    /// One entry a replication, in order.
    pub replications: Vec<Measures>,
    /// The number of each replication, from 0: a run that was stopped may lack some.
    pub numbers: Vec<u32>,
    /// The incidents of each replication, if they were kept.
    pub incidents: Vec<IncidentTable>,
    /// The results of each replication by month, if they were asked for.
    pub by_month: Vec<AmbSys>,
    /// The log of each replication, component after component, if it was kept.
    pub logs: Vec<Vec<LogRow>>,
    /// The vehicles that logs name, by component and row in the fleet.
    pub fleets: Vec<Vec<LoggedVehicle>>,
    /// Rostered hours a week by patch code, today's and the uplift's together.
    pub rostered_per_week: BTreeMap<String, u32>,
    /// BLAKE3 of the vehicles, their stations and their duty, hexadecimal.
    pub fleet_hash: String,
}

/// A vehicle as a log names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoggedVehicle {
    /// Its kind.
    pub kind: VehicleKind,
    /// Its station: the first at its home.
    pub station: Option<StationId>,
}

/// Arms run over the same replications on the same tapes.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// The arms in the order given.
    pub arms: Vec<ArmResult>,
    /// Numbers of the replications that are there, from 0.
    pub replications: Vec<u32>,
    /// Whether all replications asked for are there.
    pub complete: bool,
    /// Hash of the scenario whose checkpoint all arms went on from, and its instant.
    pub branched: Option<(String, SimTime)>,
    /// What was reached, if a precision was asked for.
    pub precision: Option<ReachedPrecision>,
}

/// Runs arms; seed and number of replications are the first arm's. [`super::common_ground`] says whether they can be
/// compared.
///
/// # Panics
/// If there is no arm, if arms stand on different regions, or if the machine refuses threads.
#[must_use]
pub fn run(arms: &[(String, Scenario)], options: &RunOptions<'_>) -> Experiment {
    in_pool(options.threads, || run_here(arms, options))
}

/// Does something on so many threads; 0 takes the pool that it is called in, and all cores where there is none.
pub(super) fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    if threads == 0 && rayon::current_thread_index().is_some() {
        return work();
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("the machine gives threads").install(work)
}

fn run_here(arms: &[(String, Scenario)], options: &RunOptions<'_>) -> Experiment {
    let first = &arms.first().expect("a run has at least one arm").1;
    let hash = |scenario: &Scenario| scenario.region().sources().hash.clone();
    assert!(arms.iter().all(|(_, arm)| hash(arm) == hash(first)), "arms of one run stand on one region");
    let scenarios: Vec<&Scenario> = arms.iter().map(|(_, scenario)| scenario).collect();
    run_prepared(arms, &prepare(&scenarios), options)
}

/// Runs arms that are compiled already, one for one.
pub(super) fn run_prepared(
    arms: &[(String, Scenario)],
    prepared: &[Prepared],
    options: &RunOptions<'_>,
) -> Experiment {
    let first = &arms.first().expect("a run has at least one arm").1;
    let n = first.run().replications;
    let units: u64 =
        prepared.iter().map(|p| (p.world.components.len() * p.world.clock.weeks().len()) as u64).sum();
    if let Some(progress) = options.progress {
        progress.expect_units(units * u64::from(n));
    }
    let results: Vec<ArmResult> = arms.iter().zip(prepared).map(|(arm, p)| empty(arm, p)).collect();
    let numbers: Vec<u32> = match options.from {
        Some(checkpoint) => checkpoint.numbers().collect(),
        None => (0..n).map(|k| options.first_replication + k).collect(),
    };
    let outcomes: Vec<Outcome> = numbers
        .par_iter()
        .map(|number| {
            let records = replication(prepared, first, *number, options)?;
            let measured =
                records.into_par_iter().zip(&results).zip(prepared).map(|((records, arm), prepared)| {
                    let clock = &prepared.world.clock;
                    let months = keeps_months(options).then(|| by_month(&records, &arm.scenario, clock));
                    let region = arm.scenario.region();
                    let plan = arm.scenario.world_plan();
                    let measures =
                        measure(&records, region, &arm.levels, &plan.areas, (plan.start, plan.days));
                    let incidents = records.incidents.filter(|_| options.with_incidents);
                    (measures, (incidents, months), records.log)
                });
            let measured: Vec<(Measures, _, _)> = measured.collect();
            if let Some(((own, _, _), progress)) = measured.first().zip(options.progress) {
                own.c2_mean_s().iter().for_each(|mean_s| progress.saw(*mean_s));
            }
            Some(measured)
        })
        .collect();
    let branched = options.from.map(|checkpoint| (checkpoint.scenario().1.to_owned(), checkpoint.at()));
    Experiment { branched, ..gather(results, numbers, outcomes) }
}

type Outcome = Option<Vec<(Measures, (Option<IncidentTable>, Option<AmbSys>), Vec<LogRow>)>>;

/// Whether results by month are made: from a checkpoint on, the incidents before it are not there.
const fn keeps_months(options: &RunOptions<'_>) -> bool {
    options.by_month && options.from.is_none()
}

fn gather(mut arms: Vec<ArmResult>, numbers: Vec<u32>, outcomes: Vec<Outcome>) -> Experiment {
    let complete = outcomes.iter().all(Option::is_some);
    let mut kept = Vec::new();
    for (number, outcome) in numbers.into_iter().zip(outcomes) {
        let Some(outcome) = outcome else { continue };
        kept.push(number);
        for (arm, (measures, (incidents, months), log)) in arms.iter_mut().zip(outcome) {
            arm.replications.push(measures);
            arm.numbers.push(number);
            arm.incidents.extend(incidents);
            arm.by_month.extend(months);
            arm.logs.push(log);
        }
    }
    Experiment { arms, replications: kept, complete, branched: None, precision: None }
}

fn empty((name, scenario): &(String, Scenario), prepared: &Prepared) -> ArmResult {
    let region = scenario.region();
    let mut rostered_per_week = BTreeMap::new();
    let mut fleets = Vec::new();
    let mut fleet = blake3::Hasher::new();
    for (component, decided) in prepared.world.components.iter().zip(&prepared.decisions.components) {
        for (patch, hours) in component.patches.iter().zip(&decided.fleet.hours_by_patch) {
            rostered_per_week.insert(region.patches()[patch.index()].code.clone(), *hours);
        }
        fleets.push(
            decided
                .fleet
                .vehicles
                .iter()
                .map(|vehicle| {
                    let station = component.stations.iter().find(|site| site.place == vehicle.home);
                    LoggedVehicle { kind: vehicle.kind, station: station.map(|site| site.station) }
                })
                .collect(),
        );
        for vehicle in &decided.fleet.vehicles {
            fleet.update(&vehicle.entity.to_le_bytes()).update(&vehicle.from.0.to_le_bytes());
            vehicle.duty.iter().for_each(|duty| {
                fleet.update(&duty.from.to_le_bytes()).update(&duty.minutes.to_le_bytes());
            });
        }
    }
    ArmResult {
        name: name.clone(),
        scenario: scenario.clone(),
        levels: Levels::new(region, &scenario.world_plan().areas),
        replications: Vec::new(),
        numbers: Vec::new(),
        incidents: Vec::new(),
        by_month: Vec::new(),
        logs: Vec::new(),
        fleets,
        rostered_per_week,
        fleet_hash: fleet.finalize().to_hex().to_string(),
    }
}

/// All arms of one replication; `None` if it was stopped.
fn replication(
    prepared: &[Prepared],
    first: &Scenario,
    number: u32,
    options: &RunOptions<'_>,
) -> Option<Vec<Records>> {
    let address = Address::new(first.run().seed, number);
    let region = first.region();
    let (n_areas, n_patches) = (region.areas().len(), region.patches().len());
    let never = Stop::new();
    let stop = options.stop.unwrap_or(&never);
    let with_incidents = options.with_incidents || keeps_months(options);
    let mut merged: Vec<Records> =
        prepared.iter().map(|_| Records::new(n_areas, n_patches, with_incidents)).collect();
    let piece = Piece {
        n_patches,
        incidents: with_incidents,
        log: options.with_log,
        from: options.from.and_then(|checkpoint| checkpoint.parts(number)),
        start: options.start,
        until: SimTime::NEVER,
    };
    for members in shared_worlds(prepared) {
        let arms: Vec<&Prepared> = members.iter().map(|row| &prepared[*row]).collect();
        let weekly = || {
            if let Some(progress) = options.progress {
                progress.add_units(arms.len() as u64);
            }
        };
        let parts = each_component(&arms[0].world, &|c| replay(&arms, c, address, piece, (stop, &weekly)));
        for part in parts {
            members.iter().zip(part?).for_each(|(row, records)| merged[*row].merge(records));
        }
    }
    Some(merged)
}

/// Something for each component of a world, at once on the threads at hand; the largest begin first, so that no thread
/// is left with one while the others have done.
fn each_component<T: Send + Sync>(world: &World, work: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
    let components = &world.components;
    let mut order: Vec<usize> = (0..components.len()).collect();
    order.sort_by_key(|c| (std::cmp::Reverse(components[*c].places.n_own), *c));
    let done: Vec<OnceLock<T>> = order.iter().map(|_| OnceLock::new()).collect();
    rayon::scope_fifo(|scope| {
        for &c in &order {
            let slot = &done[c];
            scope.spawn_fifo(move |_| drop(slot.set(work(c))));
        }
    });
    done.into_iter().map(|slot| slot.into_inner().expect("each component was worked on")).collect()
}

/// Rows of the arms that share a world, group by group.
fn shared_worlds(prepared: &[Prepared]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (row, arm) in prepared.iter().enumerate() {
        match groups.iter_mut().find(|group| Arc::ptr_eq(&prepared[group[0]].world, &arm.world)) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_number_the_pool_at_hand_is_taken() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(pool.install(|| in_pool(0, rayon::current_num_threads)), 3);
        assert_eq!(pool.install(|| in_pool(2, rayon::current_num_threads)), 2);
        assert_eq!(in_pool(2, rayon::current_num_threads), 2);
    }
}
