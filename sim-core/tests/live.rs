//! A run that begins in the middle of things: vehicles on jobs and incidents that wait, given as tables.

use crate::scenario_files::Folder;
use ambics::engine::Live;
use ambics::experiment::{ArmResult, Checkpoint, RunOptions, StartTable, prepare, read_start, run};
use ambics::outcome::{
    IncidentTable, Level, LogReason, LogRow, Measures, ReportedCategory, ResponseRow, Step, replay_log,
};
use ambics::scenario::{Edit, Scenario};
use ambics::state::{IncidentStatus, VehicleStatus};
use ambics::units::{MINUTE_MS, SimTime};

fn tiny() -> Scenario {
    let edits = [Edit::new("run.days", 2), Edit::new("run.replications", 2)];
    Scenario::embedded("tiny/tiny").unwrap().with(&edits).unwrap()
}

/// The beginning of the window as the tables write it, some minutes on.
fn clock(scenario: &Scenario, minutes: i64) -> String {
    let begins = scenario.run().start.at(4, 0, 0, 0);
    begins.checked_add(jiff::ToSpan::minutes(minutes)).unwrap().strftime("%Y-%m-%d %H:%M").to_string()
}

fn start<'a>(file: &'a str, text: &'a str) -> Option<StartTable<'a>> {
    Some(StartTable { file, text })
}

#[test]
fn a_run_begins_with_what_is_given() {
    let scenario = tiny();
    let region = scenario.region();
    let (area, hospital) = (&region.areas()[3].code, &region.hospitals()[0].code);
    let vehicles = format!(
        "vehicle,area_code,category,free_at,hospital_code\n0,{area},C2,{},{hospital}\n1,{area},C3,{},\n",
        clock(&scenario, 45),
        clock(&scenario, 20)
    );
    let incidents = format!(
        "incident_id,area_code,category,called_at\nours-1,{area},C2,{}\nours-2,{area},C4,{}\n",
        clock(&scenario, -50),
        clock(&scenario, -200)
    );
    let world = &prepare(&[&scenario])[0].world;
    let live = read_start(&scenario, world, (start("v.csv", &vehicles), start("i.csv", &incidents))).unwrap();
    let options = RunOptions { with_log: true, start: Some(&live), ..RunOptions::default() };
    let experiment = run(&[("arm".to_owned(), scenario.clone())], &options);
    let at = world.clock.window().0;
    for log in &experiment.arms[0].logs {
        replay_log(log).unwrap();
        let first = |wanted: &dyn Fn(&LogRow) -> bool| log.iter().find(|row| wanted(row)).unwrap();
        let ends = Step::Vehicle(Some(VehicleStatus::AtHospital), VehicleStatus::WrapUp);
        let freed = first(&|row| row.vehicle == Some(0) && row.step == ends);
        assert_eq!(freed.at, SimTime(at.0 + 45 * MINUTE_MS));
        let clears = first(&|row| {
            row.vehicle == Some(1)
                && matches!(row.step, Step::Vehicle(Some(VehicleStatus::WrapUp), _))
                && row.reason != LogReason::ShiftBegins
        });
        assert_eq!(clears.at, SimTime(at.0 + 20 * MINUTE_MS));
        let given = log.iter().filter(|row| row.reason == LogReason::Begins && row.incident.is_some());
        let waits: Vec<_> = given
            .filter(|row| row.step == Step::Incident(None, IncidentStatus::Triage))
            .map(|row| row.incident)
            .collect();
        assert_eq!(waits.len(), 2);
        for id in waits {
            let assigned = log.iter().any(|row| {
                row.incident == id && matches!(row.step, Step::Incident(_, IncidentStatus::Assigned))
            });
            assert!(assigned, "who waits is sent a vehicle, and not answered by telephone");
        }
        assert!(log.iter().all(|row| row.at >= at), "nothing happens before");
    }
}

#[test]
fn a_start_that_names_what_is_not_there_is_refused() {
    let scenario = tiny();
    let area = &scenario.region().areas()[0].code;
    let world = &prepare(&[&scenario])[0].world;
    let late = clock(&scenario, 30);
    let vehicles = format!(
        "vehicle,area_code,category,free_at,hospital_code\n0,{area},C2,{late},\n0,{area},C2,{late},\n\
         9999,{area},C2,{late},\n1,nowhere,C2,{late},\n2,{area},C9,{late},\n3,{area},C2,{},\n\
         4,{area},C2,{late},nowhere\n5,{area},C2,soon,\n",
        clock(&scenario, -30)
    );
    let incidents = format!("incident_id,area_code,category,called_at\na,{area},C2,{late}\nb,{area}\n");
    let tables = (start("v.csv", &vehicles), start("i.csv", &incidents));
    let faults = read_start(&scenario, world, tables).unwrap_err();
    let found: Vec<(&str, Option<usize>, &str)> =
        faults.iter().map(|p| (p.file.as_str(), p.line, p.path.as_str())).collect();
    let expected = [
        ("v.csv", Some(3), "vehicle"),
        ("v.csv", Some(4), "vehicle"),
        ("v.csv", Some(5), "area_code"),
        ("v.csv", Some(6), "category"),
        ("v.csv", Some(7), "free_at"),
        ("v.csv", Some(8), "hospital_code"),
        ("v.csv", Some(9), "free_at"),
        ("i.csv", Some(2), "called_at"),
        ("i.csv", Some(3), ""),
    ];
    assert_eq!(found, expected);
}

