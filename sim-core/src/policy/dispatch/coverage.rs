//! How well the vehicles that are left cover the work to be expected, for the rules that look ahead.
//!
//! Demand is gathered at stations: each has the expected work of the areas that it is nearest to.

use super::search::{Best, Scale};
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::View;
use crate::state::Incident;
use crate::vehicle_kind::Pool;
use crate::world::StationSite;

/// Vehicles that a rule weighs against each other.
const CANDIDATES: usize = 6;

/// The available vehicles that convey and are there at most `slack` seconds of ordinary driving after the soonest, in
/// order.
pub(super) fn candidates(view: &View<'_>, incident: &Incident, scale: &Scale, slack: u32) -> Vec6 {
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
pub(super) struct Vec6 {
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

    pub fn iter(&self) -> impl Iterator<Item = (u32, VehicleId)> + '_ {
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
