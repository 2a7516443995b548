use super::QueueRule;
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::{Moment, View};
use crate::state::Waiting;
use crate::units::SimDuration;
use serde::{Deserialize, Serialize};

/// The incident that was ready first, however far; with `by_category` the most urgent category goes before the rest.
///
/// Nothing escalates. What a border keeps back is left out, and what it lets go only at need comes last. Ties go to the
/// lower identity.
/// # Source
/// The plain queue of the known models of queueing theory, against which the engine is checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstInFirstOut {
    /// Whether C1 goes before C2, C2 before C3, and so on; else there is one queue for all.
    pub by_category: bool,
}

impl QueueRule for FirstInFirstOut {
    fn next(&self, view: &View<'_>, vehicle: VehicleId, _moment: Moment) -> Option<IncidentRow> {
        let looks = view.vehicle(vehicle);
        let order = |waiting: &Waiting| {
            if !waiting.wants.has(looks.kind) || !looks.answers.has(waiting.category) {
                return None;
            }
            let incident = view.incident(waiting.row);
            let at_need = match view.border_waiting(vehicle, waiting) {
                BorderRule::Never => return None,
                BorderRule::Always => false,
                BorderRule::IfOwnExhausted | BorderRule::IfGainOver(_) => true,
            };
            view.drive(vehicle, incident)?;
            let category = if self.by_category { incident.category } else { Category::C1 };
            Some((at_need, category, incident.asked, incident.id, waiting.row))
        };
        view.waiting().iter().filter_map(order).min().map(|(.., row)| row)
    }

    fn escalates_after(&self, _category: Category) -> Option<SimDuration> {
        None
    }
}
