//! What would have to be true: the size found does what it says, and what does nothing is told so.

use ambics::experiment::required::{Change, Required, RequiredQuestion, required};
use ambics::experiment::{RunOptions, Statistic, run};
use ambics::outcome::{Level, ReportedCategory};
use ambics::scenario::{Edit, Scenario};

fn tiny() -> Scenario {
    let edits = [Edit::new("run.replications", 6), Edit::new("run.days", 14)];
    Scenario::embedded("tiny/tiny").expect("shipped").with(&edits).expect("sound edits")
}

fn asked(scenario: &Scenario, faster_s: f64, threads: usize) -> Required {
    let question = RequiredQuestion { faster_s, departments: 1 };
    required(scenario, question, &RunOptions { threads, ..RunOptions::default() }).expect("one whole service")
}

#[test]
fn the_size_found_gives_what_was_asked() {
    let found = asked(&tiny(), 10.0, 2);
    assert_eq!(
        format!("{:?}", found.rows),
        format!("{:?}", asked(&tiny(), 10.0, 1).rows),
        "any number of threads"
    );
    let hours = found.rows.iter().find(|row| row.change == Change::Hours).expect("a row for hours");
    let size = hours.sizes[0];
    let value = size.value.expect("8% more hours are worth more than 10 s on tiny");
    assert!(
        size.low.is_some_and(|low| low <= value) && size.high.is_none_or(|high| high >= value),
        "{size:?}"
    );
    let more = 2050.0 * value / 100.0;
    let edits =
        [Edit::new("arrangement.method", "lead"), Edit::new("arrangement.uplift_hours_per_week", more)];
    let arms =
        [("present".to_owned(), tiny()), ("more".to_owned(), tiny().with(&edits).expect("sound edits"))];
    let mean = |arm: usize| {
        let ran = run(&arms[arm..=arm], &RunOptions::default());
        let rows = &ran.arms[0].replications[0].responses;
        let row = rows.iter().position(|r| r.level == Level::Trust && r.category == ReportedCategory::C2);
        let values = ran.arms[0].values(row.expect("C2 of the service"), Statistic::Mean);
        values.iter().flatten().sum::<f64>() / values.len() as f64
    };
    let gain = mean(0) - mean(1);
    assert!((4.0..=20.0).contains(&gain), "{value}% more hours: {gain} s of 10");
}

#[test]
fn what_is_out_of_reach_and_what_is_not_there_are_told() {
    let found = asked(&tiny(), 3600.0, 2);
    assert!(
        found.rows.iter().all(|row| row.sizes.iter().all(|size| size.value.is_none() && size.most > 0.0))
    );
    assert!(found.rows.iter().all(|row| row.change != Change::GoLive), "no intervention has a day");
    let named = found.rows.iter().find(|row| row.change == Change::NamedHandover).expect("a row");
    assert_eq!(named.departments.len(), 1);
    assert!(
        found.whose[1].present_s.expect("it waits").mean >= found.whose[0].present_s.expect("it waits").mean
    );
    let of_two = Scenario::embedded("england-2023").expect("shipped");
    assert!(required(&of_two, RequiredQuestion::default(), &RunOptions::default()).is_err());
}
