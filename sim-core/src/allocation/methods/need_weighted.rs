use super::{AllocationMethod, AllocationProblem};
use crate::allocation::problem::{Allocation, AllocationError};
use serde::{Deserialize, Serialize};

/// By need and not by expressed demand alone: residents, each counting for more where demand is assumed to stay unmet, times
/// what an incident there costs in vehicle-hours (sparse places cost more).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeedWeighted {}

impl AllocationMethod for NeedWeighted {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let hours: f64 = problem.places.iter().map(|place| place.served_h).sum();
        let incidents: f64 = problem.places.iter().map(|place| place.incidents).sum();
        let usual = if incidents > 0.0 { hours / incidents } else { 1.0 };
        let cost = |served: f64, n: f64| if n > 0.0 && usual > 0.0 { served / n / usual } else { 1.0 };
        let weights: Vec<f64> =
            problem.places.iter().map(|own| own.need * cost(own.served_h, own.incidents)).collect();
        Ok(Allocation::by_rule(problem.by_weight(&weights)))
    }
}
