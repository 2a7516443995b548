//! From a sweep file to a store of runs: keys, batches, and what is told of them.

use crate::failure::Failure;
use crate::output::{csv_bytes, parquet_bytes, whole_file};
use crate::preflight;
use ambics::engine::Stop;
use ambics::experiment::{Progress, SweepRun, SweepRunner, sweep_table};
use ambics::outcome::{Table, column};
use ambics::problem::{Problem, Problems};
use ambics::scenario::{Sweep, SweepPoint};
use ambics_store::{Digest, Key, Purpose, Run, Shard, Store, Turn};
use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a batch is to take: what a kill costs at most, and long against the 30 ms that storing one takes.
const BATCH: Duration = Duration::from_secs(1);
/// Most runs of a batch.
const MOST_IN_BATCH: usize = 4_096;
/// Most faults of points that are told.
const MOST_FAULTS: usize = 20;
/// Where a store says which file its sweep is.
const FROM: &str = "from.txt";
/// Bytes of a run in a batch, about.
const RUN_BYTES: u64 = 2_500;

/// A sweep with the key of every run.
pub(crate) struct Plan {
    pub sweep: Arc<Sweep>,
    text: String,
    /// Keys by point and replication, the replications of a point beside each other.
    keys: Vec<Key>,
}

/// A sweep and its store.
pub(crate) struct Begun {
    pub plan: Plan,
    pub store: Store,
}

/// What was done.
pub(crate) struct Swept {
    /// Runs that failed in this process.
    pub failed: usize,
    /// Runs of this part that are not stored.
    pub left: usize,
}

/// What the ledger notes beside a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Noted {
    pub point: u32,
    pub replication: u32,
    pub c2_mean_s: Option<f64>,
}

/// What a store is for.
#[derive(Serialize, Deserialize)]
struct Study {
    sweep: String,
    runs: String,
}

/// Reads a sweep and makes sure of every point; one that cannot end is refused first, unless it is asked for `anyway`.
pub(crate) fn plan(file: &Path, anyway: bool) -> Result<Plan, Failure> {
    let sweep = Sweep::load(file)?;
    preflight::check_sweep(&sweep, anyway)?;
    let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
    let made: Vec<Result<Vec<Key>, Problems>> =
        sweep.points.par_iter().map(|point| keys(&sweep, point)).collect();
    let mut problems = Problems::none();
    let mut all = Vec::new();
    for own in made {
        match own {
            Ok(keys) => all.extend(keys),
            Err(faults) if problems.len() < MOST_FAULTS => problems.extend(faults),
            Err(_) => {}
        }
    }
    problems.into_result(|| ())?;
    alike(file, &sweep, &all)?;
    Ok(Plan { sweep: Arc::new(sweep), text, keys: all })
}

impl Plan {
    /// The keys of a part.
    pub fn mine(&self, shard: Shard) -> Vec<Key> {
        shard.of(&self.keys)
    }

    /// The key of a run.
    pub fn key(&self, point: u32, replication: u32) -> Option<Key> {
        let n = self.sweep.replications;
        (replication < n)
            .then(|| self.keys.get(point as usize * n as usize + replication as usize).copied())?
    }
}

/// Which point and replication each key is of.
pub(crate) fn places(plan: &Plan) -> BTreeMap<Key, (usize, u32)> {
    let n = plan.sweep.replications as usize;
    plan.keys.iter().enumerate().map(|(at, key)| (*key, (at / n, (at % n) as u32))).collect()
}

/// Refuses points whose scenarios are equal: they would be one run in the store, told of one point only.
fn alike(file: &Path, sweep: &Sweep, keys: &[Key]) -> Result<(), Problems> {
    let mut problems = Problems::none();
    let mut first: BTreeMap<Key, usize> = BTreeMap::new();
    for (number, own) in keys.chunks(sweep.replications as usize).enumerate() {
        let known = *first.entry(own[0]).or_insert(number);
        if known != number && problems.len() < MOST_FAULTS {
            problems.push(Problem {
                file: file.display().to_string(),
                path: "vary".to_owned(),
                line: None,
                found: format!("points {known} and {number}, which are the same scenario"),
                rule: "points that differ".to_owned(),
                hint: "leave out the value or the arm that is there twice; replications are the sweep's own"
                    .to_owned(),
            });
        }
    }
    problems.into_result(|| ())
}

/// Keys of a point's runs: what decides the result, and nothing else.
fn keys(sweep: &Sweep, point: &SweepPoint) -> Result<Vec<Key>, Problems> {
    let scenario = sweep.scenario(point)?;
    let (hash, data) = (scenario.hash(), scenario.region().sources().hash.clone());
    let seed = scenario.run().seed.to_le_bytes();
    let of = |replication: u32| {
        let version = env!("CARGO_PKG_VERSION");
        Key::of(&[hash.as_bytes(), data.as_bytes(), &seed, &replication.to_le_bytes(), version.as_bytes()])
    };
    Ok((0..sweep.replications).map(of).collect())
}

