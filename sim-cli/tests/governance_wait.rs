use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

/// The Isle of Wight has one ICS: small, and every arrangement gives the same.
const STUDY: &str = "kind = \"arrangements\"\nname = \"one ICS\"\nregion = \"england-2022\"\nservice = \"R1F\"\n[process]\n\
    draws = 20\n[[proposal]]\nname = \"falls_community\"\n[[arrangement]]\nlike = \"today\"\n[[arrangement]]\nlike = \"lead\"\n\
    [[arrangement]]\nlike = \"harp\"\n";

const OPTIONS: [&str; 5] = ["--ambulances", "--brief", "--years=2", "--replications=2", "--days=7"];

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn governance_wait_says_the_same_on_paper_page_and_in_tables() {
    let here = Workplace::new("governance-wait");
    std::fs::write(here.path("study.toml"), STUDY).unwrap();
    let (study, page, out) = (here.argument("study.toml"), here.argument("page.html"), here.argument("out"));
    let asked = [&["governance", &study], &OPTIONS[..], &["--page", &page, "--out", &out, "--csv"]].concat();
    let said = printed(&asked);
    let page = read(&here.path("page.html"));
    for part in [
        "SYNTHETIC",
        "what patients wait",
        "trust-wide",
        "probability of being best",
        "Hypothetical, nothing like it exists: today with HARP",
        "end of year 2",
        "Vehicle-hours a day released",
    ] {
        assert!(flat(&said).contains(part) && flat(&page).contains(part), "{part}\n{said}");
    }
    for word in ["wins", "winner", "better than", "best arrangement"] {
        assert!(!said.contains(word), "{word}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    assert!(page.matches("<svg ").count() >= 2 && !page.contains("<script"), "the chart and the timeline");
    let wait = read(&here.path("out/governance_wait.csv"));
    assert_eq!(
        wait.lines().count(),
        1 + 2 * 2 * 2 * 2 * 3,
        "years, places, categories, statistics, arrangements"
    );
    assert!(
        here.path("out/governance_prevented.parquet").is_file() && here.path("out/go_live.csv").is_file()
    );
    let document: Value = serde_json::from_str(&read(&here.path("out/manifest.json"))).unwrap();
    assert_eq!(document["draws_run"], 2);
    let sentences = document["sentences"].to_string();
    assert!(sentences.contains("does not estimate the effect of any existing organisation"), "{sentences}");
    assert!(sentences.contains("only through the channels listed"), "{sentences}");
}

#[test]
fn governance_wait_of_another_region_is_a_fault_with_a_hint() {
    let asked = ["governance", "south-west-arrangements", "--ambulances", "--base=tiny/tiny"];
    let output = ambics(&asked);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(65), "{said}");
    assert!(said.contains("the region of the study") && said.contains("hint"), "{said}");
}

#[test]
fn governance_wait_splits_a_difference_over_the_channels() {
    let options = ["--ambulances", "--channels", "--brief", "--years=1", "--replications=2", "--days=1"];
    let said = printed(&[&["governance", "south-west-channels"], &options[..]].concat());
    for part in [
        "seconds against today that each channel carries",
        "growth hours a week are rostered",
        "Shapley",
        "How evenly: first to last ICS at the end of year 1",
    ] {
        assert!(flat(&said).contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
}
