use super::{Dispatch, Need, Sends};
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::units::SimDuration;
use crate::vehicle_kind::Pool;
use crate::world::UNREACHABLE;
use serde::{Deserialize, Serialize};

/// The closest available vehicle by time, whatever the ICS boundary; for C1 and C2 also one under way to a less urgent
/// incident.
///
/// Time is expected mobilisation (at a station) plus the drive from where the vehicle is, on the road included.
/// Ties go to the lowest vehicle id. A vehicle under way is diverted if it saves more than the category's gain, and one
/// that becomes free replaces one under way if it saves more than `swap_gain`. C3, C4 and Other that have not escalated
/// are answered only from within `reach`; a community first responder goes to C1 within `responder_reach`.
/// # Source
/// English ambulance trusts dispatch trust-wide by nearest appropriate resource; gains and reaches are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosestAvailable {
    /// What a diversion to C1 must save.
    pub divert_gain: Span,
    /// What a diversion to C2 must save.
    pub divert_gain_c2: Span,
    /// What replacing a vehicle under way by one that has become free must save.
    pub swap_gain: Span,
    /// Longest ordinary drive to a less urgent incident that has not escalated, and of a further vehicle.
    pub reach: Span,
    /// Longest ordinary drive of a community first responder.
    pub responder_reach: Span,
}

/// The best vehicle so far: seconds of ordinary driving, id.
type Best = Option<(u32, VehicleId)>;

fn better(best: Best, seconds: u32, id: VehicleId) -> Best {
    match best {
        Some(known) if known <= (seconds, id) => best,
        _ => Some((seconds, id)),
    }
}

/// Durations as seconds of ordinary driving to one incident.
struct Scale {
    factor: f64,
    mobilise: u32,
}

impl Scale {
    fn new(view: &View<'_>, incident: &Incident) -> Self {
        let factor = view.factor(incident.category, incident.place).max(1e-6);
        Self { factor, mobilise: (view.component.stages.mobilise.mean_s / factor) as u32 }
    }

    fn ordinary(&self, span: SimDuration) -> u32 {
        (span.seconds() / self.factor) as u32
    }
}

impl Dispatch for ClosestAvailable {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let scale = Scale::new(view, incident);
        let within = |best: Best, reach: Span| best.filter(|(s, _)| i64::from(*s) * 1000 <= reach.ms());
        let closest = |pool, sends: &Sends| closest(view, incident, &scale, (pool, sends));
        let mut sends = Sends::none();
        let mut attended = incident.is_attended() || !need.transport;
        if need.transport {
            let alone = within(closest(Pool::Solo, &sends), self.reach)
                .filter(|(_, id)| !attended && view.suits(view.vehicle(*id).kind, incident));
            let best = alone.or_else(|| self.transport(view, incident, &scale));
            attended |= best.is_some();
            best.into_iter().for_each(|(_, id)| sends.push(id));
        }
        if !attended {
            if incident.category == Category::C1 {
                closest(Pool::Solo, &sends).into_iter().for_each(|(_, id)| sends.push(id));
            }
        } else {
            for _ in 0..need.further + need.spare {
                let both =
                    [Pool::Solo, Pool::Transport].map(|pool| within(closest(pool, &sends), self.reach));
                both.into_iter().flatten().min().into_iter().for_each(|(_, id)| sends.push(id));
            }
        }
        if need.responder {
            let best = within(closest(Pool::Responder, &sends), self.responder_reach);
            best.into_iter().for_each(|(_, id)| sends.push(id));
        }
        sends
    }

    fn takes_over(&self, view: &View<'_>, free: VehicleId) -> Option<VehicleId> {
        let mut best: Option<(Category, std::cmp::Reverse<i64>, VehicleId)> = None;
        let from = view.place(free) as usize;
        for &id in view.under_way() {
            let vehicle = view.vehicle(id);
            let Some(row) = vehicle.incident.filter(|_| vehicle.kind == view.vehicle(free).kind) else {
                continue;
            };
            let left_ms = (vehicle.leg.arrives - view.now()).0;
            let incident = view.incident(row);
            let may = view.vehicle(free).answers.has(incident.category)
                && view.border(free, incident) == BorderRule::Always;
            if !may || left_ms <= self.swap_gain.ms() {
                continue;
            }
            let base = view.component.travel.base_s(from, incident.place as usize);
            if base == UNREACHABLE {
                continue;
            }
            let drive_ms = (f64::from(base) * view.factor(incident.category, incident.place) * 1000.0) as i64;
            let gain = left_ms - drive_ms - if view.must_mobilise(free) { mobilise_ms(view) } else { 0 };
            let worth = (incident.category, std::cmp::Reverse(gain), id);
            if gain > self.swap_gain.ms() && best.is_none_or(|known| worth < known) {
                best = Some(worth);
            }
        }
        best.map(|(.., id)| id)
    }
}

