//! Levels of a clinical safety plan: what a service does differently while it is overwhelmed.

mod condition;
mod level;
mod levels;
mod none;

pub use condition::{Condition, Quantity};
pub use level::{Effects, PlanLevel};
pub use levels::Levels;
pub use none::NoPlan;

use crate::units::SimDuration;

/// A clinical safety plan.
pub trait SafetyPlan: Send + Sync + std::fmt::Debug {
    /// Its levels, the mildest first; none: nothing is reviewed.
    fn levels(&self) -> &[PlanLevel];

    /// Time between two reviews; above zero.
    fn review_every(&self) -> SimDuration;
}

crate::methods! {
    /// A clinical safety plan as a scenario names it.
    SafetyPlanConfig => SafetyPlan { None(NoPlan) = "none", Levels(Levels) = "levels" }
}
