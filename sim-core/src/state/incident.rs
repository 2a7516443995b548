use super::IncidentStatus;
use super::desks::Assessment;
use super::teams::Referral;
use super::waiting::{Turn, Urgency};
use crate::category::{Category, Ending};
use crate::condition::Condition;
use crate::ids::VehicleId;
use crate::tape::IncidentId;
use crate::units::SimTime;
use crate::vehicle_kind::{Kinds, Pool};
use crate::world::Component;
use serde::{Deserialize, Serialize};

/// Most vehicles that are sent to one incident.
pub const MOST_RESPONSES: usize = 4;

/// An incident while it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Who it is.
    pub id: IncidentId,
    /// The own place where it is.
    pub place: u16,
    /// The local patch of that place.
    pub patch: u16,
    /// Its category now; the one that is reported.
    pub category: Category,
    /// Its category when it was called in.
    pub initial_category: Category,
    /// What is the matter with the patient, as suspected on the call.
    pub condition: Condition,
    /// How far it has come.
    pub status: IncidentStatus,
    /// How it will end once a clinician has reached the patient.
    pub(crate) attended_ending: Ending,
    /// Whether it has waited beyond its category's threshold.
    pub escalated: bool,
    /// Call connect: of the call that was answered.
    pub called: SimTime,
    /// When its first call connected, answered or not.
    pub first_called: SimTime,
    /// When its call was answered.
    pub answered: SimTime,
    /// When its clock started.
    pub clock_start: SimTime,
    /// When its clock stopped; [`SimTime::NEVER`] before.
    pub clock_stop: SimTime,
    /// When it could first be dispatched.
    pub ready: SimTime,
    /// From when what it still lacks has been asked for.
    pub asked: SimTime,
    /// When the first vehicle was assigned of those sent without a break until one arrived.
    pub assigned: SimTime,
    /// When the first vehicle that counts for its category reached it; [`SimTime::NEVER`] before.
    pub reached: SimTime,
    /// When the first vehicle other than a community first responder reached it.
    pub attended: SimTime,
    /// When the vehicle that conveys reached it.
    pub transport_reached: SimTime,
    /// When treatment on scene ends.
    pub treated: SimTime,
    /// When the patient leaves, or left, the scene, or treatment there ends; [`SimTime::NEVER`] while a vehicle that
    /// can convey is still wanted.
    pub leaves: SimTime,
    /// When the patient arrives at hospital.
    pub at_hospital: SimTime,
    /// When the patient is handed over.
    pub handed_over: SimTime,
    /// Local row of the hospital.
    pub hospital: Option<u16>,
    /// Vehicles with an open response to it.
    pub sent: [Option<VehicleId>; MOST_RESPONSES],
    /// The vehicle whose crew leads the treatment.
    pub lead: Option<VehicleId>,
    /// The vehicle that conveys; the lead where nobody is conveyed.
    pub transport: Option<VehicleId>,
    /// Vehicles that it needs on scene, one at least.
    pub wanted: u8,
    /// Vehicles sent in reserve with the first, to be stood down.
    pub spare: u8,
    /// Whether a vehicle that can convey has still to be sent.
    pub lacks_transport: bool,
    /// Further vehicles of any kind that have still to be sent.
    pub lacks_further: u8,
    /// Vehicles assigned to it so far, community first responders left out.
    pub allocated: u8,
    /// Vehicles that have arrived, as the service counts them: community first responders left out.
    pub arrived: u8,
    /// Diversions of its vehicles to more urgent incidents.
    pub diversions: u8,
    /// Where it stands with the clinicians.
    pub assessment: Assessment,
    /// Assessments that it has had, or has.
    pub assessments: u8,
    /// From when it has waited for a clinician.
    pub assessment_asked: SimTime,
    /// Where it stands with a team that is no ambulance crew.
    pub referral: Referral,
    /// How it stands among those who wait for a vehicle, if it does.
    pub(crate) turn: Option<Turn>,
    pub(crate) closed: bool,
}

