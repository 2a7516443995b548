//! What a run leaves behind: a folder of tables, manifest and page, or one JSON document.

mod cell;
mod csv;
mod emulated;
mod folder;
mod json;
mod parquet;
mod sought;
pub(crate) mod whole_file;

pub(crate) use emulated::answer_json;
pub(crate) use folder::Folder;
pub(crate) use json::{json, list};
pub(crate) use sought::seek_json;

use crate::document::{Document, html};
use crate::failure::Failure;
use ambics::allocation::{ALLOCATION_TABLES, POOLING_TABLES, Portfolio};
use ambics::ambsys::OrgLevel;
use ambics::experiment::backtest::BACKTEST_TABLES;
use ambics::experiment::circle::CIRCLE_TABLES;
use ambics::experiment::governance::{GOVERNANCE_TABLES, WAIT_TABLES};
use ambics::experiment::planround::PLAN_TABLES;
use ambics::experiment::required::REQUIRED_TABLE;
use ambics::experiment::scorecard::SCORE_TABLES;
use ambics::experiment::{ENSEMBLE_TABLE, Experiment, Manifest, TABLES};
use arrow_array::RecordBatch;
use jiff::Timestamp;
use serde::Serialize;
use std::io;

/// The manifest with what only the command knows.
#[derive(Debug, Serialize)]
struct Signed<'a> {
    #[serde(flatten)]
    manifest: &'a Manifest,
    started_utc: String,
    ended_utc: String,
    /// Files of the folder, the manifest left out.
    files: &'a [String],
}

/// When the command began, to the second.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// Writes everything to the folder; the manifest last, when all else is there.
pub(crate) fn write(
    folder: &Folder,
    experiment: &Experiment,
    document: &Document,
    started: Timestamp,
    (with_csv, threads): (bool, usize),
) -> Result<usize, Failure> {
    let tables = experiment.tables();
    let mut files = Vec::new();
    let mut put = |name: String, bytes: &[u8]| {
        folder.write(&name, bytes)?;
        files.push(name);
        Ok::<(), Failure>(())
    };
    for (name, batch) in &tables {
        put(
            format!("{name}.parquet"),
            &parquet::bytes(batch).map_err(Failure::file("write", folder.file(name)))?,
        )?;
        if with_csv {
            put(
                format!("{name}.csv"),
                &csv::bytes(batch).map_err(Failure::file("write", folder.file(name)))?,
            )?;
        }
    }
    for (arm, result) in experiment.arms.iter().enumerate().take(MOST_ARMS_BY_MONTH) {
        for level in [OrgLevel::Trust, OrgLevel::Icb] {
            if let Some(table) = result.ambsys(level).filter(|table| !table.figures().is_empty()) {
                put(by_month_name(level, arm), table.csv().as_bytes())?;
            }
        }
    }
    put("report.html".to_owned(), html(document).as_bytes())?;
    folder.remove_all_but(&files, own_files())?;
    let manifest = &experiment.manifest(threads);
    let signed =
        Signed { manifest, started_utc: started.to_string(), ended_utc: now().to_string(), files: &files };
    folder.write("manifest.json", pretty(&signed).as_bytes())?;
    Ok(files.len() + 1)
}

/// Arms whose results by month are written in the published shape; of all of them they are in the table `ambsys`.
const MOST_ARMS_BY_MONTH: usize = 100;

/// The name of an arm's file in the published shape: services and England, or boards. The first arm has no number.
fn by_month_name(level: OrgLevel, arm: usize) -> String {
    let boards = if level == OrgLevel::Icb { "_icb" } else { "" };
    let number = if arm == 0 { String::new() } else { format!("_{}", arm + 1) };
    format!("ambsys_model{boards}{number}.csv")
}

/// The name of a replay's table.
pub(crate) const REPLAY: &str = "replay";

/// A table as the text of a CSV file.
pub(crate) fn csv_text(batch: &RecordBatch) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&csv::bytes(batch)?).into_owned())
}

