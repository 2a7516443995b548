use super::Grade;

/// What a number about patients is of: rows of [`crate::condition::Condition`], [`crate::patient::AgeBand`],
/// [`crate::patient::Setting`], [`crate::category::Category`] and [`crate::patient::Origin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// Share of an age among patients of a condition.
    Age {
        /// The condition.
        condition: u8,
        /// The age.
        age: u8,
    },
    /// Share of a place among patients of an age.
    Setting {
        /// The age.
        age: u8,
        /// The place.
        setting: u8,
    },
    /// Share of an origin among incidents of a category.
    Origin {
        /// The category.
        category: u8,
        /// The origin.
        origin: u8,
    },
    /// Share of 999 calls that come from frequent callers.
    CallerShare,
    /// Calls of a frequent caller in a year, on average.
    CallsAYear,
}

/// One number of `patients.csv`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PatientNumber {
    /// What it is of.
    pub of: Given,
    /// The number: a share, or calls a year.
    pub number: f64,
    /// Lowest thought possible.
    pub low: f64,
    /// Highest thought possible.
    pub high: f64,
    /// Evidence.
    pub grade: Grade,
}
