//! What interventions in force make of an incident after its call: by telephone, offered to a team, not conveyed, longer
//! or shorter.

use super::Engine;
use crate::governance::ComponentDecisions;
use crate::patient::Patient;
use crate::prevention::Drawn;
use crate::rng::{Address, Key, Purpose, join};
use crate::state::Incident;
use crate::tape::GIVEN_LAYER;
use crate::units::SimDuration;
use crate::world::{AreaDemand, Patients, World, caller_entity};

/// Marks of an (incident, intervention) beside that of what the tape lost or gained.
const MARK_REACHED: u64 = 2;
const MARK_ANSWERED: u64 = 3;

/// The interventions that act after a call, as one replication believes them to be.
#[derive(Debug)]
pub(super) struct Alternatives<'w> {
    patients: &'w Patients,
    pub(super) drawn: Vec<Drawn<'w>>,
}

impl<'w> Alternatives<'w> {
    /// `None` where none acts after a call.
    pub(super) fn of(world: &'w World, own: &'w ComponentDecisions, address: &Address) -> Option<Self> {
        let patients = world.patients.as_ref().filter(|_| own.programme.acts_after_the_call())?;
        Some(Self { patients, drawn: own.programme.drawn(address) })
    }
}

/// Who an incident is about, and where they live.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller<'w> {
    patient: Patient,
    demand: &'w AreaDemand,
}

/// What is done to an incident by all that reach it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Done {
    /// Whether it ends by telephone, or with somebody who is no ambulance crew.
    pub answered: bool,
    /// Conveyance against what it would be.
    pub conveyed: f64,
    /// Longer, or shorter, on scene.
    pub on_scene: SimDuration,
    /// Longer, or shorter, until handed over.
    pub handover: SimDuration,
}

impl Done {
    const NOTHING: Self =
        Self { answered: false, conveyed: 1.0, on_scene: SimDuration::ZERO, handover: SimDuration::ZERO };
}

impl Engine<'_> {
    /// What interventions do to an incident; each reaches it or not by a mark of its own.
    pub(super) fn done_to(&self, incident: &Incident) -> Done {
        let mut done = Done::NOTHING;
        let Some((alternatives, caller)) = self.caller(incident) else { return done };
        for drawn in &alternatives.drawn {
            if let Some(key) = self.reached(incident, &caller, drawn) {
                done.answered |= key.mark(MARK_ANSWERED) < drawn.answers;
                done.conveyed *= drawn.conveys;
                done.on_scene += SimDuration::from_minutes(drawn.on_scene_min);
                done.handover += SimDuration::from_minutes(drawn.handover_min);
            }
        }
        done
    }

    /// Who an incident is about; `None` where nothing acts after a call, or on this one.
    pub(super) fn caller(&self, incident: &Incident) -> Option<(&Alternatives<'_>, Caller<'_>)> {
        let alternatives = self.alternatives.as_ref()?;
        if self.component.recorded.is_some() || incident.id.layer() == GIVEN_LAYER {
            return None;
        }
        let area = self.component.places.area[incident.place as usize];
        let demand = &self.identities[area.index()];
        let patient = alternatives.patients.of(
            &self.address,
            incident.id.0,
            (area.index(), demand.identity),
            (incident.category, incident.condition),
        );
        Some((alternatives, Caller { patient, demand }))
    }

    /// The marks of an incident and an intervention, if that reaches it. A programme for frequent callers reaches people,
    /// the same as it keeps from calling.
    pub(super) fn reached(&self, incident: &Incident, caller: &Caller<'_>, drawn: &Drawn<'_>) -> Option<Key> {
        let Caller { patient, demand } = caller;
        if !drawn.cohort.holds(incident.category, patient) {
            return None;
        }
        let share =
            drawn.reaches(incident.patch, usize::from(demand.quintile), incident.clock_start).unwrap_or(0.0);
        let key = self.address.key(Purpose::Reach, join(incident.id.0, drawn.entity));
        let mark = match patient.caller.filter(|_| drawn.cohort.frequent_callers) {
            Some(number) => {
                let person = join(caller_entity(demand.identity, number), drawn.entity);
                self.address.mark(Purpose::Reach, person)
            }
            None => key.mark(MARK_REACHED),
        };
        (mark < share).then_some(key)
    }
}

/// A time that something is added to or taken from, never below zero.
pub(super) fn changed(time: SimDuration, by: SimDuration) -> SimDuration {
    SimDuration((time.0 + by.0).max(0))
}
