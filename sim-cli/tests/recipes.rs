//! Questions as files, a study's folder, a service by its name, and the page that plays a day.

use crate::workplace::{Workplace, ambics, printed, read};
use std::fs;

const SHORT: [&str; 3] = ["--replications=2", "--set", "run.days=1"];

#[test]
fn every_question_has_a_short_file_that_runs() {
    let listed = printed(&["recipe"]);
    for number in 1..=11 {
        let name = format!("Q{number}");
        assert!(listed.contains(&format!("{name:<4} ")), "{name}\n{listed}");
        let file = printed(&["recipe", &name]);
        // A key that goes by ICS has a line for each.
        let once =
            |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("\"demand.growth");
        assert!(file.lines().filter(once).count() <= 15, "{file}");
        assert!(!file.contains('{') || !file.contains("{trust}"), "{file}");
        if number != 7 {
            let said = printed(&[&["recipe", &name, "R1F"][..], &SHORT].concat());
            assert!(
                said.contains("Category 2 by deprivation") && said.contains(" less today"),
                "{name}\n{said}"
            );
        }
    }
    let here = Workplace::new("recipe");
    let folder = here.argument("kept");
    let found =
        printed(&["recipe", "q7", "IOW", "--folder", &folder, "--replications=4", "--set", "run.days=7"]);
    assert!(found.contains("30:00") || found.contains("30 min"), "{found}");
    assert!(read(&here.path("kept/q7.toml")).contains("fleet.hours_per_week.R1F"));
    let wrong = |arguments: &[&str]| String::from_utf8(ambics(arguments).stderr).unwrap();
    assert!(wrong(&["recipe", "Q12"]).contains("Q1 to Q11"));
    assert!(wrong(&["recipe", "Q3", "RYF", "--ics", "QXX"]).contains("QVV"));
    let neighbours = printed(&[&["recipe", "Q6", "RYF", "--ics", "qvv"][..], &SHORT].concat());
    assert!(neighbours.contains("RYF-QVV") && neighbours.contains("QJK Devon"), "{neighbours}");
}

#[test]
fn a_study_begins_with_one_command_and_a_service_with_its_name() {
    let here = Workplace::new("init");
    let folder = here.argument("study");
    printed(&["init", &folder, "--trust", "iow"]);
    let study = here.argument("study/study.toml");
    let said = printed(&[&["compare", &study][..], &SHORT].concat());
    assert!(said.contains("5% more hours less today"), "{said}");
    assert!(read(&here.path("study/ambics.schema.json")).contains("\"$schema\""));
    let output = ambics(&["init", &folder, "--trust", "IOW"]);
    assert_eq!(output.status.code(), Some(74), "a folder that holds something stays as it is");
    let said = printed(&[&["run", "R1F"][..], &SHORT].concat());
    assert!(said.contains("Isle of Wight"), "{said}");
    let output = ambics(&["run", "R1G"]);
    assert_eq!(output.status.code(), Some(65));
}

#[test]
fn a_day_becomes_one_page_and_only_a_day_of_the_window() {
    let here = Workplace::new("player");
    let page = here.argument("day.html");
    let window = ["--set", "run.start=2024-03-29", "--set", "run.days=3"];
    let asked =
        |date: &str| ambics(&[&["player", "R1F", "--date", date, "--out", &page][..], &window].concat());
    let output = asked("2024-04-05");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("2024-03-29 to 2024-03-31"), "{said}");
    assert!(!here.path("day.html").exists());
    // The clock goes forward at 01:00 of the next day: 21 hours after 04:00.
    assert!(asked("2024-03-30").status.success());
    let text = fs::read_to_string(here.path("day.html")).unwrap();
    assert!(text.contains("[75600,\"2024-03-31T02:00:00\"]"), "two pieces of the clock");
    assert!(text.len() < 2_000_000 && !text.contains("{{") && text.contains("default-src 'none'"));
}
