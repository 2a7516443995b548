//! Teams of finite capacity: what they take, how long they let wait, what they hand back.

use crate::worlds::{TINY, around_the_clock, as_a_queue, boundless, records};
use ambics::Address;
use ambics::category::Ending;
use ambics::dist::Shape;
use ambics::engine::Refusal;
use ambics::experiment::{Checkpoint, Experiment, RunOptions, run};
use ambics::governance::{BorderConfig, ComponentDecisions, Decisions};
use ambics::outcome::{Level, Records, ReportedCategory, TeamRecord};
use ambics::prevention::{
    Acts, Cohort, Cost, Evidence, Intervention, Item, Kernel, Live, Programme, QUINTILES, Ranged, Team,
    TeamHours,
};
use ambics::region::Grade;
use ambics::scenario::Scenario;
use ambics::units::SimTime;
use ambics::world::{Clock, World};
use proptest::prelude::*;
use rayon::prelude::*;
use std::sync::Arc;

/// The patches of tiny.
const PATCHES: usize = 2;

/// So many teams around the clock, visits of an hour, room for all, nobody handed back.
fn team(teams: u32) -> Team {
    Team {
        teams: Ranged::known(f64::from(teams)),
        hours: TeamHours::ALWAYS,
        visit_min: Ranged::known(60.0),
        visit_shape: Shape::Exponential,
        places: u16::MAX,
        wait_limit_min: f64::INFINITY,
        bounce_back: Ranged::known(0.0),
    }
}

/// A team for everybody: reach and the share that is offered are known.
pub fn item(name: &str, patches: usize, team: Team, offered: f64) -> Item {
    let known = Ranged::known;
    let share = Evidence { ratio: known(offered), grade: Grade::A, transfer: known(1.0) };
    let intervention = Intervention {
        name: name.to_owned(),
        title: name.to_owned(),
        cohort: Cohort::ALL,
        eligible: known(1.0),
        acts: Acts { attended: Some(share), ..Acts::default() },
        team: Some(team),
        reach: known(1.0),
        kernel: Kernel::WHOLE,
        cost: Cost { pounds: known(0.0), unit: "none".to_owned(), units_per_incident: 0.0 },
        grade: Grade::A,
        source: "a test".to_owned(),
        notes: Vec::new(),
    };
    Item {
        intervention: Arc::new(intervention),
        live: vec![Some(Live { from: SimTime(0), fit: 1.0 }); patches],
        reach_by_quintile: [1.0; QUINTILES],
    }
}

/// A queue of tiny's incidents before so many vehicles at each station, with interventions.
fn go(world: &World, items: Vec<Item>, seed: u64) -> Records {
    let component = &world.components[0];
    let borders = vec![(SimTime(0), BorderConfig::default().table(component))];
    let fleet = around_the_clock(component, &[4; 8]);
    let programme = Programme { items, replications_per_draw: 0 };
    let decisions = Decisions {
        components: vec![ComponentDecisions { fleet, borders, programme }],
        policies: boundless().build(),
    };
    records(&TINY, world, 0, &decisions, Address::new(seed, 0))
}

fn all(records: &Records) -> TeamRecord {
    let mut all = records.teams[0].clone();
    for more in &records.teams[1..] {
        all.taken += more.taken;
        all.handed_back += more.handed_back;
        all.wait_ms.extend(&more.wait_ms);
        (all.busy_ms, all.on_duty_ms) = (all.busy_ms + more.busy_ms, all.on_duty_ms + more.on_duty_ms);
        (0..3).for_each(|row| all.refused[row] += more.refused[row]);
        (0..5).for_each(|row| all.attended[row] += more.attended[row]);
    }
    all
}

fn ended(records: &Records, ending: Ending) -> u64 {
    let areas = records.endings.len() / 5 / Ending::COUNT;
    let of = |area| (0..5).map(|category| u64::from(records.ended(area, category, ending))).sum::<u64>();
    (0..areas).map(of).sum()
}

