//! A run that begins in the middle of things: vehicles on jobs and incidents that wait, given as tables.

use ambics::experiment::{RunOptions, StartTable, prepare, read_start, run};
use ambics::outcome::{LogReason, LogRow, Step, replay_log};
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
        ("i.csv", Some(3), ""),
        ("i.csv", Some(2), "called_at"),
    ];
    assert_eq!(found, expected);
}
