use crate::ids::{IncidentRow, VehicleId};
use serde::{Deserialize, Serialize};

/// A field of an event as 32 bits.
trait Word {
    fn word(self) -> u32;
    fn of(word: u32) -> Self;
}

macro_rules! words {
    ($($kind:ty: $to:expr, $from:expr;)*) => {$(
        impl Word for $kind {
            #[inline(always)]
            fn word(self) -> u32 {
                $to(self)
            }

            #[inline(always)]
            fn of(word: u32) -> Self {
                $from(word)
            }
        }
    )*};
}

words! {
    u8: u32::from, |word| word as Self;
    u16: u32::from, |word| word as Self;
    u32: |word| word, |word| word;
    VehicleId: |id: Self| id.0, Self;
    IncidentRow: |row: Self| row.0, Self;
}

/// Declares the events: number, name, fields, and rank at one instant.
macro_rules! events {
    ($(
        $(#[$doc:meta])*
        $number:literal: $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* } = $rank:literal,
    )*) => {
        /// What can happen next. Ids only; an event of a vehicle whose job number has moved on is stale and skipped.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Event {
            $($(#[$doc])* $name { $($(#[$field_doc])* $field: $kind,)* },)*
        }

        impl Event {
            /// Order at one instant: freeing before asking, ending last.
            #[inline]
            #[must_use]
            pub const fn rank(self) -> u8 {
                match self { $(Self::$name { .. } => $rank,)* }
            }

            /// The event as the calendar keeps it.
            #[inline(always)]
            #[allow(unused_assignments, unused_mut)]
            pub(crate) fn packed(self) -> Packed {
                let (mut words, mut at) = ([0; 4], 0);
                match self {
                    $(Self::$name { $($field),* } => {
                        words[0] = $number;
                        $(at += 1; words[at] = $field.word();)*
                    })*
                }
                let pair = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
                Packed(pair(words[0], words[1]), pair(words[2], words[3]))
            }
        }

        impl Packed {
            /// The event that was packed.
            #[inline(always)]
            #[allow(unused_assignments, unused_mut)]
            pub(crate) fn event(self) -> Event {
                let words = [self.0 as u32, (self.0 >> 32) as u32, self.1 as u32, (self.1 >> 32) as u32];
                let mut at = 0;
                match words[0] {
                    $($number => Event::$name { $($field: { at += 1; <$kind>::of(words[at]) }),* },)*
                    _ => unreachable!("only events are packed"),
                }
            }
        }

        #[cfg(test)]
        const ALL: &[Event] = &[$(Event::$name { $($field: tests::Filled::FILLED),* },)*];
    };
}

/// An event in two numbers, which a processor hands over without memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Event", into = "Event")]
pub struct Packed(u64, u64);

impl From<Event> for Packed {
    fn from(event: Event) -> Self {
        event.packed()
    }
}

impl From<Packed> for Event {
    fn from(packed: Packed) -> Self {
        packed.event()
    }
}

events! {
    /// A vehicle is back at its station.
    0: VehicleReachesStation {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 0,
    /// A job is over.
    1: VehicleClears {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 1,
    /// A shift begins.
    2: VehicleStartsShift {
        /// The vehicle.
        vehicle: VehicleId,
    } = 4,
    /// A vehicle leaves the scene with a patient, or treatment there ends.
    3: VehicleLeavesScene {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 5,
    /// A vehicle arrives at hospital.
    4: VehicleReachesHospital {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 6,
    /// The patient has been handed over.
    5: HandoverEnds {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 7,
    /// A vehicle arrives at the scene.
    6: VehicleReachesScene {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 8,
    /// An incident has a dispatch code.
    7: IncidentReady {
        /// The incident.
        incident: IncidentRow,
    } = 10,
    /// A waiting incident passes its escalation threshold.
    8: IncidentEscalates {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity: the row may have been used again.
        check: u32,
    } = 11,
    /// A crew's meal break is over.
    9: BreakEnds {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 2,
    /// A vehicle that was off the road is fit again.
    10: VehicleIsMended {
        /// The vehicle.
        vehicle: VehicleId,
        /// Its job number when this was scheduled.
        job: u32,
    } = 3,
    /// A crew's meal break may begin.
    11: BreakOpens {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    } = 13,
    /// A crew's meal break can begin no more.
    12: BreakCloses {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    } = 12,
    /// The restricted or the protected time at the end of a shift begins.
    13: ShiftNarrows {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    } = 14,
    /// A vehicle breaks down.
    14: VehicleFails {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew.
        crew: u32,
    } = 15,
    /// One crew's shift ends and another's begins on the same vehicle.
    15: CrewChanges {
        /// The vehicle.
        vehicle: VehicleId,
        /// Number of the crew that goes.
        crew: u32,
    } = 16,
    /// A shift ends.
    16: VehicleEndsShift {
        /// The vehicle.
        vehicle: VehicleId,
    } = 17,
    /// An hour of the week begins at the desks.
    17: DeskHourBegins {} = 7,
    /// A call taker has finished a call.
    18: CallTakerFrees {
        /// The local service.
        desk: u8,
    } = 7,
    /// A caller who has not been answered rings off.
    19: CallerRingsOff {
        /// The local service.
        desk: u8,
        /// Number of the contact at the desk.
        contact: u32,
    } = 18,
    /// A caller who rang off rings again.
    20: CallerRingsAgain {
        /// The local service.
        desk: u8,
        /// Number of the contact at the desk.
        contact: u32,
    } = 19,
    /// Someone calls about an incident that is known.
    21: FurtherCall {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity: the row may have been used again.
        check: u32,
        /// Number of the call among those to the incident.
        ordinal: u16,
    } = 20,
    /// A clinician has finished an assessment.
    22: AssessmentEnds {
        /// The local service.
        desk: u8,
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Its identity and the number of its assessment: the row may have been used again.
        check: u32,
    } = 7,
    /// A clinician has finished a welfare call.
    23: ClinicianFrees {
        /// The local service.
        desk: u8,
    } = 7,
    /// An incident has waited for a clinician as long as it may.
    24: AssessmentOverdue {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Its identity and the number of its assessment.
        check: u32,
    } = 21,
    /// A patient is due to be called back by a clinician.
    25: CallBackDue {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Its identity and the number of its assessment.
        check: u32,
    } = 22,
    /// The patience of a patient ends.
    26: PatienceEnds {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity.
        check: u32,
    } = 23,
    /// A patient who waits is due to be called.
    27: WelfareCallDue {
        /// The incident's row when this was scheduled.
        incident: IncidentRow,
        /// Low half of its identity.
        check: u32,
        /// Number of the call among those to the incident.
        ordinal: u16,
    } = 24,
    /// The level of the clinical safety plan is reviewed.
    28: PlanReviewed {} = 25,
    /// A team that is no ambulance crew has finished a visit.
    29: TeamFrees {
        /// Row of the team in the state.
        team: u16,
        /// The incident that it visited.
        incident: IncidentRow,
    } = 7,
    /// Services that have agreements look whether they are in a surge.
    30: AidReviewed {} = 26,
    /// A caller who has not been answered is offered to the call takers of partners.
    31: CallRoutes {
        /// The local service.
        desk: u8,
        /// Number of the contact at the desk.
        contact: u32,
    } = 27,
}

impl Event {
    /// The rank of a call from the tape among the events of its instant.
    pub const CALL_RANK: u8 = 9;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that no other field of an event has.
    pub(super) trait Filled {
        const FILLED: Self;
    }

    impl Filled for u8 {
        const FILLED: Self = 201;
    }

    impl Filled for u16 {
        const FILLED: Self = 54_321;
    }

    impl Filled for u32 {
        const FILLED: Self = 4_123_456_789;
    }

    impl Filled for VehicleId {
        const FILLED: Self = Self(3_987_654_321);
    }

    impl Filled for IncidentRow {
        const FILLED: Self = Self(2_345_678_901);
    }

    #[test]
    fn an_event_is_what_was_packed() {
        assert!(ALL.len() > 20);
        for event in ALL {
            assert_eq!(event.packed().event(), *event);
        }
    }

    #[test]
    fn an_event_is_small() {
        assert!(size_of::<Event>() <= 16 && size_of::<Packed>() == 16);
    }
}
