use super::QueueRule;
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::{Moment, Span, View, bounds};
use crate::state::Urgency;
use crate::tape::IncidentId;
use crate::units::SimDuration;
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Highest category first; within it the largest of waiting time − weight × travel, within a reach.
///
/// C3, C4 and Other rank with C2 once they have waited beyond their threshold. Ties go to the lower identity.
/// # Source
/// Waiting-time escalation as English trusts practise it; weight, reach and thresholds are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongestWaitLessTravel {
    /// Seconds of waiting that one second of ordinary driving is worth; below zero counts as zero.
    #[serde(deserialize_with = "bounds::amount")]
    pub travel_weight: f64,
    /// Longest ordinary drive that a vehicle takes on for C2 and for escalated incidents where it has just cleared.
    pub reach: Span,
    /// The same for C3, C4 and Other before they escalate.
    pub reach_less_urgent: Span,
    /// When C3 escalates.
    pub escalate_c3: Span,
    /// When C4 escalates.
    pub escalate_c4: Span,
    /// When Other escalates.
    pub escalate_other: Span,
}

/// How good an incident is for a vehicle; more is better.
#[derive(PartialEq, PartialOrd)]
struct Worth(Reverse<Urgency>, f64, Reverse<IncidentId>);

impl LongestWaitLessTravel {
    /// Longest ordinary drive by urgency, whole seconds. A vehicle that has got home has nothing nearer to wait for: what
    /// is urgent or has escalated is in its reach.
    fn reach_s(&self, moment: Moment) -> [u16; Urgency::COUNT] {
        let whole = |reach: Span| reach.0.seconds().clamp(0.0, f64::from(ANYWHERE)) as u16;
        let urgent = if moment == Moment::VehiclePassing { ANYWHERE } else { whole(self.reach) };
        let less_urgent = whole(self.reach_less_urgent);
        [ANYWHERE, urgent, less_urgent, less_urgent, less_urgent]
    }
}

/// The longest drive that a road allows.
const ANYWHERE: u16 = UNREACHABLE - 1;

impl QueueRule for LongestWaitLessTravel {
    fn next(&self, view: &View<'_>, id: VehicleId, moment: Moment) -> Option<IncidentRow> {
        let (vehicle, from) = (view.vehicle(id), view.place(id) as usize);
        let reach_s = self.reach_s(moment);
        let mut best: [Option<(Worth, IncidentRow)>; 2] = [None, None];
        for waiting in view.waiting() {
            let waited_s = || (view.now() - waiting.asked).seconds();
            // A handicap and the drive only take from its worth, what comes at need only gives way, and whoever
            // follows is less urgent or has waited less.
            if let Some((Worth(urgency, score, _), _)) = &best[0]
                && (*urgency, *score) > (Reverse(waiting.urgency), waited_s())
            {
                break;
            }
            let drive_s = view.component.travel.base_s(from, waiting.place as usize);
            let fits = waiting.wants.has(vehicle.kind) && vehicle.answers.has(waiting.category);
            if !fits || drive_s > reach_s[waiting.urgency as usize] {
                continue;
            }
            let (slot, handicap_s) = match view.border_waiting(id, waiting) {
                BorderRule::Always => (0, 0.0),
                BorderRule::Never => continue,
                BorderRule::IfOwnExhausted => (1, 0.0),
                BorderRule::IfGainOver(gain) => (0, gain.seconds()),
            };
            let score = waited_s() - handicap_s - self.travel_weight * f64::from(drive_s);
            let worth = Worth(Reverse(waiting.urgency), score, Reverse(view.incident(waiting.row).id));
            if best[slot].as_ref().is_none_or(|(known, _)| worth > *known) {
                best[slot] = Some((worth, waiting.row));
            }
        }
        let [own, other] = best;
        own.or(other).map(|(_, row)| row)
    }

    fn escalates_after(&self, category: Category) -> Option<SimDuration> {
        match category {
            Category::C1 | Category::C2 => None,
            Category::C3 => Some(self.escalate_c3.0),
            Category::C4 => Some(self.escalate_c4.0),
            Category::Other => Some(self.escalate_other.0),
        }
    }
}
