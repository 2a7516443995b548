//! Emergency departments: queues for bays that give back what is published, release, cohorting, choice of hospital.

use crate::worlds::{ENGLAND, TINY, decide, hours, plan, policies, records, run as run_component, tapes};
use ambics::Address;
use ambics::Purpose;
use ambics::dist::{normal_quantile, poisson_quantile};
use ambics::engine::{Engine, Stop};
use ambics::experiment::{ArmResult, Experiment, RunOptions, run};
use ambics::governance::Decisions;
use ambics::ids::HospitalId;
use ambics::outcome::{HandoverRow, Level, Measures, ReportedCategory};
use ambics::policy::{HospitalChoice, View};
use ambics::rng::join;
use ambics::scenario::{Edit, Scenario};
use ambics::state::{Around, Department, Incident, State, VehicleStatus};
use ambics::stats::p90;
use ambics::units::{HOUR_MS, SimDuration, SimTime};
use ambics::world::{
    Clock, DepartmentPrior, DepartmentTable, HandoverFigures, HandoverTable, compile, fading_weights,
};
use std::sync::Arc;

/// The South West in the winter of 2023-24, a good department, and England: AmbSYS.
const PUBLISHED: [(&str, HandoverFigures); 3] = [
    ("south west", HandoverFigures { mean_s: 4286.0, p90_s: 10_938.0, over_30: 0.481, over_60: 0.280 }),
    ("good", HandoverFigures { mean_s: 1147.0, p90_s: 1986.0, over_30: 0.126, over_60: 0.020 }),
    ("england", HandoverFigures { mean_s: 2178.0, p90_s: 4829.0, over_30: 0.301, over_60: 0.118 }),
];

fn prior(bays: u16, ambulances_per_week: f64) -> DepartmentPrior {
    let profile: Vec<f64> = TINY.profile("ambulance_blend").unwrap().to_vec();
    DepartmentPrior {
        bays: [bays; 168],
        ambulances_per_week,
        others_per_week: 0.1 * ambulances_per_week,
        walk_ins_per_week: ambulances_per_week,
        profile: profile.try_into().unwrap(),
        occupancy_cv: 0.8,
        day_lag1: 0.6,
    }
}

/// A department alone for so many days, its own ambulances a Poisson process: handovers in milliseconds, in order.
fn alone(table: &DepartmentTable, prior: &DepartmentPrior, days: u32) -> Vec<i64> {
    let clock = Clock::new(jiff::civil::date(2024, 1, 10), days, SimDuration::from_hours(48));
    let address = Address::new(5, 1);
    let weights = fading_weights(prior.day_lag1);
    let normal = |day: usize| normal_quantile(address.mark(Purpose::HandoverDay, day as u64).max(1e-12));
    let score = |day: usize| weights.iter().enumerate().map(|(back, w)| w * normal(day + 7 - back)).sum();
    let days: Vec<f64> = (0..clock.dates().len()).map(score).collect();
    let around = Around { clock: &clock, address: &address, entity: 77, days: &days };
    let mut department = Department::open(table, &around);
    let mut handovers = Vec::new();
    for hour in 0..clock.window().1.0 / HOUR_MS {
        let rate = prior.ambulances_per_week
            * prior.profile[usize::from(clock.local(SimTime(hour * HOUR_MS)).hour_of_week)];
        let key = address.key(Purpose::Count, hour as u64);
        let count = poisson_quantile(key, rate);
        let mut within: Vec<u64> =
            (0..u64::from(count)).map(|n| (key.mark(100 + n) * HOUR_MS as f64) as u64).collect();
        within.sort_unstable();
        for ms in within {
            let at = SimTime(hour * HOUR_MS + ms as i64);
            let id = join(at.0 as u64, handovers.len() as u64);
            department.bring_up_to(at, table, &around);
            let start = department.admit(at, address.mark(Purpose::BayTime, id), table, &around);
            let service = table.service.at(address.mark(Purpose::Handover, id));
            if hour > 168 {
                handovers.push((start - at + service).0);
            }
        }
    }
    handovers
}

