//! A log that was written to a file, as a table again.

use crate::failure::Failure;
use ambics::experiment::{LOG_NUMBERS, LOG_TEXTS};
use ambics::problem::{Problem, Problems};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The table of a log and the file that it stands in: the one named, or that of the folder.
pub(crate) fn read(path: &Path) -> Result<(PathBuf, RecordBatch), Failure> {
    let in_folder =
        || ["log.parquet", "log.csv"].map(|name| path.join(name)).into_iter().find(|p| p.is_file());
    let file =
        if path.is_dir() { in_folder().unwrap_or_else(|| path.join("log.parquet")) } else { path.to_owned() };
    let opened = File::open(&file).map_err(Failure::file("read", &file))?;
    let is_csv = file.extension().is_some_and(|extension| extension == "csv");
    let log = if is_csv { of_csv(opened, &file)? } else { of_parquet(opened, &file)? };
    Ok((file, log))
}

/// A table of a result's folder, in Parquet.
pub(crate) fn table(file: &Path) -> Result<RecordBatch, Failure> {
    of_parquet(File::open(file).map_err(Failure::file("read", file))?, file)
}

fn of_parquet(opened: File, file: &Path) -> Result<RecordBatch, Failure> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(opened).map_err(|error| no_table(file, &error))?;
    let rows = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0).max(1);
    let schema = builder.schema().clone();
    let mut reader = builder.with_batch_size(rows).build().map_err(|error| no_table(file, &error))?;
    // A batch takes all rows of the file.
    match reader.next() {
        Some(batch) => batch.map_err(|error| no_table(file, &error).into()),
        None => Ok(RecordBatch::new_empty(schema)),
    }
}

fn of_csv(opened: File, file: &Path) -> Result<RecordBatch, Failure> {
    let mut reader = csv::Reader::from_reader(io::BufReader::new(opened));
    let names = reader.headers().map_err(|error| no_table(file, &error))?.clone();
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        let record = record.map_err(|error| no_table(file, &error))?;
        columns.iter_mut().zip(&record).for_each(|(column, cell)| column.push(cell.to_owned()));
    }
    let known = |name: &&str| LOG_NUMBERS.contains(name) || LOG_TEXTS.contains(name);
    let of_log = names.iter().zip(&columns).filter(|(name, _)| known(name));
    let arrays: Vec<(&str, ArrayRef)> = of_log.map(|(name, column)| (name, array(name, column))).collect();
    RecordBatch::try_from_iter_with_nullable(arrays.into_iter().map(|(name, array)| (name, array, true)))
        .map_err(|error| no_table(file, &error).into())
}

/// An empty cell, and a number that is none, are nothing.
fn array(name: &str, cells: &[String]) -> ArrayRef {
    let said = cells.iter().map(|cell| Some(cell.as_str()).filter(|cell| !cell.is_empty()));
    if LOG_NUMBERS.contains(&name) {
        Arc::new(said.map(|cell| cell.and_then(|cell| cell.parse().ok())).collect::<Int64Array>())
    } else {
        Arc::new(said.collect::<StringArray>())
    }
}

fn no_table(file: &Path, error: &dyn std::error::Error) -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: file.display().to_string(),
        path: String::new(),
        line: None,
        found: error.to_string(),
        rule: "a Parquet or CSV file of the table `log`".to_owned(),
        hint: String::new(),
    });
    problems
}
