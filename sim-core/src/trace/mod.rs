//! Replays of what was recorded: incidents with their times and outcomes, a fleet, and a table of driving times.
//!
//! With every duration recorded the engine is a function of the trace: nothing is drawn, and the same calendar, the
//! same handlers and the same families of rules are at work as in any other run.

mod ground;
mod load;
mod people;
mod play;
mod settings;
mod sheet;
#[cfg(feature = "arrow")]
mod table;
mod world;

pub use ground::{Ground, Site};
pub use people::{IncidentRow, TraceVehicle};
pub use play::{Replay, Replayed};
pub use settings::Settings;

/// A valid trace: what happened, who was there to answer, and how long each drive takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Rules and factors.
    pub settings: Settings,
    /// Areas, drives and hospitals.
    pub ground: Ground,
    /// The incidents in the order of the file.
    pub incidents: Vec<IncidentRow>,
    /// The vehicles in the order of the file.
    pub vehicles: Vec<TraceVehicle>,
}
