//! The whole question: from a scenario to allocations, each simulated again on fresh tapes beside the present.

use super::cover::Reach;
use super::ground::places;
use super::harm::Harm;
use super::limits::{Limits, sizes};
use super::lines::{LINE_H, Roster};
use super::methods::MethodConfig;
use super::need::Need;
use super::objective::{Objective, Watched};
use super::problem::{AllocationProblem, Chance, Mode, Place};
use super::told::{Allocated, Found};
use super::trials::Trials;
use crate::experiment::{RunOptions, run};
use crate::problem::Problems;
use crate::scenario::{Edit, Scenario};
use std::sync::{Arc, OnceLock};

/// The first replication of the runs that results are told from: no method has seen it or any after it.
pub const FRESH: u32 = 1_000_000;

/// How much there is to give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// The uplift that the scenario's arrangement has; a reshuffle of 5% of all lines if it has none.
    AsGiven,
    /// So many vehicle-hours a week.
    Hours(f64),
    /// So many pounds a week.
    Pounds(f64),
    /// This share of the hours that are there.
    Share(f64),
    /// At most this share of all lines changes place, and of each place's.
    Reshuffle(f64),
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct AllocationQuestion {
    /// The methods, each by itself.
    pub methods: Vec<MethodConfig>,
    /// What is made small.
    pub objective: Objective,
    /// Of what.
    pub watched: Watched,
    /// Who says how much a minute of each category weighs, if waits are weighed.
    pub harm: Option<Harm>,
    /// Published indices of need and cost by ICS, for the method that weighs by them.
    pub need: Option<Need>,
    /// By how much of its present wait a place may become worse.
    pub safeguard: Option<f64>,
    /// What has to hold in samples of what may come, for the method that looks at them.
    pub chance: Chance,
    /// How much there is.
    pub amount: Amount,
    /// Bounds.
    pub limits: Limits,
    /// Replications of the runs that methods ask for; those of results are the scenario's own.
    pub screening: u32,
    /// Whether the frontier from the mean to the worst is found too.
    pub frontier: bool,
}

/// Allocates lines over the patches of one service.
///
/// The present is the scenario without its uplift. Methods may ask for runs of their own; results are from runs that no method
/// has seen, with the scenario's seed and number of replications.
///
/// # Errors
/// If the scenario is not of one service, has a rota of its own while lines are to be moved, or bounds name what is not there.
pub fn allocate(
    scenario: &Scenario,
    question: AllocationQuestion,
    options: &RunOptions<'_>,
) -> Result<Option<Allocated>, Problems> {
    let amount = amount(scenario, &question);
    let base = without_uplift(scenario)?;
    let world = base.world();
    let screening = question.screening.max(2);
    let screen = base.with(&[Edit::new("run.replications", i64::from(screening))])?;
    let known = run(&[("present".to_owned(), screen)], options);
    if known.replications.is_empty() {
        return Ok(None);
    }
    let mut places = places(&known.arms[0], question.watched);
    question.need.iter().try_for_each(|own| own.weigh(&mut places, base.region()))?;
    let planned = base.fleet(&world.clock).supply.gross_up;
    places.iter_mut().for_each(|place| place.rostered_h /= planned);
    let (mode, wanted, left_h) = in_lines(amount, &places, scenario);
    question.limits.check(&base, mode, &places)?;
    let lines = question.limits.manned(mode, wanted);
    let left_h = left_h + f64::from(wanted - lines) * LINE_H;
    places.iter_mut().for_each(|place| place.weight *= question.limits.weight_of(place));
    let roster = Roster::of(&base, &world);
    let has_station =
        |place: &Place| base.region().find_patch(&place.code).is_some_and(|own| roster.has_station(own));
    let has_station: Vec<bool> = places.iter().map(has_station).collect();
    let bounds = question.limits.bounds(&places, (mode, lines, amount), &has_station);
    let trials = Trials {
        base: &base,
        roster: &roster,
        places: &places,
        watched: question.watched,
        most_at_station: question.limits.most_at_station.unwrap_or(u32::MAX),
        sizes: bounds.iter().map(|own| sizes(*own)).collect(),
        replications: screening,
        options: *options,
        surface: OnceLock::new(),
    };
    let problem = AllocationProblem {
        places: places.clone(),
        mode,
        lines,
        line_h: LINE_H,
        least: bounds.iter().map(|(low, _)| *low).collect(),
        most: bounds.iter().map(|(_, high)| *high).collect(),
        is_wait: question.watched.is_wait(),
        objective: question.objective,
        safeguard: question.safeguard,
        chance: question.chance,
        reach: Reach::of(&base, &world, &places).map(Arc::new),
        runs: &trials,
    };
    Found { trials: &trials, problem: &problem, given: scenario }.told(question, bounds, left_h).map(Some)
}

/// The scenario with no hours added by its arrangement; it must be of one service.
pub(super) fn without_uplift(scenario: &Scenario) -> Result<Scenario, Problems> {
    let services = scenario.services();
    if services.len() != 1 {
        let found = format!("{} services", services.len());
        return Err(fault(
            scenario,
            "select.trusts",
            found,
            ("one service", "ask for each service by itself"),
        ));
    }
    let today =
        [Edit::new("arrangement.uplift_hours_per_week", 0.0), Edit::new("arrangement.method", "today")];
    scenario.with(&today)
}

pub(super) fn fault(scenario: &Scenario, path: &str, found: String, rule: (&str, &str)) -> Problems {
    Problems::one(scenario.name(), path, found, rule)
}

fn amount(scenario: &Scenario, question: &AllocationQuestion) -> Amount {
    match question.amount {
        Amount::AsGiven if scenario.uplift_hours_per_week() > 0.0 => {
            Amount::Hours(scenario.uplift_hours_per_week())
        }
        Amount::AsGiven => Amount::Reshuffle(0.05),
        other => other,
    }
}

/// Whole lines of an amount, and what hours are left over.
fn in_lines(amount: Amount, places: &[Place], scenario: &Scenario) -> (Mode, i32, f64) {
    let hours = match amount {
        Amount::Reshuffle(share) => {
            let all: f64 = places.iter().map(|place| place.rostered_h).sum();
            return (Mode::Reshuffle, (share * all / LINE_H).floor() as i32, 0.0);
        }
        Amount::Pounds(pounds) => pounds / price(scenario),
        Amount::Share(share) => share * places.iter().map(|place| place.rostered_h).sum::<f64>(),
        Amount::Hours(hours) => hours,
        Amount::AsGiven => scenario.uplift_hours_per_week(),
    };
    let lines = (hours / LINE_H).floor().clamp(0.0, 10_000.0);
    (Mode::Uplift, lines as i32, hours - lines * LINE_H)
}

/// Pounds of a vehicle-hour, as assumed.
pub(super) fn price(scenario: &Scenario) -> f64 {
    let known = scenario.assumptions_in_force();
    known
        .iter()
        .find(|own| own.given.name == "ambulance_hour_gbp")
        .map_or(f64::INFINITY, |own| own.value.max(1e-9))
}
