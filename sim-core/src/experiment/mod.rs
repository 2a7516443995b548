//! Arms × replications on the same tapes, and what their paired differences say.

pub mod backtest;
mod by_month;
mod calibrate;
mod checkpoint;
pub mod circle;
mod common_ground;
mod comparison;
pub mod emulator;
mod ensemble;
pub mod governance;
#[cfg(feature = "arrow")]
mod log_lines;
mod manifest;
mod monthly;
mod names;
pub mod planround;
mod precise;
mod prevention;
mod progress;
mod published;
mod replicate;
pub mod required;
mod run;
pub mod scorecard;
mod seek;
mod served;
mod summary;
#[cfg(feature = "arrow")]
mod sweep;
#[cfg(feature = "arrow")]
mod tables;
mod tally;
#[cfg(feature = "arrow")]
mod trace;
mod warm_up;

pub use crate::scenario::{StartTable, read_start};
pub use by_month::{nhs_region_of, whole_months};
pub use calibrate::{
    Calibrated, Calibration, Dial, Pinned, Screened, Target, TradeOff, Trial, calibrate, figures,
};
pub use checkpoint::Checkpoint;
pub use common_ground::common_ground;
pub use comparison::{ChannelShare, Comparison, ContrastRow};
#[cfg(feature = "arrow")]
pub use ensemble::ENSEMBLE_TABLE;
pub use ensemble::{EnsembleRow, EnsembleRun, Spread, ensemble};
#[cfg(feature = "arrow")]
pub use log_lines::{LOG_NUMBERS, LOG_TEXTS, LogLine, LogLines, check_log};
pub use manifest::{
    Manifest, ManifestArm, ManifestAssumption, ManifestCheckpoint, ManifestFile, ManifestHours,
    ManifestSource, SENTENCES,
};
pub use monthly::monthly_sets;
pub use names::area_name;
pub use precise::{DECISION_GRADE, Headline, HeadlinePrecision, ReachedPrecision, headlines, run_precise};
pub use prevention::{C2Effect, C2Part, Expected, HORIZONS, Need, Prevented, TeamWork};
pub use progress::Progress;
pub use published::{PublishedFigure, PublishedRow};
pub use replicate::{Prepared, prepare};
pub use run::{ArmResult, Experiment, LoggedVehicle, RunOptions, run};
pub use seek::{Answer, Found, Goal, Point, Question, Seek, Told, seek};
pub use summary::{Statistic, SummaryRow};
#[cfg(feature = "arrow")]
pub use sweep::{SweepRow, SweepRun, SweepRunner, sweep_table};
#[cfg(feature = "arrow")]
pub use tables::TABLES;
#[cfg(feature = "arrow")]
pub use trace::{Trace, trace};
#[cfg(feature = "arrow")]
pub use warm_up::WARM_UP_TABLE;
pub use warm_up::{LEAST_DAYS, WarmUp, warm_up};
