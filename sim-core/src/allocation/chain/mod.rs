//! Small Markov chains of rules between trusts, solved exactly: toys with known answers.

mod lend_if_idle;

pub use lend_if_idle::{Lending, LendingOutcome, LendingTrust, lend_if_idle};

/// Why a chain cannot be set up or solved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
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
    /// The chain would be too large.
    #[error("the chain has {states} states; it may have {limit}")]
    TooManyStates {
        /// States that it needs.
        states: f64,
        /// States that are solved.
        limit: usize,
    },
    /// The iteration did not settle.
    #[error("no convergence in {sweeps} sweeps; the last moved {moved}")]
    NotSettled {
        /// Sweeps made.
        sweeps: usize,
        /// Sum of the changes of the last one.
        moved: f64,
    },
}
