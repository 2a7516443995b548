use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

const HOURS: [&str; 9] = [
    "seek",
    "tiny/tiny",
    "--change=fleet.hours_per_week.TNY",
    "--goal=C2 mean",
    "--of=TNY",
    "--target=20 min",
    "--replications=6",
    "--seed=1",
    "--json",
];

fn document(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).unwrap()
}

#[test]
fn the_answer_gives_the_target_when_it_is_run() {
    let sought = document(&HOURS);
    assert_eq!(sought["found"], "answer");
    let answer = &sought["answer"];
    let number = |name: &str| answer[name].as_f64().unwrap();
    assert!(number("low") < number("value") && number("value") < number("high"), "{answer}");
    let set = format!("--set={}", answer["edit"].as_str().unwrap());
    let run = document(&["run", "tiny/tiny", "--replications=6", "--seed=1", &set, "--json"]);
    let is_it =
        |row: &&Value| row["level"] == "trust" && row["category"] == "C2" && row["statistic"] == "mean";
    let row = run["summary"].as_array().unwrap().iter().find(is_it).unwrap();
    assert_eq!(row["mean_s"].as_f64(), Some(number("gives_s")));
    let (low, high) = (row["low_s"].as_f64().unwrap(), row["high_s"].as_f64().unwrap());
    assert!(low <= 1200.0 && 1200.0 <= high, "{row}");
}

#[test]
fn threads_change_no_byte() {
    let with = |threads: &'static str| printed(&[&HOURS[..], &[threads]].concat());
    assert_eq!(with("--threads=1"), with("--threads=2"));
}

#[test]
fn the_first_value_tried_is_the_scenario_itself() {
    let sought = document(&HOURS);
    let run = document(&["run", "tiny/tiny", "--replications=6", "--seed=1", "--json"]);
    assert_eq!(sought["manifest"]["identity"], run["manifest"]["identity"]);
    let values: Vec<f64> =
        sought["point"].as_array().unwrap().iter().map(|row| row["value"].as_f64().unwrap()).collect();
    assert!(values.is_sorted() && values.contains(&sought["question"]["in_force"].as_f64().unwrap()));
}

#[test]
fn handover_and_hear_and_treat_can_be_turned() {
    for (key, rises) in [("handover.mean.TNY", true), ("demand.hear_and_treat.TNY", false)] {
        let change = format!("--change={key}");
        let base =
            ["seek", "tiny/tiny", &change, "--goal=C2 mean", "--target=11 min", "--replications=6", "--json"];
        let sought = document(&base);
        let slope = sought["answer"]["s_per_unit"].as_f64().unwrap();
        assert_eq!(slope > 0.0, rises, "{key}: {slope}");
    }
}

#[test]
fn a_target_out_of_reach_says_what_the_ends_give() {
    let said = printed(&[
        "seek",
        "tiny/tiny",
        "--change=handover.mean.TNY",
        "--goal=C1.p90",
        "--target=1 min",
        "--replications=4",
    ]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["No answer", "the target is out of reach", "does not come to 1:00 between", "the nearest is"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_is_printed_says_what_it_must() {
    let here = Workplace::new("seek-page");
    let page = here.argument("seek.html");
    let output = ambics(&[&HOURS[..8], &["--page", &page]].concat());
    let (said, told) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    for part in ["SYNTHETIC", "Answer ", "Run with it", "--set \"fleet.hours_per_week.TNY=", "in force"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("not rostered, planned or produced hours"), "{said}");
    let widest = said.lines().max_by_key(|line| line.chars().count()).unwrap();
    assert!(widest.chars().count() <= 110, "{widest}");
    assert!(told.contains("hours a week gives ") && !told.contains('\u{1b}'), "{told}");
    assert!(read(&here.path("seek.html")).contains("<svg"));
}

#[test]
fn every_fault_of_a_question_is_told_at_once() {
    let question = ["--change=fleet.hours_per_wek.TNY", "--goal=C2 median", "--target=30", "--of=XX"];
    let output = ambics(&[&["seek", "tiny/tiny", "--replications=1"][..], &question].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(65));
    for part in
        ["did you mean `fleet.hours_per_week`?", "\"C2 median\"", "write its unit: \"30 min\"", "\"XX\""]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(said.contains("at least 2") && said.ends_with("5 faults\n"), "{said}");
}

#[test]
fn a_key_that_cannot_be_turned_says_why() {
    let said = |change: &str| {
        let output = ambics(&["seek", "tiny/tiny", change, "--goal=C2 mean", "--target=30 min"]);
        assert_eq!(output.status.code(), Some(65));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said("--change=run.days").contains("not of how it is measured"));
    assert!(said("--change=fleet.hours_per_week").contains("for example fleet.hours_per_week.TNY"));
    assert!(said("--change=fleet.hours_per_week.TN").contains("did you mean `TNY`?"));
    assert!(said("--change=policy.queue.method").contains("a numeric key"));
}
