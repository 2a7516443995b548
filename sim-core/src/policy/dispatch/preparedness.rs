use super::coverage::{CANDIDATES, LooksAhead, demand};
use super::search::Reaches;
use super::{Dispatch, Need, Sends};
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::vehicle_kind::Pool;
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};

/// Of the vehicles that are there within `slack` of the soonest, the one after whose leaving the worst prepared demand
/// is prepared best.
///
/// The preparedness of a demand d is Σ 1/t over the idle vehicles, t their drives in minutes (at least 1), over d.
/// C1 takes the soonest. Ties go to the sooner, then the lower id.
/// # Source
/// Andersson and Värbrand (2007), *Journal of the Operational Research Society* 58, with all idle vehicles and equal
/// contributions; `slack` is an assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preparedness {
    /// How much later than the soonest a vehicle may be.
    pub slack: Span,
    /// Longest ordinary drive to a less urgent incident that has not escalated, and of a further vehicle.
    pub reach: Span,
    /// Longest ordinary drive of a community first responder.
    pub responder_reach: Span,
}

/// What a vehicle adds to the preparedness of a demand, before it is divided by the demand.
fn contribution(row: &[u16], place: u16) -> f64 {
    match row[place as usize] {
        UNREACHABLE => 0.0,
        seconds => 1.0 / (f64::from(seconds) / 60.0).max(1.0),
    }
}

/// The lowest preparedness of any demand once each of the candidates has left.
fn worst_without(view: &View<'_>, incident: &Incident, ids: &[VehicleId]) -> [f64; CANDIDATES] {
    let mut worst = [f64::INFINITY; CANDIDATES];
    for site in demand(view, incident) {
        let row = view.component.travel.to(site.place as usize);
        let all: f64 = view.pool(Pool::Transport).iter().map(|id| contribution(row, view.place(*id))).sum();
        for (worst, id) in worst.iter_mut().zip(ids) {
            *worst = worst.min((all - contribution(row, view.place(*id))) / site.workload);
        }
    }
    worst
}

impl Dispatch for Preparedness {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let reaches = Reaches { ordinary: self.reach, responder: self.responder_reach };
        LooksAhead { slack: self.slack, reaches }
            .choose((view, incident), need, |ids| worst_without(view, incident, ids).map(|worst| -worst))
    }
}
