//! Handover by hospital and hour from a table: every fault is found, and the figures come out.

use crate::departments::{both, c2_s, falls, hours_of, row};
use crate::scenario_files::{Folder, faults};
use crate::worlds::all_incidents;
use ambics::Address;
use ambics::category::Ending;
use ambics::ids::HospitalId;
use ambics::outcome::IncidentRecord;
use ambics::problem::Problem;
use ambics::scenario::{Edit, Scenario};
use ambics::state::VehicleStatus;
use ambics::units::{DAY_MS, SimTime};
use ambics::world::{HandoverFigures, HospitalSite, World};

const COLUMNS: &str = "hospital_code,hour,mean_min,p90_min,over_30_share,over_60_share\n";

/// A scenario on the tiny region whose table holds these rows.
fn with_rows(text: &str, more: &str) -> (Folder, Result<Scenario, ambics::problem::Problems>) {
    let folder = Folder::new();
    folder.write("rows.csv", text);
    let text = format!("region = \"tiny\"\nrun.days = 7\nhandover.table = \"rows.csv\"\n{more}");
    let scenario = Scenario::load(&folder.write("x.toml", text));
    (folder, scenario)
}

fn problems(rows: &str, more: &str) -> Vec<Problem> {
    faults(with_rows(&format!("{COLUMNS}{rows}"), more).1)
}

#[test]
fn every_fault_of_a_table_is_found_at_once() {
    let rows = "T1,,45,,,\n\
        T01,24,45,,,\n\
        T01,,0.5,,,\n\
        T01,3,45,90,1.2,\n\
        T01,4,45,90,0.3,0.4\n\
        T01,5,45,90,0.05,0.01\n\
        T01,6,25,40,0.3,0.2\n\
        T01,7,10,120,0.5,0.3\n\
        T02,,45,,,\n\
        T02,,50,,,\n\
        T02,8,45,,\n";
    let problems = problems(rows, "");
    let found: Vec<(usize, &str, &str, &str)> = problems
        .iter()
        .map(|p| (p.line.unwrap(), p.path.as_str(), p.found.as_str(), p.rule.as_str()))
        .collect();
    let expected = [
        (2, "hospital_code", "\"T1\"", "the code of a hospital of the region"),
        (3, "hour", "\"24\"", "a local hour of the day from 0 to 23, or empty for all"),
        (4, "mean_min", "\"0.5\"", "minutes, from 1 to 1440"),
        (5, "over_30_share", "\"1.2\"", "a share from 0 to 1"),
        (6, "over_60_share", "\"0.4\"", "at most 0.3, the share over 30 minutes"),
        (7, "over_30_share", "\"0.05\"", "at least 0.1, as the 90th centile lies over 30 minutes"),
        (8, "over_60_share", "\"0.2\"", "at most 0.1, as the 90th centile does not lie over 60 minutes"),
        (9, "mean_min", "\"10\"", "a mean from 33.4 to 84.7 minutes, as the row's other figures ask for"),
        (11, "hour", "T02 again", "a hospital once for all hours, and once for each hour"),
        (12, "", "5 cells", "6 cells, as in the first line"),
    ];
    assert_eq!(found, expected);
    assert!(problems.iter().all(|p| p.file.ends_with("rows.csv")));
    assert_eq!(problems[0].hint, "did you mean `T01`?");
    assert_eq!(problems[8].hint, "row 10 states it");
}

#[test]
fn columns_are_known() {
    let found = faults(with_rows("hospital_code,mean\nT01,45\n", "").1);
    let found: Vec<(&str, &str)> = found.iter().map(|p| (p.path.as_str(), p.found.as_str())).collect();
    assert_eq!(found, [("mean", "an unknown column"), ("mean_min", "no such column")]);
    assert!(with_rows("hospital_code,mean_min\nT01,45\n", "").1.is_ok(), "all others may be left out");
}

