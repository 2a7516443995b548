//! Shifts, crews and kinds of vehicle: what each rule does on the same tapes.

use ambics::Address;
use ambics::category::Category;
use ambics::engine::{CrewFact, Fact, Observer};
use ambics::experiment::{ArmResult, RunOptions, Statistic, run};
use ambics::governance::{Duty, Provider};
use ambics::outcome::{CrewCounts, Level, Measures, ReportedCategory};
use ambics::scenario::{Edit, Scenario};
use ambics::vehicle_kind::VehicleKind;
use std::path::PathBuf;

const REPLICATIONS: i64 = 12;

fn tiny(name: &str, edits: &[Edit]) -> Scenario {
    let all = [&[Edit::new("run.replications", REPLICATIONS), Edit::new("run.days", 14)], edits].concat();
    Scenario::embedded(&format!("tiny/{name}")).unwrap().with(&all).unwrap()
}

fn arms(scenarios: &[Scenario]) -> Vec<ArmResult> {
    let named: Vec<(String, Scenario)> = scenarios
        .iter()
        .enumerate()
        .map(|(row, scenario)| (format!("arm {row}"), scenario.clone()))
        .collect();
    run(&named, &RunOptions { with_incidents: true, ..RunOptions::default() }).arms
}

/// Mean of the paired difference between two arms, and its standard error.
fn rise(from: &[f64], to: &[f64]) -> (f64, f64) {
    let differences: Vec<f64> = from.iter().zip(to).map(|(a, b)| b - a).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// The means of a category over all of tiny, a value a replication.
fn means(arm: &ArmResult, category: ReportedCategory) -> Vec<f64> {
    let row = arm.replications[0]
        .responses
        .iter()
        .position(|row| row.level == Level::England && row.category == category)
        .unwrap();
    arm.values(row, Statistic::Mean).into_iter().map(Option::unwrap).collect()
}

fn rises(from: &ArmResult, to: &ArmResult, category: ReportedCategory) {
    let (mean, error) = rise(&means(from, category), &means(to, category));
    assert!(mean > 3.0 * error, "{}: {mean:.1} s with standard error {error:.1} s", category.name());
}

/// What the trust's crews of some kinds and providers did, summed over the replications.
fn counts(arm: &ArmResult, of: impl Fn(VehicleKind, Provider) -> bool) -> CrewCounts {
    let mut sum = CrewCounts::default();
    for row in arm.replications.iter().flat_map(|measures| &measures.crews) {
        if row.level == Level::Trust && of(row.kind, row.provider) {
            sum.add(&row.counts);
        }
    }
    sum
}

fn ambulances(arm: &ArmResult) -> CrewCounts {
    counts(arm, |kind, _| kind == VehicleKind::Dca)
}

#[test]
fn breaks_are_taken_and_raise_the_c2_mean() {
    let arms = arms(&[tiny("tiny", &[]), tiny("tiny-breaks", &[])]);
    rises(&arms[0], &arms[1], ReportedCategory::C2);
    assert_eq!(ambulances(&arms[0]).breaks_due, 0);
    let with = ambulances(&arms[1]);
    let begun = with.breaks_taken + with.breaks_interrupted + with.breaks_missed;
    assert!(with.breaks_taken > with.breaks_missed && with.breaks_interrupted > 0, "{with:?}");
    // A window that is open at an end of the measured time is counted on one side only.
    let open = 40 * arms[1].replications.len() as u64;
    assert!(with.breaks_due.abs_diff(begun) < open, "{with:?}");
    let on_break: i64 =
        arms[1].replications.iter().flat_map(|m| &m.availability).map(|row| row.time.on_break).sum();
    let half_hours = on_break as f64 / 1_800_000.0;
    assert!(half_hours > with.breaks_taken as f64 * 0.98, "{half_hours} half hours on break");
}

/// Every incident that interrupts a break is of a category that may.
#[test]
fn only_what_may_interrupts_a_break() {
    #[derive(Default)]
    struct Interruptions {
        last: Option<ambics::ids::VehicleId>,
        n: u32,
    }
    impl Observer for Interruptions {
        fn see(&mut self, fact: &Fact<'_>) {
            match *fact {
                Fact::Crew { vehicle, what: CrewFact::BreakInterrupted, .. } => self.last = Some(vehicle),
                Fact::Assigned { incident, vehicle, .. } if self.last.take() == Some(vehicle) => {
                    assert_eq!(incident.category, Category::C1);
                    self.n += 1;
                }
                _ => {}
            }
        }
    }
    let scenario = tiny("tiny-breaks", &[]);
    let world = scenario.world();
    let mut seen = Interruptions::default();
    crate::worlds::run(&world, 0, &scenario.decisions(&world), Address::new(1, 0), &mut seen);
    assert!(seen.n > 0);
}

#[test]
fn a_restricted_end_lowers_overtime() {
    let arms = arms(&[tiny("tiny", &[]), tiny("tiny-shift-end", &[])]);
    let [without, with] = [0, 1].map(|row| ambulances(&arms[row]));
    assert_eq!(without.shifts, with.shifts);
    assert!(
        without.overtime_ms > 0 && with.overtime_ms < without.overtime_ms * 9 / 10,
        "{with:?} {without:?}"
    );
    let protected = tiny("tiny-shift-end", &[Edit::new("policy.shift_end.protected", "1 h")]);
    let most = ambulances(&arms_of(protected));
    assert!(most.overtime_ms < with.overtime_ms, "{most:?} {with:?}");
}

fn arms_of(scenario: Scenario) -> ArmResult {
    arms(&[scenario]).remove(0)
}

#[test]
fn lost_shifts_raise_the_c2_mean_unless_they_are_made_up() {
    let made_up = tiny("tiny-abstraction", &[Edit::new("fleet.gross_up", true)]);
    let arms = arms(&[tiny("tiny", &[]), tiny("tiny-abstraction", &[]), made_up]);
    rises(&arms[0], &arms[1], ReportedCategory::C2);
    let [none, lost, grossed] = [0, 1, 2].map(|row| ambulances(&arms[row]));
    assert_eq!(none.lost, 0);
    let share = lost.lost as f64 / (lost.lost + lost.shifts) as f64;
    // Twelve replications of some 25 crews whose days hang together: the assumed share of January is 0.076.
    assert!((0.04..0.12).contains(&share), "{share} of shifts lost");
    assert!(grossed.rostered_ms > none.rostered_ms * 107 / 100);
    let off_road: i64 =
        arms[1].replications.iter().flat_map(|m| &m.availability).map(|r| r.time.off_road).sum();
    assert!(off_road > 0);
}

/// Hours off the road follow how often vehicles break down and for how long, on the same luck.
#[test]
fn what_is_assumed_of_breakdowns_moves_the_hours_off_the_road() {
    let arm = |name: &str, value: f64| tiny("tiny-abstraction", &[Edit::new(name, value)]);
    let often = |value| arm("assumption.breakdowns_per_hour", value);
    let long = |value| arm("assumption.off_road_mean_h", value);
    let arms = arms(&[tiny("tiny-abstraction", &[]), often(0.0), often(0.01), long(0.5), long(6.0)]);
    let hours = |arm: &ArmResult| -> Vec<f64> {
        let off_road = |m: &Measures| m.availability.iter().map(|row| row.time.off_road as f64).sum::<f64>();
        arm.replications.iter().map(|m| off_road(m) / 3_600_000.0).collect()
    };
    let [usual, never, often, short, long] = [0, 1, 2, 3, 4].map(|row| hours(&arms[row]));
    assert!(never.iter().all(|hours| *hours == 0.0));
    for (less, more) in [(&usual, &often), (&short, &usual), (&usual, &long)] {
        let (mean, error) = rise(less, more);
        assert!(mean > 3.0 * error, "{mean:.1} h with standard error {error:.1} h");
    }
    let share = |hours: &[f64]| hours.iter().sum::<f64>();
    let ratio = share(&often) / share(&usual);
    println!("five times as many breakdowns: {ratio:.2} times the hours off the road");
    assert!(ratio > 2.0);
}

#[test]
fn absence_hangs_together_over_days() {
    let scenario = tiny("tiny-abstraction", &[Edit::new("run.days", 84), Edit::new("run.replications", 1)]);
    let (mut after_lost, mut after_kept) = ([0u32; 2], [0u32; 2]);
    for replication in 0..4 {
        for days in lost_by_vehicle(&scenario, replication) {
            for pair in days.windows(2) {
                let into = if pair[0] { &mut after_lost } else { &mut after_kept };
                into[usize::from(pair[1])] += 1;
            }
        }
    }
    let share = |n: [u32; 2]| f64::from(n[1]) / f64::from(n[0] + n[1]);
    assert!(share(after_lost) > 2.0 * share(after_kept), "{after_lost:?} {after_kept:?}");
}

/// For each vehicle, whether each of its shifts was lost, in order.
fn lost_by_vehicle(scenario: &Scenario, replication: u32) -> Vec<Vec<bool>> {
    struct Lost(Vec<Vec<bool>>);
    impl Observer for Lost {
        fn see(&mut self, fact: &Fact<'_>) {
            if let Fact::Crew { vehicle, what, .. } = *fact {
                if self.0.len() <= vehicle.index() {
                    self.0.resize(vehicle.index() + 1, Vec::new());
                }
                if matches!(what, CrewFact::Started | CrewFact::Lost) {
                    self.0[vehicle.index()].push(what == CrewFact::Lost);
                }
            }
        }
    }
    let mut lost = Lost(Vec::new());
    let world = scenario.world();
    crate::worlds::run(&world, 0, &scenario.decisions(&world), Address::new(1, replication), &mut lost);
    lost.0
}

#[test]
fn responders_lower_the_c1_mean_and_count_no_hours() {
    let arms = arms(&[tiny("tiny", &[]), tiny("tiny", &[Edit::new("fleet.responders", false)])]);
    rises(&arms[0], &arms[1], ReportedCategory::C1);
    let with = counts(&arms[0], |kind, _| kind == VehicleKind::Cfr);
    assert!(with.shifts > 0 && with.rostered_ms == 0);
    assert_eq!(counts(&arms[1], |kind, _| kind == VehicleKind::Cfr), CrewCounts::default());
    assert_eq!(ambulances(&arms[0]).rostered_ms, ambulances(&arms[1]).rostered_ms);
}

#[test]
fn cars_beside_the_ambulances_lower_the_c1_mean() {
    let hours = |hours: i64| tiny("tiny", &[Edit::new("fleet.kind_hours_per_week.rrv", hours)]);
    let arms = arms(&[hours(600), hours(0)]);
    rises(&arms[0], &arms[1], ReportedCategory::C1);
    let [with, without] = [0, 1].map(|row| counts(&arms[row], |kind, _| kind == VehicleKind::Rrv));
    assert_eq!(with.rostered_ms, 600 * 2 * 3_600_000 * REPLICATIONS);
    assert_eq!(without, CrewCounts::default());
}

#[test]
fn private_hours_have_a_price_and_shorten_waits_of_their_categories() {
    let arms = arms(&[tiny("tiny-private", &[]), tiny("tiny", &[])]);
    rises(&arms[0], &arms[1], ReportedCategory::C3);
    let private = counts(&arms[0], |_, provider| provider == Provider::Private);
    assert_eq!(private.rostered_ms, 2 * 14 * 12 * 3_600_000 * REPLICATIONS);
    assert_eq!(private.millipence, private.rostered_ms / 3_600 * 9_500);
    // Saturday and Sunday within the days on which the overtime is offered.
    let overtime = counts(&arms[0], |_, provider| provider == Provider::Overtime);
    assert_eq!(overtime.rostered_ms, 2 * 8 * 3_600_000 * REPLICATIONS);
    let fleet = &tiny("tiny-private", &[]);
    let world = fleet.world();
    let vehicles = fleet.decisions(&world).components[0].fleet.vehicles.clone();
    let own = vehicles.iter().filter(|vehicle| vehicle.terms.provider == Provider::Private);
    assert!(own.clone().count() == 2 && own.clone().all(|v| !v.answers.has(Category::C1)));
    assert!(own.clone().all(|v| v.answers.has(Category::C3) && v.terms.pence_per_hour == 9_500));
}

/// A folder of its own with a scenario on tiny and a rota.
fn in_folder(name: &str, rota: &str) -> (PathBuf, Result<Scenario, ambics::problem::Problems>) {
    let folder = std::env::temp_dir().join(format!("ambics-crews-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("rota.csv"), rota).unwrap();
    let text = "region = \"tiny\"\n[run]\nstart = 2024-01-10\ndays = 7\n[fleet]\nrota = \"rota.csv\"\n";
    let path = folder.join("own.toml");
    std::fs::write(&path, text).unwrap();
    let scenario = Scenario::load(&path);
    (folder, scenario)
}

/// The generated pattern of ambulances written as a rota, a row for each shift of each day.
fn written(scenario: &Scenario) -> String {
    let world = scenario.world();
    let fleet = &scenario.decisions(&world).components[0].fleet;
    let station = |home: u16| {
        let site = world.components[0].stations.iter().find(|site| site.place == home).unwrap();
        scenario.region().stations()[site.station.index()].code.clone()
    };
    let mut text = "station_code,kind,days,start,finish,vehicles\n".to_owned();
    for vehicle in fleet.vehicles.iter().filter(|vehicle| vehicle.kind == VehicleKind::Dca) {
        for duty in &vehicle.duty {
            for shift in shifts(*duty, &vehicle.changes) {
                let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][usize::from(shift.from / 1_440)];
                let time = |minute: u16| format!("{:02}:{:02}", minute % 1_440 / 60, minute % 60);
                let (start, finish) = (time(shift.from), time(shift.from + shift.minutes));
                text += &format!("{},dca,{day},{start},{finish},1\n", station(vehicle.home));
            }
        }
    }
    text
}

/// The shifts of a stretch: it is cut where crews change; one around the week begins nowhere else.
fn shifts(duty: Duty, changes: &[u16]) -> Vec<Duty> {
    let week = ambics::governance::WEEK_MINUTES;
    let first = if duty.is_endless() { changes[0] } else { duty.from };
    let mut cuts: Vec<u16> = changes.iter().map(|change| (change + week - first) % week).collect();
    cuts.retain(|cut| *cut < duty.minutes);
    cuts.extend([0, duty.minutes]);
    cuts.sort_unstable();
    cuts.dedup();
    let shift = |pair: &[u16]| Duty { from: (first + pair[0]) % week, minutes: pair[1] - pair[0] };
    cuts.windows(2).map(shift).collect()
}

#[test]
fn a_rota_that_is_the_generated_pattern_gives_the_same_bytes() {
    let generated = Scenario::embedded("tiny/tiny").unwrap();
    let (folder, own) = in_folder("same", &written(&generated));
    let own = own.unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    let hash = |scenario: &Scenario| scenario.replicate(1, 0).incidents.unwrap().hash();
    assert_eq!(hash(&generated), hash(&own));
    assert_ne!(generated.hash(), own.hash(), "the canonical text holds the rota's hash");
    assert_ne!(hash(&generated), hash(&Scenario::embedded("tiny/tiny-rota").unwrap()));
}

#[test]
fn a_shift_may_start_at_half_past() {
    let scenario = Scenario::embedded("tiny/tiny-rota").unwrap();
    let world = scenario.world();
    let fleet = &scenario.decisions(&world).components[0].fleet;
    let starts = |minute: u16| fleet.vehicles.iter().flat_map(|v| &v.duty).any(|d| d.from % 60 == minute);
    assert!(starts(30));
    let rrv: u32 = fleet
        .vehicles
        .iter()
        .filter(|v| v.kind == VehicleKind::Rrv)
        .flat_map(|v| &v.duty)
        .map(|d| u32::from(d.minutes))
        .sum();
    assert_eq!(rrv, 5 * 600, "a kind that the rota holds has no generated hours");
    assert_eq!(fleet.hours_by_patch, [8 * 84 + 16 + 5 * 84, 10 * 84]);
}

#[test]
fn every_fault_of_a_rota_is_found_at_once() {
    let rota = "station_code,kind,days,start,finish,vehicles,answers,provider,price,ordered,notice,from,to\n\
                TNY-S009,dca,daily,07:00,19:00,1,,,,,,,\n\
                TNY-S001,bus,Mon-Fry,7,25:00,0,C7,nobody,140,soon,14,,\n\
                TNY-S001,dca,daily,07:00,19:00,1,,private,£95,2024-01-01,14 days,2024-01-10,\n\
                TNY-S001,dca,daily,07:00,19:00,1,,private,£95,2024-01-01,,2024-02-10,2024-02-01\n\
                TNY-S001,dca\n";
    let (folder, own) = in_folder("faults", rota);
    std::fs::remove_dir_all(&folder).unwrap();
    let problems = own.unwrap_err();
    assert!(problems.iter().all(|p| p.file.ends_with("rota.csv")));
    let found: Vec<String> = problems
        .iter()
        .map(|p| format!("{} {} {} | {} | {}", p.line.unwrap_or(0), p.path, p.found, p.rule, p.hint))
        .collect();
    insta::assert_snapshot!("rota_faults", found.join("\n"));
}

#[test]
fn a_rota_needs_its_columns_and_an_ambulance_for_each_service() {
    let (folder, own) = in_folder("columns", "station,kind,days,start,finish,vehicles\n");
    std::fs::remove_dir_all(&folder).unwrap();
    let paths: Vec<String> = own.unwrap_err().iter().map(|p| p.path.clone()).collect();
    assert_eq!(paths, ["station", "station_code"]);
    let rota = "station_code,kind,days,start,finish,vehicles\nTNY-S001,rrv,daily,07:00,19:00,1\n";
    let (folder, own) = in_folder("service", rota);
    std::fs::remove_dir_all(&folder).unwrap();
    let problems = own.unwrap_err();
    assert_eq!(problems.iter().map(|p| p.found.as_str()).collect::<Vec<_>>(), ["no ambulance (dca) of TNY"]);
}
