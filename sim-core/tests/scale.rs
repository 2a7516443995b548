//! England at scale: demand against what was published, how days differ, and sums that are exact over every level.

use crate::worlds::{ENGLAND, own_areas, plan};
use ambics::category::Category;
use ambics::experiment::{RunOptions, run};
use ambics::ids::{AreaId, ServiceId};
use ambics::outcome::{Level, ReportedCategory};
use ambics::region::Activity;
use ambics::scenario::{Edit, Scenario};
use ambics::tape::{IncidentId, Tape, record};
use ambics::units::DAY_MS;
use ambics::world::{Mix, Plan, World, compile};
use ambics::{Address, Purpose};
use rayon::prelude::*;

/// Counts of a service: face to face in each category, then all incidents.
type Counts = [f64; 6];

/// What was published a day over the plan's months: A8, A10, A11, A12, the rest of A56, and A7.
fn published(plan: &Plan, service: ServiceId) -> Counts {
    let here = |a: &&Activity| a.service == Some(service) && plan.months.contains(&a.month);
    let rows: Vec<&Activity> = ENGLAND.activity().iter().filter(here).collect();
    let days: f64 = rows.iter().map(|a| f64::from(a.days)).sum();
    let a_day = |pick: &dyn Fn(&Activity) -> f64| rows.iter().map(|a| pick(a)).sum::<f64>() / days;
    let c = |k: usize| a_day(&|a| a.c1_to_c4[k].unwrap());
    let other = a_day(&|a| a.face_to_face.unwrap() - a.c1_to_c4.iter().map(|n| n.unwrap()).sum::<f64>());
    [c(0), c(1), c(2), c(3), other, a_day(&|a| a.incidents.unwrap())]
}

/// Counts the incidents of a tape by service: every mark that decides what is face to face is asked for.
fn count(world: &World, mixes: &[Mix], address: &Address, tape: &Tape, counts: &mut [Counts]) {
    for row in &tape.rows {
        let area = &world.demand.areas[row.area as usize];
        let id = IncidentId::new(area.identity, tape.week.number, row.layer, row.ordinal);
        let counts = &mut counts[area.service.index()];
        let category = usize::from(row.category);
        counts[5] += 1.0;
        if address.mark(Purpose::HearAndTreat, id.0) >= mixes[area.service.index()].hear_and_treat[category] {
            counts[category] += 1.0;
        }
    }
}

/// Variance of the day effect's mean over `days` days for a service: what its ICSs share, and how slowly it fades.
fn day_effect_variance(plan: &Plan, service: ServiceId, days: usize) -> f64 {
    let get = |name: &str| plan.settings.get(name);
    let patches = ENGLAND.patches().iter().filter(|p| p.service == service);
    let all: f64 = patches.clone().map(|p| p.residents).sum();
    let together: f64 = patches.map(|p| (p.residents / all).powi(2)).sum();
    let within = get("day_effect_correlation_within_service");
    let weights = ambics::world::fading_weights(get("day_effect_lag1"));
    let at_lag = |lag: usize| -> f64 { (lag..weights.len()).map(|k| weights[k] * weights[k - lag]).sum() };
    let whole: f64 =
        (1..weights.len()).map(|lag| 2.0 * (days - lag) as f64 / days as f64 * at_lag(lag)).sum();
    get("day_effect_cv").powi(2) * (within + (1.0 - within) * together) * (1.0 + whole) / days as f64
}

/// Per service, the simulated face-to-face counts of each category and the total match A8, A10, A11, A12, the rest of
/// A56, and A7 within three standard errors: Poisson and the day effect.
#[test]
fn simulated_counts_are_the_published_ones() {
    let plan = Plan { special_days: false, ..plan(&ENGLAND, &[], 26) };
    let world = compile(&ENGLAND, &plan);
    let services: Vec<ServiceId> = (0..ENGLAND.services().len()).map(ServiceId::new).collect();
    let mixes: Vec<Mix> = services.iter().map(|s| Mix::compile(&ENGLAND, &plan, *s)).collect();
    let all: Vec<AreaId> = (0..ENGLAND.areas().len()).map(AreaId::new).collect();
    let (replications, weeks) = (8, 4);
    let one = |replication: u32| {
        let address = Address::new(2023, replication);
        let mut counts = vec![[0.0; 6]; services.len()];
        for week in &world.clock.weeks()[..weeks] {
            count(
                &world,
                &mixes,
                &address,
                &record(&world.demand, &world.clock, &address, week, &all),
                &mut counts,
            );
        }
        counts
    };
    let by_replication: Vec<Vec<Counts>> = (0..replications).into_par_iter().map(one).collect();
    let (mut worst, mut squares) = (0.0f64, 0.0);
    for service in &services {
        let wanted = published(&plan, *service);
        let spread = day_effect_variance(&plan, *service, 7 * weeks);
        for k in 0..6 {
            let expected = wanted[k] * (7 * weeks) as f64;
            let mean = by_replication.iter().map(|counts| counts[service.index()][k]).sum::<f64>()
                / f64::from(replications);
            let z = (mean - expected)
                / ((expected + expected * expected * spread) / f64::from(replications)).sqrt();
            assert!(
                z.abs() < 3.0,
                "{} {k}: {mean} for {expected}, z = {z}",
                ENGLAND.services()[service.index()].code
            );
            (worst, squares) = (worst.max(z.abs()), squares + z * z);
        }
    }
    println!("worst |z| {worst:.2} of 66, root mean square {:.2}", (squares / 66.0f64).sqrt());
}

