use crate::category::Categories;
use crate::ids::IncidentRow;
use crate::units::SimTime;
use crate::vehicle_kind::VehicleKind;
use serde::{Deserialize, Serialize};

/// What a vehicle is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum VehicleStatus {
    /// Not on shift.
    OffDuty = 0,
    /// At its station, available.
    AtStation = 1,
    /// Assigned; mobilising or on the way to the scene.
    ToScene = 2,
    /// At the scene.
    OnScene = 3,
    /// On the way to hospital with a patient.
    ToHospital = 4,
    /// At hospital, before clinical handover.
    AtHospital = 5,
    /// After handover or treatment, before clear.
    WrapUp = 6,
    /// On the way back to its station, available.
    Returning = 7,
    /// On the way to a standby point, available.
    Relocating = 8,
    /// At a standby point, available.
    OnStandby = 9,
    /// On a meal break at its station; available to what may interrupt it.
    OnBreak = 10,
    /// On shift without a fit vehicle.
    OffRoad = 11,
}

impl VehicleStatus {
    /// All statuses.
    pub const ALL: [Self; 12] = [
        Self::OffDuty,
        Self::AtStation,
        Self::ToScene,
        Self::OnScene,
        Self::ToHospital,
        Self::AtHospital,
        Self::WrapUp,
        Self::Returning,
        Self::Relocating,
        Self::OnStandby,
        Self::OnBreak,
        Self::OffRoad,
    ];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OffDuty => "off_duty",
            Self::AtStation => "at_station",
            Self::ToScene => "to_scene",
            Self::OnScene => "on_scene",
            Self::ToHospital => "to_hospital",
            Self::AtHospital => "at_hospital",
            Self::WrapUp => "wrap_up",
            Self::Returning => "returning",
            Self::Relocating => "relocating",
            Self::OnStandby => "on_standby",
            Self::OnBreak => "on_break",
            Self::OffRoad => "off_road",
        }
    }

    /// Whether it can be sent to an incident; on a break only to one that may interrupt it.
    #[inline]
    #[must_use]
    pub const fn is_available(self) -> bool {
        matches!(self, Self::AtStation | Self::Returning | Self::Relocating | Self::OnStandby | Self::OnBreak)
    }

    /// Whether it is on the way to a scene.
    #[inline]
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::ToScene)
    }

    /// Whether it stands at its station, from which it must mobilise.
    #[must_use]
    pub const fn is_at_station(self) -> bool {
        matches!(self, Self::AtStation | Self::OnBreak)
    }

    /// Whether it works on an incident.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::ToScene | Self::OnScene | Self::ToHospital | Self::AtHospital | Self::WrapUp)
    }
}

/// A drive: from where to where, and when. A vehicle that stands still has equal ends and instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Place of departure.
    pub from: u16,
    /// Place of arrival.
    pub to: u16,
    /// When it moves off.
    pub departs: SimTime,
    /// When it arrives.
    pub arrives: SimTime,
}

impl Leg {
    /// Standing at a place.
    #[must_use]
    pub const fn at(place: u16, now: SimTime) -> Self {
        Self { from: place, to: place, departs: now, arrives: now }
    }
}

/// A vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// What it is doing.
    pub status: VehicleStatus,
    /// What kind it is.
    pub kind: VehicleKind,
    /// The categories that it may be sent to now: those of its kind and crew, fewer on a break or near a shift's end.
    pub answers: Categories,
    /// Since when.
    pub since: SimTime,
    /// Number of its current or last job; each new assignment, diversion and stand-down raises it.
    pub job: u32,
    /// The incident it works on.
    pub incident: Option<IncidentRow>,
    /// Where it is, or between where.
    pub leg: Leg,
    /// Whether its crew is on shift; false while it finishes a job after the shift's end.
    pub on_shift: bool,
    /// When its stretch of duty ends; [`SimTime::NEVER`] around the week.
    pub shift_ends: SimTime,
    /// Number of the next duty block to begin.
    pub next_block: u32,
    pub(crate) list_slot: u32,
    /// Row of its station among the places that hold one; where it stands at home it is listed there.
    pub(crate) station: Option<u16>,
    pub(crate) stand_slot: u32,
}
