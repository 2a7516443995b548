use super::run::ArmResult;
use super::summary::Statistic;
use crate::ids::ServiceId;
use crate::outcome::{Level, ReportedCategory};
use crate::region::{Month, Region};
use crate::world::Desks;

/// A published response time of a service, or of England, in a month that the arm's demand is taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedRow {
    /// The month.
    pub month: Month,
    /// England or a service.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// `C1`, `C1T`, `C2`, `C3` or `C4`.
    pub category: ReportedCategory,
    /// Incidents.
    pub n: f64,
    /// Mean response, seconds.
    pub mean_s: f64,
    /// 90th centile, seconds.
    pub p90_s: f64,
}

/// What was published over several months. A centile is never averaged, so it is a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedFigure {
    /// Incidents.
    pub n: f64,
    /// Mean response over all incidents of the months, seconds.
    pub mean_s: f64,
    /// Lowest and highest monthly 90th centile, seconds.
    pub p90_range_s: (f64, f64),
}

impl PublishedFigure {
    /// The figure over some rows of one service and category; `None` without an incident.
    #[must_use]
    pub fn over<'a>(rows: impl Iterator<Item = &'a PublishedRow>) -> Option<Self> {
        let (mut n, mut sum_s, mut range) = (0.0, 0.0, (f64::INFINITY, f64::NEG_INFINITY));
        for row in rows.filter(|row| row.n > 0.0) {
            n += row.n;
            sum_s += row.n * row.mean_s;
            range = (range.0.min(row.p90_s), range.1.max(row.p90_s));
        }
        (n > 0.0).then(|| Self { n, mean_s: sum_s / n, p90_range_s: range })
    }

    /// Lowest and highest published value of a statistic, seconds; equal for a mean.
    #[must_use]
    pub const fn range_s(&self, statistic: Statistic) -> (f64, f64) {
        match statistic {
            Statistic::Mean => (self.mean_s, self.mean_s),
            Statistic::P90 => self.p90_range_s,
        }
    }
}

impl ArmResult {
    /// The published response times to hold this arm against: of services simulated whole, and of England if all of it
    /// was, in the months that demand is taken from; in order of level, code, category and month.
    #[must_use]
    pub fn published(&self) -> Vec<PublishedRow> {
        let (region, plan) = (self.scenario.region(), self.scenario.world_plan());
        let whole = wholly_simulated(region, &plan.areas);
        let in_plan = region.responses.iter().filter(|row| plan.months.contains(&row.month));
        let mut rows: Vec<PublishedRow> = in_plan
            .filter_map(|row| {
                let is_whole = row.service.map_or(whole.iter().all(|w| *w), |service| whole[service.index()]);
                let category = ReportedCategory::ALL.into_iter().find(|c| c.name() == row.category)?;
                let (level, code) = match row.service {
                    None => (Level::England, "England"),
                    Some(service) => (Level::Trust, region.services[service.index()].code.as_str()),
                };
                let (month, n, mean_s, p90_s) = (row.month, row.n, row.mean_s, row.p90_s);
                is_whole.then(|| PublishedRow {
                    month,
                    level,
                    code: code.to_owned(),
                    category,
                    n,
                    mean_s,
                    p90_s,
                })
            })
            .collect();
        rows.sort_by(|a, b| {
            (a.level, &a.code, a.category, a.month).cmp(&(b.level, &b.code, b.category, b.month))
        });
        rows
    }
}

impl ArmResult {
    /// What each service simulated published of its desks in the months that demand is taken from, by ODS code; none if
    /// no rule of the call and clinical stage was on.
    #[must_use]
    pub fn published_desks(&self) -> Vec<(&str, Desks)> {
        if self.replications.iter().all(|measures| measures.desks.is_empty()) {
            return Vec::new();
        }
        let (region, plan) = (self.scenario.region(), self.scenario.world_plan());
        let of = |service: ServiceId| {
            (region.services[service.index()].code.as_str(), Desks::compile(region, &plan, service))
        };
        self.scenario.services().into_iter().map(of).collect()
    }
}

/// For each service of the region, whether all its areas are simulated.
pub(super) fn wholly_simulated(region: &Region, areas: &[bool]) -> Vec<bool> {
    let mut whole = vec![true; region.services.len()];
    for (area, _) in region.areas.iter().zip(areas).filter(|(_, simulated)| !**simulated) {
        whole[region.patches[area.patch.index()].service.index()] = false;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_weighted_and_centiles_are_not_averaged() {
        let row = |month: &str, n, mean_s, p90_s| PublishedRow {
            month: Month::parse(month).expect("a month"),
            level: Level::Trust,
            code: "TNY".into(),
            category: ReportedCategory::C2,
            n,
            mean_s,
            p90_s,
        };
        let rows = [row("2023-10", 100.0, 900.0, 1800.0), row("2023-11", 300.0, 1300.0, 2600.0)];
        let figure = PublishedFigure::over(rows.iter()).expect("two months");
        assert_eq!((figure.n, figure.mean_s, figure.p90_range_s), (400.0, 1200.0, (1800.0, 2600.0)));
        assert_eq!(PublishedFigure::over(rows[..0].iter()), None);
    }
}
