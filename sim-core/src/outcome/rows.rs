//! The small rows that a run leaves for its measures.

use crate::category::Category;
use crate::policy::handover::FreedBy;
use serde::{Deserialize, Serialize};

/// One response: 8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseRecord {
    /// Response time, ms.
    pub response_ms: u32,
    /// Row of the area in the region.
    pub area: u16,
    /// The category.
    pub category: Category,
    /// Whether the patient was conveyed.
    pub conveyed: bool,
}

/// One arrival at an emergency department: 8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverRecord {
    /// Arrival until the crew has handed over, ms.
    pub duration_ms: u32,
    /// Row of the area that the patient comes from.
    pub area: u16,
    /// Row of the hospital in the region.
    pub hospital: u16,
}

/// One crew that was freed before clinical handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreedRecord {
    /// How much longer it would have stayed, ms.
    pub saved_ms: u32,
    /// Row of the area that the patient comes from.
    pub area: u16,
    /// Row of the hospital in the region.
    pub hospital: u16,
    /// By what.
    pub by: FreedBy,
}
