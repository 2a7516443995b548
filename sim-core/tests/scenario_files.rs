//! Loading scenarios: every fault is found in one pass, at its place and with its hint, and nothing panics.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, and not the functions that tests share"
)]

use ambics::governance::ArrangementConfig;
use ambics::problem::{Problem, Problems};
use ambics::scenario::{Edit, Scenario, Study, TODAY, schema};
use ambics::units::{DAY_MS, HOUR_MS, SimTime};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of its own for the files of one test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("scenario-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Puts a copy of the tiny region at `data/<name>`.
    pub fn region(&self, name: &str) -> &Self {
        for (file, bytes) in ambics_scenarios::region_files("tiny").unwrap() {
            self.write(&format!("data/{name}/{file}"), bytes);
        }
        self
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// The faults of a scenario file of this text, in a folder of its own.
fn problems(text: &str) -> Vec<Problem> {
    let folder = Folder::new();
    faults(Scenario::load(&folder.write("x.toml", text)))
}

pub fn faults<T>(loaded: Result<T, Problems>) -> Vec<Problem> {
    loaded.err().unwrap_or_default().iter().cloned().collect()
}

/// Line, path and hint of each fault.
fn places(problems: &[Problem]) -> Vec<(usize, &str, &str)> {
    problems.iter().map(|p| (p.line.unwrap_or(0), p.path.as_str(), p.hint.as_str())).collect()
}

/// Asserts on all faults of a text: each with its line, its path and its hint.
#[track_caller]
fn assert_faults(text: &str, expected: &[(usize, &str, &str)]) {
    let problems = problems(text);
    assert_eq!(places(&problems), expected, "\n{text}");
}

fn tiny() -> Scenario {
    Scenario::embedded("tiny/tiny").unwrap()
}

/// The only fault of one edit of the tiny scenario.
fn fault_of(edit: &str) -> Problem {
    let faults = faults(tiny().with(&[Edit::parse(edit).unwrap()]));
    assert_eq!(faults.len(), 1, "{edit}: {faults:?}");
    faults[0].clone()
}

fn edited(edits: &[&str]) -> Scenario {
    let edits: Vec<Edit> = edits.iter().map(|edit| Edit::parse(edit).unwrap()).collect();
    tiny().with(&edits).unwrap()
}

// --- broken files, each with every fault that it holds ---

#[test]
fn misspelled_keys_are_all_found() {
    let text = "nmae = \"x\"\nregoin = \"tiny\"\nregion = \"tiny\"\ndays = 3\n[run]\nreplicatons = 3\nsed = 1\n[boarder]\nring_fence = 1.0\n";
    assert_faults(
        text,
        &[
            (1, "nmae", "did you mean `name`?"),
            (2, "regoin", "did you mean `region`?"),
            (4, "days", "did you mean `run.days`?"),
            (6, "run.replicatons", "did you mean `replications`?"),
            (7, "run.sed", "did you mean `seed`?"),
            (8, "boarder", "did you mean `border`?"),
        ],
    );
}

#[test]
fn bare_numbers_and_wrong_types_are_all_found() {
    let text = "region = \"tiny\"\n[run]\nlead_in = 30\nreplications = \"10\"\ndays = 7.0\nseed = \"one\"\n[demand]\nday_effect = \"true\"\n[travel]\nwithin_area = 1\ntime_factor = \"1.1\"\n[policy.queue]\nreach = 60\ntravel_weight = \"2\"\n";
    assert_faults(
        text,
        &[
            (3, "run.lead_in", "for example \"30 min\""),
            (4, "run.replications", "write 10 without quotes"),
            (5, "run.days", "write 7 without a decimal point"),
            (6, "run.seed", ""),
            (8, "demand.day_effect", "write it without quotes"),
            (10, "travel.within_area", ""),
            (11, "travel.time_factor", "write 1.1 without quotes"),
            (13, "policy.queue.reach", "if it is a duration, write \"60 min\""),
            (14, "policy.queue.travel_weight", ""),
        ],
    );
}

#[test]
fn values_out_of_range_are_all_found() {
    let text = "region = \"tiny\"\n[run]\nstart = 1901-01-01\ndays = 3661\nlead_in = \"61 days\"\nreplications = 0\nseed = -1\n[border]\nring_fence = 1.5\n[travel]\ntime_factor = 0.1\n[fleet]\nhours_per_week.TNY = 0\n[demand]\ngrowth.QT1 = -0.5\ngrowth.QT2 = \"-100%\"\n";
    let problems = problems(text);
    let lines: Vec<Option<usize>> = problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7, 9, 11, 13, 15, 16].map(Some));
    assert_eq!(problems[2].rule, "a duration from 0 s to 60 days");
    assert_eq!(problems[1].rule, "a whole number from 1 to 3660");
}

