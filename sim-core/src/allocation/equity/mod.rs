//! How unequally something falls on places: indices of inequality, with weights of places and over replications.
//!
//! Values are not negative and *more is more*: the indices do not know whether that is good. Of waits more is worse.
//! Gini, Theil and the coefficient of variation measure how unequal waits are all the same. The Atkinson index does not
//! turn round: its aversion weighs the places with the *least*, which for waits are the best served, so for waits read it as
//! a third measure of inequality and not as welfare lost; for welfare give it something of which more is better, such as
//! the share reached in time. A concentration index of waits above 0 means that the waits fall on high ranks.

mod concentration;
mod entropy;
mod places;
mod profile;

pub use entropy::{Decomposition, GroupInequality, theil_l_decomposition, theil_t_decomposition};
pub use places::Places;
pub use profile::{EquityProfile, PlaceFacts, equity_profile, replicated_index};

use thiserror::Error;

/// What is wrong with values or weights, or with what is asked of them.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum EquityError {
    /// There are no values.
    #[error("no values")]
    Empty,
    /// A list that goes by place has another length.
    #[error("{found} entries for {places} places")]
    Entries {
        /// Places.
        places: usize,
        /// Entries given.
        found: usize,
    },
    /// A value is negative or not finite.
    #[error("place {place} has the value {value}; values are finite and not negative")]
    Value {
        /// Place, from 0.
        place: usize,
        /// Value given.
        value: f64,
    },
    /// A weight is negative or not finite.
    #[error("place {place} has the weight {weight}; weights are finite and not negative")]
    Weight {
        /// Place, from 0.
        place: usize,
        /// Weight given.
        weight: f64,
    },
    /// A rank is not finite.
    #[error("place {place} has the rank {rank}, which is not finite")]
    Rank {
        /// Place, from 0.
        place: usize,
        /// Rank given.
        rank: f64,
    },
    /// The weights sum to 0, or to no finite number.
    #[error("the weights sum to {sum}")]
    WeightSum {
        /// Their sum.
        sum: f64,
    },
    /// All values are 0: nothing is shared.
    #[error("the mean is {mean}; an index relative to it needs a mean above 0")]
    Mean {
        /// The mean.
        mean: f64,
    },
    /// A value is 0 where its logarithm is taken.
    #[error("place {place} has the value 0, which has no logarithm")]
    Zero {
        /// Place, from 0.
        place: usize,
    },
    /// The aversion to inequality is negative or not finite.
    #[error("an aversion of {aversion}; it is finite and not negative")]
    Aversion {
        /// Aversion given.
        aversion: f64,
    },
    /// A quantile is not within 0 to 1.
    #[error("a quantile of {quantile}; it is above 0 and at most 1")]
    Quantile {
        /// Quantile given.
        quantile: f64,
    },
    /// No index corrects for the number of places if one place has all the weight.
    #[error("one place has all the weight")]
    OnePlace,
}
