use super::Grade;
use crate::category::Category;
use crate::condition::Condition;
use crate::vehicle_kind::VehicleKind;

/// How many of a category's incidents have a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConditionShare {
    /// The category.
    pub category: Category,
    /// The condition.
    pub condition: Condition,
    /// Share of the category's incidents; those of a category sum to 1.
    pub share: f64,
    /// Lowest share thought possible.
    pub low: f64,
    /// Highest share thought possible.
    pub high: f64,
    /// Evidence.
    pub grade: Grade,
}

/// What a kind of vehicle is and may do.
#[derive(Debug, Clone, PartialEq)]
pub struct VehicleKindRow {
    /// The kind.
    pub kind: VehicleKind,
    /// Whether it takes patients to hospital.
    pub conveys: bool,
    /// Whether its arrival stops the clock of a C1.
    pub stops_c1_clock: bool,
    /// Share of each category's incidents that it may answer; 0 is never.
    pub answers: [f64; Category::ALL.len()],
    /// The conditions that it may answer.
    pub conditions: [bool; Condition::COUNT],
    /// Hours of this kind for each hour of double-crewed ambulances, where a scenario gives none.
    pub hours_share: f64,
    /// Lowest and highest share of hours thought possible.
    pub hours_share_range: [f64; 2],
    /// Mean time from assignment to moving off, seconds.
    pub mobilise_mean_s: f64,
    /// Lowest and highest mean thought possible, seconds.
    pub mobilise_range_s: [f64; 2],
    /// Evidence.
    pub grade: Grade,
}

impl VehicleKindRow {
    /// Share of the incidents of a category and condition that it may answer.
    #[inline]
    #[must_use]
    pub fn may_answer(&self, category: Category, condition: Condition) -> f64 {
        if self.conditions[condition.row()] { self.answers[category.row()] } else { 0.0 }
    }
}

/// Shifts that are on the rota and not crewed, in one month of the year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Abstraction {
    /// Month of the year, from 1.
    pub month_of_year: u8,
    /// Share of shifts lost.
    pub lost_share: f64,
    /// Lowest and highest share thought possible.
    pub lost_share_range: [f64; 2],
    /// Correlation of the losses of one day with those of the next.
    pub persistence: f64,
    /// Lowest and highest correlation thought possible.
    pub persistence_range: [f64; 2],
    /// Evidence.
    pub grade: Grade,
}