#[test]
fn codes_that_the_region_lacks_are_all_found() {
    let text = "region = \"tiny\"\nselect.trusts = [\n  \"TINY\",\n  \"TNZ\",\n]\nselect.ics = [\"qt1\"]\nselect.districts = [\"Westport\"]\nfleet.hours_per_week.TNY-QT9 = 10\nfleet.rota_profile = \"rotta\"\ndemand.profile = \"flatt\"\ndemand.growth.QT7 = -1\narrangement.lead_ics = \"QT3\"\nassumption.day_efect_cv = 0.02\n";
    let problems = problems(text);
    let found: Vec<(usize, &str)> = places(&problems).iter().map(|(line, _, hint)| (*line, *hint)).collect();
    let expected = [
        (3, "write its code: `TNY`"),
        (4, "did you mean `TNY`?"),
        (6, "did you mean `QT1`?"),
        (8, "did you mean `TNY-QT1`?"),
        (9, "did you mean `rota`?"),
        (10, "did you mean `flat`?"),
        (11, ""),
        (11, "did you mean `QT1`?"),
        (12, "did you mean `QT1`?"),
        (13, "did you mean `day_effect_cv`?"),
    ];
    assert_eq!(found.iter().filter(|(line, _)| *line != 7).copied().collect::<Vec<_>>(), expected);
    assert!(found.iter().any(|(line, _)| *line == 7));
}

#[test]
fn codes_outside_the_selection_are_all_found() {
    let text = "region = \"tiny\"\nselect.ics = [\"QT1\"]\n[demand.growth]\nQT1 = 1.1\nQT2 = 1.1\n[fleet.hours_per_week]\nTNY = 2000\nTNY-QT2 = 10\n[arrangement]\nmethod = \"table\"\nhours_per_week = { TNY-QT1 = 5, TNY-QT2 = 5 }\nlead_ics = \"QT2\"\n";
    let hint = "leave it out, or widen `select`";
    assert_faults(
        text,
        &[
            (5, "demand.growth.QT2", hint),
            (8, "fleet.hours_per_week.TNY-QT2", hint),
            (11, "arrangement.hours_per_week.TNY-QT2", hint),
            (12, "arrangement.lead_ics", hint),
        ],
    );
}

#[test]
fn lines_that_are_no_toml_are_all_found() {
    let text = "region = \"tiny\"\n[run]\nlead_in = 2 days\ndays = = 3\nseed = 9999999999999999999\n[demand]\nmonths = 2023-10\nday_effect = yes\nprofile = \"rotta\"\n[travel]\ntime_factor = nan\n";
    assert_faults(
        text,
        &[
            (3, "", "write it in quotes: \"2 days\""),
            (4, "", ""),
            (5, "", ""),
            (7, "", "write it in quotes: \"2023-10\""),
            (8, "", "write true"),
            (9, "demand.profile", "did you mean `rota`?"),
            (11, "", ""),
        ],
    );
}

#[test]
fn a_broken_header_takes_its_keys_with_it() {
    let text = "region = \"tiny\"\nname = \"x\n[run\ndays = 3\nseed = 2\n[travel]\ntime_factor = 9\n";
    let problems = problems(text);
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 3, 7].map(Some));
}

#[test]
fn settings_of_methods_are_all_checked() {
    let text = "region = \"tiny\"\n[arrangement]\nmethod = \"leed\"\nuplift_hours_per_week = 100\n[policy.dispatch]\nresponder_raech = \"2 min\"\nreach = \"45\"\n[policy.hospital]\nmethod = \"nearest\"\nreach = 3\n[policy.queue]\nrate_c5 = 2\nreach.a.b = 1\n";
    assert_faults(
        text,
        &[
            (3, "arrangement.method", "did you mean `lead`?"),
            (6, "policy.dispatch.responder_raech", "did you mean `responder_reach`?"),
            (7, "policy.dispatch.reach", ""),
            (
                9,
                "policy.hospital.method",
                "allowed: nearest_open, least_expected_delay, diversion, home_ics, specialty",
            ),
            (12, "policy.queue.rate_c5", "did you mean `rate_c3`?"),
            (13, "policy.queue.reach", ""),
        ],
    );
}

#[test]
fn an_uplift_needs_an_arrangement_that_places_it() {
    let text = "region = \"tiny\"\n[arrangement]\nuplift_hours_per_week = 100\nhours_per_week.TNY-QT1 = 5\n[policy.hospital]\nmethod = \"nearest_open\"\nreach = \"3 min\"\n";
    assert_faults(
        text,
        &[
            (
                3,
                "arrangement.uplift_hours_per_week",
                "choose \"lead\", \"bilateral\" or \"table\" as arrangement.method",
            ),
            (4, "arrangement.hours_per_week", "write method = \"table\", or leave it out"),
            (7, "policy.hospital.reach", "allowed: method"),
        ],
    );
    let table = "region = \"tiny\"\n[arrangement]\nmethod = \"table\"\nuplift_hours_per_week = 100\n";
    assert_faults(
        table,
        &[
            (3, "arrangement", ""),
            (
                4,
                "arrangement.uplift_hours_per_week",
                "leave it out: arrangement.hours_per_week states the hours of each patch",
            ),
        ],
    );
}

