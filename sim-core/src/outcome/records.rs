//! The sums and rows that a run leaves, before they are measured.

use super::aid::{self, AidRecord};
use super::crews::CrewRecords;
use super::desks::{self, DeskRecords};
use super::incidents::IncidentTable;
use super::log::LogRow;
use super::resources::ResourceCounts;
use super::rows::{FreedRecord, HandoverRecord, ResponseRecord};
use super::stack::Stacks;
use super::teams::{self, TeamRecord};
use crate::category::Ending;
use crate::prevention::Tally;
use crate::state::VehicleStatus;
use crate::vehicle_kind::VehicleKind;
use crate::world::STREAMS;
use serde::{Deserialize, Serialize};

const ENDINGS: usize = Ending::ALL.len();
const STATUSES: usize = VehicleStatus::ALL.len();
const KINDS: usize = VehicleKind::ALL.len();

/// What one arm gave in one replication, all components together. Sums are by row of the region.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Records {
    /// One row for each incident of the window that was answered by a vehicle.
    pub responses: Vec<ResponseRecord>,
    /// One row for each arrival at an emergency department within the window.
    pub handovers: Vec<HandoverRecord>,
    /// Those of them whose crew was freed before clinical handover.
    pub freed: Vec<FreedRecord>,
    /// Incidents of the window by (area, category, ending): `area × 45 + category × 9 + ending`.
    pub endings: Vec<u32>,
    /// C1 responses as they would be without community first responders: the first arrival of any other vehicle.
    pub without_responders: Vec<ResponseRecord>,
    /// Arrivals of the vehicle that conveys, for C1.
    pub transports: Vec<ResponseRecord>,
    /// Vehicles by (patch of the incident, category): of the window's attended incidents.
    pub resources: Vec<ResourceCounts>,
    /// Milliseconds of the window by (patch, kind and status of the vehicle), see [`Records::status_row`].
    pub status_ms: Vec<i64>,
    /// Idle vehicles' moves of the window to posts that are not their station, and straight-line metres, by patch.
    pub moves: Vec<(u64, u64)>,
    /// Milliseconds on jobs by (patch of the vehicle, patch of the incident).
    pub flow_ms: Vec<i64>,
    /// Milliseconds of the window that are rostered, by patch.
    pub rostered_ms: Vec<i64>,
    /// Crews and their shifts, and vehicles by hour of the week.
    pub crews: CrewRecords,
    /// The call and clinical stage by service; empty where no rule of it is on.
    pub desks: DeskRecords,
    /// What interventions did to the incidents of the window; empty where there is none.
    pub prevention: Tally,
    /// What teams did that attend in an ambulance's place; empty where there are none.
    pub teams: Vec<TeamRecord>,
    /// What services gave each other; empty where nobody did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aid: Vec<AidRecord>,
    /// Incidents that wait for somebody to be sent.
    #[serde(default)]
    pub stacks: Stacks,
    /// The incidents themselves, if they were asked for.
    pub incidents: Option<IncidentTable>,
    /// Every step of every vehicle and incident, component after component, if a log was asked for.
    pub log: Vec<LogRow>,
}

impl Records {
    /// Empty records for a region of so many areas and patches.
    #[must_use]
    pub fn new(areas: usize, patches: usize, with_incidents: bool) -> Self {
        Self {
            endings: vec![0; areas * STREAMS * ENDINGS],
            resources: vec![ResourceCounts::default(); patches * STREAMS],
            status_ms: vec![0; patches * KINDS * STATUSES],
            moves: vec![(0, 0); patches],
            flow_ms: vec![0; patches * patches],
            rostered_ms: vec![0; patches],
            incidents: with_incidents.then(IncidentTable::default),
            ..Self::default()
        }
    }

    /// Adds what another component gave.
    pub fn merge(&mut self, other: Records) {
        self.responses.extend(other.responses);
        self.handovers.extend(other.handovers);
        self.without_responders.extend(other.without_responders);
        self.transports.extend(other.transports);
        let moved = self.moves.iter_mut().zip(other.moves);
        moved.for_each(|(sum, more)| *sum = (sum.0 + more.0, sum.1 + more.1));
        self.log.extend(other.log);
        self.resources.iter_mut().zip(&other.resources).for_each(|(sum, more)| sum.add(more));
        self.freed.extend(other.freed);
        self.endings.iter_mut().zip(other.endings).for_each(|(sum, more)| *sum += more);
        let sums = [
            (&mut self.status_ms, other.status_ms),
            (&mut self.flow_ms, other.flow_ms),
            (&mut self.rostered_ms, other.rostered_ms),
        ];
        for (sum, more) in sums {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        self.crews.merge(&other.crews);
        desks::merge(&mut self.desks, &other.desks);
        self.prevention.merge(&other.prevention);
        teams::merge(&mut self.teams, other.teams);
        aid::merge(&mut self.aid, other.aid);
        self.stacks.merge(&other.stacks);
        if let (Some(own), Some(more)) = (&mut self.incidents, other.incidents) {
            own.rows.extend(more.rows);
        }
    }

    /// The row of a patch's vehicles of a kind in a status.
    #[inline]
    #[must_use]
    pub const fn status_row(patch: usize, kind: VehicleKind, status: VehicleStatus) -> usize {
        (patch * KINDS + kind as usize) * STATUSES + status as usize
    }

    /// Incidents of the window by area, category and ending.
    #[inline]
    #[must_use]
    pub fn ended(&self, area: usize, category: usize, ending: Ending) -> u32 {
        self.endings[(area * STREAMS + category) * ENDINGS + ending as usize]
    }

    /// Incidents of an area and category, however they ended.
    #[must_use]
    pub fn incidents_of(&self, area: usize, category: usize) -> u32 {
        let first = (area * STREAMS + category) * ENDINGS;
        self.endings[first..first + ENDINGS].iter().sum()
    }
}
