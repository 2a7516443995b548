//! From runs and levels to predictions with intervals.

use super::drift::Drift;
use super::level::mean;
use super::measure::{C2_MEAN, Measure};
use super::observed::Observed;
use super::season::Season;
use super::simulate::{Runs, Simulated};
use crate::region::Month;
use std::collections::BTreeMap;

/// Half the width of a 90% interval in standard deviations.
const HALF_90: f64 = 1.644_853_626_951_472_7;

/// A prediction with its 90% interval, seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Predicted {
    /// The prediction.
    pub mean_s: f64,
    /// Lower and upper end of the 90% interval.
    pub interval_s: (f64, f64),
    /// Standard deviation of the model's own error that is in the interval, on the logarithm.
    pub own_sd: f64,
}

/// What turns runs into predictions.
#[derive(Debug, Clone)]
pub(super) struct Predictor<'a> {
    pub runs: &'a Runs,
    /// Weights of the members.
    pub weights: &'a [f64],
    /// Variance of the model's own error by measure, on the logarithm; 0 where it is not known.
    pub discrepancy: [f64; Measure::COUNT],
    pub season: Season,
    pub drift: Drift,
}

/// The weighted mean of what members give and the variance between them, on the logarithm.
fn centre(simulated: &Simulated, weights: &[f64]) -> Option<(f64, f64)> {
    let known: Vec<(f64, f64)> = simulated
        .members
        .iter()
        .zip(weights)
        .filter_map(|(member, weight)| Some(((*member)?, *weight)))
        .collect();
    let all: f64 = known.iter().map(|(_, weight)| weight).sum();
    if all <= 0.0 {
        return None;
    }
    let average =
        |of: &dyn Fn(f64) -> f64| known.iter().map(|(log, weight)| of(*log) * weight).sum::<f64>() / all;
    let logarithm = average(&|log| log);
    let centre = libm::log(average(&|log| libm::exp(log)));
    Some((centre, average(&|log| (log - logarithm) * (log - logarithm))))
}

impl Predictor<'_> {
    fn simulated(&self, code: &str, month: Month, measure: Measure) -> Option<&Simulated> {
        self.runs.of.get(&(code.to_owned(), month)).map(|rows| &rows[measure.row()])
    }

    /// The logarithm of a measure at a level of hours.
    pub fn logarithm(&self, (code, month): (&str, Month), measure: Measure, level: f64) -> Option<f64> {
        let simulated = self.simulated(code, month, measure)?;
        let (centre, _) = centre(simulated, self.weights)?;
        Some(centre + simulated.curve.as_ref().map_or(0.0, |curve| curve.at(level) - curve.at(0.0)))
    }

    /// The level of hours, its season taken out, at which the published C2 mean comes out; `None` without one, or if C2
    /// does not answer to hours.
    pub fn implied(&self, observed: &Observed<'_>, code: &str, month: Month) -> Option<f64> {
        let seen = libm::log(observed.c2(code, month)?) - self.season.offset(month);
        let simulated = self.simulated(code, month, C2_MEAN)?;
        let (centre, _) = centre(simulated, self.weights)?;
        let curve = simulated.curve.as_ref()?;
        curve.hours_at(seen - centre + curve.at(0.0))
    }

    /// The level of hours that stands for a level in the season of a month: there the C2 mean lies higher by the season's
    /// offset. The level itself where C2 does not answer to hours.
    pub fn in_season(&self, (code, month): (&str, Month), level: f64) -> f64 {
        let offset = self.season.offset(month);
        let curve = self.simulated(code, month, C2_MEAN).and_then(|simulated| simulated.curve.as_ref());
        let moved =
            curve.filter(|_| offset != 0.0).and_then(|curve| curve.hours_at(curve.at(level) + offset));
        moved.unwrap_or(level)
    }

    /// The least variance of the model's own error in a measure, so many months from what is known of the trust's level:
    /// the drift of C2, told in hours and back in the measure. No measure drifts more than C2. The record of earlier years
    /// holds the chance of a month too, which is taken off: the interval has it already.
    fn least(&self, (code, month): (&str, Month), measure: Measure, months: u32) -> f64 {
        let slope = |measure| {
            let curve = self.simulated(code, month, measure).and_then(|simulated| simulated.curve.as_ref());
            curve.map_or(0.0, |curve| curve.slope().abs())
        };
        let (own, c2) = (slope(measure), slope(C2_MEAN));
        let ratio = if own < c2 { own / c2 } else { 1.0 };
        let drift = self.drift.variance(months) - self.chance_of_month(code, C2_MEAN);
        drift.max(0.0) * ratio * ratio
    }

    /// Variance between months as they happen, on the logarithm: the mean over the service's months.
    fn chance_of_month(&self, code: &str, measure: Measure) -> f64 {
        let own = self.runs.of.iter().filter(|((of, _), _)| of == code);
        mean(own.filter_map(|(_, rows)| rows[measure.row()].chance)).unwrap_or(0.0)
    }

    /// Variance between one month as it happens and the mean of replications, on the logarithm.
    fn chance(&self, code: &str, measure: Measure) -> f64 {
        self.chance_of_month(code, measure) * (1.0 + 1.0 / self.runs.replications.max(1) as f64)
    }

    /// The same as an interval takes it: the record of earlier years holds the chance of a month of C2 too, and where the
    /// simulated chance is more than all of it the record stands. Services answer to a bad week, and no run does.
    fn chance_within(&self, code: &str, measure: Measure, months: u32) -> f64 {
        let month = self.chance_of_month(code, measure);
        let record = self.drift.variance(months);
        let known = if measure == C2_MEAN && record > 0.0 { month.min(record) } else { month };
        known + month / self.runs.replications.max(1) as f64
    }

    /// The prediction of a measure at a level of hours, so many months from what is known of that level.
    pub fn predicted(
        &self,
        at: (&str, Month),
        measure: Measure,
        (level, months): (f64, u32),
    ) -> Option<Predicted> {
        let logarithm = self.logarithm(at, measure, level)?;
        let (_, between) = centre(self.simulated(at.0, at.1, measure)?, self.weights)?;
        let own = self.discrepancy[measure.row()].max(self.least(at, measure, months));
        let variance = between + self.chance_within(at.0, measure, months) + own;
        let half = HALF_90 * variance.sqrt();
        let interval_s = (libm::exp(logarithm - half), libm::exp(logarithm + half));
        Some(Predicted { mean_s: libm::exp(logarithm), interval_s, own_sd: own.sqrt() })
    }

    /// The variance of the model's own error by measure, from the months of the fit: each is predicted at the level of
    /// the other months, and what chance explains of the squared residuals is taken off.
    pub fn with_discrepancy(mut self, observed: &Observed<'_>, levels: &Levels, fit: &[Month]) -> Self {
        for measure in Measure::all() {
            let mut squares = Vec::new();
            for (code, implied) in &levels.implied {
                let chance = self.chance(code, measure);
                for month in fit {
                    let level = self.in_season((code, *month), levels.without(code, implied, *month, fit));
                    let predicted = self.logarithm((code, *month), measure, level);
                    let seen = observed.figure(code, *month, measure);
                    if let (Some(predicted), Some(seen)) = (predicted, seen) {
                        let residual = libm::log(seen) - predicted;
                        squares.push(residual * residual - chance);
                    }
                }
            }
            self.discrepancy[measure.row()] = mean(squares.into_iter()).unwrap_or(0.0).max(0.0);
        }
        self
    }
}

