//! Travel from outside: every fault of a matrix is found, and what it states is what vehicles drive.

use crate::scenario_files::{Folder, faults};
use ambics::experiment::{RunOptions, Statistic, prepare, run};
use ambics::outcome::{IncidentTable, Level, ReportedCategory};
use ambics::problem::Problem;
use ambics::region::TravelPurpose;
use ambics::scenario::{Edit, Scenario};
use ambics::world::{Component, Trip, UNREACHABLE, World};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;

/// A scenario on the tiny region whose matrix holds this text.
fn with_matrix(matrix: &str, more: &str) -> (Folder, Result<Scenario, ambics::problem::Problems>) {
    let folder = Folder::new();
    folder.write("matrix.csv", matrix);
    let text = format!("region = \"tiny\"\nrun.days = 7\ntravel.matrix = \"matrix.csv\"\n{more}");
    let scenario = Scenario::load(&folder.write("x.toml", text));
    (folder, scenario)
}

fn problems(matrix: &str, more: &str) -> Vec<Problem> {
    faults(with_matrix(matrix, more).1)
}

/// Places of faults in the matrix: line, path, what was found.
fn places(problems: &[Problem]) -> Vec<(Option<usize>, &str, &str)> {
    problems.iter().map(|p| (p.line, p.path.as_str(), p.found.as_str())).collect()
}

fn sound(matrix: &str, more: &str) -> Scenario {
    with_matrix(matrix, more).1.unwrap()
}

fn tiny() -> Scenario {
    Scenario::embedded("tiny/tiny").unwrap()
}

/// The matrix of a component's own base seconds, each changed.
fn matrix_of(scenario: &Scenario, seconds: impl Fn(u16) -> f64) -> String {
    let (world, areas) = (scenario.world(), scenario.region().areas());
    let part = &world.components[0];
    let code = |place: usize| &areas[part.places.area[place].index()].code;
    let mut text = String::from("from,to,seconds\n");
    for to in 0..part.places.n_target {
        for from in 0..part.places.len() {
            writeln!(text, "{},{},{}", code(from), code(to), seconds(part.travel.base_s(from, to))).unwrap();
        }
    }
    text
}

// --- faults ---

#[test]
fn every_fault_of_a_matrix_is_found_at_once() {
    let text = "from,to,seconds,hour_band,purpose\n\
        A01,A02,600,,\n\
        A1,A02,600,,\n\
        A01,A02,660,,\n\
        A01,A03,-5,,\n\
        A01,A03,ten,night,\n\
        A01,A08,100,,\n\
        A01,A08,99999,peak,\n\
        A01,A05,900,dusk,\n\
        A01,A05,900,,ligts\n\
        A01,A06,900\n\
        A02,A06,,,\n\
        A02,A06,1500,night,\n";
    let problems = problems(text, "");
    let found = [
        (Some(3), "row 3, from", "\"A1\""),
        (Some(4), "row 4", "A01 to A02 again"),
        (Some(5), "row 5, time", "\"-5\""),
        (Some(6), "row 6, time", "\"ten\""),
        (Some(7), "row 7, time", "100 s for 30.2 km straight: 1088 km/h"),
        (Some(8), "row 8, time", "99999 s for 30.2 km straight: 1 km/h"),
        (Some(9), "row 9, hour_band", "\"dusk\""),
        (Some(10), "row 10, purpose", "\"ligts\""),
        (Some(11), "row 11", "3 cells"),
        (Some(12), "row 12, time", "no time from A02 to A06, and a time in another row"),
    ];
    assert_eq!(places(&problems), found);
    assert!(problems.iter().all(|p| p.file.ends_with("matrix.csv") && !p.rule.is_empty()));
    let hints: Vec<&str> = problems.iter().map(|p| p.hint.as_str()).collect();
    assert_eq!(hints[0], "did you mean `A01`?");
    assert!(hints[1].starts_with("row 2 states it"), "{}", hints[1]);
    assert_eq!(hints[4], "are the times in minutes?");
    assert_eq!(hints[5], "are the times in seconds?");
    assert_eq!(hints[7], "did you mean `lights`?");
}

