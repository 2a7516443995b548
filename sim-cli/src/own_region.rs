//! Files of a folder that is made from a user's own data, and tables of the shipped region on which it builds.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// Rows of a table, its header first.
pub(crate) type Rows = Vec<Vec<String>>;

/// What to do about a file that is no such CSV: a workbook most often, or text in an older code page.
pub(crate) const SAVE_AS: &str = "in a spreadsheet program save the sheet as CSV UTF-8 (comma delimited)";

/// Writes a file.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(Failure::file("write", path))
}

/// Writes rows as CSV.
pub(crate) fn put_rows(path: &Path, rows: &Rows) -> Result<(), Failure> {
    let mut writer = csv::WriterBuilder::new().flexible(false).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|error| Failure::Output(error.into()))?;
    }
    put(path, &writer.into_inner().map_err(|error| Failure::Output(error.into_error()))?)
}

/// The rows of a table of a shipped region; none where it has no such table.
pub(crate) fn table_of(region: &str, table: &str) -> Rows {
    let files = ambics_scenarios::region_files(region).unwrap_or_default();
    files.iter().find(|(name, _)| *name == table).map_or_else(Rows::new, |(_, bytes)| rows_of(bytes))
}

/// The rows of a CSV file.
pub(crate) fn rows_of(bytes: &[u8]) -> Rows {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().filter_map(Result::ok).map(|row| row.iter().map(str::to_owned).collect()).collect()
}