/// Mean and 90th centile in seconds, shares over 30 and 60 minutes.
fn figures_of(values: &mut [i64]) -> [f64; 4] {
    let n = values.len() as f64;
    let mean_s = values.iter().sum::<i64>() as f64 / n / 1000.0;
    let over = |s: i64| values.iter().filter(|v| **v > s * 1000).count() as f64 / n;
    let (over_30, over_60) = (over(1800), over(3600));
    [mean_s, p90(values).unwrap() as f64 / 1000.0, over_30, over_60]
}

/// Years that a fitted department is simulated alone.
const YEARS: u32 = 200;

/// What 200 years of a fitted department alone miss of the figures, if it is too much; the fit has not seen them.
///
/// Standard errors come from batches of a year: that of the mean and that of the 90th centile are below 1.5%. Both are
/// held to 5%, the shares to 1.5 points; the fit's own stream of 30 years or more adds an error of the same size.
fn missed(name: &str, (bays, rate): (u16, f64), wanted: &HandoverFigures) -> Option<String> {
    let prior = prior(bays, rate);
    let table = DepartmentTable::fit(&prior, wanted);
    let mut values = alone(&table, &prior, YEARS * 364);
    let per_year = values.len().div_ceil(YEARS as usize);
    let years: Vec<[f64; 4]> = values.chunks(per_year).map(|year| figures_of(&mut year.to_vec())).collect();
    let got = figures_of(&mut values);
    let n = years.len() as f64;
    let error = [0, 1].map(|k| {
        let mean = years.iter().map(|y| y[k]).sum::<f64>() / n;
        let variance = years.iter().map(|y| (y[k] - mean) * (y[k] - mean)).sum::<f64>() / (n - 1.0);
        (variance / n).sqrt() / mean
    });
    let told = format!(
        "{name}, {bays} bays: mean {:.0} s (error {:.1}%) of {}, P90 {:.0} s (error {:.1}%) of {:.0}, over 30 {:.3} of \
         {:.3}, over 60 {:.3} of {:.3}; occupancy {:.2} h, service {:.1} min, sigma {:.2}",
        got[0],
        100.0 * error[0],
        wanted.mean_s,
        got[1],
        100.0 * error[1],
        wanted.p90_s,
        got[2],
        wanted.over_30,
        got[3],
        wanted.over_60,
        table.occupancy.mean_s / 3600.0,
        table.service.mean_s / 60.0,
        table.day_sigma,
    );
    println!("{told}");
    let fits = error[0] < 0.015
        && error[1] < 0.015
        && (got[0] / wanted.mean_s - 1.0).abs() < 0.05
        && (got[1] / wanted.p90_s - 1.0).abs() < 0.05
        && (got[2] - wanted.over_30).abs() < 0.015
        && (got[3] - wanted.over_60).abs() < 0.015;
    (!fits).then_some(told)
}

