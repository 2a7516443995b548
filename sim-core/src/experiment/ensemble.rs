//! A scenario under every plausible set of parameters: what comes of it, and how much of the doubt is parameters.

use super::run::{ArmResult, Experiment, RunOptions, run};
use super::summary::Statistic;
#[cfg(feature = "arrow")]
use crate::outcome::{Column, Table, column};
use crate::outcome::{Level, ReportedCategory};
use crate::problem::Problems;
use crate::scenario::{Edit, Ensemble, Scenario};
use crate::stats::t_quantile;
#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;

/// The name of the table.
#[cfg(feature = "arrow")]
pub const ENSEMBLE_TABLE: &str = "ensemble";

/// What is told: response categories with a standard, of England and of each service.
const CATEGORIES: [ReportedCategory; 4] =
    [ReportedCategory::C1, ReportedCategory::C2, ReportedCategory::C3, ReportedCategory::C4];
const LEVELS: [Level; 2] = [Level::England, Level::Trust];

/// Members of a fit over the same replications on the same tapes.
#[derive(Debug, Clone)]
pub struct EnsembleRun {
    /// The members as arms, in the order of the fit.
    pub experiment: Experiment,
    /// Weight of each.
    pub weights: Vec<f64>,
}

/// A figure over all members.
#[derive(Debug, Clone, PartialEq)]
pub struct EnsembleRow {
    /// England or a service.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// Which category.
    pub category: ReportedCategory,
    /// Which statistic.
    pub statistic: Statistic,
    /// Replications in which every member has it.
    pub n: usize,
    /// Mean over members by their weights, and over replications, seconds.
    pub mean_s: f64,
    /// How far one more window may lie; `None` with fewer than two replications.
    pub spread: Option<Spread>,
}

/// Where one more window lies, by the law of total variance on the logarithm: the variance between members and the
/// weighted mean of each member's variance between replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The 95% interval, seconds.
    pub interval_s: (f64, f64),
    /// Share of the variance that is the members', in [0, 1].
    pub parameters: f64,
    /// What is left of it: chance.
    pub chance: f64,
}

/// Runs a scenario with each member of a fit, and `over` laid over every one of them.
///
/// # Errors
/// Every fault of the edits against the scenario, those of a member with its number.
pub fn ensemble(
    scenario: &Scenario,
    fit: &Ensemble,
    over: &[Edit],
    options: &RunOptions<'_>,
) -> Result<EnsembleRun, Problems> {
    let fitted = fit.scenarios(scenario)?;
    let named = fitted.iter().zip(&fit.members).map(|(fitted, member)| {
        let name = format!("member {}", member.number);
        fitted.with(over).map(|arm| (name, arm))
    });
    let arms = named.collect::<Result<Vec<_>, _>>()?;
    let weights = fit.members.iter().map(|member| member.weight).collect();
    Ok(EnsembleRun { experiment: run(&arms, options), weights })
}

impl EnsembleRun {
    /// Mean and 90th centile of C1 to C4, of England if all of it was simulated and of each service.
    #[must_use]
    pub fn rows(&self) -> Vec<EnsembleRow> {
        let first = &self.experiment.arms[0];
        let Some(measures) = first.replications.first() else { return Vec::new() };
        let wanted = measures.responses.iter().enumerate().filter(|(_, response)| {
            LEVELS.contains(&response.level) && CATEGORIES.contains(&response.category)
        });
        let rows = wanted.flat_map(|(row, response)| {
            Statistic::ALL.into_iter().filter_map(move |statistic| {
                let values: Vec<Vec<Option<f64>>> =
                    self.experiment.arms.iter().map(|arm: &ArmResult| arm.values(row, statistic)).collect();
                let (n, mean_s, spread) = over_members(&values, &self.weights)?;
                let code = first.code(response.level, response.group);
                let (level, category) = (response.level, response.category);
                Some(EnsembleRow { level, code, category, statistic, n, mean_s, spread })
            })
        });
        rows.collect()
    }

    /// The rows as a table.
    #[cfg(feature = "arrow")]
    #[must_use]
    pub fn table(&self) -> RecordBatch {
        const LEVEL: Column = column("level", "", "trust or england.");
        let end = |row: &EnsembleRow, of: fn(&Spread) -> f64| row.spread.as_ref().map(of);
        Table::of("A figure over all members of a fit.", &self.rows())
            .text(LEVEL, |row: &EnsembleRow| row.level.name())
            .text(column("area_code", "", "ODS code of the service, or England."), |row| row.code.as_str())
            .text(column("category", "", "C1 to C4."), |row| row.category.name())
            .text(column("statistic", "", "mean or p90."), |row| row.statistic.name())
            .whole(column("n_members", "members", "Sets of parameters."), |_| self.weights.len() as u64)
            .whole(column("n_replications", "replications", "Those in which every member has it."), |row| {
                row.n as u64
            })
            .number(column("mean_s", "s", "Mean by the weights of the members."), |row| row.mean_s)
            .number_or_none(column("predict_low_s", "s", "One more window: lower end of 95%."), |row| {
                end(row, |spread| spread.interval_s.0)
            })
            .number_or_none(column("predict_high_s", "s", "Upper end of it."), |row| {
                end(row, |spread| spread.interval_s.1)
            })
            .number_or_none(column("parameters_share", "", "Of its variance, between members."), |row| {
                end(row, |spread| spread.parameters)
            })
            .number_or_none(column("chance_share", "", "Of its variance, between replications."), |row| {
                end(row, |spread| spread.chance)
            })
            .batch()
    }
}

