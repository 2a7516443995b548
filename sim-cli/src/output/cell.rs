use arrow_array::{Array, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};

/// A cell of a result table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    None,
    Text(&'a str),
    Whole(i64),
    Number(f64),
    Flag(bool),
}

/// A column by its kind.
enum Cells<'a> {
    Text(&'a StringArray),
    Whole(&'a Int64Array),
    Number(&'a Float64Array),
    Flag(&'a BooleanArray),
}

impl<'a> Cells<'a> {
    fn of(array: &'a dyn Array) -> Self {
        let any = array.as_any();
        let text = any.downcast_ref().map(Self::Text);
        let whole = || any.downcast_ref().map(Self::Whole);
        let number = || any.downcast_ref().map(Self::Number);
        let flag = || any.downcast_ref().map(Self::Flag);
        text.or_else(whole)
            .or_else(number)
            .or_else(flag)
            .expect("result tables hold these four kinds of columns")
    }

    fn get(&self, row: usize) -> Cell<'a> {
        match self {
            Self::Text(array) if array.is_valid(row) => Cell::Text(array.value(row)),
            Self::Whole(array) if array.is_valid(row) => Cell::Whole(array.value(row)),
            Self::Number(array) if array.is_valid(row) => Cell::Number(array.value(row)),
            Self::Flag(array) if array.is_valid(row) => Cell::Flag(array.value(row)),
            _ => Cell::None,
        }
    }
}

/// The rows of a table, each a list of cells.
pub(super) fn rows(batch: &RecordBatch) -> impl Iterator<Item = Vec<Cell<'_>>> {
    let columns: Vec<Cells<'_>> = batch.columns().iter().map(|column| Cells::of(column.as_ref())).collect();
    (0..batch.num_rows()).map(move |row| columns.iter().map(|column| column.get(row)).collect())
}

/// The names of a table's columns.
pub(super) fn names(batch: &RecordBatch) -> Vec<String> {
    batch.schema().fields().iter().map(|field| field.name().clone()).collect()
}
