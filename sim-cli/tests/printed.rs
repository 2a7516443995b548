use crate::workplace::{ambics, printed};
use serde_json::Value;

const ARMS: [&str; 4] = ["compare", "tiny/tiny", "tiny/tiny-lead", "tiny/tiny-bilateral"];

fn with(more: &[&str]) -> Vec<&'static str> {
    let more: Vec<&'static str> = more.iter().map(|text| &*text.to_string().leak()).collect();
    [&ARMS[..], &more].concat()
}

#[test]
fn no_line_is_wider_than_110() {
    let said =
        [printed(&with(&["--replications=3"])), printed(&["run", "tiny/tiny", "--replications=3"])].concat();
    let widest = said.lines().max_by_key(|line| line.chars().count()).unwrap();
    assert!(widest.chars().count() <= 110, "{widest}");
}

#[test]
fn a_comparison_says_what_it_must() {
    let said = printed(&with(&["--replications=3"])).replace('\n', " ");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    // What the definition says of the South West's contract is told of no other service.
    let (before, after) =
        ambics::scenario::TODAY.split_once(" (South West:").expect("an example in brackets");
    let (_, after) = after.split_once(')').expect("its end");
    for sentence in ambics::experiment::SENTENCES.into_iter().chain([before, after]) {
        assert!(said.contains(sentence), "{sentence}");
    }
    assert!(!said.contains("Dorset"), "{said}");
    for part in [
        "SYNTHETIC",
        "effective hours a week (assumption: ",
        "Who gains and who loses",
        "not in this comparison: handover",
    ] {
        assert!(said.contains(part), "{part}");
    }
}

#[test]
fn one_replication_has_no_interval() {
    let said = printed(&["run", "tiny/tiny", "--replications=1"]);
    let row: Vec<&str> =
        said.lines().find(|line| line.starts_with("C2 mean")).unwrap().split_whitespace().collect();
    assert_eq!(row[3..5], ["-", "-"], "{row:?}");
    assert!(printed(&with(&["--replications=1"])).contains("Not known: one replication gives no interval."));
}

#[test]
fn json_is_one_document_and_nothing_else() {
    let run: Value =
        serde_json::from_str(&printed(&["run", "tiny/tiny", "--replications=2", "--json"])).unwrap();
    assert_eq!(run["manifest"]["replications"], serde_json::json!([0, 1]));
    assert_eq!(run["manifest"]["arms"][0]["scenario_hash"].as_str().unwrap().len(), 64);
    assert_eq!(run["summary"][0]["level"], "england");
    let compare: Value = serde_json::from_str(&printed(&with(&["--replications=2", "--json"]))).unwrap();
    assert!(compare["difference"].as_array().unwrap().iter().any(|row| row["difference_s"].is_number()));
    assert_eq!(compare["channel"].as_array().unwrap().len(), 10);
}

#[test]
fn equal_arms_do_not_differ() {
    let said = printed(&["compare", "tiny/tiny", "tiny/tiny", "--replications=2", "--json"]);
    let document: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(document["manifest"]["arms"][1]["name"], "today (2)");
    let differs = |row: &Value| row["difference_s"].as_f64().is_some_and(|difference| difference != 0.0);
    assert!(!document["difference"].as_array().unwrap().iter().any(differs));
}

#[test]
fn the_doctor_knows_nothing_private() {
    let said = printed(&["doctor"]);
    assert!(said.contains(env!("CARGO_PKG_VERSION")) && said.contains("tiny"));
    let here = std::env::current_dir().unwrap();
    assert!(!said.contains(here.to_str().unwrap()) && !said.contains("faults"), "{said}");
}

#[test]
fn the_schema_is_json() {
    let schema: Value = serde_json::from_str(&printed(&["schema"])).unwrap();
    assert_eq!(schema["title"], "ambics scenario");
}

#[test]
fn nothing_is_coloured_where_nobody_looks() {
    let output = ambics(&["run", "tiny/tiny", "--replications=1"]);
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
}
