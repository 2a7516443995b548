use super::{Relocation, posts};
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};

/// An idle vehicle goes to the first post, in order of need, that nobody stands at or is going to.
///
/// Posts farther than `within` are left out; without one it goes to its station.
/// # Source
/// A system status plan's list of posts; the order of need is expected coverage, `within` an assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityList {
    /// Longest ordinary drive to a post.
    pub within: Span,
}

impl Relocation for PriorityList {
    fn post(&self, view: &View<'_>, vehicle: VehicleId) -> Option<u16> {
        let list = posts::of(view, vehicle).iter().map(|post| post.place);
        let mut open = list.filter(|place| {
            let seconds = view.base_s(vehicle, *place);
            seconds < UNREACHABLE && i64::from(seconds) * 1000 <= self.within.ms()
        });
        open.find(|place| posts::at(view, vehicle, *place) == 0)
    }
}
