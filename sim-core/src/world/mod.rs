//! The world: what is given, as dense arrays. Compiled once, shared by all arms and replications; compiling
//! cannot fail, and nothing in it changes during a run.

mod bays;
mod call_desk;
mod clinician_desk;
mod clock;
mod component;
mod demand;
mod department;
mod department_fit;
mod department_service;
mod departments;
mod desk_plan;
mod desk_stream;
mod desks;
mod exact;
mod handover_table;
mod matrix;
mod mix;
mod network;
mod others;
mod patients;
mod places;
mod plan;
mod posts;
mod practice;
mod raster;
mod recorded;
mod resources;
mod roads;
mod spread;
mod stages;
mod standing;
mod travel;
mod workload;

pub use bays::BayQueue;
pub use call_desk::{AnswerFigures, CallDeskTable, CallPrior};
pub use clinician_desk::{AssessmentFigures, ClinicianPrior, ClinicianTable};
pub use clock::{Clock, LocalHour, Week};
pub use component::{Alone, Component, HospitalSite, NEAREST, StationSite, alone, hospital_area};
pub use demand::{AreaDemand, DayEffect, Demand, ServiceDemand, fading_weights};
pub use department::{DepartmentPrior, DepartmentTable, HandoverFigures};
pub use departments::{DepartmentPlan, HandoverPlan};
pub use desk_plan::{DeskPlan, ServiceDesks};
pub use desk_stream::{DeskDemand, on_duty, staff_factor};
pub use desks::Desks;
pub use exact::{ExactTravel, Plane};
pub use handover_table::{HandoverTable, StatedHandover};
pub use matrix::{Drive, Matrix};
pub use mix::{Mix, STREAMS};
pub use others::OtherInputs;
pub use patients::{Patients, caller_entity};
pub use places::{Places, distance_km};
pub use plan::{DrivingLaw, Plan, Settings};
pub use posts::{GivenPost, Post, PostPlan, Posts};
pub use practice::{CycleRatios, Practice};
pub use raster::Raster;
pub use recorded::{Outcome, Recorded};
pub use resources::Resources;
pub use spread::Spread;
pub use stages::{StageTable, Stages};
pub use standing::StationOrder;
pub use travel::{Travel, TravelLaw, Trip, UNREACHABLE};
pub use workload::{load_hours_per_week, vehicle_hours_an_incident};

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
    /// Who calls; `None` where the region says nothing of it.
    pub patients: Option<Patients>,
}

impl World {
    /// Incidents of an ordinary week at the published level in a component's part of a local service, by local hour of
    /// the week.
    #[must_use]
    pub fn incidents_by_hour(&self, component: &Component, service: usize) -> [f64; 168] {
        desk_plan::by_hour(&self.demand, component, service)
    }
}

/// Compiles a region for a plan.
#[must_use]
pub fn compile(region: &Region, plan: &Plan) -> World {
    let clock = Clock::new(plan.start, plan.days, plan.lead_in);
    let demand = Demand::compile(region, plan, &clock);
    let components = plan
        .groups(region)
        .par_iter()
        .map(|services| {
            let mut component = Component::compile(region, plan, services);
            component.service_desks = desk_plan::fit(region, plan, &demand, &component);
            component
        })
        .collect();
    let patients = Patients::compile(region, &demand);
    World { clock, demand, components, patients }
}
