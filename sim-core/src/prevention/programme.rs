//! What a scenario decides of interventions in one component, and what one replication believes of their effects.

use super::{Cohort, DrawnTeam, Evidence, Intervention, Kernel};
use crate::ids::AreaId;
use crate::rng::{Address, Purpose, code64};
use crate::units::{DAY_MS, SimTime};
use std::sync::Arc;

/// Deprivation quintiles.
pub const QUINTILES: usize = 5;

/// An intervention in one patch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Live {
    /// When it goes live.
    pub from: SimTime,
    /// Its force there against that elsewhere, at most 1.
    pub fit: f64,
}

/// An intervention where and when it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The intervention.
    pub intervention: Arc<Intervention>,
    /// Each local patch; `None`: never there.
    pub live: Vec<Option<Live>>,
    /// Reach of each deprivation quintile, the most deprived first, against the intervention's own.
    pub reach_by_quintile: [f64; QUINTILES],
}

/// The interventions of an arm in one component.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Programme {
    /// In the order of the scenario.
    pub items: Vec<Item>,
    /// Replications that share one draw of the effects; 0: effects stand at their central values.
    pub replications_per_draw: u32,
}

/// Marks of a draw beside those of its effects.
const MARK_REACH: u64 = 16;
const MARK_ELIGIBLE: u64 = 17;
const MARK_ON_SCENE: u64 = 18;
const MARK_HANDOVER: u64 = 19;
const MARK_COST: u64 = 23;

/// An intervention as one replication believes it to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn<'p> {
    /// 64 bits of its name.
    pub entity: u64,
    /// Whom it is for.
    pub cohort: Cohort,
    /// Share of the cohort that is eligible and reached at full force, by quintile.
    pub reached: [f64; QUINTILES],
    /// By which share of those reached incidents fall; below 0 they rise.
    pub prevents: f64,
    /// Share of those reached that end by telephone.
    pub answers: f64,
    /// Share of those reached that are offered to its team.
    pub attends: f64,
    /// Its team.
    pub team: Option<DrawnTeam>,
    /// Conveyance of those reached against what it would be.
    pub conveys: f64,
    /// Minutes more on scene.
    pub on_scene_min: f64,
    /// Minutes more to hand over.
    pub handover_min: f64,
    live: &'p [Option<Live>],
    kernel: Kernel,
}

impl Programme {
    /// Whether nothing is done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether anything acts on what happens after a call: telephone, a team, conveyance, time on scene or to hand over.
    #[must_use]
    pub fn acts_after_the_call(&self) -> bool {
        self.items.iter().any(|item| {
            let acts = &item.intervention.acts;
            acts.answered.is_some()
                || acts.attended.is_some()
                || acts.conveyed.is_some()
                || acts.on_scene_min.is_some()
                || acts.handover_min.is_some()
        })
    }

    /// What a replication believes of the effects: another draw for each group of replications, each intervention's from
    /// its own marks.
    #[must_use]
    pub fn drawn(&self, address: &Address) -> Vec<Drawn<'_>> {
        let outer = (self.replications_per_draw > 0).then(|| address.outer(self.replications_per_draw));
        self.items.iter().map(|item| item.drawn(outer.as_ref())).collect()
    }
}

impl Item {
    /// Pounds for a unit in one draw; the central value without an address.
    #[must_use]
    pub fn unit_gbp(&self, outer: Option<&Address>) -> f64 {
        let own = &*self.intervention;
        let drawn = |address: &Address| address.key(Purpose::Effect, code64(&own.name)).mark(MARK_COST);
        outer.map_or(own.cost.pounds.value, |address| own.cost.pounds.triangular(drawn(address)))
    }

    /// One draw of it; central values without an address.
    #[must_use]
    pub fn drawn(&self, outer: Option<&Address>) -> Drawn<'_> {
        let own = &*self.intervention;
        let entity = code64(&own.name);
        let key = outer.map(|address| address.key(Purpose::Effect, entity));
        let ranged = |range: &super::Ranged, mark: u64| {
            key.map_or(range.value, |key| range.triangular(key.mark(mark)))
        };
        let ratio = |evidence: Option<Evidence>| evidence.map_or(1.0, |evidence| evidence.used(key));
        let share = |evidence: Option<Evidence>| evidence.map_or(0.0, |evidence| evidence.share_used(key));
        let whole = ranged(&own.eligible, MARK_ELIGIBLE) * ranged(&own.reach, MARK_REACH);
        let minutes = |range: Option<super::Ranged>, mark| range.map_or(0.0, |range| ranged(&range, mark));
        Drawn {
            entity,
            cohort: own.cohort,
            reached: self.reach_by_quintile.map(|ratio| (whole * ratio).clamp(0.0, 1.0)),
            prevents: 1.0 - ratio(own.acts.incidents),
            answers: share(own.acts.answered),
            attends: share(own.acts.attended),
            team: own.team.map(|team| team.drawn(key)),
            conveys: ratio(own.acts.conveyed),
            on_scene_min: minutes(own.acts.on_scene_min, MARK_ON_SCENE),
            handover_min: minutes(own.acts.handover_min, MARK_HANDOVER),
            live: &self.live,
            kernel: own.kernel,
        }
    }
}

impl Drawn<'_> {
    /// When it goes live in a local patch; `None`: never.
    #[must_use]
    pub fn live_from(&self, patch: u16) -> Option<SimTime> {
        self.live[patch as usize].map(|live| live.from)
    }

    /// The share of its full force that it has at an instant in a local patch, its fit there in it; `None` before it is live there.
    #[inline]
    #[must_use]
    pub fn force(&self, patch: u16, at: SimTime) -> Option<f64> {
        let live = self.live[patch as usize].filter(|live| live.from <= at)?;
        Some(live.fit * self.kernel.at((at.0 - live.from.0) as f64 / DAY_MS as f64))
    }

    /// Share of the cohort's incidents that it reaches then, for a quintile from 0.
    #[inline]
    #[must_use]
    pub fn reaches(&self, patch: u16, quintile: usize, at: SimTime) -> Option<f64> {
        Some(self.reached[quintile] * self.force(patch, at)?)
    }
}

/// Where an incident is, as a programme sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The area in the region.
    pub area: AreaId,
    /// Its identity.
    pub identity: u32,
    /// Its local patch.
    pub patch: u16,
    /// Its deprivation quintile from 0, the most deprived first.
    pub quintile: u8,
}
