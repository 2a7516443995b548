//! From arrangements to the patient's wait: what each reaches, channel by channel, in the ambulances' scenario.
//!
//! Replication r of every arrangement meets draw r of belief and luck of the process, and the same incidents. What an
//! arrangement changes are the five channels: where growth hours are rostered, handover, days of go-live with their fits,
//! shared hubs and effort; money, staff and dispatch are the same. Nothing here names a winner.

mod coming;
mod dated;
mod equity;
mod field;
mod figures;
mod reached;
mod service;
mod split;
#[cfg(feature = "arrow")]
mod table;

pub use equity::{Equity, EquityRow};
pub use figures::{ChannelRow, PreventedRow, WaitRow};
pub use service::ServiceRow;
#[cfg(feature = "arrow")]
pub use table::WAIT_TABLES;

use super::draws::process;
use crate::experiment::replicate::{Prepared, prepare, prepare_among};
use crate::experiment::run::{ArmResult, Experiment, RunOptions, in_pool, run_prepared};
use crate::governance::process::{Course, Workroom};
use crate::outcome::Level;
use crate::problem::{Problem, Problems};
use crate::rng::Address;
use crate::scenario::{ArrangementStudy, Believed, Edit, Fixed, Mean, Scenario};
use dated::Window;
use field::Field;
use rayon::prelude::*;
use reached::{Belief, Reached};
use split::Shares;

/// What is asked of studies and a base scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitQuestion {
    /// Whole years after the study's first day at whose end patients' waits are looked at, from 1 to this.
    pub years: u32,
    /// Hours a week of each trust's team.
    pub team_hours: f64,
    /// Whether the differences at the end of the last year are split over the channels: up to 31 further runs for each
    /// arrangement and draw.
    pub split: bool,
}

/// The arrangements in the ambulances: the base scenario without packages, and each arrangement at the end of each year.
#[derive(Debug, Clone)]
pub struct WaitRun {
    /// The studies: one trust each, the same arrangements in all.
    pub studies: Vec<ArrangementStudy>,
    /// What was asked.
    pub question: WaitQuestion,
    /// The base first; then year by year the arrangements in the study's order. An arm's scenario is that of the first
    /// draw: entries of interventions differ from draw to draw.
    pub experiment: Experiment,
    /// By draw, then by study, then by arrangement: what the process gave.
    pub courses: Vec<Vec<Vec<Course>>>,
    /// By draw, then by arrangement: mean seconds off handover over ICSs by residents, at the end of the last year.
    handover_s: Vec<Vec<f64>>,
    /// The base with the first arrangement's packages on their median days, as the end of [`MIDDLE`] would see them.
    coming: Scenario,
    /// By draw, then by arrangement from the second on: what of the difference from the first each channel carries; empty
    /// where it was not asked for.
    shares: Vec<Vec<Shares>>,
}

/// The year at whose end what would have to be true is asked: some packages are live by then, and some are to come.
pub const MIDDLE: u32 = 2;

/// Runs every arrangement of studies through the ambulances, as many draws as the base has replications.
///
/// With several studies, one for each of several trusts, every trust has the same arrangement in an arm. The base scenario's
/// window is run for the end of each year: the same days and incidents each time, so that what differs between years is how
/// long packages have been live. Luck is the base's seed for ambulances and the first study's for the process. `None` of the
/// draws after a stop is kept.
///
/// # Errors
/// If the base stands on another region, has interventions of its own or a window longer than a year; if the years lie
/// beyond the studies' horizon; if a proposal is no intervention, or there are too many.
///
/// # Panics
/// If there is no study.
pub fn wait(
    studies: &[ArrangementStudy],
    base: &Scenario,
    question: WaitQuestion,
    options: &RunOptions<'_>,
) -> Result<WaitRun, Problems> {
    check(studies, base, question)?;
    let plain = prepare(&[base]);
    let fields: Vec<Field> = studies.iter().map(|study| Field::of(study, base, &plain[0])).collect();
    let trusts: Vec<(&ArrangementStudy, &Field)> = studies.iter().zip(&fields).collect();
    let whole = base.with(&[dated::all_live(base, &trusts)])?;
    let n_arms = 1 + question.years as usize * studies[0].arrangements.len();
    if let Some(progress) = options.progress {
        progress.expect_units(n_arms as u64 * u64::from(base.run().replications));
    }
    let draws: Vec<u32> =
        (options.first_replication..options.first_replication + base.run().replications).collect();
    let ran: Vec<Option<Found>> = in_pool(options.threads, || {
        let ready = prepare_among(&[&whole], Some((base, &plain[0])));
        let one = |number: &u32| {
            let draw = Draw::new(&trusts, base, (&whole, &ready[0]), *number);
            let found = draw.found(question, options);
            if let Some(progress) = options.progress {
                progress.add_units(n_arms as u64);
            }
            found
        };
        draws.par_iter().map(one).collect()
    });
    let coming = coming::scenario(&trusts, base, question, &ran);
    Ok(joined((studies, coming), base, question, ran))
}