/// Replications, mean and spread of a figure given by member and replication; `None` if no replication has it in every
/// member.
fn over_members(values: &[Vec<Option<f64>>], weights: &[f64]) -> Option<(usize, f64, Option<Spread>)> {
    let replications = values.first().map_or(0, Vec::len);
    // A row a replication: what each member gave.
    let known: Vec<Vec<f64>> = (0..replications)
        .filter_map(|r| values.iter().map(|member| member[r].filter(|value| *value > 0.0)).collect())
        .collect();
    let n = known.len();
    let weighted = |row: &[f64]| row.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
    let mean_s = (n > 0).then(|| known.iter().map(|row| weighted(row)).sum::<f64>() / n as f64)?;
    Some((n, mean_s, spread(&known, mean_s, weights)))
}

fn spread(known: &[Vec<f64>], mean_s: f64, weights: &[f64]) -> Option<Spread> {
    let n = known.len();
    let degrees = n.checked_sub(1).filter(|degrees| *degrees > 0)?;
    let logs: Vec<Vec<f64>> =
        known.iter().map(|row| row.iter().map(|value| libm::log(*value)).collect()).collect();
    let weighted = |of: &dyn Fn(usize) -> f64| -> f64 {
        weights.iter().enumerate().map(|(member, weight)| weight * of(member)).sum()
    };
    // Mean and variance over replications of what is asked of each.
    let over = |of: &dyn Fn(&[f64]) -> f64| {
        let mean = logs.iter().map(|row| of(row)).sum::<f64>() / n as f64;
        let squares: f64 = logs.iter().map(|row| (of(row) - mean) * (of(row) - mean)).sum();
        (mean, squares / degrees as f64)
    };
    let all = |row: &[f64]| weighted(&|member| row[member]);
    let off = |member: usize| over(&|row: &[f64]| row[member] - all(row));
    // The members' means are themselves of few replications: what chance alone would set them apart is taken off.
    let between = weighted(&|member| off(member).0 * off(member).0 - off(member).1 / n as f64).max(0.0);
    let within = weighted(&|member| over(&|row: &[f64]| row[member]).1);
    let half = t_quantile(degrees) * (between + within * (1.0 + 1.0 / n as f64)).sqrt();
    let parameters = if between > 0.0 { between / (between + within) } else { 0.0 };
    let interval_s = (mean_s * libm::exp(-half), mean_s * libm::exp(half));
    Some(Spread { interval_s, parameters, chance: 1.0 - parameters })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::next_window;

    /// Members of a figure, each its factor on the same luck.
    fn figure(factors: &[f64], luck: &[f64]) -> Vec<Vec<Option<f64>>> {
        factors.iter().map(|factor| luck.iter().map(|luck| Some(600.0 * factor * luck)).collect()).collect()
    }

    #[test]
    fn one_set_of_parameters_leaves_chance_alone() {
        let luck = [0.9, 1.0, 1.2, 1.1];
        let (n, mean_s, spread) = over_members(&figure(&[1.0, 1.0], &luck), &[0.7, 0.3]).expect("four");
        let spread = spread.expect("more than one");
        assert!(n == 4 && spread.parameters < 1e-9, "{spread:?}");
        assert!((mean_s - 630.0).abs() < 1e-9);
        let (low, high) = next_window(&luck).expect("four");
        assert!((spread.interval_s.1 / mean_s - (high / low).sqrt()).abs() < 1e-9);
    }

    #[test]
    fn variances_add_up_by_the_law_of_total_variance() {
        let (luck, weights) = ([0.8, 1.25], [0.5, 0.5]);
        let factor = 1.2f64;
        let values = figure(&[1.0 / factor, factor], &luck);
        let spread = over_members(&values, &weights).and_then(|(_, _, spread)| spread).expect("two");
        let (between, within) = (factor.ln().powi(2), 2.0 * 1.25f64.ln().powi(2));
        assert!((spread.parameters - between / (between + within)).abs() < 1e-9, "{spread:?}");
        assert!((spread.parameters + spread.chance - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_luck_alone_sets_apart_is_no_parameter() {
        let values = vec![vec![Some(600.0), Some(660.0)], vec![Some(660.0), Some(600.0)]];
        let spread = over_members(&values, &[0.5, 0.5]).and_then(|(_, _, spread)| spread).expect("two");
        assert_eq!(spread.parameters, 0.0);
    }

    #[test]
    fn a_replication_without_a_value_is_left_out() {
        let values = vec![vec![Some(600.0), None], vec![Some(700.0), Some(800.0)]];
        assert_eq!(over_members(&values, &[0.5, 0.5]), Some((1, 650.0, None)));
        assert_eq!(over_members(&[vec![None]], &[1.0]), None);
    }
}
