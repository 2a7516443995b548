use super::levels::{Grouping, Level};
use super::records::Records;
use super::rows::FreedRecord;
use crate::policy::handover::FreedBy;
use crate::region::Region;
use crate::stats::p90;

/// Handover at emergency departments in one replication: of a hospital, or of the patients of a group of areas.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoverRow {
    /// `hospital`, or the name of a level.
    pub level: &'static str,
    /// Code of the hospital or the group.
    pub code: String,
    /// Handovers.
    pub n: u64,
    /// Mean, seconds.
    pub mean_s: Option<f64>,
    /// 90th centile by nearest rank, seconds.
    pub p90_s: Option<f64>,
    /// Handovers over 15, 30, 45 and 60 minutes.
    pub over_n: [u64; 4],
    /// Hours lost beyond 15 minutes.
    pub lost_over_15_h: f64,
    /// Hours lost beyond 45 minutes.
    pub lost_over_45_h: f64,
    /// Vehicles released before clinical handover: as many patients were moved into the department.
    pub released_n: u64,
    /// Vehicle-hours that release saved; the patients went on waiting in the department for as long.
    pub released_h: f64,
    /// Crews freed because another one looked after their patient.
    pub cohorted_n: u64,
    /// Vehicle-hours that cohorting saved.
    pub cohorted_h: f64,
}

const LIMITS_MS: [u32; 4] = [900_000, 1_800_000, 2_700_000, 3_600_000];

/// Handovers of one row: durations, and crews freed by release and by cohorting with the milliseconds saved.
#[derive(Debug, Clone, Default)]
struct Held {
    durations_ms: Vec<u32>,
    freed: [(u64, u64); 2],
}

impl Held {
    fn free(&mut self, record: &FreedRecord) {
        let (n, ms) = &mut self.freed[usize::from(record.by == FreedBy::Cohort)];
        *n += 1;
        *ms += u64::from(record.saved_ms);
    }

    fn row(&mut self, level: &'static str, code: String) -> HandoverRow {
        let list = &mut self.durations_ms;
        let n = list.len() as u64;
        let sum: u64 = list.iter().map(|v| u64::from(*v)).sum();
        let lost = |limit: u32| list.iter().map(|v| u64::from(v.saturating_sub(limit))).sum::<u64>();
        let [over_15, over_45] = [lost(LIMITS_MS[0]), lost(LIMITS_MS[2])];
        let [released, cohorted] = self.freed;
        let hours = |ms: u64| ms as f64 / 3.6e6;
        HandoverRow {
            level,
            code,
            n,
            mean_s: (n > 0).then(|| sum as f64 / n as f64 / 1000.0),
            over_n: LIMITS_MS.map(|limit| list.iter().filter(|v| **v > limit).count() as u64),
            lost_over_15_h: hours(over_15),
            lost_over_45_h: hours(over_45),
            p90_s: p90(list).map(|v| f64::from(v) / 1000.0),
            released_n: released.0,
            released_h: hours(released.1),
            cohorted_n: cohorted.0,
            cohorted_h: hours(cohorted.1),
        }
    }
}

/// Handover by hospital.
#[must_use]
pub fn by_hospital(records: &Records, region: &Region) -> Vec<HandoverRow> {
    let mut held = vec![Held::default(); region.hospitals.len()];
    records.handovers.iter().for_each(|h| held[h.hospital as usize].durations_ms.push(h.duration_ms));
    records.freed.iter().for_each(|freed| held[freed.hospital as usize].free(freed));
    let used = held.iter_mut().zip(&region.hospitals).filter(|(held, _)| !held.durations_ms.is_empty());
    used.map(|(held, hospital)| held.row("hospital", hospital.code.clone())).collect()
}

/// Handover of the patients of each group of a level.
#[must_use]
pub fn by_group(records: &Records, grouping: &Grouping) -> Vec<HandoverRow> {
    let mut held = vec![Held::default(); grouping.codes.len()];
    let group = |area: u16| grouping.group[usize::from(area)];
    for handover in &records.handovers {
        if let Some(group) = group(handover.area) {
            held[group as usize].durations_ms.push(handover.duration_ms);
        }
    }
    for freed in &records.freed {
        if let Some(group) = group(freed.area) {
            held[group as usize].free(freed);
        }
    }
    let rows = held.iter_mut().zip(&grouping.codes);
    rows.map(|(held, code)| held.row(grouping.level.name(), code.clone())).collect()
}

/// Levels at which handover is reported.
pub const LEVELS: [Level; 4] = [Level::England, Level::Trust, Level::Ics, Level::Patch];