/// Writes tables that are no experiment's to the folder, and last of all a manifest that says what they are.
pub(crate) fn write_tables(
    folder: &Folder,
    tables: &[(&'static str, RecordBatch)],
    csv: bool,
    about: serde_json::Value,
) -> Result<usize, Failure> {
    let mut files = Vec::new();
    let mut put = |name: String, bytes: io::Result<Vec<u8>>| {
        folder.write(&name, &bytes.map_err(Failure::file("write", folder.file(&name)))?)?;
        files.push(name);
        Ok::<(), Failure>(())
    };
    for (name, batch) in tables {
        put(format!("{name}.parquet"), parquet::bytes(batch))?;
        if csv {
            put(format!("{name}.csv"), csv::bytes(batch))?;
        }
    }
    folder.remove_all_but(&files, own_files())?;
    let mut manifest = about;
    manifest["ambics_version"] = env!("CARGO_PKG_VERSION").into();
    manifest["files"] = files.clone().into();
    folder.write("manifest.json", pretty(&manifest).as_bytes())?;
    Ok(files.len() + 1)
}

/// Writes the tables of a planning round or a circle to the folder, and last of all its manifest.
pub(crate) fn write_plan(
    folder: &Folder,
    tables: &[(&'static str, RecordBatch)],
    manifest: &Manifest,
    with_csv: bool,
) -> Result<usize, Failure> {
    let mut files = Vec::new();
    let mut put = |name: String, bytes: io::Result<Vec<u8>>| {
        folder.write(&name, &bytes.map_err(Failure::file("write", folder.file(&name)))?)?;
        files.push(name);
        Ok::<(), Failure>(())
    };
    for (name, batch) in tables {
        put(format!("{name}.parquet"), parquet::bytes(batch))?;
        if with_csv {
            put(format!("{name}.csv"), csv::bytes(batch))?;
        }
    }
    folder.remove_all_but(&files, own_files())?;
    folder.write("manifest.json", pretty(manifest).as_bytes())?;
    Ok(files.len() + 1)
}

/// The bytes of a table as Parquet.
pub(crate) fn parquet_bytes(batch: &RecordBatch) -> Result<Vec<u8>, Failure> {
    Ok(parquet::bytes(batch)?)
}

/// The bytes of a table as CSV.
pub(crate) fn csv_bytes(batch: &RecordBatch) -> Result<Vec<u8>, Failure> {
    Ok(csv::bytes(batch)?)
}

/// The names of all files that some run writes.
fn own_files() -> impl Iterator<Item = String> {
    let tables = TABLES
        .into_iter()
        .chain([REPLAY, ENSEMBLE_TABLE, REQUIRED_TABLE])
        .chain(ambics::ambsys::TABLES)
        .chain(PLAN_TABLES)
        .chain(ALLOCATION_TABLES)
        .chain(POOLING_TABLES)
        .chain(Portfolio::TABLES)
        .chain(CIRCLE_TABLES)
        .chain(BACKTEST_TABLES)
        .chain(SCORE_TABLES)
        .chain(GOVERNANCE_TABLES)
        .chain(WAIT_TABLES)
        .flat_map(|table| ["parquet", "csv"].map(|kind| format!("{table}.{kind}")));
    let by_month = (0..MOST_ARMS_BY_MONTH)
        .flat_map(|arm| [OrgLevel::Trust, OrgLevel::Icb].map(|level| by_month_name(level, arm)));
    tables.chain(by_month).chain(["report.html".to_owned()])
}

fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a manifest has only text keys");
    text.push('\n');
    text
}

/// The tables of these names.
pub(crate) fn chosen(
    tables: Vec<(&'static str, RecordBatch)>,
    names: &[&str],
) -> Vec<(&'static str, RecordBatch)> {
    tables.into_iter().filter(|(name, _)| names.contains(name)).collect()
}
