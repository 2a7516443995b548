use crate::experiment::summary::Statistic;
use crate::outcome::ReportedCategory;

/// How an incident was answered, as a share of all incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    /// Conveyed to an emergency department.
    ConveyedEd,
    /// Treated on scene.
    SeeAndTreat,
    /// Treated by telephone.
    HearAndTreat,
}

impl Answered {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ConveyedEd, Self::SeeAndTreat, Self::HearAndTreat];

    const fn name(self) -> &'static str {
        match self {
            Self::ConveyedEd => "conveyed_ed",
            Self::SeeAndTreat => "see_and_treat",
            Self::HearAndTreat => "hear_and_treat",
        }
    }
}

/// A figure that a service publishes every month and the model gives too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// A response time, seconds.
    Response(ReportedCategory, Statistic),
    /// A share of all incidents.
    Share(Answered),
    /// Vehicles arriving for an incident of a category.
    Arriving(ReportedCategory),
}

/// The categories with a published response time.
const TIMED: [ReportedCategory; 5] = [
    ReportedCategory::C1,
    ReportedCategory::C1T,
    ReportedCategory::C2,
    ReportedCategory::C3,
    ReportedCategory::C4,
];

/// The categories whose vehicles are counted: C1T is a part of C1.
const COUNTED: [ReportedCategory; 4] =
    [ReportedCategory::C1, ReportedCategory::C2, ReportedCategory::C3, ReportedCategory::C4];

impl Measure {
    /// All of them, in the order of a scorecard.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let times =
            TIMED.into_iter().flat_map(|category| Statistic::ALL.map(|s| Self::Response(category, s)));
        let shares = Answered::ALL.into_iter().map(Self::Share);
        times.chain(shares).chain(COUNTED.into_iter().map(Self::Arriving)).collect()
    }

    /// The name used in every table: `C2 mean`, `conveyed_ed`, `C1 arriving`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Response(category, statistic) => format!("{} {}", category.name(), statistic.name()),
            Self::Share(answered) => answered.name().to_owned(),
            Self::Arriving(category) => format!("{} arriving", category.name()),
        }
    }

    /// What its values are counted in.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Response(..) => "s",
            Self::Share(_) => "share",
            Self::Arriving(_) => "vehicles",
        }
    }

    /// Whether model and published value are held against each other by their difference, and not by their ratio.
    #[must_use]
    pub const fn by_difference(self) -> bool {
        matches!(self, Self::Share(_))
    }

    /// How far a service's figure may lie from the published one: a share of it, or points of 1 for a share.
    ///
    /// These are the project's own bounds, set before any result was known; docs/validation.md lists them.
    #[must_use]
    pub const fn tolerance(self) -> f64 {
        match self {
            Self::Response(ReportedCategory::C1, _) => 0.06,
            Self::Response(ReportedCategory::C1T | ReportedCategory::C2, _) => 0.08,
            Self::Response(ReportedCategory::C3, _) => 0.12,
            Self::Response(..) => 0.20,
            Self::Share(_) => 0.01,
            Self::Arriving(_) => 0.05,
        }
    }
}

/// How far the C2 mean of England may lie from the published one.
pub(super) const ENGLAND_C2_TOLERANCE: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_its_own_name_and_a_bound() {
        let all = Measure::all();
        let names: std::collections::BTreeSet<String> = all.iter().map(|measure| measure.name()).collect();
        assert_eq!((all.len(), names.len()), (17, 17));
        assert!(all.iter().all(|measure| (0.01..=0.2).contains(&measure.tolerance())));
        assert_eq!(all[0].name(), "C1 mean");
    }
}