#[test]
fn times_state_their_unit_once() {
    let rows = "A01,A08,40\n";
    let found = |header: &str, more: &str| {
        let problems = problems(&format!("{header}\n{rows}"), more);
        assert_eq!(problems.len(), 1, "{header}: {problems:?}");
        (problems[0].found.clone(), problems[0].hint.clone())
    };
    let (without, hint) = found("from_id,to_id,travel_time", "");
    assert_eq!(without, "`travel_time` without a unit");
    assert!(hint.contains("travel.matrix_unit = \"s\" or \"min\""));
    let min = "travel.matrix_unit = \"min\"\n";
    assert_eq!(found("from,to,minutes", min).0, "a unit in the column's name and in travel.matrix_unit");
    assert_eq!(found("from,to,minutes", "travel.matrix_unit = \"hours\"\n").0, "\"hours\"");
    let both = problems("from,to,minutes,seconds\nA01,A08,40,2400\n", "");
    assert_eq!(both[0].found, "several columns of times");
    let of_r5py = sound(&format!("from_id,to_id,travel_time\n{rows}"), min);
    let of_names = sound(&format!("from,to,minutes\n{rows}"), "");
    for scenario in [&of_r5py, &of_names] {
        let world = scenario.world();
        let [west, east] = ["A01", "A08"].map(|code| place(&world, scenario, code));
        assert_eq!(world.components[0].travel.base_s(west, east), 2_400);
    }
    assert_ne!(of_r5py.hash(), of_names.hash());
}

#[test]
fn columns_are_checked() {
    let found = |text: &str| {
        let problems = problems(text, "");
        problems.iter().map(|p| (p.found.clone(), p.hint.clone())).collect::<Vec<_>>()
    };
    assert_eq!(found("from;to;seconds\n")[0].0, "\"from;to;seconds\"");
    assert_eq!(found("")[0].0, "an empty file");
    assert_eq!(found("from,to,seconds\n")[0].0, "no row below the first");
    let unknown = found("from,to,seconds,hourband\nA01,A02,600,\n");
    assert_eq!(unknown, [("\"hourband\"".to_owned(), "did you mean `hour_band`?".to_owned())]);
    assert_eq!(found("origin,to,seconds\nA01,A02,600\n").last().unwrap().0, "no column `from`");
    assert_eq!(found("from,to,seconds,seconds\nA01,A02,600,600\n")[0].0, "the same column again");
    assert_eq!(found("from,to\nA01,A02\n")[0].0, "no column of times");
}

#[test]
fn bytes_that_are_no_text_and_no_parquet_are_faults() {
    let folder = Folder::new();
    let load = |name: &str, bytes: &[u8]| {
        folder.write(name, bytes);
        let text = format!("region = \"tiny\"\ntravel.matrix = \"{name}\"\n");
        faults(Scenario::load(&folder.write("x.toml", text)))
    };
    assert_eq!(
        load("m.csv", b"from,to,seconds\nA01,A0\xff,600\n")[0].found,
        "bytes that are no UTF-8 in line 2"
    );
    let parquet = load("m.parquet", b"PAR1 nothing of the kind PAR1");
    assert_eq!((parquet.len(), parquet[0].hint.contains("CSV")), (1, true), "{parquet:?}");
}

