use super::QueueRule;
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::{Moment, Span, View, bounds};
use crate::state::{Urgency, Waiting};
use crate::tape::IncidentId;
use crate::units::SimDuration;
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// C1 first; all others gain priority while they wait, each category at its rate, and the drive is taken from it.
///
/// The largest of rate × waiting − weight × travel goes first, within a reach; a second of a C2's waiting counts one. The
/// rates of C3 and C4 are those of the rule times the service's own (`practice`). Nothing escalates at a threshold. Ties
/// go to the lower identity.
/// # Source
/// Kleinrock (1964), *Naval Research Logistics Quarterly* 11, 329–341; Stanford, Taylor and Ziedins (2014), *Queueing
/// Systems* 77, 297–330. Rates, weight and reach are assumptions, or fitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccumulatingPriority {
    /// Seconds of a C2's waiting that one second of ordinary driving is worth.
    #[serde(deserialize_with = "bounds::amount")]
    pub travel_weight: f64,
    /// Longest ordinary drive that a vehicle which has just cleared takes on for C2.
    pub reach: Span,
    /// The same for C3, C4 and Other.
    pub reach_less_urgent: Span,
    /// What a second of a C3's waiting is worth.
    #[serde(deserialize_with = "bounds::ratio")]
    pub rate_c3: f64,
    /// What a second of a C4's waiting is worth.
    #[serde(deserialize_with = "bounds::ratio")]
    pub rate_c4: f64,
    /// What a second of an Other's waiting is worth.
    #[serde(deserialize_with = "bounds::ratio")]
    pub rate_other: f64,
}

/// The longest drive that a road allows.
const ANYWHERE: u16 = UNREACHABLE - 1;

/// Those at need come last; then the largest score, and the lower identity.
#[derive(PartialEq, PartialOrd)]
struct Worth(Reverse<bool>, f64, Reverse<IncidentId>);

impl AccumulatingPriority {
    /// Priority for a second of waiting, by urgency, in a service whose own ratios are given.
    fn rates(&self, own: &crate::world::Practice) -> [f64; Urgency::COUNT] {
        [1.0, 1.0, self.rate_c3 * own.rate_c3, self.rate_other, self.rate_c4 * own.rate_c4]
    }

    /// Longest ordinary drive by urgency, whole seconds; one that has got home has nothing nearer to wait for.
    fn reach_s(&self, moment: Moment) -> [u16; Urgency::COUNT] {
        let whole = |reach: Span| reach.0.seconds().clamp(0.0, f64::from(ANYWHERE)) as u16;
        let (urgent, less) = match moment {
            Moment::VehiclePassing => (ANYWHERE, ANYWHERE),
            _ => (whole(self.reach), whole(self.reach_less_urgent)),
        };
        [ANYWHERE, urgent, less, less, less]
    }

    /// The best of those of one urgency, from the longest wait on.
    fn best_of(
        &self,
        view: &View<'_>,
        (id, reach_s): (VehicleId, u16),
        waiting: &[Waiting],
        best: &mut Option<(Worth, IncidentRow)>,
    ) {
        let (vehicle, from) = (view.vehicle(id), view.place(id) as usize);
        let practice = &view.component.practice;
        let Some(first) = waiting.first() else { return };
        let class = first.urgency as usize;
        let most = practice.iter().map(|own| self.rates(own)[class]).fold(0.0, f64::max);
        for waiting in waiting {
            let waited_s = (view.now() - waiting.asked).seconds();
            // The drive and a handicap only take from it, and whoever follows has waited less.
            if let Some((Worth(Reverse(false), score, _), _)) = best
                && *score > most * waited_s
            {
                break;
            }
            let drive_s = view.component.travel.base_s(from, waiting.place as usize);
            let fits = waiting.wants.has(vehicle.kind) && vehicle.answers.has(waiting.category);
            if !fits || drive_s > reach_s {
                continue;
            }
            let (at_need, handicap_s) = match view.border_waiting(id, waiting) {
                BorderRule::Always => (false, 0.0),
                BorderRule::Never => continue,
                BorderRule::IfOwnExhausted => (true, 0.0),
                BorderRule::IfGainOver(gain) => (false, gain.seconds()),
            };
            let service = view.component.patch_service[waiting.patch as usize] as usize;
            let rate = if practice.len() == 1 { most } else { self.rates(&practice[service])[class] };
            let score = rate * (waited_s - handicap_s) - self.travel_weight * f64::from(drive_s);
            let worth = Worth(Reverse(at_need), score, Reverse(view.incident(waiting.row).id));
            if best.as_ref().is_none_or(|(known, _)| worth > *known) {
                *best = Some((worth, waiting.row));
            }
        }
    }
}

impl QueueRule for AccumulatingPriority {
    fn next(&self, view: &View<'_>, id: VehicleId, moment: Moment) -> Option<IncidentRow> {
        let reach_s = self.reach_s(moment);
        let mut best = None;
        let mut rest = view.waiting();
        while let Some(first) = rest.first() {
            let urgency = first.urgency;
            let (class, less_urgent) =
                rest.split_at(rest.partition_point(|waiting| waiting.urgency == urgency));
            self.best_of(view, (id, reach_s[urgency as usize]), class, &mut best);
            // C1 goes before all others.
            if urgency == Urgency::Immediate && best.is_some() {
                break;
            }
            rest = less_urgent;
        }
        best.map(|(_, row)| row)
    }

    fn escalates_after(&self, _category: Category) -> Option<SimDuration> {
        None
    }
}
