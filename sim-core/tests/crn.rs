//! Common random numbers: what may not move a single byte, and what pairing is worth.

use crate::worlds::{
    ENGLAND, TINY, all_incidents, boundless, decide, hours, own_areas, plan, policies, records, run, tapes,
    uplift,
};
use ambics::category::{Category, Ending};
use ambics::engine::{Engine, Fact, Observer, Stop};
use ambics::experiment::{RunOptions, run as run_arms};
use ambics::governance::{ArrangementConfig, Bilateral, Decisions, Lead};
use ambics::ids::{AreaId, IcsId};
use ambics::outcome::{IncidentRecord, IncidentTable, Level, Recorder, Records, ReportedCategory};
use ambics::policy::PolicyConfig;
use ambics::region::Region;
use ambics::rng::{code64, join};
use ambics::scenario::{Edit, Scenario};
use ambics::state::State;
use ambics::tape::{BASE_LAYER, GROWTH_LAYER, IncidentId, Row, Tape, record};
use ambics::units::{HOUR_MS, SimTime};
use ambics::world::{Plan, Settings, World, compile};
use ambics::{Address, Purpose};
use std::collections::{BTreeMap, BTreeSet};

/// A shipped scenario with edits, under its own name.
fn arm(name: &str, edits: &[Edit]) -> (String, Scenario) {
    (name.to_owned(), Scenario::embedded(name).unwrap().with(edits).unwrap())
}

/// The hashes of the incident tables of each arm and replication.
fn hashes(arms: &[(String, Scenario)], threads: usize, first_replication: u32) -> Vec<Vec<String>> {
    let options = RunOptions { threads, first_replication, with_incidents: true, ..RunOptions::default() };
    let experiment = run_arms(arms, &options);
    assert!(experiment.complete);
    experiment.arms.iter().map(|arm| arm.incidents.iter().map(IncidentTable::hash).collect()).collect()
}

