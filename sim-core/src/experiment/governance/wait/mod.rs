//! From go-live dates to the patient's wait: the packages of each arrangement in the ambulances' scenario.
//!
//! Replication r of every arrangement meets draw r of belief and luck of the process, and the same incidents. What an
//! arrangement changes is the days on which its packages go live and how well they fit; hours, money, dispatch and all
//! else are the base scenario's. Nothing here names a winner.

mod dated;
mod figures;
#[cfg(feature = "arrow")]
mod table;

pub use figures::{PreventedRow, WaitRow};
#[cfg(feature = "arrow")]
pub use table::WAIT_TABLES;

use super::draws::process;
use crate::experiment::replicate::{Prepared, prepare, prepare_beside};
use crate::experiment::run::{ArmResult, Experiment, RunOptions, in_pool, run_prepared};
use crate::governance::process::{Course, Workroom};
use crate::problem::{Problem, Problems};
use crate::rng::Address;
use crate::scenario::{ArrangementStudy, Fixed, Scenario};
use dated::Window;
use rayon::prelude::*;

/// What is asked of a study and a base scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitQuestion {
    /// Whole years after the study's first day at whose end patients' waits are looked at, from 1 to this.
    pub years: u32,
    /// Hours a week of the trust's team.
    pub team_hours: f64,
}

/// The arrangements in the ambulances: the base scenario without packages, and each arrangement at the end of each year.
#[derive(Debug, Clone)]
pub struct WaitRun {
    /// The study.
    pub study: ArrangementStudy,
    /// What was asked.
    pub question: WaitQuestion,
    /// The base first; then year by year the arrangements in the study's order. An arm's scenario is that of the first
    /// draw: entries of interventions differ from draw to draw.
    pub experiment: Experiment,
    /// By draw, then by arrangement: what the process gave.
    pub courses: Vec<Vec<Course>>,
}

/// Runs every arrangement of a study through the ambulances, as many draws as the base has replications.
///
/// The base scenario's window is run for the end of each year: the same days and incidents each time, so that what differs
/// between years is how long packages have been live. Luck is the base's seed for ambulances and the study's for the
/// process. `None` of the draws after a stop is kept.
///
/// # Errors
/// If the base stands on another region, has interventions of its own or a window longer than a year; if the years lie
/// beyond the study's horizon; if a proposal is no intervention, or there are too many.
pub fn wait(
    study: &ArrangementStudy,
    base: &Scenario,
    question: WaitQuestion,
    options: &RunOptions<'_>,
) -> Result<WaitRun, Problems> {
    check(study, base, question)?;
    let whole = base.with(&[dated::all_live(study, base)])?;
    let windows: Vec<Window> = (1..=question.years).map(|year| Window::of(base, year)).collect();
    let draws = options.first_replication..options.first_replication + base.run().replications;
    let n_arms = 1 + windows.len() * study.arrangements.len();
    if let Some(progress) = options.progress {
        progress.expect_units(n_arms as u64 * u64::from(base.run().replications));
    }
    let ran: Vec<Option<(Experiment, Vec<Course>)>> = in_pool(options.threads, || {
        let ready = prepare(&[&whole]);
        let draws: Vec<u32> = draws.collect();
        let one = |draw: &u32| {
            let courses = courses(study, question, *draw);
            let arms = arms(study, base, &windows, &courses);
            let own: Vec<Prepared> =
                arms.iter().map(|(_, scenario)| prepare_beside(scenario, (&whole, &ready[0]))).collect();
            let alone = RunOptions { threads: 0, first_replication: *draw, progress: None, ..*options };
            let found = run_prepared(&arms, &own, &alone);
            if let Some(progress) = options.progress {
                progress.add_units(n_arms as u64);
            }
            found.complete.then_some((found, courses))
        };
        draws.par_iter().map(one).collect()
    });
    Ok(joined(study, base, question, ran))
}

