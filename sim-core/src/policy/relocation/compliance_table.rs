use super::{Relocation, posts};
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::world::{Post, UNREACHABLE};
use serde::{Deserialize, Serialize};

/// With n idle vehicles the first n posts of the compliance table are to be held; an idle vehicle that holds none of them
/// moves to the first that is open.
///
/// The table is the scenario's own (`relocation.table`), else all posts in order of need. It is nested: a vehicle more
/// adds a post and moves no other. The vehicle nearest to the open post moves, if it is within `within`; ties go to the
/// lowest id. Vehicles beyond the table's last post stay, or go to their stations.
/// # Source
/// Gendreau, Laporte and Semet (2006), *Journal of the Operational Research Society* 57 (nested compliance tables); the
/// order of need is expected coverage, `within` an assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplianceTable {
    /// Longest ordinary drive of a move.
    pub within: Span,
}

impl ComplianceTable {
    fn next_move(&self, view: &View<'_>, service: usize) -> Option<(VehicleId, u16)> {
        let n = posts::idle(view, service).count();
        let list = posts::held(view, service);
        let held = &list[..n.min(list.len())];
        let standing = |place: u16| posts::idle(view, service).filter(|(_, to)| *to == place).count();
        let open = held.iter().filter(|post| standing(post.place) == 0);
        let spare = |to: u16| !held.iter().any(|post: &Post| post.place == to) || standing(to) > 1;
        open.filter_map(|post| {
            let near = posts::idle(view, service).filter(|(_, to)| spare(*to));
            let near = near.map(|(id, _)| (view.base_s(id, post.place), id));
            let reached = near.filter(|(s, _)| *s < UNREACHABLE && i64::from(*s) * 1000 <= self.within.ms());
            reached.min().map(|(_, id)| (id, post.place))
        })
        .next()
    }
}

impl Relocation for ComplianceTable {
    fn post(&self, view: &View<'_>, vehicle: VehicleId) -> Option<u16> {
        let service = posts::service(view, vehicle);
        let n = posts::idle(view, service).filter(|(id, _)| *id != vehicle).count() + 1;
        let held = posts::held(view, service).iter().take(n).map(|post| post.place);
        let mut near = held.filter(|place| {
            let seconds = view.base_s(vehicle, *place);
            seconds < UNREACHABLE && i64::from(seconds) * 1000 <= self.within.ms()
        });
        near.find(|place| posts::at(view, vehicle, *place) == 0)
    }

    fn moves(&self, view: &View<'_>) -> Option<(VehicleId, u16)> {
        (0..view.component.services.len()).find_map(|service| self.next_move(view, service))
    }
}