/// Index of dispersion of daily counts about the mean of their weekday.
fn dispersion(weeks: &[[f64; 7]]) -> f64 {
    let n = weeks.len() as f64;
    let of_day = |day: usize| {
        let mean = weeks.iter().map(|week| week[day]).sum::<f64>() / n;
        weeks.iter().map(|week| (week[day] - mean).powi(2)).sum::<f64>() / (n - 1.0) / mean
    };
    (0..7).map(of_day).sum::<f64>() / 7.0
}

/// Daily counts: near Poisson in one ICS, dispersion about 2.5 for the whole trust, as the South West's were.
#[test]
fn days_differ_together() {
    let plan = Plan { special_days: false, ..plan(&ENGLAND, &["RYF"], 26) };
    let world = compile(&ENGLAND, &plan);
    let areas = own_areas(&world.components[0]);
    let patches = &world.components[0].patches;
    let one = |replication: u32| {
        let address = Address::new(2013, replication);
        let mut weeks = vec![vec![[0.0; 7]; 4]; patches.len() + 1];
        for (w, week) in world.clock.weeks()[..4].iter().enumerate() {
            for row in &record(&world.demand, &world.clock, &address, week, &areas).rows {
                let day = (i64::from(row.at_ms) / DAY_MS) as usize;
                let patch = world.demand.areas[row.area as usize].patch;
                weeks[patches.binary_search(&patch).unwrap()][w][day] += 1.0;
                weeks[patches.len()][w][day] += 1.0;
            }
        }
        weeks
    };
    let runs: Vec<Vec<Vec<[f64; 7]>>> = (0..100).into_par_iter().map(one).collect();
    let of =
        |group: usize| dispersion(&runs.iter().flat_map(|weeks| weeks[group].clone()).collect::<Vec<_>>());
    let ics: Vec<f64> = (0..patches.len()).map(of).collect();
    println!("dispersion of days: trust {:.2}, ICSs {ics:.2?}", of(patches.len()));
    assert!((2.2..2.9).contains(&of(patches.len())), "{}", of(patches.len()));
    assert!(ics.iter().all(|d| (1.0..1.5).contains(d)), "{ics:?}");
}

/// All 11 services over the shipped 28 days: all 42 ICSs are reported, and England is exactly the sum of trusts, of ICSs,
/// and of every other level.
#[test]
fn england_is_the_sum_of_its_parts() {
    let scenario =
        Scenario::embedded("england-2023").unwrap().with(&[Edit::new("run.replications", 1)]).unwrap();
    let days = u64::from(scenario.run().days);
    let experiment = run(&[("england".to_owned(), scenario)], &RunOptions::default());
    let arm = &experiment.arms[0];
    let measures = &arm.replications[0];
    let sum = |level: Level, category: ReportedCategory| {
        let rows = measures.responses.iter().filter(|r| r.level == level && r.category == category);
        rows.fold([0, 0], |sum, row| [sum[0] + row.incidents, sum[1] + row.n])
    };
    let endings = |level: Level| {
        let rows = measures.endings.iter().filter(|r| r.level == level);
        rows.fold([0; 8], |sum, row| std::array::from_fn(|k| sum[k] + row.n[k]))
    };
    let handovers =
        |level: &str| measures.handovers.iter().filter(|h| h.level == level).map(|h| h.n).sum::<u64>();
    for level in Level::ALL {
        for category in ReportedCategory::ALL {
            assert_eq!(
                sum(level, category),
                sum(Level::England, category),
                "{} {}",
                level.name(),
                category.name()
            );
        }
        assert_eq!(endings(level), endings(Level::England));
    }
    assert!(
        ["trust", "ics", "patch", "hospital"].iter().all(|level| handovers(level) == handovers("england"))
    );
    let all = |category: Category| {
        sum(
            Level::England,
            ReportedCategory::ALL[if category == Category::C1 { 0 } else { category.row() + 1 }],
        )
    };
    let parts: u64 = Category::ALL.into_iter().map(|category| all(category)[0]).sum();
    assert_eq!(parts, sum(Level::England, ReportedCategory::All)[0]);
    assert!(parts > 20_000 * days, "{parts} incidents in {days} days");
    let ics = measures
        .responses
        .iter()
        .filter(|r| r.level == Level::Ics && r.category == ReportedCategory::C2 && r.n > 0);
    assert_eq!(ics.count(), 42);
    println!("{parts} incidents in {days} days, open share {:.5}", measures.open_share());
}

/// Scilly has no road to the mainland and no hospital: its own vehicle answers there, by night too.
#[test]
fn nobody_on_the_isles_of_scilly_is_left_without_an_ambulance() {
    use ambics::scenario::{Edit, Scenario};
    let week = [Edit::new("run.days", 14), Edit::new("run.replications", 1)];
    let south_west = Scenario::embedded("south-west").unwrap().with(&week).unwrap();
    let region = south_west.region();
    let islands: Vec<usize> = (0..region.areas().len())
        .filter(|row| region.land_masses()[region.areas()[*row].land_mass].code == "scilly")
        .collect();
    assert!(!islands.is_empty());
    let records = south_west.replicate(1, 0);
    let answered: Vec<u32> = records
        .responses
        .iter()
        .filter(|r| islands.contains(&usize::from(r.area)))
        .map(|r| r.response_ms)
        .collect();
    let open =
        |area: &usize| (0..5).map(|c| records.ended(*area, c, ambics::category::Ending::Open)).sum::<u32>();
    assert!(answered.len() > 3, "{answered:?}");
    assert_eq!(islands.iter().map(open).sum::<u32>(), 0);
    assert!(answered.iter().all(|ms| *ms < 6 * 3_600_000), "{answered:?}");
}