/// One draw of belief and luck, alike for every arrangement.
struct Draw<'a> {
    trusts: &'a [(&'a ArrangementStudy, &'a Field)],
    base: Scenario,
    known: (&'a Scenario, &'a Prepared),
    number: u32,
    address: Address,
    believed: Vec<Believed>,
}

/// What a draw gave.
struct Found {
    experiment: Experiment,
    courses: Vec<Vec<Course>>,
    shares: Vec<Shares>,
    handover_s: Vec<f64>,
}

impl<'a> Draw<'a> {
    fn new(
        trusts: &'a [(&'a ArrangementStudy, &'a Field)],
        base: &Scenario,
        known: (&'a Scenario, &'a Prepared),
        number: u32,
    ) -> Self {
        let address = Address::new(trusts[0].0.seed, number);
        let believed = trusts.iter().map(|(study, _)| study.believed(&address, Fixed::Nothing)).collect();
        let once = Edit::new("run.replications", 1);
        let base = base.with(std::slice::from_ref(&once)).expect("one replication is always allowed");
        Self { trusts, base, known, number, address, believed }
    }

    /// The course of every arrangement, by trust.
    fn courses(&self, team_hours: f64) -> Vec<Vec<Course>> {
        let mut room = Workroom::default();
        let mut of_trust = |((study, _), believed): (&(&ArrangementStudy, &Field), &Believed)| {
            let discipline = study.discipline.build();
            let ground = (&believed.numbers, believed.members.as_slice());
            let mut one = |design| {
                process(study, ground, design, (team_hours, &*discipline)).run(&self.address, &mut room)
            };
            believed.designs.iter().map(&mut one).collect()
        };
        self.trusts.iter().zip(&self.believed).map(&mut of_trust).collect()
    }

    /// What an arrangement reaches by the end of a year, by trust.
    fn reached(&self, courses: &[Vec<Course>], arrangement: usize, year: u32) -> Vec<Reached> {
        let window = (self.base.run().start, Window::of(&self.base, year));
        let of_trust = |at: usize| {
            let ((study, field), believed) = (self.trusts[at], &self.believed[at]);
            let belief = Belief {
                study,
                field,
                address: &self.address,
                numbers: &believed.numbers,
                members: &believed.members,
            };
            let own = (&study.arrangements[arrangement], &believed.designs[arrangement]);
            belief.reached(own, &courses[at][arrangement], window)
        };
        (0..self.trusts.len()).map(of_trust).collect()
    }

    fn scenario(&self, reached: &[Reached]) -> Scenario {
        let reached: Vec<&Reached> = reached.iter().collect();
        let edits = dated::edits(&self.base, self.trusts, &reached);
        self.base.with(&edits).expect("a part of what was checked with every package live")
    }

    fn run(&self, arms: &[(String, Scenario)], options: &RunOptions<'_>) -> Experiment {
        let scenarios: Vec<&Scenario> = arms.iter().map(|(_, scenario)| scenario).collect();
        let own = prepare_among(&scenarios, Some(self.known));
        let alone = RunOptions { threads: 0, first_replication: self.number, progress: None, ..*options };
        run_prepared(arms, &own, &alone)
    }

    /// The base and every arrangement at every window; `None` if it was stopped.
    fn found(&self, question: WaitQuestion, options: &RunOptions<'_>) -> Option<Found> {
        let courses = self.courses(question.team_hours);
        let names: Vec<&str> =
            self.trusts[0].0.arrangements.iter().map(|parts| parts.name.as_str()).collect();
        let mut arms = vec![("without packages".to_owned(), self.base.clone())];
        for year in 1..=question.years {
            for (arrangement, name) in names.iter().enumerate() {
                let scenario = self.scenario(&self.reached(&courses, arrangement, year));
                arms.push((format!("{name}, end of year {year}"), scenario));
            }
        }
        let experiment = self.run(&arms, options);
        if !experiment.complete {
            return None;
        }
        let shares =
            if question.split { self.shares(&courses, question.years, options)? } else { Vec::new() };
        let handover_s =
            (0..names.len()).map(|at| self.handover_s(&self.reached(&courses, at, question.years))).collect();
        Some(Found { experiment, courses, shares, handover_s })
    }

