use serde::{Deserialize, Serialize};

/// How far an incident has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum IncidentStatus {
    /// Called in; its dispatch code is not known yet.
    Triage = 0,
    /// Its dispatch code is known; the dispatch rule is being asked.
    Ready = 1,
    /// No clinician is with it or on the way; a community first responder may be.
    Waiting = 2,
    /// A clinician is on the way.
    Assigned = 3,
    /// A clinician is with the patient.
    OnScene = 4,
    /// The patient is on the way to hospital, or to a point of transfer.
    ToHospital = 5,
    /// The patient is at hospital, before clinical handover.
    AtHospital = 6,
    /// The patient is handed over; the vehicle wraps up.
    HandedOver = 7,
    /// Treatment on scene is over; the vehicle wraps up.
    Treated = 8,
    /// It has ended.
    Ended = 9,
    /// A team that is no ambulance crew has taken it: it waits for the team, or is visited.
    WithTeam = 10,
}

impl IncidentStatus {
    /// All statuses.
    pub const ALL: [Self; 11] = [
        Self::Triage,
        Self::Ready,
        Self::Waiting,
        Self::Assigned,
        Self::OnScene,
        Self::ToHospital,
        Self::AtHospital,
        Self::HandedOver,
        Self::Treated,
        Self::Ended,
        Self::WithTeam,
    ];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Assigned => "assigned",
            Self::OnScene => "on_scene",
            Self::ToHospital => "to_hospital",
            Self::AtHospital => "at_hospital",
            Self::HandedOver => "handed_over",
            Self::Treated => "treated",
            Self::Ended => "ended",
            Self::WithTeam => "with_team",
        }
    }
}