#[test]
fn months_must_be_published() {
    let text = "region = \"tiny\"\nselect.trusts = [\"TNX\"]\n";
    assert_faults(text, &[(2, "select.trusts", "did you mean `TNY`?")]);
    let fault = fault_of("demand.months=2023-08..2023-11");
    assert_eq!(fault.found, "2023-08..2023-09");
    assert_eq!(fault.rule, "months published for TNY");
    assert_eq!(fault.hint, "published: 2023-10..2024-03");
    let england = "region = \"england-2022\"\ndemand.months = \"2020-03..2020-05\"\nselect.trusts = [\"RYF\", \"RYE\"]\n";
    assert_faults(england, &[(2, "demand.months", "published: 2018-04..2020-03, 2023-04..2024-03")]);
}

#[test]
fn a_selection_overlaps_and_has_a_station() {
    let text =
        "region = \"england-2022\"\nselect.trusts = [\"RYF\"]\nselect.ics = [\n  \"QVV\",\n  \"QKK\",\n]\n";
    assert_faults(text, &[(5, "select.ics", "it lies in select.trusts RRU")]);
    let apart = "region = \"england-2022\"\nselect.trusts = [\"RRU\"]\nselect.ics = [\"QVV\"]\n";
    let problems = problems(apart);
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 3].map(Some));
    assert_eq!(problems[1].hint, "it lies in select.trusts RYF");
    let bare = "region = \"england-2022\"\nselect.trusts = [\"RRU\"]\nselect.districts = [\"E09000001\"]\n";
    assert_eq!(self::problems(bare)[0].found, "no station of RRU in the selection");
    assert_eq!(self::problems(bare)[0].line, Some(3));
}

#[test]
fn faults_of_scenario_base_and_region_come_together() {
    let folder = Folder::new();
    folder.region("mine").write("data/mine/stations.csv", "station_code\n");
    folder.write("base.toml", "region = \"mine\"\n[run]\ndays = 0\n");
    let arm = folder.write("arm.toml", "extends = \"base.toml\"\n[border]\nring_fence = 2\n");
    let faults = faults(Scenario::load(&arm));
    let files: Vec<&str> = faults.iter().map(|p| p.file.rsplit('/').next().unwrap()).collect();
    assert_eq!(files[..2], ["arm.toml", "base.toml"]);
    assert!(files[2..].contains(&"stations.csv"), "{files:?}");
}

#[test]
fn a_region_is_named() {
    let text = "[run]\ndays = 7\n";
    assert_faults(text, &[(0, "region", "allowed: england-2022, tiny")]);
    assert_faults(
        "region = \"england\"\nname = 3\n",
        &[(1, "region", "allowed: england-2022, tiny"), (2, "name", "write it in quotes")],
    );
}

#[test]
fn assumptions_that_cannot_be_are_faults_and_odd_ones_warnings() {
    assert_eq!(fault_of("assumption.day_effect_cv=-0.1").hint, "its range is 0.018 to 0.039");
    assert_eq!(
        fault_of("assumption.hear_and_treat_share_c3=1.5").rule,
        "a value that is possible: from 0 to 1"
    );
    let odd = edited(&["assumption.day_effect_cv=0.1", "assumption.radius_cap_m=4000"]);
    let said: Vec<&str> = odd.warnings().iter().map(|p| p.path.as_str()).collect();
    assert_eq!(said, ["assumption.day_effect_cv", "assumption.radius_cap_m"]);
    let changed: Vec<f64> = odd
        .assumptions_in_force()
        .iter()
        .filter(|a| a.given.name == "day_effect_cv")
        .map(|a| a.value)
        .collect();
    assert_eq!(changed, [0.1]);
}

// --- one test a rule: keys by edit ---

