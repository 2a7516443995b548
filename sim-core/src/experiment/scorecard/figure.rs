use super::counted::Counted;
use super::measure::{ENGLAND_C2_TOLERANCE, Measure};
use super::observed::{Observed, england_c2_mean, observed};
use crate::experiment::summary::Statistic;
use crate::ids::ServiceId;
use crate::outcome::{Level, ReportedCategory};
use crate::region::{Month, Region};
use std::collections::BTreeMap;

/// C1 mean of rural over urban areas: between what published figures of services and districts suggest.
pub const URBAN_RURAL_C1: (f64, f64) = (1.35, 1.80);

/// Code of the one service whose C4 figures are too few to be scored: the Isle of Wight.
const TOO_FEW_C4: &str = "R1F";

/// A figure of one month, of the model and as published.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthlyFigure {
    /// `Trust` or `England`.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The measure.
    pub measure: Measure,
    /// The month.
    pub month: Month,
    /// What the model gave.
    pub model: f64,
    /// What was published.
    pub published: f64,
    /// Standard error of the published value: a share of it, or points of 1 for a share of incidents.
    pub sampling_error: f64,
}

/// A figure over some months with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredFigure {
    /// `Trust` or `England`.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The measure.
    pub measure: Measure,
    /// Months with a value on both sides.
    pub n_months: usize,
    /// Plain mean of the model's monthly values.
    pub model: f64,
    /// Plain mean of the published monthly values.
    pub published: f64,
    /// How far it may lie off by decree.
    pub tolerance: f64,
    /// Standard error of the published mean: a share of it, or points of 1 for a share of incidents.
    pub sampling_error: f64,
    /// How far it may lie off: the tolerance, or twice the sampling error where that is more.
    pub allowed: f64,
    /// Whether it lies within that.
    pub within: bool,
    /// Whether it counts; others are reported only.
    pub scored: bool,
}

impl ScoredFigure {
    /// Model over published.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.model / self.published
    }

    /// How far it lies off: a share of the published value, or points of 1 for a share of incidents.
    #[must_use]
    pub fn off(&self) -> f64 {
        if self.measure.by_difference() { self.model - self.published } else { self.ratio() - 1.0 }
    }
}

/// One month's figures of each service, and of England under `None`.
pub(super) fn of_month(
    region: &Region,
    services: &[Option<ServiceId>],
    month: Month,
    counted: &BTreeMap<Option<ServiceId>, Counted>,
) -> Vec<MonthlyFigure> {
    let mut figures = Vec::new();
    for service in services {
        let (level, code, name) = match service {
            Some(service) => {
                let known = &region.services[service.index()];
                (Level::Trust, known.code.as_str(), known.short_name.as_str())
            }
            None => (Level::England, "England", "England"),
        };
        for measure in Measure::all() {
            let published = published(region, *service, month, measure);
            let model = counted.get(service).and_then(|counted| counted.value(measure));
            let Some((model, Observed { value, error })) = model.zip(published) else { continue };
            figures.push(MonthlyFigure {
                level,
                code: code.to_owned(),
                name: name.to_owned(),
                measure,
                month,
                model,
                published: value,
                sampling_error: error,
            });
        }
    }
    figures
}

fn published(
    region: &Region,
    service: Option<ServiceId>,
    month: Month,
    measure: Measure,
) -> Option<Observed> {
    match (service, measure) {
        (None, C2_MEAN) => england_c2_mean(region, month),
        _ => observed(region, service, month, measure),
    }
}

const C2_MEAN: Measure = Measure::Response(ReportedCategory::C2, Statistic::Mean);

/// The figures over all months: services in their order, measures in theirs.
pub(super) fn scored(monthly: &[MonthlyFigure]) -> Vec<ScoredFigure> {
    let mut groups: BTreeMap<(bool, &str, Measure), Vec<&MonthlyFigure>> = BTreeMap::new();
    for figure in monthly {
        let is_england = figure.level == Level::England;
        groups.entry((is_england, &figure.code, figure.measure)).or_default().push(figure);
    }
    groups.into_values().map(|months| over(&months)).collect()
}

