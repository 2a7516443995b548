//! A CSV file of a trace: named columns, cells, and the faults met in it.

use crate::problem::{Problem, Problems, did_you_mean};
use std::collections::BTreeMap;

/// A table that may be read, and all that is wrong in it.
#[derive(Debug)]
pub(super) struct Sheet {
    file: String,
    columns: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
    pub faults: Problems,
}

/// Other names that files give to a column, taken where the file has no column of the name itself.
const OTHER_NAMES: [(&str, &str); 17] = [
    ("area", "area_code"),
    ("hospital", "hospital_code"),
    ("vehicle_id", "vehicle"),
    ("vehicle_code", "vehicle"),
    ("station", "station_code"),
    ("area_code", "station_code"),
    ("start_s", "shift_start_s"),
    ("end_s", "shift_end_s"),
    ("from_area", "from"),
    ("to_area", "to"),
    ("from_area_code", "from"),
    ("to_area_code", "to"),
    ("from_code", "from"),
    ("to_code", "to"),
    ("longitude", "lon"),
    ("latitude", "lat"),
    ("mins", "minutes"),
];

/// The names of the columns, each as it is known here.
fn known_names(mut columns: Vec<String>, known: &[&'static str]) -> Vec<String> {
    for (other, name) in OTHER_NAMES {
        let is_taken = columns.iter().any(|column| column == name);
        if !is_taken && known.contains(&name) && !known.contains(&other) {
            columns.iter_mut().filter(|column| *column == other).for_each(|column| name.clone_into(column));
        }
    }
    columns
}

impl Sheet {
    /// Reads the rows of a CSV text whose columns may stand in any order; others are left out unless they look like one.
    pub fn read(file: &str, text: &str, known: &[&'static str]) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
        let columns: Vec<String> =
            reader.headers().map_or_else(|_| Vec::new(), |head| head.iter().map(str::to_owned).collect());
        let columns = known_names(columns, known);
        let mut sheet = Self { file: file.to_owned(), columns, rows: Vec::new(), faults: Problems::none() };
        sheet.check_columns(known);
        for (row, record) in reader.records().enumerate() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(row + 2, |at| at.line() as usize);
                    sheet.rows.push((line, record.iter().map(str::to_owned).collect()));
                }
                Err(error) => sheet.fault_at((Some(row), ""), error.to_string(), "a row of CSV", ""),
            }
        }
        for row in 0..sheet.rows.len() {
            let cells = sheet.rows[row].1.len();
            if cells != sheet.columns.len() {
                let rule = format!("{} cells, as the first line has", sheet.columns.len());
                sheet.fault_at((Some(row), ""), format!("{cells} cells"), &rule, "");
            }
        }
        sheet
    }

    fn check_columns(&mut self, known: &[&'static str]) {
        for (at, name) in self.columns.clone().iter().enumerate() {
            if self.columns[..at].contains(name) {
                self.fault_at((None, name), "the column twice".to_owned(), "each column once", "");
            } else if !known.contains(&name.as_str()) {
                let hint = did_you_mean(name, known.iter().copied());
                if hint.starts_with("did you mean") && name.len() > 3 {
                    self.fault_at((None, name), format!("the column `{name}`"), "a known column", &hint);
                }
            }
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// Says that these columns must be there.
    pub fn must_have(&mut self, columns: &[&'static str]) {
        for column in columns {
            if !self.has(column) {
                let found = format!("the columns {}", self.columns.join(", "));
                self.fault_at((None, column), found, &format!("a column `{column}`"), "");
            }
        }
    }

    /// The one of some columns that is there.
    pub fn one_of(&mut self, columns: &[&'static str]) -> Option<&'static str> {
        let there: Vec<&'static str> = columns.iter().copied().filter(|name| self.has(name)).collect();
        if there.len() == 1 {
            return Some(there[0]);
        }
        let found = format!("the columns {}", self.columns.join(", "));
        self.fault_at((None, ""), found, &format!("one of the columns {}", columns.join(", ")), "");
        None
    }

    /// A cell; empty if the row or the table is without it.
    pub fn cell(&self, row: usize, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.rows[row].1.get(at)).map_or("", String::as_str)
    }

    /// A cell that must not be empty.
    pub fn code(&mut self, row: usize, column: &'static str) -> String {
        let text = self.cell(row, column).to_owned();
        if text.is_empty() && self.has(column) {
            self.fault_at((Some(row), column), "nothing".to_owned(), "a code", "");
        }
        text
    }

    /// A number in a range; `None` if the cell is empty. What is no number is a fault, and `None`.
    pub fn number(&mut self, row: usize, column: &'static str, range: (f64, f64), rule: &str) -> Option<f64> {
        let text = self.cell(row, column).to_owned();
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<f64>().ok().filter(|n| (range.0..=range.1).contains(n));
        if number.is_none() {
            self.fault_at((Some(row), column), format!("`{text}`"), rule, "");
        }
        number
    }

    /// The same for a cell that must not be empty.
    pub fn needed(&mut self, row: usize, column: &'static str, range: (f64, f64), rule: &str) -> f64 {
        if self.cell(row, column).is_empty() {
            if self.has(column) {
                self.fault_at((Some(row), column), "nothing".to_owned(), rule, "");
            }
            return 0.0;
        }
        self.number(row, column, range, rule).unwrap_or(0.0)
    }

    /// The row of each code of a column, which must be given once.
    pub fn rows_of(&mut self, column: &'static str) -> BTreeMap<String, usize> {
        let mut rows = BTreeMap::new();
        for row in 0..self.len() {
            let code = self.code(row, column);
            if !code.is_empty() && rows.contains_key(&code) {
                self.fault_at((Some(row), column), format!("`{code}` twice"), "each code once", "");
            }
            rows.entry(code).or_insert(row);
        }
        rows
    }

    /// Looks a code up among known ones.
    pub fn look_up<T: Copy>(
        &mut self,
        row: usize,
        column: &'static str,
        (known, rule): (&BTreeMap<String, T>, &str),
    ) -> Option<T> {
        let code = self.code(row, column);
        let found = known.get(&code).copied();
        if found.is_none() && !code.is_empty() {
            let hint = did_you_mean(&code, known.keys().map(String::as_str));
            self.fault_at((Some(row), column), format!("`{code}`"), rule, &hint);
        }
        found
    }

    /// Adds a fault of a row, or of the file as a whole.
    pub fn fault_at(&mut self, (row, column): (Option<usize>, &str), found: String, rule: &str, hint: &str) {
        let path = match (row, column) {
            (Some(row), "") => format!("row {}", row + 1),
            (Some(row), column) => format!("row {}, {column}", row + 1),
            (None, column) => column.to_owned(),
        };
        let line = row.and_then(|row| self.rows.get(row)).map(|(line, _)| *line);
        let (file, rule, hint) = (self.file.clone(), rule.to_owned(), hint.to_owned());
        self.faults.push(Problem { file, path, line, found, rule, hint });
    }
}
