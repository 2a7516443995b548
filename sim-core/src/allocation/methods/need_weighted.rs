use super::{AllocationMethod, AllocationProblem};
use crate::allocation::problem::{Allocation, AllocationError};
use serde::{Deserialize, Serialize};

/// By need and not by expressed demand alone: residents, each counting for more where demand is assumed to stay unmet, times
/// what an incident there costs (sparse places cost more): in vehicle-hours of runs, or by an index that is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeedWeighted {}

impl AllocationMethod for NeedWeighted {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let weights: Vec<f64> = problem.places.iter().map(|own| own.need * own.cost).collect();
        Ok(Allocation::by_rule(problem.by_weight(&weights)))
    }
}