fn over(months: &[&MonthlyFigure]) -> ScoredFigure {
    let first = months[0];
    let n = months.len() as f64;
    let mean = |of: &dyn Fn(&MonthlyFigure) -> f64| months.iter().map(|m| of(m)).sum::<f64>() / n;
    let (model, published) = (mean(&|m| m.model), mean(&|m| m.published));
    let by_difference = first.measure.by_difference();
    let absolute =
        |m: &&MonthlyFigure| if by_difference { m.sampling_error } else { m.sampling_error * m.published };
    let error = libm::sqrt(months.iter().map(|m| absolute(m) * absolute(m)).sum::<f64>()) / n;
    let sampling_error = if by_difference { error } else { error / published };
    let (tolerance, scored) = bound(first);
    let mut figure = ScoredFigure {
        level: first.level,
        code: first.code.clone(),
        name: first.name.clone(),
        measure: first.measure,
        n_months: months.len(),
        model,
        published,
        tolerance,
        sampling_error,
        allowed: tolerance.max(2.0 * sampling_error),
        within: false,
        scored,
    };
    figure.within = figure.off().abs() <= figure.allowed;
    figure
}

/// Tolerance of a figure, and whether it is scored: of England only the C2 mean is, of the Isle of Wight C4 is not.
fn bound(figure: &MonthlyFigure) -> (f64, bool) {
    let is_c4 = matches!(figure.measure, Measure::Response(ReportedCategory::C4, _));
    match (figure.level, figure.measure) {
        (Level::England, C2_MEAN) => (ENGLAND_C2_TOLERANCE, true),
        (Level::England, measure) => (measure.tolerance(), false),
        (_, measure) => (measure.tolerance(), !(is_c4 && figure.code == TOO_FEW_C4)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(code: &str, measure: Measure, (model, published): (f64, f64)) -> MonthlyFigure {
        let month = Month { year: 2023, month: 10 };
        let (level, code) = (Level::Trust, code.to_owned());
        let name = code.clone();
        MonthlyFigure { level, code, name, measure, month, model, published, sampling_error: 0.01 }
    }

    #[test]
    fn months_count_alike_and_a_bound_is_the_larger_of_two() {
        let both = [month("RYF", C2_MEAN, (900.0, 1000.0)), month("RYF", C2_MEAN, (3400.0, 3000.0))];
        let figure = &scored(&both)[0];
        assert_eq!((figure.model, figure.published, figure.n_months), (2150.0, 2000.0, 2));
        assert!((figure.off() - 0.075).abs() < 1e-12 && figure.within && figure.scored);
        // √(10² + 30²) / 2 of 2000 s.
        assert!((figure.sampling_error - libm::sqrt(1000.0) / 4000.0).abs() < 1e-12);
        assert_eq!(figure.allowed, 0.08);
        assert!(!scored(&[month("RYF", C2_MEAN, (1081.0, 1000.0))])[0].within);
        let wide = MonthlyFigure { sampling_error: 0.05, ..month("RYF", C2_MEAN, (1095.0, 1000.0)) };
        assert!(scored(&[wide])[0].within, "twice the sampling error is more than the tolerance");
    }

    #[test]
    fn shares_are_held_by_points_and_the_island_has_too_few_c4() {
        let share = Measure::Share(super::super::measure::Answered::HearAndTreat);
        let exact =
            |figure: MonthlyFigure| scored(&[MonthlyFigure { sampling_error: 0.0, ..figure }])[0].clone();
        assert!(exact(month("RYF", share, (0.109, 0.1))).within);
        assert!(!exact(month("RYF", share, (0.111, 0.1))).within);
        let c4 = Measure::Response(ReportedCategory::C4, Statistic::P90);
        assert!(
            !exact(month(TOO_FEW_C4, c4, (9.0, 1.0))).scored && exact(month("RYF", c4, (9.0, 1.0))).scored
        );
    }
}
