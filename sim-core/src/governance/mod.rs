//! Arrangements, borders and hours: what is decided, as dated tables. The engine knows no arrangement by name.
//!
//! A commissioning arrangement reaches a patient only through channels. One is here: `hours`, the funded hours and
//! where an uplift is rostered. The places of `handover`, `go_live`, `hub` and `effort` are free.

mod abstraction;
mod aid;
mod arrangement;
mod borders;
mod fleet;
mod hub;
mod kinds;
mod less;
pub mod process;
mod rota;
mod shift;
mod supply;
mod terms;
pub mod workforce;

pub use abstraction::Abstraction;
pub use aid::{Agreement, AidConfig, AidTerms};
pub use arrangement::{
    Arrangement, ArrangementConfig, Bilateral, Channel, Ground, Lead, Placement, Table, Today, Uplift,
};
pub use borders::{BorderConfig, BorderRule, Borders};
pub use fleet::{Duty, Fleet, FleetPlan, FleetVehicle, WEEK_MINUTES};
pub use hub::loss;
pub use kinds::{KindHours, Responder, answers, on_call, responders};
pub use rota::{Line, SHIFT_HOURS, lines, whole_shares};
pub use supply::{Block, Supply};
pub use terms::{Provider, Terms};

use crate::policy::Policies;
use crate::prevention::Programme;
use crate::units::SimTime;
use crate::world::Component;
use rayon::prelude::*;

/// What one arm decides for one component, by date.
#[derive(Debug, Clone)]
pub struct ComponentDecisions {
    /// The vehicles and when they are on duty.
    pub fleet: Fleet,
    /// Border rules, each with the instant from which it holds, in order; the first from the beginning.
    pub borders: Vec<(SimTime, Borders)>,
    /// Interventions, where and when they are.
    pub programme: Programme,
}

impl ComponentDecisions {
    /// The border rules in force at an instant.
    #[inline]
    #[must_use]
    pub fn borders_at(&self, now: SimTime) -> &Borders {
        let after = self.borders.partition_point(|(from, _)| *from <= now);
        &self.borders[after.max(1) - 1].1
    }
}

/// What one arm decides.
#[derive(Debug, Clone)]
pub struct Decisions {
    /// One entry for each component of the world.
    pub components: Vec<ComponentDecisions>,
    /// The rules of operation.
    pub policies: Policies,
}

impl Decisions {
    /// Lets the agreements of a scenario hold from the beginning, one entry for each component.
    pub fn agree(&mut self, agreements: Vec<Option<Agreement>>) {
        for (own, agreement) in self.components.iter_mut().zip(agreements) {
            own.borders.iter_mut().for_each(|(_, borders)| borders.agree(agreement.clone()));
        }
    }

    /// Builds the tables of an arm; cannot fail.
    #[must_use]
    pub fn build(
        ground: &[(&Component, Ground)],
        plan: &FleetPlan,
        border: &BorderConfig,
        (policies, programmes): (Policies, Vec<Programme>),
    ) -> Self {
        let components = ground
            .par_iter()
            .zip(programmes)
            .map(|((component, ground), programme)| ComponentDecisions {
                programme,
                fleet: Fleet::build(component, ground, plan),
                borders: vec![(SimTime(0), border.table(component))],
            })
            .collect();
        Self { components, policies }
    }
}