impl Incident {
    /// An incident at the moment of its call, at a place in a local patch; it wants one vehicle.
    #[must_use]
    pub const fn called(
        id: IncidentId,
        category: Category,
        (place, patch): (u16, u16),
        now: SimTime,
    ) -> Self {
        Self {
            id,
            place,
            patch,
            category,
            initial_category: category,
            condition: Condition::Other,
            status: IncidentStatus::Triage,
            attended_ending: Ending::Open,
            escalated: false,
            called: now,
            first_called: now,
            answered: now,
            clock_start: now,
            clock_stop: SimTime::NEVER,
            ready: now,
            asked: now,
            assigned: SimTime::NEVER,
            reached: SimTime::NEVER,
            attended: SimTime::NEVER,
            transport_reached: SimTime::NEVER,
            treated: SimTime::NEVER,
            leaves: SimTime::NEVER,
            at_hospital: SimTime::NEVER,
            handed_over: SimTime::NEVER,
            hospital: None,
            sent: [None; MOST_RESPONSES],
            lead: None,
            transport: None,
            wanted: 1,
            spare: 0,
            lacks_transport: false,
            lacks_further: 0,
            allocated: 0,
            arrived: 0,
            diversions: 0,
            assessment: Assessment::None,
            assessments: 0,
            assessment_asked: SimTime::NEVER,
            referral: Referral::None,
            turn: None,
            closed: false,
        }
    }

    /// Whether the incident has not ended.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.closed
    }

    /// Whether it waits for a vehicle.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.turn.is_some()
    }

    /// How urgent it is now.
    #[must_use]
    pub const fn urgency(&self) -> Urgency {
        match self.category {
            Category::C1 if self.lacks_transport => Urgency::Immediate,
            Category::C1 | Category::C2 => Urgency::Urgent,
            _ if self.escalated => Urgency::Urgent,
            Category::C3 => Urgency::C3,
            Category::Other => Urgency::Other,
            Category::C4 => Urgency::C4,
        }
    }

    /// The kinds of vehicle that may serve what it lacks.
    ///
    /// A clinician alone answers C1, and what the kind is sent for.
    #[must_use]
    pub fn wants(&self, component: &Component) -> Kinds {
        let mut kinds = Kinds::NONE;
        if self.lacks_transport || self.lacks_further > 0 {
            kinds = kinds.or(const { Kinds::of_pool(Pool::Transport) });
        }
        if self.lacks_further > 0 || self.category == Category::C1 && !self.is_attended() {
            kinds = kinds.or(const { Kinds::of_pool(Pool::Solo) });
        }
        if self.category == Category::C1 && !self.is_attended() {
            kinds = kinds.or(const { Kinds::of_pool(Pool::Responder) });
        }
        if self.is_attended() { kinds } else { kinds.or(self.answered_alone(component)) }
    }

    /// The kinds whose clinician may answer it alone.
    #[inline]
    #[must_use]
    pub fn answered_alone(&self, component: &Component) -> Kinds {
        component.alone[self.category.row()][self.condition.row()]
    }

    /// Whether a clinician has reached the patient.
    #[must_use]
    pub const fn is_attended(&self) -> bool {
        self.lead.is_some()
    }

    /// Whether the patient has left the scene, or treatment there has ended.
    #[must_use]
    pub fn has_left(&self, now: SimTime) -> bool {
        self.leaves <= now
    }

    /// Whether it is open, and neither a vehicle nor a team has reached it.
    pub(crate) fn is_unattended(&self) -> bool {
        let visited = matches!(self.referral, Referral::Visited { .. });
        !self.closed && !visited && self.lead.is_none() && self.reached == SimTime::NEVER
    }

    /// As [`Incident::check`], apart for each assessment.
    pub(crate) fn assessment_check(&self) -> u32 {
        self.check() ^ u32::from(self.assessments)
    }

    /// Low half of the identity, mixed: tells a later incident in the same row apart.
    pub(crate) const fn check(&self) -> u32 {
        crate::rng::mix64(self.id.0) as u32
    }
}
