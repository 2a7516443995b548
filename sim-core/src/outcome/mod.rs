//! What a run gave: records while it runs, measures after it, by level and category.

mod aid;
#[cfg(feature = "arrow")]
mod arrow;
mod board;
mod crews;
mod desks;
mod handover;
mod incidents;
mod levels;
mod log;
mod measure;
mod prevention;
mod recorder;
mod records;
mod replay_log;
mod resources;
mod response;
mod rows;
mod stack;
mod teams;
mod vehicles;

pub use aid::{AidRecord, AidRow};
#[cfg(feature = "arrow")]
pub use arrow::{Column, Table, column};
pub use board::{BoardMeasure, BoardRow};
pub use crews::{AvailabilityRow, CrewCounts, CrewRecords, CrewRow, HourTime};
pub use desks::{DeskRecord, DeskRecords, DeskRow};
pub use handover::HandoverRow;
pub use incidents::{IncidentRecord, IncidentTable};
pub use levels::{Level, Levels};
pub use log::{Log, LogReason, LogRow, Step};
pub use measure::{Measures, measure};
pub use prevention::PreventionRow;
pub use recorder::Recorder;
pub use records::Records;
pub use replay_log::{Illegal, LogCounts, LogRule, replay_log};
pub use resources::{ResourceCounts, ResourceRow};
pub use response::{EndingRow, ReportedCategory, ResponseRow, StandardRow};
pub use rows::{FreedRecord, HandoverRecord, ResponseRecord};
pub use stack::{Stack, Stacks};
pub use teams::{TeamRecord, TeamRow};
pub use vehicles::{FlowRow, ServedRow, VehicleRow};
