use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;
use std::fs;

const TINY: [&str; 4] = ["tiny/tiny", "--set", "run.days=7", "--precision"];

#[test]
fn a_run_stops_when_it_is_precise_and_is_that_of_as_many_replications() {
    let here = Workplace::new("precise");
    let (precise, plain) = (here.argument("precise"), here.argument("plain"));
    let said = printed(&[&["run"], &TINY[..], &["40%", "--out", &precise]].concat());
    assert!(said.contains("Precision asked: 40.00% of each mean; met after"), "{said}");
    assert!(said.contains("no decision grade") || said.contains("decision grade by their number"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    let manifest: Value = serde_json::from_str(&read(&here.path("precise/manifest.json"))).unwrap();
    let n = manifest["replications"].as_array().unwrap().len();
    assert!(n >= 15, "ten and five more: {n}");
    let number = n.to_string();
    printed(&["run", "tiny/tiny", "--set", "run.days=7", "--replications", &number, "--out", &plain]);
    for file in ["response.parquet", "summary.parquet", "board.parquet"] {
        let [one, other] =
            ["precise", "plain"].map(|name| fs::read(here.path(&format!("{name}/{file}"))).unwrap());
        assert_eq!(one, other, "{file}");
    }
}

#[test]
fn what_is_not_reached_is_said() {
    let said = printed(&[&["run"], &TINY[..], &["0.1%", "--most=11"]].concat());
    assert!(said.contains("not met within 11 replications") && said.contains("too wide"), "{said}");
    let output = ambics(&[&["run"], &TINY[..], &["much"]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("--precision 2%"), "{said}");
}

#[test]
fn a_result_is_made_again_and_a_changed_one_is_found_out() {
    let here = Workplace::new("reproduce");
    let out = here.argument("out");
    let arms = ["compare", "tiny/tiny", "tiny/tiny-lead", "--replications=2", "--set", "run.days=7"];
    printed(&[&arms[..], &["--out", &out, "--records"]].concat());
    let said = printed(&["reproduce", &out]);
    assert!(said.starts_with("IDENTICAL: 2 replications of 2 arms"), "{said}");
    // A table of another run lies there.
    let other = here.argument("other");
    printed(&[&arms[..], &["--seed=5", "--out", &other]].concat());
    fs::copy(here.path("other/response.parquet"), here.path("out/response.parquet")).unwrap();
    let output = ambics(&["reproduce", &out]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(74), "{said}");
    for part in ["DIFFERENT", "response.parquet: row ", "there ", "here "] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    // Another version, and other data.
    let manifest = read(&here.path("other/manifest.json"));
    let version = format!("\"ambics_version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(here.path("other/manifest.json"), manifest.replace(&version, "\"ambics_version\": \"0.0.9\""))
        .unwrap();
    let said = String::from_utf8(ambics(&["reproduce", &other]).stdout).unwrap();
    assert!(said.contains("made with ambics 0.0.9"), "{said}");
    fs::write(here.path("other/manifest.json"), "{}").unwrap();
    let output = ambics(&["reproduce", &other]);
    assert_eq!(output.status.code(), Some(65), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn data_files_of_a_result_are_asked_for_and_checked() {
    let here = Workplace::new("reproduce-files");
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/tiny");
    for name in ["tiny.toml", "tiny-matrix.toml", "tiny-matrix.csv"] {
        fs::copy(shipped.join(name), here.path(name)).unwrap();
    }
    let (file, out, folder) = (here.argument("tiny-matrix.toml"), here.argument("out"), here.argument("."));
    printed(&["run", &file, "--replications=1", "--set", "run.days=7", "--out", &out]);
    let said = String::from_utf8(ambics(&["reproduce", &out]).stderr).unwrap();
    assert!(said.contains("tiny-matrix.csv") && said.contains("--folder"), "{said}");
    let said = printed(&["reproduce", &out, "--folder", &folder]);
    assert!(said.starts_with("IDENTICAL"), "{said}");
    let matrix = read(&here.path("tiny-matrix.csv"));
    fs::write(here.path("tiny-matrix.csv"), format!("{matrix}\n")).unwrap();
    let said = String::from_utf8(ambics(&["reproduce", &out, "--folder", &folder]).stderr).unwrap();
    assert!(said.contains("another content"), "{said}");
}

#[test]
fn a_lead_in_is_looked_at() {
    let said = printed(&["warm-up", "tiny/tiny", "--replications=3"]);
    for part in ["MSER-5 on days", "Welch", "First week less the rest", "50 days"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
}
