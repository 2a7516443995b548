//! The virtuous circle of a scenario's prevention, month by month, and the best split of a budget between it and crews.
//!
//! The scenario is run without its interventions at a few levels of hours and of incidents in the place where they act, all
//! on the same tapes ([`Response`]). What is believed of effects, costs and assumptions is drawn many times; the same draws
//! meet every policy. Prevention that acts after the call prevents no incident and is left out.

mod arms;
mod belief;
mod course;
mod minute;
mod phase;
mod place;
mod response;
mod split;
mod spread;
#[cfg(feature = "arrow")]
mod tables;

pub use course::{Course, CourseMonth};
pub use minute::Minute;
pub use phase::{FixedPoint, Phase};
pub use place::Place;
pub use response::{Answer, Check, Level as ResponseLevel, Measured, Response};
pub use split::{Optimum, Split, SplitRow};
pub use spread::Spread;
#[cfg(feature = "arrow")]
pub use tables::CIRCLE_TABLES;

use super::run::{Experiment, RunOptions, run};
use crate::problem::{Problem, Problems};
use crate::scenario::Scenario;
use belief::Believers;

/// Years that a programme is followed.
pub const YEARS: usize = 5;

/// What is asked of a circle.
#[derive(Debug, Clone, PartialEq)]
pub struct CircleQuestions {
    /// Pounds a year to split, and with which the programme begins; what the scenario's programme costs if there is none.
    pub budget_gbp: Option<f64>,
    /// Days over which the response is measured, from the scenario's first.
    pub days: u32,
    /// Draws of what is believed.
    pub draws: u32,
    /// Whether calls that were not made before take up a part of new capacity, be it released or bought.
    pub induced: bool,
}

impl Default for CircleQuestions {
    fn default() -> Self {
        Self { budget_gbp: None, days: 91, draws: 1_000, induced: false }
    }
}

/// The circle of a scenario's prevention.
#[derive(Debug, Clone)]
pub struct CircleRun {
    /// The arms that the response was measured by; the first is the scenario without interventions.
    pub experiment: Experiment,
    /// What was asked.
    pub questions: CircleQuestions,
    /// The place where the interventions act.
    pub place: Place,
    /// Pounds a year that are asked about.
    pub budget_gbp: f64,
    /// What the scenario's own programme costs a year, at central values.
    pub own_cost_gbp: f64,
    /// Interventions that act after the call, and are left out.
    pub left_out: Vec<String>,
    /// How waiting and busy vehicles answer to hours and incidents.
    pub response: Response,
    /// The response against a run of the programme itself.
    pub check: Check,
    /// What a minute of the C2 mean costs by crews.
    pub crews: Minute,
    /// All interventions together first, then each alone where there are several.
    pub programmes: Vec<ProgrammeResult>,
}

/// What is found of one programme.
#[derive(Debug, Clone)]
pub struct ProgrammeResult {
    /// Names of its interventions.
    pub names: Vec<String>,
    /// The whole budget in prevention at first, fed by what comes back.
    pub course: Course,
    /// The picture of its regimes: at central values, at the high end of what is believed, and on the other side of the
    /// boundary.
    pub phases: Vec<Phase>,
    /// Splits of the budget over each horizon.
    pub splits: Vec<Split>,
    /// What a minute of the C2 mean costs by it.
    pub minute: Minute,
}

