//! How long a patient waits for a vehicle before giving up.

mod by_category;
mod none;

pub use by_category::ByCategory;
pub use none::Unlimited;

use crate::category::Category;
use crate::units::SimDuration;

/// Calls to a patient who waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welfare {
    /// Time between two calls.
    pub every: SimDuration,
    /// What one call takes of a clinician's time.
    pub takes: SimDuration,
    /// Share of the calls at which the patient cancels.
    pub cancel_share: f64,
}

/// A rule of patience.
pub trait PatienceRule: Send + Sync + std::fmt::Debug {
    /// How long an incident of a category waits unattended, at a mark; `None`: as long as it takes.
    fn patience(&self, category: Category, mark: f64) -> Option<SimDuration>;

    /// Share of those who give up that come to an emergency department by themselves; the others cancel.
    fn self_presents_share(&self) -> f64;

    /// Calls to those who wait, if there are any.
    fn welfare(&self) -> Option<Welfare>;
}

crate::methods! {
    /// A rule of patience as a scenario names it.
    PatienceConfig => PatienceRule { None(Unlimited) = "none", ByCategory(ByCategory) = "by_category" }
}
