use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

const TINY: [&str; 6] = ["required", "tiny/tiny", "--replications=2", "--set", "run.days=7", "--faster=20 s"];

#[test]
fn table_page_and_document_say_the_same() {
    let here = Workplace::new("required");
    let (page, out) = (here.argument("page.html"), here.argument("out"));
    let said = printed(&[&TINY[..], &["--page", &page, "--out", &out]].concat());
    let page = read(&here.path("page.html"));
    for part in ["What would have to be true", "No public evidence says that an arrangement", "SYNTHETIC"] {
        assert!(page.contains(part) && said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    let document: Value = serde_json::from_str(&printed(&[&TINY[..], &["--json"]].concat())).unwrap();
    let rows = document["required"].as_array().unwrap();
    assert_eq!(rows.len(), 10, "five changes, for the service and an ICS");
    assert_eq!(read(&here.path("out/required.csv")).lines().count(), 11);
    for part in ["hours", "handover_named", "hear_and_treat", "incidents"] {
        assert!(rows.iter().any(|row| row["change"] == part), "{part}");
    }
}

#[test]
fn a_duration_without_a_unit_is_a_fault_with_a_hint() {
    let output = ambics(&["required", "tiny/tiny", "--faster=soon"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(65), "{said}");
    assert!(said.contains("--faster") && said.contains("hint"), "{said}");
}
