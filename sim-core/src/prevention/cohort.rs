use crate::category::Category;
use crate::condition::Condition;
use crate::patient::Patient;

/// Whom an intervention is for: one bit for each word that is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cohort {
    /// Categories.
    pub categories: u16,
    /// Conditions.
    pub conditions: u16,
    /// Ages.
    pub ages: u16,
    /// Where requests come from.
    pub origins: u16,
    /// Where patients are.
    pub settings: u16,
    /// Whether only frequent callers are meant: then people are reached, and not incidents.
    pub frequent_callers: bool,
}

impl Cohort {
    /// Everybody.
    pub const ALL: Self = Self {
        categories: u16::MAX,
        conditions: u16::MAX,
        ages: u16::MAX,
        origins: u16::MAX,
        settings: u16::MAX,
        frequent_callers: false,
    };

    /// Whether the patient of an incident of a category belongs to it.
    #[inline]
    #[must_use]
    pub const fn holds(&self, category: Category, patient: &Patient) -> bool {
        has(self.categories, category.row())
            && has(self.conditions, patient.condition.row())
            && has(self.ages, patient.age.row())
            && has(self.origins, patient.origin.row())
            && has(self.settings, patient.setting.row())
            && (!self.frequent_callers || patient.caller.is_some())
    }
}

const fn has(set: u16, row: usize) -> bool {
    set >> row & 1 == 1
}

/// The words of each part of a cohort.
pub const PARTS: [(&str, &[&str]); 5] = [
    ("categories", &["C1", "C2", "C3", "C4", "Other"]),
    ("conditions", &names_of_conditions()),
    ("ages", &["under_18", "18_59", "60_64", "65_79", "80_plus"]),
    ("origins", &["999", "111", "professional"]),
    ("settings", &["home", "care_home", "public"]),
];

const fn names_of_conditions() -> [&'static str; Condition::COUNT] {
    let mut names = [""; Condition::COUNT];
    let mut row = 0;
    while row < Condition::COUNT {
        names[row] = Condition::ALL[row].name();
        row += 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patient::{AgeBand, Origin, Setting};

    #[test]
    fn the_words_of_parts_are_those_of_the_enums_in_order() {
        let words = |row: usize| PARTS[row].1.to_vec();
        assert_eq!(words(0), Category::ALL.map(Category::name).to_vec());
        assert_eq!(words(1), Condition::ALL.map(Condition::name).to_vec());
        assert_eq!(words(2), AgeBand::ALL.iter().map(|a| a.name()).collect::<Vec<_>>());
        assert_eq!(words(3), Origin::ALL.iter().map(|o| o.name()).collect::<Vec<_>>());
        assert_eq!(words(4), Setting::ALL.iter().map(|s| s.name()).collect::<Vec<_>>());
    }

    #[test]
    fn a_patient_belongs_who_has_a_bit_in_every_part() {
        let patient = Patient {
            condition: Condition::Falls,
            age: AgeBand::From65,
            origin: Origin::Call999,
            setting: Setting::Home,
            caller: None,
        };
        let bit = |row: usize| 1u16 << row;
        let falls =
            Cohort { conditions: bit(Condition::Falls.row()), ages: bit(2) | bit(3) | bit(4), ..Cohort::ALL };
        assert!(falls.holds(Category::C3, &patient));
        assert!(!falls.holds(Category::C3, &Patient { age: AgeBand::From18, ..patient }));
        let callers = Cohort { frequent_callers: true, ..Cohort::ALL };
        assert!(!callers.holds(Category::C3, &patient));
        assert!(callers.holds(Category::C3, &Patient { caller: Some(0), ..patient }));
    }
}