/// What stands elsewhere in the scenario agrees with the table; an edit is checked too.
#[test]
fn a_mean_is_stated_once_and_bays_have_no_hours() {
    let one = |rows: &str, more: &str| {
        let problems = problems(rows, more);
        assert_eq!(problems.len(), 1, "{problems:?}");
        (problems[0].path.clone(), problems[0].line, problems[0].found.clone())
    };
    let mean = "handover.mean = { T01 = \"50 min\" }\n";
    let twice = one("T01,3,45,,,\nT01,,45,,,\n", mean);
    assert_eq!(twice, ("mean_min".to_owned(), Some(3), "a mean for T01 twice".to_owned()));
    let bays =
        "[policy.handover]\nmethod = \"bays\"\nwalk_ins = 1.0\noccupancy = \"3 h\"\noccupancy_cv = 0.8\n";
    assert_eq!(one("T01,,45,,,\nT01,3,60,,,\n", bays).0, "hour");
    let (_folder, sound) = with_rows(&format!("{COLUMNS}T01,,45,,,\n"), "");
    let edited = faults(sound.unwrap().with(&[Edit::new("handover.mean.T01", "50 min")]));
    assert_eq!(edited[0].path, "mean_min");
}

/// Mean, 90th centile, shares over 30 and 60 minutes of a hospital's handovers in an hour, at even marks.
fn figures(site: &HospitalSite, hour: usize) -> [f64; 4] {
    let n = 100_000;
    let mut values: Vec<i64> =
        (0..n).map(|i| site.handover_at(hour, (f64::from(i) + 0.5) / f64::from(n)).0).collect();
    let mean_s = values.iter().sum::<i64>() as f64 / f64::from(n) / 1000.0;
    let over = |s: i64| values.iter().filter(|v| **v > s * 1000).count() as f64 / f64::from(n);
    let (over_30, over_60) = (over(1800), over(3600));
    [mean_s, ambics::stats::p90(&mut values).unwrap() as f64 / 1000.0, over_30, over_60]
}

#[test]
fn each_hour_has_the_figures_of_its_row() {
    let world = Scenario::embedded("tiny/tiny-handover-table").unwrap().world();
    let published = Scenario::embedded("tiny/tiny").unwrap().world();
    let [slow, fast] = [0, 1].map(|row| &world.components[0].hospitals[row]);
    let near = |got: [f64; 4], wanted: [f64; 4]| {
        let close = |k: usize| (got[k] / wanted[k] - 1.0).abs() < 0.003;
        assert!((0..4).all(close), "{got:?} of {wanted:?}");
    };
    near(figures(slow, 3), [2700.0, 6000.0, 0.47, 0.24]);
    near(figures(slow, 20), [4500.0, 10_200.0, 0.68, 0.44]);
    near(figures(fast, 4), [840.0, 1440.0, 0.05, 0.01]);
    let site = &published.components[0].hospitals[1];
    assert_eq!(figures(fast, 9), figures(site, 9), "an hour without a row stays as published");
    let noon = HandoverFigures::of(&site.handover, 1800.0 / site.handover.mean_s);
    near(figures(fast, 12), [noon.mean_s, noon.p90_s, noon.over_30, noon.over_60]);
    assert!((slow.mean_handover_s(20) - 4500.0).abs() < 1e-9, "what a rule may expect");
}

