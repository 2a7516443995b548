use super::levels::{Grouping, Level};
use super::recorder::{HandoverRecord, Records};
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
}

const LIMITS_MS: [u32; 4] = [900_000, 1_800_000, 2_700_000, 3_600_000];

/// Handover by hospital.
#[must_use]
pub fn by_hospital(records: &Records, region: &Region) -> Vec<HandoverRow> {
    let mut lists = vec![Vec::new(); region.hospitals.len()];
    records.handovers.iter().for_each(|h| lists[h.hospital as usize].push(h.duration_ms));
    let used = lists.iter_mut().zip(&region.hospitals).filter(|(list, _)| !list.is_empty());
    used.map(|(list, hospital)| row("hospital", hospital.code.clone(), list)).collect()
}

/// Handover of the patients of each group of a level.
#[must_use]
pub fn by_group(records: &Records, grouping: &Grouping) -> Vec<HandoverRow> {
    let mut lists = vec![Vec::new(); grouping.codes.len()];
    let group = |h: &HandoverRecord| grouping.group[h.area as usize];
    for handover in &records.handovers {
        if let Some(group) = group(handover) {
            lists[group as usize].push(handover.duration_ms);
        }
    }
    lists
        .iter_mut()
        .zip(&grouping.codes)
        .map(|(list, code)| row(grouping.level.name(), code.clone(), list))
        .collect()
}

/// Levels at which handover is reported.
pub const LEVELS: [Level; 4] = [Level::England, Level::Trust, Level::Ics, Level::Patch];

fn row(level: &'static str, code: String, list: &mut [u32]) -> HandoverRow {
    let n = list.len() as u64;
    let sum: u64 = list.iter().map(|v| u64::from(*v)).sum();
    let lost: u64 = list.iter().map(|v| u64::from(v.saturating_sub(LIMITS_MS[0]))).sum();
    HandoverRow {
        level,
        code,
        n,
        mean_s: (n > 0).then(|| sum as f64 / n as f64 / 1000.0),
        over_n: LIMITS_MS.map(|limit| list.iter().filter(|v| **v > limit).count() as u64),
        lost_over_15_h: lost as f64 / 3.6e6,
        p90_s: p90(list).map(|v| f64::from(v) / 1000.0),
    }
}
