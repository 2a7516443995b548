//! A result run again from its manifest, and compared with what lies beside it.

use crate::arms::Arm;
use crate::document::counted;
use crate::failure::Failure;
use crate::log_file;
use crate::output::{csv_text, parquet_bytes};
use crate::sweeps::SweepFailure;
use ambics::engine::Stop;
use ambics::experiment::{Experiment, Progress, RunOptions, common_ground, run};
use ambics::problem::Problems;
use ambics::scenario::{Edit, Scenario};
use arrow_array::RecordBatch;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// What is read of a manifest.
#[derive(Deserialize)]
struct Made {
    ambics_version: String,
    identity: String,
    replications: Vec<u32>,
    region: String,
    data_hash: String,
    arms: Vec<MadeArm>,
    #[serde(default)]
    checkpoint: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct MadeArm {
    name: String,
    scenario: String,
    data_files: Vec<MadeFile>,
}

#[derive(Deserialize)]
struct MadeFile {
    name: String,
    blake3: String,
}

/// What came of running a result again.
#[derive(Debug, Clone)]
pub struct Reproduced {
    /// Replications that were run.
    pub replications: usize,
    /// Arms that were run.
    pub arms: usize,
    /// Tables that lie beside the manifest and were compared, byte for byte.
    pub tables: usize,
    /// The identity of the result, as it came out now.
    pub identity: String,
    /// Where it differs, a few lines each; empty if it does not.
    pub differs: Vec<String>,
}

impl Reproduced {
    /// What the command prints.
    #[must_use]
    pub fn text(&self) -> String {
        if !self.differs.is_empty() {
            return format!("DIFFERENT\n  {}\n", self.differs.join("\n  "));
        }
        format!(
            "IDENTICAL: {} of {}, {}, result {}\n",
            counted(self.replications, "replication"),
            counted(self.arms, "arm"),
            counted(self.tables, "table"),
            self.identity.get(..16).unwrap_or(&self.identity)
        )
    }
}

/// Runs again what a manifest, or the one of a folder, says and compares every table beside it, byte for byte; nothing if it was stopped.
/// Data files and a region that ambics does not ship are taken from `folder`.
///
/// # Errors
/// A manifest, a table or a data file that cannot be read or is not as it was.
pub fn reproduce(
    manifest: &Path,
    folder: Option<&Path>,
    threads: usize,
    (progress, stop): (&Progress, &Stop),
) -> Result<Option<Reproduced>, SweepFailure> {
    Ok(reproduced(manifest, folder, threads, (progress, stop))?)
}

pub(crate) fn reproduced(
    manifest: &Path,
    folder: Option<&Path>,
    threads: usize,
    (progress, stop): (&Progress, &Stop),
) -> Result<Option<Reproduced>, Failure> {
    let file = if manifest.is_dir() { manifest.join("manifest.json") } else { manifest.to_owned() };
    let made = read(&file)?;
    let beside_it = file.parent().unwrap_or(Path::new("")).to_owned();
    let arms = arms(&file, &made, folder)?;
    let is_there = |table: &str| beside_it.join(format!("{table}.parquet")).is_file();
    let keeps = RunOptions {
        threads,
        with_incidents: is_there("incidents"),
        with_log: is_there("log"),
        by_month: is_there("ambsys"),
        progress: Some(progress),
        stop: Some(stop),
        ..RunOptions::default()
    };
    let again = run(&arms, &keeps);
    if !again.complete {
        return Ok(None);
    }
    let (tables, mut differs) = beside(&beside_it, &again)?;
    let identity = again.manifest(0).identity;
    if identity != made.identity {
        differs.insert(0, format!("identity: {} there, {identity} here", made.identity));
    }
    let own = env!("CARGO_PKG_VERSION");
    if made.ambics_version != own {
        differs.insert(0, format!("version: made with ambics {}, this is {own}", made.ambics_version));
    }
    let (replications, arms) = (again.replications.len(), again.arms.len());
    Ok(Some(Reproduced { replications, arms, tables, identity, differs }))
}

fn read(file: &Path) -> Result<Made, Failure> {
    let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
    let made: Made = serde_json::from_str(&text).map_err(|error| {
        let rule = "the manifest.json of `ambics run` or `ambics compare`";
        fault(file, "", error.to_string(), (rule, "name that file, or the folder of a result"))
    })?;
    if made.checkpoint.is_some() {
        let hint = "make the checkpoint again with `run --until`, then `--from` it";
        return Err(
            fault(file, "checkpoint", "a checkpoint".to_owned(), ("a run from its beginning", hint)).into()
        );
    }
    if made.arms.is_empty() || made.replications.iter().zip(0u32..).any(|(own, at)| *own != at) {
        let rule = ("replications 0, 1, 2 and so on of at least one arm", "");
        return Err(fault(file, "replications", format!("{:?}", made.replications), rule).into());
    }
    Ok(made)
}

fn fault(file: &Path, path: &str, found: String, rule: (&str, &str)) -> Problems {
    Problems::one(file.display().to_string(), path, found, rule)
}

/// The arms, from their texts in a folder of their own; data files and a region that ambics does not ship are taken from `--folder`.
fn arms(file: &Path, made: &Made, from: Option<&Path>) -> Result<Vec<Arm>, Failure> {
    let place = tempfile::tempdir().map_err(Failure::file("make", std::env::temp_dir()))?;
    let own_region = PathBuf::from("data").join(&made.region);
    if let Some(from) = from.filter(|from| from.join(&own_region).is_dir()) {
        copy(&from.join(&own_region), &place.path().join(&own_region))?;
    }
    for data in made.arms.iter().flat_map(|arm| &arm.data_files) {
        let name = Path::new(&data.name).file_name().unwrap_or_default();
        let Some(source) = from.map(|from| from.join(name)) else {
            let hint = "give the folder of the scenario with --folder";
            let found = format!("`{}`, a data file", data.name);
            return Err(fault(file, "data_files", found, ("the files that the run has read", hint)).into());
        };
        let bytes = fs::read(&source).map_err(Failure::file("read", &source))?;
        if blake3::hash(&bytes).to_hex().as_str() != data.blake3 {
            let found = format!("{} with another content", source.display());
            return Err(fault(file, "data_files", found, ("the file as it was read then", "")).into());
        }
        let target = place.path().join(name);
        fs::write(&target, bytes).map_err(Failure::file("write", &target))?;
    }
    let replications = [Edit::new("run.replications", made.replications.len() as i64)];
    let mut arms = Vec::new();
    for (number, arm) in made.arms.iter().enumerate() {
        let text = place.path().join(format!("arm-{number}.toml"));
        fs::write(&text, &arm.scenario).map_err(Failure::file("write", &text))?;
        arms.push((arm.name.clone(), Scenario::load(&text)?.with(&replications)?));
    }
    common_ground(&arms)?;
    let hash = &arms[0].1.region().sources().hash;
    if *hash != made.data_hash {
        let hint = "give the folder of the scenario with --folder if the region is your own";
        let found = format!("data {hash} of region {}", made.region);
        return Err(fault(file, "data_hash", found, (&format!("data {}", made.data_hash), hint)).into());
    }
    Ok(arms)
}

/// Copies the files of a folder, not those below it.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(Failure::file("make", to))?;
    for entry in fs::read_dir(from).map_err(Failure::file("read", from))? {
        let entry = entry.map_err(Failure::file("read", from))?;
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))
                .map_err(Failure::file("copy", entry.path()))?;
        }
    }
    Ok(())
}

