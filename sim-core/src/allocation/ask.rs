//! The whole question: from a scenario to allocations, each simulated again on fresh tapes beside the present.

use super::ground::{patches, places, waits};
use super::limits::{Limits, sizes};
use super::lines::{LINE_H, Roster};
use super::methods::MethodConfig;
use super::objective::{Objective, Watched};
use super::problem::{Allocation, AllocationError, AllocationProblem, Mode, Place};
use super::surface::Surface;
use super::trials::Trials;
use crate::experiment::{Experiment, RunOptions};
use crate::outcome::Level;
use crate::problem::{Problem, Problems};
use crate::scenario::{Edit, Scenario};
use crate::stats::{Estimate, paired};
use crate::world::World;
use std::sync::OnceLock;

/// The first replication of the runs that results are told from: no method has seen it or any after it.
pub const FRESH: u32 = 1_000_000;
/// Points of the frontier.
const POINTS: usize = 11;

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
    /// Of which response.
    pub watched: Watched,
    /// By how much of its present wait a place may become worse.
    pub safeguard: Option<f64>,
    /// How much there is.
    pub amount: Amount,
    /// Bounds.
    pub limits: Limits,
    /// Replications of the runs that methods ask for; those of results are the scenario's own.
    pub screening: u32,
    /// Whether the frontier from the mean to the worst is found too.
    pub frontier: bool,
}

/// What an allocation did on fresh tapes.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The watched response of each place, seconds.
    pub waits: Vec<Option<Estimate>>,
    /// The same less the present, replication by replication.
    pub differences: Vec<Option<Estimate>>,
    /// The mean over the whole service, less the present.
    pub mean: Option<Estimate>,
    /// The wait of the place that waits longest in each replication, less the same of the present.
    pub worst: Option<Estimate>,
    /// The objective, less the same of the present.
    pub loss: Option<Estimate>,
    /// The objective in each replication, seconds.
    pub losses: Vec<Option<f64>>,
}

/// What a method gave, and what came of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The method's name.
    pub method: String,
    /// Its allocation, or why there is none.
    pub allocation: Result<Allocation, AllocationError>,
    /// The scenario with the allocation.
    pub scenario: Option<Scenario>,
    /// What it did on fresh tapes.
    pub outcome: Option<Outcome>,
}

/// A point of the frontier between the mean and the worst.
#[derive(Debug, Clone)]
pub struct Point {
    /// The part of the worst in what was made small.
    pub part: f64,
    /// Lines of each place.
    pub lines: Vec<i32>,
    /// What they did on fresh tapes.
    pub outcome: Option<Outcome>,
}

/// Everything that was found.
#[derive(Debug, Clone)]
pub struct Allocated {
    /// What was asked.
    pub question: AllocationQuestion,
    /// The places, as the screening runs of the present have them.
    pub places: Vec<Place>,
    /// Lines more, or a reshuffle.
    pub mode: Mode,
    /// Lines to be given out; in a reshuffle the most that may move.
    pub lines: i32,
    /// Fewest and most lines of each place.
    pub bounds: Vec<(i32, i32)>,
    /// Hours a week that were given and are less than a line.
    pub left_h: f64,
    /// What lines did in runs, if a method asked.
    pub surface: Option<Surface>,
    /// What came of the present, on fresh tapes.
    pub present: Option<Outcome>,
    /// One a method.
    pub answers: Vec<Answer>,
    /// The frontier, if it was asked for.
    pub frontier: Vec<Point>,
    /// The allocation without the safeguard, if there is one and the method `exchange` gives another without it.
    pub free: Option<Box<Answer>>,
    /// The runs of results: the present first.
    pub experiment: Experiment,
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
    let is_reshuffle = matches!(amount, Amount::Reshuffle(_));
    let base = without_uplift(scenario)?;
    let world = base.world();
    let base = if is_reshuffle { base.with(&stated(&base, &world))? } else { base };
    let roster = Roster::of(&base, &world);
    let screening = base.with(&[Edit::new("run.replications", i64::from(question.screening.max(2)))])?;
    let known = crate::experiment::run(&[("present".to_owned(), screening)], options);
    if known.replications.is_empty() {
        return Ok(None);
    }
    let mut places = places(&known.arms[0], question.watched);
    let planned = base.fleet(&world.clock).supply.gross_up;
    places.iter_mut().for_each(|place| place.rostered_h /= planned);
    let (mode, lines, left_h) = in_lines(amount, &places, scenario);
    question.limits.check(&base, mode, &places)?;
    places.iter_mut().for_each(|place| place.weight *= question.limits.weight_of(place));
    let has_station: Vec<bool> = places
        .iter()
        .map(|place| base.region().find_patch(&place.code).is_some_and(|patch| roster.has_station(patch)))
        .collect();
    let bounds = question.limits.bounds(&places, (mode, lines, amount), &has_station);
    let trials = Trials {
        base: &base,
        roster: &roster,
        places: &places,
        mode,
        line_h: LINE_H,
        watched: question.watched,
        most_at_station: question.limits.most_at_station.unwrap_or(u32::MAX),
        sizes: bounds.iter().map(|own| sizes(*own)).collect(),
        replications: question.screening.max(2),
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
        objective: question.objective,
        safeguard: question.safeguard,
        runs: &trials,
    };
    let found = Found { trials: &trials, problem: &problem, given: scenario };
    found.told(question, bounds, left_h).map(Some)
}

