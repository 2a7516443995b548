use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;
use std::path::Path;

fn shipped() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/trace/trace.toml");
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_replay_is_printed_in_three_ways() {
    let text = printed(&["replay", &shipped()]);
    assert!(text.starts_with("trace.toml: 12 incidents, 2 vehicles, 4 areas"), "{text}");
    let document: Value = serde_json::from_str(&printed(&["replay", &shipped(), "--json"])).unwrap();
    assert_eq!(document["replay"][4]["reached_ms"], 4_420_000);
    assert_eq!(document["replay"][4]["hospital_code"], Value::Null);
    let csv = printed(&["replay", &shipped(), "--csv"]);
    assert_eq!(csv.lines().count(), 13);
    assert!(csv.lines().nth(3).unwrap().starts_with("i03,C2,D,V2,true,false,300000,1050500,"), "{csv}");
}

#[test]
fn a_replay_leaves_its_table_in_a_folder() {
    let here = Workplace::new("replay");
    let out = here.argument("out");
    printed(&["replay", &shipped(), "--csv", "--out", &out]);
    let manifest: Value = serde_json::from_str(&read(&here.path("out/manifest.json"))).unwrap();
    assert_eq!(manifest["files"], serde_json::json!(["replay.parquet", "replay.csv"]));
    assert_eq!(read(&here.path("out/replay.csv")), printed(&["replay", &shipped(), "--csv"]));
    printed(&["replay", &shipped(), "--out", &out]);
    assert!(!here.path("out/replay.csv").exists(), "nothing of an earlier replay is left");
}

#[test]
fn a_faulty_trace_is_65_and_says_where() {
    let here = Workplace::new("faulty-trace");
    let trace = here.file("trace.toml", "queue = \"lifo\"\n");
    let output = ambics(&["replay", &trace]);
    assert_eq!(output.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&output.stderr).contains("trace.toml:1: queue"));
    here.file("trace.toml", "");
    let output = ambics(&["replay", &trace]);
    assert_eq!(output.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&output.stderr).contains("incidents.csv"));
}
