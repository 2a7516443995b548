//! Sweeps on other people's workers: a task is bytes, what comes back is bytes, and the driver alone writes the store.

use crate::failure::{Failure, listed};
use crate::output::parquet_bytes;
use crate::sweeping::{Begun, Noted, begin, in_a_row, places, plan, points_file, resume};
use ambics::engine::Stop;
use ambics::experiment::{SweepRun, SweepRunner, sweep_table};
use ambics::problem::Problems;
use ambics::scenario::Sweep;
use ambics_store::{Digest, Key, Run, Shard};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Most bytes of the files that a task brings along.
const MOST_BUNDLE: usize = 64 << 20;

/// What a task asks for.
#[derive(Serialize, Deserialize)]
struct Asked {
    version: String,
    sweep: String,
    bundle: String,
    /// Point, first replication and how many.
    runs: Vec<(u32, u32, u32)>,
}

/// What came of a task.
#[derive(Serialize, Deserialize)]
struct Came {
    runs: Vec<Told>,
    failed: Vec<(u32, u32, u32, String)>,
}

/// One run of it.
#[derive(Serialize, Deserialize)]
struct Told {
    point: u32,
    replication: u32,
    digest: [u8; 32],
    c2_mean_s: Option<f64>,
}

/// Why a driver or a task gave nothing.
#[derive(Debug)]
pub enum SweepFailure {
    /// Faults in what the user wrote.
    Input(Problems),
    /// Anything else, in words.
    Other(String),
}

impl From<Failure> for SweepFailure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Input(problems) => Self::Input(problems),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<Problems> for SweepFailure {
    fn from(problems: Problems) -> Self {
        Self::Input(problems)
    }
}

impl From<ambics_store::StoreError> for SweepFailure {
    fn from(error: ambics_store::StoreError) -> Self {
        Self::Other(error.to_string())
    }
}

/// Hands out tasks of what is missing in a store, and stores what comes back.
pub struct SweepDriver {
    begun: Begun,
    queue: VecDeque<Key>,
    place: BTreeMap<Key, (usize, u32)>,
    bundle: Vec<u8>,
    file: String,
    total: usize,
}

impl std::fmt::Debug for SweepDriver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SweepDriver").field("left", &self.queue.len()).field("total", &self.total).finish()
    }
}

impl SweepDriver {
    /// Begins a sweep in a store, or goes on with it; one that cannot end only `anyway`. `shard` is `i/n`.
    ///
    /// # Errors
    /// Every fault of the sweep; a store that is another sweep's or cannot be written.
    pub fn begin((file, anyway): (&Path, bool), dir: &Path, shard: &str) -> Result<Self, SweepFailure> {
        let begun = begin(plan(file, anyway)?, file, dir)?;
        points_file(&begun)?;
        Self::of(begun, file, shard)
    }

    /// Goes on with the sweep of a store.
    ///
    /// # Errors
    /// As [`SweepDriver::begin`].
    pub fn resume(dir: &Path, shard: &str) -> Result<Self, SweepFailure> {
        let begun = resume(dir)?;
        let file = crate::sweeping::file_of(dir)?;
        Self::of(begun, &file, shard)
    }

    fn of(begun: Begun, file: &Path, shard: &str) -> Result<Self, SweepFailure> {
        let shard: Shard =
            shard.parse().map_err(|error: ambics_store::NotAShard| SweepFailure::Other(error.to_string()))?;
        begun.store.gc()?;
        let mine = begun.plan.mine(shard);
        let queue: VecDeque<Key> = begun.store.missing(&mine)?.into();
        let bundle = packed(&files_of(&begun.plan.sweep, file)?)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (place, total) = (places(&begun.plan), queue.len());
        Ok(Self { begun, queue, place, bundle, file: name, total })
    }