#[test]
fn each_rule_has_its_words() {
    let cases = [
        ("run.start=2024-01-10T04:00:00", "a day from 1971-01-01 to 2199-12-31"),
        ("run.start=10 January", "a day from 1971-01-01 to 2199-12-31"),
        ("run.start=2300-01-01", "a day from 1971-01-01 to 2199-12-31"),
        ("run.days=0", "a whole number from 1 to 3660"),
        ("run.lead_in=2", "a duration states its unit"),
        ("run.lead_in=2 fortnights", "a duration from 0 s to 60 days"),
        ("run=3", "a table [run]"),
        ("run.days={a=1}", "a whole number from 1 to 3660"),
        ("name=", "a line of text of at most 200 characters"),
        ("select.ics=QT1", "a list of codes"),
        ("select.ics=[1]", "a list of codes"),
        ("demand.months=2024-13", "a month such as \"2023-10\", or a range such as \"2023-10..2024-03\""),
        ("demand.months=0001-01..9999-12", "at most 240 months"),
        ("demand.growth=2", "a table of values by code"),
        ("demand.growth.QT1=x0", "a ratio above 0 and at most 100, or a change such as \"+5%\" or \"x1.1\""),
        ("policy.queue.method=shortest", "the name of a method"),
        ("policy.queue.reach={a={b=1}}", "a setting of a method"),
        ("extends=tiny.toml", "a key that an edit can change"),
        ("selct.ics=[]", "a key of [selct]"),
        ("border.ring_fence=+5 min", "a value, or a change such as \"+5%\" or \"x1.2\""),
        ("region=moon", "a folder data/<name> beside the scenario, or a region that ambics ships"),
    ];
    for (edit, rule) in cases {
        assert_eq!(fault_of(edit).rule, rule, "{edit}");
    }
}

// --- edits ---

#[test]
fn changes_apply_to_the_present_value() {
    let hours = |scenario: &Scenario| scenario.hours_in_force()[0].hours_per_week;
    assert_eq!(hours(&edited(&["fleet.hours_per_week.TNY=+10%"])), hours(&tiny()) * 1.1);
    assert_eq!(hours(&edited(&["fleet.hours_per_week.TNY=1000", "fleet.hours_per_week.TNY=x1.2"])), 1200.0);
    assert_eq!(edited(&["run.days=x2"]).run().days, 14);
    assert_eq!(edited(&["run.lead_in=+24 h"]).run().lead_in.0, 3 * DAY_MS);
    let queue = edited(&["policy.queue.reach_less_urgent=110 min", "policy.queue.reach_less_urgent=-30 min"])
        .canonical();
    assert!(queue.contains("policy.queue.reach_less_urgent = \"4800 s\""), "{queue}");
    let growth = edited(&["demand.growth.QT1=+5%", "demand.growth.QT1=x2"]).canonical();
    assert!(growth.contains("demand.growth.QT1 = 2.1\n"), "{growth}");
    let none = fault_of("fleet.hours_per_week.TNY-QT1=+5%");
    assert_eq!(none.rule, "a value, since there is none to change");
}

#[test]
fn an_edit_is_toml_or_a_text() {
    assert_eq!(Edit::parse("a.b = [1, 2]").unwrap(), Edit::new("a.b", vec![1, 2]));
    assert_eq!(Edit::parse("a=x1.2").unwrap(), Edit::new("a", "x1.2"));
    assert_eq!(Edit::parse("a=b=c").unwrap().to_string(), "a=b=c");
    assert_eq!(faults(Edit::parse("nothing"))[0].rule, "key=value");
    assert!(Edit::parse(&format!("a={}", "[".repeat(100_000))).is_ok());
}

#[test]
fn another_method_leaves_its_predecessors_settings_behind() {
    let folder = Folder::new();
    folder.write(
        "base.toml",
        "region = \"tiny\"\n[arrangement]\nmethod = \"table\"\nhours_per_week.TNY-QT1 = 50\n",
    );
    let table = Scenario::load(&folder.0.join("base.toml")).unwrap();
    assert_eq!(table.uplift_hours_per_week(), 50.0);
    assert!(matches!(table.arrangement(), ArrangementConfig::Table(_)));
    let lead = table.with(&[Edit::new("arrangement.method", "lead")]).unwrap();
    assert_eq!(lead.uplift_hours_per_week(), 0.0);
    let partial =
        folder.write("arm.toml", "extends = \"base.toml\"\npolicy.queue.reach_less_urgent = \"61 min\"\n");
    let canonical = Scenario::load(&partial).unwrap().canonical();
    assert!(canonical.contains("reach_less_urgent = \"3660 s\"") && canonical.contains("rate_c4 = "));
    assert!(canonical.contains("name = \"arm\"") && canonical.contains("hours_per_week.TNY-QT1 = 50.0"));
}

// --- extends, paths and regions ---

