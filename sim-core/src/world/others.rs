//! Inputs that are taken from other published months than the rest, and two that a scenario shifts.

use super::component::Component;
use super::handover_table::HandoverTable;
use super::mix::Mix;
use super::plan::Plan;
use super::stages::Stages;
use crate::region::{Month, Region};

/// Inputs that depart from the plan's months, one group by one; nothing departs by default.
///
/// Where hours stand follows the plan's own months whatever departs from them: the rota stays where it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OtherInputs {
    /// Months that give the number of incidents.
    pub level_months: Option<Vec<Month>>,
    /// Months that give the shares of categories among attended incidents.
    pub mix_months: Option<Vec<Month>>,
    /// Months that give hear and treat and conveyance.
    pub disposition_months: Option<Vec<Month>>,
    /// Months that give handover at hospitals.
    pub handover_months: Option<Vec<Month>>,
    /// Months that give the vehicles for an incident and the time to identify C1.
    pub cycle_months: Option<Vec<Month>>,
    /// Share of all incidents that end by telephone beyond those published.
    pub hear_and_treat_more: f64,
    /// By how much the mean time on scene is shorter, seconds.
    pub scene_shorter_s: f64,
}

impl Plan {
    /// The months of a group of inputs: its own, or else the plan's.
    pub(super) fn months_of<'a>(&'a self, own: &'a Option<Vec<Month>>) -> &'a [Month] {
        own.as_deref().unwrap_or(&self.months)
    }

    /// The same plan without departures.
    pub(super) fn without_others(&self) -> Self {
        Self { others: OtherInputs::default(), ..self.clone() }
    }
}

/// Lays the inputs that depart over a component whose hours have been placed without them.
pub(super) fn lay_over(region: &Region, plan: &Plan, component: &mut Component) {
    if plan.others == OtherInputs::default() {
        return;
    }
    component.mixes = component.services.iter().map(|s| Mix::compile(region, plan, *s)).collect();
    component.stages = Stages::compile(region, plan, &component.services);
    for site in &mut component.hospitals {
        let service = region.hospitals[site.hospital.index()].service;
        site.handover = HandoverTable::compile(region, plan, service);
    }
}
