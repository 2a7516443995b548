//! Vehicles for an incident, and C1 without community first responders.

use super::levels::Level;
use super::records::Records;
use crate::category::Category;
use crate::region::Region;
use crate::stats::p90;
use crate::world::STREAMS;
use std::collections::BTreeMap;

/// How many vehicles some incidents took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct ResourceCounts {
    /// Incidents that a vehicle attended.
    pub incidents: u64,
    /// Vehicles allocated to them.
    pub allocated: u64,
    /// Vehicles that arrived.
    pub arrived: u64,
    /// Vehicles diverted from them to more urgent ones.
    pub diverted: u64,
}

impl ResourceCounts {
    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.incidents += other.incidents;
        self.allocated += other.allocated;
        self.arrived += other.arrived;
        self.diverted += other.diverted;
    }
}

/// What the attended incidents of a group and category took in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceRow {
    /// England, trust, ICS or patch.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// The category.
    pub category: Category,
    /// The counts.
    pub counts: ResourceCounts,
    /// For C1, mean and 90th centile of the response as it would be without community first responders, seconds.
    pub without_responders: Option<(f64, f64)>,
}

impl ResourceRow {
    /// Vehicles allocated for one incident.
    #[must_use]
    pub fn allocated(&self) -> f64 {
        self.counts.allocated as f64 / self.counts.incidents as f64
    }

    /// Vehicles that arrive for one incident.
    #[must_use]
    pub fn arriving(&self) -> f64 {
        self.counts.arrived as f64 / self.counts.incidents as f64
    }
}

/// Vehicles for an incident by England, trust, ICS and patch; groups without an attended incident are left out.
#[must_use]
pub fn resources(records: &Records, region: &Region) -> Vec<ResourceRow> {
    let mut sums: BTreeMap<(Level, &str, Category), ResourceCounts> = BTreeMap::new();
    for patch in 0..region.patches.len() {
        for category in Category::ALL {
            let counts = records.resources[patch * STREAMS + category.row()];
            let of = groups(region, patch).into_iter().filter(|_| counts.incidents > 0);
            of.for_each(|(level, code)| sums.entry((level, code, category)).or_default().add(&counts));
        }
    }
    let mut c1 = without_responders(records, region);
    let rows = sums.into_iter().map(|((level, code, category), counts)| ResourceRow {
        level,
        code: code.to_owned(),
        category,
        counts,
        without_responders: c1.remove(&(level, code)).filter(|_| category == Category::C1),
    });
    rows.collect()
}

fn groups(region: &Region, patch: usize) -> [(Level, &str); 4] {
    let p = &region.patches[patch];
    [
        (Level::England, "England"),
        (Level::Trust, &region.services[p.service.index()].code),
        (Level::Ics, &region.icses[p.ics.index()].code),
        (Level::Patch, &p.code),
    ]
}

fn without_responders<'r>(records: &Records, region: &'r Region) -> BTreeMap<(Level, &'r str), (f64, f64)> {
    let mut times: BTreeMap<(Level, &str), Vec<u32>> = BTreeMap::new();
    for record in &records.without_responders {
        let patch = region.areas[record.area as usize].patch.index();
        let of = groups(region, patch);
        of.into_iter().for_each(|group| times.entry(group).or_default().push(record.response_ms));
    }
    let measured = times.into_iter().filter_map(|(group, mut ms)| {
        let mean = ms.iter().map(|ms| f64::from(*ms)).sum::<f64>() / ms.len() as f64;
        Some((group, (mean / 1000.0, f64::from(p90(&mut ms)?) / 1000.0)))
    });
    measured.collect()
}
