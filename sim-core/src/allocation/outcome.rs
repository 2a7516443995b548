//! What came of an arm on fresh tapes, beside the present.

use super::board::{BoardChange, board};
use super::equity::{EquityProfile, PlaceFacts, equity_profile};
use super::ground::{patches, waits};
use super::objective::{Objective, Watched};
use super::problem::Place;
use crate::experiment::{ArmResult, Experiment};
use crate::outcome::Level;
use crate::stats::{Estimate, paired};

/// What an allocation did on fresh tapes.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What is watched of each place: seconds if it is a wait, else its own unit, here and below.
    pub waits: Vec<Option<Estimate>>,
    /// The same less the present, replication by replication.
    pub differences: Vec<Option<Estimate>>,
    /// What is watched of the whole service.
    pub whole: Option<Estimate>,
    /// The wait of the place that waits longest in each replication.
    pub longest: Option<Estimate>,
    /// The mean over the whole service, less the present.
    pub mean: Option<Estimate>,
    /// The wait of the place that waits longest in each replication, less the same of the present.
    pub worst: Option<Estimate>,
    /// The objective, less the same of the present.
    pub loss: Option<Estimate>,
    /// The objective in each replication, seconds.
    pub losses: Vec<Option<f64>>,
    /// What boards watch, of the service and of each patch.
    pub board: Vec<BoardChange>,
    /// How unequal waits are over places; `None` where a place has none in some replication.
    pub equity: Option<EquityProfile>,
}

/// By what an arm is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge<'a> {
    pub watched: Watched,
    pub objective: Objective,
    pub places: &'a [Place],
}

impl Judge<'_> {
    fn weights(&self) -> Vec<f64> {
        self.places.iter().map(|place| place.weight).collect()
    }

    /// What came of the arm in a row; the present is the first. `None` if no replication was finished.
    pub fn outcome(&self, experiment: &Experiment, row: usize) -> Option<Outcome> {
        if experiment.replications.is_empty() {
            return None;
        }
        let (arm, present) = (&experiment.arms[row], &experiment.arms[0]);
        let own = patches(present);
        let [values, before] = [arm, present].map(|arm| waits(arm, &own, self.watched));
        let known = |own: &[Option<f64>]| Estimate::of(&own.iter().copied().flatten().collect::<Vec<f64>>());
        let by_replication = |of: &[Vec<Option<f64>>], say: &dyn Fn(&[f64]) -> f64| -> Vec<Option<f64>> {
            (0..experiment.replications.len())
                .map(|at| of.iter().map(|place| place[at]).collect::<Option<Vec<f64>>>().map(|all| say(&all)))
                .collect()
        };
        let weights = self.weights();
        let loss = |all: &[f64]| self.objective.loss_s(all, &weights);
        let longest = |all: &[f64]| all.iter().copied().fold(0.0, f64::max);
        let difference = |say: &dyn Fn(&[f64]) -> f64| {
            paired(&by_replication(&before, say), &by_replication(&values, say))
        };
        Some(Outcome {
            waits: values.iter().map(|own| known(own)).collect(),
            differences: before.iter().zip(&values).map(|(before, after)| paired(before, after)).collect(),
            whole: known(&self.service(arm)),
            longest: known(&by_replication(&values, &longest)),
            mean: paired(&self.service(present), &self.service(arm)),
            worst: difference(&longest),
            loss: difference(&loss),
            losses: by_replication(&values, &loss),
            board: board(present, arm),
            equity: self.equity(&values),
        })
    }

    /// The watched response of the whole service.
    fn service(&self, arm: &ArmResult) -> Vec<Option<f64>> {
        let codes = arm.levels.get(Level::Trust).map_or(&[][..], |known| &known.codes);
        codes.first().map_or_else(Vec::new, |code| arm.response(Level::Trust, code, self.watched))
    }

    /// Indices over places by weight; the rank of the concentration index goes from the least deprived to the most.
    fn equity(&self, values: &[Vec<Option<f64>>]) -> Option<EquityProfile> {
        let runs = values.first().map_or(0, Vec::len);
        let all = (0..runs).map(|at| values.iter().map(|own| own[at]).collect::<Option<Vec<f64>>>());
        let all = all.collect::<Option<Vec<Vec<f64>>>>()?;
        let weights = self.weights();
        let rank: Vec<f64> = self.places.iter().map(|place| place.deprivation).collect();
        equity_profile(&all, PlaceFacts { weights: &weights, rank: Some(&rank), groups: None }).ok()
    }
}
