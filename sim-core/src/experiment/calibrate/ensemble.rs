//! What the figures cannot tell apart: sets of parameters around the best, each run and weighed.

use super::fit::Fit;
use super::trials::{Trial, Trials};
use crate::dist::normal_quantile;
use crate::rng::{join, mix64, u53};
use crate::scenario::{Ensemble, Member};
use nalgebra::DVector;

/// How far a member's parameters are drawn, in standard deviations.
const REACH: f64 = 2.0;

/// The best set with a weight of 1.
pub(super) fn best_alone(trials: &Trials<'_>, fit: &Fit) -> Ensemble {
    Ensemble::one(trials.set(&fit.best.logs))
}

/// The best set and draws from the normal law around it; each is run and weighed by how plausible it then is.
///
/// A member's weight is e^(−½ · rise of the misfit for a service). Services vary at once, so the rise is averaged over
/// them: a set is not dropped because one of eleven services drew badly.
pub(super) fn ensemble(trials: &Trials<'_>, fit: &Fit, members: u32) -> Ensemble {
    let Some(factor) = fit.covariance.clone().cholesky() else { return best_alone(trials, fit) };
    let n = fit.best.logs.len();
    let mut drawn: Vec<Trial> = vec![fit.best.clone()];
    for member in 1..members.max(1) {
        let normal = |column: usize| {
            let mark = u53(mix64(join(u64::from(member) + 1_000, column as u64)));
            normal_quantile(mark.clamp(1e-9, 1.0 - 1e-9)).clamp(-REACH, REACH)
        };
        let step = factor.l() * DVector::from_fn(n, |row, _| normal(row));
        let logs: Vec<f64> = fit.best.logs.iter().zip(step.iter()).map(|(log, step)| log + step).collect();
        let Some(trial) = trials.run(&logs) else { break };
        drawn.push(trial);
    }
    let mut services: Vec<&str> = trials.targets.iter().map(|target| target.service.as_str()).collect();
    services.dedup();
    let least = trials.misses(&fit.best).norm_squared();
    let rise = |trial: &Trial| (trials.misses(trial).norm_squared() - least) / services.len() as f64;
    let weights: Vec<f64> = drawn.iter().map(|trial| libm::exp(-0.5 * rise(trial)).min(1.0)).collect();
    let all: f64 = weights.iter().sum();
    let kept = drawn.iter().zip(&weights).filter(|(_, weight)| **weight / all > 1e-4);
    let kept: Vec<(&Trial, f64)> = kept.map(|(trial, weight)| (trial, *weight)).collect();
    let all: f64 = kept.iter().map(|(_, weight)| weight).sum();
    let member = |(number, (trial, weight)): (usize, (&Trial, f64))| Member {
        number: number as u32,
        weight: weight / all,
        edits: trials.set(&trial.logs),
    };
    Ensemble { members: kept.into_iter().enumerate().map(member).collect() }
}
