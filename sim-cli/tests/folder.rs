use crate::workplace::{Workplace, printed, read};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn files(here: &Workplace) -> BTreeSet<String> {
    let entries = fs::read_dir(here.path("out")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_result_replaces_its_predecessor_and_nothing_else() {
    let here = Workplace::new("again");
    let out = here.argument("out");
    printed(&["compare", "tiny/tiny", "tiny/tiny-lead", "--replications=1", "--out", &out, "--csv"]);
    assert!(files(&here).contains("difference.csv"));
    here.file("out/notes.txt", "mine");
    printed(&["run", "tiny/tiny", "--replications=1", "--out", &out]);
    let now = files(&here);
    assert!(
        !now.iter()
            .any(|name| name.starts_with("difference") || name.ends_with(".csv") || name.ends_with(".part"))
    );
    assert!(now.contains("notes.txt") && now.contains("manifest.json") && now.contains("report.html"));
}

#[test]
fn the_manifest_tells_what_was_run() {
    let here = Workplace::new("manifest");
    printed(&["run", "tiny/tiny", "--replications=2", "--seed=7", "--out", &here.argument("out")]);
    let manifest: Value = serde_json::from_str(&read(&here.path("out/manifest.json"))).unwrap();
    assert_eq!((manifest["seed"].as_u64(), manifest["complete"].as_bool()), (Some(7), Some(true)));
    assert_eq!(manifest["sentences"].as_array().unwrap().len(), 5);
    for part in
        ["ambics_version", "identity", "data_hash", "today", "attribution", "started_utc", "ended_utc"]
    {
        assert!(manifest[part].as_str().is_some_and(|text| !text.is_empty()), "{part}");
    }
    let named: BTreeSet<String> =
        manifest["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap().to_owned()).collect();
    assert_eq!(named.len() + 1, files(&here).len());
    let assumption = &manifest["assumptions"][0];
    assert!(["low", "value", "high"].iter().all(|part| assumption[part].is_number()));
}

#[test]
fn the_canonical_scenario_gives_the_same_result() {
    let here = Workplace::new("canonical");
    let first = here.argument("out");
    printed(&["run", "tiny/tiny-lead", "--replications=2", "--out", &first]);
    let manifest: Value = serde_json::from_str(&read(&here.path("out/manifest.json"))).unwrap();
    let file = here.file("again.toml", manifest["arms"][0]["scenario"].as_str().unwrap());
    printed(&["run", &file, "--out", &here.argument("second")]);
    let again: Value = serde_json::from_str(&read(&here.path("second/manifest.json"))).unwrap();
    assert_eq!(manifest["identity"], again["identity"]);
    let bytes = |folder: &str| fs::read(here.path(folder).join("response.parquet")).unwrap();
    assert!(bytes("out") == bytes("second"));
}
