//! Allocations and coalitions through the ambulances: what is told is what the scenarios do.

use ambics::allocation::{
    Allocated, Amount, FRESH, MethodConfig, Mode, Objective, Stated, StationMethod, StationQuestion, Watched,
    Worth, allocate, pooling, stations,
};
use ambics::experiment::{RunOptions, run};
use ambics::outcome::Level;
use ambics::scenario::{Edit, Scenario};

fn tiny() -> Scenario {
    let edits = [Edit::new("run.replications", 3), Edit::new("run.days", 7)];
    Scenario::embedded("tiny/tiny").expect("shipped").with(&edits).expect("sound edits")
}

fn asked(amount: Amount, stated: Stated, threads: usize) -> Allocated {
    let question = Stated { amount, screening: 2, ..stated }.question().expect("a sound question");
    let options = RunOptions { threads, ..RunOptions::default() };
    allocate(&tiny(), question, &options).expect("one service").expect("finished")
}

#[test]
fn what_is_told_is_what_the_scenario_does_for_any_number_of_threads() {
    let stated = || Stated { methods: vec!["all".into()], safeguard: Some(0.0), ..Stated::default() };
    let found = asked(Amount::Hours(270.0), stated(), 2);
    assert_eq!((found.mode, found.lines, found.left_h), (Mode::Uplift, 3, 18.0));
    assert_eq!(found.answers.len(), MethodConfig::NAMES.len());
    let again = asked(Amount::Hours(270.0), stated(), 1);
    assert_eq!(
        format!("{:?}", found.answers.iter().map(|a| &a.outcome).collect::<Vec<_>>()),
        format!("{:?}", again.answers.iter().map(|a| &a.outcome).collect::<Vec<_>>())
    );
    let mut seen = 0;
    for answer in &found.answers {
        // A method that keeps to a safeguard may refuse; none breaks the bounds.
        let Ok(allocation) = &answer.allocation else { continue };
        assert_eq!(allocation.lines.iter().sum::<i32>(), 3, "{}", answer.method);
        let own = answer.scenario.clone().expect("its scenario");
        let hours: f64 =
            own.own_lines().iter().flat_map(|(_, lines)| lines).map(|line| line.hours_per_week()).sum();
        assert_eq!(hours, 252.0, "{}", answer.method);
        let arms = [("present".to_owned(), tiny()), ("own".to_owned(), own)];
        let ran = run(&arms, &RunOptions { first_replication: FRESH, ..RunOptions::default() });
        let waits = |arm: usize, code: &str| ran.arms[arm].response(Level::Patch, code, Watched::C2);
        for (row, place) in found.places.iter().enumerate() {
            let told = answer.outcome.as_ref().and_then(|o| o.differences[row]).expect("paired").mean;
            let pairs = waits(0, &place.code).into_iter().zip(waits(1, &place.code));
            let mean = pairs.map(|(a, b)| b.unwrap() - a.unwrap()).sum::<f64>() / 3.0;
            assert!((told - mean).abs() < 1e-9, "{}: {told}, not {mean}", answer.method);
        }
        seen += 1;
    }
    assert!(seen >= 5, "{seen} methods answered");
}

#[test]
fn nothing_moved_is_the_present() {
    let found =
        asked(Amount::Reshuffle(0.05), Stated { methods: vec!["exchange".into()], ..Stated::default() }, 0);
    assert_eq!(found.mode, Mode::Reshuffle);
    let allocation = found.answers[0].allocation.as_ref().expect("an allocation");
    assert_eq!(allocation.lines.iter().sum::<i32>(), 0);
    let hours = |arm: usize| found.experiment.arms[arm].rostered_per_week.values().sum::<u32>();
    if found.experiment.arms.len() > 1 {
        assert!(hours(0).abs_diff(hours(1)) <= 4, "{} and {} hours", hours(0), hours(1));
    }
    let present = found.present.expect("the present was run");
    assert!(present.differences.iter().all(|own| own.is_some_and(|e| e.mean == 0.0)));
}

#[test]
fn the_frontier_goes_from_the_mean_to_the_worst() {
    let found = asked(Amount::Hours(420.0), Stated { frontier: true, ..Stated::default() }, 0);
    assert_eq!(found.frontier.len(), 11);
    let surface = found.surface.as_ref().expect("the method asks for runs");
    let weights: Vec<f64> = found.places.iter().map(|place| place.weight).collect();
    let loss = |objective: Objective, lines: &[i32]| objective.loss_s(&surface.waits_s(lines), &weights);
    for pair in found.frontier.windows(2) {
        let [a, b] = [&pair[0].lines, &pair[1].lines];
        assert!(loss(Objective::Utilitarian, a) <= loss(Objective::Utilitarian, b) + 1e-9);
        assert!(loss(Objective::Worst, b) <= loss(Objective::Worst, a) + 1e-9);
    }
}

#[test]
fn shares_add_up_to_what_all_have_together() {
    let found =
        pooling(&tiny(), Worth::Minutes, &RunOptions::default()).expect("one service").expect("finished");
    let n = found.members.len();
    assert_eq!(found.values.len(), 1 << n);
    let sum: f64 = found.members.iter().map(|own| own.shapley.mean).sum();
    assert!((sum - found.total.mean).abs() <= 1e-9 * found.total.mean.abs().max(1.0), "{sum}");
    assert!(
        found.members.iter().all(|own| own.alone.is_some_and(|e| e.mean == 0.0)),
        "alone nothing is saved"
    );
    let worth = Worth::LeastHours { target_s: 1_500.0 };
    let hours = pooling(&tiny(), worth, &RunOptions::default()).expect("one service").expect("finished");
    assert!(hours.members.iter().all(|own| own.alone.is_some_and(|e| e.mean > 0.0)));
}

#[test]
fn vehicles_cover_no_less_than_today_and_no_more_than_the_bound() {
    let question = |method| StationQuestion { method, within_s: 480.0, place: None, busy: None, most: 12 };
    for (name, method) in StationMethod::ALL {
        let found = stations(&tiny(), question(method)).expect("one service");
        let order = [found.now, found.best, found.bound];
        let sorted = match method {
            StationMethod::PMedian => order.windows(2).all(|pair| pair[0] >= pair[1] - 1e-9),
            _ => order.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9),
        };
        assert!(sorted, "{name}: {order:?}");
        assert!(found.synthetic > 0, "tiny's stations are made up");
    }
}
