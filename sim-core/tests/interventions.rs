//! Faults of `[[intervention]]` and of an intervention's own file: each with its file, its key, its rule and its hint.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, and not the functions that tests share"
)]

use crate::scenario_files::{Folder, faults};
use ambics::problem::Problem;
use ambics::scenario::{Edit, Scenario, library_text};

const FALLS: &str = "falls_community";

/// The faults of a tiny scenario whose entries are this text, in a folder with `mine.toml`.
fn problems(entries: &str, mine: &str) -> Vec<Problem> {
    let folder = Folder::new();
    folder.write("mine.toml", mine);
    faults(Scenario::load(&folder.write("x.toml", format!("region = \"tiny\"\n{entries}"))))
}

/// The only fault of an entry.
fn fault_of(entry: &str) -> Problem {
    let found = problems(&format!("[[intervention]]\n{entry}"), library_text(FALLS).unwrap());
    assert_eq!(found.len(), 1, "{entry}: {found:?}");
    found[0].clone()
}

/// The only fault of a shipped file with one text in place of another.
fn fault_of_file(text: &str, instead: &str) -> Problem {
    let shipped = library_text(FALLS).unwrap();
    assert_eq!(shipped.matches(text).count(), 1, "{text}");
    let found = problems(
        "[[intervention]]\nname = \"mine\"\nfile = \"mine.toml\"\n",
        &shipped.replace(text, instead),
    );
    assert_eq!(found.len(), 1, "{instead}: {found:?}");
    assert!(found[0].file.ends_with("mine.toml"), "{:?}", found[0]);
    found[0].clone()
}

#[test]
fn each_fault_of_an_entry_is_found_at_its_key() {
    let known = "name = \"falls_community\"\n";
    for (entry, key, rule, hint) in [
        (
            "name = \"falls_comunity\"",
            "name",
            "an intervention that ambics ships, or one with a `file`",
            "did you mean `falls_community`?",
        ),
        ("name = \" \"\nfile = \"mine.toml\"", "name", "a name", "tables and reports call it so"),
        (&format!("{known}form = 2024-01-01"), "form", "a key of an intervention", "did you mean `from`?"),
        (
            &format!("{known}where = [\"QT3\"]"),
            "where",
            "the code of an ICS, a service or a patch",
            "did you mean `QT1`?",
        ),
        (
            &format!("{known}where = \"TNY-QT3\""),
            "where",
            "the code of an ICS, a service or a patch",
            "did you mean `TNY-QT1`?",
        ),
        (&format!("{known}reach = 1.5"), "reach", "a number from 0 to 1", ""),
        (&format!("{known}fit = -1"), "fit", "a number from 0 to 2", ""),
        (
            &format!("{known}offer = \"active\""),
            "offer",
            "passive or proactive",
            "allowed: passive, proactive",
        ),
        (&format!("{known}data_sharing = 1"), "data_sharing", "a text", "write it in quotes"),
        (
            &format!("{known}data_sharing = \"nsh\""),
            "data_sharing",
            "none, nhs, council",
            "did you mean `nhs`?",
        ),
        (&format!("{known}teams = 2"), "teams", "an intervention that has teams", "its file has no [team]"),
        ("name = \"ucr_2h\"\nteams = 1.5", "teams", "a whole number from 0 to 1000", "0 leaves it out"),
        (
            "name = \"mine\"\nfile = \"../mine.toml\"",
            "file",
            "the name of a file of the same folder",
            "the name alone: no folder, no drive, no `..`",
        ),
        (
            "name = \"mine\"\nfile = \"mime.toml\"",
            "file",
            "a scenario file of the same folder",
            "did you mean `mine.toml`?",
        ),
    ] {
        let found = fault_of(entry);
        assert!(found.file.ends_with("x.toml"), "{found:?}");
        assert_eq!(found.line, Some(2), "{entry}");
        assert_eq!(found.path, format!("intervention[0].{key}"), "{entry}");
        assert_eq!((found.rule.as_str(), found.hint.as_str()), (rule, hint), "{entry}");
    }
}

#[test]
fn faults_of_all_entries_come_at_once_each_at_its_line() {
    let entries = "[[intervention]]\nname = \"falls_comunity\"\n[[intervention]]\nname = \"ucr_2h\"\nreach = 2\noffer = \"active\"\n";
    let places: Vec<(Option<usize>, String)> =
        problems(entries, "").into_iter().map(|found| (found.line, found.path)).collect();
    let expected = [(2, "intervention[0].name"), (4, "intervention[1].reach"), (4, "intervention[1].offer")];
    assert_eq!(places, expected.map(|(line, path)| (Some(line), path.to_owned())));
}