/// How many tables lie beside the manifest, and where they differ.
fn beside(folder: &Path, again: &Experiment) -> Result<(usize, Vec<String>), Failure> {
    let (mut compared, mut differs) = (0, Vec::new());
    for (name, batch) in again.tables() {
        let path = folder.join(format!("{name}.parquet"));
        let Ok(there) = fs::read(&path) else { continue };
        compared += 1;
        if there != parquet_bytes(&batch)? {
            differs.push(format!("{name}.parquet: {}", where_it_differs(&path, &batch)));
        }
    }
    Ok((compared, differs))
}

/// The first row that differs, as it is there and here.
fn where_it_differs(path: &Path, here: &RecordBatch) -> String {
    let Ok(there) = log_file::table(path) else { return "it cannot be read".to_owned() };
    if there.schema().fields() != here.schema().fields() {
        return "other columns, or columns of another kind: something else has written it".to_owned();
    }
    let (Ok(there), Ok(here)) = (csv_text(&there), csv_text(here)) else { return "its bytes".to_owned() };
    let mut rows = there.lines().zip(here.lines()).enumerate();
    match rows.find(|(_, (there, here))| there != here) {
        Some((row, (there, here))) => format!("row {row}\n    there {there}\n    here  {here}"),
        None if there.lines().count() != here.lines().count() => {
            format!("{} rows there, {} here", there.lines().count() - 1, here.lines().count() - 1)
        }
        None => "equal figures in other bytes".to_owned(),
    }
}
