//! The emulator: it finds a function that is known, is honest on noise, and foretells runs of the made-up region.

use ambics::dist::normal_quantile;
use ambics::experiment::RunOptions;
use ambics::experiment::emulator::{
    Emulator, EmulatorQuestions, Input, Surface, SurfacePoint, USUAL_RANGES, design, emulate,
};
use ambics::scenario::{Edit, Scenario};
use ambics::{Address, Purpose};

const UNIT: [(f64, f64); 3] = [(-1.0, 1.0); 3];

/// The points of a design in coordinates from -1 to 1; the first is a corner of the sequence, not the scenario.
fn points(inside: u32) -> Vec<SurfacePoint> {
    design(&UNIT, inside).split_off(1)
}

/// Normal noise of standard deviation 1.
fn noise(stream: u64, number: usize) -> f64 {
    let mark = Address::new(5, 0).key(Purpose::Drive, stream).mark(number as u64);
    normal_quantile(mark.clamp(1e-12, 1.0 - 1e-12))
}

/// Neither linear nor quadratic: a queue that fills.
fn queue([hours, incidents, handover]: &SurfacePoint) -> f64 {
    let load = 0.6 * (1.0 + 0.1 * incidents) * (1.0 + 0.12 * handover) / (1.0 + 0.1 * hours);
    (400.0 + 600.0 * load / (1.0 - load)).ln()
}

#[test]
fn a_known_function_is_found_again() {
    let points = points(64);
    let surface = Surface::fit(points.clone(), points.iter().map(queue).collect()).unwrap();
    assert!(surface.q2() > 0.999, "Q2 {}", surface.q2());
    let elsewhere = [[0.3, -0.2, 0.1], [0.9, 0.9, 0.9], [-0.7, 0.5, -0.4], [0.0, 0.0, 0.0]];
    for point in elsewhere {
        let (level, wanted) = (surface.at(&point), queue(&point));
        assert!((level.mean - wanted).abs() < 0.005, "{point:?}: {} for {wanted}", level.mean);
        let (change, _) = surface.between(&point, &elsewhere[3]);
        assert!((change - (wanted - queue(&elsewhere[3]))).abs() < 0.005);
    }
}

/// With ten coefficients, 72 values of noise are described in sample: R² of about 9 / 71. Foretold they are not.
#[test]
fn noise_is_not_foretold() {
    let points = points(64);
    let n = 16;
    let (mut in_sample, mut foretold) = (0.0, 0.0);
    for stream in 0..n {
        let values: Vec<f64> = (0..points.len()).map(|row| noise(stream, row)).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let all: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        let surface = Surface::fit(points.clone(), values.clone()).unwrap();
        let left: f64 = points.iter().zip(&values).map(|(p, v)| (surface.at(p).mean - v).powi(2)).sum();
        in_sample += (1.0 - left / all) / n as f64;
        foretold += surface.q2() / n as f64;
    }
    // One draw has a standard error of about 0.1 around -0.15, so the mean of 16 has 0.025.
    assert!(foretold < -0.15 + 4.0 * 0.025, "Q2 {foretold} of noise");
    assert!(in_sample > 0.05, "R2 {in_sample} in sample: something is always described");
}

#[test]
fn a_value_left_out_is_foretold_as_if_it_had_never_been_there() {
    let points = points(24);
    let values: Vec<f64> =
        points.iter().enumerate().map(|(row, point)| queue(point) + 0.02 * noise(9, row)).collect();
    let whole = Surface::fit(points.clone(), values.clone()).unwrap();
    for (row, told) in whole.left_out().into_iter().enumerate().step_by(5) {
        let (mut fewer, mut left) = (points.clone(), values.clone());
        let at = fewer.remove(row);
        left.remove(row);
        let without = Surface::with(fewer, left, whole.shape()).unwrap();
        assert!(
            (without.at(&at).mean - told).abs() < 1e-6,
            "value {row}: {} for {told}",
            without.at(&at).mean
        );
        assert!((told - values[row]).abs() > 1e-4, "it is no fit of the value itself");
    }
}

#[test]
fn intervals_hold_as_many_new_values_as_they_say() {
    let (points, sd) = (points(64), 0.03);
    let told: Vec<bool> = (0..10)
        .flat_map(|stream| {
            let values: Vec<f64> =
                points.iter().enumerate().map(|(row, p)| queue(p) + sd * noise(20 + stream, row)).collect();
            let surface = Surface::fit(points.clone(), values).unwrap();
            let new = design(&UNIT, 41).split_off(9).into_iter().enumerate().map(move |(row, point)| {
                let (level, value) = (surface.at(&point), queue(&point) + sd * noise(40 + stream, row));
                (value - level.mean).abs() <= surface.t() * level.sd
            });
            new.collect::<Vec<bool>>()
        })
        .collect();
    let share = told.iter().filter(|held| **held).count() as f64 / told.len() as f64;
    // 410 values at 95%: a standard error of 0.011; those of one surface share its faults, so twice that.
    assert!((share - 0.95).abs() < 4.0 * 0.022, "{share} of {} are held", told.len());
}

fn tiny() -> Scenario {
    let edits = [Edit::new("run.replications", 3), Edit::new("run.days", 7)];
    Scenario::embedded("tiny/tiny").unwrap().with(&edits).unwrap()
}

fn made(threads: usize) -> Emulator {
    let options = RunOptions { threads, ..RunOptions::default() };
    let questions = EmulatorQuestions { points: 40, ..EmulatorQuestions::default() };
    emulate(&tiny(), &questions, &options).unwrap().unwrap()
}

