use super::{Dispatch, Need, Sends};
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::View;
use crate::state::Incident;
use crate::units::SimDuration;
use serde::{Deserialize, Serialize};

/// The vehicle with the shortest drive from where it is, however far, with mobilisation left out.
///
/// It is compared to the millisecond; ties go to the lowest vehicle id. With `divert` a vehicle under way to a less
/// urgent incident is taken if its drive, and what is left of its mobilisation, is shorter than that of every
/// available one. A border that is crossed only at need is crossed if no other vehicle can go.
/// # Source
/// The plainest reading of "send the nearest", for replays and for comparison with models that have no more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosestByLeg {
    /// Whether a vehicle under way may be turned to a more urgent incident.
    pub divert: bool,
}

impl ClosestByLeg {
    /// Whether crossing is only at need, the drive, the vehicle: the least goes.
    fn available(
        view: &View<'_>,
        incident: &Incident,
        id: VehicleId,
    ) -> Option<(bool, SimDuration, VehicleId)> {
        if !view.vehicle(id).answers.has(incident.category) {
            return None;
        }
        let at_need = match view.border(id, incident) {
            BorderRule::Never => return None,
            BorderRule::Always => false,
            BorderRule::IfOwnExhausted | BorderRule::IfGainOver(_) => true,
        };
        Some((at_need, view.drive(id, incident)?, id))
    }

    /// The same for a vehicle under way to a less urgent incident.
    fn under_way(
        view: &View<'_>,
        incident: &Incident,
        id: VehicleId,
    ) -> Option<(bool, SimDuration, VehicleId)> {
        let other = view.incident(view.vehicle(id).incident?);
        let (at_need, drive, id) = Self::available(view, incident, id)?;
        (other.category > incident.category).then_some((at_need, drive + view.still_mobilising(id), id))
    }
}

impl Dispatch for ClosestByLeg {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let mut sends = Sends::none();
        for _ in 0..need.further {
            let others = view.available().iter().filter(|id| !sends.has(**id));
            let best = others.filter_map(|id| Self::available(view, incident, *id)).min();
            best.into_iter().for_each(|(.., id)| sends.push(id));
        }
        if !need.transport {
            return sends;
        }
        let others = view.available().iter().filter(|id| !sends.has(**id));
        let mut best = others.filter_map(|id| Self::available(view, incident, *id)).min();
        if self.divert {
            let under_way = view.under_way().iter();
            let soonest = under_way.filter_map(|seen| Self::under_way(view, incident, seen.vehicle)).min();
            let shorter = |(at_need, drive, _): &(bool, SimDuration, VehicleId)| {
                best.is_none_or(|(other, known, _)| (*at_need, *drive) < (other, known))
            };
            best = soonest.filter(shorter).or(best);
        }
        best.into_iter().for_each(|(.., id)| sends.push(id));
        sends
    }
}
