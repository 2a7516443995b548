//! What a scenario decides about the handovers of hospitals, laid over what is published.

use super::component::{Component, HospitalSite};
use super::demand::Demand;
use super::department::{DepartmentPrior, DepartmentTable, HOURS, HandoverFigures};
use super::handover_table::{HandoverTable, StatedHandover};
use super::plan::Plan;
use crate::ids::HospitalId;
use crate::region::Region;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a scenario decides about handover at its hospitals.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoverPlan {
    /// The mean of a hospital, seconds; the published one where absent.
    pub mean_s: BTreeMap<HospitalId, f64>,
    /// Handover in a local hour of the day against the whole day; only the ratios between hours count.
    pub hour_ratio: [f64; 24],
    /// What is stated of a hospital, for all hours or for a local hour of the day, which goes first; nothing else
    /// acts there.
    pub stated: BTreeMap<(HospitalId, Option<u8>), StatedHandover>,
    /// Bays, if handover is a queue for them.
    pub departments: Option<DepartmentPlan>,
}

impl HandoverPlan {
    /// As published.
    #[must_use]
    pub const fn published() -> Self {
        Self { mean_s: BTreeMap::new(), hour_ratio: [1.0; 24], stated: BTreeMap::new(), departments: None }
    }
}

/// What a scenario decides about departments as queues for bays.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentPlan {
    /// Walk-ins who compete for the same bays, for each ambulance.
    pub walk_ins: f64,
    /// Time for which a patient holds a bay, seconds: it gives the number of bays where none is stated.
    pub occupancy_s: f64,
    /// Coefficient of variation of that time.
    pub occupancy_cv: f64,
    /// Bays of a hospital, for which it is fitted.
    pub bays: BTreeMap<HospitalId, u16>,
    /// Bays more or fewer than it is fitted for.
    pub added: BTreeMap<HospitalId, i32>,
    /// Share of bays open in each local hour of the day.
    pub open_share: [f64; 24],
    /// Ambulances of services outside the component, a day.
    pub others_per_day: BTreeMap<HospitalId, f64>,
}

/// Load at which a department without a stated number of bays is taken to run; near what the fit finds.
const USUAL_LOAD: f64 = 0.65;
/// Fewest bays of a department without a stated number.
const FEWEST_BAYS: f64 = 3.0;

/// Lays a scenario's handover over the hospitals of a component.
pub fn assign(region: &Region, plan: &Plan, component: &mut Component) {
    let profile = Demand::compiled_profile(region, plan);
    let by_hour = hours_of_mean_one(&plan.handover.hour_ratio, &profile);
    for site in &mut component.hospitals {
        let wanted = plan.handover.mean_s.get(&site.hospital);
        let ratio = wanted.map_or(1.0, |mean_s| mean_s / site.handover.mean_s.max(1.0));
        site.handover_ratio = by_hour.map(|hour| hour * ratio);
        site.handover_stated = stated(&plan.handover, site);
    }
    let Some(departments) = &plan.handover.departments else { return };
    let arrivals = expected_arrivals(region, plan, component);
    let lag1 = component.handover_day_lag1;
    component.hospitals.par_iter_mut().zip(arrivals).for_each(|(site, per_week)| {
        let wanted_s = plan.handover.mean_s.get(&site.hospital).copied().unwrap_or(site.handover.mean_s);
        let published = || HandoverFigures::of(&site.handover, wanted_s / site.handover.mean_s.max(1.0));
        let stated = plan.handover.stated.get(&(site.hospital, None)).map(|row| site.handover.stated(row));
        let wanted = stated.map_or_else(published, |table| HandoverFigures::of(&table, 1.0));
        let prior = prior(departments, site.hospital, per_week, (&profile, lag1));
        let added = departments.added.get(&site.hospital).copied().unwrap_or(0);
        site.department = Some(DepartmentTable::fit(&prior, &wanted).with_added(added));
    });
}

/// The distributions that are stated for a hospital; each hour's own goes before that of all hours.
fn stated(plan: &HandoverPlan, site: &HospitalSite) -> [Option<Arc<HandoverTable>>; 24] {
    let of = |hour| plan.stated.get(&(site.hospital, hour)).map(|row| Arc::new(site.handover.stated(row)));
    let all_day = of(None);
    std::array::from_fn(|hour| of(u8::try_from(hour).ok()).or_else(|| all_day.clone()))
}

/// Ratios by hour of the day, scaled so that their mean over arrivals is 1.
fn hours_of_mean_one(ratio: &[f64; 24], profile: &[f64; HOURS]) -> [f64; 24] {
    if ratio.iter().all(|r| r.to_bits() == ratio[0].to_bits()) {
        return [1.0; 24];
    }
    let weight: f64 = profile.iter().sum();
    let mean =
        profile.iter().enumerate().map(|(hour, w)| w * ratio[hour % 24]).sum::<f64>() / weight.max(1e-12);
    ratio.map(|r| r / mean)
}

fn prior(
    departments: &DepartmentPlan,
    hospital: HospitalId,
    ambulances_per_week: f64,
    (profile, day_lag1): (&[f64; HOURS], f64),
) -> DepartmentPrior {
    let others_per_week = 7.0 * departments.others_per_day.get(&hospital).copied().unwrap_or(0.0);
    let ambulances_per_week = ambulances_per_week.max(1.0);
    let walk_ins_per_week = departments.walk_ins * (ambulances_per_week + others_per_week);
    let held = (ambulances_per_week + others_per_week + walk_ins_per_week) * departments.occupancy_s / 3600.0;
    let mean_open = departments.open_share.iter().sum::<f64>() / 24.0;
    let usual = (held / (HOURS as f64 * USUAL_LOAD * mean_open)).round().clamp(FEWEST_BAYS, 5_000.0);
    let bays = departments.bays.get(&hospital).map_or(usual, |bays| f64::from(*bays));
    let open = |hour: usize| (bays * departments.open_share[hour % 24]).round().max(1.0) as u16;
    DepartmentPrior {
        bays: std::array::from_fn(open),
        ambulances_per_week,
        others_per_week,
        walk_ins_per_week,
        profile: *profile,
        occupancy_cv: departments.occupancy_cv,
        day_lag1,
    }
}

/// Ambulances that each local hospital may expect in an ordinary week at the published level of demand, if each
/// patient is taken to the nearest one.
fn expected_arrivals(region: &Region, plan: &Plan, component: &Component) -> Vec<f64> {
    let weights = Demand::resident_weights(region, plan);
    let mut per_week = vec![0.0; component.hospitals.len()];
    for place in 0..component.places.n_own {
        let Some(nearest) = component.nearest[place].first() else { continue };
        let mix = &component.mixes[component.service_of(place)];
        let conveyed = mix.face_to_face_per_day.iter().zip(&mix.conveyed).map(|(n, share)| n * share);
        let to_ed = 7.0 * conveyed.sum::<f64>() * mix.to_ed;
        per_week[usize::from(*nearest)] += to_ed * weights[component.places.area[place].index()];
    }
    per_week
}
