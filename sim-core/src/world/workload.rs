//! Where work arises: the expected vehicle-hours of each station's surroundings, by which hours are placed.

use super::component::Component;
use super::mix::STREAMS;
use super::plan::Plan;
use super::travel::UNREACHABLE;
use crate::ids::AreaId;
use crate::region::Region;
use crate::world::demand::Demand;

/// Gives each station the expected weekly work of the areas it is nearest to.
///
/// A job's expected length is mobilisation + drive there + on scene + (if conveyed: drive, mean handover) +
/// wrap-up, from the nearest station of the same service to the nearest hospital.
pub fn assign(region: &Region, plan: &Plan, component: &mut Component) {
    let weights = Demand::resident_weights(region, plan);
    for place in 0..component.places.n_own {
        let area: AreaId = component.places.area[place];
        let Some((station, drive_s)) = nearest_station(component, place) else { continue };
        let mix = &component.mixes[component.service_of(place)];
        let jobs = mix.face_to_face_per_day.iter().sum::<f64>() * 7.0 * weights[area.index()];
        let hours = jobs * job_s(component, place, f64::from(drive_s)) / 3600.0;
        component.stations[station].workload += hours;
    }
}

/// The nearest station of the place's service, and the seconds from it; ties to the lowest row.
fn nearest_station(component: &Component, place: usize) -> Option<(usize, u16)> {
    let row = component.travel.to(place);
    let own = |s: &usize| {
        component.patch_service[component.stations[*s].patch as usize] as usize == component.service_of(place)
    };
    (0..component.stations.len())
        .filter(own)
        .map(|s| (s, row[component.stations[s].place as usize]))
        .filter(|(_, seconds)| *seconds < UNREACHABLE)
        .min_by_key(|(s, seconds)| (*seconds, *s))
}

/// Expected seconds of a job at a place whose vehicle drives `drive_s` to it.
fn job_s(component: &Component, place: usize, drive_s: f64) -> f64 {
    let (stages, mix) = (&component.stages, &component.mixes[component.service_of(place)]);
    let all: f64 = mix.face_to_face_per_day.iter().sum::<f64>().max(1e-9);
    let at_hospital = component.nearest[place].first().map_or(0.0, |h| {
        let site = &component.hospitals[*h as usize];
        f64::from(component.travel.base_s(place, site.place as usize)) + site.handover.mean_s
    });
    let by_category = |c: usize| {
        let share = mix.conveyed[c];
        let conveyed = stages.on_scene[1][c].mean_s + stages.wrap_up[1].mean_s + at_hospital;
        let treated = stages.on_scene[0][c].mean_s + stages.wrap_up[0].mean_s;
        mix.face_to_face_per_day[c] / all * (share * conveyed + (1.0 - share) * treated)
    };
    stages.mobilise.mean_s + drive_s + (0..STREAMS).map(by_category).sum::<f64>()
}
