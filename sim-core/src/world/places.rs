use super::plan::Plan;
use super::raster::Raster;
use crate::ids::{AreaId, ServiceId};
use crate::region::{Area, Region};
use geo::{Distance, Haversine, Point};

/// Kilometres around a component's own areas within which other areas are places too: about 90 minutes' drive.
const BUFFER_KM: f64 = 90.0;
/// Mean radius of the earth, metres.
const EARTH_M: f64 = 6_371_008.8;

/// The places of a component: its own areas, then areas around its border, on a plane.
///
/// All arrays are `[n_place]`. The plane is the whole region's, so that a place is where it is whatever runs with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// The region's area at each place.
    pub area: Vec<AreaId>,
    /// Metres east of the region's middle.
    pub x_m: Vec<f32>,
    /// Metres north of it.
    pub y_m: Vec<f32>,
    /// Unit vectors on the sphere, for straight-line distances.
    unit: Vec<[f64; 3]>,
    /// Whether the place is rural.
    pub rural: Vec<bool>,
    /// Row of its land mass.
    pub land_mass: Vec<u8>,
    /// Number of places with demand of their own; they come first.
    pub n_own: usize,
    /// Number of places that a drive may end at: the own ones, then those with a hospital.
    pub n_target: usize,
}

impl Places {
    /// The places of the component that joins `services`; `hospital_areas` lie outside and have a hospital in reach.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, services: &[ServiceId]) -> Self {
        let is_own = |row: usize| {
            plan.areas[row] && services.contains(&region.patches[region.areas[row].patch.index()].service)
        };
        let own: Vec<usize> = (0..region.areas.len()).filter(|row| is_own(*row)).collect();
        let around = around(region, &own);
        let hosts = super::component::hospital_areas(region);
        let (with, without): (Vec<usize>, Vec<usize>) =
            around.into_iter().partition(|row| hosts.contains(row));
        let n_target = own.len() + with.len();
        let rows: Vec<usize> = own.iter().chain(&with).chain(&without).copied().collect();
        let n = region.areas.len().max(1) as f64;
        let lat = region.areas.iter().map(|a| a.lat).sum::<f64>() / n;
        let lon = region.areas.iter().map(|a| a.lon).sum::<f64>() / n;
        let east = EARTH_M * libm::cos(lat.to_radians());
        let place = |row: &usize| &region.areas[*row];
        Self {
            area: rows.iter().map(|r| AreaId::new(*r)).collect(),
            x_m: rows.iter().map(|r| (east * (place(r).lon - lon).to_radians()) as f32).collect(),
            y_m: rows.iter().map(|r| (EARTH_M * (place(r).lat - lat).to_radians()) as f32).collect(),
            unit: rows.iter().map(|r| unit(place(r).lon, place(r).lat)).collect(),
            rural: rows.iter().map(|r| place(r).rural).collect(),
            land_mass: rows.iter().map(|r| place(r).land_mass as u8).collect(),
            n_own: own.len(),
            n_target,
        }
    }

    /// So many places without a position or a border, each an area of its own: all distance is in the drives.
    #[must_use]
    pub fn without_position(n: usize) -> Self {
        Self {
            area: (0..n).map(AreaId::new).collect(),
            x_m: vec![0.0; n],
            y_m: vec![0.0; n],
            unit: vec![[0.0; 3]; n],
            rural: vec![false; n],
            land_mass: vec![0; n],
            n_own: n,
            n_target: n,
        }
    }

    /// Number of places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.area.len()
    }

    /// Whether there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Straight-line distance between two places over the sphere, km.
    #[inline]
    #[must_use]
    pub fn distance_km(&self, a: usize, b: usize) -> f64 {
        arc_km(self.unit[a], self.unit[b])
    }

    /// The place of each area of the region, up to the last that is one.
    #[must_use]
    pub fn by_area(&self) -> Vec<Option<usize>> {
        let areas = self.area.iter().map(|area| area.index() + 1).max().unwrap_or(0);
        let mut places = vec![None; areas];
        self.area.iter().enumerate().for_each(|(place, area)| places[area.index()] = Some(place));
        places
    }

    /// The raster of nearest places.
    #[must_use]
    pub fn raster(&self) -> Raster {
        Raster::new(self, self.n_target)
    }
}

/// Areas outside `own` that share a land mass with it and lie within the buffer.
fn around(region: &Region, own: &[usize]) -> Vec<usize> {
    let mut is_own = vec![false; region.areas.len()];
    own.iter().for_each(|row| is_own[*row] = true);
    let masses: Vec<usize> = own.iter().map(|row| region.areas[*row].land_mass).collect();
    let at = |row: usize| Point::new(region.areas[row].lon, region.areas[row].lat);
    // A coarse net of own areas is enough to decide what is near.
    let net: Vec<Point<f64>> = own.iter().step_by(1 + own.len() / 60).map(|row| at(*row)).collect();
    (0..region.areas.len())
        .filter(|row| !is_own[*row] && masses.contains(&region.areas[*row].land_mass))
        .filter(|row| net.iter().any(|point| Haversine.distance(*point, at(*row)) < BUFFER_KM * 1000.0))
        .collect()
}

/// Straight-line distance between the centroids of two areas over the sphere, km.
#[must_use]
pub fn distance_km(a: &Area, b: &Area) -> f64 {
    arc_km(unit(a.lon, a.lat), unit(b.lon, b.lat))
}

#[inline]
pub(super) fn arc_km(u: [f64; 3], v: [f64; 3]) -> f64 {
    let chord = (0..3).map(|i| (u[i] - v[i]) * (u[i] - v[i])).sum::<f64>();
    // The arc of a chord: 2 asin(c/2) = c (1 + c²/24 + …); the next term is below 1e-7 at 300 km.
    libm::sqrt(chord) * (1.0 + chord / 24.0) * (EARTH_M / 1000.0)
}

pub(super) fn unit(lon: f64, lat: f64) -> [f64; 3] {
    let (lon, lat) = (lon.to_radians(), lat.to_radians());
    let across = libm::cos(lat);
    [across * libm::cos(lon), across * libm::sin(lon), libm::sin(lat)]
}
