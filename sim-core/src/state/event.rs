use crate::ids::{IncidentRow, VehicleId};
use serde::{Deserialize, Serialize};

/// What can happen next. Ids only; an event of a vehicle whose job number has moved on is stale and skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A vehicle is back at its station.
    VehicleReachesStation {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// A job is over.
    VehicleClears {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// A shift begins.
    VehicleStartsShift {
        /// The vehicle.
        vehicle: VehicleId,
    },
    /// A vehicle leaves the scene with a patient, or treatment there ends.
    VehicleLeavesScene {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// A vehicle arrives at hospital.
    VehicleReachesHospital {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// The patient has been handed over.
    HandoverEnds {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// A vehicle arrives at the scene.
    VehicleReachesScene {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// An incident has a dispatch code.
    IncidentReady {
        /// The incident.
        incident: IncidentRow,
    },
    /// A waiting incident passes its escalation threshold.
    IncidentEscalates {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity: the row may have been used again.
        check: u32,
    },
    /// A crew's meal break is over.
    BreakEnds {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// A vehicle that was off the road is fit again.
    VehicleIsMended {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    },
    /// A crew's meal break may begin.
    BreakOpens {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    },
    /// A crew's meal break can begin no more.
    BreakCloses {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    },
    /// The restricted or the protected time at the end of a shift begins.
    ShiftNarrows {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    },
    /// A vehicle breaks down.
    VehicleFails {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    },
    /// One crew's shift ends and another's begins on the same vehicle.
    CrewChanges {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew that goes.
        crew: u32,
    },
    /// A shift ends.
    VehicleEndsShift {
        /// The vehicle.
        vehicle: VehicleId,
    },
    /// An hour of the week begins at the desks.
    DeskHourBegins,
    /// A call taker has finished a call.
    CallTakerFrees {
        /// The local service.
        desk: u8,
    },
    /// A caller who has not been answered rings off.
    CallerRingsOff {
        /// The local service.
        desk: u8,
        /// Number of the contact at the desk.
        contact: u32,
    },
    /// A caller who rang off rings again.
    CallerRingsAgain {
        /// The local service.
        desk: u8,
        /// Number of the contact at the desk.
        contact: u32,
    },
    /// Someone calls about an incident that is known.
    FurtherCall {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity: the row may have been used again.
        check: u32,
        /// Number of the call among those to the incident.
        ordinal: u16,
    },
    /// A clinician has finished an assessment.
    AssessmentEnds {
        /// The local service.
        desk: u8,
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Its identity and the number of its assessment: the row may have been used again.
        check: u32,
    },
    /// A clinician has finished a welfare call.
    ClinicianFrees {
        /// The local service.
        desk: u8,
    },
    /// An incident has waited for a clinician as long as it may.
    AssessmentOverdue {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Its identity and the number of its assessment.
        check: u32,
    },
    /// A patient is due to be called back by a clinician.
    CallBackDue {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Its identity and the number of its assessment.
        check: u32,
    },
    /// The patience of a patient ends.
    PatienceEnds {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity.
        check: u32,
    },
    /// A patient who waits is due to be called.
    WelfareCallDue {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity.
        check: u32,
        /// Number of the call among those to the incident.
        ordinal: u16,
    },
    /// The level of the clinical safety plan is reviewed.
    PlanReviewed,
}

impl Event {
    /// Order at one instant: freeing before asking, ending last.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::VehicleReachesStation { .. } => 0,
            Self::VehicleClears { .. } => 1,
            Self::BreakEnds { .. } => 2,
            Self::VehicleIsMended { .. } => 3,
            Self::VehicleStartsShift { .. } => 4,
            Self::VehicleLeavesScene { .. } => 5,
            Self::VehicleReachesHospital { .. } => 6,
            Self::HandoverEnds { .. }
            | Self::DeskHourBegins
            | Self::CallTakerFrees { .. }
            | Self::ClinicianFrees { .. }
            | Self::AssessmentEnds { .. } => 7,
            Self::VehicleReachesScene { .. } => 8,
            Self::IncidentReady { .. } => 10,
            Self::IncidentEscalates { .. } => 11,
            Self::BreakCloses { .. } => 12,
            Self::BreakOpens { .. } => 13,
            Self::ShiftNarrows { .. } => 14,
            Self::VehicleFails { .. } => 15,
            Self::CrewChanges { .. } => 16,
            Self::VehicleEndsShift { .. } => 17,
            Self::CallerRingsOff { .. } => 18,
            Self::CallerRingsAgain { .. } => 19,
            Self::FurtherCall { .. } => 20,
            Self::AssessmentOverdue { .. } => 21,
            Self::CallBackDue { .. } => 22,
            Self::PatienceEnds { .. } => 23,
            Self::WelfareCallDue { .. } => 24,
            Self::PlanReviewed => 25,
        }
    }

    /// The rank of a call from the tape among the events of its instant.
    pub const CALL_RANK: u8 = 9;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_small() {
        assert!(size_of::<Event>() <= 16);
    }
}
