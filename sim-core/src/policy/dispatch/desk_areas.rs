use super::search::{Reaches, closest, fill};
use super::{Dispatch, Need, Sends};
use crate::category::Category;
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::vehicle_kind::Pool;
use serde::{Deserialize, Serialize};

/// Each patch is a desk of the control room: its own vehicles first, one of another desk only if it is there sooner by
/// more than `borrow_gain`; in the last `drift` of a shift a vehicle counts as farther off for incidents of other desks.
///
/// C1 takes the closest of all. Ties go to the lowest vehicle id.
/// # Source
/// Control rooms of English trusts work by desk areas and let crews drift home; gain and drift are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskAreas {
    /// What a vehicle of another desk must save.
    pub borrow_gain: Span,
    /// How long before the end of its shift a vehicle drifts home.
    pub drift: Span,
    /// How much farther off it then counts for an incident of another desk than its own.
    pub drift_handicap: Span,
    /// Longest ordinary drive to a less urgent incident that has not escalated, and of a further vehicle.
    pub reach: Span,
    /// Longest ordinary drive of a community first responder.
    pub responder_reach: Span,
}

impl Dispatch for DeskAreas {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let reaches = Reaches { ordinary: self.reach, responder: self.responder_reach };
        fill(view, incident, need, reaches, |scale| {
            let (gain, drift) = (scale.ordinary(self.borrow_gain.0), scale.ordinary(self.drift_handicap.0));
            let handicap = |id| {
                if incident.category == Category::C1 || view.patch(id) == incident.patch {
                    return 0;
                }
                let drifts = (view.vehicle(id).shift_ends - view.now()).0 <= self.drift.ms();
                gain + if drifts { drift } else { 0 }
            };
            closest(view, incident, scale, (Pool::Transport, &Sends::none(), &handicap))
        })
    }
}
