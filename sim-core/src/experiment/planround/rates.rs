use super::arms::{Arms, departments, hours_on_top, seconds, shorter_handover};
use super::change::c2;
use super::{PlanQuestions, all_from};
use crate::experiment::run::Experiment;
use crate::experiment::summary::Statistic;
use crate::ids::ServiceId;
use crate::scenario::{Edit, Scenario};
use crate::stats::{Estimate, paired};

/// What a planner may change by a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// One per cent more vehicle-hours.
    Hours,
    /// One minute less of mean handover at every emergency department of the service.
    Handover,
    /// One point more of all incidents treated by telephone.
    HearAndTreat,
    /// One minute less of mean time on scene.
    Scene,
    /// One per cent fewer incidents.
    Incidents,
}

impl Lever {
    /// All, in the order of the tables.
    pub const ALL: [Self; 5] =
        [Self::Hours, Self::Handover, Self::HearAndTreat, Self::Scene, Self::Incidents];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Handover => "handover",
            Self::HearAndTreat => "hear_and_treat",
            Self::Scene => "scene",
            Self::Incidents => "incidents",
        }
    }

    /// One step in words.
    #[must_use]
    pub const fn step(self) -> &'static str {
        match self {
            Self::Hours => "+1% vehicle-hours",
            Self::Handover => "-1 min mean handover",
            Self::HearAndTreat => "+1 point hear and treat",
            Self::Scene => "-1 min on scene",
            Self::Incidents => "-1% incidents",
        }
    }

    /// The edits of so many steps; `None` where they go too far.
    pub(in crate::experiment) fn edits(
        self,
        scenario: &Scenario,
        service: ServiceId,
        steps: f64,
    ) -> Option<Vec<Edit>> {
        let plan = scenario.world_plan();
        match self {
            // On top of the rota that stands: a rota laid out again for 1% more would move by more than that.
            Self::Hours => Some(hours_on_top(scenario, 0.01 * steps)),
            Self::Handover => {
                let departments = departments(scenario, service).into_iter();
                departments.map(|department| shorter_handover(department, 60.0 * steps)).collect()
            }
            Self::HearAndTreat => {
                let more = plan.others.hear_and_treat_more + 0.01 * steps;
                Some(vec![Edit::new("demand.hear_and_treat_more", more)])
            }
            Self::Scene => {
                let shorter_s = plan.others.scene_shorter_s + 60.0 * steps;
                Some(vec![Edit::new("cycle.scene_shorter", seconds(shorter_s))])
            }
            Self::Incidents => {
                let region = scenario.region();
                let own = region.patches().iter().filter(|patch| patch.service == service);
                let fewer = own.map(|patch| {
                    let growth = plan.growth.get(&patch.ics).copied().unwrap_or(1.0);
                    let path = format!("demand.growth.{}", region.icses()[patch.ics.index()].code);
                    Edit::new(path, growth * (1.0 - 0.01 * steps))
                });
                Some(fewer.collect())
            }
        }
    }
}

/// At which load a rate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Load {
    /// That of the scenario.
    Present,
    /// That of the published winter, with the same hours.
    Winter,
}

impl Load {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Winter => "winter",
        }
    }
}

/// What some steps of a lever are worth at a load, seconds of C2.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// The load.
    pub load: Load,
    /// The lever.
    pub lever: Lever,
    /// How many steps.
    pub steps: f64,
    /// Mean or 90th centile.
    pub statistic: Statistic,
    /// The statistic without the steps, seconds.
    pub base_s: Option<Estimate>,
    /// With the steps less without, paired; below 0 is faster.
    pub change_s: Option<Estimate>,
}

/// An arm of a rate and the arm that it is held against.
pub(super) struct Asked {
    load: Load,
    lever: Lever,
    steps: f64,
    base: usize,
    arm: usize,
}

/// Asks for every lever at both loads; the first arm is the present load.
pub(super) fn ask(arms: &mut Arms<'_>, questions: &PlanQuestions) -> Vec<Asked> {
    let service = arms.service;
    let mut asked = Vec::new();
    for load in [Load::Present, Load::Winter] {
        let (scenario, base) = match load {
            Load::Present => (arms.present.clone(), 0),
            Load::Winter => {
                let winter = arms.edited(&all_from(&questions.winter));
                let row = arms.add("winter", &winter, &[]);
                (winter, row)
            }
        };
        for lever in Lever::ALL {
            for steps in questions.steps.iter().copied() {
                let Some(edits) = lever.edits(&scenario, service, steps) else { continue };
                let arm = arms.add(format!("{}: {} {steps}", load.name(), lever.name()), &scenario, &edits);
                asked.push(Asked { load, lever, steps, base, arm });
            }
        }
    }
    asked
}

impl Asked {
    /// The mean and the 90th centile, from the arms that were run.
    pub fn answer(&self, experiment: &Experiment) -> [Rate; 2] {
        Statistic::ALL.map(|statistic| {
            let (base, arm) = (c2(experiment, self.base, statistic), c2(experiment, self.arm, statistic));
            let (load, lever, steps) = (self.load, self.lever, self.steps);
            let base_s = Estimate::of(&base.iter().flatten().copied().collect::<Vec<f64>>());
            Rate { load, lever, steps, statistic, base_s, change_s: paired(&base, &arm) }
        })
    }
}
