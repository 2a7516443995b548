//! What a prediction has to beat: simpler ones that need no model.

use super::level::last_three;
use super::measure::{C2_MEAN, Measure};
use super::observed::{Inputs, Observed};
use crate::region::Month;
use nalgebra::{DMatrix, DVector};
use std::collections::BTreeMap;

/// The rivals of a trust-month and measure, seconds; `None` where one has nothing to go by.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rivals {
    /// What was published for the month before.
    pub last_month_s: Option<f64>,
    /// What was published for the same month a year before.
    pub last_year_s: Option<f64>,
    /// C2 mean by regression on incidents and handover, frozen at the fit months.
    pub regression_s: Option<f64>,
    /// The same with the trust's level updated from the last three months with figures.
    pub regression_updated_s: Option<f64>,
    /// How many of the three months right before gave the regression no figure.
    pub regression_gaps: u32,
}

/// A regression of published C2 means on incidents and handover, with an intercept for each trust.
///
/// C2 mean (s) = a(trust) + b · ln(incidents a day) + c · mean handover (s), by ordinary least squares over the
/// trust-months of the fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// Intercept of each trust, seconds.
    pub intercept_s: BTreeMap<String, f64>,
    /// Seconds for a unit of the logarithm of incidents a day.
    pub per_log_incidents_s: f64,
    /// Seconds for a second of mean handover.
    pub per_handover_s: f64,
    /// Trust-months that it is fitted to.
    pub n: usize,
}

impl Regression {
    /// Fits the regression; `None` if the months are too few to tell its coefficients.
    pub(super) fn fit(observed: &Observed<'_>, codes: &[String], months: &[Month]) -> Option<Self> {
        let rows: Vec<(usize, Inputs, f64)> = codes
            .iter()
            .enumerate()
            .flat_map(|(trust, code)| months.iter().map(move |month| (trust, code, *month)))
            .filter_map(|(trust, code, month)| {
                Some((trust, observed.inputs(code, month)?, observed.c2(code, month)?))
            })
            .collect();
        let mut trusts: Vec<usize> = rows.iter().map(|(trust, ..)| *trust).collect();
        trusts.dedup();
        let columns = trusts.len() + 2;
        if rows.len() <= columns {
            return None;
        }
        let at = |trust: usize| trusts.iter().position(|known| *known == trust);
        let cell = |row: usize, column: usize| {
            let (trust, inputs, _) = rows[row];
            match column.checked_sub(trusts.len()) {
                None => f64::from(at(trust) == Some(column)),
                Some(0) => libm::log(inputs.incidents_per_day),
                Some(_) => inputs.handover_mean_s,
            }
        };
        let design = DMatrix::from_fn(rows.len(), columns, cell);
        let seen = DVector::from_iterator(rows.len(), rows.iter().map(|row| row.2));
        let found = design.svd(true, true).solve(&seen, 1e-9).ok()?;
        let intercepts = trusts.iter().enumerate().map(|(row, trust)| (codes[*trust].clone(), found[row]));
        Some(Self {
            intercept_s: intercepts.collect(),
            per_log_incidents_s: found[columns - 2],
            per_handover_s: found[columns - 1],
            n: rows.len(),
        })
    }

    /// What it says of a trust with such inputs, seconds; `None` for a trust that it does not know.
    pub(super) fn at(&self, code: &str, inputs: Inputs) -> Option<f64> {
        let slopes = self.per_log_incidents_s * libm::log(inputs.incidents_per_day)
            + self.per_handover_s * inputs.handover_mean_s;
        Some(self.intercept_s.get(code)? + slopes)
    }

    /// The frozen and the updated prediction of a trust-month, and the gaps of the latter.
    fn both(&self, observed: &Observed<'_>, code: &str, month: Month) -> (Option<f64>, Option<f64>, u32) {
        let frozen = observed.inputs(code, month).and_then(|inputs| self.at(code, inputs));
        let residual = |at: Month| {
            let predicted = self.at(code, observed.inputs(code, at)?)?;
            Some((at, observed.c2(code, at)? - predicted))
        };
        let known: BTreeMap<Month, f64> = (1..=6).filter_map(|back| residual(month.later(-back))).collect();
        let (last, gaps) = last_three(&known, month, None);
        let shift = last.iter().map(|(_, residual)| residual).sum::<f64>() / last.len().max(1) as f64;
        (frozen, frozen.filter(|_| !last.is_empty()).map(|frozen| frozen + shift), gaps)
    }
}

/// The rivals of a measure of a trust-month.
pub(super) fn rivals(
    observed: &Observed<'_>,
    (code, month): (&str, Month),
    measure: Measure,
    regression: Option<&Regression>,
) -> Rivals {
    let own = regression.filter(|_| measure == C2_MEAN);
    let (regression_s, regression_updated_s, regression_gaps) =
        own.map_or((None, None, 0), |regression| regression.both(observed, code, month));
    Rivals {
        last_month_s: observed.figure(code, month.later(-1), measure),
        last_year_s: observed.figure(code, month.later(-12), measure),
        regression_s,
        regression_updated_s,
        regression_gaps,
    }
}
