//! Arms × replications on the same tapes, and what their paired differences say.

mod comparison;
mod replicate;
mod run;
mod summary;

pub use comparison::{ChannelShare, Comparison, ContrastRow};
pub use replicate::{Prepared, prepare};
pub use run::{ArmResult, Experiment, Progress, RunOptions, run};
pub use summary::{Statistic, SummaryRow};
