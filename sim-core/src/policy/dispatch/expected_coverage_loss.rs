use super::coverage::{CANDIDATES, LooksAhead, demand};
use super::search::Reaches;
use super::{Dispatch, Need, Sends};
use crate::ids::VehicleId;
use crate::policy::{Span, View, bounds};
use crate::state::Incident;
use crate::vehicle_kind::Pool;
use serde::{Deserialize, Serialize};

/// Of the vehicles that are there within `slack` of the soonest, the one whose leaving costs least expected coverage.
///
/// A demand with k idle vehicles within `standard` is covered with probability 1 − q^k; a vehicle that leaves costs
/// Σ d (1 − q) q^(k−1) over the demands that it covers. C1 takes the soonest. Ties go to the sooner, then the lower id.
/// # Source
/// Expected coverage after Daskin (1983), *Transportation Science* 17(1); as a dispatch rule after Jagtenberg, Bhulai and
/// van der Mei (2017), *Operations Research for Health Care* 12. `busy_fraction`, `slack` and `standard` are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCoverageLoss {
    /// How much later than the soonest a vehicle may be.
    pub slack: Span,
    /// Ordinary drive within which a vehicle covers a demand.
    pub standard: Span,
    /// Probability that a vehicle is busy, q.
    #[serde(deserialize_with = "bounds::share")]
    pub busy_fraction: f64,
    /// Longest ordinary drive to a less urgent incident that has not escalated, and of a further vehicle.
    pub reach: Span,
    /// Longest ordinary drive of a community first responder.
    pub responder_reach: Span,
}

impl ExpectedCoverageLoss {
    /// What each candidate's leaving costs, in hours of expected work.
    fn losses(&self, view: &View<'_>, incident: &Incident, ids: &[VehicleId]) -> [f64; CANDIDATES] {
        let q = self.busy_fraction;
        let standard_s = self.standard.0.seconds();
        let mut losses = [0.0; CANDIDATES];
        for site in demand(view, incident) {
            let row = view.component.travel.to(site.place as usize);
            let covers = |id: &VehicleId| f64::from(row[view.place(*id) as usize]) <= standard_s;
            let k = view.pool(Pool::Transport).iter().filter(|id| covers(id)).count() as i32;
            for (loss, _) in losses.iter_mut().zip(ids).filter(|(_, id)| covers(id)) {
                *loss += site.workload * (1.0 - q) * libm::pow(q, f64::from(k - 1));
            }
        }
        losses
    }
}

impl Dispatch for ExpectedCoverageLoss {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let reaches = Reaches { ordinary: self.reach, responder: self.responder_reach };
        LooksAhead { slack: self.slack, reaches }
            .choose((view, incident), need, |ids| self.losses(view, incident, ids))
    }
}
