use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

/// An emulator of the made-up region that takes a second or two.
const TINY: [&str; 7] =
    ["emulate", "tiny/tiny", "--replications=2", "--set", "run.days=7", "--points=40", "--seed=3"];
const NOT_AN_EFFECT: &str = "handover coefficient is not the effect of a handover intervention";

#[test]
fn it_is_made_once_and_asked_at_once() {
    let here = Workplace::new("emulate");
    let (file, page) = (here.argument("emulator.json"), here.argument("page.html"));
    let said = printed(&[&TINY[..], &["--out", &file, "--page", &page]].concat());
    // One line, however it was broken.
    let whole = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["Q2 ", "not known outside", "Agreement check", "effective hours"] {
        assert!(whole(&said).contains(part), "{part}\n{said}");
    }
    assert!(whole(&said).contains(NOT_AN_EFFECT), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");

    let page = read(&here.path("page.html"));
    for absent in ["<script", "http://", "https://", "src=", "href=", "url(", "@import", "<link"] {
        assert!(!page.contains(absent), "{absent}");
    }
    assert_eq!(page.matches("<svg ").count(), 2);
    assert!(page.contains(NOT_AN_EFFECT) && page.contains("SYNTHETIC"));

    let ask = ["emulate", "--ask", &file, "hours=+2%", "incidents=-1%", "handover=-5min"];
    let answer = printed(&ask);
    assert!(whole(&answer).contains("hours +2.0% (2,050 to 2,091 a week)"), "{answer}");
    assert!(whole(&answer).contains(NOT_AN_EFFECT), "{answer}");
    let json: Value = serde_json::from_str(&printed(&[&ask[..], &["--json"]].concat())).unwrap();
    let number = |key: &str| json[key].as_f64().unwrap();
    assert!(number("change_s") < 0.0 && number("low_s") < number("c2_mean_s"), "{json}");
    assert_eq!(json["ratios"]["hours"].as_f64(), Some(1.02));
    assert_eq!(json["manifest"]["seed"].as_u64(), Some(3));
    assert!(json["sentence"].as_str().unwrap().contains(NOT_AN_EFFECT));
    assert_eq!(printed(&ask), answer, "the same question, the same answer");
}

#[test]
fn it_refuses_what_it_does_not_know_and_what_it_cannot_read() {
    let here = Workplace::new("emulate-refuses");
    let file = here.argument("emulator.json");
    printed(&[&TINY[..], &["--out", &file, "--range", "handover=0.8..1.2"]].concat());
    let told = |more: &[&str]| {
        let output = ambics(&[&["emulate", "--ask", &file], more].concat());
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = told(&["hours=+20%", "handover=-25%"]);
    assert_eq!(code, Some(65), "{said}");
    assert!(said.matches("not known there").count() == 2 && said.contains("-20.0% to +20.0%"), "{said}");
    let (code, said) = told(&["hours", "handover=soon", "c1=+1%"]);
    assert!(code == Some(65) && said.contains("found `hours`"), "{said}");
    assert_eq!(told(&["--of", "RYF"]).0, Some(65));
    assert_eq!(told(&["--points", "9"]).0, Some(2));

    let broken = here.file("broken.json", "{\"ambics_emulator\": 1}");
    assert_eq!(ambics(&["emulate", "--ask", &broken]).status.code(), Some(65));
    assert_eq!(ambics(&["emulate", "--ask", &here.argument("none.json")]).status.code(), Some(74));
    assert_eq!(ambics(&["emulate"]).status.code(), Some(65));
    let nowhere = ambics(&[&TINY[..], &["--out", &here.argument("no/emulator.json")]].concat());
    assert_eq!(nowhere.status.code(), Some(74));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_half_written() {
    use crate::workplace::command;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let here = Workplace::new("emulate-interrupt");
    let kept = here.file("emulator.json", "an older one");
    let child = command()
        .args(["emulate", "tiny/tiny", "--replications=100000", "--threads=1", "--out", &kept])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(4));
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("nothing is kept"), "{said}");
    assert_eq!(read(&here.path("emulator.json")), "an older one");
    assert_eq!(std::fs::read_dir(here.path("")).unwrap().count(), 1, "no other file is left");
}
