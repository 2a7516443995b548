use crate::workplace::{Workplace, ambics, printed, read};

/// A folder with the log of two days of `tiny`.
fn logged(here: &Workplace) -> String {
    let out = here.argument("out");
    printed(&[
        "run",
        "tiny/tiny",
        "--replications=2",
        "--set",
        "run.days=2",
        "--log",
        "--csv",
        "--out",
        &out,
    ]);
    out
}

#[test]
fn a_log_is_legal_in_both_forms_and_tells_a_story() {
    let here = Workplace::new("log");
    let out = logged(&here);
    let from_parquet = printed(&["check-log", &out]);
    assert!(from_parquet.contains("every one legal"), "{from_parquet}");
    let from_csv = printed(&["check-log", &here.argument("out/log.csv")]);
    let after_name = |said: &str| said.split_once(": ").map(|(_, rest)| rest.to_owned());
    assert_eq!(after_name(&from_csv), after_name(&from_parquet));
    let csv = read(&here.path("out/log.csv"));
    let ended = csv.lines().find(|line| line.ends_with(",conveyed_ed,")).unwrap();
    let id = ended.split(',').find(|cell| cell.len() == 16).unwrap();
    let told = printed(&["trace", &out, id, "--replication", "0"]);
    for part in
        ["called, ", "dispatch code known", "assigned, ", "at the scene", "handed over", "ends: conveyed ed"]
    {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert_eq!(ambics(&["trace", &out, "nobody"]).status.code(), Some(65));
}

#[test]
fn a_damaged_log_is_65_and_says_where() {
    let here = Workplace::new("damaged-log");
    logged(&here);
    let csv = read(&here.path("out/log.csv"));
    let lines: Vec<&str> = csv.lines().collect();
    let at = lines.iter().position(|line| line.contains(",to_scene,on_scene,")).unwrap();
    let without = [&lines[..at], &lines[at + 1..]].concat().join("\n");
    let damaged = here.file("damaged.csv", &without);
    let output = ambics(&["check-log", &damaged]);
    assert_eq!(output.status.code(), Some(65));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(&format!("row {}", at - 1)) && said.contains("without a gap"), "{said}");
    let other = here.file("other.csv", "arm,replication\na,0\n");
    assert_eq!(ambics(&["check-log", &other]).status.code(), Some(65));
    assert_eq!(ambics(&["check-log", &here.argument("absent")]).status.code(), Some(74));
}

#[test]
fn a_checkpoint_goes_on_to_the_same_bytes_and_branches() {
    let here = Workplace::new("checkpoint");
    let file = here.argument("at-noon.json");
    let quick = ["tiny/tiny", "--replications=2", "--set", "run.days=3", "--log"];
    let with = |command: &str, more: &[&str]| [&[command], &quick[..], more].concat().join("\u{1}");
    let said = |line: &str| printed(&line.split('\u{1}').collect::<Vec<_>>());
    let start = said("run\u{1}tiny/tiny\u{1}--replications=1\u{1}--json");
    let day = start.split("\"start\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    said(&with("run", &["--until", &format!("{day} 17:45"), "--checkpoint", &file]));
    let out = |name: &str| here.argument(name);
    said(&with("run", &["--out", &out("whole")]));
    said(&with("run", &["--out", &out("resumed"), "--from", &file]));
    for name in ["log.parquet", "response.parquet", "vehicle.parquet"] {
        let bytes = |folder: &str| std::fs::read(here.path(folder).join(name)).unwrap();
        assert!(bytes("whole") == bytes("resumed"), "{name}");
    }
    let far = ["--from", &file, "--set", "policy.dispatch.reach='5 min'", "--out", &out("branch")];
    said(&with("run", &far));
    assert!(printed(&["check-log", &out("branch")]).contains("every one legal"));
    let code = |more: &[&str]| ambics(&[&["run"], &quick[..], more].concat()).status.code();
    assert_eq!(code(&["--from", &file, "--seed", "99"]), Some(65));
    assert_eq!(code(&["--from", &file, "--set", "run.days=4"]), Some(65));
    assert_eq!(code(&["--from", &here.argument("absent")]), Some(74));
    assert_eq!(code(&["--until", "2024-02-30 04:00", "--checkpoint", &file]), Some(65));
    assert_eq!(code(&["--until", "1999-01-01 04:00", "--checkpoint", &file]), Some(65));
    assert_eq!(code(&["--until", "2024-01-12 04:00"]), Some(2));
}
