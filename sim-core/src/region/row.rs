//! The cells of one row: each is read by the name of its column, checked, and reported if it is wrong.
//!
//! Where a cell is wrong a stand-in is returned: `NaN`, an empty text, the first word. It never leaves the
//! loader, and every later check must take it without a fault of its own.

use super::csv_table::Header;
use super::faults::{Fault, Faults, quoted};
use super::keys::Keys;
use super::schemas::Schema;
use super::{Grade, Month};
use crate::problem::did_you_mean;
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// A share.
pub(super) const SHARE: RangeInclusive<f64> = 0.0..=1.0;
/// A number of people, incidents or hours.
pub(super) const COUNT: RangeInclusive<f64> = 0.0..=1e9;
/// A duration of one person, vehicle or month's mean, seconds.
pub(super) const SECONDS: RangeInclusive<f64> = 0.0..=1e6;
/// A ratio that may be nothing.
pub(super) const RATIO: RangeInclusive<f64> = 0.0..=100.0;

/// Bytes of the longest code.
const CODE_LIMIT: usize = 64;

/// A row being read.
pub(super) struct Row<'t> {
    header: &'t Header,
    record: &'t csv::StringRecord,
    line: usize,
    faults: &'t mut Faults,
    /// The column after the last one read: rows are mostly read in order.
    next: usize,
}

impl<'t> Row<'t> {
    pub fn new(
        header: &'t Header,
        record: &'t csv::StringRecord,
        line: usize,
        faults: &'t mut Faults,
    ) -> Self {
        Self { header, record, line, faults, next: 0 }
    }

