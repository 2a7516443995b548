//! Calibration: the parameters with which months of a service come out as published, all figures at once.
//!
//! Every month is a run of its own with its own published inputs; every vector of parameters is run on the same tapes.
//! A space-filling screen rules out what is implausible, least squares go on from the best that is left, and what the
//! figures cannot tell apart is kept as an ensemble.

mod dial;
mod ensemble;
mod fit;
mod screen;
mod target;
mod trade;
mod trials;

pub use dial::Dial;
pub use screen::Screened;
pub use target::{Target, figures};
pub use trade::TradeOff;
pub use trials::Trial;

use super::run::{RunOptions, in_pool};
use crate::problem::{Problem, Problems};
use crate::region::Month;
use crate::scenario::{Ensemble, Scenario};
use trials::Trials;

/// What a calibration asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The months, each a set of its own.
    pub months: Vec<Month>,
    /// Whether the parameters that all services share are fitted too.
    pub shared: bool,
    /// Vectors of the screen; none begins at the scenario as it stands.
    pub screen: u32,
    /// Most steps of the least squares.
    pub steps: u32,
    /// Members of the ensemble, the best among them.
    pub members: u32,
    /// Whether hours are held against time on scene: twelve runs more.
    pub trade_off: bool,
    /// Vectors that were run before, for a calibration that goes on: they are not run again.
    pub known: Vec<Trial>,
}

/// What a calibration found.
#[derive(Debug, Clone)]
pub struct Calibrated {
    /// The free parameters, each with its prior.
    pub dials: Vec<Dial>,
    /// What the figures say of each parameter.
    pub pinned: Vec<Pinned>,
    /// The figures aimed at, the same in each trial.
    pub targets: Vec<Target>,
    /// How many months.
    pub months: usize,
    /// The best trial.
    pub best: Trial,
    /// What the screen left, if there was one.
    pub screened: Option<Screened>,
    /// The best set and those that are as plausible.
    pub ensemble: Ensemble,
    /// Hours against time on scene.
    pub trade_off: Vec<TradeOff>,
    /// Vectors that were run.
    pub runs: usize,
    /// Whether it came to its end.
    pub complete: bool,
}

/// What the figures say of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pinned {
    /// Its best value.
    pub value: f64,
    /// Standard deviation of its logarithm that the figures and its prior leave.
    pub sd: f64,
    /// The same beside the prior's: near 1, the figures say nothing.
    pub against_prior: f64,
}

/// Told after each vector: how many there were, its misfit, and how many of its figures lie outside.
pub type Told<'a> = &'a (dyn Fn(&Trial, usize, f64, usize) + Sync);

/// Fits a scenario's services to their published months; seed and replications are the scenario's own.
///
/// # Errors
/// A month that the region cannot make a set of, or has no published response times for.
pub fn calibrate(
    scenario: &Scenario,
    question: &Calibration,
    options: &RunOptions<'_>,
    told: Told<'_>,
) -> Result<Calibrated, Problems> {
    let targets = target::of(scenario, &question.months);
    if targets.is_empty() || question.months.is_empty() {
        return Err(nothing(scenario, question));
    }
    let dials = dial::of(scenario, question.shared);
    let trials = Trials::new(scenario, (&dials, &targets), question, (options, told))?;
    in_pool(options.threads, || Ok(fitted(&trials, question)))
}

fn fitted(trials: &Trials<'_>, question: &Calibration) -> Calibrated {
    let screened = (question.screen > 0).then(|| screen::screen(trials, question.screen)).flatten();
    let start = screened.as_ref().map_or_else(|| trials.start(), |screened| screened.start.clone());
    let fit = fit::fit(trials, start, question.steps);
    let ensemble = if fit.complete {
        ensemble::ensemble(trials, &fit, question.members)
    } else {
        ensemble::best_alone(trials, &fit)
    };
    let is_asked = fit.complete && question.trade_off;
    let trade_off = if is_asked { trade::trade_off(trials, &fit) } else { Vec::new() };
    Calibrated {
        dials: trials.dials.to_vec(),
        pinned: fit.pinned(trials.dials),
        targets: trials.targets.to_vec(),
        months: trials.months,
        screened,
        ensemble,
        trade_off,
        runs: trials.count(),
        complete: fit.complete && !trials.stopped(),
        best: fit.best,
    }
}

fn nothing(scenario: &Scenario, question: &Calibration) -> Problems {
    let mut problems = Problems::none();
    let months: Vec<String> = question.months.iter().map(ToString::to_string).collect();
    problems.push(Problem {
        file: scenario.name().to_owned(),
        path: "months".to_owned(),
        line: None,
        found: format!("no published response times in {}", months.join(", ")),
        rule: "months with published response times of a service that is simulated whole".to_owned(),
        hint: "2023-10..2024-03, say".to_owned(),
    });
    problems
}
