//! The Ambulance Systems Indicators of NHS England: what the services publish by month, read as published.
//!
//! A file becomes a plain table of organisation, month, item and value: counts, and seconds as whole numbers. Nothing
//! is corrected and nothing is lost in silence: a row that gives no figure is reported with its line, and what is
//! wrong ends the reading with every fault. Organisations are joined by code, for names change. Counts and totals add
//! up; a mean is its total over its count; of centiles nothing can be made, and asking for it is refused.

mod cell;
mod check;
mod gaps;
mod header;
mod item;
mod organisation;
mod overlay;
mod read;
mod refusal;
mod report;
mod sums;
#[cfg(feature = "arrow")]
mod tables;
mod write;

pub use check::{Breach, BreachRule, Checks};
pub use gaps::{Block, Gap};
pub use item::{Evidence, Item, ItemKind, items};
pub use organisation::{OrgLevel, Organisation};
pub use overlay::ResponseTimes;
pub use refusal::Refusal;
pub use report::{DropReason, DroppedRow, Renamed, Report};
pub use sums::{Choice, Missing, Ratio, Sum};
#[cfg(feature = "arrow")]
pub use tables::TABLES;

use crate::region::Month;

/// One figure: what an organisation's item was in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// Row in [`AmbSys::organisations`].
    pub organisation: u16,
    /// The month.
    pub month: Month,
    /// Row in [`AmbSys::items`].
    pub item: u16,
    /// A count, or seconds.
    pub value: i64,
}

/// The indicators of some organisations and months, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbSys {
    file: String,
    organisations: Vec<Organisation>,
    items: Vec<Item>,
    figures: Vec<Figure>,
    report: Report,
}

impl AmbSys {
    /// A table from its parts; figures come in any order, each organisation, month and item at most once.
    #[must_use]
    pub fn new(
        file: &str,
        organisations: Vec<Organisation>,
        items: Vec<Item>,
        mut figures: Vec<Figure>,
    ) -> Self {
        figures.sort_unstable();
        Self { file: file.to_owned(), organisations, items, figures, report: Report::default() }
    }

    fn with_report(self, report: Report) -> Self {
        Self { report, ..self }
    }

    /// The file's name, as the user knows it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The organisations in order of level and code.
    #[must_use]
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The items in the order of the file's columns, codes that are not known among them.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The figures in order of organisation, month and item; what is missing has none.
    #[must_use]
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// What reading met.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The months in which there is a figure, in order.
    #[must_use]
    pub fn months(&self) -> Vec<Month> {
        let mut months: Vec<Month> = self.figures.iter().map(|figure| figure.month).collect();
        months.sort_unstable();
        months.dedup();
        months
    }

    /// The row of an item by its code, or by our name for it.
    #[must_use]
    pub fn find_item(&self, code_or_name: &str) -> Option<usize> {
        let is = |item: &Item| {
            item.code.eq_ignore_ascii_case(code_or_name)
                || (!item.name.is_empty() && item.name == code_or_name)
        };
        self.items.iter().position(is)
    }

    /// The row of an organisation by its code.
    #[must_use]
    pub fn find_organisation(&self, code: &str) -> Option<usize> {
        self.organisations.iter().position(|organisation| organisation.code.eq_ignore_ascii_case(code))
    }

    /// A figure by the codes of its organisation and item; `None` if it was not published.
    #[must_use]
    pub fn value(&self, organisation: &str, month: Month, item: &str) -> Option<i64> {
        self.at(self.find_organisation(organisation)?, month, self.find_item(item)?)
    }

    /// The same by rows.
    fn at(&self, organisation: usize, month: Month, item: usize) -> Option<i64> {
        let key = (organisation as u16, month, item as u16);
        let found = self
            .figures
            .binary_search_by(|figure| (figure.organisation, figure.month, figure.item).cmp(&key));
        found.ok().map(|row| self.figures[row].value)
    }

    /// The rows of the organisations of a level.
    fn of_level(&self, level: OrgLevel) -> Vec<usize> {
        (0..self.organisations.len()).filter(|row| self.organisations[*row].level == level).collect()
    }
}
