//! Reading one CSV table: its first line against its schema, then its rows.

use super::faults::{Fault, Faults, quoted};
use super::files::Files;
use super::row::{Row, nearest};
use super::schemas::Schema;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Bytes of the longest line that is read.
const LINE_LIMIT: usize = 1 << 20;
/// Most rows of a table: records keep an area and a hospital in 16 bits.
const ROW_LIMIT: usize = 65_535;

/// A row and the line it stands on.
#[derive(Debug)]
pub(super) struct Lined<T> {
    pub line: usize,
    pub row: T,
}

/// The rows of a table, with the faults of its file.
///
/// A row with a fault is kept, with a stand-in where the fault is: only a region without any fault leaves
/// the loader, and the other tables can still refer to the row.
pub(super) struct Loaded<T> {
    pub rows: Vec<Lined<T>>,
    pub faults: Faults,
    /// Whether rows could be read at all; if not, nothing is said of references to them.
    pub readable: bool,
    /// Whether there are rows and all their columns; if not, nothing is said of rows that lack.
    pub complete: bool,
}

impl<T> Loaded<T> {
    /// Puts the rows in an order that does not depend on the file's.
    pub fn sort_by(&mut self, by: impl Fn(&T, &T) -> Ordering) {
        self.rows.sort_by(|a, b| by(&a.row, &b.row));
    }

    /// Makes other rows of the same lines.
    pub fn map<U>(self, to: impl Fn(T) -> U) -> Loaded<U> {
        let rows = self.rows.into_iter().map(|Lined { line, row }| Lined { line, row: to(row) }).collect();
        Loaded { rows, faults: self.faults, readable: self.readable, complete: self.complete }
    }

    /// Puts the rows in order of their codes.
    pub fn sort_by_code(&mut self, code: impl Fn(&T) -> &str) {
        self.sort_by(|a, b| code(a).cmp(code(b)));
    }
}

/// Reads a table; `row_of` makes a row's value and reports the faults of its cells.
pub(super) fn read_table<T>(
    schema: &Schema,
    files: &Files,
    row_of: impl FnMut(&mut Row<'_>) -> T,
) -> Loaded<T> {
    let mut loaded =
        Loaded { rows: Vec::new(), faults: Faults::of(schema.file), readable: false, complete: false };
    if schema.may_be_absent && files.is_missing(schema.file) {
        return loaded;
    }
    if let Some(bytes) = files.open(schema.file, &mut loaded.faults)
        && let Some(text) = text_of(bytes, &mut loaded.faults)
    {
        read_text(&text, schema, &mut loaded, row_of);
    }
    loaded
}

fn read_text<T>(text: &str, schema: &Schema, loaded: &mut Loaded<T>, row_of: impl FnMut(&mut Row<'_>) -> T) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut first = csv::StringRecord::new();
    let faults = &mut loaded.faults;
    if !matches!(reader.read_record(&mut first), Ok(true)) {
        return faults
            .at_row(1, || Fault::new("an empty file", "the columns are named first", schema.header));
    }
    let header = Header::of(&first, schema, faults);
    let records = Records { reader, lines: Lines { text: text.as_bytes(), at: 0, line: 1 } };
    let keys = read_rows(records, &header, schema, loaded, row_of);
    loaded.readable = true;
    loaded.complete = !loaded.rows.is_empty() && header.places.iter().all(Option::is_some);
    check_keys(keys, schema, &mut loaded.faults);
    if loaded.rows.is_empty() && !schema.may_be_empty {
        loaded.faults.in_file("", || Fault::new("no row below the first", "the table has a row", ""));
    }
}

/// Reads the rows below the first; returns the key and the line of each.
fn read_rows<T>(
    mut records: Records<'_>,
    header: &Header,
    schema: &Schema,
    loaded: &mut Loaded<T>,
    mut row_of: impl FnMut(&mut Row<'_>) -> T,
) -> Vec<(String, usize)> {
    let Loaded { rows, faults, .. } = loaded;
    let mut record = csv::StringRecord::new();
    let mut keys = Vec::new();
    while let Some(line) = records.next(&mut record) {
        if rows.len() == ROW_LIMIT {
            faults.at_row(line, || Fault::new("a further row", format!("at most {ROW_LIMIT} rows"), ""));
            break;
        }
        check_shape(&record, header, line, faults);
        let mut row = Row::new(header, &record, line, faults);
        keys.push((row.key(schema), line));
        rows.push(Lined { line, row: row_of(&mut row) });
    }
    keys
}

/// The rows of a text with their lines.
struct Records<'a> {
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
}

impl Records<'_> {
    /// Reads the next row in which something stands; returns its line.
    ///
    /// Reading ends at the end of the text: it cannot fail, as the bytes are in memory and are UTF-8, and rows
    /// may have any length.
    fn next(&mut self, record: &mut csv::StringRecord) -> Option<usize> {
        while let Ok(true) = self.reader.read_record(record) {
            let line = self.lines.of(record.position().map_or(0, csv::Position::byte) as usize);
            if !record.iter().all(str::is_empty) {
                return Some(line);
            }
        }
        None
    }
}

fn check_shape(record: &csv::StringRecord, header: &Header, line: usize, faults: &mut Faults) {
    if record.len() != header.width {
        faults.at_row(line, || {
            let found = format!("{} cells", record.len());
            let hint = "put a text with a comma in quotation marks, and close every one";
            Fault::new(found, format!("{} cells, as in the first line", header.width), hint)
        });
    } else if record.as_slice().contains('\n') {
        faults.at_row(line, || {
            let hint = "close the quotation mark, or take the line break out";
            Fault::new("a cell over several lines", "one row is one line", hint)
        });
    }
}

/// Two rows with the same key are a fault of the later one.
fn check_keys(mut keys: Vec<(String, usize)>, schema: &Schema, faults: &mut Faults) {
    keys.retain(|(key, _)| !key.is_empty());
    keys.sort_unstable();
    let column = schema.key.split(',').next().unwrap_or_default();
    for pair in keys.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let [(key, first), (_, later)] = pair else { continue };
        let rule = || format!("one row for each {}", schema.key.replace(',', ", "));
        faults.at_cell(*later, column, || Fault::new(quoted(key), rule(), format!("see row {first} too")));
    }
}

