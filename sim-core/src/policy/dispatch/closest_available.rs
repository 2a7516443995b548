use super::search::{Reaches, closest, fill};
use super::{Dispatch, Need, Sends};
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::vehicle_kind::Pool;
use serde::{Deserialize, Serialize};

/// The closest available vehicle by time, whatever the ICS boundary.
///
/// Time is expected mobilisation (at a station) plus the drive from where the vehicle is, on the road included.
/// Ties go to the lowest vehicle id. C3, C4 and Other that have not escalated are answered only from within `reach`; a
/// community first responder goes to C1 within `responder_reach`.
/// # Source
/// English ambulance trusts dispatch trust-wide by nearest appropriate resource; the reaches are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosestAvailable {
    /// Longest ordinary drive to a less urgent incident that has not escalated, and of a further vehicle.
    pub reach: Span,
    /// Longest ordinary drive of a community first responder.
    pub responder_reach: Span,
}

impl Dispatch for ClosestAvailable {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let reaches = Reaches { ordinary: self.reach, responder: self.responder_reach };
        fill(view, incident, need, reaches, |scale| {
            closest(view, incident, scale, (Pool::Transport, &Sends::none(), |_| 0))
        })
    }
}
