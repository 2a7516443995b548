//! Sweeps for those who embed them: run here, or handed out as tasks.

pub use crate::sweep_tasks::{SweepDriver, SweepFailure, sweep_task};

use crate::store_words;
use crate::sweeping::{begin, go_on, plan, points_file, resume};
use ambics::engine::Stop;
use ambics::experiment::Progress;
use ambics::scenario::Sweep;
use ambics_store::{Shard, Store};
use std::path::{Path, PathBuf};

/// Runs what is missing of a part of a sweep on the threads at hand; a file comes with whether
/// it is swept even if it cannot end, and without one the store's own sweep is gone on with.
///
/// # Errors
/// Every fault of the sweep; a store that cannot be written; runs that failed.
pub fn run(
    file: Option<(&Path, bool)>,
    dir: &Path,
    shard: &str,
    (progress, stop): (&Progress, &Stop),
) -> Result<(), SweepFailure> {
    let shard: Shard =
        shard.parse().map_err(|error: ambics_store::NotAShard| SweepFailure::Other(error.to_string()))?;
    let begun = match file {
        Some((file, anyway)) => begin(plan(file, anyway)?, file, dir)?,
        None => resume(dir)?,
    };
    points_file(&begun)?;
    let swept = go_on(&begun, shard, rayon::current_num_threads(), (progress, stop))?;
    match swept.failed {
        0 => Ok(()),
        n => Err(SweepFailure::Other(format!(
            "{n} runs failed; `ambics resume {}` tries them once more",
            dir.display()
        ))),
    }
}

/// The keys of a sweep with the range of each: low, high, and whether it goes in even ratios.
///
/// # Errors
/// Every fault of the sweep; a key with a list of values in place of a range.
pub fn axes(file: &Path) -> Result<Vec<(String, f64, f64, bool)>, SweepFailure> {
    let sweep = Sweep::load(file)?;
    let axis = |(key, range): (&String, &Option<(f64, f64, bool)>)| match range {
        Some((low, high, log)) => Ok((key.clone(), *low, *high, *log)),
        None => Err(SweepFailure::Other(format!(
            "{}: vary.{key} has a list; sensitivity wants a range, such as {{ low = 0.9, high = 1.1 }}",
            file.display()
        ))),
    };
    sweep.keys.iter().zip(&sweep.ranges).map(axis).collect()
}

/// Writes what a sweep is read from, but not the sweep itself, into a folder; says the base's file and the replications.
///
/// # Errors
/// Every fault of the sweep; a folder that cannot be written.
pub fn unpack(file: &Path, folder: &Path) -> Result<(String, u32), SweepFailure> {
    let sweep = Sweep::load(file)?;
    crate::sweep_tasks::copy_but_itself(&sweep, file, folder)?;
    Ok((sweep.base_file.clone(), sweep.replications))
}

/// The files that a store's ledger lists, in order of name.
///
/// # Errors
/// If the store cannot be read.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>, SweepFailure> {
    let store = Store::open(dir)?;
    let mut files: Vec<PathBuf> = store.all()?.iter().map(|run| store.path_of(run)).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// Runs that a store has.
///
/// # Errors
/// If the store cannot be read.
pub fn count(dir: &Path) -> Result<usize, SweepFailure> {
    Ok(Store::open(dir)?.keys()?.len())
}

/// Whether every byte of a store is as it was stored, and the words of `ambics verify`.
///
/// # Errors
/// If the store cannot be read.
pub fn verified(dir: &Path) -> Result<(bool, String), SweepFailure> {
    Ok(store_words::verified(dir)?)
}

/// Takes over runs of other stores of the same sweep: whether none clashes, and the words of `ambics merge`.
///
/// # Errors
/// If a store cannot be read, or this one not written.
pub fn merged(dir: &Path, others: &[PathBuf]) -> Result<(bool, String), SweepFailure> {
    Ok(store_words::merged(dir, others)?)
}

/// Clears a store; the words of `ambics gc`.
///
/// # Errors
/// If the store cannot be read or written.
pub fn cleared(dir: &Path) -> Result<String, SweepFailure> {
    Ok(store_words::cleared(dir)?)
}

/// A file of the shipped example: `sweep.toml` or its base `tiny.toml`.
#[must_use]
pub fn example(name: &str) -> Option<&'static str> {
    match name {
        "sweep.toml" => Some(ambics_scenarios::EXAMPLE_SWEEP),
        "tiny.toml" => ambics_scenarios::scenario("tiny/tiny"),
        _ => None,
    }
}
