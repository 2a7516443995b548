//! Rows of a data file below named columns, and the faults in them: file, row, column, rule and hint.

use super::files::Opened;
use super::report::{Fault, Place, Report, nearest, quoted};

/// The columns of a kind of table.
pub(super) struct Columns {
    /// What the table is: `a rota`.
    pub of: &'static str,
    /// Columns that it has.
    pub needed: &'static [&'static str],
    /// Columns that it may have.
    pub optional: &'static [&'static str],
}

/// Reads the rows that hold something, each with its line; every fault goes to the report.
pub(super) fn read<T>(
    opened: &Opened,
    columns: &Columns,
    report: &mut Report,
    mut read: impl FnMut(&mut Row<'_>) -> Option<T>,
) -> Vec<(usize, T)> {
    let place = |line| Place { file: opened.shown.clone(), line };
    if !columns.are_in(opened, report) {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let width = opened.sheet.columns.len();
    let whole = opened.sheet.rows(|line, cells| {
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
            rows.extend(found.map(|found| (line, found)));
        }
    });
    if let Err(fault) = whole {
        report.at(&place(None), "", fault);
    } else if rows.is_empty() && report.is_empty() {
        let rule = format!("{} has a row", columns.of);
        report.at(&place(None), "", Fault::new("no row below the first", rule, ""));
    }
    rows
}

impl Columns {
    fn are_in(&self, opened: &Opened, report: &mut Report) -> bool {
        let place = Place { file: opened.shown.clone(), line: Some(1) };
        let columns = &opened.sheet.columns;
        let is_there = |name: &&&str| columns.iter().any(|column| column == **name);
        let missing: Vec<&str> = self.needed.iter().filter(|name| !is_there(name)).copied().collect();
        let known = || self.needed.iter().chain(self.optional);
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].contains(column) {
                report.at(
                    &place,
                    column,
                    Fault::new("the same column again", "each column is there once", ""),
                );
            } else if !known().any(|name| name == column) {
                let near = nearest(column, missing.iter().chain(self.optional).copied());
                let rule = format!("a column of {}", self.of);
                report.at(&place, column, Fault::new("an unknown column", rule, near));
            }
        }
        for name in &missing {
            let (needed, optional) = (self.needed.join(", "), self.optional.join(", "));
            let hint = format!("its columns: {needed}; optional: {optional}");
            let rule = format!("every column of {} is there", self.of);
            report.at(&place, name, Fault::new("no such column", rule, hint));
        }
        missing.is_empty()
    }
}

/// A row while it is read.
pub(super) struct Row<'a> {
    opened: &'a Opened,
    cells: &'a [&'a str],
    line: usize,
    report: &'a mut Report,
    /// Whether nothing in it has been a fault so far.
    pub is_sound: bool,
}

impl<'a> Row<'a> {
    /// What stands in a column; nothing where the column is left out.
    pub fn cell(&self, column: &str) -> &'a str {
        self.opened.sheet.column(&[column]).map_or("", |at| self.cells[at])
    }

    /// A fault of what stands in a column.
    pub fn fault<T>(&mut self, column: &str, rule: &str, hint: impl Into<String>) -> Option<T> {
        let place = Place { file: self.opened.shown.clone(), line: Some(self.line) };
        self.report.at(&place, column, Fault::new(quoted(self.cell(column)), rule, hint));
        self.is_sound = false;
        None
    }

    /// What a column holds, or a fault.
    pub fn with<T>(&mut self, column: &str, read: fn(&str) -> Option<T>, rule: &str) -> Option<T> {
        read(self.cell(column)).or_else(|| self.fault(column, rule, ""))
    }
}
