//! Driving times over neighbouring areas and trunk roads: the shortest way, in seconds, between centroids.

use super::places::{Places, arc_km, unit};
use super::roads::{Roads, Search};
use super::travel::{TravelLaw, UNREACHABLE};
use crate::region::{NetworkQuantity, Region, TrunkKind, TrunkPoint};
use rayon::prelude::*;

/// Straight-line kilometres within which one trunk road can be left for another.
const INTERCHANGE_KM: f64 = 2.5;
/// Degrees of latitude around the places within which trunk roads are known: about 30 km.
const MARGIN_DEG: f64 = 0.3;
/// Residents per square kilometre above which trunk roads slow.
const CROWDED: f64 = 1_000.0;
/// Seconds in an hour.
const HOUR_S: f64 = 3_600.0;

/// Ordinary seconds, `[n_target][n_place]`, over the region's network.
///
/// The way back takes as long as the way there. Where no way leads on the same land mass, the straight-line law holds.
/// # Source
/// Dijkstra (1959), *Numerische Mathematik* 1, 269–271 (shortest ways); speeds and links as the region's tables say.
pub(super) fn base(region: &Region, places: &Places, law: &TravelLaw) -> Vec<u16> {
    let roads = roads(region, places);
    let n = places.len();
    let mut base = vec![UNREACHABLE; places.n_target * n];
    base.par_chunks_mut(n.max(1)).enumerate().for_each_init(
        || Search::new(&roads),
        |search, (to, row)| {
            search.run(&roads, to);
            for (from, seconds) in row.iter_mut().enumerate() {
                if places.land_mass[from] == places.land_mass[to] {
                    let drive = search.seconds(from).map(|seconds| law.factor() * seconds);
                    let drive = drive.unwrap_or_else(|| law.between(places, from, to));
                    *seconds = (drive + 0.5).min(f64::from(UNREACHABLE - 1)) as u16;
                }
            }
        },
    );
    base
}

/// The links of the places and of the trunk roads around them; places come first.
fn roads(region: &Region, places: &Places) -> Roads {
    let speeds = Speeds::of(region);
    let mut links = Links { place_of: places.by_area(), speeds, list: Vec::new() };
    links.place_of.resize(region.areas.len(), None);
    links.between_areas(region, places);
    let trunk = trunk_near(region, places);
    let density = around(region);
    links.ways_to_areas(&trunk, (region, places), &density);
    links.along(&trunk, places.len());
    links.interchanges(&trunk, places.len());
    Roads::new(places.len() + trunk.len(), &links.list)
}

/// A point of a trunk road on the sphere.
struct Near<'a> {
    point: &'a TrunkPoint,
    unit: [f64; 3],
}

/// Trunk points near the places.
fn trunk_near<'a>(region: &'a Region, places: &Places) -> Vec<Near<'a>> {
    let own = |at: fn(&crate::region::Area) -> f64| {
        let values = places.area.iter().map(move |area| at(&region.areas[area.index()]));
        let (low, high) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        // A degree of longitude is shorter than one of latitude: twice the margin is margin enough.
        low - 2.0 * MARGIN_DEG..=high + 2.0 * MARGIN_DEG
    };
    let (lon, lat) = (own(|area| area.lon), own(|area| area.lat));
    let near = region.trunk_points.iter().filter(|p| lon.contains(&p.lon) && lat.contains(&p.lat));
    near.map(|point| Near { point, unit: unit(point.lon, point.lat) }).collect()
}

/// The geometric mean of residents per square kilometre along the links of each area.
fn around(region: &Region) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); region.areas.len()];
    for link in &region.area_links {
        let log = libm::log(link.people_per_km2);
        for end in [link.from, link.to] {
            let (sum, count) = &mut sums[end.index()];
            *sum += log;
            *count += 1.0;
        }
    }
    sums.into_iter().map(|(sum, count)| libm::exp(sum / f64::max(count, 1.0))).collect()
}

/// The numbers of the network law.
struct Speeds {
    /// Logarithms of residents per square kilometre and of km/h, rising in the first.
    local: Vec<(f64, f64)>,
    motorway: f64,
    dual: f64,
    crowding: f64,
    access_detour: f64,
    ramp_s: f64,
}

