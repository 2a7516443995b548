use super::departments::HandoverPlan;
use super::desk_plan::DeskPlan;
use super::matrix::Matrix;
use super::others::OtherInputs;
use super::posts::PostPlan;
use super::practice::{CycleRatios, Practice};
use crate::ids::{IcsId, ServiceId};
use crate::region::{Month, Region};
use crate::units::SimDuration;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a world is compiled for: which areas, which window, which published months, and the assumptions in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// For each area of the region, whether it is simulated.
    pub areas: Vec<bool>,
    /// First day of the measured window.
    pub start: Date,
    /// Days measured.
    pub days: u32,
    /// Least time simulated before the window and not counted.
    pub lead_in: SimDuration,
    /// Published months whose daily averages give demand, dispositions and handover.
    pub months: Vec<Month>,
    /// Inputs that depart from those months.
    pub others: OtherInputs,
    /// Name of the hour-of-week profile of demand.
    pub profile: String,
    /// Demand of an ICS against the published level; 1 where absent.
    pub growth: BTreeMap<IcsId, f64>,
    /// Share of a service's incidents that are treated by telephone; as published where absent.
    pub hear_and_treat: BTreeMap<ServiceId, f64>,
    /// What each service does in its own way; as the others where absent.
    pub practice: BTreeMap<ServiceId, Practice>,
    /// Mean durations of a job, against those of the region.
    pub cycle: CycleRatios,
    /// Whether the shared day effect is on.
    pub day_effect: bool,
    /// Whether special days are on.
    pub special_days: bool,
    /// Numbers that nobody has published, and switches of the travel law.
    pub settings: Settings,
    /// Driving times that stand before the travel law.
    pub matrix: Option<Arc<Matrix>>,
    /// What is decided about the posts of idle vehicles.
    pub posts: PostPlan,
    /// What is decided about handover at hospitals.
    pub handover: HandoverPlan,
    /// What is believed of call takers and clinicians.
    pub desks: DeskPlan,
    /// Pairs of services that some rule joins; each joined group is one component.
    pub joined: Vec<(ServiceId, ServiceId)>,
}

/// Assumed numbers, each from the region's `assumptions.csv` or overridden by the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    values: BTreeMap<String, f64>,
    /// Multiplier of every driving time.
    pub travel_time_factor: f64,
    /// Whether incidents are spread inside their area.
    pub within_area: bool,
    /// Which law gives ordinary driving.
    pub driving: DrivingLaw,
}

/// How ordinary driving times follow from where areas lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrivingLaw {
    /// From straight-line distance, urban and rural.
    StraightLine,
    /// Over the region's network of neighbouring areas and trunk roads.
    Network,
}

impl Settings {
    /// The region's assumptions with the scenario's own values laid over them.
    #[must_use]
    pub fn new(region: &Region, own: &BTreeMap<String, f64>) -> Self {
        let given = region.assumptions.iter().map(|a| (a.name.clone(), a.value));
        let values = given.chain(own.iter().map(|(name, value)| (name.clone(), *value))).collect();
        Self { values, travel_time_factor: 1.0, within_area: true, driving: DrivingLaw::StraightLine }
    }

    /// The assumption of that name.
    ///
    /// # Panics
    /// If the name is none of [`crate::region::NEEDED_ASSUMPTIONS`], which every region holds.
    #[must_use]
    pub fn get(&self, name: &str) -> f64 {
        *self.values.get(name).expect("loading has made sure of every assumption that the model reads")
    }
}

impl Plan {
    /// The services of each component, in order of their lowest id; only services with a simulated area.
    #[must_use]
    pub fn groups(&self, region: &Region) -> Vec<Vec<ServiceId>> {
        let used: BTreeSet<ServiceId> = region
            .areas
            .iter()
            .zip(&self.areas)
            .filter(|(_, simulated)| **simulated)
            .map(|(area, _)| region.patches[area.patch.index()].service)
            .collect();
        let mut leader: BTreeMap<ServiceId, ServiceId> = used.iter().map(|s| (*s, *s)).collect();
        for (a, b) in &self.joined {
            let (Some(&a), Some(&b)) = (leader.get(a), leader.get(b)) else { continue };
            let (low, high) = (a.min(b), a.max(b));
            leader.values_mut().filter(|l| **l == high).for_each(|l| *l = low);
        }
        let mut groups: BTreeMap<ServiceId, Vec<ServiceId>> = BTreeMap::new();
        for (service, first) in leader {
            groups.entry(first).or_default().push(service);
        }
        groups.into_values().collect()
    }
}
