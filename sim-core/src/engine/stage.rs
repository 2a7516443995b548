//! How far an incident has come, and that it is told.

use super::{Engine, Fact, Observer};
use crate::ids::{IncidentRow, VehicleId};
use crate::state::IncidentStatus;
use crate::vehicle_kind::Pool;

impl Engine<'_> {
    /// Puts an incident into a status, and tells it if that is another one.
    pub(super) fn set_stage(
        &mut self,
        row: IncidentRow,
        status: IncidentStatus,
        observer: &mut impl Observer,
    ) {
        let from = std::mem::replace(&mut self.state.incidents[row.index()].status, status);
        if from != status {
            let incident = self.state.incident(row);
            observer.see(&Fact::IncidentTurned { incident, from, at: self.state.now });
        }
    }

    /// Puts an incident that no clinician has reached into the status that those sent to it give it.
    pub(super) fn set_stage_by_sent(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        let incident = self.state.incident(row);
        if incident.is_attended() || incident.closed {
            return;
        }
        let clinician = |id: &VehicleId| self.state.vehicle(*id).kind.pool() != Pool::Responder;
        let sent = incident.sent.iter().flatten().any(clinician);
        let status = if sent { IncidentStatus::Assigned } else { IncidentStatus::Waiting };
        self.set_stage(row, status, observer);
    }
}