const SHIPPED: &str = "tiny/tiny-live";

/// Means of C2 in a day, one for each replication.
fn c2_means(scenario: &Scenario, start: Option<&Live>) -> Vec<f64> {
    let options = RunOptions { start, ..RunOptions::default() };
    let experiment = run(&[("arm".to_owned(), scenario.clone())], &options);
    let fits = |row: &&ResponseRow| row.level == Level::England && row.category == ReportedCategory::C2;
    let mean = |m: &Measures| m.responses.iter().find(fits).unwrap().mean_s.unwrap();
    experiment.arms[0].replications.iter().map(mean).collect()
}

/// On the same tapes, the values of the first are above those of the second by more than three standard errors.
fn is_above(what: &str, first: &[f64], second: &[f64]) {
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    println!("{what}: {mean:.1} s ± {error:.1}");
    assert!(mean > 3.0 * error && mean > 0.0, "{what}: {mean} ± {error}");
}

#[test]
fn a_bad_night_is_felt_on_the_day_that_follows() {
    let scenario = Scenario::embedded(SHIPPED).unwrap().with(&[Edit::new("run.replications", 30)]).unwrap();
    let given = scenario.live().unwrap();
    assert_eq!((given.at, given.waiting.len()), (scenario.world().clock.window().0, 6));
    let (own, empty) = (c2_means(&scenario, None), Live { at: given.at, ..Live::default() });
    assert_eq!(own, c2_means(&scenario, Some(given)), "the scenario's start is what it names");
    is_above("C2 after a bad night", &own, &c2_means(&scenario, Some(&empty)));
}

#[test]
fn arms_with_and_without_a_start_share_their_tapes() {
    let (live, calm) = (Scenario::embedded(SHIPPED).unwrap(), Scenario::embedded("tiny/tiny").unwrap());
    let edits = [Edit::new("run.days", 6), Edit::new("run.replications", 2)];
    let [live, calm] = [live, calm].map(|scenario| scenario.with(&edits).unwrap());
    let go = |arms: &[(&str, &Scenario)]| {
        let arms: Vec<_> = arms.iter().map(|(name, arm)| ((*name).to_owned(), (*arm).clone())).collect();
        let experiment = run(&arms, &RunOptions { with_incidents: true, ..RunOptions::default() });
        let of = |arm: &ArmResult| arm.incidents.iter().map(IncidentTable::hash).collect::<Vec<_>>();
        experiment.arms.iter().map(of).collect::<Vec<_>>()
    };
    let (first, second) = (go(&[("live", &live), ("calm", &calm)]), go(&[("calm", &calm), ("live", &live)]));
    assert_eq!((&first[0], &first[1]), (&second[1], &second[0]));
    assert_eq!(first[0], go(&[("live", &live)])[0]);
    assert_ne!(first[0], first[1]);
}

#[test]
fn a_scenarios_start_is_in_its_hash_and_its_checkpoint() {
    let scenario = Scenario::embedded(SHIPPED).unwrap().with(&[Edit::new("run.replications", 1)]).unwrap();
    let files: Vec<_> = scenario.data_files().iter().map(|file| (file.key, file.name.as_str())).collect();
    assert_eq!(files, [("start.vehicles", "tiny-busy.csv"), ("start.incidents", "tiny-waiting.csv")]);
    assert!(scenario.data_files().iter().all(|file| scenario.canonical().contains(&file.blake3)));
    let at = SimTime(scenario.live().unwrap().at.0 + 30 * MINUTE_MS);
    let checkpoint = Checkpoint::make(&scenario, at, &RunOptions::default()).unwrap();
    let arm = |scenario: &Scenario| [("arm".to_owned(), scenario.clone())];
    checkpoint.fits(&arm(&scenario), "c.json").unwrap();
    let from = RunOptions { from: Some(&checkpoint), with_incidents: true, ..RunOptions::default() };
    let whole = RunOptions { with_incidents: true, ..RunOptions::default() };
    let hash = |options| run(&arm(&scenario), &options).arms[0].incidents[0].hash();
    assert_eq!(hash(from), hash(whole), "it begins once");
    let edits = [Edit::new("run.days", 1), Edit::new("run.replications", 1)];
    let calm = Scenario::embedded("tiny/tiny").unwrap().with(&edits).unwrap();
    let found = checkpoint.fits(&arm(&calm), "c.json").unwrap_err();
    assert!(found.iter().any(|fault| fault.path == "arm: ground"));
}

