use super::{Relocation, posts};
use crate::ids::VehicleId;
use crate::policy::{Span, View, bounds};
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};

/// An idle vehicle goes to the post where it adds most expected coverage to the other idle vehicles.
///
/// A demand d that k others cover within `standard` gains d (1 − q) q^k. Demand is gathered at stations. Posts farther
/// than `within` are left out; ties go to the post first in order of need.
/// # Source
/// Jagtenberg, Bhulai and van der Mei (2015), *Operations Research for Health Care* 4 (dynamic MEXCLP);
/// `busy_fraction`, `standard` and `within` are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dmexclp {
    /// Probability that a vehicle is busy, q.
    #[serde(deserialize_with = "bounds::share")]
    pub busy_fraction: f64,
    /// Ordinary drive within which a vehicle covers a demand.
    pub standard: Span,
    /// Longest ordinary drive to a post.
    pub within: Span,
}

impl Dmexclp {
    /// What a vehicle at `place` adds to the others that are idle.
    fn gain(&self, view: &View<'_>, vehicle: VehicleId, place: u16) -> f64 {
        let service = posts::service(view, vehicle);
        let limit = (self.standard.0.seconds()).min(f64::from(UNREACHABLE - 1)) as u16;
        let own = |patch: u16| view.component.patch_service[patch as usize] as usize == service;
        let mut gain = 0.0;
        for site in view.component.stations.iter().filter(|site| own(site.patch)) {
            let row = view.component.travel.to(site.place as usize);
            if row[place as usize] <= limit {
                let others = posts::idle(view, service).filter(|(id, _)| *id != vehicle);
                let k = others.filter(|(_, to)| row[*to as usize] <= limit).count();
                let q = self.busy_fraction;
                gain += site.workload * (1.0 - q) * libm::pow(q, k as f64);
            }
        }
        gain
    }
}

impl Relocation for Dmexclp {
    fn post(&self, view: &View<'_>, vehicle: VehicleId) -> Option<u16> {
        let mut best: Option<(f64, u16)> = None;
        for post in posts::of(view, vehicle) {
            let seconds = view.base_s(vehicle, post.place);
            if seconds == UNREACHABLE || i64::from(seconds) * 1000 > self.within.ms() {
                continue;
            }
            let gain = self.gain(view, vehicle, post.place);
            if best.is_none_or(|(known, _)| gain > known) {
                best = Some((gain, post.place));
            }
        }
        best.map(|(_, place)| place)
    }
}