#[test]
fn a_list_without_names_and_a_place_twice_are_refused() {
    for list in [
        "intervention = \"falls_community\"",
        "intervention = [\"falls_community\"]",
        "[[intervention]]\nreach = 0.1",
    ] {
        let found = problems(list, "");
        assert_eq!(found.len(), 1, "{list}: {found:?}");
        assert_eq!(
            (found[0].path.as_str(), found[0].rule.as_str()),
            ("intervention", "a list of tables, each with a name")
        );
        assert!(found[0].hint.contains("[[intervention]]"), "{}", found[0].hint);
    }
    let one = "[[intervention]]\nname = \"ucr_2h\"\n";
    let twice = problems(&format!("{one}{one}where = [\"QT1\"]\n"), "");
    assert_eq!((twice.len(), twice[0].rule.as_str()), (1, "each intervention once in a place"));
    assert_eq!(
        (twice[0].path.as_str(), twice[0].hint.as_str()),
        ("intervention[1].name", "give another `where`")
    );
    let apart = format!("{one}where = [\"QT2\"]\n{one}where = [\"QT1\"]\n");
    assert!(problems(&apart, "").is_empty());
}

#[test]
fn a_place_outside_the_selection_is_refused() {
    let text = "select.ics = [\"QT1\"]\n[[intervention]]\nname = \"ucr_2h\"\nwhere = [\"QT2\"]\n";
    let found = problems(text, "");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].path.as_str(), found[0].rule.as_str()),
        ("intervention[0].where", "a code inside the selection")
    );
    assert_eq!(found[0].hint, "leave it out, or widen `select`");
}

#[test]
fn each_fault_of_an_own_file_is_found_at_its_key() {
    let range = |least, most| format!("low, value and high in order, from {least} to {most}");
    let conditions = "falls, mental_health, stroke, major_trauma, stemi, cardiac_arrest, breathing, chest_pain, alcohol, other";
    for (text, instead, path, rule, hint) in [
        ("grade = \"A\"", "grade = \"E\"", "grade", "A, B, C or D".to_owned(), "A: randomised"),
        ("\"falls\"", "\"fals\"", "cohort.conditions", conditions.to_owned(), "did you mean `falls`?"),
        (
            "\"65_79\"",
            "\"65-79\"",
            "cohort.ages",
            "under_18, 18_59, 60_64, 65_79, 80_plus".to_owned(),
            "did you mean `65_79`?",
        ),
        ("\"999\"", "\"112\"", "cohort.origins", "999, 111, professional".to_owned(), "did you mean `111`?"),
        (
            "low = 0.4, high = 0.92",
            "low = 0.92, high = 0.4",
            "effect.incidents",
            range("0.001", "10"),
            "low and high are the wrong way round",
        ),
        ("low = 0.4, high = 0.92", "low = 0.7, high = 0.92", "effect.incidents", range("0.001", "10"), ""),
        ("high = 0.5 }", "high = 1.5 }", "cohort.eligible", range("0", "1"), ""),
        ("lag_days = 30", "lag_days = -1", "timing.lag_days", "a number from 0 to 36525".to_owned(), ""),
        ("unit = \"person\"", "unit = \" \"", "cost.unit", "a text".to_owned(), ""),
    ] {
        let found = fault_of_file(text, instead);
        assert_eq!((found.path.as_str(), found.rule.as_str()), (path, rule.as_str()), "{instead}");
        assert!(
            found.hint.starts_with(hint) && found.hint.is_empty() == hint.is_empty(),
            "{instead}: {}",
            found.hint
        );
    }
}

