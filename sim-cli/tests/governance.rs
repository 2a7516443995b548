use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

const STUDY: [&str; 3] = ["governance", "south-west-arrangements", "--draws=20"];

fn with(more: &[&str]) -> String {
    printed(&[&STUDY[..], more].concat())
}

#[test]
fn governance_says_what_it_must_and_names_no_winner() {
    let said = with(&[]);
    let widest = said.lines().max_by_key(|line| line.chars().count()).unwrap();
    assert!(widest.chars().count() <= 110, "{widest}");
    let whole = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "ASSUMPTIONS, none fitted",
        "Dispatch is trust-wide in every arrangement",
        "does not estimate the effect of any existing organisation",
        "Every arrangement has the same hours to spend",
        "published by nobody",
        "QVV Dorset (published)",
        "The crowded pitch",
        "takes 50% (0 to 80%) of the trust's team in the month of the year with the most",
        "share of variance by itself / with others",
        "Of 8 real packages with both days known",
        "unknown, never guessed",
    ] {
        assert!(whole.contains(part), "{part}");
    }
    let lower = whole.to_lowercase();
    assert!(["winner", "recommend", "the best arrangement"].iter().all(|word| !lower.contains(word)));
}

#[test]
fn governance_marks_what_is_hypothetical() {
    let page = Workplace::new("hypothetical");
    let file = page.argument("page.html");
    let said = printed(&["governance", "south-west-hypothetical", "--draws=10", "--brief", "--page", &file]);
    for text in [said, read(&page.path("page.html"))] {
        assert!(text.contains("Hypothetical, nothing like it exists: today with HARP, today with CQC"));
        assert!(text.contains("today with HARP (hypothetical)"));
    }
}

#[test]
fn governance_threads_change_no_byte() {
    assert_eq!(with(&["--threads=1"]), with(&["--threads=2"]));
}

#[test]
fn governance_writes_its_tables() {
    let here = Workplace::new("governance");
    let out = here.argument("out");
    with(&["--brief", "--csv", "--out", &out]);
    let rows = read(&here.path("out/go_live.csv"));
    assert_eq!(rows.lines().count(), 1 + 5 * 5 * 3 * 7);
    let manifest: Value = serde_json::from_str(&read(&here.path("out/manifest.json"))).unwrap();
    assert_eq!((&manifest["kind"], &manifest["fitted"]), (&"governance".into(), &false.into()));
    let document: Value = serde_json::from_str(&with(&["--brief", "--json"])).unwrap();
    assert_eq!(document["arrangement"].as_array().unwrap().len(), 25);
}

#[test]
fn governance_dates_run_as_interventions_of_a_scenario() {
    let here = Workplace::new("dates");
    let dates = with(&["--interventions", "bilateral"]);
    let some = dates.matches("[[intervention]]").count();
    assert!(some + dates.matches("not live within").count() == 21 && some > 0, "{dates}");
    let scenario = format!("name = \"dates\"\nregion = \"england-2022\"\nselect.trusts = [\"RYF\"]\n{dates}");
    let file = here.file("own.toml", &scenario);
    assert!(printed(&["check", &file]).starts_with("ok"), "a scenario takes them as they are");
    let none = ambics(&[&STUDY[..], &["--interventions", "leed"]].concat());
    assert_eq!(none.status.code(), Some(65));
}

#[test]
fn governance_checks_a_study_of_ones_own() {
    let here = Workplace::new("own-study");
    let sound = "kind = \"arrangements\"\nregion = \"england-2022\"\nservice = \"RX9\"\n[[proposal]]\nname = \"a\"\n\
                 [[arrangement]]\nlike = \"today\"\n[[arrangement]]\nname = \"own\"\nfile = \"parts.toml\"\n";
    here.file(
        "parts.toml",
        "name = \"parts\"\nabout = \"own\"\ngroups = \"all\"\ndecided_by = \"joint\"\nquota = 0.6\n",
    );
    let study = here.file("study.toml", sound);
    assert!(printed(&["check", &study]).contains("today, own"));
    let said = printed(&["governance", &study, "--draws=5", "--brief"]);
    assert!(said.contains("not found in public"), "EMAS has no published lead");
    let wrong = here.file("wrong.toml", &sound.replace("quota", "quorum").replace("RX9", "RX"));
    assert_eq!(ambics(&["governance", &wrong]).status.code(), Some(65));
}

#[test]
fn governance_tells_partners_oversight_risk_shared_and_a_workforce() {
    let here = Workplace::new("more-parts");
    let text = "kind = \"arrangements\"\nregion = \"england-2022\"\nservice = \"RYF\"\n[process]\noverride_after_refusals = 2\n\
                [[proposal]]\nname = \"a\"\npartners = [\"fire_and_rescue\", \"voluntary_sector\"]\n\
                [partner.fire_and_rescue]\ndecides = true\n\
                [[workforce]]\nname = \"North\"\nstaff = 90\nposts = 100\nleaving_per_year = 0.1\nsickness_share = 0.08\n\
                [[workforce]]\nname = \"South\"\nstaff = 50\nposts = 100\nleaving_per_year = 0.1\nsickness_share = 0.08\n\
                [recruits]\nper_month = 2\ntraining_months = 6\n\
                [[arrangement]]\nlike = \"today\"\n[[arrangement]]\nlike = \"lead\"\nrisk_share = 0.5\n";
    let study = here.file("study.toml", text);
    let said = printed(&["governance", &study, "--draws=10", "--brief"]);
    let whole = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "a with fire and rescue (decides) and voluntary sector (consulted, no seat)",
        "NHS England may override a board or committee after 2 refusals",
        "South, together",
        "Like lead, but for risk_share.",
    ] {
        assert!(whole.contains(part), "{part}: {said}");
    }
    let widest = said.lines().max_by_key(|line| line.chars().count()).unwrap();
    assert!(widest.chars().count() <= 110, "{widest}");
}
