//! Ranking and selection: which of a few arms is best, with how many replications.
//!
//! Three answers to three questions. A budget is fixed: [`ocba_fractions`] says how to spend it. A guarantee is wanted
//! and arms can be stopped early: [`SequentialSelection`] (KN++), which gains from common random numbers. A guarantee is
//! wanted and the number of replications must be known after a first stage: [`two_stage_counts`].

mod ocba;
mod sequential;
mod two_stage;

pub use ocba::{largest_remainder, ocba_fractions, ocba_increments};
pub use sequential::{Next, SequentialRules, SequentialSelection};
pub use two_stage::{FirstStage, dudewicz_dalal_h, dudewicz_dalal_mean, rinott_h, two_stage_counts};

use thiserror::Error;

/// Whether the best arm has the least or the largest mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Less is better: a response time.
    Minimise,
    /// More is better: a share reached in time.
    Maximise,
}

impl Direction {
    /// The value with more for better.
    const fn gain(self, value: f64) -> f64 {
        match self {
            Self::Minimise => -value,
            Self::Maximise => value,
        }
    }
}

/// What is wrong with what a selection is given.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RankingError {
    /// Nothing to choose between.
    #[error("{found} systems; a choice needs at least {least}")]
    Systems {
        /// Systems given.
        found: usize,
        /// Systems needed.
        least: usize,
    },
    /// A list that goes by system has another length.
    #[error("{found} entries for {systems} systems")]
    Entries {
        /// Systems.
        systems: usize,
        /// Entries given.
        found: usize,
    },
    /// An observation or mean is not finite.
    #[error("system {system} has the value {value}, which is not finite")]
    NotFinite {
        /// System, from 0.
        system: usize,
        /// Value given.
        value: f64,
    },
    /// A standard deviation or variance is negative or not finite.
    #[error("system {system} has the spread {spread}; it is finite and not negative")]
    Spread {
        /// System, from 0.
        system: usize,
        /// Spread given.
        spread: f64,
    },
    /// Nothing varies: there is nothing to spend replications on.
    #[error("no system varies")]
    NothingVaries,
    /// A fraction is negative or not finite, or they sum to 0.
    #[error("fraction {at} is {fraction}; fractions are finite, not negative and not all 0")]
    Fraction {
        /// Its number, from 0.
        at: usize,
        /// Fraction given.
        fraction: f64,
    },
    /// The probability wanted is one that guessing has, or a certainty.
    #[error("a probability of correct selection of {found}; it is above {least} (guessing) and below 1")]
    Confidence {
        /// Probability given.
        found: f64,
        /// One over the number of systems.
        least: f64,
    },
    /// The difference worth detecting is not above 0.
    #[error("an indifference of {found}; it is finite and above 0")]
    Indifference {
        /// Difference given.
        found: f64,
    },
    /// The first stage is too short for a variance.
    #[error("a first stage of {found} replications; at least {least} are needed")]
    FirstStage {
        /// Replications given.
        found: usize,
        /// Replications needed.
        least: usize,
    },
    /// A system needs more replications than can be counted.
    #[error("system {system} would need {count} replications")]
    Count {
        /// System, from 0.
        system: usize,
        /// Replications needed.
        count: f64,
    },
    /// The selection has ended; there is nothing more to observe.
    #[error("the selection has ended with system {chosen}")]
    Ended {
        /// The system chosen, from 0.
        chosen: usize,
    },
}

/// A probability of correct selection that means something for so many systems.
fn check_confidence(systems: usize, found: f64) -> Result<(), RankingError> {
    if systems < 2 {
        return Err(RankingError::Systems { found: systems, least: 2 });
    }
    let least = 1.0 / systems as f64;
    if found > least && found < 1.0 { Ok(()) } else { Err(RankingError::Confidence { found, least }) }
}

fn check_indifference(found: f64) -> Result<(), RankingError> {
    if found > 0.0 && found.is_finite() { Ok(()) } else { Err(RankingError::Indifference { found }) }
}

const fn check_first_stage(found: usize, least: usize) -> Result<(), RankingError> {
    if found < least { Err(RankingError::FirstStage { found, least }) } else { Ok(()) }
}

fn check_spreads(spreads: &[f64]) -> Result<(), RankingError> {
    match spreads.iter().position(|spread| !(spread.is_finite() && *spread >= 0.0)) {
        Some(system) => Err(RankingError::Spread { system, spread: spreads[system] }),
        None => Ok(()),
    }
}
