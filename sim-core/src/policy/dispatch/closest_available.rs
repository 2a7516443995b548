use super::{Dispatch, Need, Sends};
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};

/// The closest available vehicle by time, whatever the ICS boundary; for C1 also one under way to a less urgent incident.
///
/// Time is expected mobilisation (at a station) plus the drive from where the vehicle is, on the road included.
/// Ties go to the lowest vehicle id. A vehicle under way is diverted if it saves more than `divert_gain`.
/// C3, C4 and Other that have not escalated are answered only from within `reach`.
/// # Source
/// English ambulance trusts dispatch trust-wide by nearest appropriate resource; `divert_gain` and `reach` are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosestAvailable {
    /// What a diversion must save.
    pub divert_gain: Span,
    /// Longest ordinary drive to a less urgent incident that has not escalated.
    pub reach: Span,
}

/// The best vehicle so far: seconds of ordinary driving, id.
type Best = Option<(u32, VehicleId)>;

fn better(best: Best, seconds: u32, id: VehicleId) -> Best {
    match best {
        Some(known) if known <= (seconds, id) => best,
        _ => Some((seconds, id)),
    }
}

impl Dispatch for ClosestAvailable {
    fn choose(&self, view: &View<'_>, incident: &Incident, _need: &Need) -> Sends {
        let factor = view.factor(incident.category, incident.place).max(1e-6);
        let mobilise = (view.component.stages.mobilise.mean_s / factor) as u32;
        let mut best = closest(view, incident, mobilise, factor);
        let urgent = matches!(incident.category, Category::C1 | Category::C2);
        if !urgent && !incident.escalated {
            best = best.filter(|(seconds, _)| i64::from(*seconds) * 1000 <= self.reach.ms());
        }
        if incident.category == Category::C1 {
            let gain = (self.divert_gain.0.seconds() / factor) as u32;
            best = diverted(view, incident, best, (gain, factor)).or(best);
        }
        best.map_or(Sends::none(), |(_, id)| Sends::one(id))
    }
}

/// The closest available vehicle that the border rules let go.
fn closest(view: &View<'_>, incident: &Incident, mobilise: u32, factor: f64) -> Best {
    let row = view.component.travel.to(incident.place as usize);
    let (mut free, mut bound): (Best, [(Best, u32); 2]) = (None, [(None, 0); 2]);
    for &id in view.available() {
        let base = row[view.place(id) as usize];
        if base == UNREACHABLE {
            continue;
        }
        let seconds = u32::from(base) + if view.must_mobilise(id) { mobilise } else { 0 };
        match view.border(id, incident) {
            BorderRule::Always => free = better(free, seconds, id),
            BorderRule::Never => {}
            BorderRule::IfOwnExhausted => bound[0].0 = better(bound[0].0, seconds, id),
            BorderRule::IfGainOver(gain) => {
                bound[1].0 = better(bound[1].0, seconds, id);
                bound[1].1 = (gain.seconds() / factor) as u32;
            }
        }
    }
    let gained = match (free, bound[1]) {
        (Some((own, _)), (Some(other), gain)) if other.0 + gain < own => Some(other),
        (None, (other, _)) => other,
        _ => free,
    };
    gained.or(bound[0].0)
}

/// The vehicle under way to a less urgent incident that would be there soonest, if it beats `best` by `gain`.
fn diverted(view: &View<'_>, incident: &Incident, best: Best, (gain, factor): (u32, f64)) -> Best {
    let row = view.component.travel.to(incident.place as usize);
    let limit = best.map_or(u32::MAX, |(seconds, _)| seconds.saturating_sub(gain));
    let mut found = None;
    for &id in view.under_way() {
        let other = view.vehicle(id).incident.map(|row| view.incident(row).category);
        let may = view.border(id, incident) == BorderRule::Always;
        if !may || other.is_none_or(|category| category <= incident.category) {
            continue;
        }
        let base = row[view.place(id) as usize];
        let seconds = u32::from(base) + (view.still_mobilising(id).seconds() / factor) as u32;
        if base < UNREACHABLE && seconds < limit {
            found = better(found, seconds, id);
        }
    }
    found
}