#[test]
fn a_scenario_reports_every_fault_of_its_start_at_once() {
    let folder = Folder::new();
    folder.region("tiny");
    folder.write("v.csv", "vehicle,area_code,category,free_at,hospital_code\n0,A01,C9,2024-01-10 05:00,\n");
    folder.write("w.csv", "incident_id,area_code,category,called_at\nw,Z99,C2,2024-01-10 03:00\nw,A01\n");
    let text = "region = \"tiny\"\nstart.vehicles = \"v.csv\"\nstart.incidents = \"w.csv\"\n";
    let faults = Scenario::load(&folder.write("x.toml", text)).unwrap_err();
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.file.rsplit('/').next().unwrap(), fault.line, fault.path.as_str()))
        .collect();
    let expected = [("v.csv", Some(2), "category"), ("w.csv", Some(2), "area_code"), ("w.csv", Some(3), "")];
    assert_eq!(found, expected);
}

#[test]
fn a_vehicle_that_is_off_duty_is_a_warning_with_those_on_duty() {
    let folder = Folder::new();
    folder.region("tiny");
    let header = "station_code,kind,days,start,finish,vehicles";
    let shifts = "TNY-S001,dca,daily,07:00,19:00,3\nTNY-S001,dca,daily,19:00,07:00,1\n";
    folder.write("rota.csv", format!("{header}\n{shifts}"));
    let load = |vehicle: u32| {
        let header = "vehicle,area_code,category,free_at,hospital_code";
        folder.write("v.csv", format!("{header}\n{vehicle},A01,C2,2024-01-10 05:00,\n"));
        let text = "region = \"tiny\"\nstart.vehicles = \"v.csv\"\nfleet.rota = \"rota.csv\"\n";
        Scenario::load(&folder.write("x.toml", text)).unwrap()
    };
    let world = load(0).world();
    let fleet = &load(0).decisions(&world).components[0].fleet.vehicles;
    let works_at_four = |row: &usize| fleet[*row].duty.iter().any(|duty| duty.minutes > 12 * 60);
    let night = (0..3).find(works_at_four).unwrap();
    let day = (0..3).rfind(|row| !works_at_four(row)).unwrap();
    let warned = load(day as u32);
    let found: Vec<_> = warned.warnings().iter().map(|w| (w.line, w.found.as_str())).collect();
    let expected = format!("vehicle {day}, which is off duty then");
    assert_eq!(found, [(Some(2), expected.as_str())]);
    assert!(
        warned.warnings()[0].hint.contains(&format!("name one on duty: {night}")),
        "{:?}",
        warned.warnings()
    );
    assert_eq!(load(night as u32).warnings(), []);
}

#[test]
fn ambulances_that_wait_for_bays_hold_up_those_who_come() {
    let folder = Folder::new();
    folder.region("tiny");
    folder.write("eds.csv", "hospital_code,ambulances_waiting\nT01,15\n");
    let text = "region = \"tiny\"\nrun.days = 1\nrun.replications = 30\nstart.departments = \"eds.csv\"\n";
    let bays =
        "[policy.handover]\nmethod = \"bays\"\nwalk_ins = 1.0\noccupancy = \"3 h\"\noccupancy_cv = 0.8\n";
    let scenario = Scenario::load(&folder.write("x.toml", format!("{text}{bays}"))).unwrap();
    let given = scenario.live().unwrap();
    assert_eq!(given.departments.iter().map(|row| row.waiting).collect::<Vec<_>>(), [15]);
    let means = |start| {
        let options = RunOptions { start, ..RunOptions::default() };
        let experiment = run(&[("arm".to_owned(), scenario.clone())], &options);
        let mean = |m: &Measures| m.handovers.iter().find(|row| row.code == "T01").unwrap().mean_s.unwrap();
        experiment.arms[0].replications.iter().map(mean).collect::<Vec<f64>>()
    };
    is_above("handover at T01", &means(None), &means(Some(&Live { at: given.at, ..Live::default() })));
    folder.write("eds.csv", "hospital_code,ambulances_waiting\nT01,5\nT02,201\nT01,2\nT09,1\n");
    let lines = |text: &str| {
        let faults = Scenario::load(&folder.write("x.toml", text)).unwrap_err();
        faults.iter().map(|fault| (fault.line.unwrap(), fault.path.clone())).collect::<Vec<_>>()
    };
    let at = |line, path: &str| (line, path.to_owned());
    let code = "hospital_code";
    let expected = [at(3, "ambulances_waiting"), at(4, code), at(5, code)];
    assert_eq!(lines(&format!("{text}{bays}")), expected);
    assert_eq!(lines(text).len(), 5, "no department has bays");
}