    /// The cell without blanks around it; `None` if the column is missing or the row has another length.
    ///
    /// # Panics
    /// If the schema has no such column.
    pub fn cell(&mut self, column: &str) -> Option<&'t str> {
        let columns = &self.header.columns;
        let at = (self.next..columns.len()).chain(0..self.next).find(|at| columns[*at] == column);
        let at = at.expect("rows are read by the columns of their schema");
        self.next = at + 1;
        let place = self.header.places[at]?;
        // The first cell, most often a code, is in its place however many follow.
        let whole = place == 0 || self.record.len() == self.header.width;
        whole.then(|| self.record.get(place).unwrap_or_default().trim())
    }

    /// What tells the row apart from the others; empty where nothing can.
    pub fn key(&mut self, schema: &Schema) -> String {
        let cells: Vec<&str> =
            schema.key.split(',').filter(|column| !column.is_empty()).map_while(|c| self.cell(c)).collect();
        let known = cells.first().is_some_and(|cell| !cell.is_empty())
            && cells.len() == schema.key.split(',').count();
        if known { cells.join(" ").trim_end().to_owned() } else { String::new() }
    }

    /// Reports a fault of a cell.
    pub fn fault(&mut self, column: &str, fault: impl FnOnce() -> Fault) {
        self.faults.at_cell(self.line, column, fault);
    }

    /// The cell if it is not empty; an empty one is a fault.
    fn filled(&mut self, column: &str, rule: impl FnOnce() -> String) -> Option<&'t str> {
        let cell = self.cell(column)?;
        if cell.is_empty() {
            self.fault(column, || Fault::new(quoted(cell), rule(), ""));
        }
        Some(cell).filter(|cell| !cell.is_empty())
    }

    /// A text that must not be empty.
    pub fn text(&mut self, column: &str) -> String {
        self.filled(column, || "a text".to_owned()).unwrap_or_default().to_owned()
    }

    /// A code or a name that other tables, or people, refer to.
    pub fn code(&mut self, column: &str) -> String {
        let code = self.text(column);
        if code.len() <= CODE_LIMIT {
            return code;
        }
        self.fault(column, || Fault::new(quoted(&code), format!("a code of at most {CODE_LIMIT} bytes"), ""));
        String::new()
    }

    /// A text that may be empty.
    pub fn text_or_empty(&mut self, column: &str) -> String {
        self.cell(column).unwrap_or_default().to_owned()
    }

    /// A number within `range`; `NaN` stands in.
    pub fn number(&mut self, column: &str, range: RangeInclusive<f64>) -> f64 {
        let cell = self.filled(column, || number_rule(&range));
        cell.and_then(|cell| self.parse_number(column, cell, &range)).unwrap_or(f64::NAN)
    }

    /// A number within `range`, or none if the cell is empty.
    pub fn number_or_none(&mut self, column: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let cell = self.cell(column).filter(|cell| !cell.is_empty())?;
        self.parse_number(column, cell, &range)
    }

    fn parse_number(&mut self, column: &str, cell: &str, range: &RangeInclusive<f64>) -> Option<f64> {
        let number = cell.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.fault(column, || Fault::new(quoted(cell), number_rule(range), number_hint(cell)));
        }
        number
    }

    /// A whole number within `range`.
    pub fn whole(&mut self, column: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let rule = || format!("a whole number from {} to {}", range.start(), range.end());
        let cell = self.filled(column, rule)?;
        // One way of writing only, so that two equal numbers are equal cells.
        let number =
            cell.parse().ok().filter(|number: &u32| range.contains(number) && number.to_string() == cell);
        if number.is_none() {
            self.fault(column, || Fault::new(quoted(cell), rule(), number_hint(cell)));
        }
        number
    }

    /// One of some words; the first stands in.
    pub fn word<T: Copy>(&mut self, column: &str, words: &[(&str, T)]) -> T {
        let all = || words.iter().map(|(word, _)| *word);
        let rule = || format!("one of {}", all().collect::<Vec<_>>().join(", "));
        let Some(cell) = self.filled(column, rule) else { return words[0].1 };
        let found = words.iter().find(|(word, _)| *word == cell);
        if found.is_none() {
            self.fault(column, || Fault::new(quoted(cell), rule(), nearest(cell, all())));
        }
        found.unwrap_or(&words[0]).1
    }

    /// `yes` or `no`.
    pub fn yes(&mut self, column: &str) -> bool {
        self.word(column, &[("no", false), ("yes", true)])
    }

    /// `rural` or `urban`.
    pub fn rural(&mut self, column: &str) -> bool {
        self.word(column, &[("urban", false), ("rural", true)])
    }

    /// Grade of evidence: a letter, alone or with a suffix as in `A-derived`.
    pub fn grade(&mut self, column: &str) -> Grade {
        const RULE: &str = "a grade A, B, C or D, alone or as in `A-derived`; M (recalled) counts as D";
        let Some(cell) = self.filled(column, || RULE.to_owned()) else { return Grade::D };
        let letter = cell.split('-').next().unwrap_or_default();
        match letter {
            "A" => Grade::A,
            "B" => Grade::B,
            "C" => Grade::C,
            "D" | "M" => Grade::D,
            _ => {
                self.fault(column, || Fault::new(quoted(cell), RULE, ""));
                Grade::D
            }
        }
    }

    /// The row of another table that the code stands for.
    pub fn refer(&mut self, column: &str, keys: &Keys<'_>) -> Option<usize> {
        let cell = self.filled(column, || keys.rule())?;
        self.look_up(column, cell, keys, None)
    }

    /// The same where the cell may be empty.
    pub fn refer_or_none(&mut self, column: &str, keys: &Keys<'_>) -> Option<usize> {
        let cell = self.cell(column).filter(|cell| !cell.is_empty())?;
        self.look_up(column, cell, keys, None)
    }

    /// The same where `all` stands for all of them: `None`.
    pub fn refer_or_all(&mut self, column: &str, all: &str, keys: &Keys<'_>) -> Option<usize> {
        let cell = self.filled(column, || format!("{}, or {all}", keys.rule()))?;
        if cell == all { None } else { self.look_up(column, cell, keys, Some(all)) }
    }

    fn look_up(&mut self, column: &str, cell: &str, keys: &Keys<'_>, all: Option<&str>) -> Option<usize> {
        let found = keys.find(cell);
        if found.is_none() && keys.readable() {
            self.fault(column, || {
                Fault::new(quoted(cell), keys.rule(), nearest(cell, keys.codes().chain(all)))
            });
        }
        found
    }

    /// A date that must be there; `None` stands in.
    pub fn date(&mut self, column: &str) -> Option<Date> {
        let cell = self.filled(column, || DATE_RULE.to_owned())?;
        self.parse_date(column, cell)
    }

    /// A date, or none if the cell is empty.
    pub fn date_or_none(&mut self, column: &str) -> Option<Date> {
        let cell = self.cell(column).filter(|cell| !cell.is_empty())?;
        self.parse_date(column, cell)
    }

    fn parse_date(&mut self, column: &str, cell: &str) -> Option<Date> {
        let shaped = cell.len() == 10 && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date = cell.parse().ok().filter(|_| shaped);
        if date.is_none() {
            self.fault(column, || Fault::new(quoted(cell), DATE_RULE, ""));
        }
        date
    }

    /// A date, or none if the cell is empty; not before `from`.
    pub fn date_from(&mut self, column: &str, from: Option<Date>) -> Option<Date> {
        let date = self.date_or_none(column);
        if let (Some(from), Some(to)) = (from, date)
            && to < from
        {
            self.fault(column, || {
                Fault::new(to.to_string(), format!("{from} or later"), "an end is not before its beginning")
            });
        }
        date
    }

    /// A month; January of the year 0 stands in.
    pub fn month(&mut self, column: &str) -> Month {
        const RULE: &str = "a month as in 2023-10";
        let stand_in = Month { year: 0, month: 1 };
        let Some(cell) = self.filled(column, || RULE.to_owned()) else { return stand_in };
        Month::parse(cell).unwrap_or_else(|| {
            self.fault(column, || Fault::new(quoted(cell), RULE, ""));
            stand_in
        })
    }

    /// Reports the first of `values` that is below the one before it.
    pub fn ascending<const N: usize>(&mut self, columns: [&str; N], values: [f64; N]) {
        if let Some(at) = (1..N).find(|at| values[*at] < values[at - 1]) {
            let rule = || format!("at least {} ({})", values[at - 1], columns[at - 1]);
            self.fault(columns[at], || Fault::new(values[at].to_string(), rule(), ""));
        }
    }
}

const DATE_RULE: &str = "a date as in 2023-10-31";

fn number_rule(range: &RangeInclusive<f64>) -> String {
    format!("a number from {} to {}", range.start(), range.end())
}

fn number_hint(cell: &str) -> &'static str {
    if cell.ends_with('%') {
        "write a share: 0.12, not 12%"
    } else if cell.contains(',') {
        "write no separator of thousands, and a point before decimals"
    } else {
        ""
    }
}

/// [`did_you_mean`] for a cell and a table that may both be longer than their writer thought.
pub(super) fn nearest<'a>(cell: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    did_you_mean(&cell.chars().take(CODE_LIMIT).collect::<String>(), allowed.into_iter().take(20_000))
}