/// Fast, usual and slow departments with the figures that were published for services.
fn gives_back_what_was_published(size: (u16, f64)) {
    let told = |(name, wanted): &(&str, HandoverFigures)| missed(name, size, wanted);
    let faults: Vec<String> = PUBLISHED.iter().filter_map(told).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_small_fitted_department_gives_back_what_was_published() {
    gives_back_what_was_published((12, 200.0));
    let (prior, wanted) = (prior(12, 200.0), &PUBLISHED[1].1);
    let [first, again] = [0, 1].map(|_| DepartmentTable::fit(&prior, wanted));
    assert_eq!(first, again, "the fit is the same each time");
}

#[test]
fn a_large_fitted_department_gives_back_what_was_published() {
    gives_back_what_was_published((30, 600.0));
}

/// A hospital's own mean scales the published distribution: means from 15 to 80 minutes.
#[test]
fn a_fitted_department_gives_back_every_mean() {
    let england = HandoverTable::through([0.671, 0.301, 0.118], 2178.0, 4829.0);
    let scaled = |minutes: f64| HandoverFigures::of(&england, minutes * 60.0 / england.mean_s);
    let faults: Vec<String> = [15.0, 25.0, 40.0, 60.0, 80.0]
        .iter()
        .filter_map(|minutes| missed(&format!("{minutes} min"), (12, 200.0), &scaled(*minutes)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The fit's own figures for months of services: London's, whose tail is short, and every sixth of the others.
#[test]
fn the_fit_goes_through_published_months() {
    let london = ENGLAND.find_service("RRU");
    let rows = ENGLAND.handovers().iter().filter(|row| row.service.is_some() && row.n > 0.0);
    let (of_london, others): (Vec<_>, Vec<_>) = rows.partition(|row| row.service == london);
    let chosen: Vec<_> = of_london.into_iter().chain(others.into_iter().step_by(6)).collect();
    assert!(chosen.len() > 12);
    for row in chosen {
        let [_, over_30, over_60] = row.over_15_30_60_n.map(|over| over / row.n);
        let wanted = HandoverFigures { mean_s: row.mean_s, p90_s: row.p90_s, over_30, over_60 };
        let got = DepartmentTable::fit(&prior(12, 200.0), &wanted).fitted;
        let fits = (got.mean_s / wanted.mean_s - 1.0).abs() < 0.002
            && (got.p90_s / wanted.p90_s - 1.0).abs() < 0.005
            && (got.over_30 - wanted.over_30).abs() < 0.002
            && (got.over_60 - wanted.over_60).abs() < 0.002;
        assert!(fits, "{got:?} of {wanted:?}");
    }
}

/// The empirical distribution of a service goes through its published figures, and a hospital's own mean scales it.
#[test]
fn the_empirical_distribution_gives_back_what_was_published() {
    let plan = plan(&ENGLAND, &["RYF"], 7);
    let service = ENGLAND.find_service("RYF").unwrap();
    let table = HandoverTable::compile(&ENGLAND, &plan, service);
    let got = HandoverFigures::of(&table, 1.0);
    let rows = || {
        ENGLAND.handovers().iter().filter(|r| r.service == Some(service) && plan.months.contains(&r.month))
    };
    let n: f64 = rows().map(|r| r.n).sum();
    let over = |k: usize| rows().map(|r| r.over_15_30_60_n[k]).sum::<f64>() / n;
    assert!((got.over_30 - over(1)).abs() < 1e-6 && (got.over_60 - over(2)).abs() < 1e-6);
    let points = 100_000;
    let at = |k: i32| table.at((f64::from(k) + 0.5) / f64::from(points)).seconds();
    let mean = (0..points).map(at).sum::<f64>() / f64::from(points);
    assert!((mean / (rows().map(|r| r.n * r.mean_s).sum::<f64>() / n) - 1.0).abs() < 0.002, "mean {mean}");
    let halved = HandoverFigures::of(&table, 0.5);
    assert_eq!((halved.mean_s, halved.p90_s), (0.5 * got.mean_s, 0.5 * got.p90_s));
}

#[test]
fn a_scenario_sets_the_mean_of_a_hospital_and_its_hours() {
    let edits = [
        Edit::new("handover.mean.T01", "45 min"),
        Edit::new("handover.hour_ratio.17", 2.0),
        Edit::new("handover.hour_ratio.03", 0.5),
    ];
    let scenario = Scenario::embedded("tiny/tiny").unwrap().with(&edits).unwrap();
    let world = scenario.world();
    let sites = &world.components[0].hospitals;
    let mean = |site: &ambics::world::HospitalSite| {
        let weighed = world.demand.profile.iter().enumerate();
        weighed.map(|(hour, w)| w * site.handover_ratio[hour % 24]).sum::<f64>() * site.handover.mean_s
    };
    assert!((mean(&sites[0]) / 2700.0 - 1.0).abs() < 1e-9, "the mean over arrivals is as stated");
    assert!((mean(&sites[1]) / sites[1].handover.mean_s - 1.0).abs() < 1e-9, "the other stays as published");
    assert!((sites[0].handover_ratio[17] / sites[0].handover_ratio[3] - 4.0).abs() < 1e-9);
    let rows = |edits: &[Edit]| -> f64 {
        let arm = arm("tiny/tiny", edits, 4);
        let experiment = run(&[arm], &RunOptions::default());
        let of = |m: &Measures| row(m, "hospital", "T01").mean_s.unwrap();
        experiment.arms[0].replications.iter().map(of).sum::<f64>() / 4.0
    };
    let ratio = rows(&edits[..1]) / rows(&[]);
    let stated = 2700.0 / sites[0].handover.mean_s;
    // The same patients come; the days that they come on differ a little, as vehicles are free at other times.
    assert!((ratio / stated - 1.0).abs() < 0.03, "{ratio} of {stated}");
}

fn arm(name: &str, edits: &[Edit], replications: i64) -> (String, Scenario) {
    let edits: Vec<Edit> =
        edits.iter().cloned().chain([Edit::new("run.replications", replications)]).collect();
    (name.to_owned(), Scenario::embedded(name).unwrap().with(&edits).unwrap())
}

/// Two arms at 0.8 of tiny's hours, so that a vehicle freed is missed elsewhere.
pub fn both(base: &str, other: &str, replications: i64) -> Experiment {
    let busy = [Edit::new("fleet.hours_per_week.TNY", 1600.0)];
    run(&[arm(base, &busy, replications), arm(other, &busy, replications)], &RunOptions::default())
}

pub fn row<'a>(measures: &'a Measures, level: &str, code: &str) -> &'a HandoverRow {
    let fits = |row: &&HandoverRow| row.level == level && row.code == code;
    measures.handovers.iter().find(fits).expect("the row is there")
}

fn england(measures: &Measures) -> &HandoverRow {
    measures.handovers.iter().find(|row| row.level == "england").unwrap()
}

pub fn c2_s(measures: &Measures) -> f64 {
    let fits = |row: &&ambics::outcome::ResponseRow| {
        row.level == Level::England && row.category == ReportedCategory::C2
    };
    measures.responses.iter().find(fits).unwrap().mean_s.unwrap()
}

pub fn hours_of(measures: &Measures, status: VehicleStatus) -> f64 {
    measures.vehicles.iter().filter(|v| v.level == Level::Trust).map(|v| v.status_h[status as usize]).sum()
}

/// The second arm less the first, over replications on common tapes: mean, and its standard error.
fn difference(experiment: &Experiment, of: impl Fn(&Measures) -> f64) -> (f64, f64) {
    let values = |arm: &ArmResult| arm.replications.iter().map(&of).collect::<Vec<f64>>();
    let (first, second) = (values(&experiment.arms[0]), values(&experiment.arms[1]));
    let differences: Vec<f64> = second.iter().zip(&first).map(|(b, a)| b - a).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// The second arm is below the first by more than three standard errors.
pub fn falls(experiment: &Experiment, what: &str, of: impl Fn(&Measures) -> f64) {
    let (mean, error) = difference(experiment, of);
    println!("{what}: {mean:.3} ± {error:.3}");
    assert!(mean < -3.0 * error && mean < 0.0, "{what} falls: {mean} ± {error}");
}

#[test]
fn more_bays_shorten_handover_and_c2() {
    let experiment = both("tiny/tiny-bays", "tiny/tiny-bays-added", 120);
    falls(&experiment, "handover at T01", |m| row(m, "hospital", "T01").mean_s.unwrap());
    falls(&experiment, "hours at hospital", |m| hours_of(m, VehicleStatus::AtHospital));
    falls(&experiment, "C2 mean", c2_s);
}

#[test]
fn release_frees_vehicles_and_shows_the_patients_moved() {
    let experiment = both("tiny/tiny", "tiny/tiny-release", 20);
    falls(&experiment, "hours at hospital", |m| hours_of(m, VehicleStatus::AtHospital));
    falls(&experiment, "C2 mean", c2_s);
    falls(&experiment, "over 45 minutes", |m| england(m).over_n[2] as f64);
    let moved =
        |arm: usize| experiment.arms[arm].replications.iter().map(|m| england(m).released_n).sum::<u64>();
    assert_eq!(moved(0), 0);
    assert!(moved(1) > 0);
    for measures in &experiment.arms[1].replications {
        let whole = england(measures);
        let sum = |of: fn(&HandoverRow) -> f64| {
            measures.handovers.iter().filter(|row| row.level == "hospital").map(of).sum::<f64>()
        };
        assert!((sum(|row| row.released_n as f64) - whole.released_n as f64).abs() < 0.5);
        assert!((sum(|row| row.released_h) - whole.released_h).abs() < 1e-6);
    }
}

/// Handovers that would last over 45 minutes are released with probability 0.9 × 0.9; four standard errors.
#[test]
fn compliance_and_exclusions_are_probabilities() {
    let experiment = both("tiny/tiny", "tiny/tiny-release", 20);
    let sum = |of: &dyn Fn(&HandoverRow) -> u64| -> f64 {
        experiment.arms[1].replications.iter().map(|m| of(england(m)) as f64).sum()
    };
    let released = sum(&|row| row.released_n);
    let due = released + sum(&|row| row.over_n[2]);
    let (share, error) = (released / due, (0.81 * 0.19 / due).sqrt());
    assert!((share - 0.81).abs() < 4.0 * error, "{share} ± {error}");
    let none = |edit: Edit| {
        let (name, scenario) = arm("tiny/tiny-release", &[edit], 2);
        let arms = [arm("tiny/tiny", &[], 2), (name, scenario)];
        let options = RunOptions { with_incidents: true, ..RunOptions::default() };
        let experiment = run(&arms, &options);
        let hash = |arm: usize| experiment.arms[arm].incidents.iter().map(|i| i.hash()).collect::<Vec<_>>();
        assert_eq!(hash(0), hash(1), "nothing is released");
    };
    none(Edit::new("handover.release_compliance", 0.0));
    none(Edit::new("handover.release_exclusions", 1.0));
    none(Edit::new("handover.release_from.TNY", "2025-01-01"));
}

#[test]
fn cohorting_frees_crews() {
    let experiment = both("tiny/tiny-bays", "tiny/tiny-cohort", 20);
    falls(&experiment, "hours at hospital", |m| hours_of(m, VehicleStatus::AtHospital));
    let freed: u64 = experiment.arms[1].replications.iter().map(|m| england(m).cohorted_n).sum();
    assert!(freed > 100, "{freed} crews freed");
}

#[test]
fn least_expected_delay_evens_departments() {
    let experiment = both("tiny/tiny-bays", "tiny/tiny-least-delay", 150);
    falls(&experiment, "difference between the two departments", |m| {
        (row(m, "hospital", "T01").mean_s.unwrap() - row(m, "hospital", "T02").mean_s.unwrap()).abs()
    });
}

#[test]
fn diversion_sends_patients_on() {
    let experiment = both("tiny/tiny-bays", "tiny/tiny-diversion", 60);
    falls(&experiment, "handovers at the slow department", |m| row(m, "hospital", "T01").n as f64);
    falls(&experiment, "handover at the slow department", |m| row(m, "hospital", "T01").mean_s.unwrap());
}

#[test]
fn the_home_ics_is_a_longer_drive() {
    let edits = [Edit::new("run.days", 7)];
    let arms = ["south-west-home-ics", "south-west"].map(|name| arm(name, &edits, 3));
    let experiment = run(&arms, &RunOptions::default());
    falls(&experiment, "hours to hospital without it", |m| hours_of(m, VehicleStatus::ToHospital));
}

/// A rule that names hospitals which do not exist.
#[derive(Debug)]
struct Nowhere(u16);

impl HospitalChoice for Nowhere {
    fn choose(&self, _view: &View<'_>, _incident: &Incident) -> Option<u16> {
        Some(self.0)
    }
}

#[test]
fn a_hospital_that_does_not_exist_is_the_nearest_one() {
    let world = compile(&TINY, &plan(&TINY, &[], 7));
    let mut decisions = decide(&TINY, &world, &hours(&TINY, 1.0), &policies(), 0.0);
    let told = |decisions: &Decisions| records(&TINY, &world, 0, decisions, Address::new(1, 0));
    let nearest = told(&decisions);
    decisions.policies.hospital = Arc::new(Nowhere(9999));
    assert_eq!(told(&decisions).handovers, nearest.handovers);
    decisions.policies.hospital = Arc::new(Nowhere(1));
    let hospital = HospitalId::new(1).0 as u16;
    assert!(told(&decisions).handovers.iter().all(|h| h.hospital == hospital));
}

/// A state with bays, saved and loaded in the middle of every week, goes on as if it had not been.
#[test]
fn departments_survive_being_saved() {
    let edits = [Edit::new("handover.cohort_from", 3)];
    let scenario = Scenario::embedded("tiny/tiny-bays").unwrap().with(&edits).unwrap();
    let world = scenario.world();
    let decisions = scenario.decisions(&world);
    let address = Address::new(3, 2);
    let whole = run_component(&world, 0, &decisions, address, &mut ());
    let mut state = State::new();
    for tape in tapes(&world, 0, &address) {
        for half in [tape.week.start + SimDuration::from_hours(80), world.clock.horizon()] {
            let mut engine = Engine::new(&world, 0, &decisions, address, state);
            engine.advance(&tape, half, &mut (), &Stop::new());
            let saved = serde_json::to_string(engine.state()).unwrap();
            state = serde_json::from_str(&saved).unwrap();
        }
    }
    assert_eq!(state, whole);
}

/// Handover by department is a latent: off it moves nothing; on, departments differ, another way in each replication, and
/// the mean over many stays.
#[test]
fn departments_may_differ_where_nobody_says_how() {
    use ambics::experiment::{RunOptions, run};
    use ambics::outcome::Level;
    use ambics::scenario::{Edit, Scenario};
    let base = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
    let base =
        base.with(&[Edit::new("run.days", 7), Edit::new("run.replications", 40)]).expect("sound edits");
    let spread = base.with(&[Edit::new("assumption.handover_site_sd", 0.4)]).expect("a sound edit");
    let arms = [("base".to_owned(), base), ("spread".to_owned(), spread)];
    let results = run(&arms, &RunOptions::default());
    let means = |arm: usize| -> Vec<f64> {
        let of = |m: &ambics::outcome::Measures| {
            m.handovers.iter().find(|row| row.level == Level::Trust.name()).and_then(|row| row.mean_s)
        };
        results.arms[arm].replications.iter().filter_map(of).collect()
    };
    let centre = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let sd = |values: &[f64]| {
        let own = centre(values);
        (values.iter().map(|v| (v - own) * (v - own)).sum::<f64>() / values.len() as f64).sqrt()
    };
    let (alike, apart) = (means(0), means(1));
    assert_eq!((alike.len(), apart.len()), (40, 40));
    assert!(sd(&apart) > 2.0 * sd(&alike), "{} and {}", sd(&alike), sd(&apart));
    assert!((centre(&apart) / centre(&alike) - 1.0).abs() < 0.2, "{} and {}", centre(&alike), centre(&apart));
}
