//! The world: what is given, as dense arrays. Compiled once, shared by all arms and replications; compiling
//! cannot fail, and nothing in it changes during a run.

mod bays;
mod clock;
mod component;
mod demand;
mod department;
mod department_fit;
mod departments;
mod desks;
mod exact;
mod matrix;
mod mix;
mod places;
mod plan;
mod posts;
mod raster;
mod recorded;
mod resources;
mod stages;
mod travel;
mod workload;

pub use bays::BayQueue;
pub use clock::{Clock, LocalHour, Week};
pub use component::{Component, HospitalSite, NEAREST, StationSite, hospital_area};
pub use demand::{AreaDemand, DayEffect, Demand, ServiceDemand, fading_weights};
pub use department::{DepartmentPrior, DepartmentTable, HandoverFigures};
pub use departments::{DepartmentPlan, HandoverPlan};
pub use desks::Desks;
pub use exact::{ExactTravel, Plane};
pub use matrix::{Drive, Matrix};
pub use mix::{Mix, STREAMS};
pub use places::{Places, distance_km};
pub use plan::{Plan, Settings};
pub use posts::{GivenPost, Post, PostPlan, Posts};
pub use raster::Raster;
pub use recorded::{Outcome, Recorded};
pub use resources::Resources;
pub use stages::{HandoverTable, StageTable, Stages};
pub use travel::{Travel, TravelLaw, Trip, UNREACHABLE};

use crate::region::Region;
use rayon::prelude::*;

/// Everything that is given, compiled for one selection and one window.
#[derive(Debug, Clone)]
pub struct World {
    /// The run's calendar.
    pub clock: Clock,
    /// Where demand comes from; the same rates whatever is selected.
    pub demand: Demand,
    /// Parts that share no vehicle and no border rule; each runs alone.
    pub components: Vec<Component>,
}

/// Compiles a region for a plan.
#[must_use]
pub fn compile(region: &Region, plan: &Plan) -> World {
    let clock = Clock::new(plan.start, plan.days, plan.lead_in);
    let demand = Demand::compile(region, plan, &clock);
    let components =
        plan.groups(region).par_iter().map(|services| Component::compile(region, plan, services)).collect();
    World { clock, demand, components }
}