/// The levels of hours of each trust.
#[derive(Debug, Clone, Default)]
pub(super) struct Levels {
    /// The level implied by each month with a published C2 mean, its season taken out, by trust.
    pub implied: BTreeMap<String, BTreeMap<Month, f64>>,
    /// The level of the fit: 0 where the fit states the hours itself.
    pub fitted: BTreeMap<String, f64>,
    /// Whether the level was found here, as the mean of those implied by the months of the fit.
    pub is_found_here: bool,
}

impl Levels {
    /// The levels of the trusts that were run; `is_stated` if a fit states the hours.
    pub fn of(predictor: &Predictor<'_>, observed: &Observed<'_>, fit: &[Month], is_stated: bool) -> Self {
        let mut levels = Self { is_found_here: !is_stated, ..Self::default() };
        for (code, month) in predictor.runs.of.keys() {
            let own = levels.implied.entry(code.clone()).or_default();
            if let Some(level) = predictor.implied(observed, code, *month) {
                own.insert(*month, level);
            }
        }
        for (code, implied) in &levels.implied {
            let found = mean(fit.iter().filter_map(|month| implied.get(month).copied()));
            levels.fitted.insert(code.clone(), found.filter(|_| !is_stated).unwrap_or(0.0));
        }
        levels
    }

    /// The level of a trust that is frozen for a month: that of the fit, or where levels begin anew at a break the mean
    /// of those implied from the break's month to the month before, and the last of these months.
    pub fn since(&self, code: &str, (since, month): (Option<Month>, Month)) -> (f64, Option<Month>) {
        let anew: Vec<(Month, f64)> =
            since.map_or_else(Vec::new, |since| self.implied[code].range(since..month).map(owned).collect());
        let level = mean(anew.iter().map(|(_, level)| *level)).unwrap_or(self.fitted[code]);
        (level, anew.last().map(|(month, _)| *month))
    }

    /// The level of a trust without one month of the fit: the fit's level moves as the mean of the implied levels does.
    fn without(&self, code: &str, implied: &BTreeMap<Month, f64>, month: Month, fit: &[Month]) -> f64 {
        let over = |all: bool| {
            let kept = fit.iter().filter(|at| all || **at != month);
            mean(kept.filter_map(|at| implied.get(at).copied()))
        };
        let fitted = self.fitted[code];
        match (over(true), over(false)) {
            (Some(all), Some(others)) => fitted + others - all,
            _ => fitted,
        }
    }
}

fn owned((month, level): (&Month, &f64)) -> (Month, f64) {
    (*month, *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_of_c2_is_at_most_what_earlier_years_saw() {
        let at = Month::parse("2024-01").expect("a month");
        let own = Simulated { members: vec![Some(7.0)], chance: Some(0.09), curve: None };
        let runs = Runs {
            of: BTreeMap::from([(("RYA".to_owned(), at), vec![own; Measure::COUNT])]),
            replications: 4,
            ..Runs::default()
        };
        let predictor = |start_sd| Predictor {
            runs: &runs,
            weights: &[1.0],
            discrepancy: [0.0; Measure::COUNT],
            season: Season::of(&[], &[at]),
            drift: Drift { start_sd, month_sd: 0.0 },
        };
        let chance = |start_sd, measure| predictor(start_sd).chance_within("RYA", measure, 1);
        let other = Measure::all().into_iter().find(|measure| *measure != C2_MEAN).expect("ten measures");
        // A quarter of the chance is that of the mean of four replications.
        assert!((chance(0.2, C2_MEAN) - (0.04 + 0.0225)).abs() < 1e-12);
        assert!((chance(0.4, C2_MEAN) - (0.09 + 0.0225)).abs() < 1e-12);
        assert!((chance(0.2, other) - (0.09 + 0.0225)).abs() < 1e-12);
        assert!((chance(0.0, C2_MEAN) - (0.09 + 0.0225)).abs() < 1e-12, "no record");
    }
}
