//! Least squares on the figures and the priors, with slopes from runs on the same tapes.

use super::Pinned;
use super::dial::Dial;
use super::trials::{Trial, Trials};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};
use std::cell::{Cell, RefCell};

/// The best vector, and the slopes there.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub best: Trial,
    /// Slopes of misses and pulls by parameter.
    pub slopes: DMatrix<f64>,
    /// Inverse of the slopes' cross product, times the misfit for each degree of freedom where that is above 1.
    pub covariance: DMatrix<f64>,
    pub complete: bool,
}

impl Fit {
    /// What the figures say of each parameter.
    pub fn pinned(&self, dials: &[Dial]) -> Vec<Pinned> {
        let each = dials.iter().zip(&self.best.logs).enumerate();
        each.map(|(row, (dial, log))| {
            let sd = self.covariance[(row, row)].max(0.0).sqrt();
            Pinned { value: dial.value(*log), sd, against_prior: (sd / dial.prior.1).min(1.0) }
        })
        .collect()
    }
}

/// Levenberg and Marquardt's steps from a vector on, at most so many.
///
/// # Source
/// Marquardt (1963), *SIAM Journal* 11, 431–441, as the crate `levenberg-marquardt` has it; slopes are differences on
/// common tapes.
pub(super) fn fit(trials: &Trials<'_>, start: Vec<f64>, steps: u32) -> Fit {
    let problem = Steps {
        trials,
        at: DVector::from_vec(start.clone()),
        steps_left: Cell::new(steps),
        best: RefCell::new(None),
        slopes: RefCell::new(None),
    };
    let method = LevenbergMarquardt::new().with_patience(2).with_ftol(1e-3).with_xtol(1e-4);
    let (problem, _) = method.minimize(problem);
    let best = problem.best.into_inner();
    let nothing = || Trial { logs: start, figures_s: vec![1.0; trials.targets.len()] };
    let complete = best.is_some() && !trials.stopped();
    let best = best.unwrap_or_else(nothing);
    // Those of the last step hold near its end too.
    let known = problem.slopes.into_inner();
    let slopes = known.or_else(|| complete.then(|| slopes(trials, &best)).flatten());
    let complete = complete && slopes.is_some();
    let slopes = slopes.unwrap_or_else(|| prior_alone(trials));
    let covariance = covariance(trials, &best, &slopes);
    Fit { best, slopes, covariance, complete }
}

struct Steps<'a> {
    trials: &'a Trials<'a>,
    at: DVector<f64>,
    steps_left: Cell<u32>,
    best: RefCell<Option<Trial>>,
    slopes: RefCell<Option<DMatrix<f64>>>,
}

impl Steps<'_> {
    fn keep(&self, trial: &Trial) {
        let misfit = |trial: &Trial| self.trials.misfit(trial);
        let mut best = self.best.borrow_mut();
        if best.as_ref().is_none_or(|known| misfit(trial) < misfit(known)) {
            *best = Some(trial.clone());
        }
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Steps<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, at: &DVector<f64>) {
        self.at.copy_from(at);
    }

    fn params(&self) -> DVector<f64> {
        self.at.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        let trial = self.trials.run(self.at.as_slice())?;
        self.keep(&trial);
        Some(stacked(&self.trials.misses(&trial), &self.trials.pulls(&trial.logs)))
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        self.steps_left.set(self.steps_left.get().checked_sub(1)?);
        let trial = self.trials.run(self.at.as_slice())?;
        let slopes = slopes(self.trials, &trial)?;
        *self.slopes.borrow_mut() = Some(slopes.clone());
        Some(slopes)
    }
}

fn stacked(misses: &DVector<f64>, pulls: &DVector<f64>) -> DVector<f64> {
    DVector::from_iterator(misses.len() + pulls.len(), misses.iter().chain(pulls.iter()).copied())
}

/// Slopes of misses and pulls. Services do not touch each other: the own parameters of one kind are moved in all of them
/// at once.
fn slopes(trials: &Trials<'_>, at: &Trial) -> Option<DMatrix<f64>> {
    let (n, m) = (trials.dials.len(), trials.targets.len());
    let mut slopes = prior_alone(trials);
    let base = trials.misses(at);
    let mut kinds: Vec<(&str, Vec<usize>)> = Vec::new();
    for (column, dial) in trials.dials.iter().enumerate() {
        let kind = kind(dial);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, columns)) => columns.push(column),
            None => kinds.push((kind, vec![column])),
        }
    }
    for (_, columns) in kinds {
        let mut logs = at.logs.clone();
        columns.iter().for_each(|column| logs[*column] += trials.dials[*column].step);
        let moved = trials.misses(&trials.run(&logs)?) - &base;
        for column in columns {
            let dial = &trials.dials[column];
            for row in 0..m {
                let is_own = dial.service.as_ref().is_none_or(|own| *own == trials.targets[row].service);
                slopes[(row, column)] = if is_own { moved[row] / dial.step } else { 0.0 };
            }
        }
    }
    debug_assert_eq!(slopes.ncols(), n);
    Some(slopes)
}

/// The table of a service's own key, or a shared key whole.
fn kind(dial: &Dial) -> &str {
    match &dial.service {
        Some(_) => dial.key.rsplit_once('.').map_or("", |(table, _)| table),
        None => &dial.key,
    }
}

/// The slopes of the pulls, with none of the misses.
fn prior_alone(trials: &Trials<'_>) -> DMatrix<f64> {
    let (n, m) = (trials.dials.len(), trials.targets.len());
    DMatrix::from_fn(
        m + n,
        n,
        |row, column| {
            if row == m + column { 1.0 / trials.dials[column].prior.1 } else { 0.0 }
        },
    )
}

fn covariance(trials: &Trials<'_>, best: &Trial, slopes: &DMatrix<f64>) -> DMatrix<f64> {
    let n = trials.dials.len();
    let freedom = trials.targets.len().saturating_sub(n).max(1) as f64;
    let scale = (trials.misses(best).norm_squared() / freedom).max(1.0);
    let cross = slopes.transpose() * slopes;
    let inverse = cross.cholesky().map(|factor| factor.inverse());
    inverse.unwrap_or_else(|| DMatrix::identity(n, n)) * scale
}
