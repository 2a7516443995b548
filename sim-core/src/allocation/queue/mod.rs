//! Staffing mathematics: what a number of vehicles does to the wait, before any simulation.
//!
//! Rates are per one unit of time of the caller's choice, and every wait is in that unit. A queue that is
//! offered as much as it can serve, or more, has infinite waits: `f64::INFINITY`, never an error.

mod cobham;
mod cut_off;
mod erlang;
mod marginal;
mod objective;
mod response;
mod square_root;

pub use cobham::{allen_cunneen, priority_waits};
pub use cut_off::{CutOffQueue, CutOffWaits};
pub use erlang::{
    DelayQueue, FiniteQueue, erlang_b, erlang_b_continuous, erlang_c, erlang_c_continuous, erlang_c_wait,
};
pub use marginal::{MarginalAllocation, MarginalProblem, Proof, exhaustive, greedy};
pub use objective::{Objective, iso_elastic, lexicographic_exhaustive};
pub use response::WaitAndTravel;
pub use square_root::{
    StaffingTarget, halfin_whitt_beta, halfin_whitt_delay, least_servers, square_root_servers,
};

/// Why a queue or a staffing problem cannot be set up.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum QueueError {
    /// A number is outside its range.
    #[error("{name} is {found}; it must be {rule}")]
    OutOfRange {
        /// What the number stands for.
        name: &'static str,
        /// The number given.
        found: f64,
        /// The allowed range.
        rule: &'static str,
    },
    /// A list has the wrong length.
    #[error("{name} has {found} entries; it must have {wanted}")]
    Length {
        /// What the list holds.
        name: &'static str,
        /// Its length.
        found: usize,
        /// The length that it needs.
        wanted: usize,
    },
    /// The lower bounds alone cost more than the budget.
    #[error("the lower bounds cost {lower}; the budget is {budget}")]
    BudgetBelowBounds {
        /// Cost of every place at its lower bound.
        lower: f64,
        /// The budget.
        budget: f64,
    },
    /// No number of servers up to the limit meets the target.
    #[error("no number of servers up to {limit} meets the target")]
    OutOfReach {
        /// The largest number that was tried.
        limit: u32,
    },
}

/// `value` if it is finite and above 0.
fn positive(name: &'static str, value: f64) -> Result<f64, QueueError> {
    let ok = value.is_finite() && value > 0.0;
    ok.then_some(value).ok_or(QueueError::OutOfRange { name, found: value, rule: "above 0 and finite" })
}

/// `value` if it is finite and not below 0.
fn at_least_zero(name: &'static str, value: f64) -> Result<f64, QueueError> {
    let ok = value.is_finite() && value >= 0.0;
    ok.then_some(value).ok_or(QueueError::OutOfRange { name, found: value, rule: "0 or above, and finite" })
}

/// `value` if it is a probability that is neither 0 nor 1.
fn strictly_between(name: &'static str, value: f64) -> Result<f64, QueueError> {
    let ok = value > 0.0 && value < 1.0;
    ok.then_some(value).ok_or(QueueError::OutOfRange { name, found: value, rule: "above 0 and below 1" })
}
