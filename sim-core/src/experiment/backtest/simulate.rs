//! The runs behind a backtest: each month at some levels of effective hours, on common tapes.

use super::curve::Curve;
use super::measure::Measure;
use super::observed::Observed;
use crate::experiment::monthly;
use crate::experiment::run::{ArmResult, RunOptions, run};
use crate::outcome::Level;
use crate::problem::Problems;
use crate::region::Month;
use crate::scenario::{Edit, Scenario};
use crate::stats::Estimate;
use std::collections::BTreeMap;

/// Factors of effective hours at which each month is run; the third is the scenario's own.
pub const LEVELS: [f64; 5] = [0.9, 0.95, 1.0, 1.05, 1.1];
/// The row of the scenario's own hours among them.
const OWN: usize = 2;

/// A service and a month, by code.
pub(super) type TrustMonth = (String, Month);

/// What the runs of a month gave for a measure of a service.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Simulated {
    /// Logarithm of each member's mean over replications at its own hours; the best first. `None`: no incident.
    pub members: Vec<Option<f64>>,
    /// Variance between replications of the best member's logarithm; `None` with fewer than two.
    pub chance: Option<f64>,
    /// How it answers to hours, of the best member.
    pub curve: Option<Curve>,
}

/// What the runs gave by service and month, a row a measure, and which trust-months were left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs {
    pub of: BTreeMap<TrustMonth, Vec<Simulated>>,
    /// Logarithm of the factor by which the hours of a month had followed its load before any level; none: it is 0.
    pub followed: BTreeMap<TrustMonth, f64>,
    /// Trust-months that could not be run, with the reason.
    pub skipped: Vec<(TrustMonth, &'static str)>,
    /// Replications run of each month.
    pub replications: usize,
    /// Whether all months are there.
    pub complete: bool,
}

/// Runs each month for all services that can be run in it; `members` are scenarios of the same services.
pub(super) fn simulate(
    members: &[Scenario],
    observed: &Observed<'_>,
    months: &[Month],
    options: &RunOptions<'_>,
) -> Result<Runs, Problems> {
    let mut runs = Runs { complete: true, ..Runs::default() };
    let services: Vec<String> = codes(&members[0]);
    for month in months {
        let (able, unable): (Vec<&String>, Vec<&String>) =
            services.iter().partition(|code| observed.lacks(code, *month).is_none());
        for code in unable {
            let reason = observed.lacks(code, *month).unwrap_or_default();
            runs.skipped.push(((code.clone(), *month), reason));
        }
        if able.is_empty() {
            continue;
        }
        let chosen = (able.len() < services.len()).then(|| only(&able));
        let arms = arms(members, *month, chosen.as_ref())?;
        let experiment = run(&arms, options);
        if !experiment.complete {
            runs.complete = false;
            break;
        }
        runs.replications = experiment.replications.len();
        runs.keep(*month, &experiment.arms);
        let followed = monthly::factors(&members[0], *month).into_iter();
        runs.followed.extend(followed.map(|(code, factor)| ((code, *month), libm::log(factor))));
    }
    Ok(runs)
}

/// The codes of a scenario's services.
pub(super) fn codes(scenario: &Scenario) -> Vec<String> {
    let region = scenario.region();
    scenario.services().into_iter().map(|service| region.services()[service.index()].code.clone()).collect()
}

/// The edit that leaves some services only.
fn only(codes: &[&String]) -> Edit {
    let codes: Vec<toml::Value> = codes.iter().map(|code| toml::Value::from(code.as_str())).collect();
    Edit::new("select.trusts", codes)
}

/// The arms of a month: the best member at each level, then the other members at their own hours.
fn arms(
    members: &[Scenario],
    month: Month,
    chosen: Option<&Edit>,
) -> Result<Vec<(String, Scenario)>, Problems> {
    let of_month = |scenario: &Scenario| {
        let edits: Vec<Edit> = chosen.cloned().into_iter().chain(monthly::edits(scenario, month)).collect();
        scenario.with(&edits)
    };
    let best = of_month(&members[0])?;
    let mut arms = Vec::with_capacity(LEVELS.len() + members.len() - 1);
    for factor in LEVELS {
        arms.push((format!("{month} at {factor} of hours"), at_hours(&best, factor)?));
    }
    for (number, member) in members.iter().enumerate().skip(1) {
        arms.push((format!("{month}, member {number}"), of_month(member)?));
    }
    Ok(arms)
}

/// A scenario with all its hours multiplied.
fn at_hours(scenario: &Scenario, factor: f64) -> Result<Scenario, Problems> {
    let edits: Vec<Edit> = scenario
        .hours_in_force()
        .into_iter()
        .map(|hours| Edit::new(format!("fleet.hours_per_week.{}", hours.code), hours.hours_per_week * factor))
        .collect();
    scenario.with(&edits)
}

impl Runs {
    fn keep(&mut self, month: Month, arms: &[ArmResult]) {
        let Some(first) = arms[0].replications.first() else { return };
        let mut groups: Vec<u16> =
            first.responses.iter().filter(|row| row.level == Level::Trust).map(|row| row.group).collect();
        groups.dedup();
        for group in groups {
            let code = arms[0].code(Level::Trust, group);
            let all = Measure::all().map(|measure| simulated(arms, group, measure));
            self.of.insert((code, month), all.to_vec());
        }
    }
}

/// What the arms gave for a measure of a group.
fn simulated(arms: &[ArmResult], group: u16, measure: Measure) -> Simulated {
    let values = |arm: &ArmResult| -> Vec<f64> {
        let own = arm.replications[0].responses.iter().position(|row| {
            row.level == Level::Trust && row.group == group && row.category == measure.category
        });
        let values = own.map(|row| arm.values(row, measure.statistic)).unwrap_or_default();
        values.into_iter().flatten().filter(|seconds| *seconds > 0.0).collect()
    };
    let mean = |arm: &ArmResult| Estimate::of(&values(arm)).map(|estimate| estimate.mean);
    let figures: Vec<(f64, f64)> =
        LEVELS.iter().zip(arms).filter_map(|(factor, arm)| Some((*factor, mean(arm)?))).collect();
    let logs: Vec<f64> = values(&arms[OWN]).into_iter().map(libm::log).collect();
    let members = std::iter::once(&arms[OWN]).chain(&arms[LEVELS.len()..]);
    Simulated {
        members: members.map(|arm| mean(arm).map(libm::log)).collect(),
        chance: Estimate::of(&logs).and_then(|estimate| estimate.sd).map(|sd| sd * sd),
        curve: Curve::through(&figures),
    }
}
