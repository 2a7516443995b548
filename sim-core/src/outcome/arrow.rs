//! Result tables as Arrow columns, each with its unit in its name and one sentence in its metadata.

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use std::sync::Arc;

/// What a column is: its name, its unit, one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name, with the unit at its end where there is one.
    pub name: &'static str,
    /// Unit; empty if it has none.
    pub unit: &'static str,
    /// One sentence.
    pub doc: &'static str,
}

/// A column of a name, a unit and a sentence.
#[must_use]
pub const fn column(name: &'static str, unit: &'static str, doc: &'static str) -> Column {
    Column { name, unit, doc }
}

/// A table that is made column by column from rows of one kind.
#[derive(Debug)]
pub struct Table<'r, R> {
    doc: &'static str,
    rows: &'r [R],
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl<'r, R> Table<'r, R> {
    /// A table without columns yet; `doc` is one sentence about a row.
    #[must_use]
    pub const fn of(doc: &'static str, rows: &'r [R]) -> Self {
        Self { doc, rows, fields: Vec::new(), arrays: Vec::new() }
    }

    /// A column of texts.
    #[must_use]
    pub fn text<T: AsRef<str>>(self, column: Column, value: impl Fn(&'r R) -> T) -> Self {
        self.text_or_none(column, |row| Some(value(row)))
    }

    /// A column of texts that may be missing.
    #[must_use]
    pub fn text_or_none<T: AsRef<str>>(self, column: Column, value: impl Fn(&'r R) -> Option<T>) -> Self {
        let array: StringArray = self.rows.iter().map(value).collect();
        self.push(column, DataType::Utf8, Arc::new(array))
    }

    /// A column of whole numbers.
    #[must_use]
    pub fn whole(self, column: Column, value: impl Fn(&'r R) -> u64) -> Self {
        self.whole_or_none(column, |row| Some(value(row) as i64))
    }

    /// A column of whole numbers that may be missing.
    #[must_use]
    pub fn whole_or_none(self, column: Column, value: impl Fn(&'r R) -> Option<i64>) -> Self {
        let array: Int64Array = self.rows.iter().map(value).collect();
        self.push(column, DataType::Int64, Arc::new(array))
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(self, column: Column, value: impl Fn(&'r R) -> f64) -> Self {
        self.number_or_none(column, |row| Some(value(row)))
    }

    /// A column of numbers that may be missing.
    #[must_use]
    pub fn number_or_none(self, column: Column, value: impl Fn(&'r R) -> Option<f64>) -> Self {
        let array: Float64Array = self.rows.iter().map(value).collect();
        self.push(column, DataType::Float64, Arc::new(array))
    }

    /// A column of yes and no.
    #[must_use]
    pub fn flag(self, column: Column, value: impl Fn(&'r R) -> bool) -> Self {
        let array: BooleanArray = self.rows.iter().map(|row| Some(value(row))).collect();
        self.push(column, DataType::Boolean, Arc::new(array))
    }

    fn push(mut self, column: Column, kind: DataType, array: ArrayRef) -> Self {
        let field = Field::new(column.name, kind, true);
        self.fields.push(field.with_metadata(said([("unit", column.unit), ("doc", column.doc)]).collect()));
        self.arrays.push(array);
        self
    }

    /// The table.
    #[must_use]
    pub fn batch(self) -> RecordBatch {
        let about = said([("doc", self.doc), ("ambics_version", env!("CARGO_PKG_VERSION"))]);
        let schema = Schema::new(self.fields).with_metadata(about.collect());
        RecordBatch::try_new(Arc::new(schema), self.arrays).expect("every column has a value for every row")
    }
}

/// The entries of a field's or a schema's metadata that say something.
fn said(entries: [(&str, &str); 2]) -> impl Iterator<Item = (String, String)> {
    entries
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::Array;

    #[test]
    fn a_column_carries_its_unit_and_its_sentence() {
        let rows = [("Dorset", Some(1.5)), ("Devon", None)];
        let batch = Table::of("A row.", &rows)
            .text(column("area", "", "Where."), |row| row.0)
            .number_or_none(column("mean_s", "s", "Mean."), |row| row.1)
            .batch();
        let schema = batch.schema();
        assert_eq!((batch.num_rows(), schema.metadata()["doc"].as_str()), (2, "A row."));
        assert_eq!(schema.field(1).metadata()["unit"], "s");
        assert_eq!(schema.field(0).metadata().get("unit"), None);
        assert!(batch.column(1).is_null(1));
    }
}