#[test]
fn a_chain_has_no_circle_and_at_most_eight_files() {
    let folder = Folder::new();
    folder.write("a.toml", "extends = \"b.toml\"\nregion = \"tiny\"\n");
    folder.write("b.toml", "extends = \"a.toml\"\n[run]\ndays = 0\n");
    let circle = faults(Scenario::load(&folder.0.join("a.toml")));
    assert_eq!(circle.len(), 2);
    assert_eq!(circle[0].found, "a.toml extends b.toml extends a.toml");
    for number in 0..12 {
        folder.write(
            &format!("{number}.toml"),
            format!("region = \"tiny\"\nextends = \"{}.toml\"\n", number + 1),
        );
    }
    let long = faults(Scenario::load(&folder.0.join("0.toml")));
    assert_eq!(long.iter().map(|p| p.rule.as_str()).collect::<Vec<_>>(), ["a chain of at most 8 files"]);
    folder.write("8.toml", "region = \"tiny\"\n");
    assert!(Scenario::load(&folder.0.join("1.toml")).is_ok());
    let near = faults(Scenario::load(&folder.write("c.toml", "region = \"tiny\"\nextends = \"bb.toml\"\n")));
    assert_eq!(near[0].hint, "did you mean `b.toml`?");
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let names = [
        "..",
        "../x",
        "../../etc/passwd",
        "/etc/passwd",
        "/",
        "a/b",
        "./a",
        "a/../b",
        "..\\x",
        "\\\\host\\share",
        "a\\b",
        "C:",
        "C:x",
        "c:\\windows",
        "C:/x",
        "file:x",
        "a\0b",
        "a\nb",
        "",
        ".",
        ".hidden",
        "a.",
        "a ",
        " a",
        "-rf",
        "~",
        "~root",
        "$HOME",
        "%APPDATA%",
        "CON",
        "con",
        "nul.toml",
        "Aux.toml",
        "COM1",
        "lpt9.toml",
        "com¹.toml",
        "a*b",
        "a?b",
        "a|b",
        "<a>",
        "a\"b",
        "a\u{80}b",
        "\u{2028}/x",
    ];
    for name in names {
        let quoted = serde_json::to_string(name).unwrap();
        let region = problems(&format!("region = {quoted}\n"));
        assert_eq!((region.len(), region[0].path.as_str()), (1, "region"), "{name:?}");
        let extends = problems(&format!("region = \"tiny\"\nextends = {quoted}\n"));
        assert_eq!((extends.len(), extends[0].path.as_str()), (1, "extends"), "{name:?}");
        assert!(!extends[0].hint.is_empty(), "{name:?}");
    }
    assert_eq!(
        problems("region = \"tiny\"\nextends = \"base.json\"\n")[0].hint,
        "a scenario file ends with .toml"
    );
    assert_eq!(problems(&format!("region = \"{}\"\n", "a".repeat(101))).len(), 1);
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let (folder, other) = (Folder::new(), Folder::new());
    other.region("away").write("base.toml", "region = \"tiny\"\n");
    symlink(other.0.join("base.toml"), folder.0.join("base.toml")).unwrap();
    let extends = folder.write("a.toml", "region = \"tiny\"\nextends = \"base.toml\"\n");
    assert_eq!(faults(Scenario::load(&extends))[0].found, "a link out of the folder");
    folder.region("mine");
    symlink(other.0.join("data/away"), folder.0.join("data/away")).unwrap();
    let region = folder.write("b.toml", "region = \"away\"\n");
    assert_eq!(faults(Scenario::load(&region))[0].found, "a link out of the folder");
    fs::remove_file(folder.0.join("data/mine/areas.csv")).unwrap();
    symlink(other.0.join("data/away/areas.csv"), folder.0.join("data/mine/areas.csv")).unwrap();
    let table = folder.write("c.toml", "region = \"mine\"\n");
    assert_eq!(faults(Scenario::load(&table))[0].found, "a link out of the folder");
}

#[test]
fn a_folders_own_region_goes_before_a_shipped_one() {
    let folder = Folder::new();
    let path = folder.region("tiny").write("x.toml", "region = \"tiny\"\n");
    let hours =
        "service_code,effective_hours_per_week,c2_target_s,c2_fitted_s,assumption\nTNY,1234,901,,own\n";
    folder.write("data/tiny/effective_hours.csv", hours);
    let own = Scenario::load(&path).map(|scenario| scenario.hours_in_force()[0].hours_per_week);
    // The folder's own table is read; a checksum of the region may refuse the changed one, but never silently.
    assert!(
        own.as_ref().is_ok_and(|hours| *hours == 1234.0)
            || own.is_err_and(|p| p.iter().all(|p| !p.file.is_empty()))
    );
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = Folder::new();
    let path = folder.write("south-west.toml", "region = \"tiny\"\n");
    assert_eq!(
        faults(Scenario::load(&folder.0.join("south-wset.toml")))[0].hint,
        "did you mean `south-west.toml`?"
    );
    assert_eq!(faults(Scenario::load(&folder.0))[0].found, "a folder or a device");
    fs::write(&path, b"region = \"ti\xffny\"\n").unwrap();
    assert_eq!(faults(Scenario::load(&path))[0].found, "bytes that are no UTF-8 in line 1");
    fs::write(&path, " ".repeat((4 << 20) + 1)).unwrap();
    assert_eq!(faults(Scenario::load(&path))[0].rule, "a scenario file of at most 4 MiB");
    fs::write(&path, format!("region = \"tiny\"\na = {}", "[".repeat(1_000_000))).unwrap();
    assert_eq!(faults(Scenario::load(&path))[0].found, "deeper nesting");
    fs::write(&path, "\u{feff}region = \"tiny\"\r\n[run]\r\ndays = 3\r\n").unwrap();
    assert_eq!(Scenario::load(&path).unwrap().run().days, 3);
    assert_eq!(faults(Scenario::embedded("south-wset"))[0].hint, "did you mean `south-west`?");
}

