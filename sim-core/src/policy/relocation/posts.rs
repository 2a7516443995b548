//! What the rules of relocation have in common: who is idle, and where.

use crate::ids::VehicleId;
use crate::policy::View;
use crate::state::VehicleStatus;
use crate::vehicle_kind::Pool;
use crate::world::Post;

/// The local service of a vehicle.
pub(super) fn service(view: &View<'_>, id: VehicleId) -> usize {
    view.component.patch_service[view.patch(id) as usize] as usize
}

/// The posts of a vehicle's own service, in order of need.
pub(super) fn of<'a>(view: &View<'a>, id: VehicleId) -> &'a [Post] {
    &view.component.posts.by_service[service(view, id)]
}

/// The posts of a service's compliance table: with n idle vehicles the first n are held.
pub(super) fn held<'a>(view: &View<'a>, service: usize) -> &'a [Post] {
    &view.component.posts.held[service]
}

/// The idle vehicles of a service that convey, and where each stands or is going to.
pub(super) fn idle<'a>(view: &View<'a>, of: usize) -> impl Iterator<Item = (VehicleId, u16)> + 'a {
    let view = *view;
    let idle = move |id: &&VehicleId| view.vehicle(**id).status != VehicleStatus::OnBreak;
    let own = view.pool(Pool::Transport).iter().filter(move |id| service(&view, **id) == of).filter(idle);
    own.map(move |id| (*id, view.vehicle(*id).leg.to))
}

/// Vehicles other than `id` that stand at a place or are going to it.
pub(super) fn at(view: &View<'_>, id: VehicleId, place: u16) -> usize {
    idle(view, service(view, id)).filter(|(other, to)| *other != id && *to == place).count()
}
