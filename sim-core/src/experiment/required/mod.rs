//! What would have to be true for patients to wait so much less: how far one thing alone would have to change.
//!
//! Every change is run at some sizes on the same tapes; the size at which C2 is so much faster lies between two of them. No
//! public evidence says that an arrangement delivers any of these.

mod change;
mod invert;
#[cfg(feature = "arrow")]
mod table;

pub use change::Change;
pub use invert::Size;
#[cfg(feature = "arrow")]
pub use table::REQUIRED_TABLE;

use super::planround::{Arms, departments, one_service};
use super::run::{ArmResult, Experiment, RunOptions, run};
use super::summary::Statistic;
use crate::ids::ServiceId;
use crate::outcome::{Level, ReportedCategory};
use crate::problem::Problems;
use crate::region::Hospital;
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RequiredQuestion {
    /// By how much the C2 mean is to fall, seconds.
    pub faster_s: f64,
    /// How many departments are named: those at which most crew hours are lost beyond 15 minutes.
    pub departments: usize,
}

impl Default for RequiredQuestion {
    /// A minute, and the three departments that cost most.
    fn default() -> Self {
        Self { faster_s: 60.0, departments: 3 }
    }
}

/// Whose C2 mean is to fall.
#[derive(Debug, Clone, PartialEq)]
pub struct Whose {
    /// `Trust` or `Ics`.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// Its C2 mean as things stand, seconds.
    pub present_s: Option<Estimate>,
    /// Its incidents a day, those that end by telephone included.
    pub incidents_a_day: f64,
}

/// How far one thing alone would have to change.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// What changes.
    pub change: Change,
    /// Code and name of the departments, where it is theirs.
    pub departments: Vec<(String, String)>,
    /// How far, for the service and for the ICS that waits longest.
    pub sizes: [Size; 2],
}

/// The table, with the runs that it comes from.
#[derive(Debug, Clone)]
pub struct Required {
    /// What was asked.
    pub question: RequiredQuestion,
    /// The service, and the ICS whose residents wait longest for C2.
    pub whose: [Whose; 2],
    /// One row a change.
    pub rows: Vec<Requirement>,
    /// All arms; the first is the scenario itself.
    pub experiment: Experiment,
}

/// Says what would have to be true for the C2 mean of a service, and of the ICS in it that waits longest, to fall by so
/// much. Seed and replications are the scenario's own. Without a finished replication there are no rows.
///
/// # Errors
/// If the scenario is not of one whole service as it is today.
pub fn required(
    scenario: &Scenario,
    question: RequiredQuestion,
    options: &RunOptions<'_>,
) -> Result<Required, Problems> {
    let service = one_service(scenario)?;
    let mut arms = Arms::new(scenario, service);
    arms.add("present", scenario, &[]);
    let present = run(&[("present".to_owned(), scenario.clone())], options);
    let named = most_lost(&present.arms[0], service, question.departments);
    let mut asked = Vec::new();
    for change in Change::ALL {
        let steps = change.steps().iter().filter_map(|step| {
            let edits = change.edits(scenario, service, &named, *step)?;
            Some((*step, arms.add(format!("{}: {step}", change.name()), scenario, &edits)))
        });
        asked.push((change, steps.collect::<Vec<_>>()));
    }
    let list = arms.finish()?;
    let experiment = run(&list, options);
    let whose = whose(&experiment);
    let rows = asked.into_iter().filter(|(_, steps)| !steps.is_empty()).map(|(change, steps)| Requirement {
        change,
        departments: if change == Change::NamedHandover { named.clone() } else { Vec::new() },
        sizes: std::array::from_fn(|row| size(&experiment, &whose[row], &steps, question.faster_s)),
    });
    let rows = if experiment.replications.is_empty() { Vec::new() } else { rows.collect() };
    Ok(Required { question, whose, rows, experiment })
}

/// Code and name of the service's departments at which its crews lose most hours beyond 15 minutes, as things stand.
fn most_lost(arm: &ArmResult, service: ServiceId, n: usize) -> Vec<(String, String)> {
    let hospitals = departments(&arm.scenario, service);
    let lost_h = |code: &str| -> f64 {
        let rows = arm.replications.iter().flat_map(|measures| &measures.handovers);
        rows.filter(|row| row.level == "hospital" && row.code == code).map(|row| row.lost_over_15_h).sum()
    };
    let mut rows: Vec<(f64, &Hospital)> =
        hospitals.iter().map(|(hospital, _)| (lost_h(&hospital.code), *hospital)).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.code.cmp(&b.1.code)));
    rows.into_iter().take(n).map(|(_, hospital)| (hospital.code.clone(), hospital.name.clone())).collect()
}

fn c2(arm: &ArmResult, level: Level, code: &str) -> Vec<Option<f64>> {
    let group = arm.levels.get(level).and_then(|g| g.codes.iter().position(|own| own == code));
    let row = arm.replications.first().zip(group).and_then(|(measures, group)| {
        let is = |r: &crate::outcome::ResponseRow| {
            r.level == level && usize::from(r.group) == group && r.category == ReportedCategory::C2
        };
        measures.responses.iter().position(is)
    });
    row.map_or_else(Vec::new, |row| arm.values(row, Statistic::Mean))
}

/// The service and the ICS whose residents wait longest, with what they wait now.
fn whose(experiment: &Experiment) -> [Whose; 2] {
    let present = &experiment.arms[0];
    [Level::Trust, Level::Ics].map(|level| {
        let codes = present.levels.get(level).map_or(&[][..], |grouping| &grouping.codes);
        let each = codes.iter().map(|code| {
            let values: Vec<f64> = c2(present, level, code).into_iter().flatten().collect();
            let incidents_a_day = incidents_a_day(present, level, code);
            Whose { level, code: code.clone(), present_s: Estimate::of(&values), incidents_a_day }
        });
        let mean = |whose: &Whose| whose.present_s.map_or(0.0, |e| e.mean);
        let longest = each.max_by(|a, b| mean(a).total_cmp(&mean(b)).then_with(|| b.code.cmp(&a.code)));
        longest.unwrap_or(Whose { level, code: String::new(), present_s: None, incidents_a_day: 0.0 })
    })
}

fn incidents_a_day(arm: &ArmResult, level: Level, code: &str) -> f64 {
    let group = arm.levels.get(level).and_then(|g| g.codes.iter().position(|own| own == code));
    let is_own = |row: &&crate::outcome::EndingRow| {
        row.level == level && Some(usize::from(row.group)) == group && row.category == ReportedCategory::All
    };
    let rows = arm.replications.iter().flat_map(|measures| &measures.endings).filter(is_own);
    let n: u64 = rows.map(|row| row.n.iter().sum::<u64>()).sum();
    let days = f64::from(arm.scenario.run().days) * arm.replications.len() as f64;
    if days > 0.0 { n as f64 / days } else { 0.0 }
}

fn size(experiment: &Experiment, whose: &Whose, steps: &[(f64, usize)], faster_s: f64) -> Size {
    let base = c2(&experiment.arms[0], whose.level, &whose.code);
    let arms: Vec<Vec<Option<f64>>> =
        steps.iter().map(|(_, arm)| c2(&experiment.arms[*arm], whose.level, &whose.code)).collect();
    let gained = |at: usize| -> Option<Vec<f64>> {
        arms.iter().map(|own| Some(base[at]? - own.get(at).copied().flatten()?)).collect()
    };
    let gains: Vec<Vec<f64>> = (0..base.len()).filter_map(gained).collect();
    let sizes: Vec<f64> = steps.iter().map(|(size, _)| *size).collect();
    Size::of(&sizes, &gains, faster_s)
}