fn mobilise_ms(view: &View<'_>) -> i64 {
    (view.component.stages.mobilise.mean_s * 1000.0) as i64
}

impl ClosestAvailable {
    /// The vehicle that conveys: the closest available within reach, or one under way to a less urgent incident.
    fn transport(&self, view: &View<'_>, incident: &Incident, scale: &Scale) -> Best {
        let mut best = closest(view, incident, scale, (Pool::Transport, &Sends::none()));
        let urgent = matches!(incident.category, Category::C1 | Category::C2);
        if !urgent && !incident.escalated {
            best = best.filter(|(seconds, _)| i64::from(*seconds) * 1000 <= self.reach.ms());
        }
        let gain = match incident.category {
            Category::C1 => self.divert_gain,
            Category::C2 => self.divert_gain_c2,
            Category::C3 | Category::C4 | Category::Other => return best,
        };
        diverted(view, incident, best, (scale.ordinary(gain.0), scale)).or(best)
    }
}

/// The closest available vehicle of a pool that the border rules let go, those in `sends` left out.
fn closest(view: &View<'_>, incident: &Incident, scale: &Scale, (pool, sends): (Pool, &Sends)) -> Best {
    let row = view.component.travel.to(incident.place as usize);
    let (mut free, mut exhausted, mut gaining): (Best, Best, Best) = (None, None, None);
    for &id in view.pool(pool) {
        let base = row[view.place(id) as usize];
        if base == UNREACHABLE || !view.vehicle(id).answers.has(incident.category) || sends.has(id) {
            continue;
        }
        let seconds = u32::from(base) + if view.must_mobilise(id) { scale.mobilise } else { 0 };
        match view.border(id, incident) {
            BorderRule::Always => free = better(free, seconds, id),
            BorderRule::Never => {}
            BorderRule::IfOwnExhausted => exhausted = better(exhausted, seconds, id),
            // What crossing must gain is a handicap: the vehicle counts as that much farther off.
            BorderRule::IfGainOver(gain) => gaining = better(gaining, seconds + scale.ordinary(gain), id),
        }
    }
    let across = match (free, gaining) {
        (Some(own), Some(other)) => Some(if other.0 < own.0 { other } else { own }),
        (own, other) => own.or(other),
    };
    across.or(exhausted)
}

/// The vehicle under way to a less urgent incident that would be there soonest, if it beats `best` by `gain`.
fn diverted(view: &View<'_>, incident: &Incident, best: Best, (gain, scale): (u32, &Scale)) -> Best {
    let row = view.component.travel.to(incident.place as usize);
    let limit = best.map_or(u32::MAX, |(seconds, _)| seconds.saturating_sub(gain));
    let mut found = None;
    for &id in view.under_way() {
        let vehicle = view.vehicle(id);
        let other = vehicle.incident.map(|row| view.incident(row).category);
        let may = vehicle.kind.pool() == Pool::Transport
            && vehicle.answers.has(incident.category)
            && view.border(id, incident) == BorderRule::Always;
        if !may || other.is_none_or(|category| category <= incident.category) {
            continue;
        }
        let base = row[view.place(id) as usize];
        let seconds = u32::from(base) + scale.ordinary(view.still_mobilising(id));
        if base < UNREACHABLE && seconds < limit {
            found = better(found, seconds, id);
        }
    }
    found
}
