use super::Diversion;
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::dispatch::{Best, Scale, better};
use crate::policy::{Span, View};
use crate::state::{Incident, UnderWay};
use crate::vehicle_kind::Pool;
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// A vehicle is diverted to C1 or C2 from a less urgent incident if it saves more than the category's gain, and one
/// that becomes free goes in place of one under way if it saves more than `swap_gain`.
///
/// Nobody is diverted within `settled` of arrival. C2 takes only a vehicle that is there within `within_c2`, and from no
/// incident that has lost one `most_c2` times. Ties go to the lowest vehicle id.
/// # Source
/// English trusts divert en route to a higher category and re-allocate to a nearer vehicle; the gains are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByGain {
    /// What a diversion to C1 must save.
    pub gain_c1: Span,
    /// What a diversion to C2 must save.
    pub gain_c2: Span,
    /// Longest ordinary drive of a vehicle diverted to C2.
    pub within_c2: Span,
    /// Diversions after which an incident loses no vehicle to C2 any more.
    pub most_c2: u8,
    /// What replacing a vehicle under way by one that has become free must save.
    pub swap_gain: Span,
    /// How near to its arrival a vehicle is left alone.
    pub settled: Span,
}

impl Diversion for ByGain {
    fn diverts(&self, view: &View<'_>, incident: &Incident, chosen: Option<VehicleId>) -> Option<VehicleId> {
        let gain = match incident.category {
            Category::C1 => self.gain_c1,
            Category::C2 => self.gain_c2,
            Category::C3 | Category::C4 | Category::Other => return None,
        };
        let scale = Scale::new(view, incident);
        let row = view.component.travel.to(incident.place as usize);
        let is_c1 = incident.category == Category::C1;
        let limit = chosen.map_or(u32::MAX, |id| {
            scale.seconds(view, row, id).unwrap_or(u32::MAX).saturating_sub(scale.ordinary(gain.0))
        });
        let limit = if is_c1 { limit } else { limit.min(scale.ordinary(self.within_c2.0)) };
        let mut found: Best = None;
        for seen in view.under_way() {
            let id = seen.vehicle;
            let less_urgent = seen.category > incident.category
                && (is_c1 || view.incident(seen.incident).diversions < self.most_c2);
            if !less_urgent || !self.may_be_diverted(view, seen) || !may_cross(view, id, incident) {
                continue;
            }
            let base = row[view.place(id) as usize];
            let seconds = u32::from(base) + scale.ordinary(view.still_mobilising(id));
            if base < UNREACHABLE && seconds < limit {
                found = better(found, seconds, id);
            }
        }
        found.map(|(_, id)| id)
    }

    fn takes_over(&self, view: &View<'_>, free: VehicleId) -> Option<VehicleId> {
        let mut best: Option<(Category, Reverse<i64>, VehicleId)> = None;
        let (from, kind) = (view.place(free) as usize, view.vehicle(free).kind);
        for seen in view.under_way() {
            let left_ms = (seen.arrives - view.now()).0;
            if seen.kind != kind || left_ms <= self.swap_gain.ms() {
                continue;
            }
            let base = view.component.travel.base_s(from, seen.to as usize);
            let crosses = || {
                view.vehicle(free).answers.has(seen.category)
                    && view.border_to(free, seen.patch) == BorderRule::Always
            };
            if base == UNREACHABLE || !crosses() {
                continue;
            }
            let mobilise_s =
                if view.must_mobilise(free) { view.component.stages.mobilise.mean_s } else { 0.0 };
            let drive_s = f64::from(base) * view.factor(seen.category, seen.to);
            let gain = left_ms - ((drive_s + mobilise_s) * 1000.0) as i64;
            let worth = (seen.category, Reverse(gain), seen.vehicle);
            if gain > self.swap_gain.ms() && best.is_none_or(|known| worth < known) {
                best = Some(worth);
            }
        }
        best.map(|(.., id)| id)
    }
}

impl ByGain {
    fn may_be_diverted(&self, view: &View<'_>, seen: &UnderWay) -> bool {
        seen.kind.pool() == Pool::Transport && (seen.arrives - view.now()).0 > self.settled.ms()
    }
}

fn may_cross(view: &View<'_>, id: VehicleId, incident: &Incident) -> bool {
    view.vehicle(id).answers.has(incident.category) && view.border(id, incident) == BorderRule::Always
}
