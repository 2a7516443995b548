use super::{AllocationMethod, AllocationProblem};
use crate::allocation::problem::{Allocation, AllocationError};
use serde::{Deserialize, Serialize};

/// By square-root staffing: every place has its load and the same multiple of the root of its load.
///
/// Small places get more than their share of the load, as they pool less. Every place is taken as if only its own
/// vehicles came.
///
/// # Source
/// Halfin and Whitt (1981), *Operations Research* 29(3), 567-588.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SquareRoot {}

impl AllocationMethod for SquareRoot {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let places = &problem.places;
        let loads: Vec<f64> = places.iter().map(|place| place.served_h / 168.0).collect();
        let roots: f64 = loads.iter().map(|load| load.sqrt()).sum();
        let there: f64 = places.iter().map(|place| place.rostered_h / 168.0).sum();
        let more = match problem.mode {
            super::Mode::Uplift => f64::from(problem.lines) * problem.line_h / 168.0,
            super::Mode::Reshuffle => 0.0,
        };
        let beta = if roots > 0.0 { (there + more - loads.iter().sum::<f64>()) / roots } else { 0.0 };
        let wanted = places.iter().zip(&loads).map(|(place, load)| {
            (load + beta * load.sqrt() - place.rostered_h / 168.0) * 168.0 / problem.line_h
        });
        Ok(Allocation::by_rule(problem.nearest(&wanted.collect::<Vec<_>>())))
    }
}
