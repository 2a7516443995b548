//! Running a scenario at the points of a design, and fitting what comes out.

use super::design::{Input, Ranges, USUAL_POINTS, USUAL_RANGES, design};
use super::question::{Own, fault};
use super::regression::{Regression, published_months};
use super::surface::FEWEST;
use super::{Emulator, Given, Provenance, ServiceEmulator};
use crate::experiment::planround::departments;
use crate::experiment::run::{ArmResult, Experiment, RunOptions, run};
use crate::experiment::summary::Statistic;
use crate::ids::ServiceId;
use crate::outcome::{Level, ReportedCategory};
use crate::problem::Problems;
use crate::scenario::{Edit, Scenario};
use crate::stats::Estimate;
use std::collections::BTreeSet;

/// What an emulator is to cover.
#[derive(Debug, Clone, PartialEq)]
pub struct EmulatorQuestions {
    /// Least and highest ratio of hours, incidents and handover; 1 lies between them.
    pub ranges: Ranges,
    /// Points inside the box, beside the scenario itself and the corners.
    pub points: u32,
}

impl Default for EmulatorQuestions {
    fn default() -> Self {
        Self { ranges: USUAL_RANGES, points: USUAL_POINTS }
    }
}

/// Most points inside the box: beyond it runs cost more than they tell.
const MOST_POINTS: u32 = 1000;

/// Runs a scenario over a design, on common tapes, and fits an emulator of the C2 mean of each of its services; seed and
/// replications are the scenario's own. `None` if it was stopped: a part of a design is not kept.
///
/// ```
/// use ambics::experiment::RunOptions;
/// use ambics::experiment::emulator::{EmulatorQuestions, emulate};
/// use ambics::scenario::{Edit, Scenario};
/// let edits = [Edit::new("run.replications", 2), Edit::new("run.days", 2)];
/// let tiny = Scenario::embedded("tiny/tiny").and_then(|tiny| tiny.with(&edits)).expect("sound edits");
/// let questions = EmulatorQuestions { points: 16, ..EmulatorQuestions::default() };
/// let emulator = emulate(&tiny, &questions, &RunOptions::default()).expect("sound questions").expect("not stopped");
/// let service = emulator.of(None).expect("one service");
/// let more = service.predict([1.05, 1.0, 1.0]).expect("within the box");
/// assert!(more.c2_mean_s > 0.0);
/// assert!(service.predict([1.5, 1.0, 1.0]).is_err());
/// ```
///
/// # Errors
/// Every fault of the questions, and of what the scenario fixes so that it cannot be turned.
pub fn emulate(
    scenario: &Scenario,
    questions: &EmulatorQuestions,
    options: &RunOptions<'_>,
) -> Result<Option<Emulator>, Problems> {
    sound(scenario, questions)?;
    let points = design(&questions.ranges, questions.points);
    let mut arms = Vec::with_capacity(points.len());
    for (number, point) in points.iter().enumerate() {
        arms.push((format!("point {number}"), scenario.with(&edits(scenario, point))?));
    }
    let experiment = run(&arms, options);
    if !experiment.complete {
        return Ok(None);
    }
    let services = scenario.services().into_iter();
    let services: Result<Vec<ServiceEmulator>, Problems> =
        services.map(|service| fitted(&experiment, service, questions, &points)).collect();
    Ok(Some(Emulator {
        manifest: provenance(scenario),
        ranges: questions.ranges,
        points,
        services: services?,
    }))
}

fn sound(scenario: &Scenario, questions: &EmulatorQuestions) -> Result<(), Problems> {
    let mut problems = Problems::none();
    for input in Input::ALL {
        let (low, high) = questions.ranges[input.row()];
        if !((0.1..1.0).contains(&low) && high > 1.0 && high <= 10.0) {
            let rule = "a range of ratios with 1 inside, from 0.1 to 10";
            problems.push(fault(input.name(), (&format!("{low} to {high}"), rule), "for example 0.9..1.1"));
        }
    }
    if questions.points + 9 < FEWEST as u32 || questions.points > MOST_POINTS {
        let rule = format!("from {} to {MOST_POINTS} points inside the box", FEWEST - 9);
        problems.push(fault("points", (&questions.points.to_string(), &rule), "64 is usual"));
    }
    if scenario.uplift_hours_per_week() > 0.0 {
        let found = format!("an uplift of {} hours a week", scenario.uplift_hours_per_week());
        let rule = "no uplift: the emulator turns all hours alike";
        problems.push(fault("arrangement", (&found, rule), "arrangement.method = \"today\""));
    }
    let fixed = [("fleet.rota", "hours"), ("handover.table", "handover")];
    for (key, input) in fixed.iter().filter(|(key, _)| scenario.data_files().iter().any(|f| f.key == *key)) {
        let rule = format!("{input} that a ratio can turn");
        problems.push(fault(key, ("a table", &rule), &format!("leave {key} out")));
    }
    problems.into_result(|| ())
}

