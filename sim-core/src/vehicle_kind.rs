//! The kinds of vehicle that a service sends. What each may do stands in the region's `vehicle_kinds.csv`.

use serde::{Deserialize, Serialize};

/// A kind of vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum VehicleKind {
    /// Double-crewed ambulance.
    Dca = 0,
    /// Rapid response vehicle: a car with one clinician.
    Rrv = 1,
    /// Community first responder: a trained volunteer near the patient.
    Cfr = 2,
    /// Falls responder.
    Falls = 3,
    /// Mental-health vehicle.
    MentalHealth = 4,
    /// Advanced paramedic.
    AdvancedParamedic = 5,
}

impl VehicleKind {
    /// Number of kinds.
    pub const COUNT: usize = 6;

    /// All kinds.
    pub const ALL: [Self; Self::COUNT] =
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

    /// The row in [`VehicleKind::ALL`].
    #[inline]
    #[must_use]
    pub const fn row(self) -> usize {
        self as usize
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

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);

    /// The kinds of a pool.
    #[must_use]
    pub const fn of_pool(pool: Pool) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < VehicleKind::COUNT {
            if VehicleKind::ALL[at].pool() as u8 == pool as u8 {
                set |= 1 << at;
            }
            at += 1;
        }
        Self(set)
    }

    /// Whether a kind is in the set.
    #[inline]
    #[must_use]
    pub const fn has(self, kind: VehicleKind) -> bool {
        self.0 >> (kind as u8) & 1 == 1
    }

    /// The set, and one kind more.
    #[must_use]
    pub const fn with(self, kind: VehicleKind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// What is in one of the sets or in both.
    #[inline]
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
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
