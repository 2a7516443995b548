use super::run::ArmResult;
use crate::outcome::{Level, Measures, ReportedCategory};
use crate::stats::{Estimate, next_window};

/// What is summarised of response times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statistic {
    /// Mean response.
    Mean,
    /// 90th centile.
    P90,
}

impl Statistic {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mean, Self::P90];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::P90 => "p90",
        }
    }
}

/// A statistic of response over the replications of an arm, seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryRow {
    /// Which level.
    pub level: Level,
    /// The group's code.
    pub code: String,
    /// Which category.
    pub category: ReportedCategory,
    /// Which statistic.
    pub statistic: Statistic,
    /// Incidents a replication, on average.
    pub incidents: f64,
    /// The estimate; `None` if no replication had a response.
    pub estimate: Option<Estimate>,
    /// Where 95% of single windows lie, seconds; `None` with fewer than two replications.
    pub window_s: Option<(f64, f64)>,
}

impl ArmResult {
    /// Response statistics of every level, group and category over the replications.
    #[must_use]
    pub fn summary(&self) -> Vec<SummaryRow> {
        let Some(first) = self.replications.first() else { return Vec::new() };
        let rows = (0..first.responses.len()).flat_map(|row| {
            Statistic::ALL.map(|statistic| {
                let known = &first.responses[row];
                let values: Vec<f64> = self.values(row, statistic).into_iter().flatten().collect();
                let incidents =
                    self.replications.iter().map(|m| m.responses[row].incidents as f64).sum::<f64>();
                SummaryRow {
                    level: known.level,
                    code: self.code(known.level, known.group),
                    category: known.category,
                    statistic,
                    incidents: incidents / self.replications.len() as f64,
                    estimate: Estimate::of(&values),
                    window_s: next_window(&values),
                }
            })
        });
        rows.collect()
    }

    /// The code of a group.
    #[must_use]
    pub fn code(&self, level: Level, group: u16) -> String {
        self.area_code(level, group).to_owned()
    }

    /// The code of a group; empty if the level is not there.
    pub(super) fn area_code(&self, level: Level, group: u16) -> &str {
        self.levels.get(level).map_or("", |g| &g.codes[group as usize])
    }

    /// The replications' values of row `row` of the response table, seconds.
    #[must_use]
    pub fn values(&self, row: usize, statistic: Statistic) -> Vec<Option<f64>> {
        let value = |m: &Measures| match statistic {
            Statistic::Mean => m.responses[row].mean_s,
            Statistic::P90 => m.responses[row].p90_s,
        };
        self.replications.iter().map(value).collect()
    }
}
