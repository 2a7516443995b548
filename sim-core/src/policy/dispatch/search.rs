//! The search for the soonest vehicle, and what the dispatch rules have in common.

use super::{Need, Sends};
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::units::SimDuration;
use crate::vehicle_kind::Pool;
use crate::world::UNREACHABLE;

/// The best vehicle so far: seconds of ordinary driving, id.
pub type Best = Option<(u32, VehicleId)>;

/// The better of two; ties go to the lowest id.
#[inline]
pub fn better(best: Best, seconds: u32, id: VehicleId) -> Best {
    match best {
        Some(known) if known <= (seconds, id) => best,
        _ => Some((seconds, id)),
    }
}

/// Durations as seconds of ordinary driving to one incident.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    factor: f64,
    mobilise: u32,
}

impl Scale {
    /// The scale of an incident now.
    pub fn new(view: &View<'_>, incident: &Incident) -> Self {
        let factor = view.factor(incident.category, incident.place).max(1e-6);
        Self { factor, mobilise: (view.component.stages.mobilise.mean_s / factor) as u32 }
    }

    /// A time as seconds of ordinary driving.
    pub fn ordinary(&self, span: SimDuration) -> u32 {
        (span.seconds() / self.factor) as u32
    }

    /// Seconds until an available vehicle is there, by the row of drives that end there; `None` where no road leads.
    #[inline]
    pub fn seconds(&self, view: &View<'_>, row: &[u16], id: VehicleId) -> Option<u32> {
        let base = row[view.place(id) as usize];
        let mobilise = if view.must_mobilise(id) { self.mobilise } else { 0 };
        (base < UNREACHABLE).then(|| u32::from(base) + mobilise)
    }
}

/// How far the rules of dispatch send whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reaches {
    /// To a less urgent incident that has not escalated, and of a further vehicle.
    pub ordinary: Span,
    /// Of a community first responder.
    pub responder: Span,
}

fn within(best: Best, reach: Span) -> Best {
    best.filter(|(seconds, _)| i64::from(*seconds) * 1000 <= reach.ms())
}

/// Fills what an incident needs; `pick` chooses the available vehicle that conveys.
///
/// A clinician alone goes in its place where the kind suits the incident; for C1 if there is no other. Further vehicles
/// and those in reserve are the next closest of any kind.
pub(super) fn fill(
    view: &View<'_>,
    incident: &Incident,
    need: &Need,
    reaches: Reaches,
    pick: impl FnOnce(&Scale) -> Best,
) -> Sends {
    let scale = Scale::new(view, incident);
    let mut sends = Sends::none();
    let mut attended = incident.is_attended();
    let soonest = |pool, sends: &Sends| closest(view, incident, &scale, (pool, sends, &|_| 0));
    let add = |best: Best, sends: &mut Sends| best.into_iter().for_each(|(_, id)| sends.push(id));
    if need.transport {
        let suits = |(_, id): &(u32, VehicleId)| view.suits(view.vehicle(*id).kind, incident);
        let alone = if attended { None } else { within(soonest(Pool::Solo, &sends), reaches.ordinary) };
        let urgent = incident.escalated || matches!(incident.category, Category::C1 | Category::C2);
        let picked = || Some(pick(&scale)).map(|p| if urgent { p } else { within(p, reaches.ordinary) })?;
        let best = alone.filter(suits).or_else(picked);
        attended |= best.is_some();
        add(best, &mut sends);
        if !attended && incident.category == Category::C1 {
            add(soonest(Pool::Solo, &sends), &mut sends);
        }
    }
    if attended || !need.transport {
        for _ in 0..need.further + need.spare {
            let pools = [Pool::Solo, Pool::Transport];
            let next = pools.map(|pool| within(soonest(pool, &sends), reaches.ordinary));
            add(next.into_iter().flatten().min(), &mut sends);
        }
    }
    if need.responder {
        add(within(soonest(Pool::Responder, &sends), reaches.responder), &mut sends);
    }
    sends
}

/// Which vehicles a search looks at: the pool, those left out, and what a vehicle counts as farther off, seconds.
pub(super) type Field<'a> = (Pool, &'a Sends, &'a dyn Fn(VehicleId) -> u32);

/// The closest available vehicle that the border rules let go.
pub(super) fn closest(
    view: &View<'_>,
    incident: &Incident,
    scale: &Scale,
    (pool, left_out, handicap): Field<'_>,
) -> Best {
    let row = view.component.travel.to(incident.place as usize);
    let (mut free, mut exhausted): (Best, Best) = (None, None);
    for &id in view.pool(pool) {
        if !view.vehicle(id).answers.has(incident.category) || left_out.has(id) {
            continue;
        }
        let Some(seconds) = scale.seconds(view, row, id) else { continue };
        match view.border(id, incident) {
            BorderRule::Always => free = better(free, seconds + handicap(id), id),
            BorderRule::Never => {}
            BorderRule::IfOwnExhausted => exhausted = better(exhausted, seconds, id),
            // What crossing must gain is a handicap: the vehicle counts as that much farther off.
            BorderRule::IfGainOver(gain) => {
                free = better(free, seconds + handicap(id) + scale.ordinary(gain), id);
            }
        }
    }
    free.or(exhausted)
}
