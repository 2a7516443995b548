//! What teams did that attend in an ambulance's place.

use crate::engine::{Fact, Refusal, TeamFact};
use crate::ids::PatchId;
use crate::region::Region;
use crate::stats::nearest_rank;
use crate::units::{SimDuration, SimTime};
use crate::world::{Component, STREAMS};
use serde::{Deserialize, Serialize};

/// The teams of one intervention in one patch in one replication: incidents of the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRecord {
    /// 64 bits of the intervention's name.
    pub entity: u64,
    /// The patch.
    pub patch: PatchId,
    /// Offered and not taken, by [`Refusal`].
    pub refused: [u64; Refusal::COUNT],
    /// Offered and taken.
    pub taken: u64,
    /// Those of them that gave up waiting for the team, or were given back without a visit.
    pub left: u64,
    /// Waits for the team, ms, of those visited.
    pub wait_ms: Vec<u32>,
    /// Visited, and no ambulance needed, by category.
    pub attended: [u64; STREAMS],
    /// Visited, and then in need of an ambulance.
    pub handed_back: u64,
    /// Milliseconds of the window on visits.
    pub busy_ms: i64,
    /// Milliseconds of the visits begun for incidents of the window.
    pub visit_ms: i64,
    /// Milliseconds of the window on duty, all teams together.
    pub on_duty_ms: i64,
}

impl TeamRecord {
    const fn new(entity: u64, patch: PatchId) -> Self {
        Self {
            entity,
            patch,
            refused: [0; Refusal::COUNT],
            taken: 0,
            left: 0,
            wait_ms: Vec::new(),
            attended: [0; STREAMS],
            handed_back: 0,
            busy_ms: 0,
            visit_ms: 0,
            on_duty_ms: 0,
        }
    }

    /// Offered to a team: taken, and not.
    #[must_use]
    pub fn offered(&self) -> u64 {
        self.taken + self.refused.iter().sum::<u64>()
    }

    /// Visits begun.
    #[must_use]
    pub fn visited(&self) -> u64 {
        self.wait_ms.len() as u64
    }

    /// Visited, and no ambulance needed.
    #[must_use]
    pub fn attended_n(&self) -> u64 {
        self.attended.iter().sum()
    }

    fn see(&mut self, category: usize, what: TeamFact, at: SimTime) {
        match what {
            TeamFact::Refused(reason) => self.refused[reason as usize] += 1,
            TeamFact::Taken => self.taken += 1,
            TeamFact::VisitBegins { asked, until } => {
                self.wait_ms.push((at - asked).0.clamp(0, i64::from(u32::MAX)) as u32);
                self.visit_ms += (until - at).0;
            }
            TeamFact::Attended => self.attended[category] += 1,
            TeamFact::HandedBack => self.handed_back += 1,
            TeamFact::GaveUp | TeamFact::Dropped => self.left += 1,
        }
    }
}

/// The record of a team, made if it is not there; records are in order of intervention and patch.
fn of(records: &mut Vec<TeamRecord>, entity: u64, patch: PatchId) -> &mut TeamRecord {
    let key = |record: &TeamRecord| (record.entity, record.patch);
    let at = records.partition_point(|record| key(record) < (entity, patch));
    if records.get(at).is_none_or(|record| key(record) != (entity, patch)) {
        records.insert(at, TeamRecord::new(entity, patch));
    }
    &mut records[at]
}

/// One fact of a team; incidents count whose clock starts in the window, and time within it.
pub(super) fn see(
    records: &mut Vec<TeamRecord>,
    fact: &Fact<'_>,
    component: &Component,
    window: (SimTime, SimTime),
) {
    match *fact {
        Fact::Team { entity, incident, what, at } => {
            let record = of(records, entity, component.patches[usize::from(incident.patch)]);
            if let TeamFact::VisitBegins { until, .. } = what {
                record.busy_ms += (until.0.min(window.1.0) - at.0.max(window.0.0)).max(0);
            }
            if window.0 <= incident.clock_start && incident.clock_start < window.1 {
                record.see(incident.category.row(), what, at);
            }
        }
        Fact::TeamDuty { entity, patch, on_duty: SimDuration(ms) } => {
            of(records, entity, component.patches[usize::from(patch)]).on_duty_ms = ms;
        }
        _ => {}
    }
}

/// Adds what another component gave: other patches.
pub(super) fn merge(records: &mut Vec<TeamRecord>, other: Vec<TeamRecord>) {
    records.extend(other);
    records.sort_by_key(|record| (record.entity, record.patch));
}

/// The teams of one intervention in one patch, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamRow {
    /// ODS code of the ICS.
    pub ics_code: String,
    /// ODS code of the service.
    pub service_code: String,
    /// The service, by its row in the region.
    pub service: u16,
    /// The counts and times.
    pub record: TeamRecord,
    /// Mean wait for the team, minutes, and its 90th centile by nearest rank; `None` where nobody was visited.
    pub wait_min: Option<[f64; 2]>,
}

impl TeamRow {
    /// Share of the time on duty spent on visits; above 1 where visits outlast duty. `None` where no team was on duty.
    #[must_use]
    pub fn busy_share(&self) -> Option<f64> {
        (self.record.on_duty_ms > 0).then(|| self.record.busy_ms as f64 / self.record.on_duty_ms as f64)
    }
}

/// The teams of every intervention and patch that any incident was offered to, or that were on duty.
pub(super) fn teams(records: &[TeamRecord], region: &Region) -> Vec<TeamRow> {
    let row = |record: &TeamRecord| {
        let patch = &region.patches()[record.patch.index()];
        let waits = &record.wait_ms;
        let mean = waits.iter().map(|ms| f64::from(*ms)).sum::<f64>() / waits.len().max(1) as f64;
        let rank = nearest_rank(&mut waits.clone(), 90, 100);
        TeamRow {
            ics_code: region.icses()[patch.ics.index()].code.clone(),
            service_code: region.services()[patch.service.index()].code.clone(),
            service: patch.service.index() as u16,
            wait_min: rank.map(|p90| [mean / 60_000.0, f64::from(p90) / 60_000.0]),
            record: record.clone(),
        }
    };
    records.iter().map(row).collect()
}