#[test]
fn equal_channels_give_equal_bytes() {
    for (place, replications) in [("tiny/tiny", 5), ("south-west", 1)] {
        let edits = [Edit::new("run.days", 2), Edit::new("run.replications", replications)];
        let none = [edits.as_slice(), &[Edit::new("arrangement.uplift_hours_per_week", 0)]].concat();
        let arms = [
            arm(place, &edits),
            arm(&format!("{place}-lead"), &none),
            arm(&format!("{place}-bilateral"), &none),
            arm(&format!("{place}-lead"), &edits),
        ];
        let hashes = hashes(&arms, 2, 0);
        assert_eq!(hashes[1], hashes[2], "lead and bilateral without an uplift are the same in {place}");
        assert_eq!(hashes[0], hashes[1], "and they are what today is");
        assert_ne!(hashes[0], hashes[3], "an uplift is felt");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let edits = [Edit::new("run.replications", 5)];
    let tiny = [arm("tiny/tiny", &edits), arm("tiny/tiny-lead", &edits)];
    let edits = [Edit::new("run.days", 1), Edit::new("select.trusts", vec!["RYF", "R1F", "RX6"])];
    let three = [arm("england-2023", &edits)];
    for arms in [tiny.as_slice(), &three] {
        let one = hashes(arms, 1, 0);
        assert_eq!(one, hashes(arms, 2, 0));
        assert_eq!(one, hashes(arms, 8, 0));
    }
}

#[test]
fn a_replication_alone_is_the_same_in_a_batch() {
    let tiny = arm("tiny/tiny", &[Edit::new("run.replications", 10)]);
    let (_, alone) = arm("tiny/tiny", &[Edit::new("run.replications", 1)]);
    let ten = hashes(std::slice::from_ref(&tiny), 2, 0);
    assert_eq!(hashes(&[("alone".to_owned(), alone)], 1, 7), [[ten[0][7].clone()]]);
    let records = tiny.1.replicate(tiny.1.run().seed, 7);
    assert_eq!(records.incidents.unwrap().hash(), ten[0][7]);
    assert_eq!(ten[0].iter().collect::<BTreeSet<_>>().len(), 10, "replications differ");
}

/// The areas of a service.
fn areas_of(region: &Region, code: &str) -> Vec<AreaId> {
    let service = region.find_service(code).unwrap();
    let own = |id: &AreaId| region.patches()[region.areas()[id.index()].patch.index()].service == service;
    (0..region.areas().len()).map(AreaId::new).filter(own).collect()
}

fn all_areas(region: &Region) -> Vec<AreaId> {
    (0..region.areas().len()).map(AreaId::new).collect()
}

#[test]
fn the_south_wests_tape_is_the_same_alone_and_inside_england() {
    let address = Address::new(1, 3);
    let (own, all) = (areas_of(&ENGLAND, "RYF"), all_areas(&ENGLAND));
    let alone = compile(&ENGLAND, &plan(&ENGLAND, &["RYF"], 7));
    let inside = Plan { areas: vec![true; all.len()], ..plan(&ENGLAND, &["RYF"], 7) };
    let clock = ambics::world::Clock::new(inside.start, inside.days, inside.lead_in);
    let demand = ambics::world::Demand::compile(&ENGLAND, &inside, &clock);
    let is_own: BTreeSet<u32> = own.iter().map(|id| id.0).collect();
    for week in clock.weeks() {
        let of_all = record(&demand, &clock, &address, week, &all);
        let kept: Vec<Row> = of_all.rows.into_iter().filter(|row| is_own.contains(&row.area)).collect();
        let tape = record(&alone.demand, &alone.clock, &address, week, &own);
        assert!(tape.rows.len() > 10_000);
        assert_eq!(tape.rows, kept);
    }
}

#[test]
fn the_south_wests_incidents_are_the_same_alone_and_inside_england() {
    let edits = [Edit::new("run.days", 2), Edit::new("run.replications", 1)];
    let (england, alone) = (arm("england-2023", &edits), arm("south-west", &edits));
    let keep = |arm: &(String, Scenario)| -> Vec<IncidentRecord> {
        let service = ENGLAND.find_service("RYF").unwrap();
        let rows = arm.1.replicate(1, 2).incidents.unwrap().rows;
        rows.into_iter().filter(|row| ENGLAND.patches()[row.patch.index()].service == service).collect()
    };
    let alone = keep(&alone);
    assert!(alone.len() > 3_000);
    assert_eq!(IncidentTable { rows: alone }.hash(), IncidentTable { rows: keep(&england) }.hash());
}

#[test]
fn a_week_alone_is_that_week_in_a_year() {
    let own = areas_of(&ENGLAND, "RYF");
    let world = |start, days| compile(&ENGLAND, &Plan { start, days, ..plan(&ENGLAND, &["RYF"], days) });
    let address = Address::new(1, 0);
    let year = world(jiff::civil::date(2024, 1, 10), 364);
    let in_year: BTreeMap<u32, usize> =
        year.clock.weeks().iter().enumerate().map(|(row, w)| (w.number, row)).collect();
    // A week of summer visitors, and one of 169 hours.
    for start in [jiff::civil::date(2024, 8, 7), jiff::civil::date(2024, 10, 23)] {
        let alone = world(start, 7);
        for week in alone.clock.weeks() {
            let tape = record(&alone.demand, &alone.clock, &address, week, &own);
            let same = &year.clock.weeks()[in_year[&week.number]];
            let of_year = record(&year.demand, &year.clock, &address, same, &own);
            assert_eq!(tape.rows, of_year.rows);
            let utc = |world: &World, tape: &Tape| {
                world.clock.origin().as_millisecond() + tape.time(&tape.rows[0]).0
            };
            assert_eq!(utc(&alone, &tape), utc(&year, &of_year));
        }
    }
}

/// Every row of the run's tapes with its week.
fn rows(world: &World, areas: &[AreaId]) -> Vec<(u32, Row)> {
    let weeks = world.clock.weeks().iter();
    let of = |week| record(&world.demand, &world.clock, &Address::new(1, 0), week, areas).rows;
    weeks.flat_map(|week| of(week).into_iter().map(|row| (week.number, row))).collect()
}

fn grown(region: &Region, ics: IcsId, growth: f64) -> World {
    compile(region, &Plan { growth: BTreeMap::from([(ics, growth)]), ..plan(region, &["RYF"], 7) })
}

#[test]
fn extra_demand_in_devon_moves_nothing_else() {
    let devon = ENGLAND.find_ics("QJK").unwrap();
    let own = areas_of(&ENGLAND, "RYF");
    let base = rows(&compile(&ENGLAND, &plan(&ENGLAND, &["RYF"], 7)), &own);
    let more = rows(&grown(&ENGLAND, devon, 1.05), &own);
    let (extra, kept): (Vec<_>, Vec<_>) = more.into_iter().partition(|(_, row)| row.layer == GROWTH_LAYER);
    assert_eq!(base, kept, "the base layer is as it was, in Devon and elsewhere");
    let in_devon =
        |row: &Row| ENGLAND.patches()[ENGLAND.areas()[row.area as usize].patch.index()].ics == devon;
    assert!(extra.iter().all(|(_, row)| in_devon(row)));
    let expected =
        0.05 * base.iter().filter(|(_, row)| in_devon(row) && row.layer == BASE_LAYER).count() as f64;
    assert!((extra.len() as f64 - expected).abs() < 4.0 * expected.sqrt(), "{} for {expected}", extra.len());
}

#[test]
fn less_demand_leaves_a_subset() {
    let devon = ENGLAND.find_ics("QJK").unwrap();
    let own = areas_of(&ENGLAND, "RYF");
    let base: BTreeSet<_> = rows(&grown(&ENGLAND, devon, 1.0), &own).into_iter().collect();
    let mut last = base.clone();
    for growth in [0.9, 0.5, 0.0] {
        let less: BTreeSet<_> = rows(&grown(&ENGLAND, devon, growth), &own).into_iter().collect();
        assert!(less.is_subset(&last) && less.len() < last.len(), "the less demand, the fewer of the same");
        let gone = base.difference(&less);
        let in_devon =
            |row: &Row| ENGLAND.patches()[ENGLAND.areas()[row.area as usize].patch.index()].ics == devon;
        assert!(gone.clone().all(|(_, row)| in_devon(row)));
        let expected = (1.0 - growth) * base.iter().filter(|(_, row)| in_devon(row)).count() as f64;
        let spread = (expected * growth).sqrt();
        assert!((gone.count() as f64 - expected).abs() <= 4.0 * spread + 1e-6, "at {growth}");
        last = less;
    }
}

/// Runs a component in pieces that end at `cuts`, and saves and loads the state at each.
fn in_pieces(
    region: &Region,
    world: &World,
    decisions: &Decisions,
    cuts: &BTreeSet<SimTime>,
) -> (Records, State) {
    let address = Address::new(4, 1);
    let mut recorder = Recorder::new(world, 0, &decisions.components[0].fleet, region.patches().len(), true);
    let mut state = State::new();
    for tape in tapes(world, 0, &address) {
        let end = SimTime(tape.week.start.0 + tape.week.hours as i64 * HOUR_MS);
        for until in cuts
            .iter()
            .copied()
            .filter(|cut| state.now() <= *cut && *cut < end)
            .chain([end])
            .collect::<Vec<_>>()
        {
            let saved = serde_json::to_string(&state).unwrap();
            let loaded: State = serde_json::from_str(&saved).unwrap();
            assert_eq!(loaded, state, "what is loaded is what was saved");
            let mut engine = Engine::new(world, 0, decisions, address, loaded);
            engine.advance(&tape, until, &mut recorder, &Stop::new());
            state = engine.into_state();
        }
    }
    Engine::new(world, 0, decisions, address, state.clone()).close(&mut recorder);
    (recorder.finish(), state)
}

#[test]
fn to_advance_in_pieces_is_to_advance_at_once() {
    for (region, services, days) in [(&*TINY, vec![], 7), (&*ENGLAND, vec!["RX6"], 1)] {
        let world = compile(region, &plan(region, &services, days));
        let decisions = decide(region, &world, &hours(region, 0.8), &policies(), 0.0);
        let (whole, state) = in_pieces(region, &world, &decisions, &BTreeSet::new());
        let table = &whole.incidents.as_ref().unwrap().rows;
        // At the very instants of events and beside them, and on the hour.
        let ended = |row: &IncidentRecord| row.ended.unwrap_or(row.called);
        let some = table.iter().step_by(table.len() / 12);
        let events = some.flat_map(|row| [row.called, ended(row), SimTime(ended(row).0 + 1)]);
        let cuts: BTreeSet<SimTime> = events.chain((0..30).map(|hour| SimTime(hour * HOUR_MS))).collect();
        assert_eq!(in_pieces(region, &world, &decisions, &cuts), (whole, state));
    }
}

/// The same with breaks, a protected end, lost shifts and breakdowns.
#[test]
fn crews_advance_in_pieces_as_at_once() {
    let edits = [Edit::new("fleet.abstraction", true), Edit::new("policy.shift_end.restricted", "1 h")];
    let scenario = Scenario::embedded("tiny/tiny-breaks").unwrap().with(&edits).unwrap();
    let world = scenario.world();
    let decisions = scenario.decisions(&world);
    let (whole, state) = in_pieces(&TINY, &world, &decisions, &BTreeSet::new());
    let cuts: BTreeSet<SimTime> = (0..240).map(|half| SimTime(half * HOUR_MS / 2)).collect();
    assert_eq!(in_pieces(&TINY, &world, &decisions, &cuts), (whole, state));
}

/// An incident with its vehicle by stable address instead of row.
fn by_entity(
    rows: &[IncidentRecord],
    world: &World,
    decisions: &Decisions,
) -> Vec<(IncidentRecord, Option<u64>)> {
    let component = |row: &IncidentRecord| {
        world.components.iter().position(|c| c.place_of_area[row.area.index()].is_some()).unwrap()
    };
    let entity = |row: &IncidentRecord| {
        row.vehicle.map(|v| decisions.components[component(row)].fleet.vehicles[v as usize].entity)
    };
    rows.iter().map(|row| (IncidentRecord { vehicle: None, transport: None, ..*row }, entity(row))).collect()
}

#[test]
fn components_run_together_as_apart() {
    let services = ["R1F", "RX6", "RYE"];
    let apart = plan(&ENGLAND, &services, 1);
    let ids = services.map(|code| ENGLAND.find_service(code).unwrap());
    let joined = Plan { joined: vec![(ids[0], ids[1]), (ids[2], ids[0])], ..apart.clone() };
    let of = |plan: &Plan, n: usize| {
        let world = compile(&ENGLAND, plan);
        assert_eq!(world.components.len(), n);
        let decisions = decide(&ENGLAND, &world, &hours(&ENGLAND, 1.0), &policies(), 0.0);
        let rows = all_incidents(&ENGLAND, &world, &decisions, Address::new(1, 0));
        by_entity(&rows, &world, &decisions)
    };
    let (apart, together) = (of(&apart, 3), of(&joined, 1));
    assert_eq!(apart.len(), together.len());
    let differ: Vec<_> = apart.iter().zip(&together).filter(|(a, b)| a != b).collect();
    assert!(differ.is_empty(), "{} of {} differ, first {:?}", differ.len(), apart.len(), differ[0]);
}

/// What no fleet and no rule may move: who calls, where, when, with what, when ready, and whether the telephone is
/// enough.
#[derive(Debug, Default, PartialEq, Eq)]
struct Calls {
    called: BTreeSet<(IncidentId, u16, Category, SimTime, SimTime, SimTime)>,
    by_telephone: BTreeSet<IncidentId>,
}

impl Observer for Calls {
    fn see(&mut self, fact: &Fact<'_>) {
        match fact {
            Fact::Called { incident: i } => {
                self.called.insert((i.id, i.place, i.category, i.called, i.clock_start, i.ready));
            }
            Fact::Ended { incident, ending: Ending::HearAndTreat, .. } => {
                self.by_telephone.insert(incident.id);
            }
            _ => {}
        }
    }
}

#[test]
fn who_calls_does_not_depend_on_fleet_or_rules() {
    let world = compile(&TINY, &plan(&TINY, &[], 7));
    let calls = |scale: f64, ring_fence: f64, rules: &PolicyConfig, config: &ArrangementConfig| {
        let mut fleet = hours(&TINY, scale);
        fleet.uplift = uplift(200.0, config);
        let mut calls = Calls::default();
        run(&world, 0, &decide(&TINY, &world, &fleet, rules, ring_fence), Address::new(1, 0), &mut calls);
        calls
    };
    let (lead, bilateral) = (ArrangementConfig::Lead(Lead {}), ArrangementConfig::Bilateral(Bilateral {}));
    let first = calls(1.0, 0.0, &policies(), &lead);
    assert!(first.called.len() > 800 && first.by_telephone.len() > 80);
    assert_eq!(first, calls(1.4, 0.0, &boundless(), &bilateral));
    assert_eq!(first, calls(0.2, 1.0, &policies(), &bilateral));
}

#[test]
fn an_unused_assumption_moves_nothing() {
    let base = plan(&TINY, &[], 7);
    let unused = BTreeMap::from([("a_number_that_nobody_reads".to_owned(), 5.0)]);
    let more = Plan { settings: Settings::new(&TINY, &unused), ..base.clone() };
    assert_ne!(base, more);
    let hash = |plan: &Plan| {
        let world = compile(&TINY, plan);
        let decisions = decide(&TINY, &world, &hours(&TINY, 1.0), &policies(), 0.0);
        records(&TINY, &world, 0, &decisions, Address::new(1, 0)).incidents.unwrap().hash()
    };
    assert_eq!(hash(&base), hash(&more));
}

/// The run goes on where it is asked to stop, and nothing has moved.
#[test]
fn a_stop_leaves_a_state_that_goes_on() {
    let world = compile(&TINY, &plan(&TINY, &[], 7));
    let decisions = decide(&TINY, &world, &hours(&TINY, 1.0), &policies(), 0.0);
    let address = Address::new(1, 0);
    let whole = run(&world, 0, &decisions, address, &mut ());
    let mut engine = Engine::new(&world, 0, &decisions, address, State::new());
    for tape in tapes(&world, 0, &address) {
        let (asked, never) = (Stop::new(), Stop::new());
        asked.ask();
        engine.advance(&tape, SimTime::NEVER, &mut (), &asked);
        engine.advance(&tape, SimTime::NEVER, &mut (), &never);
    }
    assert_eq!(engine.into_state(), whole);
}

const PURPOSES: [Purpose; Purpose::COUNT] = [
    Purpose::Count,
    Purpose::Instant,
    Purpose::Source,
    Purpose::Category,
    Purpose::HearAndTreat,
    Purpose::Growth,
    Purpose::DemandDay,
    Purpose::HandoverDay,
    Purpose::Triage,
    Purpose::Mobilise,
    Purpose::Within,
    Purpose::Drive,
    Purpose::OnScene,
    Purpose::Convey,
    Purpose::Hospital,
    Purpose::Handover,
    Purpose::WrapUp,
    Purpose::Prevention,
    Purpose::Condition,
    Purpose::Resources,
    Purpose::WalkIn,
    Purpose::OtherAmbulance,
    Purpose::BayTime,
    Purpose::Release,
    Purpose::CallHandling,
    Purpose::CallPatience,
    Purpose::ExtraContacts,
    Purpose::Navigation,
    Purpose::Assessment,
    Purpose::AssessmentOutcome,
    Purpose::Patience,
    Purpose::SelfPresents,
    Purpose::WelfareCall,
    Purpose::Absence,
    Purpose::Breakdown,
    Purpose::ByCall,
    Purpose::CallTakerDay,
    Purpose::ClinicianDay,
    Purpose::Age,
    Purpose::PatientSetting,
    Purpose::Origin,
    Purpose::Person,
    Purpose::Effect,
    Purpose::Reach,
    Purpose::HandoverSite,
    Purpose::Belief,
    Purpose::Engagement,
];

/// The marks themselves, for ever: a purpose that is added has a number of its own and moves none of these.
#[test]
fn marks_are_what_they_always_were() {
    let address = Address::new(1, 7);
    let entity = join(code64("E02003000"), 2_820);
    let lines = PURPOSES.iter().enumerate().map(|(number, purpose)| {
        assert_eq!(*purpose as usize, number);
        let key = address.key(*purpose, entity);
        format!("{number:2} {purpose:?}: {:.15} {:.15} {:.15}", key.mark(0), key.mark(1), key.mark(1_000_000))
    });
    insta::assert_snapshot!("marks", lines.collect::<Vec<_>>().join("\n"));
}

/// Variance of the C2 mean difference with independent tapes over that with the same tapes.
fn pairing(days: i64) -> f64 {
    let edits = [Edit::new("run.days", days), Edit::new("run.replications", 50)];
    let arms = [arm("south-west", &edits), arm("south-west-lead", &edits)];
    let comparison = run_arms(&arms, &RunOptions::default()).compare(0);
    let c2 = comparison.rows.iter().find(|row| {
        row.level == Level::Trust
            && row.category == ReportedCategory::C2
            && row.statistic == ambics::experiment::Statistic::Mean
    });
    let row = c2.unwrap();
    let ratio = row.variance_ratio.unwrap();
    println!(
        "{days} days: C2 mean {:?}, difference {:?}, variance ratio {ratio:.2}",
        row.base, row.difference
    );
    ratio
}

#[test]
fn pairing_makes_a_difference_three_times_surer() {
    // A variance ratio of 50 pairs has a standard error of about a fifth of itself: 3 is not told from 2.5.
    assert!(pairing(7) >= 2.5);
}

#[test]
#[ignore = "half a minute: the shipped window of 28 days"]
fn pairing_over_four_weeks() {
    assert!(pairing(28) >= 3.0);
}

/// Own areas lie inside, whatever is selected.
#[test]
fn a_component_holds_the_areas_of_its_service() {
    let world = compile(&ENGLAND, &plan(&ENGLAND, &["RX6"], 1));
    assert_eq!(own_areas(&world.components[0]), areas_of(&ENGLAND, "RX6"));
}