/// The bytes as text, without the mark that some programs put first.
fn text_of<'a>(bytes: &'a [u8], faults: &mut Faults) -> Option<Cow<'a, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let long = bytes.split(|byte| *byte == b'\n').position(|line| line.len() > LINE_LIMIT);
    if let Some(at) = long {
        faults.at_row(at + 1, || Fault::new("a longer line", "a line of at most 1 MiB", ""));
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, Cow::Owned(_)) {
        let lines = bytes.split(|byte| *byte == b'\n').enumerate();
        for (at, _) in lines.filter(|(_, line)| std::str::from_utf8(line).is_err()) {
            let hint = "save the file as `CSV UTF-8`";
            faults.at_row(at + 1, || Fault::new("bytes that are no UTF-8", "text in UTF-8", hint));
        }
    }
    Some(text)
}

/// The first line of a table as read.
pub(super) struct Header {
    /// The schema's columns.
    pub columns: Vec<&'static str>,
    /// For each of them, its place in the file's rows.
    pub places: Vec<Option<usize>>,
    /// Cells of the first line.
    pub width: usize,
}

impl Header {
    fn of(record: &csv::StringRecord, schema: &Schema, faults: &mut Faults) -> Self {
        let columns: Vec<&'static str> = schema.header.split(',').collect();
        let found: Vec<&str> = record.iter().map(str::trim).collect();
        let places = columns.iter().map(|column| found.iter().position(|name| name == column)).collect();
        let header = Self { columns, places, width: found.len() };
        header.check(&found, schema, faults);
        header
    }

    fn check(&self, found: &[&str], schema: &Schema, faults: &mut Faults) {
        let hint = || format!("the first line is {}", schema.header);
        if let [only] = found
            && only.contains([';', '\t'])
        {
            return faults.at_row(1, || Fault::new(quoted(only), "cells separated by commas", hint()));
        }
        let unnamed = self.columns.iter().zip(&self.places).filter(|(_, place)| place.is_none());
        let missing: Vec<&str> = unnamed.map(|(column, _)| *column).collect();
        for column in &missing {
            let rule = "every column of the table is there";
            faults.at_header(column, || Fault::new("no such column", rule, hint()));
        }
        self.check_surplus(found, &missing, faults);
    }

    fn check_surplus(&self, found: &[&str], missing: &[&str], faults: &mut Faults) {
        let mut seen = BTreeSet::new();
        for name in found {
            let again = !seen.insert(name);
            if again {
                faults
                    .at_header(name, || Fault::new("the same column again", "each column is there once", ""));
            } else if !self.columns.contains(name) {
                let near = nearest(name, missing.iter().copied());
                let hint = if near.is_empty() { "take it out".to_owned() } else { near };
                faults.at_header(name, || Fault::new("an unknown column", "the columns of the table", hint));
            }
        }
    }
}

/// Counts lines as an editor does, line breaks inside cells included.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the record that the reader met at or after `byte`; asked in order.
    fn of(&mut self, byte: usize) -> usize {
        while self.at < byte || matches!(self.text.get(self.at), Some(b'\r' | b'\n')) {
            self.line += usize::from(self.text.get(self.at) == Some(&b'\n'));
            self.at += 1;
        }
        self.line
    }
}
