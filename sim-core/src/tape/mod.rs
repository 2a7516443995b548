//! The tape: all incidents of one local week, recorded before any fleet or policy is known.
//!
//! An incident is identified by (area code, week, layer, ordinal); everything else about it is a mark of that
//! identity, asked where it is needed and never stored.

mod identity;
mod record;

pub use identity::IncidentId;
pub use record::{Row, Tape, record};

/// The layer of the published level of demand.
pub const BASE_LAYER: u8 = 0;
/// The layer of growth above it.
pub const GROWTH_LAYER: u8 = 1;
/// The layer of incidents that a run finds when it begins.
pub const GIVEN_LAYER: u8 = 15;