#[test]
fn a_team_with_room_for_all_attends_the_share_that_is_offered() {
    let world = as_a_queue(60, 700.0, 1800.0, Shape::Exponential);
    let records = go(&world, vec![item("a", PATCHES, team(500), 0.3)], 1);
    let own = all(&records);
    let n = records.endings.iter().map(|n| f64::from(*n)).sum::<f64>();
    let error = (0.3 * 0.7 / n).sqrt();
    let share = ended(&records, Ending::OtherResponder) as f64 / n;
    assert!((share - 0.3).abs() < 3.0 * error, "{share} of {n}, standard error {error}");
    assert_eq!(own.offered(), own.taken);
    assert!(own.wait_ms.iter().all(|wait| *wait == 0));
    // Neither by telephone nor by a vehicle: none of them has a response.
    let whole = own.attended_n() + records.responses.len() as u64;
    assert_eq!((ended(&records, Ending::HearAndTreat), whole), (0, n as u64));
}

/// Erlang C: four teams, exponential visits of an hour, room for all; each patch is a queue of its own. Runs of a year on seeds
/// of their own give the standard error.
///
/// # Source
/// Erlang (1917); P(wait) = C(c, a), mean wait = C(c, a) / (cμ − λ).
#[test]
fn waits_for_a_team_are_those_of_erlang_c() {
    let world = as_a_queue(364, 900.0, 60.0, Shape::Fixed);
    let shares: Vec<(f64, f64, f64)> = (0..24u64)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let records = go(&world, vec![item("a", PATCHES, team(4), 1.0)], seed);
            let window_h = 364.0 * 24.0;
            let of = move |own: &TeamRecord| {
                let n = own.taken as f64;
                let mean_min = own.wait_ms.iter().map(|ms| f64::from(*ms)).sum::<f64>() / n / 60_000.0;
                let waited = own.wait_ms.iter().filter(|ms| **ms > 0).count() as f64 / n;
                (n / window_h, mean_min, waited)
            };
            records.teams.iter().map(of).collect::<Vec<_>>()
        })
        .collect();
    // The load of a patch is what its incidents are: how they split between patches is not part of the test.
    for patch in 0..PATCHES {
        let own: Vec<&(f64, f64, f64)> = shares.iter().skip(patch).step_by(PATCHES).collect();
        let mean =
            |of: fn(&(f64, f64, f64)) -> f64| own.iter().map(|own| of(own)).sum::<f64>() / own.len() as f64;
        let load = mean(|own| own.0);
        let p_wait = crate::analytic::erlang_c(4, load);
        let wait_min = 60.0 * p_wait / (4.0 - load);
        for (what, of, wanted) in [
            ("mean wait", (|own| own.1) as fn(&(f64, f64, f64)) -> f64, wait_min),
            ("P(wait)", |own| own.2, p_wait),
        ] {
            let found = mean(of);
            let squares = own.iter().map(|own| (of(own) - found).powi(2)).sum::<f64>();
            let error = (squares / (own.len() - 1) as f64 / own.len() as f64).sqrt();
            println!(
                "patch {patch}, load {load:.3}: {what} {found:.4}, Erlang C {wanted:.4}, error {error:.4}"
            );
            assert!((found - wanted).abs() < 4.0 * error && error < 0.05 * wanted.max(0.2));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_offered_is_taken_or_not_and_what_is_taken_ends_or_comes_back(
        seed in any::<u64>(), teams in 0..4u32, places in 0..4u16, limit in 0.0..200.0_f64, back in 0.0..1.0_f64,
        start in 0..24u8, finish in 1..25u8, weekdays in any::<bool>(),
    ) {
        let world = as_a_queue(21, 700.0, 1800.0, Shape::Exponential);
        let hours = TeamHours { start, finish, weekdays };
        let own = Team { hours, places, wait_limit_min: limit, bounce_back: Ranged::known(back), ..team(teams) };
        let records = go(&world, vec![item("a", PATCHES, own, 0.6)], seed);
        for own in &records.teams {
            prop_assert_eq!(own.offered(), own.taken + own.refused.iter().sum::<u64>());
            // The run goes on until each incident of the window has ended: nobody waits at its end.
            prop_assert_eq!(own.taken, own.visited() + own.left);
            prop_assert_eq!(own.visited(), own.attended_n() + own.handed_back);
            prop_assert!(own.wait_ms.iter().all(|ms| *ms == 0) || places > 0);
            prop_assert!(teams > 0 || own.taken == 0);
        }
        let attended: u64 = records.teams.iter().map(TeamRecord::attended_n).sum();
        prop_assert_eq!(attended, ended(&records, Ending::OtherResponder));
        let n = records.endings.iter().map(|n| u64::from(*n)).sum::<u64>();
        prop_assert_eq!(attended + records.responses.len() as u64, n);
    }
}

#[test]
fn more_teams_more_places_and_more_patience_never_take_fewer() {
    let world = as_a_queue(28, 900.0, 1800.0, Shape::Exponential);
    let taken = |own: Team| -> Vec<u64> {
        let one = |seed| all(&go(&world, vec![item("a", PATCHES, own, 0.8)], seed)).taken;
        (0..4).into_par_iter().map(one).collect()
    };
    let tight = Team { places: 1, wait_limit_min: 90.0, ..team(1) };
    let steps = [
        [tight, Team { teams: Ranged::known(2.0), ..tight }, Team { teams: Ranged::known(3.0), ..tight }],
        [
            tight,
            Team { places: 2, wait_limit_min: 500.0, ..tight },
            Team { places: 9, wait_limit_min: 500.0, ..tight },
        ],
        [Team { wait_limit_min: 59.0, ..tight }, tight, Team { places: 2, wait_limit_min: 121.0, ..tight }],
    ];
    for step in steps {
        let found = step.map(&taken);
        let rises = |pair: &[Vec<u64>]| pair[0].iter().zip(&pair[1]).all(|(fewer, more)| fewer <= more);
        assert!(found.windows(2).all(rises) && found[0] != found[2], "{found:?}");
    }
}

#[test]
fn a_refusal_says_why() {
    let world = as_a_queue(28, 900.0, 1800.0, Shape::Exponential);
    let only = |own: Team, reason: Refusal| {
        let found = all(&go(&world, vec![item("a", PATCHES, own, 0.8)], 5));
        let others = (0..Refusal::COUNT).filter(|row| *row != reason as usize);
        assert!(found.refused[reason as usize] > 0, "{found:?}");
        assert!(others.into_iter().all(|row| found.refused[row] == 0), "{found:?}");
        found
    };
    only(Team { places: 0, ..team(1) }, Refusal::Full);
    only(Team { wait_limit_min: 30.0, ..team(1) }, Refusal::Wait);
    let days = TeamHours { start: 8, finish: 20, weekdays: true };
    let found = only(Team { hours: days, ..team(50) }, Refusal::OffDuty);
    // Four weeks of five days of twelve hours, fifty teams, in each patch.
    let patches = PATCHES as i64;
    assert_eq!(found.on_duty_ms, patches * 50 * 4 * 60 * 3_600_000);
    let share = found.taken as f64 / found.offered() as f64;
    let (wanted, error) = (60.0 / 168.0, (0.23 / found.offered() as f64).sqrt());
    assert!((share - wanted).abs() < 4.0 * error, "{share}: {wanted} of the week is on duty");
}

/// What a team hands back waits for its visit first, and its clock runs.
#[test]
fn what_is_handed_back_has_lost_the_visit() {
    let world = as_a_queue(14, 200.0, 600.0, Shape::Fixed);
    let own = Team { visit_shape: Shape::Fixed, bounce_back: Ranged::known(1.0), ..team(500) };
    let (without, with) = (go(&world, Vec::new(), 2), go(&world, vec![item("a", PATCHES, own, 1.0)], 2));
    assert_eq!(without.responses.len(), with.responses.len());
    assert_eq!(all(&with).handed_back as usize, with.responses.len());
    let table = |records: &Records| {
        let mut rows = records.incidents.clone().unwrap().rows;
        rows.sort_by_key(|row| row.id);
        rows
    };
    for (before, after) in table(&without).iter().zip(table(&with)) {
        assert_eq!((before.id, before.clock_start), (after.id, after.clock_start));
        let lost = after.clock_stop.unwrap() - before.clock_stop.unwrap();
        assert!(lost.0 >= 3_600_000 - 600_000, "{lost} of an hour's visit");
        assert!(after.assigned.unwrap().0 >= after.called.0 + 3_600_000);
    }
}

/// Each team's luck is its own: another one moves none of it, in whatever order they stand.
#[test]
fn another_team_moves_nobodys_luck() {
    let world = as_a_queue(28, 700.0, 1800.0, Shape::Exponential);
    let of = |items| go(&world, items, 3).teams;
    let (a, b) = (item("a", PATCHES, team(500), 0.4), item("b", PATCHES, team(0), 0.5));
    let code = ambics::rng::code64("a");
    let own = |teams: Vec<TeamRecord>| teams.into_iter().filter(|t| t.entity == code).collect::<Vec<_>>();
    let alone = own(of(vec![a.clone()]));
    assert_eq!(alone, own(of(vec![a.clone(), b.clone()])));
    assert_eq!(alone, own(of(vec![b, a])));
}

/// A team for C3 and C4, with one visit in five handed back.
const MINE: &str = r#"
title = "A team"
grade = "A"
source = "a test"
reach = { value = 1.0, low = 1.0, high = 1.0 }
[cohort]
categories = ["C3", "C4"]
[effect]
attended = { value = 1.0, low = 1.0, high = 1.0 }
transfer = { value = 1.0, low = 1.0, high = 1.0 }
[team]
teams = { value = 1, low = 1, high = 1 }
start = 8
finish = 20
days = "every_day"
visit_min = { value = 120, low = 120, high = 120 }
visit_cv = 0.6
places = 4
wait_limit_min = 300
bounce_back = { value = 0.2, low = 0.2, high = 0.2 }
[cost]
value = 180
low = 120
high = 300
unit = "contact"
"#;

/// Two weeks of tiny, twice; with the team of a file where there is an entry.
fn tiny(mine: &str, entry: &str) -> Scenario {
    let folder = crate::scenario_files::Folder::new();
    folder.write("mine.toml", mine);
    let run_table = "region = \"tiny\"\n[run]\ndays = 14\nreplications = 2\n[prevention]\ndraw = false\n";
    Scenario::load(&folder.write("x.toml", format!("{run_table}{entry}"))).unwrap()
}

const ENTRY: &str = "[[intervention]]\nname = \"mine\"\nfile = \"mine.toml\"\nfrom = 2022-01-03\n";

fn arms(all: &[&Scenario]) -> Experiment {
    let named: Vec<(String, Scenario)> =
        all.iter().enumerate().map(|(row, own)| (row.to_string(), (*own).clone())).collect();
    run(&named, &RunOptions { with_incidents: true, with_log: true, ..RunOptions::default() })
}

/// No team in a whole run: not a byte of what happened moves, and what would have been offered is told.
#[test]
fn no_team_is_a_placebo() {
    let none = tiny(MINE, &format!("{ENTRY}teams = 0\n"));
    let found = arms(&[&tiny(MINE, ""), &none, &tiny(MINE, ENTRY)]);
    let [base, placebo, real] = &found.arms[..] else { panic!("three arms") };
    assert_eq!((&base.incidents, &base.logs), (&placebo.incidents, &placebo.logs));
    assert_ne!(base.incidents, real.incidents);
    for measures in &placebo.replications {
        assert!(measures.teams.iter().all(|row| row.record.taken == 0 && row.record.on_duty_ms == 0));
        assert!(measures.teams.iter().any(|row| row.record.offered() > 0));
    }
    let of = |arm: &ambics::experiment::ArmResult, ending: Ending| {
        let all = arm.replications[0].endings.iter();
        let own = all.filter(|e| e.level == Level::Trust && e.category == ReportedCategory::All);
        own.map(|e| e.n[ending as usize]).sum::<u64>()
    };
    assert_eq!(of(base, Ending::HearAndTreat), of(real, Ending::HearAndTreat));
    assert!(of(real, Ending::OtherResponder) > 0);
    let log = real.logs.iter().all(|log| ambics::outcome::replay_log(log).is_ok());
    assert!(log, "what a team does is legal");
    let work = real.team_work(base);
    let attended: f64 = work.iter().map(|row| row.attended).sum();
    assert!(work.iter().map(|row| row.spared_h.unwrap().mean).sum::<f64>() > 0.3 * attended);
}

/// Teams and those who wait for them are in a checkpoint; an arm without the team gives those who wait back.
#[test]
fn a_checkpoint_keeps_teams_and_their_queues() {
    let scenario = tiny(MINE, ENTRY);
    let clock = Clock::new(scenario.run().start, 14, scenario.run().lead_in);
    let at = clock.at(scenario.run().start.tomorrow().unwrap().at(16, 40, 0, 0)).unwrap();
    let keep = RunOptions { with_incidents: true, with_log: true, ..RunOptions::default() };
    let made = Checkpoint::make(&scenario, at, &keep).unwrap();
    let loaded = Checkpoint::from_json(&made.to_json(), "file").unwrap();
    assert!(made.to_json().contains("\"Visited\""), "a team is on a visit then");
    let go = |scenario: &Scenario, from: Option<&Checkpoint>| {
        let arm = [("arm".to_owned(), scenario.clone())];
        run(&arm, &RunOptions { from, ..keep }).arms.remove(0)
    };
    let (whole, resumed) = (go(&scenario, None), go(&scenario, Some(&loaded)));
    assert_eq!((whole.incidents, whole.logs), (resumed.incidents, resumed.logs));
    for (whole, resumed) in whole.replications.iter().zip(&resumed.replications) {
        assert_eq!((&whole.teams, &whole.endings), (&resumed.teams, &resumed.endings));
        assert!(whole.teams.iter().any(|row| row.record.visited() > 0));
    }
    let without = go(&tiny(MINE, ""), Some(&loaded));
    assert!(without.logs.iter().all(|log| ambics::outcome::replay_log(log).is_ok()));
}

/// Before a busy fleet, everybody handed back: C3 is later in every replication, and nobody has ended with a team.
#[test]
fn handing_everybody_back_makes_c3_later() {
    let bounce = "bounce_back = { value = 0.2, low = 0.2, high = 0.2 }";
    assert!(MINE.contains(bounce));
    let mine = MINE.replace(bounce, "bounce_back = { value = 1.0, low = 1.0, high = 1.0 }");
    let found = arms(&[&tiny(&mine, ""), &tiny(&mine, &format!("{ENTRY}teams = 9\n"))]);
    let c3 = |row: usize| -> Vec<(f64, f64)> {
        let all = found.arms[row].replications.iter();
        let of = |m: &ambics::outcome::Measures| {
            let own = m.response(Level::Trust, 0, ReportedCategory::C3).unwrap();
            (own.mean_s.unwrap(), own.n as f64)
        };
        all.map(of).collect()
    };
    for (before, after) in c3(0).into_iter().zip(c3(1)) {
        assert!(
            after.0 > before.0 + 60.0,
            "C3 mean {} s, and {} s where all are handed back",
            before.0,
            after.0
        );
        assert!((after.1 - before.1).abs() < 0.01 * before.1, "all have their response");
    }
    let work = found.arms[1].team_work(&found.arms[0]);
    assert!(work.iter().all(|row| row.attended == 0.0 && row.handed_back > 0.0));
    assert!(work.iter().all(|row| row.spared_h.unwrap().mean == 0.0), "what is handed back spares nothing");
}