/// How many runs there are, how long they may take and how large they are: one run is timed.
pub(crate) fn preview(plan: &Plan, threads: usize) -> Result<String, Failure> {
    let sweep = &plan.sweep;
    let runner = SweepRunner::new(sweep.clone());
    let begun = Timestamp::now();
    runner.run(&sweep.points[0], 0, 1, &Stop::new())?;
    let threads =
        if threads == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { threads };
    let seconds = since(begun) * sweep.runs() as f64 / threads as f64;
    let megabytes = (sweep.runs() * RUN_BYTES) as f64 / 1e6;
    Ok(format!(
        "{} runs: {} points of {} replications; about {} on {threads} threads, {megabytes:.0} MB",
        sweep.runs(),
        sweep.points.len(),
        sweep.replications,
        duration(seconds),
    ))
}

/// Seconds since an instant.
fn since(instant: Timestamp) -> f64 {
    Timestamp::now().duration_since(instant).as_secs_f64()
}

fn duration(seconds: f64) -> String {
    let minutes = (seconds / 60.0) as u64;
    match minutes {
        0 => format!("{seconds:.0} s"),
        1..=119 => format!("{minutes} min"),
        _ => format!("{} h", minutes / 60),
    }
}

/// Opens the store of a sweep, or makes it.
pub(crate) fn begin(plan: Plan, file: &Path, dir: &Path) -> Result<Begun, Failure> {
    let store = Store::create(dir, &purpose(&plan))?;
    let whole = fs::canonicalize(file).map_err(Failure::file("read", file))?;
    whole_file::write(&dir.join(FROM), whole.display().to_string().as_bytes())?;
    Ok(Begun { plan, store })
}

/// The sweep file that a store is of.
pub(crate) fn file_of(dir: &Path) -> Result<PathBuf, Failure> {
    let from = dir.join(FROM);
    Ok(PathBuf::from(fs::read_to_string(&from).map_err(Failure::file("read", &from))?))
}

/// Opens a store and the sweep that it is of.
pub(crate) fn resume(dir: &Path) -> Result<Begun, Failure> {
    let store = Store::open(dir)?;
    let file = file_of(dir)?;
    // It was let through when it was begun.
    let plan = plan(&file, true)?;
    if *store.purpose() != purpose(&plan) {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: file.display().to_string(),
            path: String::new(),
            line: None,
            found: "another sweep than the one that was begun".to_owned(),
            rule: format!("the file, its base and its data as they were when {} was begun", dir.display()),
            hint: "put them back, or sweep into a new folder".to_owned(),
        });
        return Err(problems.into());
    }
    Ok(Begun { plan, store })
}

fn purpose(plan: &Plan) -> Purpose {
    let mut runs = Vec::new();
    plan.keys.iter().for_each(|key| runs.extend_from_slice(key.as_bytes()));
    let study = Study { sweep: plan.text.clone(), runs: Digest::of(&runs).to_string() };
    let study = serde_json::to_string(&study).expect("two texts are JSON");
    Purpose { study, extension: "parquet".to_owned() }
}

/// The values of every point, as `points.parquet` and `points.csv`.
pub(crate) fn points_file(begun: &Begun) -> Result<(), Failure> {
    let sweep = &begun.plan.sweep;
    let mut table = Table::of("The points of a sweep.", &sweep.points)
        .whole(column("point", "", "Its number."), |point| u64::from(point.number))
        .text(column("arm", "", "Its arm."), |point| point.arm.as_str());
    if sweep.draws() > 1 {
        table =
            table.whole(column("draw", "", "Its draw of what is uncertain."), |point| u64::from(point.draw));
        if sweep.fit_file.is_some() {
            table = table.whole_or_none(column("member", "", "The draw's member of the fit."), |point| {
                sweep.drawn(point.draw).1.map(|row| row as i64)
            });
        }
    }
    let drawn = sweep.drawn_keys();
    for (row, key) in sweep.keys.iter().chain(drawn).enumerate() {
        // A table's columns outlive it; a sweep has a few, once in a process.
        let name: &'static str = Box::leak(key.clone().into_boxed_str());
        let own = column(name, "", "Value of this key.");
        let of = move |point: &SweepPoint| match row.checked_sub(sweep.keys.len()) {
            None => point.values[row].clone(),
            Some(row) => sweep.drawn(point.draw).0[row].clone(),
        };
        table = match sweep.points.iter().all(|point| number(&of(point)).is_some()) {
            true => table.number(own, move |point| number(&of(point)).unwrap_or(f64::NAN)),
            false => table.text(own, move |point| written(&of(point))),
        };
    }
    let batch = table.batch();
    let dir = begun.store.dir();
    whole_file::write(&dir.join("points.parquet"), &parquet_bytes(&batch)?)?;
    whole_file::write(&dir.join("points.csv"), &csv_bytes(&batch)?)
}

fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