#[test]
fn no_road_joins_two_land_masses() {
    let folder = Folder::new();
    folder.region("two");
    let edit = |file: &str, from: &str, to: &str| {
        let path = format!("data/two/{file}");
        let text = std::fs::read_to_string(folder.0.join(&path)).unwrap();
        assert!(text.contains(from), "{file}");
        folder.write(&path, text.replace(from, to));
    };
    edit("areas.csv", "UN1,urban,38,1,mainland", "UN1,urban,38,1,isle");
    let masses = "land_mass,name,transfer_hospital_code,transfer_s,transfer_low_s,transfer_high_s,grade,source\n\
        isle,An isle,T01,3600,1800,7200,D,made up\nmainland,Mainland,,,,,,no transfer\n";
    folder.write("data/two/land_masses.csv", masses);
    let load = |matrix: &str| {
        folder.write("matrix.csv", matrix);
        Scenario::load(&folder.write("x.toml", "region = \"two\"\ntravel.matrix = \"matrix.csv\"\n"))
    };
    let problems = faults(load("from,to,seconds\nA01,A02,600\nA03,A02,600\n"));
    assert_eq!(places(&problems), [(Some(2), "row 2", "a time from A01 to A02")]);
    assert_eq!(problems[0].rule, "no road between land masses");
    assert!(load("from,to,seconds\nA01,A02,\nA03,A02,600\n").is_ok());
}

#[test]
fn a_matrix_lies_in_the_scenarios_folder() {
    let folder = Folder::new();
    folder.write("below/matrix.csv", "from,to,seconds\nA01,A08,2400\n");
    for name in
        ["../matrix.csv", "below/matrix.csv", "/matrix.csv", "..\\matrix.csv", "C:matrix.csv", "nul.csv"]
    {
        let quoted = serde_json::to_string(name).unwrap();
        let text = format!("region = \"tiny\"\ntravel.matrix = {quoted}\n");
        let problems = faults(Scenario::load(&folder.write("x.toml", text)));
        assert_eq!((problems.len(), problems[0].path.as_str()), (1, "travel.matrix"), "{name}");
    }
    folder.write("matrix.csv", "from,to,seconds\nA01,A08,2400\n");
    let load = |name: &str| {
        let text = format!("region = \"tiny\"\ntravel.matrix = \"{name}\"\n");
        faults(Scenario::load(&folder.write("x.toml", text)))
    };
    assert_eq!(load("matrix.txt")[0].hint, "a data file ends with .csv or .parquet");
    let absent = load("matrx.csv");
    assert_eq!((absent[0].found.as_str(), absent[0].line), ("no such file", Some(2)));
    assert_eq!(absent[0].hint, "did you mean `matrix.csv`?");
    let shipped = tiny().with(&[Edit::new("travel.matrix", "matrix.csv")]);
    assert_eq!(
        faults(shipped)[0].hint,
        "allowed: tiny-busy.csv, tiny-handover.csv, tiny-matrix.csv, tiny-posts-table.csv, tiny-posts.csv, tiny-private.csv, tiny-rota.csv, tiny-waiting.csv"
    );
}

#[cfg(unix)]
#[test]
fn no_link_of_a_matrix_leads_out_of_the_folder() {
    let (folder, other) = (Folder::new(), Folder::new());
    let target = other.write("matrix.csv", "from,to,seconds\nA01,A08,2400\n");
    std::os::unix::fs::symlink(target, folder.0.join("matrix.csv")).unwrap();
    let path = folder.write("x.toml", "region = \"tiny\"\ntravel.matrix = \"matrix.csv\"\n");
    assert_eq!(faults(Scenario::load(&path))[0].found, "a link out of the folder");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_matrix_never_panics(at in 0_usize..60, byte in any::<u8>(), parquet in any::<bool>()) {
        let mut bytes = b"from,to,seconds,hour_band,purpose\nA01,A08,2400,night,lights\nA01,A09,,,\n".to_vec();
        bytes[at] = byte;
        let folder = Folder::new();
        let name = if parquet { "m.parquet" } else { "m.csv" };
        folder.write(name, bytes);
        let text = format!("region = \"tiny\"\ntravel.matrix = \"{name}\"\n");
        let _ = Scenario::load(&folder.write("x.toml", text));
    }
}

// --- what a matrix leads to ---