#[test]
fn each_fault_of_a_team_is_found_at_its_key() {
    let shipped = library_text("ucr_2h").unwrap();
    let entry = "[[intervention]]\nname = \"mine\"\nfile = \"mine.toml\"\n";
    for (text, instead, path, rule) in [
        ("start = 8", "start = 24", "team.start", "a whole number from 0 to 23"),
        ("finish = 20", "finish = 0", "team.finish", "a whole number from 1 to 24"),
        ("every_day", "daily", "team.days", "every_day or weekdays"),
        ("value = 120", "value = 190", "team.visit_min", "low, value and high in order, from 1 to 1440"),
        ("visit_cv = 0.6", "visit_cv = -1", "team.visit_cv", "a number from 0 to 3"),
        ("places = 4", "places = 5000", "team.places", "a whole number from 0 to 1000"),
        ("wait_limit_min = 120", "wait_limit_min = 2000", "team.wait_limit_min", "a number from 0 to 1440"),
        ("high = 0.35", "high = 1.35", "team.bounce_back", "low, value and high in order, from 0 to 1"),
        ("high = 4 }", "high = 1 }", "team.teams", "low, value and high in order, from 0 to 1000"),
        ("attended = {", "answered = {", "effect.attended", "with a [team], a share"),
        (
            "[team]",
            "conveyed = { value = 0.5, low = 0.4, high = 0.6 }\n[team]",
            "effect.conveyed",
            "left out where there is a [team]",
        ),
    ] {
        assert_eq!(shipped.matches(text).count(), 1, "{text}");
        let found = problems(entry, &shipped.replace(text, instead));
        assert_eq!((found[0].path.as_str(), found[0].rule.as_str()), (path, rule), "{instead}: {found:?}");
        assert_eq!(found.len(), if text == "attended = {" { 2 } else { 1 }, "{instead}: {found:?}");
    }
    let falls = library_text(FALLS)
        .unwrap()
        .replace("incidents = {", "attended = { value = 0.5, low = 0.4, high = 0.6 }\nincidents = {");
    let found = problems(entry, &falls);
    assert_eq!((found.len(), found[0].path.as_str()), (1, "effect.attended"), "{found:?}");
}

#[test]
fn keys_that_a_file_does_not_know_or_lacks_are_found_at_their_line() {
    let rule = "the keys of an intervention's file";
    let unknown = fault_of_file("lag_days = 30", "lag_dais = 30");
    assert_eq!((unknown.line, unknown.rule.as_str()), (Some(25), rule));
    assert_eq!(
        (unknown.found.as_str(), unknown.hint.as_str()),
        ("the key \"lag_dais\"", "did you mean `lag_days`?")
    );
    let lacking = fault_of_file("title = ", "# ");
    assert!(lacking.rule == rule && lacking.hint.contains("ambics interventions NAME"), "{lacking:?}");
    let broken = fault_of_file("grade = \"A\"", "grade = A");
    assert_eq!((broken.line, broken.rule.as_str()), (Some(2), rule));
}

#[test]
fn one_that_is_hardly_there_before_the_run_is_over_is_told() {
    let of = |days: u32, entry: &str| {
        let folder = Folder::new();
        let text =
            format!("region = \"tiny\"\n[run]\ndays = {days}\n[[intervention]]\nname = \"ucr_2h\"\n{entry}");
        let scenario = Scenario::load(&folder.write("x.toml", text)).unwrap();
        let told: Vec<Problem> = scenario.warnings().to_vec();
        told.into_iter().filter(|found| found.path.starts_with("intervention")).collect::<Vec<_>>()
    };
    let told = of(28, "");
    assert_eq!((told.len(), told[0].path.as_str(), told[0].line), (1, "intervention[0].from", Some(4)));
    assert!(told[0].rule.contains("30 days until it reaches anybody and 120 more to grow"), "{told:?}");
    assert!(of(28, "from = 2022-01-03\n").is_empty() && of(364, "").is_empty());
}

#[test]
fn an_own_file_is_read_and_its_hash_is_in_the_canonical_text() {
    let folder = Folder::new();
    folder.write("mine.toml", library_text(FALLS).unwrap());
    let text =
        "region = \"tiny\"\n[[intervention]]\nname = \"mine\"\nfile = \"mine.toml\"\nwhere = \"TNY\"\n";
    let scenario = Scenario::load(&folder.write("x.toml", text)).unwrap();
    assert_eq!(scenario.interventions()[0].intervention.name, "mine");
    assert!(scenario.canonical().contains("# mine.toml blake3 "), "{}", scenario.canonical());
}

#[test]
fn a_list_is_one_value_of_an_edit() {
    let tiny = Scenario::embedded("tiny/tiny").unwrap();
    let edit =
        Edit::parse("intervention=[{ name = \"falls_community\", where = [\"QT1\"], from = 2023-01-01 }]");
    let edited = tiny.with(&[edit.unwrap()]).unwrap();
    let chosen = &edited.interventions()[0];
    assert_eq!((chosen.intervention.name.as_str(), chosen.patches.as_slice()), (FALLS, &[true, false][..]));
    assert_ne!(edited.hash(), tiny.hash());
    let none: Vec<String> = Vec::new();
    assert_eq!(edited.with(&[Edit::new("intervention", none)]).unwrap().hash(), tiny.hash());
}
