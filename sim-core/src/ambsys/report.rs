//! What reading a file met: every row that was dropped, and all that is unusual.

use crate::region::Month;
use std::collections::BTreeMap;

/// Why a row gives no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DropReason {
    /// Nothing stands in it.
    Blank,
    /// It is a note: it has neither a year nor a figure.
    Note,
    /// Every figure is missing.
    NoFigure,
    /// It is the same, figure by figure, as the row on this line.
    Repeats(usize),
}

impl DropReason {
    /// The reason in words.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Blank => "nothing stands in it".to_owned(),
            Self::Note => "a note: neither a year nor a figure".to_owned(),
            Self::NoFigure => "every figure is missing".to_owned(),
            Self::Repeats(line) => format!("repeats row {line}, figure by figure"),
        }
    }
}

/// A row that was dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedRow {
    /// Its line in the file; the first line, with the names of the columns, is 1.
    pub line: usize,
    /// The organisation and the month that it is about, if it says so.
    pub about: Option<(String, Month)>,
    /// Why.
    pub reason: DropReason,
}

/// An organisation whose name changes within the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its code.
    pub code: String,
    /// Each name with its number of months, and the first and the last of them.
    pub names: Vec<(String, usize, Month, Month)>,
}

/// What reading a file met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Rows below the first line.
    pub rows: usize,
    /// Those that give figures.
    pub kept: usize,
    /// Those that do not, in order of their lines.
    pub dropped: Vec<DroppedRow>,
    /// Cells without a figure in all rows about an organisation and month, by the mark that stands there.
    pub missing: BTreeMap<&'static str, usize>,
    /// Columns that hold neither an item nor what a row is about: left out.
    pub left_out: Vec<String>,
    /// Organisations whose names change.
    pub renamed: Vec<Renamed>,
}
