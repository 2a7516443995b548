use super::{AllocationMethod, AllocationProblem};
use crate::allocation::problem::{Allocation, AllocationError, Place};
use serde::{Deserialize, Serialize};

/// By residents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByPopulation {}

/// By incidents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByIncidents {}

/// By the vehicle-hours that incidents of the place took, whoever came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByHours {}

impl AllocationMethod for ByPopulation {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        Ok(in_proportion(problem, |place| place.residents))
    }
}

impl AllocationMethod for ByIncidents {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        Ok(in_proportion(problem, |place| place.incidents))
    }
}

impl AllocationMethod for ByHours {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        Ok(in_proportion(problem, |place| place.served_h))
    }
}

fn in_proportion(problem: &AllocationProblem<'_>, weight: impl Fn(&Place) -> f64) -> Allocation {
    let weights: Vec<f64> = problem.places.iter().map(weight).collect();
    Allocation::by_rule(problem.by_weight(&weights))
}
