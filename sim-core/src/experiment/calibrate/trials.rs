//! Vectors of parameters and what they give, each run once.

use super::dial::Dial;
use super::target::{Target, figures};
use super::{Calibration, Told};
use crate::experiment::monthly::monthly_sets;
use crate::experiment::run::{ArmResult, RunOptions, run};
use crate::problem::Problems;
use crate::region::Month;
use crate::scenario::{Edit, Scenario};
use nalgebra::DVector;
use rayon::prelude::*;
use std::sync::Mutex;

/// A vector of parameters and the figures that it gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Logarithms of the parameters, in the order of the dials.
    pub logs: Vec<f64>,
    /// The figures, seconds, in the order of the targets.
    pub figures_s: Vec<f64>,
}

/// Everything that stays the same from trial to trial, and the trials so far.
pub(super) struct Trials<'a> {
    pub scenario: &'a Scenario,
    pub dials: &'a [Dial],
    pub targets: &'a [Target],
    pub months: usize,
    each: Vec<Month>,
    options: &'a RunOptions<'a>,
    told: Told<'a>,
    known: Mutex<Vec<Trial>>,
    fresh: Mutex<usize>,
}

impl<'a> Trials<'a> {
    pub fn new(
        scenario: &'a Scenario,
        (dials, targets): (&'a [Dial], &'a [Target]),
        question: &Calibration,
        (options, told): (&'a RunOptions<'a>, Told<'a>),
    ) -> Result<Self, Problems> {
        monthly_sets(scenario, &question.months)?;
        let fits = |trial: &&Trial| trial.logs.len() == dials.len() && trial.figures_s.len() == targets.len();
        let known = question.known.iter().filter(fits).cloned().collect();
        let months = question.months.len();
        Ok(Self {
            scenario,
            dials,
            targets,
            months,
            each: question.months.clone(),
            options,
            told,
            known: Mutex::new(known),
            fresh: Mutex::new(0),
        })
    }

    /// The parameters as they stand.
    pub fn start(&self) -> Vec<f64> {
        self.dials.iter().map(Dial::start).collect()
    }

    /// Vectors that were run here.
    pub fn count(&self) -> usize {
        self.fresh.lock().map_or(0, |n| *n)
    }

    pub fn stopped(&self) -> bool {
        self.options.stop.is_some_and(crate::engine::Stop::asked)
    }

    /// The edits of a vector.
    pub fn edits(&self, logs: &[f64]) -> Vec<Edit> {
        self.dials.iter().zip(logs).map(|(dial, log)| dial.edit(*log)).collect()
    }

    /// The edits of a vector with the months that its hours belong to: what a set of the ensemble is.
    pub fn set(&self, logs: &[f64]) -> Vec<Edit> {
        let months = self.scenario.months_text();
        std::iter::once(Edit::new("demand.months", months)).chain(self.edits(logs)).collect()
    }

    /// Runs a vector, unless it was run before; `None` if it was stopped, or if a value is refused.
    pub fn run(&self, logs: &[f64]) -> Option<Trial> {
        self.run_with(logs, &[])
    }

    /// The same with further edits, which are not remembered.
    pub fn run_with(&self, logs: &[f64], further: &[Edit]) -> Option<Trial> {
        let is_same = |trial: &Trial| trial.logs.iter().zip(logs).all(|(a, b)| a.to_bits() == b.to_bits());
        if further.is_empty()
            && let Ok(known) = self.known.lock()
            && let Some(trial) = known.iter().find(|trial| is_same(trial))
        {
            return Some(trial.clone());
        }
        let edits: Vec<Edit> = self.edits(logs).into_iter().chain(further.iter().cloned()).collect();
        let months: Vec<Option<ArmResult>> =
            self.each.par_iter().map(|month| self.month(*month, &edits)).collect();
        let months: Vec<ArmResult> = months.into_iter().collect::<Option<_>>()?;
        let trial = Trial { logs: logs.to_vec(), figures_s: figures(&months, self.targets) };
        let number = self.fresh.lock().map_or(0, |mut n| {
            *n += 1;
            *n
        });
        if further.is_empty() {
            if let Ok(mut known) = self.known.lock() {
                known.push(trial.clone());
            }
            (self.told)(&trial, number, self.misfit(&trial), self.outside(&trial));
        }
        Some(trial)
    }

    fn month(&self, month: Month, edits: &[Edit]) -> Option<ArmResult> {
        let set = self.scenario.with(edits).ok()?;
        let (_, set) = monthly_sets(&set, &[month]).ok()?.remove(0);
        let options = RunOptions {
            stop: self.options.stop,
            first_replication: self.options.first_replication,
            ..RunOptions::default()
        };
        let mut experiment = run(&[(set.name().to_owned(), set)], &options);
        experiment.complete.then(|| experiment.arms.remove(0))
    }

    /// What a trial misses of each figure, in tolerances, as it counts.
    pub fn misses(&self, trial: &Trial) -> DVector<f64> {
        let each = self.targets.iter().zip(&trial.figures_s);
        DVector::from_iterator(
            self.targets.len(),
            each.map(|(target, s)| counts(target.miss(*s, self.months))),
        )
    }

    /// How far the parameters lie from the middle of their priors, in standard deviations.
    pub fn pulls(&self, logs: &[f64]) -> DVector<f64> {
        let each = self.dials.iter().zip(logs);
        DVector::from_iterator(self.dials.len(), each.map(|(dial, log)| (log - dial.prior.0) / dial.prior.1))
    }

    /// Sum of squares of misses and pulls.
    pub fn misfit(&self, trial: &Trial) -> f64 {
        self.misses(trial).norm_squared() + self.pulls(&trial.logs).norm_squared()
    }

    /// How many figures lie further off than they may.
    pub fn outside(&self, trial: &Trial) -> usize {
        let each = self.targets.iter().zip(&trial.figures_s);
        each.filter(|(target, s)| target.miss(**s, self.months).abs() > 1.0).count()
    }
}

/// Tolerances up to which a miss counts more the larger it is.
const STEEP: f64 = 2.0;

/// How much a miss counts: all figures are to hold at once, so one far out weighs more than several a little off. Up to
/// two tolerances it is m √(1 + m²), beyond them it goes on as a line, so that no single figure decides alone.
fn counts(miss: f64) -> f64 {
    let within = miss.clamp(-STEEP, STEEP);
    let root = libm::sqrt(1.0 + within * within);
    within * root + (miss - within) * (1.0 + 2.0 * within * within) / root
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn a_miss_counts_more_the_larger_it_is_and_both_ways_alike() {
        assert!((counts(0.01) - 0.01).abs() < 1e-5);
        assert!((counts(1.0) - libm::sqrt(2.0)).abs() < 1e-12);
        assert!((counts(-1.5) + counts(1.5)).abs() < 1e-12);
        let slope = |miss: f64| (counts(miss + 1e-6) - counts(miss)) / 1e-6;
        assert!(slope(1.0) > slope(0.5));
        assert!((slope(2.0 - 1e-5) - slope(2.5)).abs() < 1e-3 && (slope(2.5) - slope(4.0)).abs() < 1e-6);
    }
}