/// Handovers of some hours at a hospital, and what their rows state.
type Group = (usize, &'static [u8], [f64; 4]);

const GROUPS: [Group; 3] = [
    (0, &[17, 18, 19, 20, 21, 22], [4500.0, 10_200.0, 0.68, 0.44]),
    (0, &[0, 3, 6, 9, 10, 11, 12, 13, 14, 15, 16], [2700.0, 6000.0, 0.47, 0.24]),
    (1, &[0, 1, 2, 3, 4, 5], [840.0, 1440.0, 0.05, 0.01]),
];

/// For each group: handovers, their seconds, and how many are over the stated 90th centile, 30 and 60 minutes.
fn sums(world: &World, incidents: &[IncidentRecord]) -> [[f64; 5]; 3] {
    let until = SimTime(world.clock.window().1.0 - DAY_MS);
    let mut sums = [[0.0; 5]; 3];
    for incident in incidents.iter().filter(|incident| incident.ending == Ending::ConveyedEd) {
        let (Some(from), Some(to)) = (incident.at_hospital, incident.handed_over) else { continue };
        let hour = world.clock.local(from).hour_of_week % 24;
        let seconds = (to - from).seconds();
        for (sum, (row, hours, stated)) in sums.iter_mut().zip(GROUPS) {
            if incident.hospital == Some(HospitalId::new(row)) && hours.contains(&hour) && from < until {
                let [over_p90, over_30, over_60] =
                    [stated[1], 1800.0, 3600.0].map(|limit| f64::from(u8::from(seconds > limit)));
                let add = [1.0, seconds, over_p90, over_30, over_60];
                sum.iter_mut().zip(add).for_each(|(sum, add)| *sum += add);
            }
        }
    }
    sums
}

/// Mean, and shares over the 90th centile, 30 and 60 minutes, of handovers in a run: within four standard errors of
/// what their row states, from 300 replications of 28 days; the error of the mean is below 1.5%. There are vehicles for
/// everybody, so that who comes when does not answer to handover.
#[test]
fn a_run_gives_back_the_rows() {
    let edits = [Edit::new("run.days", 28), Edit::new("fleet.hours_per_week.TNY", 6000.0)];
    let scenario = Scenario::embedded("tiny/tiny-handover-table").unwrap().with(&edits).unwrap();
    let (world, region) = (scenario.world(), scenario.region());
    let decisions = scenario.decisions(&world);
    let one =
        |replication| sums(&world, &all_incidents(region, &world, &decisions, Address::new(11, replication)));
    let runs: Vec<[[f64; 5]; 3]> = (0..300).map(one).collect();
    for (group, (_, hours, [mean_s, _, over_30, over_60])) in GROUPS.into_iter().enumerate() {
        let n: f64 = runs.iter().map(|run| run[group][0]).sum();
        for (k, wanted) in [(1, mean_s), (2, 0.1), (3, over_30), (4, over_60)] {
            let ratio = runs.iter().map(|run| run[group][k]).sum::<f64>() / n;
            let rest = |run: &[[f64; 5]; 3]| run[group][k] - ratio * run[group][0];
            let error = runs.iter().map(|run| rest(run) * rest(run)).sum::<f64>().sqrt() / n;
            println!("{hours:?}, figure {k}: {ratio:.4} ± {error:.4} of {wanted}, {n} handovers");
            assert!((ratio - wanted).abs() < 4.0 * error, "{hours:?}, {k}: {ratio} ± {error} of {wanted}");
            assert!(k > 1 || error < 0.015 * wanted, "{hours:?}: {error}");
        }
    }
}

#[test]
fn a_slow_hospital_takes_hours_and_lengthens_c2() {
    let experiment = both("tiny/tiny-handover-table", "tiny/tiny", 60);
    falls(&experiment, "handover at T01", |m| row(m, "hospital", "T01").mean_s.unwrap());
    falls(&experiment, "hours at hospital", |m| hours_of(m, VehicleStatus::AtHospital));
    falls(&experiment, "C2 mean", c2_s);
}

/// A row for all hours is what a department with bays is fitted to.
#[test]
fn a_row_for_all_hours_is_the_target_of_bays() {
    let bays =
        "[policy.handover]\nmethod = \"bays\"\nwalk_ins = 1.0\noccupancy = \"3 h\"\noccupancy_cv = 0.8\n";
    let (_folder, loaded) = with_rows(&format!("{COLUMNS}T01,,40,85,0.42,0.2\n"), bays);
    let world = loaded.unwrap().world();
    let fitted = world.components[0].hospitals[0].department.as_ref().unwrap().fitted;
    assert!(
        (fitted.mean_s / 2400.0 - 1.0).abs() < 0.01 && (fitted.p90_s / 5100.0 - 1.0).abs() < 0.02,
        "{fitted:?}"
    );
    assert!((fitted.over_30 - 0.42).abs() < 0.005 && (fitted.over_60 - 0.2).abs() < 0.005, "{fitted:?}");
}