    /// The folder of the store.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.begun.store.dir()
    }

    /// Runs that were missing at the beginning.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }

    /// A task of at most so many runs; `None` when all are handed out.
    pub fn next(&mut self, runs: usize) -> Option<Vec<u8>> {
        let mut points: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for key in self.queue.drain(..runs.max(1).min(self.queue.len())) {
            let (point, replication) = self.place[&key];
            points.entry(point).or_default().push(replication);
        }
        if points.is_empty() {
            return None;
        }
        let groups = points.into_iter().flat_map(|(point, own)| in_a_row(point, own));
        let asked = Asked {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sweep: self.file.clone(),
            bundle: blake3_hex(&self.bundle),
            runs: groups.map(|(point, first, n)| (point as u32, first, n)).collect(),
        };
        Some(with_head(&asked, &self.bundle))
    }

    /// Stores what came of a task; says how many runs of it are stored now, and how many failed. The same twice changes nothing.
    ///
    /// # Errors
    /// If it is not what a task gives, or the store cannot be written.
    pub fn put(&self, came: &[u8]) -> Result<(usize, usize), SweepFailure> {
        let (head, parquet): (Came, &[u8]) = parted(came)?;
        let key_of = |point: u32, replication: u32| self.begun.plan.key(point, replication);
        let mut lines = Vec::new();
        for told in &head.runs {
            lines.push(Run {
                key: key_of(told.point, told.replication).ok_or_else(strange)?,
                digest: Digest::from_bytes(told.digest),
                row: Noted { point: told.point, replication: told.replication, c2_mean_s: told.c2_mean_s },
            });
        }
        if !lines.is_empty() {
            self.begun.store.put_batch(&lines, parquet)?;
        }
        let mut failed = 0;
        for (point, first, n, message) in &head.failed {
            for replication in *first..first.saturating_add(*n) {
                let key = key_of(*point, replication).ok_or_else(strange)?;
                self.begun.store.failed(&key, message)?;
                failed += 1;
            }
        }
        Ok((lines.len(), failed))
    }

    /// Runs of the whole sweep that are stored, and what the report says of them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn report(&self) -> Result<String, SweepFailure> {
        Ok(crate::document::text(&crate::report::of_sweep(&self.begun)?))
    }
}

/// Does a task: a pure function of its bytes, on this thread.
///
/// # Errors
/// If the task is of another version of ambics, or is no task.
pub fn sweep_task(task: &[u8]) -> Result<Vec<u8>, SweepFailure> {
    let (asked, bundle): (Asked, &[u8]) = parted(task)?;
    let own = env!("CARGO_PKG_VERSION");
    if asked.version != own {
        return Err(SweepFailure::Other(format!(
            "the task is of ambics {}, this worker has {own}: install the same version on both",
            asked.version
        )));
    }
    let runner = runner(&asked, bundle)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.map_err(|error| SweepFailure::Other(error.to_string()))?;
    let (mut runs, mut failed) = (Vec::new(), Vec::new());
    for (point, first, n) in asked.runs {
        let found = runner.point(point).ok_or_else(strange)?;
        match pool.install(|| runner.run(found, first, n, &Stop::new())) {
            Ok(own) => runs.extend(own),
            Err(faults) => failed.push((point, first, n, listed(&faults))),
        }
    }
    let told = |run: &SweepRun| Told {
        point: run.point,
        replication: run.replication,
        digest: run.digest(),
        c2_mean_s: run.c2_mean_s(),
    };
    let came = Came { runs: runs.iter().map(told).collect(), failed };
    let parquet = if runs.is_empty() { Vec::new() } else { parquet_bytes(&sweep_table(&runs))? };
    Ok(with_head(&came, &parquet))
}

/// The sweep that this process has at hand: tasks of one sweep follow each other.
static AT_HAND: Mutex<Option<(String, Arc<SweepRunner>)>> = Mutex::new(None);

fn runner(asked: &Asked, bundle: &[u8]) -> Result<Arc<SweepRunner>, SweepFailure> {
    let mut at_hand = AT_HAND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, runner)) = at_hand.as_ref().filter(|(bundle, _)| *bundle == asked.bundle) {
        return Ok(runner.clone());
    }
    if blake3_hex(bundle) != asked.bundle {
        return Err(SweepFailure::Other("the task was damaged on its way".to_owned()));
    }
    let place = tempfile::tempdir().map_err(Failure::file("make", std::env::temp_dir()))?;
    for (name, bytes) in unpacked(bundle)? {
        put(&place.path().join(&name), bytes)?;
    }
    // All of it is read here; the folder is gone before anything runs.
    let runner = Arc::new(SweepRunner::new(Arc::new(Sweep::load(&place.path().join(&asked.sweep))?)));
    *at_hand = Some((asked.bundle.clone(), runner.clone()));
    Ok(runner)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), SweepFailure> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(Failure::file("make", parent))?;
    }
    Ok(fs::write(path, bytes).map_err(Failure::file("write", path))?)
}

/// Writes the files that a sweep is read from into a folder, its own left out.
pub(crate) fn copy_but_itself(sweep: &Sweep, file: &Path, folder: &Path) -> Result<(), SweepFailure> {
    for (name, bytes) in files_of(sweep, file)?.into_iter().skip(1) {
        put(&folder.join(name), &bytes)?;
    }
    Ok(())
}