#[test]
fn a_flood_of_faults_is_cut() {
    let text: String = (0..100_000).map(|number| format!("key{number} = 1\n")).collect();
    let faults = problems(&format!("region = \"tiny\"\n{text}"));
    assert_eq!(faults.len(), 201);
    assert_eq!(faults[200].found, "99800 more faults");
    let long = "x".repeat(1 << 20);
    assert!(
        problems(&format!("region = \"tiny\"\n{long} = 1\nselect.ics = [\"{long}\"]\n"))
            .iter()
            .all(|p| p.to_string().len() < 500)
    );
}

// --- studies ---

#[test]
fn a_study_is_a_base_and_its_arms() {
    let folder = Folder::new();
    folder.write("base.toml", "region = \"tiny\"\n");
    folder.write(
        "lead.toml",
        "extends = \"base.toml\"\narrangement.method = \"lead\"\narrangement.uplift_hours_per_week = 10\n",
    );
    let study = folder.write(
        "study.toml",
        "base = \"base.toml\"\n[[arm]]\nname = \"more\"\nset = { \"fleet.hours_per_week.TNY\" = \"+5%\", run.days = 3 }\n\
         [[arm]]\nfile = \"lead.toml\"\n[[arm]]\nname = \"lead, doubled\"\nfile = \"lead.toml\"\nset = { arrangement.uplift_hours_per_week = \"x2\" }\n",
    );
    let study = Study::load(&study).unwrap();
    let names: Vec<&str> = study.arms().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["base", "more", "lead", "lead, doubled"]);
    assert_eq!(study.arms()[1].1.run().days, 3);
    assert_eq!(study.arms()[3].1.uplift_hours_per_week(), 20.0);
    assert_eq!(study.arms()[3].1.name(), "lead, doubled");
}

#[test]
fn a_broken_study_tells_all() {
    let folder = Folder::new();
    folder.write("base.toml", "region = \"tiny\"\n");
    let study = folder.write(
        "study.toml",
        "base = \"base.toml\"\nsed = 1\n[[arm]]\nset = { run.dayz = 3 }\n[[arm]]\nname = \"a\"\nset = { run.days = 0, border.ring_fence = 2 }\n\
         [[arm]]\nname = \"base\"\n[[arm]]\nfile = \"../x.toml\"\n[[arm]]\nname = \"b\"\nfile = \"bass.toml\"\n",
    );
    let faults = faults(Study::load(&study));
    assert_eq!(
        places(&faults),
        [
            (2, "sed", "allowed: base, arm"),
            (3, "arm[0].name", "name = \"…\""),
            (7, "border.ring_fence", ""),
            (7, "run.days", ""),
            (9, "arm[2].name", ""),
            (11, "arm[3].file", "the name alone: no folder, no drive, no `..`"),
            (14, "arm[4].file", "did you mean `base.toml`?"),
        ]
    );
    assert_eq!(self::faults(Scenario::load(&study))[0].found, "a study: it lists arms");
    assert_eq!(self::faults(Study::load(&folder.0.join("base.toml")))[0].found, "no base and no [[arm]]");
}

// --- what is shipped ---

#[test]
fn every_shipped_scenario_is_sound_and_short() {
    for name in ambics_scenarios::scenarios() {
        let scenario = Scenario::embedded(name).unwrap();
        assert!(ambics_scenarios::scenario(name).unwrap().lines().count() <= 40, "{name}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../scenarios/{name}.toml"));
        assert_eq!(Scenario::load(&path).unwrap().hash(), scenario.hash(), "{name}");
    }
    let arms = ["south-west-lead", "south-west-bilateral"].map(|name| Scenario::embedded(name).unwrap());
    assert!(arms.iter().all(|arm| arm.uplift_hours_per_week() == 1000.0));
    assert_eq!(arms[0].world_plan(), arms[1].world_plan());
    let fence = Scenario::embedded("south-west-ring-fence").unwrap();
    assert_eq!(
        fence.warnings()[0].rule,
        "Hypothetical: no English ambulance trust dispatches inside ICS borders."
    );
}