struct Found<'a> {
    trials: &'a Trials<'a>,
    problem: &'a AllocationProblem<'a>,
    given: &'a Scenario,
}

impl Found<'_> {
    /// Solves, runs what was found on fresh tapes, and says what came of it.
    fn told(
        &self,
        question: AllocationQuestion,
        bounds: Vec<(i32, i32)>,
        left_h: f64,
    ) -> Result<Allocated, Problems> {
        let solved: Vec<(String, Result<Allocation, AllocationError>)> = question
            .methods
            .iter()
            .map(|own| (own.name().to_owned(), own.build().solve(self.problem)))
            .collect();
        let frontier = if question.frontier { self.frontier() } else { Vec::new() };
        let free = self.free(&solved);
        let mut arms = vec![("present".to_owned(), self.trials.base.clone())];
        let mut rows: Vec<Vec<i32>> = Vec::new();
        let allocations =
            solved.iter().chain(&free).filter_map(|(_, own)| own.as_ref().ok().map(|own| &own.lines));
        for lines in allocations.chain(frontier.iter().map(|(_, lines)| lines)) {
            if !rows.contains(lines) {
                rows.push(lines.clone());
                arms.push((format!("allocation {}", rows.len()), self.trials.scenario("allocation", lines)?));
            }
        }
        let given = self.as_given()?;
        arms.extend(given.clone().map(|own| ("as the arrangement places it".to_owned(), own)));
        let experiment = self.trials.run(&arms, FRESH, self.given.run().replications)?;
        let outcome = |row: usize| self.outcome(&experiment, row);
        let of = |lines: &Vec<i32>| rows.iter().position(|own| own == lines).map(|row| row + 1);
        let answer = |(method, allocation): (String, Result<Allocation, AllocationError>)| {
            let row = allocation.as_ref().ok().and_then(|own| of(&own.lines));
            let scenario = row.map(|row| arms[row].1.clone());
            Answer { method, allocation, scenario, outcome: row.and_then(outcome) }
        };
        let mut answers: Vec<Answer> = solved.into_iter().map(answer).collect();
        if let Some(scenario) = given {
            answers.push(self.arrangement(scenario, &experiment, outcome(arms.len() - 1)));
        }
        let point =
            |(part, lines): (f64, Vec<i32>)| Point { outcome: of(&lines).and_then(outcome), part, lines };
        Ok(Allocated {
            places: self.problem.places.clone(),
            mode: self.problem.mode,
            lines: self.problem.lines,
            bounds,
            left_h,
            surface: self.trials.surface.get().cloned().flatten(),
            present: outcome(0),
            free: free.map(answer).map(Box::new),
            answers,
            frontier: frontier.into_iter().map(point).collect(),
            question,
            experiment,
        })
    }

    /// The best allocation without the safeguard on the surface of runs, if that is another.
    fn free(
        &self,
        solved: &[(String, Result<Allocation, AllocationError>)],
    ) -> Option<(String, Result<Allocation, AllocationError>)> {
        self.problem.safeguard.filter(|_| self.trials.surface.get().is_some())?;
        let free = AllocationProblem { safeguard: None, ..self.problem.clone() };
        let found = super::methods::ranked(&free, 1).ok()?.remove(0);
        let is_known = solved.iter().any(|(_, own)| own.as_ref().is_ok_and(|own| own.lines == found.lines));
        (!is_known).then(|| ("exchange, without the safeguard".to_owned(), Ok(found)))
    }

    /// From the mean to the worst in even steps, each the best on the surface.
    fn frontier(&self) -> Vec<(f64, Vec<i32>)> {
        let best = |step: usize| {
            let part = step as f64 / (POINTS - 1) as f64;
            let problem = AllocationProblem { objective: Objective::Between(part), ..self.problem.clone() };
            Some((part, super::methods::ranked(&problem, 1).ok()?.remove(0).lines))
        };
        (0..POINTS).filter_map(best).collect()
    }

    /// The scenario as it was given, with the same hours as the lines have together.
    fn as_given(&self) -> Result<Option<Scenario>, Problems> {
        if self.problem.mode == Mode::Reshuffle || self.given.uplift_hours_per_week() <= 0.0 {
            return Ok(None);
        }
        if self.given.arrangement().name() == "table" {
            return Ok(None);
        }
        let hours = f64::from(self.problem.lines) * self.problem.line_h;
        self.given.with(&[Edit::new("arrangement.uplift_hours_per_week", hours)]).map(Some)
    }

    fn arrangement(&self, scenario: Scenario, experiment: &Experiment, outcome: Option<Outcome>) -> Answer {
        let arm = &experiment.arms[experiment.arms.len() - 1];
        let present = &experiment.arms[0];
        let more = |place: &Place| {
            let hours = |own: &crate::experiment::ArmResult| {
                f64::from(own.rostered_per_week.get(&place.code).copied().unwrap_or(0))
            };
            ((hours(arm) - hours(present)) / self.problem.line_h).round() as i32
        };
        let allocation = Allocation {
            note: Some(
                "as the scenario's arrangement places the same hours, in lines to the nearest".to_owned(),
            ),
            ..Allocation::by_rule(self.problem.places.iter().map(more).collect())
        };
        let method = format!("arrangement: {}", scenario.arrangement().name());
        Answer { method, allocation: Ok(allocation), scenario: Some(scenario), outcome }
    }

    fn outcome(&self, experiment: &Experiment, row: usize) -> Option<Outcome> {
        if experiment.replications.is_empty() {
            return None;
        }
        let (arm, present) = (&experiment.arms[row], &experiment.arms[0]);
        let own = patches(present);
        let watched = self.trials.watched;
        let [values, before] = [arm, present].map(|arm| waits(arm, &own, watched));
        let known = |own: &[Option<f64>]| Estimate::of(&own.iter().copied().flatten().collect::<Vec<f64>>());
        let by_replication = |of: &[Vec<Option<f64>>], say: &dyn Fn(&[f64]) -> f64| -> Vec<Option<f64>> {
            (0..experiment.replications.len())
                .map(|at| of.iter().map(|place| place[at]).collect::<Option<Vec<f64>>>().map(|all| say(&all)))
                .collect()
        };
        let weights = self.problem.weights();
        let loss = |all: &[f64]| self.problem.objective.loss_s(all, &weights);
        let difference = |say: &dyn Fn(&[f64]) -> f64| {
            paired(&by_replication(&before, say), &by_replication(&values, say))
        };
        let service = |arm: &crate::experiment::ArmResult| {
            let codes = arm.levels.get(Level::Trust).map_or(&[][..], |known| &known.codes);
            codes.first().map_or_else(Vec::new, |code| arm.response(Level::Trust, code, watched))
        };
        Some(Outcome {
            waits: values.iter().map(|own| known(own)).collect(),
            differences: before.iter().zip(&values).map(|(before, after)| paired(before, after)).collect(),
            mean: paired(&service(present), &service(arm)),
            worst: difference(&|all| all.iter().copied().fold(0.0, f64::max)),
            loss: difference(&loss),
            losses: by_replication(&values, &loss),
        })
    }
}