/// Measures a scenario's response, and follows its prevention and every split of a budget through many draws of what is
/// believed; `None` if it was stopped: a part of a design says nothing.
///
/// ```
/// use ambics::experiment::RunOptions;
/// use ambics::experiment::circle::{CircleQuestions, circle};
/// use ambics::scenario::{Edit, Scenario};
/// let falls = toml::Value::Array(vec![toml::Value::Table(toml::toml! { name = "falls_community" })]);
/// let edits = [Edit::new("run.replications", 4), Edit::new("intervention", falls)];
/// let tiny = Scenario::embedded("tiny/tiny").and_then(|tiny| tiny.with(&edits)).expect("sound edits");
/// let questions = CircleQuestions { days: 7, draws: 50, ..CircleQuestions::default() };
/// let found = circle(&tiny, &questions, &RunOptions::default()).expect("sound questions").expect("not stopped");
/// let split = &found.programmes[0].splits[0];
/// let best: f64 = split.rows.iter().map(|row| row.best_share).sum();
/// assert!((best - 1.0).abs() < 1e-9);
/// ```
///
/// # Errors
/// Every fault of the questions, and of what the scenario lacks or fixes.
pub fn circle(
    scenario: &Scenario,
    questions: &CircleQuestions,
    options: &RunOptions<'_>,
) -> Result<Option<CircleRun>, Problems> {
    sound(scenario, questions)?;
    let place = Place::of(scenario);
    let budget = questions.budget_gbp.unwrap_or(0.0);
    let arms = arms::arms(scenario, questions.days, (&place, budget))?;
    let experiment = run(&arms.list, options);
    if !experiment.complete {
        return Ok(None);
    }
    let place = place.measured(&experiment);
    let response = Response::measured(&experiment, &arms, &place).ok_or_else(too_little)?;
    let check = Check::of(&experiment, &arms, (&place, &response));
    let believers = Believers::of(scenario, questions, (&experiment, &arms), (&place, &response));
    let own_cost_gbp = believers.own_cost_gbp();
    let budget_gbp = questions.budget_gbp.unwrap_or(own_cost_gbp);
    let programmes = believers
        .programmes()
        .into_iter()
        .map(|rows| believers.programme(&rows, budget_gbp, &place))
        .collect();
    Ok(Some(CircleRun {
        crews: believers.crews(&place),
        left_out: believers.left_out(scenario),
        questions: questions.clone(),
        budget_gbp,
        own_cost_gbp,
        place,
        response,
        check,
        programmes,
        experiment,
    }))
}

/// Fewest replications: the doubt about a response is taken from leaving each out.
const FEWEST_REPLICATIONS: u32 = 4;

fn sound(scenario: &Scenario, questions: &CircleQuestions) -> Result<(), Problems> {
    let mut problems = Problems::none();
    let mut fault = |path: &str, (found, rule): (String, &str), hint: &str| {
        problems.push(Problem {
            file: "circle".to_owned(),
            path: path.to_owned(),
            line: None,
            found,
            rule: rule.to_owned(),
            hint: hint.to_owned(),
        });
    };
    if scenario.interventions().iter().all(|own| own.intervention.acts.incidents.is_none()) {
        let rule = "an intervention that prevents incidents";
        fault("intervention", ("none".to_owned(), rule), "ambics circle dorset-prevention");
    }
    let n = scenario.run().replications;
    if n < FEWEST_REPLICATIONS {
        fault("run.replications", (n.to_string(), "4 or more"), "--replications 8");
    }
    if scenario.uplift_hours_per_week() > 0.0 {
        let found = format!("an uplift of {} hours a week", scenario.uplift_hours_per_week());
        let rule = "no uplift: hours are added by the circle itself";
        fault("arrangement", (found, rule), "arrangement.method = \"today\"");
    }
    if let Some(budget) = questions.budget_gbp.filter(|budget| !(budget.is_finite() && *budget > 0.0)) {
        fault("budget", (budget.to_string(), "pounds a year, above 0"), "--budget 2e6");
    }
    if !(7..=3_660).contains(&questions.days) {
        fault("days", (questions.days.to_string(), "7 to 3660"), "91 is usual");
    }
    if !(20..=100_000).contains(&questions.draws) {
        fault("draws", (questions.draws.to_string(), "20 to 100000"), "1000 is usual");
    }
    problems.into_result(|| ())
}

fn too_little() -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: "circle".to_owned(),
        path: "run".to_owned(),
        line: None,
        found: "a level of hours and incidents without a C2 response".to_owned(),
        rule: "a C2 mean at every level, in every replication".to_owned(),
        hint: "take more days: --days 182".to_owned(),
    });
    problems
}