#[test]
fn breaks_beside_fitted_hours_are_told_to_be_taken_twice() {
    let warned = |more: &[(&str, &str)]| -> Vec<String> {
        let edits: Vec<Edit> =
            more.iter().map(|(key, value)| Edit::parse(&format!("{key}={value}")).unwrap()).collect();
        let scenario = Scenario::demo("RYF").unwrap().with(&edits).unwrap();
        scenario.warnings().iter().map(|own| format!("{} {}", own.path, own.rule)).collect()
    };
    let breaks = [("policy.breaks.method", "windowed"), ("policy.breaks.length", "30 min")];
    let when =
        [("policy.breaks.from", "4 h"), ("policy.breaks.to", "7 h"), ("policy.breaks.interrupted_by", "C1")];
    let breaks = [&breaks[..], &when].concat();
    let told = warned(&breaks);
    assert!(told.len() == 1 && told[0].contains("meal breaks") && told[0].contains("twice"), "{told:?}");
    assert_eq!(warned(&[&breaks[..], &[("fleet.hours_per_week.RYF", "+8%")]].concat()), [""; 0]);
    let lost = [("fleet.abstraction", "true"), ("fleet.gross_up", "false")];
    assert!(warned(&lost)[0].contains("lost shifts"));
    assert_eq!(warned(&lost[..1]), [""; 0]);
}

#[test]
fn today_stands_word_for_word_in_the_baseline() {
    let text = ambics_scenarios::scenario("south-west").unwrap();
    let comment: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# ")).collect();
    assert!(comment.join(" ").contains(TODAY));
    let fence = ambics_scenarios::scenario("south-west-ring-fence").unwrap();
    assert!(fence.starts_with("# Hypothetical: no English ambulance trust dispatches inside ICS borders."));
}

#[test]
fn a_demo_is_a_service_by_any_name() {
    for name in ["RYF", "ryf", "swasft", "South Western Ambulance Service NHS Foundation Trust"] {
        let demo = Scenario::demo(name).unwrap();
        assert_eq!((demo.run().days, demo.name()), (28, "SWASFT"));
        assert_eq!(demo.services(), [demo.region().find_service("RYF").unwrap()]);
    }
    assert_eq!(faults(Scenario::demo("SWASTF"))[0].hint, "did you mean `RYF` (SWASFT)?");
}

// --- what a scenario leads to ---

#[test]
fn a_canonical_text_is_a_scenario_of_the_same_hash() {
    let folder = Folder::new();
    let rich = edited(&[
        "demand.growth.QT2=x1.1",
        "fleet.hours_per_week.TNY-QT1=300",
        "arrangement.method=table",
        "arrangement.hours_per_week.TNY-QT2=12.5",
        "assumption.day_effect_cv=0.03",
        "select.ics=[\"QT2\", \"QT1\", \"QT2\"]",
        "run.lead_in=36 h",
        "name=\"a \\\"name\\\" of 'its' own\"",
        "arrangement.from=2024-01-12",
    ]);
    for scenario in [rich, tiny(), Scenario::embedded("tiny/tiny-lead").unwrap()] {
        let path = folder.write("again.toml", scenario.canonical());
        let again = Scenario::load(&path).unwrap();
        assert_eq!(again.canonical(), scenario.canonical());
        assert_eq!(again.hash(), scenario.hash());
        assert_eq!(scenario.with(&[]).unwrap().hash(), scenario.hash());
    }
    assert_eq!(edited(&["run.lead_in=48 h"]).hash(), tiny().hash());
    assert_ne!(edited(&["run.seed=2"]).hash(), tiny().hash());
}

#[test]
fn the_schema_names_every_default() {
    let schema = schema();
    let defaults: toml::Table = ambics_scenarios::defaults().parse().unwrap();
    fn check(path: &str, given: &toml::Table, schema: &serde_json::Value) {
        for (key, value) in given {
            let known = &schema["properties"][key];
            assert!(known.is_object(), "{path}.{key}");
            match value.as_table() {
                Some(table) => check(&format!("{path}.{key}"), table, known),
                None => {
                    assert!(
                        known["description"].as_str().is_some_and(|text| text.len() > 10),
                        "{path}.{key}"
                    );
                    assert!(!known["default"].is_null(), "{path}.{key}");
                }
            }
        }
    }
    check("", &defaults, &schema);
    assert_eq!(schema["properties"]["run"]["properties"]["lead_in"]["unit"], "duration");
    assert!(schema["properties"]["run"]["properties"]["lead_in"]["pattern"].is_string());
    assert_eq!(schema["properties"]["select"]["additionalProperties"], false);
    let c3 = &schema["properties"]["policy"]["properties"]["queue"]["properties"]["rate_c3"];
    assert_eq!(c3["description"], "ratio: what a second of a C3's waiting is worth against a C2's");
}

