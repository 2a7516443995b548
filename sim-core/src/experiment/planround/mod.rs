//! The planning round of one ambulance service: a bridge from one period to another, exchange rates, and leakage.
//!
//! All arms of the three exhibits are run together on the same tapes, so every figure is a paired difference. Hours
//! stand where the present months place them in every arm: only what a bar, a rate or a row names is changed.

mod arms;
mod bridge;
mod change;
mod hours_file;
mod leakage;
mod rates;
mod rounding;
#[cfg(feature = "arrow")]
mod tables;

pub use bridge::{Bar, Bridge, Group};
pub use hours_file::MonthlyHours;
pub use leakage::{Leakage, LeakageCell, Source};
pub use rates::{Lever, Load, Rate};
pub use rounding::largest_remainder;
#[cfg(feature = "arrow")]
pub use tables::PLAN_TABLES;

use super::run::{Experiment, RunOptions, run};
use crate::problem::{Problem, Problems};
use crate::region::Month;
use crate::scenario::{Edit, Scenario};
pub(super) use arms::{Arms, departments, shorter_handover};

/// What a planning round asks. [`PlanQuestions::of`] gives the usual questions.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanQuestions {
    /// Months of the earlier period, such as `2023-10..2023-12`.
    pub before: String,
    /// Months of the later period.
    pub after: String,
    /// Months whose load is called winter load.
    pub winter: String,
    /// Vehicle-hours a week that a row of the leakage matrix adds in one ICS.
    pub added_hours_per_week: f64,
    /// By how much a row of the leakage matrix shortens the mean handover of one department, seconds.
    pub handover_shorter_s: f64,
    /// Multiples of the step of each exchange rate.
    pub steps: Vec<f64>,
    /// Hours by month, where the user has them: they take the place of most of the residual.
    pub hours: Option<MonthlyHours>,
}

impl PlanQuestions {
    /// The usual questions of a scenario: its months in two halves, the latest published winter, 100 vehicle-hours a
    /// week, 10 minutes of handover, and 1, 2, 5 and 10 steps.
    ///
    /// # Errors
    /// If the months have no two halves, or no December to February is published with its handover.
    pub fn of(scenario: &Scenario) -> Result<Self, Problems> {
        let months = scenario.world_plan().months;
        let (first, second) = months.split_at(months.len() / 2);
        let mut problems = Problems::none();
        if first.is_empty() {
            let found = range(&months);
            problems.push(fault(
                "demand.months",
                (&found, "two months or more, which make two periods"),
                BOTH,
            ));
        }
        let winter = latest_winter(scenario);
        if winter.is_none() {
            let rule = "a December, January and February published with their handover";
            problems.push(fault("winter", ("none", rule), "name the months of a winter"));
        }
        problems.into_result(|| Self {
            before: range(first),
            after: range(second),
            winter: winter.unwrap_or_default(),
            added_hours_per_week: 100.0,
            handover_shorter_s: 600.0,
            steps: vec![1.0, 2.0, 5.0, 10.0],
            hours: None,
        })
    }
}

const BOTH: &str = "name both periods";

/// The three exhibits of a planning round, with the runs that they come from.
#[derive(Debug, Clone)]
pub struct PlanRound {
    /// ODS code of the service.
    pub service: String,
    /// What was asked.
    pub questions: PlanQuestions,
    /// From one period to the other.
    pub bridge: Bridge,
    /// What a step of each lever is worth.
    pub rates: Vec<Rate>,
    /// Who gains where hours are added or handover is shortened.
    pub leakage: Vec<Leakage>,
    /// Code and name of the departments without a row in it: they took no patient of the simulation.
    pub took_nobody: Vec<(String, String)>,
    /// All arms; the first is the scenario itself.
    pub experiment: Experiment,
}