#[test]
fn the_made_up_region_is_emulated_from_end_to_end() {
    let emulator = made(2);
    let text = emulator.to_json();
    assert_eq!(text, made(1).to_json(), "the same for any number of threads");
    let service = emulator.of(None).unwrap();
    assert!(
        service.q2() > 0.8 && service.typical_miss() < 0.2,
        "{} {}",
        service.q2(),
        service.typical_miss()
    );
    assert_eq!((service.own.hours_per_week, service.own.handover_mean_s.round()), (2050.0, 1562.0));

    // Read again it says the same, to the last bit.
    let again = Emulator::from_json("emulator.json", &text).unwrap();
    let same = again.of(Some("tny")).unwrap();
    let point = [1.03, 0.98, 0.85];
    assert_eq!(service.predict(point).unwrap(), same.predict(point).unwrap());
    assert_eq!(again.to_json(), text);

    // More hours help; more incidents and longer handover harm.
    let signs = service.slopes().map(|slope| slope.seconds.signum());
    assert_eq!(signs, [-1.0, 1.0, 1.0], "{:?}", service.slopes());
    let still = service.predict([1.0; 3]).unwrap();
    assert_eq!((still.change_s, still.change_interval_s), (0.0, (0.0, 0.0)));

    let outside = service.predict([1.0, 1.2, 1.0]).unwrap_err().to_string();
    assert!(outside.contains("incidents: found +20.0%; not known there"), "{outside}");
    assert!(emulator.of(Some("RYF")).unwrap_err().to_string().contains("one of TNY"));

    let months = service.regression.as_ref().unwrap();
    assert_eq!((months.n, months.months[0].as_str(), months.months[1].as_str()), (6, "2023-10", "2024-03"));
}

#[test]
fn runs_that_the_emulator_has_not_seen_lie_where_it_says() {
    let (emulator, scenario) = (made(2), tiny());
    let service = emulator.of(None).unwrap();
    let asked = [[1.04, 0.97, 0.9], [0.95, 1.0, 1.1], [1.0, 1.05, 0.8], [0.97, 0.95, 1.2]];
    for [hours, incidents, handover] in asked {
        let region = scenario.region();
        let mut edits = vec![Edit::new("fleet.hours_per_week.TNY", 2050.0 * hours)];
        edits.extend(
            region.icses().iter().map(|ics| Edit::new(format!("demand.growth.{}", ics.code), incidents)),
        );
        let mean_s = service.own.handover_mean_s * handover;
        edits.push(Edit::new("handover.mean.TNY", format!("{mean_s} s")));
        let arm = ("arm".to_owned(), scenario.with(&edits).unwrap());
        let run = ambics::experiment::run(&[arm], &RunOptions::default());
        let is_c2 = |row: &&ambics::experiment::SummaryRow| {
            row.level == ambics::outcome::Level::Trust
                && row.category == ambics::outcome::ReportedCategory::C2
                && row.statistic == ambics::experiment::Statistic::Mean
        };
        let c2 = run.arms[0].summary().iter().find(is_c2).unwrap().estimate.unwrap().mean;
        let told = service.predict([hours, incidents, handover]).unwrap();
        let (low, high) = told.interval_s;
        assert!(low < c2 && c2 < high, "{c2:.0} s outside {low:.0} to {high:.0}");
        // The interval says something: it is not as wide as the whole box.
        assert!(high / low < 1.8, "{low:.0} to {high:.0}");
    }
}

#[test]
fn where_the_queue_only_grows_it_knows_nothing() {
    let mut ranges = USUAL_RANGES;
    ranges[Input::Hours.row()] = (0.3, 1.1);
    let questions = EmulatorQuestions { ranges, points: 64 };
    let emulator = emulate(&tiny(), &questions, &RunOptions::default()).unwrap().unwrap();
    let service = emulator.of(None).unwrap();
    let left_out = service.left_out_s().iter().filter(|told| told.is_none()).count();
    assert!(service.overwhelmed() > 5 && left_out == service.overwhelmed(), "{left_out}");
    let told = service.predict([0.3, 1.1, 1.4]).unwrap_err().to_string();
    assert!(told.contains("hours -70.0%, incidents +10.0%, handover +40.0%; not known there"), "{told}");
    assert!(service.predict([1.0; 3]).is_ok());
}

#[test]
fn questions_that_cannot_be_asked_are_told() {
    let fault = |scenario: &Scenario, questions: &EmulatorQuestions| {
        emulate(scenario, questions, &RunOptions::default()).unwrap_err().to_string()
    };
    let mut ranges = USUAL_RANGES;
    ranges[Input::Hours.row()] = (1.05, 1.2);
    let told = fault(&tiny(), &EmulatorQuestions { ranges, points: 3 });
    assert!(told.contains("hours: found 1.05 to 1.2") && told.contains("points: found 3"), "{told}");
    let usual = EmulatorQuestions::default();
    assert!(fault(&Scenario::embedded("tiny/tiny-lead").unwrap(), &usual).contains("no uplift"));
    assert!(
        fault(&Scenario::embedded("tiny/tiny-rota").unwrap(), &usual).contains("fleet.rota: found a table")
    );
    let broken = made(2).to_json().replacen("\"c2_mean_s\": [", "\"c2_mean_s\": [1.0,", 1);
    let told = Emulator::from_json("emulator.json", &broken).unwrap_err().to_string();
    assert!(told.contains("emulator.json: found points and values that do not fit"), "{told}");
}

#[test]
fn what_is_stopped_gives_nothing() {
    let stop = ambics::engine::Stop::new();
    stop.ask();
    let options = RunOptions { stop: Some(&stop), ..RunOptions::default() };
    assert!(emulate(&tiny(), &EmulatorQuestions::default(), &options).unwrap().is_none());
}
