use super::levels::{Grouping, Level};
use super::records::Records;
use crate::category::{Category, Ending};
use crate::region::{Region, Statistic};
use crate::stats::p90;
use crate::world::STREAMS;
use jiff::civil::Date;

/// A category as tables report it: the five, C1 with transport, and all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ReportedCategory {
    /// Life-threatening, first arrival.
    C1,
    /// Life-threatening and conveyed: arrival of the transporting vehicle.
    C1T,
    /// Emergency.
    C2,
    /// Urgent.
    C3,
    /// Less urgent.
    C4,
    /// Without a standard.
    Other,
    /// All of them.
    All,
}

impl ReportedCategory {
    /// All, in the order of the tables.
    pub const ALL: [Self; 7] = [Self::C1, Self::C1T, Self::C2, Self::C3, Self::C4, Self::Other, Self::All];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::C1 => "C1",
            Self::C1T => "C1T",
            Self::C2 => "C2",
            Self::C3 => "C3",
            Self::C4 => "C4",
            Self::Other => "Other",
            Self::All => "all",
        }
    }

    const fn of(category: Category) -> Self {
        match category {
            Category::C1 => Self::C1,
            Category::C2 => Self::C2,
            Category::C3 => Self::C3,
            Category::C4 => Self::C4,
            Category::Other => Self::Other,
        }
    }
}

/// Response times of one group and category in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseRow {
    /// Which level.
    pub level: Level,
    /// The group's row in its level.
    pub group: u16,
    /// Which category.
    pub category: ReportedCategory,
    /// Incidents of the window, hear and treat included; for C1T those attended.
    pub incidents: u64,
    /// Those answered by a vehicle.
    pub n: u64,
    /// Those over what boards watch: 60 minutes of C2, 6 hours of C3; 0 of the others.
    pub long_n: u64,
    /// Mean response, seconds.
    pub mean_s: Option<f64>,
    /// 90th centile by nearest rank, seconds.
    pub p90_s: Option<f64>,
}

/// How the incidents of one group and category ended in one replication: counts.
#[derive(Debug, Clone, PartialEq)]
pub struct EndingRow {
    /// Which level.
    pub level: Level,
    /// The group's row in its level.
    pub group: u16,
    /// Which category.
    pub category: ReportedCategory,
    /// Counts in the order of [`Ending::ALL`].
    pub n: [u64; Ending::COUNT],
}

/// A standard and whether one group met it in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardRow {
    /// Which level.
    pub level: Level,
    /// The group's row in its level.
    pub group: u16,
    /// The standard's name.
    pub name: String,
    /// Its category.
    pub category: String,
    /// Which statistic it binds.
    pub statistic: &'static str,
    /// The bound, seconds.
    pub standard_s: f64,
    /// What the run gave, seconds.
    pub value_s: f64,
    /// Whether it was met.
    pub met: bool,
}

/// Response times in each group of a level.
#[must_use]
pub fn responses(records: &Records, grouping: &Grouping) -> Vec<ResponseRow> {
    let groups = grouping.codes.len();
    let by_category = |r: &super::ResponseRecord| r.category.row();
    let (bounds, mut values) = sorted(&records.responses, grouping, (STREAMS, by_category));
    let (conveyed_bounds, mut conveyed) = sorted(&records.transports, grouping, (1, |_| 0));
    let incidents = endings_by_group(records, grouping);
    let mut rows = Vec::with_capacity(groups * ReportedCategory::ALL.len());
    for group in 0..groups {
        let slice = |from: usize, to: usize| bounds[group * STREAMS + from]..bounds[group * STREAMS + to];
        let mut row = |category: ReportedCategory, incidents: u64, values: &mut [u32]| {
            let n = values.len() as u64;
            let sum: u64 = values.iter().map(|v| u64::from(*v)).sum();
            rows.push(ResponseRow {
                level: grouping.level,
                group: group as u16,
                category,
                incidents,
                n,
                long_n: long_n(category, values),
                mean_s: (n > 0).then(|| sum as f64 / n as f64 / 1000.0),
                p90_s: p90(values).map(|v| f64::from(v) / 1000.0),
            });
        };
        for category in Category::ALL {
            let c = category.row();
            let count = incidents[group][c].iter().sum();
            row(ReportedCategory::of(category), count, &mut values[slice(c, c + 1)]);
            if category == Category::C1 {
                let own = &mut conveyed[conveyed_bounds[group]..conveyed_bounds[group + 1]];
                row(ReportedCategory::C1T, own.len() as u64, own);
            }
        }
        let all = incidents[group].iter().flatten().sum();
        row(ReportedCategory::All, all, &mut values[slice(0, STREAMS)]);
    }
    rows
}

