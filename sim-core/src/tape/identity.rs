use serde::{Deserialize, Serialize};
use std::fmt;

/// What identifies an incident for ever: 30 bits of area, 14 of week, 4 of layer, 16 of ordinal.
///
/// It is made from stable codes only, so the same incident has the same identity in every selection, window and
/// arm, and it addresses all marks of the incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IncidentId(pub u64);

impl IncidentId {
    /// The identity of incident number `ordinal` of an (area, week, layer).
    #[inline]
    #[must_use]
    pub const fn new(area: u32, week: u32, layer: u8, ordinal: u16) -> Self {
        let area = (area as u64 & 0x3FFF_FFFF) << 34;
        let week = (week as u64 & 0x3FFF) << 20;
        Self(area | week | ((layer as u64 & 0xF) << 16) | ordinal as u64)
    }
}

impl IncidentId {
    /// The layer.
    #[inline]
    #[must_use]
    pub const fn layer(self) -> u8 {
        (self.0 >> 16 & 0xF) as u8
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