fn place(world: &World, scenario: &Scenario, code: &str) -> usize {
    let area = scenario.region().find_area(code).unwrap();
    world.components[0].places.area.iter().position(|a| *a == area).unwrap()
}

/// Seconds of a drive at a local hour of the week, at the centroids.
fn drive_s(part: &Component, ends: (usize, usize), purpose: TravelPurpose, hour_of_week: u8) -> f64 {
    let trip = Trip { purpose, hour_of_week, rural: part.places.rural[ends.1] };
    part.travel.drive_s((ends.0 as u16, ends.1 as u16), trip, 0.0)
}

#[test]
fn a_row_of_a_band_or_a_purpose_is_what_is_driven_then() {
    let text = "from,to,seconds,hour_band,purpose\n\
        A01,A08,2400,,\n\
        A01,A08,3000,peak,\n\
        A01,A08,1500,night,lights\n\
        A02,A08,2000.5,,convey\n\
        A03,A08,1800,night,\n\
        A04,A08,,,\n";
    let (scenario, law) = (sound(text, "travel.time_factor = 1.5\n"), tiny().world());
    let world = scenario.world();
    let part = &world.components[0];
    let at = |code| place(&world, &scenario, code);
    let east = at("A08");
    // Monday 03:00 is night, 08:00 is peak, 12:00 is day.
    let (night, peak, day) = (3, 8, 12);
    let of = |from: usize, purpose, hour| drive_s(part, (from, east), purpose, hour) / 1.5;
    use TravelPurpose::{Convey, Lights, Ordinary, Return};
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    let west = at("A01");
    assert_eq!(part.travel.base_s(west, east), 3_600, "2,400 s and a half more");
    near(of(west, Ordinary, day), 2_400.0);
    near(of(west, Lights, day), 2_400.0 * 0.75);
    near(of(west, Ordinary, peak), 3_000.0);
    near(of(west, Lights, peak), 3_000.0 * 0.825 / 1.1);
    near(of(west, Lights, night), 1_500.0);
    near(of(west, Return, night), 2_400.0 * 0.9);
    let second = at("A02");
    [day, peak, night].into_iter().for_each(|hour| near(of(second, Convey, hour), 2_000.5));
    assert_eq!(
        f64::from(law.components[0].travel.base_s(second, east)),
        (f64::from(part.travel.base_s(second, east)) / 1.5).round(),
        "the law holds for what is not stated"
    );
    assert_eq!(
        part.travel.base_s(at("A03"), east),
        3_000,
        "1,800 s at night are 2,000 s of ordinary driving"
    );
    assert_eq!(part.travel.base_s(at("A04"), east), UNREACHABLE);
    assert_eq!(part.travel.to(east)[west], 3_600);
    let aside = Trip { purpose: Lights, hour_of_week: night, rural: part.places.rural[east] };
    let with_way = part.travel.drive_s((west as u16, east as u16), aside, 100.0);
    near(with_way, f64::hypot(1_500.0 * 1.5, 100.0 * 0.675));
}

#[test]
fn stations_and_hospitals_stand_for_their_area() {
    let scenario = sound("from,to,minutes\nTNY-S001,T02,50\n", "");
    let world = scenario.world();
    let (from, to) = (place(&world, &scenario, "A02"), world.components[0].hospitals[1].place as usize);
    assert_eq!(world.components[0].travel.base_s(from, to), 3_000);
}

#[test]
fn a_warning_counts_the_pairs_that_the_law_gives() {
    let scenario = sound("from,to,minutes\nA01,A08,50\nA08,A01,50\nA08,A08,0\n", "");
    let found = &scenario.warnings()[0];
    assert_eq!(found.found, "a matrix without 98.5% of the pairs: 130 of 132");
    assert_eq!((found.path.as_str(), found.line), ("travel.matrix", Some(3)));
    assert!(sound(&matrix_of(&tiny(), f64::from), "").warnings().is_empty());
}