    /// Mean seconds off handover over all ICSs, by residents.
    fn handover_s(&self, reached: &[Reached]) -> f64 {
        let (mut sum, mut people) = (0.0, 0.0);
        for ((study, _), own) in self.trusts.iter().zip(reached) {
            for (at, member) in study.ground.members.iter().enumerate() {
                sum += member.residents * (own.handover_s[at] + own.effort_s[at]);
                people += member.residents;
            }
        }
        sum / people
    }

    /// The shares of the channels in the difference of each arrangement from the first.
    fn shares(&self, courses: &[Vec<Course>], year: u32, options: &RunOptions<'_>) -> Option<Vec<Shares>> {
        let places = places(self.trusts.iter().map(|(study, _)| *study));
        let first = self.reached(courses, 0, year);
        let arrangements = 1..self.trusts[0].0.arrangements.len();
        arrangements
            .map(|at| self.split((&self.reached(courses, at, year), &first), &places, options))
            .collect()
    }
}

/// All draws as one experiment.
fn joined(
    (studies, coming): (&[ArrangementStudy], Scenario),
    base: &Scenario,
    question: WaitQuestion,
    ran: Vec<Option<Found>>,
) -> WaitRun {
    let complete = ran.iter().all(Option::is_some);
    let mut arms: Vec<ArmResult> = Vec::new();
    let (mut replications, mut courses) = (Vec::new(), Vec::new());
    let (mut shares, mut handover_s) = (Vec::new(), Vec::new());
    for found in ran.into_iter().flatten() {
        courses.push(found.courses);
        handover_s.push(found.handover_s);
        shares.extend(question.split.then_some(found.shares));
        replications.extend(found.experiment.replications);
        if arms.is_empty() {
            arms = found.experiment.arms;
            continue;
        }
        for (arm, more) in arms.iter_mut().zip(found.experiment.arms) {
            arm.replications.extend(more.replications);
            arm.incidents.extend(more.incidents);
            arm.logs.extend(more.logs);
        }
    }
    if let Some(first) = arms.first_mut() {
        first.scenario = base.clone();
    }
    let experiment = Experiment { arms, replications, complete, branched: None, precision: None };
    WaitRun { studies: studies.to_vec(), question, experiment, courses, handover_s, coming, shares }
}

/// Where waits are told: for one trust the service and its ICSs, for several England, each service, and each one's part of
/// each ICS.
fn places<'a>(studies: impl Iterator<Item = &'a ArrangementStudy> + Clone) -> Vec<(Level, String)> {
    let several = studies.clone().count() > 1;
    let services = studies.clone().map(|study| (Level::Trust, study.ground.service.0.clone()));
    let own = |study: &'a ArrangementStudy| {
        study.ground.members.iter().map(move |member| match several {
            true => (Level::Patch, study.patch_code(&member.code)),
            false => (Level::Ics, member.code.clone()),
        })
    };
    let england = several.then(|| (Level::England, "England".to_owned()));
    england.into_iter().chain(services).chain(studies.clone().flat_map(own)).collect()
}
fn check(studies: &[ArrangementStudy], base: &Scenario, question: WaitQuestion) -> Result<(), Problems> {
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
    let study = studies.first().expect("there is a study");
    let (own, theirs) = (study.region.sources(), base.region().sources());
    if own.hash != theirs.hash {
        let rule = ("the region of the study of arrangements", "take a scenario of the same region");
        fault("region", base.region().name().to_owned(), rule);
    }
    if !base.interventions().is_empty() {
        let found = format!("{} interventions", base.interventions().len());
        fault("intervention", found, ("none: they are what the arrangements bring", "leave them out"));
    }
    let growth = study.means.range(Mean::GrowthHours).high > 0.0;
    if growth && base.uplift_hours_per_week() > 0.0 {
        let rule = ("no uplift of its own: growth hours are the study's", "leave it out here or there");
        fault("arrangement.uplift_hours_per_week", base.uplift_hours_per_week().to_string(), rule);
    }
    if studies.len() > 1 && study.means.range(Mean::HubClinicians).high > 0.0 {
        let rule = ("none where several services are looked at: hubs are a service's own", "leave them out");
        fault(&format!("means.{}", Mean::HubClinicians.name()), "hubs".to_owned(), rule);
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