fn written(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Runs what is missing of a part of the sweep, batch by batch.
pub(crate) fn go_on(
    begun: &Begun,
    shard: Shard,
    threads: usize,
    (progress, stop): (&Progress, &Stop),
) -> Result<Swept, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.expect("the machine gives threads");
    let (sweep, store) = (&begun.plan.sweep, &begun.store);
    store.gc()?;
    let mine = begun.plan.mine(shard);
    let place = places(&begun.plan);
    let missing = store.missing(&mine)?.len();
    progress.expect_units(missing as u64);
    let runner = pool.install(|| SweepRunner::new(sweep.clone()));
    let mut work = store.work(&mine)?;
    let mut failed = 0;
    let mut size = pool.current_num_threads();
    while !stop.asked() {
        let keys = match work.claim(size)? {
            Turn::Run(keys) => keys,
            Turn::Wait => {
                std::thread::sleep(Duration::from_millis(100));
                continue;
            }
            Turn::Done => break,
        };
        let started = Timestamp::now();
        failed += batch((store, &runner, sweep, &pool), &keys, &place, (progress, stop))?;
        let taken = since(started).max(1e-3);
        let wanted = (keys.len() as f64 * BATCH.as_secs_f64() / taken) as usize;
        size = wanted.clamp(pool.current_num_threads(), MOST_IN_BATCH.min(4 * size));
    }
    Ok(Swept { failed, left: store.missing(&mine)?.len() })
}

type Tools<'a> = (&'a Store, &'a SweepRunner, &'a Sweep, &'a rayon::ThreadPool);

/// Makes runs and stores them in one file; how many failed.
fn batch(
    (store, runner, sweep, pool): Tools<'_>,
    keys: &[Key],
    place: &BTreeMap<Key, (usize, u32)>,
    (progress, stop): (&Progress, &Stop),
) -> Result<usize, Failure> {
    let mut points: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for key in keys {
        let (point, replication) = place[key];
        points.entry(point).or_default().push(replication);
    }
    let groups: Vec<(usize, u32, u32)> =
        points.into_iter().flat_map(|(point, own)| in_a_row(point, own)).collect();
    let one = |(point, first, n): &(usize, u32, u32)| {
        let run = || runner.run(&sweep.points[*point], *first, *n, stop);
        let made = catch_unwind(AssertUnwindSafe(run));
        progress.add_units(u64::from(*n));
        if !matches!(made, Ok(Ok(_))) {
            progress.add_failed(u64::from(*n));
        }
        match made {
            Ok(Ok(runs)) => {
                // Points differ by what was asked: only one of them has an interval.
                let first = runs.iter().filter(|run| run.point == 0);
                first.filter_map(SweepRun::c2_mean_s).for_each(|mean_s| progress.saw(mean_s));
                Ok(runs)
            }
            Ok(Err(faults)) => Err(faults.to_string()),
            Err(_) => Err("an internal fault: see the message above".to_owned()),
        }
    };
    let made: Vec<Result<Vec<SweepRun>, String>> = pool.install(|| groups.par_iter().map(one).collect());
    let key_of: BTreeMap<(usize, u32), Key> = keys.iter().map(|key| (place[key], *key)).collect();
    let mut runs = Vec::new();
    let mut failed = 0;
    for ((point, first, n), own) in groups.into_iter().zip(made) {
        match own {
            Ok(own) => runs.extend(own),
            Err(message) => {
                for replication in first..first + n {
                    store.failed(&key_of[&(point, replication)], &message)?;
                    failed += 1;
                }
            }
        }
    }
    if !runs.is_empty() {
        let bytes = parquet_bytes(&sweep_table(&runs))?;
        let lines: Vec<Run<Noted>> = runs
            .iter()
            .map(|run| Run {
                key: key_of[&(run.point as usize, run.replication)],
                digest: Digest::from_bytes(run.digest()),
                row: Noted { point: run.point, replication: run.replication, c2_mean_s: run.c2_mean_s() },
            })
            .collect();
        store.put_batch(&lines, &bytes)?;
    }
    Ok(failed)
}

/// Replications of a point as stretches without a gap: point, first and how many.
pub(crate) fn in_a_row(point: usize, mut replications: Vec<u32>) -> Vec<(usize, u32, u32)> {
    replications.sort_unstable();
    let mut stretches: Vec<(usize, u32, u32)> = Vec::new();
    for replication in replications {
        match stretches.last_mut() {
            Some((_, first, n)) if *first + *n == replication => *n += 1,
            _ => stretches.push((point, replication, 1)),
        }
    }
    stretches
}

/// What the ledger notes of the runs that are stored.
pub(crate) fn noted(store: &Store) -> Result<Vec<Noted>, Failure> {
    let read = |run: &ambics_store::Stored| serde_json::from_str(&run.row).ok();
    Ok(store.all()?.iter().filter_map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replications_without_a_gap_are_run_together() {
        assert_eq!(in_a_row(3, vec![5, 0, 1, 2, 6]), [(3, 0, 3), (3, 5, 2)]);
        assert_eq!(duration(59.0), "59 s");
        assert_eq!(duration(7_300.0), "2 h");
    }
}
