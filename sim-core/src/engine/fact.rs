use crate::category::Ending;
use crate::ids::VehicleId;
use crate::policy::clinical::Outcome;
use crate::policy::handover::Freed;
use crate::state::{Contact, Incident, IncidentStatus, Leg, Vehicle, VehicleStatus};
use crate::units::{SimDuration, SimTime};

/// A desk of people who work by telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeskKind {
    /// Call takers.
    Calls,
    /// Clinicians.
    Clinical,
}

/// What has happened to a crew and its shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrewFact {
    /// A shift has begun.
    Started,
    /// A shift is lost: nobody has come.
    Lost,
    /// A job that ran on after the end of the shift is over.
    Overran(SimDuration),
    /// A meal break may begin.
    BreakDue,
    /// A meal break has been taken.
    BreakTaken,
    /// A meal break has been cut short by an incident.
    BreakInterrupted,
    /// A meal break has not begun within its window.
    BreakMissed,
}

/// Why a team does not take an incident that it is offered; it stays with the ambulance service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// No team is on duty, or none would be by the time of the visit.
    OffDuty,
    /// Every place to wait is taken.
    Full,
    /// The wait would be too long.
    Wait,
}

impl Refusal {
    /// Number of reasons.
    pub const COUNT: usize = 3;
}

/// What has happened between a team and an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamFact {
    /// Offered and not taken.
    Refused(Refusal),
    /// Offered and taken.
    Taken,
    /// A team leaves for it.
    VisitBegins {
        /// Since when it has waited.
        asked: SimTime,
        /// When the team will be free again.
        until: SimTime,
    },
    /// Attended, and no ambulance is needed.
    Attended,
    /// Attended, and it asks for an ambulance.
    HandedBack,
    /// The patient gave up waiting for the team.
    GaveUp,
    /// Given back without a visit: an arm that goes on from a checkpoint has no such team.
    Dropped,
}

