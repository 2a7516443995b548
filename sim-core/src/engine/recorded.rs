//! Where what is recorded goes before what is drawn. In a world without a record nothing here does anything.

use super::Engine;
use crate::state::{Event, Incident, Vehicle, VehicleStatus};
use crate::units::{SimDuration, SimTime};
use crate::world::Outcome;

impl Engine<'_> {
    /// What came of an incident, if that is given.
    #[inline]
    pub(super) fn recorded(&self, incident: &Incident) -> Option<&Outcome> {
        self.component.recorded.as_ref().map(|recorded| recorded.outcome(incident.id.0))
    }

    /// Puts an event on the calendar. Where outcomes are recorded, shifts go first at one instant, then arrivals home,
    /// then vehicles that are freed, by their row, then incidents.
    #[inline(always)]
    pub(super) fn push(&mut self, at: SimTime, event: Event) {
        if self.component.recorded.is_none() {
            self.state.calendar.push(at, event.rank(), event.packed());
        } else {
            self.push_recorded(at, event);
        }
    }

    #[inline(never)]
    fn push_recorded(&mut self, at: SimTime, event: Event) {
        let (rank, row) = order(event);
        self.state.calendar.push_in_order(at, rank, row, event.packed());
    }

    /// A vehicle's shift of a number, if shifts are recorded; none after the last.
    pub(super) fn recorded_shift(&self, vehicle: usize, block: u32) -> Option<Option<(SimTime, SimTime)>> {
        let recorded = self.component.recorded.as_ref()?;
        Some(recorded.shifts[vehicle].get(block as usize).copied())
    }

    /// The given way back of a vehicle that stands at a place; none if it is home. Home may take time from home.
    pub(super) fn given_way_back(&self, vehicle: &Vehicle, place: u16, home: u16) -> Option<SimDuration> {
        let exact = self.component.travel.exact.as_ref()?;
        let is_home = matches!(vehicle.status, VehicleStatus::Returning | VehicleStatus::OffDuty);
        let drive = exact.leg(crate::region::TravelPurpose::Return, place, home);
        (!is_home && drive > SimDuration::ZERO).then_some(drive)
    }
}

/// Rank at one instant, and the row that goes first within it.
const fn order(event: Event) -> (u8, u32) {
    match event {
        Event::VehicleEndsShift { vehicle } => (0, vehicle.0),
        Event::VehicleStartsShift { vehicle } => (1, vehicle.0),
        Event::VehicleReachesStation { vehicle, .. } => (2, vehicle.0),
        Event::VehicleLeavesScene { vehicle, .. }
        | Event::VehicleReachesHospital { vehicle, .. }
        | Event::HandoverEnds { vehicle, .. }
        | Event::VehicleReachesScene { vehicle, .. } => (3, vehicle.0),
        Event::VehicleClears { vehicle, .. } => (4, vehicle.0),
        Event::BreakEnds { vehicle, .. }
        | Event::VehicleIsMended { vehicle, .. }
        | Event::BreakOpens { vehicle, .. }
        | Event::BreakCloses { vehicle, .. }
        | Event::ShiftNarrows { vehicle, .. }
        | Event::VehicleFails { vehicle, .. }
        | Event::CrewChanges { vehicle, .. } => (5, vehicle.0),
        Event::IncidentReady { .. }
        | Event::IncidentEscalates { .. }
        | Event::DeskHourBegins {}
        | Event::CallTakerFrees { .. }
        | Event::CallerRingsOff { .. }
        | Event::CallerRingsAgain { .. }
        | Event::FurtherCall { .. }
        | Event::AssessmentEnds { .. }
        | Event::ClinicianFrees { .. }
        | Event::AssessmentOverdue { .. }
        | Event::CallBackDue { .. }
        | Event::PatienceEnds { .. }
        | Event::WelfareCallDue { .. }
        | Event::TeamFrees { .. }
        | Event::PlanReviewed {}
        | Event::AidReviewed {}
        | Event::CallRoutes { .. } => (event.rank(), 0),
    }
}
