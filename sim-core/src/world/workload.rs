//! Where work arises: the expected vehicle-hours of each station's surroundings, by which hours are placed.

use super::component::Component;
use super::handover_table::HandoverTable;
use super::mix::Mix;
use super::mix::STREAMS;
use super::plan::Plan;
use super::stages::Stages;
use super::travel::UNREACHABLE;
use crate::ids::{AreaId, ServiceId};
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

/// Ordinary minutes of driving in a job: to the scene and back, and to hospital, where only the load of one month
/// against another is asked for.
const TO_SCENE_AND_BACK_S: f64 = 1_500.0;
const TO_HOSPITAL_S: f64 = 1_200.0;

/// Vehicle-hours that an incident of each category takes on average, those that end by telephone included: what comes
/// free where it does not happen.
#[must_use]
pub fn vehicle_hours_an_incident(region: &Region, plan: &Plan, service: ServiceId) -> [f64; STREAMS] {
    let mix = Mix::compile(region, plan, service);
    let ends_s = ends_s(region, plan, service);
    std::array::from_fn(|c| {
        let attended = 1.0 - mix.hear_and_treat[c];
        let vehicles = mix.resources[c].arriving.max(1.0);
        attended
            * (ends_s[c] + (vehicles - 1.0) * (TO_SCENE_AND_BACK_S + ends_s[c] / 2.0) + TO_SCENE_AND_BACK_S)
            / 3600.0
    })
}

/// Seconds from arrival to clear of an attended incident of each category, on average.
fn ends_s(region: &Region, plan: &Plan, service: ServiceId) -> [f64; STREAMS] {
    let mix = Mix::compile(region, plan, service);
    let stages = Stages::compile(region, plan, &[service]);
    let at_hospital_s = TO_HOSPITAL_S + HandoverTable::compile(region, plan, service).mean_s;
    std::array::from_fn(|c| {
        let conveyed = stages.on_scene[1][c].mean_s + stages.wrap_up[1].mean_s + at_hospital_s;
        let treated = stages.on_scene[0][c].mean_s + stages.wrap_up[0].mean_s;
        mix.conveyed[c] * conveyed + (1.0 - mix.conveyed[c]) * treated
    })
}

/// Vehicle-hours a week that a service's published months would take with one vehicle for an incident: a measure of
/// load, for one month against another.
#[must_use]
pub fn load_hours_per_week(region: &Region, plan: &Plan, service: ServiceId) -> f64 {
    let mix = Mix::compile(region, plan, service);
    let ends_s = ends_s(region, plan, service);
    let of = |c: usize| mix.face_to_face_per_day[c] * (TO_SCENE_AND_BACK_S + ends_s[c]);
    (0..STREAMS).map(of).sum::<f64>() * 7.0 / 3600.0
}