/// The course of every arrangement in one draw.
fn courses(study: &ArrangementStudy, question: WaitQuestion, draw: u32) -> Vec<Course> {
    let discipline = study.discipline.build();
    let address = Address::new(study.seed, draw);
    let believed = study.believed(&address, Fixed::Nothing);
    let ground = (&believed.numbers, believed.members.as_slice());
    let mut room = Workroom::default();
    let hours = (question.team_hours, &*discipline);
    let designs = believed.designs.iter();
    designs.map(|design| process(study, ground, design, hours).run(&address, &mut room)).collect()
}

/// The base for one draw, and every arrangement at every window.
fn arms(
    study: &ArrangementStudy,
    base: &Scenario,
    windows: &[Window],
    courses: &[Course],
) -> Vec<(String, Scenario)> {
    let once = crate::scenario::Edit::new("run.replications", 1);
    let base = base.with(std::slice::from_ref(&once)).expect("one replication is always allowed");
    let mut arms = vec![("without packages".to_owned(), base.clone())];
    for window in windows {
        for (parts, course) in study.arrangements.iter().zip(courses) {
            let edit = dated::live_by(study, &base, *window, course);
            let scenario = base.with(&[edit]).expect("a part of what was checked with every package live");
            arms.push((format!("{}, end of year {}", parts.name, window.year), scenario));
        }
    }
    arms
}

/// All draws as one experiment.
fn joined(
    study: &ArrangementStudy,
    base: &Scenario,
    question: WaitQuestion,
    ran: Vec<Option<(Experiment, Vec<Course>)>>,
) -> WaitRun {
    let complete = ran.iter().all(Option::is_some);
    let mut arms: Vec<ArmResult> = Vec::new();
    let (mut replications, mut courses) = (Vec::new(), Vec::new());
    for (found, course) in ran.into_iter().flatten() {
        courses.push(course);
        replications.extend(found.replications);
        if arms.is_empty() {
            arms = found.arms;
            continue;
        }
        for (arm, more) in arms.iter_mut().zip(found.arms) {
            arm.replications.extend(more.replications);
            arm.incidents.extend(more.incidents);
            arm.logs.extend(more.logs);
        }
    }
    if let Some(first) = arms.first_mut() {
        first.scenario = base.clone();
    }
    let experiment = Experiment { arms, replications, complete, branched: None };
    WaitRun { study: study.clone(), question, experiment, courses }
}

fn check(study: &ArrangementStudy, base: &Scenario, question: WaitQuestion) -> Result<(), Problems> {
    let mut problems = Problems::none();
    let mut fault = |path: &str, found: String, (rule, hint): (&str, &str)| {
        problems.push(Problem {
            file: base.name().to_owned(),
            path: path.to_owned(),
            line: None,
            found,
            rule: rule.to_owned(),
            hint: hint.to_owned(),
        });
    };
    let (own, theirs) = (study.region.sources(), base.region().sources());
    if own.hash != theirs.hash {
        let rule = ("the region of the study of arrangements", "take a scenario of the same region");
        fault("region", base.region().name().to_owned(), rule);
    }
    if !base.interventions().is_empty() {
        let found = format!("{} interventions", base.interventions().len());
        fault("intervention", found, ("none: they are what the arrangements bring", "leave them out"));
    }
    if base.run().days > 365 {
        fault("run.days", base.run().days.to_string(), ("at most 365: the window is the end of a year", ""));
    }
    let years = f64::from(question.years);
    if question.years == 0 || years * dated::DAYS_A_YEAR > study.horizon_days + 1.0 {
        let hint = format!("the study looks at {:.0} days", study.horizon_days);
        fault("years", question.years.to_string(), ("1 or more, within the study's years", &hint));
    }
    if !(question.team_hours > 0.0 && question.team_hours.is_finite()) {
        fault("team hours", question.team_hours.to_string(), ("hours a week above 0", ""));
    }
    problems.into_result(|| ())
}
