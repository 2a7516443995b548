//! Arms × replications on the same tapes, and what their paired differences say.

mod common_ground;
mod comparison;
mod manifest;
mod names;
mod published;
mod replicate;
mod run;
mod summary;
#[cfg(feature = "arrow")]
mod tables;

pub use common_ground::common_ground;
pub use comparison::{ChannelShare, Comparison, ContrastRow};
pub use manifest::{
    Manifest, ManifestArm, ManifestAssumption, ManifestFile, ManifestHours, ManifestSource, SENTENCES,
};
pub use names::area_name;
pub use published::{PublishedFigure, PublishedRow};
pub use replicate::{Prepared, prepare};
pub use run::{ArmResult, Experiment, Progress, RunOptions, run};
pub use summary::{Statistic, SummaryRow};
#[cfg(feature = "arrow")]
pub use tables::TABLES;
