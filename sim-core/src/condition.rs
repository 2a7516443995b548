//! What is the matter with a patient, as far as it decides who may answer and where the patient is taken.

use serde::{Deserialize, Serialize};

/// The condition of an incident's patient, as suspected on the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Condition {
    /// A fall.
    Falls = 0,
    /// A mental-health crisis.
    MentalHealth = 1,
    /// A suspected stroke.
    Stroke = 2,
    /// Major trauma.
    MajorTrauma = 3,
    /// A heart attack that calls for primary angioplasty.
    Stemi = 4,
    /// A cardiac arrest.
    CardiacArrest = 5,
    /// Difficulty in breathing.
    Breathing = 6,
    /// Chest pain.
    ChestPain = 7,
    /// Something to do with alcohol.
    Alcohol = 8,
    /// Anything else.
    Other = 9,
}

impl Condition {
    /// Number of conditions.
    pub const COUNT: usize = 10;

    /// All conditions.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Falls,
        Self::MentalHealth,
        Self::Stroke,
        Self::MajorTrauma,
        Self::Stemi,
        Self::CardiacArrest,
        Self::Breathing,
        Self::ChestPain,
        Self::Alcohol,
        Self::Other,
    ];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Falls => "falls",
            Self::MentalHealth => "mental_health",
            Self::Stroke => "stroke",
            Self::MajorTrauma => "major_trauma",
            Self::Stemi => "stemi",
            Self::CardiacArrest => "cardiac_arrest",
            Self::Breathing => "breathing",
            Self::ChestPain => "chest_pain",
            Self::Alcohol => "alcohol",
            Self::Other => "other",
        }
    }

    /// The row in [`Condition::ALL`].
    #[inline]
    #[must_use]
    pub const fn row(self) -> usize {
        self as usize
    }

    /// The condition at mark `u` in [0, 1) of a distribution: each share with those before it, the last being 1.
    #[inline]
    #[must_use]
    pub fn at(cumulative: &[f64; Self::COUNT], u: f64) -> Self {
        Self::ALL.into_iter().find(|condition| u < cumulative[condition.row()]).unwrap_or(Self::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_falls_into_the_share_of_its_condition() {
        let cumulative = [0.25, 0.25, 0.5, 0.5, 0.5, 0.75, 0.75, 0.75, 0.75, 1.0];
        let at = |u| Condition::at(&cumulative, u);
        assert_eq!([at(0.0), at(0.2499), at(0.25)], [Condition::Falls, Condition::Falls, Condition::Stroke]);
        assert_eq!(
            [at(0.6), at(0.75), at(1.0)],
            [Condition::CardiacArrest, Condition::Other, Condition::Other]
        );
    }

    #[test]
    fn rows_are_in_order() {
        assert!(Condition::ALL.iter().enumerate().all(|(row, condition)| condition.row() == row));
    }
}
