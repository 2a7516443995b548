use super::arrangement::{Ground, Uplift};
use super::rota::{Line, lines, whole_shares};
use crate::category::Categories;
use crate::rng::join;
use crate::units::SimTime;
use crate::vehicle_kind::VehicleKind;
use crate::world::Component;

/// A stretch of duty in the local week, from an hour for some hours; it may run past Sunday midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duty {
    /// First local hour of the week.
    pub from: u8,
    /// Hours; 168 is the whole week without end.
    pub hours: u8,
}

/// A vehicle and when it is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetVehicle {
    /// Its kind.
    pub kind: VehicleKind,
    /// The place it is at home at.
    pub home: u16,
    /// The categories that its crew may be sent to.
    pub answers: Categories,
    /// Its duty, in order, without overlap; neighbouring shifts are one stretch.
    pub duty: Vec<Duty>,
    /// From when it exists.
    pub from: SimTime,
    /// 64 bits from its station's code and its number there.
    pub entity: u64,
}

/// The vehicles of a component: those of today first, then those of the uplift, each in order of station.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fleet {
    /// The vehicles; a [`crate::ids::VehicleId`] is a row here.
    pub vehicles: Vec<FleetVehicle>,
    /// The local patch of each vehicle.
    pub patch: Vec<u16>,
    /// Rostered hours a week in each local patch.
    pub hours_by_patch: Vec<u32>,
}

/// The hours of one arm, as numbers: what stands today, and the uplift with its placement.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetPlan {
    /// Hours a week of today's rota, one entry for each service of the region.
    pub hours_per_week: Vec<f64>,
    /// Hours a week that replace a patch's part of its service's hours, one entry for each patch of the region.
    pub patch_hours: Vec<Option<f64>>,
    /// Share of a week's vehicles on duty in each local hour of the week.
    pub curve: [f64; 168],
    /// What the arrangement adds, and where.
    pub uplift: Uplift,
    /// From when the uplift is there.
    pub uplift_from: SimTime,
}

impl Fleet {
    /// Builds the fleet of a component.
    ///
    /// Today's hours of a service stand by workload over its stations; the uplift stands where the arrangement puts it.
    #[must_use]
    pub fn build(component: &Component, ground: &Ground, plan: &FleetPlan) -> Self {
        let mut fleet = Self { hours_by_patch: vec![0; component.patches.len()], ..Self::default() };
        let mut today = Vec::new();
        for (local, service) in component.services.iter().enumerate() {
            let whole = plan.hours_per_week[service.index()] * ground.service_share[local];
            for (mut weights, hours) in service_scopes(component, plan, local, whole) {
                let cover = cover_of_islands(component, &mut weights);
                let left = hours.saturating_sub(cover.iter().map(|line| u32::from(line.hours)).sum());
                today.extend(cover);
                today.extend(lines(&weights, left, &plan.curve));
            }
        }
        fleet.add(component, &mut today, (SimTime(0), 0));
        let mut added = Vec::new();
        for placement in plan.uplift.place(component, ground) {
            added.extend(lines(&placement.weights, placement.hours, &plan.curve));
        }
        fleet.add(component, &mut added, (plan.uplift_from, 1));
        fleet
    }

    /// Joins lines into vehicles, station by station: a line goes to the first vehicle there that is free.
    fn add(&mut self, component: &Component, lines: &mut [Line], (from, layer): (SimTime, u64)) {
        lines.sort_unstable();
        for station in lines.chunk_by(|a, b| a.station == b.station) {
            let row = station[0].station;
            let site = &component.stations[row as usize];
            let mut busy: Vec<[bool; 168]> = Vec::new();
            for line in station {
                let hours = || (0..usize::from(line.hours)).map(|h| (usize::from(line.start) + h) % 168);
                let free = busy.iter().position(|week| hours().all(|h| !week[h]));
                let vehicle = free.unwrap_or_else(|| {
                    busy.push([false; 168]);
                    busy.len() - 1
                });
                hours().for_each(|h| busy[vehicle][h] = true);
                self.hours_by_patch[site.patch as usize] += u32::from(line.hours);
            }
            for (number, week) in busy.iter().enumerate() {
                let entity = join(site.entity, (layer << 32) | number as u64);
                self.vehicles.push(FleetVehicle {
                    kind: VehicleKind::Dca,
                    home: site.place,
                    answers: Categories::ALL,
                    duty: stretches(week),
                    from,
                    entity,
                });
                self.patch.push(site.patch);
            }
        }
    }
}