/// Answers the questions of a planning round for a scenario of one whole service; seed and replications are its own.
/// Without a finished replication the exhibits are empty.
///
/// # Errors
/// If the scenario is not of one service as it is today, or a question cannot be asked of it.
pub fn plan_round(
    scenario: &Scenario,
    questions: &PlanQuestions,
    options: &RunOptions<'_>,
) -> Result<PlanRound, Problems> {
    let service = one_service(scenario)?;
    let mut arms = Arms::new(scenario, service);
    let present = arms.add("present", scenario, &[]);
    let leakage = leakage::ask(&mut arms, questions);
    let rates = rates::ask(&mut arms, questions);
    let bridge = bridge::ask(&mut arms, questions)?;
    let list = arms.finish()?;
    let experiment = run(&list, options);
    Ok(PlanRound {
        service: scenario.region().services()[service.index()].code.clone(),
        questions: questions.clone(),
        bridge: bridge.answer(&experiment),
        rates: rates.iter().flat_map(|asked| asked.answer(&experiment)).collect(),
        leakage: leakage
            .iter()
            .filter(|asked| !asked.took_nobody(&experiment, present))
            .filter_map(|asked| asked.answer(&experiment, present))
            .collect(),
        took_nobody: leakage
            .iter()
            .filter(|asked| asked.took_nobody(&experiment, present))
            .map(leakage::Asked::place)
            .collect(),
        experiment,
    })
}

/// The only service of a scenario, which has no uplift.
pub(super) fn one_service(scenario: &Scenario) -> Result<crate::ids::ServiceId, Problems> {
    let services = scenario.services();
    let mut problems = Problems::none();
    let whole = |service: crate::ids::ServiceId| {
        let region = scenario.region();
        let own = region.areas.iter().zip(scenario.areas());
        own.filter(|(area, _)| region.patches[area.patch.index()].service == service)
            .all(|(_, simulated)| *simulated)
    };
    if services.len() != 1 || !services.iter().all(|service| whole(*service)) {
        let found = format!("{} services, or a part of one", services.len());
        let rule = "one whole ambulance service";
        problems.push(fault("select", (&found, rule), "for example select.trusts = [\"RYF\"]"));
    }
    if scenario.uplift_hours_per_week() > 0.0 {
        let found = format!("{} hours a week", scenario.uplift_hours_per_week());
        let rule = "no uplift: a planning round adds its own";
        problems.push(fault("arrangement", (&found, rule), "arrangement.method = \"today\""));
    }
    if !scenario.world_plan().handover.stated.is_empty() {
        let rule = "handover as published or by handover.mean: a planning round changes the mean";
        problems.push(fault("handover.table", ("a table", rule), "leave handover.table out"));
    }
    problems.into_result(|| services[0])
}

fn fault(path: &str, (found, rule): (&str, &str), hint: &str) -> Problem {
    Problem {
        file: "planning round".to_owned(),
        path: path.to_owned(),
        line: None,
        found: found.to_owned(),
        rule: rule.to_owned(),
        hint: hint.to_owned(),
    }
}

/// Months that follow each other, as a scenario states them.
fn range(months: &[Month]) -> String {
    match months {
        [] => "no month".to_owned(),
        [only] => only.to_string(),
        [first, .., last] => format!("{first}..{last}"),
    }
}

/// The latest December to February whose handover the scenario's services published.
fn latest_winter(scenario: &Scenario) -> Option<String> {
    let services = scenario.services();
    let has = |month: Month| {
        let is_known = |service| {
            let handovers = &scenario.region().handovers;
            handovers.iter().any(|row| row.service == Some(service) && row.month == month && row.n > 0.0)
        };
        services.iter().all(|service| is_known(*service))
    };
    let years: std::collections::BTreeSet<i16> =
        scenario.region().handovers.iter().map(|row| row.month.year).collect();
    let winter =
        |year: i16| [(year, 12), (year + 1, 1), (year + 1, 2)].map(|(year, month)| Month { year, month });
    years
        .into_iter()
        .rev()
        .map(winter)
        .find(|months| months.iter().all(|month| has(*month)))
        .map(|m| range(&m))
}

/// The edits that take every group of inputs from some months.
fn all_from(months: &str) -> Vec<Edit> {
    Group::PUBLISHED.iter().flat_map(|group| group.keys()).map(|key| Edit::new(*key, months)).collect()
}
