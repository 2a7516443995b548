//! A data file as rows of text cells below named columns: CSV, or Parquet.

use super::report::{Fault, quoted};
use super::shelf::utf8;

/// Most rows of a data file.
const MOST_ROWS: usize = 20_000_000;

/// A data file that can be read row by row.
pub(super) struct Sheet {
    /// The names of its columns.
    pub columns: Vec<String>,
    body: Body,
}

enum Body {
    Csv(Vec<u8>),
    #[cfg(feature = "arrow")]
    Parquet(parquet_rows::File),
}

impl Sheet {
    /// Opens a data file by its name's ending and reads the names of its columns.
    pub fn open(name: &str, bytes: Vec<u8>) -> Result<Self, Fault> {
        if name.ends_with(".parquet") {
            return Self::parquet(bytes);
        }
        let text = utf8(&bytes)?;
        let mut reader = reader(text);
        let mut first = csv::StringRecord::new();
        if !matches!(reader.read_record(&mut first), Ok(true)) {
            return Err(Fault::new("an empty file", "the columns are named first", ""));
        }
        let columns: Vec<String> = first.iter().map(|cell| cell.trim().to_owned()).collect();
        match columns.as_slice() {
            [only] if only.contains([';', '\t']) => {
                Err(Fault::new(quoted(only), "cells separated by commas", ""))
            }
            _ => Ok(Self { columns, body: Body::Csv(bytes) }),
        }
    }

    #[cfg(feature = "arrow")]
    fn parquet(bytes: Vec<u8>) -> Result<Self, Fault> {
        let file = parquet_rows::File::open(bytes)?;
        if file.rows() > MOST_ROWS {
            return Err(too_long());
        }
        Ok(Self { columns: file.columns(), body: Body::Parquet(file) })
    }

    #[cfg(not(feature = "arrow"))]
    fn parquet(_: Vec<u8>) -> Result<Self, Fault> {
        let rule = "a CSV file: this build of ambics reads no Parquet";
        Err(Fault::new("a Parquet file", rule, "write it as CSV, or build with the feature `arrow`"))
    }

    /// The place of a column, by one of its names.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.columns.iter().position(|column| names.contains(&column.as_str()))
    }

    /// Gives each row below the columns' names: its line (of Parquet, its number from 1), and its cells.
    pub fn rows(&self, mut row: impl FnMut(usize, &[&str])) -> Result<(), Fault> {
        match &self.body {
            Body::Csv(bytes) => csv_rows(utf8(bytes)?, &mut row),
            #[cfg(feature = "arrow")]
            Body::Parquet(file) => file.each(|number, cells| {
                let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                row(number, &cells);
            }),
        }
    }
}

/// Reads cells of a text without its mark of byte order.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(unmarked(text).as_bytes())
}

fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn too_long() -> Fault {
    Fault::new("a further row", format!("at most {MOST_ROWS} rows"), "")
}

fn csv_rows(text: &str, mut row: impl FnMut(usize, &[&str])) -> Result<(), Fault> {
    let (mut reader, bytes) = (reader(text), unmarked(text).as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut number, mut at, mut line) = (0, 0, 1);
    while matches!(reader.read_record(&mut record), Ok(true)) {
        // Lines are counted as an editor does: those without a row, and those inside a cell, are lines too.
        let begins = record.position().map_or(0, |position| position.byte() as usize);
        while at < begins || matches!(bytes.get(at), Some(b'\r' | b'\n')) {
            line += usize::from(bytes.get(at) == Some(&b'\n'));
            at += 1;
        }
        number += 1;
        if number > MOST_ROWS + 1 {
            return Err(too_long());
        }
        if number > 1 {
            let cells: Vec<&str> = record.iter().map(str::trim).collect();
            row(line, &cells);
        }
    }
    Ok(())
}

/// Rows of a Parquet file as text, each number in the shortest form that is read back as the same.
#[cfg(feature = "arrow")]
mod parquet_rows {
    use super::Fault;
    use bytes::Bytes;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::{Field, Row};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    pub struct File(SerializedFileReader<Bytes>);

    fn damaged() -> Fault {
        Fault::new("bytes that are no Parquet", "a Parquet file, plain or with snappy", "write it as CSV")
    }

    /// What a decoder gives; on damaged bytes it may panic, and that is the file's fault.
    fn sound<T>(decode: impl FnOnce() -> parquet::errors::Result<T>) -> Result<T, Fault> {
        catch_unwind(AssertUnwindSafe(decode)).ok().and_then(Result::ok).ok_or_else(damaged)
    }

    impl File {
        pub fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
            sound(|| SerializedFileReader::new(Bytes::from(bytes))).map(Self)
        }

        pub fn rows(&self) -> usize {
            usize::try_from(self.0.metadata().file_metadata().num_rows()).unwrap_or(usize::MAX)
        }

        pub fn columns(&self) -> Vec<String> {
            let schema = self.0.metadata().file_metadata().schema();
            schema.get_fields().iter().map(|field| field.name().to_owned()).collect()
        }

        pub fn each(&self, mut row: impl FnMut(usize, &[String])) -> Result<(), Fault> {
            let mut rows = sound(|| self.0.get_row_iter(None))?;
            let mut number = 0;
            while let Some(next) = sound(|| rows.next().transpose())? {
                number += 1;
                row(number, &cells(&next));
            }
            if number == self.rows() { Ok(()) } else { Err(damaged()) }
        }
    }

    fn cells(row: &Row) -> Vec<String> {
        let cell = |field: &Field| match field {
            Field::Null => String::new(),
            Field::Str(text) => text.trim().to_owned(),
            // Tables of Python keep an absent number as one that is none.
            Field::Double(number) if number.is_nan() => String::new(),
            Field::Float(number) if number.is_nan() => String::new(),
            Field::Double(number) => number.to_string(),
            Field::Float(number) => number.to_string(),
            other => other.to_string(),
        };
        row.get_column_iter().map(|(_, field)| cell(field)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_lines_whatever_ends_them() {
        let text = "\u{feff}from,to\r\n\r\na, b \r\n\"x\ny\",c\n\n\nd,e";
        let sheet = Sheet::open("m.csv", text.as_bytes().to_vec()).expect("a sound sheet");
        assert_eq!(
            (sheet.columns.as_slice(), sheet.column(&["to_id", "to"])),
            (&["from", "to"].map(String::from)[..], Some(1))
        );
        let mut rows = Vec::new();
        let read = sheet.rows(|line, cells| rows.push((line, cells.join("|"))));
        assert!(read.is_ok());
        let expected = [(3, "a|b"), (4, "x\ny|c"), (8, "d|e")].map(|(line, row)| (line, row.to_owned()));
        assert_eq!(rows, expected);
    }
}
