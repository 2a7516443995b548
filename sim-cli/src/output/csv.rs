//! A table as CSV in UTF-8 that a spreadsheet can open: no text of it is taken for a formula.

use super::cell::{Cell, names, rows};
use arrow_array::RecordBatch;
use std::io;

/// The bytes of a CSV file.
pub(super) fn bytes(batch: &RecordBatch) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names(batch))?;
    for row in rows(batch) {
        writer.write_record(row.into_iter().map(written))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

fn written(cell: Cell<'_>) -> String {
    match cell {
        Cell::None => String::new(),
        Cell::Text(text) => neutral(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    }
}

/// A text that begins like a formula gets a quote before it.
fn neutral(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_are_neutralised() {
        let cells =
            [Cell::Text("=1+1"), Cell::Text("RYF-QVV"), Cell::Number(-2.5), Cell::None, Cell::Flag(true)];
        assert_eq!(cells.map(written), ["'=1+1", "RYF-QVV", "-2.5", "", "true"]);
    }
}
