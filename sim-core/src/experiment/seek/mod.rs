//! Goal-seek: the value of one key of a scenario at which a measure comes to a target, with an interval.
//!
//! Every value is run over the same replications and seed, so on the same tapes. From the value in force the search
//! steps away, further each time, until the target is crossed or the key's range ends; then it narrows by false
//! position. The answer is rounded to what chance lets be known and run as it is rounded. The ends of its 95% interval
//! are the values at which the measure lies half its own t interval above and below the target, on the line to a run
//! beside the answer. A key that makes the measure rise here and fall there, by more than chance, gets no answer.

mod goal;
mod outcome;
mod search;
mod words;

pub use goal::Goal;
pub use outcome::{Answer, Found, Point, Seek};

use super::replicate::{Prepared, prepare, prepare_beside};
use super::run::{Experiment, RunOptions, in_pool, run_prepared};
use crate::problem::Problems;
use crate::scenario::{Knob, Scenario};
use crate::stats::Estimate;
use search::{Dial, Halt, Search};

/// What is asked, as a person writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// The key to turn: `fleet.hours_per_week.RYF`.
    pub change: &'a str,
    /// The measure: `C2 mean`.
    pub goal: &'a str,
    /// The group that is measured, by code; the only service, or England, if left out.
    pub of: Option<&'a str>,
    /// What the measure is to be: `30 min`.
    pub target: &'a str,
    /// Least and highest value of the key to try; its whole range if left out.
    pub between: Option<(&'a str, &'a str)>,
}

/// Told after each run: the key, the value and what it gave.
pub type Told<'a> = &'a (dyn Fn(&Knob, &Point) + Sync);

/// Looks for the value of a key at which a measure comes to a target.
///
/// Keeping of incidents, checkpoints and starts among the options are not used.
///
/// ```
/// use ambics::experiment::{Question, RunOptions, seek};
/// use ambics::scenario::{Edit, Scenario};
/// let tiny = Scenario::embedded("tiny/tiny").and_then(|tiny| tiny.with(&[Edit::new("run.replications", 4)]));
/// let question =
///     Question { change: "fleet.hours_per_week.TNY", goal: "C2 mean", of: None, target: "20 min", between: None };
/// let seek = seek(&tiny.expect("a sound edit"), &question, &RunOptions::default(), &|_, _| ());
/// let answer = *seek.expect("a sound question").answer().expect("within reach");
/// assert!(answer.low < answer.value && answer.value < answer.high);
/// ```
///
/// # Errors
/// Every fault of the question; a value that the scenario cannot take; a replication without the measure.
pub fn seek(
    scenario: &Scenario,
    question: &Question<'_>,
    options: &RunOptions<'_>,
    told: Told<'_>,
) -> Result<Seek, Problems> {
    let mut problems = Problems::none();
    let knob = scenario.knob(question.change).and_then(|knob| match question.between {
        Some((low, high)) => knob.between(low, high),
        None => Ok(knob),
    });
    let goal = Goal::parse(scenario, question.goal, question.of, question.target);
    let replications = scenario.run().replications;
    if replications < 2 {
        problems.extend(goal::too_few(replications));
    }
    match (knob, goal) {
        (Ok(knob), Ok(goal)) if problems.is_empty() => {
            in_pool(options.threads, || search(scenario, (knob, goal), options, told))
        }
        (knob, goal) => {
            knob.err().into_iter().chain(goal.err()).for_each(|faults| problems.extend(faults));
            Err(problems)
        }
    }
}

fn search(
    scenario: &Scenario,
    (knob, goal): (Knob, Goal),
    options: &RunOptions<'_>,
    told: Told<'_>,
) -> Result<Seek, Problems> {
    let mut runs = Runs { scenario, knob: &knob, options, known: None, base: None };
    let mut measure = |at: f64| {
        let values = runs.at(at, &goal)?;
        if let Some(estimate) = Estimate::of(&values) {
            told(&knob, &Point { value: at, estimate });
        }
        Ok(values)
    };
    let mut search =
        Search { dial: dial(&knob), target: goal.target_s(), measure: &mut measure, trials: Vec::new() };
    let found = match search.run() {
        Ok(found) => found,
        Err(Halt::Stopped) => Found::Stopped,
        Err(Halt::Refused(problems)) => return Err(problems),
    };
    let points = search.points();
    let base = runs.base;
    Ok(Seek { knob, goal, found, points, base })
}

/// Where the search begins: at the value in force, else in the middle of the range.
fn dial(knob: &Knob) -> Dial {
    let (low, high) = knob.range();
    let middle = if low > 0.0 { (low * high).sqrt() } else { 0.5 * (low + high) };
    Dial {
        range: (low, high),
        start: knob.present().unwrap_or(middle).clamp(low, high),
        step: knob.step().min(high - low),
        is_whole: knob.is_whole(),
        is_clock: knob.is_duration(),
    }
}

/// Runs of a scenario with one key turned, each compiled beside the first.
struct Runs<'a> {
    scenario: &'a Scenario,
    knob: &'a Knob,
    options: &'a RunOptions<'a>,
    known: Option<(Scenario, Prepared)>,
    base: Option<Experiment>,
}

impl Runs<'_> {
    fn at(&mut self, value: f64, goal: &Goal) -> Result<Vec<f64>, Halt> {
        // The value in force is run as it stands, so that the base is the scenario itself.
        let in_force = self.knob.present().is_some_and(|present| present.to_bits() == value.to_bits());
        let edit = if in_force { Vec::new() } else { vec![self.knob.edit(value)] };
        let turned = self.scenario.with(&edit).map_err(Halt::Refused)?;
        let prepared = match &self.known {
            Some((known, ready)) => prepare_beside(&turned, (known, ready)),
            None => prepare(&[&turned]).remove(0),
        };
        let arms = [(turned.name().to_owned(), turned)];
        let (progress, stop) = (self.options.progress, self.options.stop);
        let first_replication = self.options.first_replication;
        let options = RunOptions { progress, stop, first_replication, ..RunOptions::default() };
        let experiment = run_prepared(&arms, std::slice::from_ref(&prepared), &options);
        if !experiment.complete {
            return Err(Halt::Stopped);
        }
        let values = goal.values(&experiment.arms[0]).map_err(Halt::Refused)?;
        let [(_, turned)] = arms;
        self.known.get_or_insert((turned, prepared));
        self.base.get_or_insert(experiment);
        Ok(values)
    }
}
