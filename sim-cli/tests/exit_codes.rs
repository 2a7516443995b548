use crate::workplace::{Workplace, ambics, printed};
use std::fs;

fn code(arguments: &[&str]) -> i32 {
    ambics(arguments).status.code().unwrap()
}

const QUICK: [&str; 3] = ["run", "tiny/tiny", "--replications=1"];

#[test]
fn what_was_asked_for_is_done() {
    assert_eq!(code(&["--help"]), 0);
    assert_eq!(code(&["doctor"]), 0);
    assert_eq!(code(&["schema"]), 0);
    assert_eq!(code(&QUICK), 0);
}

#[test]
fn a_wrong_command_line_is_2() {
    assert_eq!(code(&[]), 2);
    assert_eq!(code(&["run"]), 2);
    assert_eq!(code(&["rn", "tiny/tiny"]), 2);
    assert_eq!(code(&[&QUICK[..], &["--csv"]].concat()), 2, "CSV files need a folder");
    assert_eq!(code(&[&QUICK[..], &["--replications=many"]].concat()), 2);
}

#[test]
fn bad_input_is_65() {
    let here = Workplace::new("bad-input");
    let broken = here.file("broken.toml", "region = \"tiny\"\n[run]\ndayz = 3\n");
    let study = here.file("study.toml", "base = \"plain.toml\"\n");
    here.file("plain.toml", "region = \"tiny\"\n");
    assert_eq!(code(&["run", &broken]), 65);
    assert_eq!(code(&["run", &here.argument("absent.toml")]), 65);
    assert_eq!(code(&["run", "tiny/tinny"]), 65);
    assert_eq!(code(&["run", "tiny/tiny", "--replications=0"]), 65);
    assert_eq!(code(&["compare", &study]), 65, "a study without an arm");
    assert_eq!(code(&["compare", "tiny/tiny", "tiny/tiny-lead", &broken]), 65);
    assert_eq!(code(&["check", "tiny/tiny", &broken]), 65);
}

#[test]
fn arms_on_other_ground_are_65() {
    let here = Workplace::new("ground");
    let longer = here.file("longer.toml", "region = \"tiny\"\nrun.days = 8\n");
    assert_eq!(code(&["compare", "tiny/tiny", &longer]), 65);
    assert_eq!(code(&["compare", "tiny/tiny", &longer, "--set", "run.days=7", "--replications=1"]), 0);
}

#[test]
fn a_folder_that_cannot_be_used_is_74() {
    let here = Workplace::new("no-folder");
    let file = here.file("file", "mine");
    let out = |path: &str| code(&[&QUICK[..], &["--out", path]].concat());
    assert_eq!(out(&file), 74);
    assert_eq!(out(&format!("{file}/below")), 74);
    fs::create_dir(here.path("others")).unwrap();
    here.file("others/thesis.doc", "mine");
    assert_eq!(out(&here.argument("others")), 74);
    assert_eq!(fs::read_dir(here.path("others")).unwrap().count(), 1, "nothing is written there");
    assert_eq!(code(&["schema", "--out", &here.argument("no/such/folder.json")]), 74);
}

#[test]
fn a_run_that_nobody_can_have_meant_is_refused_at_once() {
    let long = ["--set", "run.days=3660", "--replications=100000"];
    let output = ambics(&[&["run", "england-2023"][..], &long].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(65) && said.contains("steps") && said.contains("--anyway"),
        "{said}"
    );
    let large = ["--set", "run.days=365", "--replications=20", "--log"];
    let output = ambics(&[&["run", "england-2023"][..], &large].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("GB of records and log"), "{said}");
    printed(&["run", "tiny/tiny", "--set", "run.days=1", "--replications=1", "--anyway"]);
}
