//! A calibration finds its way, remembers what it ran, and gives the same bytes for any threads.

use ambics::experiment::{Calibrated, Calibration, RunOptions, Trial, calibrate};
use ambics::region::Month;
use ambics::scenario::{Edit, Scenario};
use std::sync::Mutex;

fn tiny(edits: &[Edit]) -> Scenario {
    let small = [Edit::new("run.replications", 2), Edit::new("run.seed", 5)];
    Scenario::embedded("tiny/tiny")
        .and_then(|tiny| tiny.with(&[&small[..], edits].concat()))
        .expect("sound edits")
}

fn question(known: Vec<Trial>) -> Calibration {
    let months = ["2023-10", "2023-11"].iter().filter_map(|month| Month::parse(month)).collect();
    Calibration { months, shared: false, screen: 12, steps: 4, members: 4, trade_off: true, known }
}

/// The calibration, and its trials with their misfits.
fn fit(scenario: &Scenario, question: &Calibration, threads: usize) -> (Calibrated, Vec<(Trial, f64)>) {
    let told = Mutex::new(Vec::new());
    let tell = |trial: &Trial, _: usize, misfit: f64, _: usize| {
        told.lock().expect("no panic").push((trial.clone(), misfit));
    };
    let options = RunOptions { threads, ..RunOptions::default() };
    let found = calibrate(scenario, question, &options, &tell).expect("a sound question");
    (found, told.into_inner().expect("no panic"))
}

#[test]
fn it_comes_nearer_and_goes_on_from_what_was_run() {
    let far = tiny(&[
        Edit::new("fleet.hours_per_week.TNY", 1700.0),
        Edit::new("demand.months", "2023-10..2023-11"),
    ]);
    let (found, trials) = fit(&far, &question(Vec::new()), 1);
    let (first, last) = (trials[0].1, trials.iter().map(|(_, misfit)| *misfit).fold(f64::INFINITY, f64::min));
    assert!(last < 0.5 * first, "misfit {first} to {last}");
    assert!(found.complete && found.runs >= trials.len());
    let weights: f64 = found.ensemble.members.iter().map(|member| member.weight).sum();
    assert!((weights - 1.0).abs() < 1e-9 && found.ensemble.members[0].edits.len() == found.dials.len() + 1);
    // C4 has 20 incidents a month: too few to be aimed at.
    assert_eq!((found.dials.len(), found.targets.len()), (5, 8));
    assert!(found.pinned.iter().all(|p| p.sd > 0.0 && p.against_prior <= 1.0));
    // Hours and time on scene rise together along the curve.
    let ratio = |scene: f64| found.trade_off.iter().find(|row| row.scene == scene).map(|row| row.hours);
    assert!(ratio(0.9) < Some(1.0) && ratio(1.1) > Some(1.0), "{:?}", found.trade_off);

    let known = trials.iter().map(|(trial, _)| trial.clone()).collect();
    let (again, fresh) = fit(&far, &question(known), 2);
    assert!(fresh.is_empty(), "{} vectors were run twice", fresh.len());
    assert_eq!((again.ensemble.csv(), again.best), (found.ensemble.csv(), found.best));
}

#[test]
fn a_fit_is_a_scenario() {
    let (found, _) =
        fit(&tiny(&[]), &Calibration { screen: 0, steps: 1, members: 1, ..question(Vec::new()) }, 1);
    let fitted = found.ensemble.scenarios(&tiny(&[])).expect("edits of tiny");
    let hours = fitted[0].hours_in_force()[0].hours_per_week;
    assert_eq!(hours, found.pinned[0].value);
}

#[test]
fn months_without_figures_are_a_fault() {
    let nowhere =
        Calibration { months: vec![Month::parse("2031-01").expect("a month")], ..question(Vec::new()) };
    let told = calibrate(&tiny(&[]), &nowhere, &RunOptions::default(), &|_, _, _, _| ());
    assert!(told.expect_err("nothing is published").to_string().contains("2031-01"));
}

#[test]
fn the_shipped_ensemble_is_of_the_shipped_region() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/fits/england-2022.csv");
    let ensemble = ambics::scenario::Ensemble::load(&file).expect("a sound fit");
    let england = Scenario::embedded("england-2023").expect("shipped");
    let sets = ensemble.scenarios(&england).expect("edits of England");
    assert!(sets.len() > 1);
    let one = Scenario::embedded("south-west").expect("shipped");
    assert_eq!(ensemble.scenarios(&one).expect("edits of one service").len(), sets.len());
    // The best set is what the region's own tables say.
    for (best, own) in sets[0].hours_in_force().iter().zip(england.hours_in_force()) {
        assert_eq!((&best.code, best.hours_per_week), (&own.code, own.hours_per_week));
    }
}
