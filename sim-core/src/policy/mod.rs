//! Rules of operation. Each sees a read-only view of the present and returns plain data; the engine applies it.
//!
//! Three moments of decision: an incident becomes ready, a vehicle becomes free, a vehicle passes (it gets back
//! to its station with incidents waiting beyond the reach that it had before).

mod aid;
pub(crate) mod bounds;
pub mod breaks;
pub mod calls;
pub mod clinical;
pub mod dispatch;
pub mod diversion;
pub mod handover;
pub mod hospital;
pub mod patience;
pub mod queue;
pub mod relocation;
pub mod reserve;
mod rules;
pub mod safety_plan;
mod shift_end;
mod span;

pub mod view;

pub use breaks::{BreakRule, BreaksConfig, MealBreak};
pub use dispatch::{Dispatch, DispatchConfig, Need, Sends};
pub use diversion::{Diversion, DiversionConfig};
pub use handover::{Handover, HandoverConfig, HandoverRules};
pub use hospital::{HospitalChoice, HospitalConfig};
pub use queue::{QueueConfig, QueueRule};
pub use relocation::{Relocation, RelocationConfig};
pub use rules::{DeskConfig, Desks};
pub use shift_end::ShiftEnd;
pub use span::Span;
pub use view::View;

pub use crate::world::Spread;

use std::sync::Arc;

/// When a rule is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An incident can be dispatched for the first time, again after a diversion, or has escalated.
    IncidentReady,
    /// Someone is on scene and asks for more.
    BackUp,
    /// A vehicle has cleared a job away from its station.
    VehicleFree,
    /// A vehicle on the way to a scene is not wanted there any more.
    VehicleStoodDown,
    /// A vehicle is at its station: back from a job, or at the start of its shift.
    VehiclePassing,
}

/// The rules in force in one arm.
#[derive(Debug, Clone)]
pub struct Policies {
    /// Which vehicles go to an incident.
    pub dispatch: Arc<dyn Dispatch>,
    /// When a vehicle on the way to one incident goes to another.
    pub diversion: Arc<dyn Diversion>,
    /// Which waiting incident a vehicle takes.
    pub queue: Arc<dyn QueueRule>,
    /// Which hospital a patient is taken to.
    pub hospital: Arc<dyn HospitalChoice>,
    /// Where idle vehicles stand.
    pub relocation: Arc<dyn Relocation>,
    /// When a vehicle at an emergency department hands its patient over.
    pub handover: HandoverRules,
    /// When crews have a meal break.
    pub breaks: Arc<dyn BreakRule>,
    /// What a crew is spared towards the end of its shift.
    pub shift_end: ShiftEnd,
    /// The call and clinical stage.
    pub desks: Desks,
}

/// The rules of one arm as its scenario states them.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyConfig {
    /// Which vehicles go to an incident.
    pub dispatch: DispatchConfig,
    /// When a vehicle on the way to one incident goes to another.
    pub diversion: DiversionConfig,
    /// Which waiting incident a vehicle takes.
    pub queue: QueueConfig,
    /// Which hospital a patient is taken to.
    pub hospital: HospitalConfig,
    /// Where idle vehicles stand.
    pub relocation: RelocationConfig,
    /// When a vehicle at an emergency department hands its patient over.
    pub handover: HandoverConfig,
    /// When crews have a meal break.
    pub breaks: BreaksConfig,
    /// What a crew is spared towards the end of its shift.
    pub shift_end: ShiftEnd,
    /// The call and clinical stage.
    pub desks: DeskConfig,
}

impl PolicyConfig {
    /// The rules, ready to be asked.
    #[must_use]
    pub fn build(&self) -> Policies {
        Policies {
            dispatch: self.dispatch.build(),
            diversion: self.diversion.build(),
            queue: self.queue.build(),
            hospital: self.hospital.build(),
            relocation: self.relocation.build(),
            handover: HandoverRules::new(self.handover.build()),
            breaks: self.breaks.build(),
            shift_end: self.shift_end,
            desks: self.desks.build(),
        }
    }
}
