//! The figures that a calibration aims at: published response times over the months, each with its tolerance.

use crate::experiment::Statistic;
use crate::experiment::run::ArmResult;
use crate::outcome::{Level, ReportedCategory};
use crate::region::Month;
use crate::scenario::Scenario;

/// A published figure of a service, averaged over the months.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// ODS code of the service.
    pub service: String,
    /// The category.
    pub category: ReportedCategory,
    /// Mean or 90th centile.
    pub statistic: Statistic,
    /// As published: the average of the monthly figures, seconds.
    pub published_s: f64,
    /// Incidents a month, on average.
    pub incidents: f64,
    /// How far the model may lie from it, as a share.
    pub tolerance: f64,
}

/// The categories aimed at, and the share by which the model may miss each.
const TOLERANCES: [(ReportedCategory, f64); 5] = [
    (ReportedCategory::C1, 0.06),
    (ReportedCategory::C1T, 0.08),
    (ReportedCategory::C2, 0.08),
    (ReportedCategory::C3, 0.12),
    (ReportedCategory::C4, 0.20),
];

/// Below so many incidents a month a category says too little to be aimed at.
const LEAST_INCIDENTS: f64 = 30.0;
/// Standard deviation of a response time against its mean; a waiting time is near exponential, a C1 less wide.
const SPREAD: f64 = 1.0;
/// Relative standard error of the 90th centile of an exponential against that of its mean: √0.09 / (0.1 · 2.303).
const CENTILE: f64 = 1.303;

impl Target {
    /// Relative standard error of the published figure: months are samples of incidents.
    #[must_use]
    pub fn sampling(&self, months: usize) -> f64 {
        let of_mean = SPREAD / (self.incidents * months as f64).max(1.0).sqrt();
        if self.statistic == Statistic::P90 { CENTILE * of_mean } else { of_mean }
    }

    /// How far a model's figure lies off, in tolerances, or in twice the sampling error where that is more.
    #[must_use]
    pub fn miss(&self, model_s: f64, months: usize) -> f64 {
        let allowed = self.tolerance.max(2.0 * self.sampling(months));
        libm::log(model_s.max(1.0) / self.published_s) / libm::log1p(allowed)
    }
}

/// The figures of the services that a scenario simulates, over the months that hold them all.
pub(super) fn of(scenario: &Scenario, months: &[Month]) -> Vec<Target> {
    let region = scenario.region();
    let mut targets = Vec::new();
    for service in scenario.services() {
        for (category, tolerance) in TOLERANCES {
            let rows: Vec<_> = region
                .responses()
                .iter()
                .filter(|row| row.service == Some(service) && row.category == category.name())
                .filter(|row| months.contains(&row.month))
                .collect();
            let n = rows.len() as f64;
            let incidents = rows.iter().map(|row| row.n).sum::<f64>() / n.max(1.0);
            if rows.len() < months.len() || incidents < LEAST_INCIDENTS {
                continue;
            }
            for statistic in Statistic::ALL {
                let value = |row: &&crate::region::Response| match statistic {
                    Statistic::Mean => row.mean_s,
                    Statistic::P90 => row.p90_s,
                };
                targets.push(Target {
                    service: region.services()[service.index()].code.clone(),
                    category,
                    statistic,
                    published_s: rows.iter().map(value).sum::<f64>() / n,
                    incidents,
                    tolerance,
                });
            }
        }
    }
    targets
}

/// What the runs of the months give for each figure, averaged over replications and months, seconds.
#[must_use]
pub fn figures(months: &[ArmResult], targets: &[Target]) -> Vec<f64> {
    targets.iter().map(|target| figure(months, target)).collect()
}

fn figure(months: &[ArmResult], target: &Target) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for month in months {
        let grouping = month.levels.get(Level::Trust);
        let group = grouping.and_then(|g| g.codes.binary_search(&target.service).ok());
        for measures in &month.replications {
            let row = group.and_then(|group| measures.response(Level::Trust, group as u16, target.category));
            let value = row.and_then(|row| match target.statistic {
                Statistic::Mean => row.mean_s,
                Statistic::P90 => row.p90_s,
            });
            if let Some(value) = value {
                (sum, n) = (sum + value, n + 1.0);
            }
        }
    }
    if n > 0.0 { sum / n } else { 1.0 }
}
