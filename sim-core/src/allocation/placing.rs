//! What vehicles at other stations do to waits, by simulation.

use super::ask::{FRESH, without_uplift};
use super::ground::places;
use super::objective::{Objective, Watched};
use super::outcome::{Judge, Outcome};
use super::problem::Place;
use super::stations::Stationed;
use crate::experiment::{Experiment, RunOptions, run};
use crate::problem::Problems;
use crate::scenario::Scenario;

/// A placing beside the present.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The places whose residents' waits are told.
    pub places: Vec<Place>,
    /// The scenario with the placing.
    pub scenario: Scenario,
    /// As things stand.
    pub present: Outcome,
    /// With the placing.
    pub outcome: Outcome,
    /// Both arms: the present first.
    pub experiment: Experiment,
}

/// Runs the model's best beside the present, on the same luck: the same hours on the same shifts, at other stations. `None` if
/// no replication was finished.
///
/// # Errors
/// If the scenario is not of one service or has a rota of its own.
pub fn simulate_placing(
    scenario: &Scenario,
    found: &Stationed,
    options: &RunOptions<'_>,
) -> Result<Option<Placed>, Problems> {
    let base = without_uplift(scenario)?;
    let placed = found.placed(&base)?;
    let arms = [("present".to_owned(), base), ("placed".to_owned(), placed.clone())];
    let experiment = run(&arms, &RunOptions { first_replication: FRESH, ..*options });
    if experiment.replications.is_empty() {
        return Ok(None);
    }
    let places = places(&experiment.arms[0], Watched::C2);
    let judge = Judge { watched: Watched::C2, objective: Objective::Utilitarian, places: &places };
    let outcomes = judge.outcome(&experiment, 0).zip(judge.outcome(&experiment, 1));
    Ok(outcomes.map(|(present, outcome)| Placed { places, scenario: placed, present, outcome, experiment }))
}
