//! A run that stands still, is saved, goes on, and branches.

use ambics::experiment::{Checkpoint, Experiment, RunOptions, run};
use ambics::scenario::{Edit, Scenario};
use ambics::units::SimTime;
use ambics::world::Clock;

fn tiny(edits: &[Edit]) -> Scenario {
    let quick = [Edit::new("run.days", 3), Edit::new("run.replications", 2)];
    Scenario::embedded("tiny/tiny").unwrap().with(&[&quick, edits].concat()).unwrap()
}

/// An instant inside the window, in the middle of a week.
fn midway(scenario: &Scenario) -> SimTime {
    let run = scenario.run();
    let clock = Clock::new(run.start, run.days, run.lead_in);
    clock.at(run.start.tomorrow().unwrap().at(13, 7, 0, 0)).unwrap()
}

const KEEP: RunOptions<'_> = RunOptions {
    threads: 0,
    first_replication: 0,
    with_incidents: true,
    with_log: true,
    by_month: false,
    from: None,
    start: None,
    progress: None,
    stop: None,
};

fn go(scenario: &Scenario, from: Option<&Checkpoint>) -> Experiment {
    run(&[("arm".to_owned(), scenario.clone())], &RunOptions { from, ..KEEP })
}

/// Only a change of what a checkpoint holds, or of the engine's state, may move this.
#[test]
fn a_run_that_stood_still_is_the_run_that_did_not() {
    let scenario = tiny(&[]);
    let whole = go(&scenario, None);
    let made = Checkpoint::make(&scenario, midway(&scenario), &KEEP).unwrap();
    let loaded = Checkpoint::from_json(&made.to_json(), "file").unwrap();
    assert_eq!(loaded, made);
    loaded.fits(&[("arm".to_owned(), scenario.clone())], "file").unwrap();
    let resumed = go(&scenario, Some(&loaded));
    assert_eq!(resumed.replications, whole.replications);
    assert_eq!(resumed.arms[0].incidents, whole.arms[0].incidents);
    assert_eq!(resumed.arms[0].logs, whole.arms[0].logs);
    assert_eq!(resumed.arms[0].replications, whole.arms[0].replications);
    assert_eq!(resumed.manifest(0).identity, whole.manifest(0).identity);
    assert!(whole.arms[0].logs.iter().all(|log| ambics::outcome::replay_log(log).is_ok()));
}

/// What has happened is shared, what comes after is the arm's own.
#[test]
fn a_branch_has_other_rules_from_the_checkpoint_on() {
    let scenario = tiny(&[]);
    let at = midway(&scenario);
    let made = Checkpoint::make(&scenario, at, &KEEP).unwrap();
    let other = tiny(&[
        Edit::new("policy.dispatch.reach", "5 min"),
        Edit::new("policy.queue.reach_less_urgent", "5 min"),
    ]);
    made.fits(&[("other".to_owned(), other.clone())], "file").unwrap();
    let (own, branch) = (go(&scenario, Some(&made)), go(&other, Some(&made)));
    for (a, b) in own.arms[0].logs.iter().zip(&branch.arms[0].logs) {
        let until = |log: &[ambics::outcome::LogRow]| log.partition_point(|row| row.at < at);
        assert_eq!(a[..until(a)], b[..until(b)]);
        assert!(a != b && ambics::outcome::replay_log(b).is_ok());
    }
    assert_ne!(own.manifest(0).identity, branch.manifest(0).identity);
    assert_ne!(branch.manifest(0).identity, go(&other, None).manifest(0).identity);
}

#[test]
fn an_arm_of_another_make_does_not_fit() {
    let scenario = tiny(&[]);
    let made = Checkpoint::make(&scenario, midway(&scenario), &KEEP).unwrap();
    let fault = |edit: Edit| {
        let problems = made.fits(&[("arm".to_owned(), tiny(&[edit]))], "file").unwrap_err();
        problems.iter().map(|problem| problem.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(fault(Edit::new("run.seed", 7)), ["arm: run.seed"]);
    assert_eq!(fault(Edit::new("run.replications", 3)), ["arm: run.replications"]);
    assert_eq!(fault(Edit::new("run.days", 4)), ["arm: ground"]);
    assert_eq!(fault(Edit::parse("fleet.hours_per_week.TNY=+20%").unwrap()), ["arm: fleet"]);
}

#[test]
fn a_file_of_another_version_or_make_is_told() {
    let made = Checkpoint::make(&tiny(&[]), SimTime(1), &KEEP).unwrap().to_json();
    let told = |text: &str| Checkpoint::from_json(text, "file").unwrap_err().to_string();
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(told(&made.replacen(&version, "\"0.0.1\"", 1)).contains("0.0.1"));
    assert!(told("{}").contains("a checkpoint of ambics"));
    assert!(told(&made[..made.len() / 2]).contains("a checkpoint of ambics"));
}
