//! One JSON document: the manifest and tables as lists of rows.

use super::cell::{Cell, names, rows};
use ambics::experiment::Manifest;
use arrow_array::RecordBatch;
use serde_json::{Map, Value, json};

/// The manifest and the tables.
pub(crate) fn json(manifest: &Manifest, tables: &[(&'static str, RecordBatch)]) -> Value {
    let mut document = Map::new();
    document.insert("manifest".to_owned(), json!(manifest));
    for (name, batch) in tables {
        document.insert((*name).to_owned(), list(batch));
    }
    Value::Object(document)
}

/// A table as a list of rows.
pub(crate) fn list(batch: &RecordBatch) -> Value {
    let names = names(batch);
    let object = |row: Vec<Cell<'_>>| names.iter().cloned().zip(row.into_iter().map(value)).collect();
    Value::Array(rows(batch).map(|row| Value::Object(object(row))).collect())
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::None => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Whole(number) => json!(number),
        Cell::Number(number) => json!(number),
        Cell::Flag(flag) => json!(flag),
    }
}
