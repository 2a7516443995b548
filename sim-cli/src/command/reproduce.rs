use super::print;
use crate::arguments::ReproduceArguments;
use crate::arms::Arm;
use crate::failure::{DAMAGED, DONE, Failure, INTERRUPTED};
use crate::output::{csv_text, parquet_bytes};
use crate::{log_file, running};
use ambics::experiment::{Experiment, RunOptions, common_ground, run};
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

/// Runs again what a manifest says and compares every table beside it, byte for byte.
pub(super) fn reproduce(options: &ReproduceArguments) -> Result<i32, Failure> {
    let file = if options.manifest.is_dir() {
        options.manifest.join("manifest.json")
    } else {
        options.manifest.clone()
    };
    let made = read(&file)?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let arms = arms(&file, &made, options.folder.as_deref())?;
    let is_there = |table: &str| folder.join(format!("{table}.parquet")).is_file();
    let (again, asked) = running::watched(|progress, stop| {
        let keeps = RunOptions {
            threads: usize::from(options.threads),
            with_incidents: is_there("incidents"),
            with_log: is_there("log"),
            by_month: is_there("ambsys"),
            progress: Some(progress),
            stop: Some(stop),
            ..RunOptions::default()
        };
        run(&arms, &keeps)
    });
    if asked && !again.complete {
        eprintln!("ambics: stopped; nothing is said.");
        return Ok(INTERRUPTED);
    }
    let (compared, mut differs) = beside(&folder, &again)?;
    let identity = again.manifest(0).identity;
    if identity != made.identity {
        differs.insert(0, format!("identity: {} there, {identity} here", made.identity));
    }
    let own = env!("CARGO_PKG_VERSION");
    if made.ambics_version != own {
        differs.insert(0, format!("version: made with ambics {}, this is {own}", made.ambics_version));
    }
    let said = match differs.is_empty() {
        true => format!(
            "IDENTICAL: {} replications of {} arms, {compared} tables, result {}\n",
            again.replications.len(),
            again.arms.len(),
            identity.get(..16).unwrap_or(&identity)
        ),
        false => format!("DIFFERENT\n  {}\n", differs.join("\n  ")),
    };
    print(&said)?;
    Ok(if differs.is_empty() { DONE } else { DAMAGED })
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