impl Speeds {
    fn of(region: &Region) -> Self {
        let of = |quantity| region.network_numbers.iter().filter(move |n| n.quantity == quantity);
        let one = |quantity| of(quantity).next().map_or(f64::NAN, |n| n.value);
        let local = of(NetworkQuantity::Local)
            .map(|n| (libm::log(n.people_per_km2.unwrap_or(1.0)), libm::log(n.value)))
            .collect();
        Self {
            local,
            motorway: one(NetworkQuantity::Motorway),
            dual: one(NetworkQuantity::Dual),
            crowding: one(NetworkQuantity::Crowding),
            access_detour: one(NetworkQuantity::AccessDetour),
            ramp_s: one(NetworkQuantity::RampS),
        }
    }

    /// Seconds for `km` off the trunk roads; level beyond the outer densities.
    fn local_s(&self, km: f64, people_per_km2: f64) -> f64 {
        let at = libm::log(people_per_km2).clamp(self.local[0].0, self.local[self.local.len() - 1].0);
        let after =
            self.local.partition_point(|(people, _)| *people <= at).clamp(1, self.local.len().max(2) - 1);
        let ((x0, y0), (x1, y1)) = (self.local[after - 1], self.local[after.min(self.local.len() - 1)]);
        let share = if x1 > x0 { (at - x0) / (x1 - x0) } else { 0.0 };
        HOUR_S * km / libm::exp(y0 + share * (y1 - y0))
    }

    /// Seconds for `km` along a trunk road.
    fn trunk_s(&self, km: f64, kind: TrunkKind, people_per_km2: f64) -> f64 {
        let free = match kind {
            TrunkKind::Motorway => self.motorway,
            TrunkKind::Dual | TrunkKind::Crossing => self.dual,
        };
        let slowed = libm::pow(f64::max(people_per_km2 / CROWDED, 1.0), self.crowding);
        HOUR_S * km * slowed / free
    }
}

/// The links as they are gathered.
struct Links {
    place_of: Vec<Option<usize>>,
    speeds: Speeds,
    /// Two nodes and the seconds between them.
    list: Vec<(usize, usize, f64)>,
}

impl Links {
    fn between_areas(&mut self, region: &Region, places: &Places) {
        for link in &region.area_links {
            let ends = (self.place_of[link.from.index()], self.place_of[link.to.index()]);
            if let (Some(a), Some(b)) = ends {
                let seconds = self.speeds.local_s(places.distance_km(a, b), link.people_per_km2);
                self.list.push((a, b, seconds));
            }
        }
    }

    fn ways_to_areas(&mut self, trunk: &[Near<'_>], (region, places): (&Region, &Places), density: &[f64]) {
        for (node, near) in trunk.iter().enumerate() {
            for area in near.point.areas.iter().flatten() {
                let Some(place) = self.place_of[area.index()] else { continue };
                let centre = &region.areas[area.index()];
                let km = self.speeds.access_detour * arc_km(near.unit, unit(centre.lon, centre.lat));
                let people = libm::sqrt(near.point.people_per_km2 * density[area.index()]);
                let seconds = self.speeds.ramp_s + self.speeds.local_s(km, people);
                self.list.push((place, places.len() + node, seconds));
            }
        }
    }

    fn along(&mut self, trunk: &[Near<'_>], first: usize) {
        for (node, pair) in trunk.windows(2).enumerate() {
            let (here, there) = (&pair[0], &pair[1]);
            if is_next(here.point, there.point) {
                let people = libm::sqrt(here.point.people_per_km2 * there.point.people_per_km2);
                let km = arc_km(here.unit, there.unit);
                let seconds = self.speeds.trunk_s(km, here.point.kind, people);
                self.list.push((first + node, first + node + 1, seconds));
            }
        }
    }

    fn interchanges(&mut self, trunk: &[Near<'_>], first: usize) {
        for (a, here) in trunk.iter().enumerate() {
            for (b, there) in trunk.iter().enumerate().skip(a + 1) {
                let km = arc_km(here.unit, there.unit);
                if km <= INTERCHANGE_KM && !is_next(here.point, there.point) {
                    let on_ramp = HOUR_S * self.speeds.access_detour * km / self.speeds.dual;
                    self.list.push((first + a, first + b, self.speeds.ramp_s + on_ramp));
                }
            }
        }
    }
}

/// Whether the second point follows the first along one road.
fn is_next(here: &TrunkPoint, there: &TrunkPoint) -> bool {
    here.chain == there.chain && here.position + 1 == there.position
}
