//! The kinds of vehicle that answer incidents.

use serde::{Deserialize, Serialize};

/// What kind of vehicle, and who crews it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum VehicleKind {
    /// Double-crewed ambulance.
    Dca = 0,
    /// Rapid response vehicle: a clinician alone, who cannot convey.
    Rrv = 1,
    /// Community first responder with a defibrillator.
    Cfr = 2,
    /// Falls response.
    Falls = 3,
    /// Mental-health response.
    MentalHealth = 4,
    /// Advanced paramedic.
    AdvancedParamedic = 5,
}

impl VehicleKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Dca, Self::Rrv, Self::Cfr, Self::Falls, Self::MentalHealth, Self::AdvancedParamedic];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dca => "dca",
            Self::Rrv => "rrv",
            Self::Cfr => "cfr",
            Self::Falls => "falls",
            Self::MentalHealth => "mental_health",
            Self::AdvancedParamedic => "advanced_paramedic",
        }
    }

    /// The pool from which a kind is sent.
    #[inline]
    #[must_use]
    pub const fn pool(self) -> Pool {
        match self {
            Self::Dca => Pool::Transport,
            Self::Cfr => Pool::Responder,
            Self::Rrv | Self::Falls | Self::MentalHealth | Self::AdvancedParamedic => Pool::Solo,
        }
    }
}

/// A pool of vehicles that are searched together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Pool {
    /// Ambulances that convey.
    Transport = 0,
    /// Clinicians who treat and cannot convey.
    Solo = 1,
    /// Community first responders.
    Responder = 2,
}

impl Pool {
    /// Number of pools.
    pub const COUNT: usize = 3;
}