/// The files that a sweep is read from: its own, its base with every default, data files, a fit, and a region of its own folder.
fn files_of(sweep: &Sweep, file: &Path) -> Result<Vec<(String, Vec<u8>)>, SweepFailure> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let read = |name: &str| -> Result<(String, Vec<u8>), SweepFailure> {
        let path = folder.join(name);
        Ok((name.to_owned(), fs::read(&path).map_err(Failure::file("read", &path))?))
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut files = vec![read(&name)?, (sweep.base_file.clone(), sweep.base.canonical().into_bytes())];
    for data in sweep.base.data_files() {
        if files.iter().all(|(known, _)| *known != data.name) {
            files.push(read(&data.name)?);
        }
    }
    if let Some(fit) = &sweep.fit_file {
        files.push(read(fit)?);
    }
    let own = PathBuf::from("data").join(sweep.base.region().name());
    if folder.join(&own).is_dir() {
        let entries = fs::read_dir(folder.join(&own)).map_err(Failure::file("read", folder.join(&own)))?;
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        for name in names {
            files.push(read(&format!("data/{}/{name}", sweep.base.region().name()))?);
        }
    }
    Ok(files)
}

/// Files one after the other: length of the name, name, length, bytes.
fn packed(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, SweepFailure> {
    let mut bundle = Vec::new();
    for (name, bytes) in files {
        bundle.extend((name.len() as u64).to_le_bytes());
        bundle.extend(name.as_bytes());
        bundle.extend((bytes.len() as u64).to_le_bytes());
        bundle.extend(bytes);
    }
    if bundle.len() > MOST_BUNDLE {
        return Err(SweepFailure::Other(format!(
            "the sweep's files are {} MB, and a task brings at most {} MB along: run `ambics sweep --shard i/n` where the files are",
            bundle.len() >> 20,
            MOST_BUNDLE >> 20
        )));
    }
    Ok(bundle)
}

fn unpacked(mut bundle: &[u8]) -> Result<Vec<(String, &[u8])>, SweepFailure> {
    let mut files = Vec::new();
    while !bundle.is_empty() {
        let name = String::from_utf8(part(&mut bundle)?.to_vec()).map_err(|_| strange())?;
        let plain = Path::new(&name).components().all(|own| matches!(own, Component::Normal(_)));
        if name.is_empty() || !plain {
            return Err(strange());
        }
        files.push((name, part(&mut bundle)?));
    }
    Ok(files)
}

/// A length, and as many bytes.
fn part<'a>(from: &mut &'a [u8]) -> Result<&'a [u8], SweepFailure> {
    let (length, rest) = from.split_first_chunk::<8>().ok_or_else(strange)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| strange())?;
    let (own, rest) = rest.split_at_checked(length).ok_or_else(strange)?;
    *from = rest;
    Ok(own)
}

fn with_head<T: Serialize>(head: &T, body: &[u8]) -> Vec<u8> {
    let head = serde_json::to_vec(head).expect("numbers and texts are JSON");
    let mut all = (head.len() as u64).to_le_bytes().to_vec();
    all.extend(head);
    all.extend(body);
    all
}

fn parted<'a, T: Deserialize<'a>>(mut all: &'a [u8]) -> Result<(T, &'a [u8]), SweepFailure> {
    let head = part(&mut all)?;
    Ok((serde_json::from_slice(head).map_err(|_| strange())?, all))
}

fn strange() -> SweepFailure {
    SweepFailure::Other("these bytes are no task of a sweep, or of another sweep".to_owned())
}

fn blake3_hex(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_and_nothing_leads_outside() {
        let files = vec![("a.toml".to_owned(), b"x".to_vec()), ("data/r/b.csv".to_owned(), vec![0; 9])];
        let bundle = packed(&files).expect("small");
        let out = unpacked(&bundle).expect("whole");
        assert_eq!(out.iter().map(|(name, own)| (name.clone(), own.to_vec())).collect::<Vec<_>>(), files);
        for name in ["../a.toml", "/etc/passwd", "", "a/../../b"] {
            assert!(unpacked(&packed(&[(name.to_owned(), vec![1])]).expect("small")).is_err(), "{name}");
        }
        for cut in 1..bundle.len() {
            let whole = unpacked(&bundle[..cut]);
            assert!(whole.is_err() || cut == 8 + 6 + 8 + 1, "{cut}");
        }
        assert!(sweep_task(b"nothing").is_err() && sweep_task(&[0xff; 64]).is_err());
    }
}
