//! Where incidents are, and how small counts of areas are put together until none can point to anyone.

use super::LEAST;
use super::lookup::{LookUp, followed};
use super::read::Seen;
use ambics::ids::ServiceId;
use ambics::region::Region;
use std::collections::BTreeMap;

/// Farthest from the nearest area's centroid that a point counts as inside the service, kilometres, beside three radii.
const BEYOND_KM: f64 = 5.0;

/// The areas and hospitals that an extract can name.
#[derive(Debug)]
pub(crate) struct Ground<'r> {
    pub region: &'r Region,
    pub service: ServiceId,
    /// Rows in the region of the service's areas, in order.
    pub areas: Vec<usize>,
    /// How codes of the extract lead to those of areas; none, and they are those of areas.
    pub look_ups: Vec<LookUp>,
    by_code: BTreeMap<&'r str, usize>,
    hospitals: BTreeMap<&'r str, usize>,
}

impl<'r> Ground<'r> {
    pub fn of(region: &'r Region, service: ServiceId, look_ups: Vec<LookUp>) -> Self {
        let own = |row: &usize| region.patches()[region.areas()[*row].patch.index()].service == service;
        let areas: Vec<usize> = (0..region.areas().len()).filter(own).collect();
        let by_code =
            areas.iter().enumerate().map(|(at, row)| (region.areas()[*row].code.as_str(), at)).collect();
        let hospitals =
            region.hospitals().iter().enumerate().map(|(at, own)| (own.code.as_str(), at)).collect();
        Self { region, service, areas, look_ups, by_code, hospitals }
    }

    /// The area of a code, as a row of `areas`.
    pub(crate) fn area(&self, code: &str) -> Result<usize, Seen> {
        let codes = followed(&self.look_ups, code);
        let mut found = codes.iter().map(|code| self.by_code.get(code.as_str()).copied());
        match (found.next().flatten(), codes.len()) {
            (Some(at), 1) => Ok(at),
            (_, 0 | 1) => Err(Seen::Outside),
            _ => Err(Seen::Doubtful),
        }
    }

    /// The hospital of a code, as a row of the region.
    pub fn hospital(&self, code: &str) -> Option<usize> {
        self.hospitals.get(code).copied()
    }

    /// The area whose centroid is nearest, if the point may lie in it.
    pub fn nearest(&self, lon: f64, lat: f64) -> Option<usize> {
        let km = |at: usize| {
            let area = &self.region.areas()[self.areas[at]];
            let east = (lon - area.lon) * 111.32 * (lat.to_radians()).cos();
            east.hypot((lat - area.lat) * 111.32)
        };
        let nearest = (0..self.areas.len()).map(|at| (at, km(at))).min_by(|a, b| a.1.total_cmp(&b.1))?;
        let radius_km = self.region.areas()[self.areas[nearest.0]].radius_m / 1_000.0;
        (nearest.1 <= BEYOND_KM.max(3.0 * radius_km)).then_some(nearest.0)
    }
}

/// Areas whose incidents are told together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Rows of [`Ground::areas`].
    pub areas: Vec<usize>,
    pub n: u64,
}

/// Puts areas together until each group has had as many incidents as may be told: within a neighbourhood first, then within a
/// district, a patch, and the service.
pub(super) fn merged(ground: &Ground<'_>, counts: &[u64]) -> Vec<Group> {
    let place = |at: usize| &ground.region.areas()[ground.areas[at]];
    let levels: [&dyn Fn(usize) -> usize; 4] = [
        &|at| place(at).neighbourhood.index(),
        &|at| place(at).district.index(),
        &|at| place(at).patch.index(),
        &|_| 0,
    ];
    let alone = |(at, n): (usize, &u64)| Group { areas: vec![at], n: *n };
    let mut groups: Vec<Group> = counts.iter().enumerate().map(alone).collect();
    for level in levels {
        let mut by_place: BTreeMap<usize, Vec<Group>> = BTreeMap::new();
        for group in groups {
            by_place.entry(level(group.areas[0])).or_default().push(group);
        }
        groups = by_place.into_values().flat_map(within).collect();
    }
    groups.sort_by(|a, b| a.areas.cmp(&b.areas));
    groups
}

/// Joins the smallest group to the next as long as it is too small and there is another.
fn within(mut groups: Vec<Group>) -> Vec<Group> {
    groups.sort_by_key(|group| (group.n, group.areas.clone()));
    while groups.len() > 1 && groups[0].n < LEAST {
        let small = groups.remove(0);
        groups[0].areas.extend(small.areas);
        groups[0].areas.sort_unstable();
        groups[0].n += small.n;
        groups.sort_by_key(|group| (group.n, group.areas.clone()));
    }
    groups
}
