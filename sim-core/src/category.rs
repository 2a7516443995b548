//! The ambulance response categories and the ways in which an incident can end.

use serde::{Deserialize, Serialize};

/// Ambulance response category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Category {
    /// Life-threatening.
    C1 = 0,
    /// Emergency.
    C2 = 1,
    /// Urgent.
    C3 = 2,
    /// Less urgent.
    C4 = 3,
    /// HCP and IFT levels 3 and 4, C5 and undecoded: uses vehicles, has no standard.
    Other = 4,
}

impl Category {
    /// All categories in order of urgency.
    pub const ALL: [Self; 5] = [Self::C1, Self::C2, Self::C3, Self::C4, Self::Other];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::C1 => "C1",
            Self::C2 => "C2",
            Self::C3 => "C3",
            Self::C4 => "C4",
            Self::Other => "Other",
        }
    }

    /// The category in row `row` of [`Category::ALL`].
    ///
    /// # Panics
    /// If `row` is not below 5.
    #[inline]
    #[must_use]
    pub const fn from_row(row: u8) -> Self {
        Self::ALL[row as usize]
    }

    /// The row in [`Category::ALL`].
    #[inline]
    #[must_use]
    pub const fn row(self) -> usize {
        self as usize
    }
}

/// A set of categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Categories(u8);

impl Categories {
    /// Every category.
    pub const ALL: Self = Self(0b1_1111);
    /// No category.
    pub const NONE: Self = Self(0);

    /// The set of some categories.
    #[must_use]
    pub const fn of(categories: &[Category]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < categories.len() {
            set |= 1 << categories[at] as u8;
            at += 1;
        }
        Self(set)
    }

    /// The categories at least as urgent as `last`.
    #[must_use]
    pub const fn down_to(last: Category) -> Self {
        Self((1 << (last as u8 + 1)) - 1)
    }

    /// Whether a category is in the set.
    #[inline]
    #[must_use]
    pub const fn has(self, category: Category) -> bool {
        self.0 >> (category as u8) & 1 == 1
    }

    /// What is in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// How an incident ended: exactly one for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Ending {
    /// Answered by telephone; no vehicle was sent.
    HearAndTreat = 0,
    /// Attended and treated where the patient was.
    SeeAndTreat = 1,
    /// Conveyed to an emergency department.
    ConveyedEd = 2,
    /// Conveyed elsewhere.
    ConveyedOther = 3,
    /// Cancelled by the caller.
    Cancelled = 4,
    /// The patient gave up waiting.
    Reneged = 5,
    /// Passed to another provider.
    PassedOn = 6,
    /// Still without an ending when the run stopped.
    Open = 7,
    /// Attended by a team that is no ambulance crew, and no ambulance needed; no clock stops.
    OtherResponder = 8,
}

impl Ending {
    /// Number of endings.
    pub const COUNT: usize = 9;
    /// All endings.
    pub const ALL: [Self; Self::COUNT] = [
        Self::HearAndTreat,
        Self::SeeAndTreat,
        Self::ConveyedEd,
        Self::ConveyedOther,
        Self::Cancelled,
        Self::Reneged,
        Self::PassedOn,
        Self::Open,
        Self::OtherResponder,
    ];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HearAndTreat => "hear_and_treat",
            Self::SeeAndTreat => "see_and_treat",
            Self::ConveyedEd => "conveyed_ed",
            Self::ConveyedOther => "conveyed_other",
            Self::Cancelled => "cancelled",
            Self::Reneged => "reneged",
            Self::PassedOn => "passed_on",
            Self::Open => "open",
            Self::OtherResponder => "other_responder",
        }
    }
}