/// The scenario with no hours added by its arrangement; it must be of one service.
fn without_uplift(scenario: &Scenario) -> Result<Scenario, Problems> {
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

/// The hours that stand in each patch, stated: a patch then has a pattern of its own, which no other patch's hours move.
fn stated(base: &Scenario, world: &World) -> Vec<Edit> {
    let decisions = base.decisions(world);
    let planned = base.fleet(&world.clock).supply.gross_up;
    let mut edits = Vec::new();
    for (component, own) in world.components.iter().zip(&decisions.components) {
        for (patch, hours) in component.patches.iter().zip(&own.fleet.hours_by_patch) {
            let code = &base.region().patches()[patch.index()].code;
            edits.extend(
                (*hours > 0)
                    .then(|| Edit::new(format!("fleet.hours_per_week.{code}"), f64::from(*hours) / planned)),
            );
        }
    }
    edits
}

pub(super) fn fault(scenario: &Scenario, path: &str, found: String, (rule, hint): (&str, &str)) -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: scenario.name().to_owned(),
        path: path.to_owned(),
        line: None,
        found,
        rule: rule.to_owned(),
        hint: hint.to_owned(),
    });
    problems
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
fn price(scenario: &Scenario) -> f64 {
    let known = scenario.assumptions_in_force();
    known
        .iter()
        .find(|own| own.given.name == "ambulance_hour_gbp")
        .map_or(f64::INFINITY, |own| own.value.max(1e-9))
}
