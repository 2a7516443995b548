//! Which waiting incident a vehicle takes.

mod accumulating_priority;
mod first_in_first_out;
mod longest_wait_less_travel;

pub use accumulating_priority::AccumulatingPriority;
pub use first_in_first_out::FirstInFirstOut;
pub use longest_wait_less_travel::LongestWaitLessTravel;

use super::{Moment, View};
use crate::category::Category;
use crate::ids::{IncidentRow, VehicleId};
use crate::units::SimDuration;

/// A queue rule.
pub trait QueueRule: Send + Sync + std::fmt::Debug {
    /// The waiting incident that a vehicle takes now; `None`: it goes back to its station, or stays there.
    fn next(&self, view: &View<'_>, vehicle: VehicleId, moment: Moment) -> Option<IncidentRow>;

    /// How long an incident of the category waits, from being ready, before it escalates; `None`: never.
    fn escalates_after(&self, category: Category) -> Option<SimDuration>;
}

crate::methods! {
    /// A queue rule as a scenario names it.
    QueueConfig => QueueRule {
        LongestWaitLessTravel(LongestWaitLessTravel) = "longest_wait_less_travel",
        AccumulatingPriority(AccumulatingPriority) = "accumulating_priority",
        FirstInFirstOut(FirstInFirstOut) = "first_in_first_out",
    }
}
