use super::{Relocation, posts};
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use serde::{Deserialize, Serialize};

/// An idle vehicle goes to the nearest standby point that nobody stands at, if it is within reach and nearer than its
/// station; else to its station.
///
/// Ties go to the post first in order of need. Standby points are synthetic unless `relocation.posts` gives them.
/// # Source
/// English trusts stand crews by at posts between jobs; `within` is an assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandbyPoints {
    /// Longest ordinary drive to a standby point.
    pub within: Span,
}

impl Relocation for StandbyPoints {
    fn post(&self, view: &View<'_>, vehicle: VehicleId) -> Option<u16> {
        let home = view.base_s(vehicle, view.home(vehicle));
        let free = posts::of(view, vehicle).iter().filter(|post| post.standby);
        let near = free.map(|post| (view.base_s(vehicle, post.place), post.place));
        let near = near.filter(|(s, _)| *s < home && i64::from(*s) * 1000 <= self.within.ms());
        near.filter(|(_, place)| posts::at(view, vehicle, *place) == 0)
            .min_by_key(|(s, _)| *s)
            .map(|(_, p)| p)
    }
}