/// Responses over what boards watch of a category.
fn long_n(category: ReportedCategory, values_ms: &[u32]) -> u64 {
    let limit_ms = match category {
        ReportedCategory::C2 => 60 * 60_000,
        ReportedCategory::C3 => 6 * 3_600_000,
        _ => return 0,
    };
    values_ms.iter().filter(|ms| **ms > limit_ms).count() as u64
}

/// Response times sorted by (group, kind), of so many kinds: where each begins, and the values.
fn sorted(
    records: &[super::ResponseRecord],
    grouping: &Grouping,
    (kinds, kind): (usize, impl Fn(&super::ResponseRecord) -> usize),
) -> (Vec<usize>, Vec<u32>) {
    let bucket = |r: &super::ResponseRecord| {
        grouping.group[r.area as usize].map(|group| group as usize * kinds + kind(r))
    };
    let mut bounds = vec![0usize; grouping.codes.len() * kinds + 1];
    records.iter().filter_map(bucket).for_each(|b| bounds[b + 1] += 1);
    for b in 1..bounds.len() {
        bounds[b] += bounds[b - 1];
    }
    let mut next = bounds.clone();
    let mut values = vec![0u32; bounds[bounds.len() - 1]];
    for record in records {
        if let Some(b) = bucket(record) {
            values[next[b]] = record.response_ms;
            next[b] += 1;
        }
    }
    (bounds, values)
}

type ByCategory = [[u64; Ending::COUNT]; STREAMS];

fn endings_by_group(records: &Records, grouping: &Grouping) -> Vec<ByCategory> {
    let mut sums = vec![[[0u64; Ending::COUNT]; STREAMS]; grouping.codes.len()];
    for (area, group) in grouping.group.iter().enumerate() {
        let Some(group) = group else { continue };
        for (category, sum) in sums[*group as usize].iter_mut().enumerate() {
            for ending in Ending::ALL {
                sum[ending as usize] += u64::from(records.ended(area, category, ending));
            }
        }
    }
    sums
}

/// How incidents ended in each group of a level.
#[must_use]
pub fn endings(records: &Records, grouping: &Grouping) -> Vec<EndingRow> {
    let row =
        |group: usize, category, n| EndingRow { level: grouping.level, group: group as u16, category, n };
    let sums = endings_by_group(records, grouping);
    let rows = sums.iter().enumerate().flat_map(|(group, by_category)| {
        let all: [u64; Ending::COUNT] = std::array::from_fn(|e| by_category.iter().map(|n| n[e]).sum());
        let each =
            Category::ALL.into_iter().map(move |c| row(group, ReportedCategory::of(c), by_category[c.row()]));
        each.chain(Some(row(group, ReportedCategory::All, all)))
    });
    rows.collect()
}

/// The standards in force on a date, held against each group's responses; districts and smaller are left out.
#[must_use]
pub fn standards(region: &Region, date: Date, responses: &[ResponseRow]) -> Vec<StandardRow> {
    let in_force = region
        .standards
        .iter()
        .filter(|s| s.valid_from <= date && s.valid_to.is_none_or(|last| date <= last));
    let shown =
        |row: &&ResponseRow| matches!(row.level, Level::England | Level::Trust | Level::Ics | Level::Patch);
    let rows = in_force.flat_map(|standard| {
        let of = responses.iter().filter(shown).filter(|row| row.category.name() == standard.category);
        of.filter_map(|row| {
            let (statistic, value) = match standard.statistic {
                Statistic::Mean => ("mean", row.mean_s),
                Statistic::P90 => ("p90", row.p90_s),
            };
            let value_s = value?;
            Some(StandardRow {
                level: row.level,
                group: row.group,
                name: standard.name.clone(),
                category: standard.category.clone(),
                statistic,
                standard_s: standard.value_s,
                value_s,
                met: value_s <= standard.value_s,
            })
        })
        .collect::<Vec<_>>()
    });
    rows.collect()
}