/// The edits that set the inputs of all services to ratios of their own; an input at 1 stays as it stands.
fn edits(scenario: &Scenario, ratios: &[f64; 3]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let is_turned = |input: Input| ratios[input.row()] != 1.0;
    if is_turned(Input::Hours) {
        edits.extend(scenario.hours_in_force().into_iter().map(|hours| {
            let path = format!("fleet.hours_per_week.{}", hours.code);
            Edit::new(path, hours.hours_per_week * ratios[Input::Hours.row()])
        }));
    }
    let (region, plan, services) = (scenario.region(), scenario.world_plan(), scenario.services());
    if is_turned(Input::Incidents) {
        let own = region.patches().iter().filter(|patch| services.contains(&patch.service));
        let icses: BTreeSet<_> = own.map(|patch| patch.ics).collect();
        edits.extend(icses.into_iter().map(|ics| {
            let growth = plan.growth.get(&ics).copied().unwrap_or(1.0);
            let path = format!("demand.growth.{}", region.icses()[ics.index()].code);
            Edit::new(path, growth * ratios[Input::Incidents.row()])
        }));
    }
    if is_turned(Input::Handover) {
        let all = services.iter().flat_map(|service| departments(scenario, *service));
        edits.extend(all.map(|(hospital, mean_s)| {
            let mean_s = mean_s * ratios[Input::Handover.row()];
            Edit::new(format!("handover.mean.{}", hospital.code), format!("{mean_s} s"))
        }));
    }
    edits
}

fn fitted(
    experiment: &Experiment,
    service: ServiceId,
    questions: &EmulatorQuestions,
    points: &[[f64; 3]],
) -> Result<ServiceEmulator, Problems> {
    let base = &experiment.arms[0];
    let region = base.scenario.region();
    let row = &region.services()[service.index()];
    let code = row.code.as_str();
    let means = |arm: &ArmResult| c2_means(arm, code);
    let c2: Option<Vec<f64>> =
        experiment.arms.iter().map(|arm| Some(micro(Estimate::of(&means(arm)?)?.mean))).collect();
    let too_little = || {
        let mut problems = Problems::none();
        let rule = format!("{FEWEST} points or more with a C2 mean, of up to three times the scenario's own");
        let hint = "take more days or replications, or narrower ranges: --range hours=0.97..1.1";
        problems.push(fault("run", (&format!("too few of {code}"), &rule), hint));
        problems
    };
    let c2_mean_s = c2.filter(|c2| c2.iter().all(|s| *s > 0.0)).ok_or_else(too_little)?;
    let logs: Vec<f64> = means(base).unwrap_or_default().into_iter().map(libm::log).collect();
    let given = Given {
        code: code.to_owned(),
        name: row.name.clone(),
        own: own(base, service),
        chance_half_log: Estimate::of(&logs).and_then(|e| e.half_width).map(micro),
        c2_mean_s,
        regression: Regression::over(&published_months(region, service)),
    };
    ServiceEmulator::new(given, &questions.ranges, points, None).ok_or_else(too_little)
}

/// The C2 mean of a service in each replication, seconds; `None` if one has none.
fn c2_means(arm: &ArmResult, code: &str) -> Option<Vec<f64>> {
    let group = arm.levels.get(Level::Trust)?.codes.iter().position(|known| known == code)?;
    let first = arm.replications.first()?;
    let row = first.responses.iter().position(|row| {
        (row.level, usize::from(row.group), row.category) == (Level::Trust, group, ReportedCategory::C2)
    })?;
    arm.values(row, Statistic::Mean).into_iter().collect()
}

/// The scenario's own inputs of a service: hours that are rostered, incidents and handovers that were simulated.
fn own(base: &ArmResult, service: ServiceId) -> Own {
    let region = base.scenario.region();
    let code = &region.services()[service.index()].code;
    let patches = region.patches().iter().filter(|patch| patch.service == service);
    let hours: u32 = patches.filter_map(|patch| base.rostered_per_week.get(&patch.code)).sum();
    let weeks = f64::from(base.scenario.run().days) / 7.0;
    let group =
        base.levels.get(Level::Trust).and_then(|known| known.codes.iter().position(|own| own == code));
    let incidents = |measures: &crate::outcome::Measures| -> u64 {
        let all = measures.responses.iter().filter(|row| row.category == ReportedCategory::All);
        all.filter(|row| row.level == Level::Trust && Some(usize::from(row.group)) == group)
            .map(|row| row.incidents)
            .sum()
    };
    let n = base.replications.len().max(1) as f64;
    let all: u64 = base.replications.iter().map(incidents).sum();
    Own {
        hours_per_week: f64::from(hours),
        incidents_per_week: (all as f64 / n / weeks).round(),
        handover_mean_s: micro(handover_mean_s(base, service)),
    }
}

/// The mean handover that the service's departments are set to, each as often as it was simulated.
fn handover_mean_s(base: &ArmResult, service: ServiceId) -> f64 {
    let seen = |code: &str| -> f64 {
        let rows = base.replications.iter().flat_map(|measures| &measures.handovers);
        rows.filter(|row| row.level == "hospital" && row.code == code).map(|row| row.n as f64).sum()
    };
    let each: Vec<(f64, f64)> = departments(&base.scenario, service)
        .into_iter()
        .map(|(hospital, mean_s)| (seen(&hospital.code), mean_s))
        .collect();
    let n: f64 = each.iter().map(|(n, _)| n).sum();
    let first = each.first().map_or(1.0, |(_, mean_s)| *mean_s);
    let is_same = each.iter().all(|(_, mean_s)| *mean_s == first);
    if n > 0.0 && !is_same { each.iter().map(|(own, mean_s)| own * mean_s).sum::<f64>() / n } else { first }
}

/// Six decimals, which a file gives back exactly.
fn micro(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn provenance(scenario: &Scenario) -> Provenance {
    let (run, region) = (scenario.run(), scenario.region());
    Provenance {
        ambics_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.name().to_owned(),
        scenario_hash: scenario.hash(),
        region: region.name().to_owned(),
        data_hash: region.sources().hash.clone(),
        seed: run.seed,
        replications: run.replications,
        start: run.start.to_string(),
        days: run.days,
        attribution: region.sources().attribution.clone(),
    }
}
