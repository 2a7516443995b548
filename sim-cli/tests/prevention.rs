use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

const FALLS: &str =
    "intervention=[{ name = \"falls_community\", from = 2022-01-01 }, { name = \"high_intensity_user\" }]";
const SHORT: [&str; 5] = ["run", "tiny/tiny", "--replications=4", "--seed=1", "--set"];

fn run(more: &[&str]) -> String {
    printed(&[&SHORT[..], &[FALLS], more].concat())
}

#[test]
fn a_run_says_what_its_interventions_did_beside_itself_without_them() {
    let said = run(&[]);
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text}\n{said}"));
    let (did, known) = (at("What the interventions did"), at("What is known of them"));
    assert!(at("ambics run: today") < did && did < at("no cash") && at("no cash") < known, "{said}");
    at("without interventions");
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
    // Effect as published, how much of it is used, and what the evidence does not show.
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "0.6 (0.4 to 0.92)",
        "80%",
        "1 (0.85 to 1.15)",
        "multiply and never add",
        "Share of the variance of one window: belief of effects and reach, or chance",
        "prevention.inner = 2 lets two replications",
        "cannot be told: the interval of what is freed holds 0",
        "Reach against need, for 1,000 residents a year",
    ] {
        assert!(flat.contains(part), "{part}\n{said}");
    }
    let plain = printed(&SHORT[..4]);
    assert!(!plain.contains("interventions did"));
}

#[test]
fn central_values_are_told_apart_from_draws() {
    let said = run(&["--set", "prevention.draw=false"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("Effects stand at their central values") && !said.contains("Share of the variance")
    );
}

#[test]
fn the_table_and_the_page_are_written() {
    let here = Workplace::new("prevention");
    let out = here.argument("out");
    let falls = "intervention=[{ name = \"falls_community\", from = 2022-01-01 }]";
    let set = [&SHORT[..], &[falls, "--set", "prevention.draw=false"]].concat();
    let document: Value = serde_json::from_str(&printed(&[&set[..], &["--json"]].concat())).unwrap();
    assert_eq!(document["manifest"]["arms"][0]["name"], "without interventions");
    printed(&[&set[..], &["--out", &out]].concat());
    assert!(here.path("out/prevention.parquet").exists());
    assert!(read(&here.path("out/report.html")).contains("By ICS and deprivation quintile"));
}

#[test]
fn the_library_is_listed_and_a_file_is_printed() {
    let said = printed(&["interventions"]);
    let names: Vec<String> = ambics::scenario::library().into_iter().map(|own| own.name).collect();
    let rows = said.lines().filter(|line| names.iter().any(|name| line.starts_with(name.as_str())));
    assert_eq!((rows.count(), names.len()), (25, 25), "{said}");
    assert_eq!(printed(&["interventions", "ucr_2h"]), ambics::scenario::library_text("ucr_2h").unwrap());
    let output = ambics(&["interventions", "ucr"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.stdout.is_empty() && told.contains("an intervention that ambics ships"), "{told}");
    assert_eq!(output.status.code(), Some(65));
}

#[test]
fn what_acts_after_the_call_is_not_told_as_nothing() {
    let both = "intervention=[{ name = \"falls_community\", from = 2022-01-01 }, { name = \"c2_segmentation\", from = 2022-01-01 }]";
    let said = printed(&[&SHORT[..], &[both]].concat());
    let rows = |from: &str, to: &str| {
        let (start, end) = (said.find(from).unwrap(), said.find(to).unwrap());
        said[start..end]
            .lines()
            .filter(|line| line.starts_with("c2_segmentation"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let costs = rows("What it cost, for what it freed", "Reach against need");
    assert!(costs.len() == 2 && costs.iter().all(|row| row.ends_with('-')), "{costs:?}");
    let did = rows("What the interventions did", "What it cost, for what it freed");
    let nothing = |row: &String| row.split_whitespace().filter(|cell| *cell == "-").count() == 3;
    assert!(did.len() == 2 && did.iter().all(nothing), "{did:?}");
    assert!(rows("Vehicle-hours for", "What is known of them").is_empty(), "{said}");
}

#[test]
fn what_teams_do_is_told_in_their_own_tables() {
    let here = Workplace::new("teams");
    let out = here.argument("out");
    let team = "intervention=[{ name = \"ucr_2h\", from = 2022-01-01, reach = 1.0, teams = 1 }]";
    let said = printed(&[&SHORT[..], &[team, "--out", &out]].concat());
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text}\n{said}"));
    let (did, spared, known) = (at("What teams did"), at("What teams spared"), at("What is known of them"));
    assert!(at("What the interventions did") < did && did < spared && spared < known, "{said}");
    assert!(!said.contains("Incidents prevented and hours released"), "a team prevents nothing\n{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
    let rows: Vec<&str> = said[did..spared].lines().filter(|line| line.starts_with("ucr_2h")).collect();
    let numbers = |row: &str| -> Vec<f64> {
        row.split_whitespace()
            .skip(2)
            .map(|cell| cell.trim_end_matches('%').replace(',', "").parse().unwrap())
            .collect()
    };
    assert_eq!(rows.len(), 2, "{said}");
    for row in rows {
        let cells = numbers(row);
        let (offered, taken, refused) = (cells[0], cells[1], &cells[2..5]);
        assert!((offered - taken - refused.iter().sum::<f64>()).abs() <= 2.0 && taken > 0.0, "{row}");
    }
    at("by a team");
    assert!(here.path("out/teams.parquet").exists());
    assert!(read(&here.path("out/report.html")).contains("What teams spared"));
}

#[test]
fn the_table_of_what_was_done_has_every_quintile_and_its_numbers_are_data() {
    let said = run(&[]);
    let start = said.find("By ICS and deprivation quintile").unwrap_or_else(|| panic!("no table\n{said}"));
    let end = said[start..].find("Prevented: incidents").unwrap() + start;
    let head = said[start..end].lines().nth(1).unwrap();
    let heads: Vec<&str> = head.split("  ").map(str::trim).filter(|own| !own.is_empty()).collect();
    assert_eq!(
        heads,
        ["intervention", "ICS", "prevented", "hours released", "C2 mean, s", "cost £", "grade"]
    );
    let rows = |own: &str| said[start..end].lines().filter(|line| line.starts_with(own)).count();
    assert!(rows("falls_community") == 2 && rows("high_intensity_user") == 2, "{said}");
    assert!((1..=5).map(|own| rows(&format!("· quintile {own}"))).sum::<usize>() >= 4, "{said}");
    let document: Value = serde_json::from_str(&run(&["--set", "prevention.inner=2", "--json"])).unwrap();
    let rows = document["prevented"].as_array().unwrap();
    let sum = |column: &str, whole: bool| -> f64 {
        let own = rows.iter().filter(|row| row["imd_quintile"].is_null() == whole);
        own.map(|row| row[column].as_f64().unwrap_or(0.0)).sum()
    };
    for column in ["prevented_n", "released_h", "c2_change_s"] {
        let (whole, parts) = (sum(column, true), sum(column, false));
        assert!(
            (whole - parts).abs() < 0.05 * whole.abs().max(0.1),
            "{column}: {whole}, and {parts} in quintiles"
        );
    }
    for row in document["prevention_c2"].as_array().unwrap() {
        let share = |column: &str| row[column].as_f64().unwrap();
        assert!((share("belief_share") + share("chance_share") - 1.0).abs() < 1e-9, "{row}");
        assert_eq!(row["draws_n"], 2);
    }
}