/// Something that has happened, as the engine tells it.
#[derive(Debug, Clone, Copy)]
pub enum Fact<'a> {
    /// The first call about an incident has been answered; its clock start is known.
    Called {
        /// The incident.
        incident: &'a Incident,
    },
    /// A vehicle has been sent to an incident.
    Assigned {
        /// The incident.
        incident: &'a Incident,
        /// The vehicle.
        vehicle: VehicleId,
        /// What it was doing.
        was: VehicleStatus,
        /// Its drive to the scene; it departs when it has mobilised.
        leg: Leg,
    },
    /// A vehicle is at its station, available.
    AtStation {
        /// The vehicle.
        vehicle: VehicleId,
        /// When.
        at: SimTime,
    },
    /// A vehicle has reached the scene.
    Arrived {
        /// The incident.
        incident: &'a Incident,
        /// The vehicle.
        vehicle: VehicleId,
    },
    /// The vehicle that conveys has reached the patient.
    TransportArrived {
        /// The incident.
        incident: &'a Incident,
        /// The vehicle.
        vehicle: VehicleId,
    },
    /// A vehicle on the way has been taken to a more urgent incident.
    Diverted {
        /// The incident that it leaves.
        from: &'a Incident,
        /// The vehicle.
        vehicle: VehicleId,
    },
    /// An idle vehicle sets off to a post that is not its station.
    Moved {
        /// The vehicle.
        vehicle: VehicleId,
        /// The place it leaves.
        from: u16,
        /// The place of the post.
        to: u16,
        /// When.
        at: SimTime,
    },
    /// A vehicle on the way is not wanted any more.
    StoodDown {
        /// The incident that it leaves.
        incident: &'a Incident,
        /// The vehicle.
        vehicle: VehicleId,
    },
    /// The clock of an attended incident has stopped.
    Responded {
        /// The incident.
        incident: &'a Incident,
        /// The vehicle that stopped it.
        vehicle: VehicleId,
        /// How it will end.
        ending: Ending,
    },
    /// A patient has arrived at an emergency department.
    Handover {
        /// The incident.
        incident: &'a Incident,
        /// Local row of the hospital.
        hospital: u16,
        /// When.
        arrival: SimTime,
        /// Time until the crew has handed the patient over.
        duration: SimDuration,
        /// Whether the crew was freed before clinical handover.
        freed: Option<Freed>,
    },
    /// A vehicle has been in a status.
    Status {
        /// The vehicle.
        vehicle: VehicleId,
        /// What it did.
        status: VehicleStatus,
        /// From when.
        from: SimTime,
        /// Until when.
        until: SimTime,
        /// The local patch of the incident that it worked on.
        incident_patch: Option<u16>,
    },
    /// A vehicle has gone from one status to the next, be it after no time at all, or from one job to the next.
    VehicleTurned {
        /// The vehicle.
        vehicle: VehicleId,
        /// The vehicle as it is now.
        state: &'a Vehicle,
        /// The incident that it works on now.
        incident: Option<&'a Incident>,
        /// Its status before.
        from: VehicleStatus,
        /// When.
        at: SimTime,
    },
    /// A shift begins or ends, whatever the vehicle is doing.
    Shift {
        /// The vehicle.
        vehicle: VehicleId,
        /// The vehicle as it is now.
        state: &'a Vehicle,
        /// The incident that it works on.
        incident: Option<&'a Incident>,
        /// Whether it begins.
        begins: bool,
        /// When.
        at: SimTime,
    },
    /// An incident has gone from one status to the next; that it ends, [`Fact::Ended`] tells.
    IncidentTurned {
        /// The incident as it is now.
        incident: &'a Incident,
        /// Its status before.
        from: IncidentStatus,
        /// When.
        at: SimTime,
    },
    /// An incident that no clinician has reached has passed its category's threshold.
    Escalated {
        /// The incident.
        incident: &'a Incident,
        /// When.
        at: SimTime,
    },
    /// A call has been answered, or its caller has rung off.
    Contact {
        /// The call.
        contact: &'a Contact,
        /// The local service.
        service: u8,
        /// When.
        until: SimTime,
        /// Whether it was answered.
        answered: bool,
    },
    /// An hour at a desk begins.
    DeskHour {
        /// The desk.
        desk: DeskKind,
        /// The local service.
        service: u8,
        /// People on duty.
        people: u32,
        /// When.
        from: SimTime,
    },
    /// Someone at a desk begins a call.
    DeskWork {
        /// The desk.
        desk: DeskKind,
        /// The local service.
        service: u8,
        /// When.
        from: SimTime,
        /// When it will end.
        until: SimTime,
    },
    /// A clinician begins to assess an incident.
    AssessmentBegins {
        /// The incident.
        incident: &'a Incident,
        /// When.
        at: SimTime,
    },
    /// Something has happened to a crew.
    Crew {
        /// The vehicle.
        vehicle: VehicleId,
        /// What.
        what: CrewFact,
        /// When.
        at: SimTime,
    },
    /// A clinician has assessed an incident, or none was free in time.
    Assessed {
        /// The incident.
        incident: &'a Incident,
        /// What it leads to.
        outcome: Outcome,
        /// When.
        at: SimTime,
    },
    /// An incident has another category.
    Recategorised {
        /// The incident as it was.
        was: &'a Incident,
        /// The incident as it is.
        incident: &'a Incident,
    },
    /// Something has happened between a team and an incident.
    Team {
        /// 64 bits of the name of the team's intervention.
        entity: u64,
        /// The incident.
        incident: &'a Incident,
        /// What.
        what: TeamFact,
        /// When.
        at: SimTime,
    },
    /// What teams were on duty in the window, told once it is over.
    TeamDuty {
        /// 64 bits of the name of the teams' intervention.
        entity: u64,
        /// The local patch.
        patch: u16,
        /// Team-hours, all teams together.
        on_duty: SimDuration,
    },
    /// A patient who waits was due to be called.
    WelfareCall {
        /// The local service.
        service: u8,
        /// When.
        at: SimTime,
        /// Whether a clinician was free.
        made: bool,
    },
    /// A level of the clinical safety plan has been in force.
    PlanLevel {
        /// The local service.
        service: u8,
        /// Number of the level; 0: none.
        level: u8,
        /// From when.
        from: SimTime,
        /// Until when.
        until: SimTime,
    },
    /// An incident has ended.
    Ended {
        /// The incident, with all its times and the status that it ends from.
        incident: &'a Incident,
        /// How.
        ending: Ending,
        /// When.
        at: SimTime,
    },
    /// The run has stopped before an incident ended.
    LeftOpen {
        /// The incident, with the times that it has so far.
        incident: &'a Incident,
        /// How it would have ended, if a vehicle has reached it; else [`Ending::Open`].
        ending: Ending,
    },
}

/// Whoever is told the facts of a run.
pub trait Observer {
    /// One fact; facts come in the order in which they happen.
    fn see(&mut self, fact: &Fact<'_>);
}

impl Observer for () {
    #[inline(always)]
    fn see(&mut self, _fact: &Fact<'_>) {}
}

/// Nobody, or somebody.
impl<A: Observer> Observer for Option<A> {
    #[inline(always)]
    fn see(&mut self, fact: &Fact<'_>) {
        if let Some(observer) = self {
            observer.see(fact);
        }
    }
}

impl<A: Observer, B: Observer> Observer for (A, B) {
    #[inline(always)]
    fn see(&mut self, fact: &Fact<'_>) {
        self.0.see(fact);
        self.1.see(fact);
    }
}

impl<A: Observer> Observer for &mut A {
    #[inline(always)]
    fn see(&mut self, fact: &Fact<'_>) {
        (**self).see(fact);
    }
}
