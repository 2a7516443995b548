use super::QueueRule;
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::{Moment, Span, View, bounds};
use crate::state::Incident;
use crate::units::SimDuration;
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};

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
struct Worth(i32, f64, std::cmp::Reverse<u64>);

impl LongestWaitLessTravel {
    /// A vehicle that has got home has nothing nearer to wait for: what is urgent or has escalated is in its reach.
    fn reach_s(&self, incident: &Incident, moment: Moment) -> f64 {
        match (rank(incident), moment) {
            (0, _) | (-1, Moment::VehiclePassing) => f64::INFINITY,
            (-1, _) => self.reach.0.seconds(),
            _ => self.reach_less_urgent.0.seconds(),
        }
    }
}

/// 0 for C1, −1 for C2 and whatever has escalated, below that by category. A further vehicle for a patient who has
/// one on the way, or there, counts as C2.
fn rank(incident: &Incident) -> i32 {
    match incident.category {
        Category::C1 | Category::C2 if !incident.lacks_transport => -1,
        Category::C1 => 0,
        Category::C2 => -1,
        _ if incident.escalated => -1,
        Category::C3 => -2,
        Category::Other => -3,
        Category::C4 => -4,
    }
}

impl QueueRule for LongestWaitLessTravel {
    fn next(&self, view: &View<'_>, vehicle: VehicleId, moment: Moment) -> Option<IncidentRow> {
        let from = view.place(vehicle) as usize;
        let mut best: [Option<(Worth, IncidentRow)>; 2] = [None, None];
        for &row in view.waiting() {
            let incident = view.incident(row);
            let rank = rank(incident);
            let asked_s = (view.now() - incident.asked).seconds();
            // A handicap and the drive only take from its worth, and what comes at need only gives way.
            if best[0].as_ref().is_some_and(|(known, _)| (known.0, known.1) > (rank, asked_s)) {
                continue;
            }
            if !view.fits(vehicle, incident) {
                continue;
            }
            let (slot, handicap_s) = match view.border(vehicle, incident) {
                BorderRule::Always => (0, 0.0),
                BorderRule::Never => continue,
                BorderRule::IfOwnExhausted => (1, 0.0),
                BorderRule::IfGainOver(gain) => (0, gain.seconds()),
            };
            let waited_s = asked_s - handicap_s;
            if best[slot].as_ref().is_some_and(|(w, _)| (w.0, w.1) > (rank, waited_s)) {
                continue;
            }
            let drive_s = view.component.travel.base_s(from, incident.place as usize);
            if drive_s == UNREACHABLE || f64::from(drive_s) > self.reach_s(incident, moment) {
                continue;
            }
            let score = waited_s - self.travel_weight * f64::from(drive_s);
            let worth = Worth(rank, score, std::cmp::Reverse(incident.id.0));
            if best[slot].as_ref().is_none_or(|(known, _)| worth > *known) {
                best[slot] = Some((worth, row));
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