#[test]
fn an_uplift_stands_from_its_day() {
    let from = |day: &str| {
        let edits = [
            "arrangement.method=lead",
            "arrangement.uplift_hours_per_week=50",
            &format!("arrangement.from={day}"),
        ];
        let scenario = edited(&edits);
        (scenario.fleet(&scenario.world().clock).uplift_from, scenario.warnings().len())
    };
    // The lead-in begins on Monday 8 January at 04:00.
    assert_eq!(from("2024-01-12"), (SimTime(4 * DAY_MS), 0));
    assert_eq!(from("2023-01-01"), (SimTime(0), 0));
    assert_eq!(from("2024-01-08"), (SimTime(0), 0));
    assert_eq!(from("2030-01-01"), (SimTime::NEVER, 1));
    assert_eq!(from("2024-01-12").0.0 % HOUR_MS, 0);
}

#[test]
fn an_arm_has_the_hours_it_states() {
    let rostered = |scenario: &Scenario| -> Vec<u32> {
        let world = scenario.world();
        scenario
            .decisions(&world)
            .components
            .iter()
            .flat_map(|part| part.fleet.hours_by_patch.clone())
            .collect()
    };
    let today = rostered(&tiny());
    assert_eq!(today.iter().sum::<u32>(), 2050);
    let bilateral =
        rostered(&edited(&["arrangement.method=bilateral", "arrangement.uplift_hours_per_week=100"]));
    let added: Vec<u32> = bilateral.iter().zip(&today).map(|(after, before)| after - before).collect();
    assert_eq!(added, [56, 44]);
    let given = rostered(&edited(&["fleet.hours_per_week.TNY-QT1=600"]));
    assert_eq!(given[0], 600);
    let part = edited(&["select.ics=[\"QT2\"]"]);
    assert_eq!(rostered(&part).iter().sum::<u32>(), (2050.0_f64 * 116.0 / 264.0).round() as u32);
}

#[test]
fn a_lead_is_the_scenarios_own_or_the_regions() {
    let lead = |scenario: &Scenario| {
        scenario.leads()[0].1.map(|ics| scenario.region().icses()[ics.index()].code.clone())
    };
    assert_eq!(lead(&tiny()).as_deref(), Some("QT1"));
    assert_eq!(lead(&edited(&["arrangement.lead_ics=QT2"])).as_deref(), Some("QT2"));
}

#[test]
fn values_are_shared_between_threads() {
    fn assert_shared<T: Send + Sync + Clone + 'static>() {}
    assert_shared::<Scenario>();
    assert_shared::<Edit>();
    assert_shared::<Study>();
}

// --- nothing panics ---

const GOOD: &str = "name = \"x\"\nregion = \"tiny\"\nextends = \"base.toml\"\n[select]\nics = [\"QT1\", \"QT2\"]\n[run]\nstart = 2024-01-10\ndays = 7\nlead_in = \"2 days\"\n[demand]\nmonths = \"2023-10..2024-03\"\ngrowth = { QT1 = \"+5%\" }\n[fleet.hours_per_week]\nTNY = 2_050.5\nTNY-QT1 = 100\n[arrangement]\nmethod = \"table\"\nhours_per_week.TNY-QT1 = 10\nfrom = 2024-01-12\n[policy.queue]\nreach = \"60 min\"\n[assumption]\nday_effect_cv = 0.03\n";

fn load_beside_base(text: &[u8]) -> Result<Scenario, Problems> {
    let folder = Folder::new();
    folder.write("base.toml", "region = \"tiny\"\n");
    Scenario::load(&folder.write("x.toml", text))
}

#[test]
fn the_text_to_mutate_is_sound() {
    load_beside_base(GOOD.as_bytes()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_scenario_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4, "[ -~\\n\"'\\[\\]{}=.,#]{0,6}"), 1..6),
    ) {
        let mut text = GOOD.as_bytes().to_vec();
        for (at, kind, insert) in changes {
            let at = at.index(text.len() + 1);
            match kind {
                0 => drop(text.splice(at..at, insert.bytes())),
                1 => drop(text.drain(at..(at + 5).min(text.len()))),
                2 => text.truncate(at.max(10)),
                _ => text.iter_mut().skip(at).take(1).for_each(|byte| *byte = byte.wrapping_add(insert.len() as u8 * 31)),
            }
        }
        if let Err(problems) = load_beside_base(&text) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|p| !p.found.is_empty() && !p.rule.is_empty()));
        }
    }

    #[test]
    fn a_mutated_edit_never_panics(path in "[a-zA-Z0-9_.\\-]{0,30}", key in 0_usize..12, value in "\\PC{0,30}") {
        let keys = ["run.days", "run.start", "run.lead_in", "demand.months", "demand.growth.QT1", "select.ics", "name",
            "fleet.hours_per_week.TNY", "policy.queue.reach", "arrangement.method", "border.ring_fence", path.as_str()];
        if let Ok(edit) = Edit::parse(&format!("{}={value}", keys[key])) {
            tiny().with(&[edit]).ok();
        }
    }
}
