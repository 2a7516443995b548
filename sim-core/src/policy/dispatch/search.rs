//! The search for the soonest vehicle, and what the dispatch rules have in common.

use super::{Need, Sends};
use crate::category::Category;
use crate::governance::BorderRule;
use crate::ids::VehicleId;
use crate::policy::{Span, View};
use crate::state::Incident;
use crate::units::SimDuration;
use crate::vehicle_kind::{Kinds, Pool};
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

/// The soonest vehicle so far as one number, so that looking on is one comparison: seconds of ordinary driving in the
/// high half, id in the low one. Ties go to the lowest id.
#[derive(Debug, Clone, Copy)]
struct Soonest(u64);

impl Soonest {
    const NOBODY: Self = Self(u64::MAX);

    #[inline]
    fn offer(&mut self, seconds: u32, id: VehicleId) {
        self.0 = self.0.min(u64::from(seconds) << 32 | u64::from(id.0));
    }

    /// Seconds; the most there are, if there is nobody.
    #[inline]
    const fn seconds(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[inline]
    fn best(self) -> Best {
        (self.0 < u64::MAX).then_some((self.seconds(), VehicleId(self.0 as u32)))
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
    let soonest = |pool, sends: &Sends| closest(view, incident, &scale, (pool, sends, |_| 0));
    let add = |best: Best, sends: &mut Sends| best.into_iter().for_each(|(_, id)| sends.push(id));
    if need.transport {
        let suits = |(_, id): &(u32, VehicleId)| view.suits(view.vehicle(*id).kind, incident);
        let nobody_alone = attended || incident.answered_alone(view.component) == Kinds::NONE;
        let alone = if nobody_alone { None } else { within(soonest(Pool::Solo, &sends), reaches.ordinary) };
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
pub(super) type Field<'a, H> = (Pool, &'a Sends, H);

/// Available vehicles up to which a search looks at each of them rather than at stations in order of the way.
const FEW: usize = 12;

/// The closest available vehicle that the border rules let go.
pub(super) fn closest(
    view: &View<'_>,
    incident: &Incident,
    scale: &Scale,
    (pool, left_out, handicap): Field<'_, impl Fn(VehicleId) -> u32>,
) -> Best {
    let row = view.component.travel.to(incident.place as usize);
    let (free, exhausted) = (Soonest::NOBODY, Soonest::NOBODY);
    let mut search = Search { view, incident, left_out, handicap, scale, free, exhausted };
    if pool == Pool::Responder || view.pool(pool).len() <= FEW {
        for &id in view.pool(pool) {
            scale.seconds(view, row, id).into_iter().for_each(|seconds| search.look_at(id, seconds));
        }
        return search.best();
    }
    for &id in &view.state.about[pool as usize] {
        scale.seconds(view, row, id).into_iter().for_each(|seconds| search.look_at(id, seconds));
    }
    for (station, base) in view.component.station_order.to(row, incident.place as usize) {
        let seconds = u32::from(base) + scale.mobilise;
        // Nobody farther off can be sooner: what a vehicle counts as farther off only adds to its way.
        if search.free.seconds() < seconds {
            break;
        }
        let standing = &view.state.standing[station][usize::from(pool == Pool::Solo)];
        standing.iter().for_each(|id| search.look_at(*id, seconds));
    }
    search.best()
}

/// The best vehicles found so far, of those that may come at once and of those that come only if there is no other.
struct Search<'a, H> {
    view: &'a View<'a>,
    incident: &'a Incident,
    left_out: &'a Sends,
    handicap: H,
    scale: &'a Scale,
    free: Soonest,
    exhausted: Soonest,
}

impl<H: Fn(VehicleId) -> u32> Search<'_, H> {
    fn best(&self) -> Best {
        self.free.best().or_else(|| self.exhausted.best())
    }

    #[inline]
    fn look_at(&mut self, id: VehicleId, seconds: u32) {
        if !self.view.vehicle(id).answers.has(self.incident.category) || self.left_out.has(id) {
            return;
        }
        match self.view.border(id, self.incident) {
            BorderRule::Always => self.free.offer(seconds + (self.handicap)(id), id),
            BorderRule::Never => {}
            BorderRule::IfOwnExhausted => self.exhausted.offer(seconds, id),
            // What crossing must gain is a handicap: the vehicle counts as that much farther off.
            BorderRule::IfGainOver(gain) => {
                let seconds = seconds + (self.handicap)(id) + self.scale.ordinary(gain);
                self.free.offer(seconds, id);
            }
        }
    }
}
