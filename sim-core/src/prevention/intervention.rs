use super::{Cohort, Evidence, Kernel, Ranged, Team};
use crate::region::Grade;

/// An intervention as its evidence has it: whom it is for, what it does, how it comes and what it costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervention {
    /// Its name in scenarios and tables; its luck is addressed by it.
    pub name: String,
    /// What it is called in reports.
    pub title: String,
    /// Whom it is for.
    pub cohort: Cohort,
    /// Share of the cohort that is eligible.
    pub eligible: Ranged,
    /// What it does to those that it reaches.
    pub acts: Acts,
    /// The team that attends, if it has one.
    pub team: Option<Team>,
    /// Share of the eligible that it reaches at full force.
    pub reach: Ranged,
    /// How it comes into force and fades.
    pub kernel: Kernel,
    /// What it costs.
    pub cost: Cost,
    /// The grade of its evidence.
    pub grade: Grade,
    /// Where the evidence stands.
    pub source: String,
    /// What the evidence does not show, and what else the reader should know.
    pub notes: Vec<String>,
}

/// What an intervention does to those that it reaches; nothing where absent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Acts {
    /// Incidents against what they would be: below 1 prevents, above 1 adds.
    pub incidents: Option<Evidence>,
    /// Share of incidents that end by telephone.
    pub answered: Option<Evidence>,
    /// Share of incidents that are offered to its team.
    pub attended: Option<Evidence>,
    /// Conveyance against what it would be.
    pub conveyed: Option<Evidence>,
    /// Minutes that are added to the time on scene; below 0 it is shorter.
    pub on_scene_min: Option<Ranged>,
    /// Minutes that are added to the time to hand over.
    pub handover_min: Option<Ranged>,
}

impl Acts {
    /// Whether it acts on whether incidents happen, and on nothing after the call.
    #[must_use]
    pub const fn is_on_incidents_alone(&self) -> bool {
        let Self { incidents, answered, attended, conveyed, on_scene_min, handover_min } = self;
        let after = answered.is_some() || attended.is_some() || conveyed.is_some();
        incidents.is_some() && !after && on_scene_min.is_none() && handover_min.is_none()
    }
}

/// What an intervention costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Pounds for a unit.
    pub pounds: Ranged,
    /// What a unit is: a person, a resident and year, an attendance.
    pub unit: String,
    /// Units for each incident of the cohort that is eligible and reached: 2 where a person has half an incident in the
    /// time that a unit lasts.
    pub units_per_incident: f64,
}
