//! Facts of a week, kept to be told again: what it costs to record them.

use crate::Stage;
use ambics::category::Ending;
use ambics::engine::{CrewFact, Fact, Observer};
use ambics::ids::VehicleId;
use ambics::outcome::{Recorder, Records};
use ambics::policy::handover::Freed;
use ambics::state::{Incident, VehicleStatus};
use ambics::units::{SimDuration, SimTime};

/// A fact of which a recorder takes notice, as it was when it was told.
#[derive(Debug, Clone, Copy)]
enum Kept {
    Called(Incident),
    Responded(Incident, VehicleId, Ending),
    Ended(Incident, Ending, SimTime),
    Handover(Incident, u16, SimTime, SimDuration, Option<Freed>),
    Status(VehicleId, VehicleStatus, SimTime, SimTime, Option<u16>),
    Crew(VehicleId, CrewFact, SimTime),
}

/// The first facts of a week of those that a recorder takes notice of, and how many were told in all.
#[derive(Debug)]
pub struct Told {
    kept: Vec<Kept>,
    most: usize,
    noted: u64,
    /// Facts told.
    pub facts: u64,
}

impl Observer for Told {
    fn see(&mut self, fact: &Fact<'_>) {
        self.facts += 1;
        let kept = match *fact {
            Fact::Called { incident } => Kept::Called(*incident),
            Fact::Responded { incident, vehicle, ending } => Kept::Responded(*incident, vehicle, ending),
            Fact::Ended { incident, ending, at } => Kept::Ended(*incident, ending, at),
            Fact::Handover { incident, hospital, arrival, duration, freed } => {
                Kept::Handover(*incident, hospital, arrival, duration, freed)
            }
            Fact::Status { vehicle, status, from, until, incident_patch } => {
                Kept::Status(vehicle, status, from, until, incident_patch)
            }
            Fact::Crew { vehicle, what, at } => Kept::Crew(vehicle, what, at),
            _ => return,
        };
        self.noted += 1;
        if self.kept.len() < self.most {
            self.kept.push(kept);
        }
    }
}

impl Told {
    /// Facts of the week that a recorder takes notice of.
    #[must_use]
    pub const fn noted(&self) -> u64 {
        self.noted
    }

    /// Those that are kept.
    #[must_use]
    pub fn kept(&self) -> u64 {
        self.kept.len() as u64
    }

    /// Tells an observer all that was kept.
    pub fn tell(&self, observer: &mut impl Observer) {
        for kept in &self.kept {
            match kept {
                Kept::Called(incident) => observer.see(&Fact::Called { incident }),
                Kept::Responded(incident, vehicle, ending) => {
                    observer.see(&Fact::Responded { incident, vehicle: *vehicle, ending: *ending });
                }
                Kept::Ended(incident, ending, at) => {
                    observer.see(&Fact::Ended { incident, ending: *ending, at: *at });
                }
                Kept::Handover(incident, hospital, arrival, duration, freed) => {
                    let (hospital, arrival, duration, freed) = (*hospital, *arrival, *duration, *freed);
                    observer.see(&Fact::Handover { incident, hospital, arrival, duration, freed });
                }
                Kept::Status(vehicle, status, from, until, patch) => {
                    let (vehicle, status, from, until) = (*vehicle, *status, *from, *until);
                    observer.see(&Fact::Status { vehicle, status, from, until, incident_patch: *patch });
                }
                Kept::Crew(vehicle, what, at) => {
                    observer.see(&Fact::Crew { vehicle: *vehicle, what: *what, at: *at });
                }
            }
        }
    }
}

impl Stage {
    /// Facts of the second week of the first component; so many are kept.
    #[must_use]
    pub fn told(&self, most: usize) -> Told {
        let mut told = Told { kept: Vec::new(), most, noted: 0, facts: 0 };
        self.run(&self.decisions, 0, &self.tapes[0], &mut told);
        told
    }

    /// A recorder of the first component, which has known of so many open incidents that more may end than begin.
    #[must_use]
    pub fn recorder(&self) -> Recorder<'_> {
        let fleet = &self.decisions.components[0].fleet;
        let mut recorder = Recorder::new(&self.world, 0, fleet, self.n_patches, false);
        recorder.resume(&Records::new(self.world.demand.areas.len(), self.n_patches, false), 1 << 31);
        recorder
    }
}
