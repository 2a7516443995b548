//! How well the vehicles that are left cover the work to be expected, for the rules that look ahead.
//!
//! Demand is gathered at stations: each has the expected work of the areas that it is nearest to.

use super::search::{Best, Reaches, Scale, closest, fill};
use super::{Need, Sends};
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::vehicle_kind::Pool;
use crate::world::StationSite;

/// Vehicles that a rule weighs against each other.
pub(super) const CANDIDATES: usize = 6;

/// What a rule that looks ahead weighs: who goes to an incident, of those nearly as soon as the soonest.
pub(super) struct LooksAhead {
    /// How much later than the soonest a vehicle may be.
    pub slack: Span,
    /// How far vehicles are sent.
    pub reaches: Reaches,
}

impl LooksAhead {
    /// Fills a need with the candidate whose leaving costs least by `costs`, which are asked for once for all of them;
    /// C1 takes the soonest. Ties go to the sooner, then the lower id.
    pub fn choose(
        self,
        (view, incident): (&View<'_>, &Incident),
        need: &Need,
        costs: impl Fn(&[VehicleId]) -> [f64; CANDIDATES],
    ) -> Sends {
        fill(view, incident, need, self.reaches, |scale| {
            let soonest = || closest(view, incident, scale, (Pool::Transport, &Sends::none(), |_| 0));
            if incident.category == Category::C1 {
                return soonest();
            }
            let found = candidates(view, incident, scale, scale.ordinary(self.slack.0));
            let mut ids = [VehicleId(0); CANDIDATES];
            let n = found.iter().zip(&mut ids).map(|((_, id), slot)| *slot = id).count();
            // The first of equals is the soonest.
            let best = found.iter().zip(costs(&ids[..n])).min_by(|(_, a), (_, b)| a.total_cmp(b));
            best.map(|(best, _)| best).or_else(soonest)
        })
    }
}

/// The available vehicles that convey and are there at most `slack` seconds of ordinary driving after the soonest, in
/// order.
fn candidates(view: &View<'_>, incident: &Incident, scale: &Scale, slack: u32) -> Vec6 {
    let row = view.component.travel.to(incident.place as usize);
    let mut found = Vec6::default();
    for &id in view.pool(Pool::Transport) {
        let handicap = match view.border(id, incident) {
            BorderRule::Always => 0,
            BorderRule::IfGainOver(gain) => scale.ordinary(gain),
            BorderRule::Never | BorderRule::IfOwnExhausted => continue,
        };
        if view.vehicle(id).answers.has(incident.category) {
            scale.seconds(view, row, id).into_iter().for_each(|s| found.insert((s + handicap, id)));
        }
    }
    found.cut(slack);
    found
}

/// The best so far, in order.
#[derive(Debug, Default)]
struct Vec6 {
    rows: [Best; CANDIDATES],
}

impl Vec6 {
    fn insert(&mut self, mut new: (u32, VehicleId)) {
        for slot in &mut self.rows {
            match slot {
                None => {
                    *slot = Some(new);
                    return;
                }
                Some(known) if new < *known => std::mem::swap(known, &mut new),
                Some(_) => {}
            }
        }
    }

    fn cut(&mut self, slack: u32) {
        let limit = self.rows[0].map_or(0, |(soonest, _)| soonest.saturating_add(slack));
        for slot in &mut self.rows {
            *slot = slot.filter(|(seconds, _)| *seconds <= limit);
        }
    }

    fn iter(&self) -> impl Iterator<Item = (u32, VehicleId)> + '_ {
        self.rows.iter().flatten().copied()
    }
}

/// The stations of an incident's own service that have work to be expected.
pub(super) fn demand<'a>(view: &View<'a>, incident: &Incident) -> impl Iterator<Item = &'a StationSite> {
    let component = view.component;
    let service = component.patch_service[incident.patch as usize];
    let own = move |site: &&StationSite| component.patch_service[site.patch as usize] == service;
    component.stations.iter().filter(own).filter(|site| site.workload > 0.0)
}