/// Weights over the stations and hours, one entry for each patch whose hours are given and one for the rest.
fn service_scopes(
    component: &Component,
    plan: &FleetPlan,
    service: usize,
    whole: f64,
) -> Vec<(Vec<f64>, u32)> {
    let workload = |keep: &dyn Fn(usize) -> bool| -> Vec<f64> {
        let weight = |s: &crate::world::StationSite| if keep(s.patch as usize) { s.workload } else { 0.0 };
        component.stations.iter().map(weight).collect()
    };
    let of = |patch: usize| component.patch_service[patch] as usize == service;
    let given = |patch: usize| plan.patch_hours[component.patches[patch].index()];
    let mut scopes: Vec<(Vec<f64>, u32)> = (0..component.patches.len())
        .filter(|p| of(*p))
        .filter_map(|p| Some((workload(&|q| q == p), given(p)?.round() as u32)))
        .collect();
    let all: f64 = workload(&of).iter().sum();
    let rest = workload(&|p| of(p) && given(p).is_none());
    let share = if all > 0.0 { rest.iter().sum::<f64>() / all } else { 0.0 };
    scopes.push((rest, (whole * share).round() as u32));
    scopes
}

/// One vehicle round the clock on each land mass without a hospital, at its busiest station; its stations are then left
/// out of `weights`, unless they are all there is.
///
/// No vehicle comes there from elsewhere, and a share by workload would leave it without one for most of the week.
fn cover_of_islands(component: &Component, weights: &mut [f64]) -> Vec<Line> {
    let mass = |station: usize| component.places.land_mass[component.stations[station].place as usize];
    let cut_off = |station: usize| component.nearest[component.stations[station].place as usize].is_empty();
    let mut islands: Vec<u8> =
        (0..weights.len()).filter(|s| weights[*s] > 0.0 && cut_off(*s)).map(mass).collect();
    islands.sort_unstable();
    islands.dedup();
    let mut cover = Vec::new();
    for island in islands {
        let own: Vec<f64> =
            (0..weights.len()).map(|s| if mass(s) == island { weights[s] } else { 0.0 }).collect();
        let busiest = (0..own.len()).max_by(|a, b| own[*a].total_cmp(&own[*b]).then(b.cmp(a))).unwrap_or(0);
        let only = (0..own.len()).map(|s| if s == busiest { own[s] } else { 0.0 }).collect::<Vec<f64>>();
        cover.extend(lines(&only, 168, &[1.0 / 168.0; 168]));
        if (0..weights.len()).any(|s| weights[s] > 0.0 && mass(s) != island) {
            (0..weights.len()).filter(|s| mass(*s) == island).for_each(|s| weights[s] = 0.0);
        }
    }
    cover
}

/// The stretches of duty of a week; one that runs past Sunday midnight is one stretch.
fn stretches(week: &[bool; 168]) -> Vec<Duty> {
    if week.iter().all(|on| *on) {
        return vec![Duty { from: 0, hours: 168 }];
    }
    let begins = (0..168).filter(|h| week[*h] && !week[(h + 167) % 168]);
    let long = |from: usize| (0..168).take_while(|k| week[(from + k) % 168]).count();
    begins.map(|from| Duty { from: from as u8, hours: long(from) as u8 }).collect()
}

/// Splits an uplift's whole hours over local rows by weight; kept beside the fleet for its callers.
pub(super) fn split(hours: f64, weights: &[f64]) -> Vec<u32> {
    whole_shares(hours.round().max(0.0) as u32, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_may_run_past_sunday() {
        let mut week = [false; 168];
        (160..172).for_each(|h| week[h % 168] = true);
        week[50] = true;
        assert_eq!(stretches(&week), [Duty { from: 50, hours: 1 }, Duty { from: 160, hours: 12 }]);
        assert_eq!(stretches(&[true; 168]), [Duty { from: 0, hours: 168 }]);
    }
}
