//! What may follow what: the one table of the legal steps of a vehicle and of an incident.
//!
//! The checker of logs, the laws and the verification paper all read these two tables. Whoever adds a status or a way
//! to leave one adds its row here with the sentence that says when it happens, and a scenario to the generator of
//! `sim-core/tests/log.rs`, which fails as long as a row is not met often enough.

use super::{IncidentStatus, VehicleStatus};

/// A step that a vehicle may take, and when it does.
pub type VehicleEdge = (VehicleStatus, VehicleStatus, &'static str);

/// A step that an incident may take, and when it does.
pub type IncidentEdge = (IncidentStatus, IncidentStatus, &'static str);

use IncidentStatus as I;
use VehicleStatus as V;

/// Every legal step of a vehicle.
pub const VEHICLE_EDGES: [VehicleEdge; 70] = [
    (V::OffDuty, V::AtStation, "a shift begins"),
    (V::OffDuty, V::ToScene, "a shift begins and an incident waits"),
    (V::AtStation, V::ToScene, "sent to an incident"),
    (V::AtStation, V::OffDuty, "a shift ends"),
    (V::ToScene, V::OnScene, "arrives"),
    (V::ToScene, V::ToScene, "diverted, or stood down and sent to another incident at once"),
    (V::ToScene, V::Returning, "stood down away from its station"),
    (V::ToScene, V::AtStation, "stood down while it is still at its station"),
    (V::ToScene, V::OffDuty, "stood down after the end of its shift"),
    (V::OnScene, V::ToHospital, "leaves with the patient"),
    (V::OnScene, V::WrapUp, "treatment ends, nobody is conveyed"),
    (V::OnScene, V::Returning, "not needed any more at the scene"),
    (V::OnScene, V::AtStation, "not needed any more at a scene beside its station"),
    (V::OnScene, V::ToScene, "not needed any more and sent to another incident at once"),
    (V::OnScene, V::OffDuty, "not needed any more after the end of its shift"),
    (V::ToHospital, V::AtHospital, "arrives at hospital"),
    (V::ToHospital, V::Returning, "has handed the patient to a transfer and wrapped up"),
    (V::ToHospital, V::AtStation, "the same at a point of transfer beside its station"),
    (V::ToHospital, V::ToScene, "the same, and an incident waits"),
    (V::ToHospital, V::OffDuty, "the same after the end of its shift"),
    (V::AtHospital, V::WrapUp, "the patient is handed over"),
    (V::WrapUp, V::Returning, "clear"),
    (V::WrapUp, V::AtStation, "clear beside its station"),
    (V::WrapUp, V::ToScene, "clear, and an incident waits"),
    (V::WrapUp, V::OffDuty, "clear after the end of its shift"),
    (V::Returning, V::AtStation, "back at its station"),
    (V::Returning, V::ToScene, "sent to an incident on its way home"),
    (V::Returning, V::OffDuty, "a shift ends on its way home"),
    (V::OffDuty, V::Relocating, "a shift begins and the crew goes to a post"),
    (V::AtStation, V::Relocating, "moved to a post"),
    (V::ToScene, V::Relocating, "stood down and goes to a post"),
    (V::ToScene, V::OnStandby, "stood down at its post"),
    (V::OnScene, V::Relocating, "not needed any more at the scene and goes to a post"),
    (V::OnScene, V::OnStandby, "not needed any more at a scene beside its post"),
    (V::ToHospital, V::Relocating, "has handed the patient to a transfer and goes to a post"),
    (V::ToHospital, V::OnStandby, "the same at its post"),
    (V::WrapUp, V::Relocating, "clear, and goes to a post"),
    (V::WrapUp, V::OnStandby, "clear at its post"),
    (V::Returning, V::Relocating, "moved to a post on its way home"),
    (V::Relocating, V::OnStandby, "at its post"),
    (V::Relocating, V::ToScene, "sent to an incident on its way to a post"),
    (V::Relocating, V::OffDuty, "a shift ends on its way to a post"),
    (V::Relocating, V::Returning, "moved home on its way"),
    (V::OnStandby, V::ToScene, "sent to an incident from its post"),
    (V::OnStandby, V::OffDuty, "a shift ends at its post"),
    (V::OnStandby, V::Relocating, "moved to another post"),
    (V::OnStandby, V::Returning, "moved home from its post"),
    (V::AtStation, V::OnBreak, "a meal break falls due at its station"),
    (V::ToScene, V::OnBreak, "stood down at its station with a break due"),
    (V::OnScene, V::OnBreak, "not needed any more beside its station with a break due"),
    (V::ToHospital, V::OnBreak, "clear of a transfer beside its station with a break due"),
    (V::WrapUp, V::OnBreak, "clear beside its station with a break due"),
    (V::Returning, V::OnBreak, "back at its station with a break due"),
    (V::Relocating, V::OnBreak, "a break falls due before it has got away from its station"),
    (V::OnBreak, V::AtStation, "a break is over"),
    (V::OnBreak, V::ToScene, "a break is interrupted, or over while an incident waits"),
    (V::OnBreak, V::OffDuty, "a shift ends during a break"),
    (V::AtStation, V::OffRoad, "breaks down at its station"),
    (V::ToScene, V::OffRoad, "broken down, once it is stood down"),
    (V::OnScene, V::OffRoad, "broken down, once it is not needed any more"),
    (V::ToHospital, V::OffRoad, "broken down, once it is clear of a transfer"),
    (V::WrapUp, V::OffRoad, "broken down, once it is clear"),
    (V::Returning, V::OffRoad, "breaks down on its way home"),
    (V::Relocating, V::OffRoad, "breaks down on its way to a post"),
    (V::OnStandby, V::OffRoad, "breaks down at its post"),
    (V::OnBreak, V::OffRoad, "breaks down during a break"),
    (V::OffRoad, V::AtStation, "fit again"),
    (V::OffRoad, V::ToScene, "fit again while an incident waits"),
    (V::OffRoad, V::OffDuty, "a shift ends before it is fit again"),
    (V::OffRoad, V::OnBreak, "fit again with a break due"),
];

/// Every legal step of an incident; before the first of them it is called, which puts it into triage.
pub const INCIDENT_EDGES: [IncidentEdge; 20] = [
    (I::Triage, I::Ready, "its dispatch code is known"),
    (I::Ready, I::Ended, "answered by hear and treat"),
    (I::Ready, I::Waiting, "no clinician is sent yet"),
    (I::Ready, I::Assigned, "a clinician is sent at once"),
    (I::Waiting, I::Assigned, "a clinician is sent"),
    (I::Assigned, I::Waiting, "the only clinician on the way is diverted"),
    (I::Assigned, I::OnScene, "the first clinician arrives"),
    (I::OnScene, I::ToHospital, "the patient leaves for hospital"),
    (I::OnScene, I::Treated, "treatment ends, nobody is conveyed"),
    (I::ToHospital, I::AtHospital, "the patient arrives at hospital"),
    (I::ToHospital, I::Ended, "a transfer has taken the patient on, and the vehicle is clear"),
    (I::AtHospital, I::HandedOver, "clinical handover"),
    (I::HandedOver, I::Ended, "the vehicle that conveyed is clear"),
    (I::Treated, I::Ended, "the vehicle that treated is clear"),
    (I::Waiting, I::Ended, "gives up waiting, is passed on, or is treated by telephone after all"),
    (I::Assigned, I::Ended, "gives up while a vehicle is on its way"),
    (I::Ready, I::WithTeam, "a team that is no ambulance crew takes it"),
    (I::WithTeam, I::Ended, "attended by the team, or gives up waiting for it"),
    (I::WithTeam, I::Waiting, "handed back by the team, and no clinician is sent yet"),
    (I::WithTeam, I::Assigned, "handed back by the team, and a clinician is sent at once"),
];

impl VehicleStatus {
    /// Whether a vehicle may go from this status to another by one step.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        VEHICLE_EDGES.iter().any(|(from, to, _)| (*from, *to) == (self, next))
    }
}

impl IncidentStatus {
    /// Whether an incident may go from this status to another by one step.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        INCIDENT_EDGES.iter().any(|(from, to, _)| (*from, *to) == (self, next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_step_stands_twice() {
        for (row, (from, to, _)) in VEHICLE_EDGES.iter().enumerate() {
            assert!(VEHICLE_EDGES[..row].iter().all(|(f, t, _)| (f, t) != (from, to)), "{from:?} {to:?}");
        }
        for (row, (from, to, _)) in INCIDENT_EDGES.iter().enumerate() {
            assert!(INCIDENT_EDGES[..row].iter().all(|(f, t, _)| (f, t) != (from, to)), "{from:?} {to:?}");
        }
    }

    #[test]
    fn what_has_ended_goes_nowhere() {
        assert!(IncidentStatus::ALL.iter().all(|next| !IncidentStatus::Ended.may_become(*next)));
    }
}
