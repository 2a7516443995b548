//! What came of allocations: each run on fresh tapes beside the present.

use super::ask::{AllocationQuestion, FRESH};
use super::equity::EquityProfile;
use super::objective::Objective;
use super::outcome::{Judge, Outcome};
use super::problem::{Allocation, AllocationError, AllocationProblem, Mode, Place};
use super::surface::Surface;
use super::trials::Trials;
use crate::experiment::Experiment;
use crate::problem::Problems;
use crate::scenario::{Edit, Scenario};
use crate::stats::Estimate;

/// Points of the frontier.
const POINTS: usize = 11;

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

impl Allocated {
    /// Indices of inequality over the ICSs: of the present, and of each method; the name of each index with its estimate.
    #[must_use]
    pub fn equity(&self) -> Vec<(&str, &'static str, Estimate)> {
        let answers = self.answers.iter().map(|own| (own.method.as_str(), own.outcome.as_ref()));
        let all = std::iter::once(("present", self.present.as_ref())).chain(answers);
        let known = all.filter_map(|(name, own)| Some((name, own?.equity.as_ref()?)));
        known
            .flat_map(|(name, own)| indices(own).into_iter().map(move |(index, value)| (name, index, value)))
            .collect()
    }
}

fn indices(own: &EquityProfile) -> Vec<(&'static str, Estimate)> {
    let mut list = vec![
        ("gini", own.gini),
        ("theil_t", own.theil_t),
        ("theil_l", own.theil_l),
        ("atkinson_half", own.atkinson_half),
        ("atkinson_one", own.atkinson_one),
        ("min", own.min),
        ("max", own.max),
        ("p90_minus_p10", own.p90_minus_p10),
    ];
    list.extend(own.concentration.map(|value| ("concentration", value)));
    list
}

/// What methods are asked about, and how it is run.
pub(super) struct Found<'a> {
    pub trials: &'a Trials<'a>,
    pub problem: &'a AllocationProblem<'a>,
    pub given: &'a Scenario,
}

impl Found<'_> {
    /// Solves, runs what was found on fresh tapes, and says what came of it.
    pub fn told(
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
            surface: self.trials.surface.get().cloned().flatten().map(|(mean, _)| mean),
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
        let Self { trials, problem, .. } = self;
        let judge = Judge { watched: trials.watched, objective: problem.objective, places: &problem.places };
        judge.outcome(experiment, row)
    }
}
