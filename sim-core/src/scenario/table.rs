//! A data file whose columns have names of their own: which of them it has, and a row while it is read.

use super::files::Opened;
use super::report::{Fault, Place, Report, nearest, quoted};

/// The columns of a table.
pub(super) struct Columns {
    /// What the table is, for faults: "a rota".
    pub of: &'static str,
    /// Columns that it has.
    pub needed: &'static [&'static str],
    /// Columns that it may have.
    pub optional: &'static [&'static str],
}

impl Columns {
    /// The rows below the columns' names that `read` finds nothing wrong with; every fault goes to the report.
    pub fn rows<T>(
        &self,
        opened: &Opened,
        report: &mut Report,
        mut read: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let place = |line| Place { file: opened.shown.clone(), line };
        if !self.are_there(opened, report) {
            return Vec::new();
        }
        let mut rows = Vec::new();
        let width = opened.sheet.columns.len();
        let all = opened.sheet.rows(|line, cells| {
            if cells.iter().all(|cell| cell.is_empty()) {
                return;
            }
            if cells.len() != width {
                let rule = format!("{width} cells, as in the first line");
                let fault = Fault::new(format!("{} cells", cells.len()), rule, "");
                return report.at(&place(Some(line)), "", fault);
            }
            let mut row = Row { opened, cells, line, report, is_sound: true };
            let found = read(&mut row);
            if row.is_sound {
                rows.extend(found);
            }
        });
        if let Err(fault) = all {
            report.at(&place(None), "", fault);
        } else if rows.is_empty() && report.is_empty() {
            let rule = format!("{} has a row", self.of);
            report.at(&place(None), "", Fault::new("no row below the first", rule, ""));
        }
        rows
    }

    fn are_there(&self, opened: &Opened, report: &mut Report) -> bool {
        let place = Place { file: opened.shown.clone(), line: Some(1) };
        let columns = &opened.sheet.columns;
        let is_missing = |name: &&str| !columns.iter().any(|column| column == name);
        let missing: Vec<&str> = self.needed.iter().copied().filter(is_missing).collect();
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].contains(column) {
                report.at(
                    &place,
                    column,
                    Fault::new("the same column again", "each column is there once", ""),
                );
            } else if !self.needed.iter().chain(self.optional).any(|name| name == column) {
                let near = nearest(column, missing.iter().chain(self.optional).copied());
                let rule = format!("a column of {}", self.of);
                report.at(&place, column, Fault::new("an unknown column", rule, near));
            }
        }
        for name in &missing {
            let rule = format!("every column of {} is there", self.of);
            report.at(&place, name, Fault::new("no such column", rule, self.listed()));
        }
        missing.is_empty()
    }

    fn listed(&self) -> String {
        let needed = format!("its columns: {}", self.needed.join(", "));
        if self.optional.is_empty() {
            needed
        } else {
            format!("{needed}; optional: {}", self.optional.join(", "))
        }
    }
}

/// A row while it is read.
pub(super) struct Row<'a> {
    opened: &'a Opened,
    cells: &'a [&'a str],
    /// Its line in the file.
    pub line: usize,
    report: &'a mut Report,
    /// Whether nothing wrong has been found in it.
    pub is_sound: bool,
}

impl<'a> Row<'a> {
    /// What stands in a column; nothing where the column is left out.
    pub fn cell(&self, column: &str) -> &'a str {
        self.opened.sheet.column(&[column]).map_or("", |at| self.cells[at])
    }

    /// A fault of the cell in a column; there is no value.
    pub fn fault<T>(&mut self, column: &str, rule: &str, hint: impl Into<String>) -> Option<T> {
        let found = quoted(self.cell(column));
        self.fault_of(column, Fault::new(found, rule, hint))
    }

    /// A fault of the row that names what was found in its own words.
    pub fn fault_of<T>(&mut self, column: &str, fault: Fault) -> Option<T> {
        let place = Place { file: self.opened.shown.clone(), line: Some(self.line) };
        self.report.at(&place, column, fault);
        self.is_sound = false;
        None
    }

    /// The value of the cell in a column as `read` reads it.
    pub fn with<T>(&mut self, column: &str, read: fn(&str) -> Option<T>, rule: &str) -> Option<T> {
        read(self.cell(column)).or_else(|| self.fault(column, rule, ""))
    }

    /// The row of the region whose code stands in a column.
    pub fn coded<'c>(
        &mut self,
        column: &str,
        codes: impl Iterator<Item = &'c str> + Clone,
        rule: &str,
    ) -> Option<usize> {
        let code = self.cell(column);
        let found = codes.clone().position(|known| known == code);
        found.or_else(|| self.fault(column, rule, nearest(code, codes)))
    }
}