#[test]
fn another_content_is_another_scenario_and_the_same_shares_a_world() {
    let (folder, first) = with_matrix("from,to,minutes\nA01,A08,50\n", "");
    let first = first.unwrap();
    let again = Scenario::load(&folder.0.join("x.toml")).unwrap();
    assert_eq!((again.hash(), again.world_plan()), (first.hash(), first.world_plan()));
    let shared = prepare(&[&first, &again, &first.with(&[Edit::new("run.seed", 2)]).unwrap()]);
    assert!(shared.iter().all(|arm| Arc::ptr_eq(&arm.world, &shared[0].world)));
    let canonical = Scenario::load(&folder.write("again.toml", first.canonical())).unwrap();
    assert_eq!(canonical.canonical(), first.canonical());
    folder.write("matrix.csv", "from,to,minutes\nA01,A08,51\n");
    let other = Scenario::load(&folder.0.join("x.toml")).unwrap();
    assert_ne!(other.hash(), first.hash());
    assert_ne!(other.world_plan(), first.world_plan());
    let manifest = |scenario: &Scenario| {
        let arms = [("a".to_owned(), scenario.with(&[Edit::new("run.replications", 1)]).unwrap())];
        run(&arms, &RunOptions::default()).manifest(1)
    };
    let (a, b) = (manifest(&first), manifest(&other));
    assert_eq!(
        (a.arms[0].data_files[0].key, a.arms[0].data_files[0].name.as_str()),
        ("travel.matrix", "matrix.csv")
    );
    assert_ne!(a.arms[0].data_files, b.arms[0].data_files);
    assert_ne!(a.identity, b.identity);
}

/// The hash of each replication's incidents.
fn hashes(scenario: &Scenario) -> Vec<String> {
    let arms = [("arm".to_owned(), scenario.with(&[Edit::new("run.replications", 2)]).unwrap())];
    let options = RunOptions { with_incidents: true, ..RunOptions::default() };
    run(&arms, &options).arms[0].incidents.iter().map(IncidentTable::hash).collect()
}

#[test]
fn the_laws_own_seconds_move_no_byte() {
    let base = tiny();
    let same = sound(&matrix_of(&base, f64::from), "run.start = 2024-01-10\n");
    assert_eq!(hashes(&same), hashes(&base));
    let other = sound(&matrix_of(&base, |seconds| f64::from(seconds) * 1.1), "run.start = 2024-01-10\n");
    assert_ne!(hashes(&other), hashes(&base));
}

/// What a scenario adds to the C2 mean of tiny on the same tapes: seconds, and the lower bound of its interval.
fn slower_by(arm: Scenario) -> (f64, f64) {
    let ten = |scenario: &Scenario| scenario.with(&[Edit::new("run.replications", 10)]).unwrap();
    let arms = [("base".to_owned(), ten(&tiny())), ("arm".to_owned(), ten(&arm))];
    let comparison = run(&arms, &RunOptions::default()).compare(0);
    let of_c2 = comparison.rows.iter().find(|row| {
        (row.level, row.category, row.statistic) == (Level::Trust, ReportedCategory::C2, Statistic::Mean)
    });
    let difference = of_c2.unwrap().difference.unwrap();
    (difference.mean, difference.mean - difference.half_width.unwrap())
}

#[test]
fn a_matrix_twice_as_slow_raises_the_c2_mean() {
    let slow = sound(&matrix_of(&tiny(), |seconds| 2.0 * f64::from(seconds)), "run.start = 2024-01-10\n");
    let (mean, low) = slower_by(slow);
    assert!(low > 0.0, "{mean} s, at least {low} s");
}

#[test]
fn the_closed_bridge_of_the_shipped_scenario_is_felt() {
    let (mean, low) = slower_by(Scenario::embedded("tiny/tiny-matrix").unwrap());
    assert!(low > 0.0, "{mean} s, at least {low} s");
}
