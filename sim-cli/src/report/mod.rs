//! What is said of a result, from an experiment to a document.

mod allocate;
mod areas;
mod backtest;
mod beside;
mod between;
mod board;
mod budget;
mod calibrate;
mod circle;
mod closing;
mod contrasts;
mod costs;
mod crews;
mod desks;
mod emulator;
mod ensemble;
mod estimates;
mod every;
mod fit;
mod frontier;
mod gains;
mod governance;
mod header;
mod hours;
pub(crate) mod indicators;
mod maps;
mod operations;
mod planround;
mod pooling;
mod portfolio;
mod precision;
mod prevention;
mod required;
mod resources;
mod responses;
mod scorecard;
mod seek;
mod standards;
mod stations;
mod summary;
mod sweep;
mod teams;
mod variance;
mod warm_up;
mod watched;

pub(crate) use allocate::of_allocated;
pub(crate) use backtest::of_backtest;
pub(crate) use between::of_between;
pub(crate) use budget::of_circle;
pub(crate) use calibrate::of_calibration;
pub(crate) use emulator::{Asked, of_answer, of_emulator};
pub(crate) use ensemble::of_ensemble;
pub(crate) use every::of_every_allocated;
pub(crate) use governance::{GOVERNANCE_SENTENCES, WaitFound, of_governance, of_wait, wait_sentences};
pub(crate) use maps::add_maps;
pub(crate) use planround::of_plan;
pub(crate) use pooling::of_pooled;
pub(crate) use portfolio::of_portfolio;
pub(crate) use prevention::{WITHOUT, of_library, of_prevention};
pub(crate) use required::of_required;
pub(crate) use scorecard::{Backtest, of_scorecard};
pub(crate) use seek::{of_seek, seek_brief, tried};
pub(crate) use stations::of_stations;
pub(crate) use sweep::of_sweep;
pub(crate) use warm_up::of_warm_up;

use crate::document::{Document, counted};
use ambics::experiment::{ArmResult, Experiment};
use ambics::outcome::{Measures, ReportedCategory};
use ambics::stats::Estimate;

/// The categories that have a standard.
const CATEGORIES: [ReportedCategory; 4] =
    [ReportedCategory::C1, ReportedCategory::C2, ReportedCategory::C3, ReportedCategory::C4];

/// Services up to which each has a table of its own.
const FEW: usize = 3;

/// The report of one scenario.
pub(crate) fn of_run(experiment: &Experiment) -> Document {
    let Some(arm) = experiment.arms.first().filter(|arm| !arm.replications.is_empty()) else {
        return Document::default();
    };
    let mut document = Document { title: format!("ambics run: {}", arm.name), ..Document::default() };
    header::begin(&mut document, experiment, &[]);
    responses::by_service(&mut document, arm);
    responses::by_ics(&mut document, arm);
    standards::table(&mut document, arm);
    operations::tables(&mut document, arm);
    desks::tables(&mut document, arm);
    closing::end(&mut document, experiment);
    precision::table(&mut document, experiment);
    document
}

/// The report of a comparison; `overruled` says what the baseline decides for all arms.
pub(crate) fn of_comparison(experiment: &Experiment, overruled: &[String]) -> Document {
    let Some(base) = experiment.arms.first().filter(|arm| !arm.replications.is_empty()) else {
        return Document::default();
    };
    let others: Vec<&str> = experiment.arms[1..].iter().map(|arm| arm.name.as_str()).collect();
    let title = format!("ambics compare: {} with {}", base.name, others.join(" and "));
    let mut document = Document { title, ..Document::default() };
    let contrasts = contrasts::Contrasts::of(experiment, 0);
    header::begin(&mut document, experiment, overruled);
    summary::lines(&mut document, experiment, &contrasts);
    contrasts::whole_services(&mut document, experiment, &contrasts);
    contrasts::by_area(&mut document, experiment, &contrasts);
    contrasts::by_deprivation(&mut document, experiment, &contrasts);
    contrasts::chart(&mut document, experiment, &contrasts);
    gains::lists(&mut document, experiment, &contrasts);
    beside::between_arms(&mut document, experiment);
    hours::tables(&mut document, experiment);
    hours::channels(&mut document, experiment, &contrasts);
    closing::end(&mut document, experiment);
    precision::table(&mut document, experiment);
    document
}

/// The report of one scenario, or of a comparison if there are more.
pub(crate) fn of(experiment: &Experiment) -> Document {
    if experiment.arms.len() > 1 { of_comparison(experiment, &[]) } else { of_run(experiment) }
}

/// The services as a whole, for a first look.
pub(crate) fn brief(experiment: &Experiment) -> Document {
    let Some(first) = experiment.arms.first().filter(|arm| !arm.replications.is_empty()) else {
        return Document::default();
    };
    let names: Vec<&str> = experiment.arms.iter().map(|arm| arm.name.as_str()).collect();
    let n = experiment.replications.len();
    let mut document = Document { title: format!("ambics: {}", names.join(" | ")), ..Document::default() };
    document.paragraph(format!(
        "{} days from {}, {}{}. SYNTHETIC stations, fitted hours: a model, not published statistics.",
        first.scenario.run().days,
        first.scenario.run().start,
        counted(n, "replication"),
        if experiment.complete { "" } else { " (interrupted)" },
    ));
    if experiment.arms.len() > 1 {
        let contrasts = contrasts::Contrasts::of(experiment, 0);
        contrasts::whole_services(&mut document, experiment, &contrasts);
    } else {
        responses::by_service(&mut document, first);
    }
    document
}

/// The mean over replications of something measured; `None` where no replication has it.
fn mean(arm: &ArmResult, of: impl Fn(&Measures) -> Option<f64>) -> Option<f64> {
    let values: Vec<f64> = arm.replications.iter().filter_map(of).collect();
    Estimate::of(&values).map(|estimate| estimate.mean)
}

/// The mean over replications of a count or a sum.
fn mean_count(arm: &ArmResult, of: impl Fn(&Measures) -> f64) -> f64 {
    mean(arm, |measures| Some(of(measures))).unwrap_or(0.0)
}
