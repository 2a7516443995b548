//! Prevention: known answers, and the laws of thinning by marks.

use crate::worlds::{TINY, plan};
use ambics::Address;
use ambics::condition::Condition;
use ambics::experiment::{RunOptions, run};
use ambics::ids::AreaId;
use ambics::outcome::Level;
use ambics::patient::Origin;
use ambics::prevention::{
    Acts, Cohort, Cost, Evidence, Intervention, Item, Kernel, Live, Programme, QUINTILES, Ranged, Tally,
    Thinning,
};
use ambics::region::Grade;
use ambics::scenario::{Edit, Scenario, library, library_text};
use ambics::tape::{IncidentId, Tape};
use ambics::units::SimTime;
use ambics::world::World;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// Thirteen weeks of tiny.
static WORLD: LazyLock<World> = LazyLock::new(|| ambics::world::compile(&TINY, &plan(&TINY, &[], 91)));

const FALLS: Cohort = Cohort { conditions: 1 << Condition::Falls as u16, ..Cohort::ALL };
const ALWAYS: (SimTime, SimTime) = (SimTime(i64::MIN), SimTime::NEVER);

/// An intervention on a cohort with a reach and a ratio that are known, in force from the beginning.
fn item(name: &str, cohort: Cohort, reach: f64, ratio: f64) -> Item {
    let known = Ranged::known;
    let effect = Evidence { ratio: known(ratio), grade: Grade::A, transfer: known(1.0) };
    let intervention = Intervention {
        name: name.to_owned(),
        title: name.to_owned(),
        cohort,
        eligible: known(1.0),
        acts: Acts { incidents: Some(effect), ..Acts::default() },
        team: None,
        reach: known(reach),
        kernel: Kernel::WHOLE,
        cost: Cost { pounds: known(0.0), unit: "none".to_owned(), units_per_incident: 0.0 },
        grade: Grade::A,
        source: "a test".to_owned(),
        notes: Vec::new(),
    };
    Item {
        intervention: Arc::new(intervention),
        live: vec![Some(Live { from: SimTime(0), fit: 1.0 }); WORLD.components[0].patches.len()],
        reach_by_quintile: [1.0; QUINTILES],
    }
}

fn programme(items: Vec<Item>) -> Programme {
    Programme { items, replications_per_draw: 0 }
}

fn tapes(world: &World, address: &Address) -> Vec<Tape> {
    crate::worlds::tapes(world, 0, address)
}

fn ids(tapes: &[Tape]) -> BTreeSet<IncidentId> {
    let id = |tape: &Tape, row: &ambics::tape::Row| {
        let identity = WORLD.demand.areas[AreaId(row.area).index()].identity;
        IncidentId::new(identity, tape.week.number, row.layer, row.ordinal)
    };
    tapes.iter().flat_map(|tape| tape.rows.iter().map(|row| id(tape, row)).collect::<Vec<_>>()).collect()
}

/// What a programme leaves, and what it counted.
fn left(world: &World, programme: &Programme, address: &Address) -> (Vec<Tape>, Tally) {
    let whole = tapes(world, address);
    match Thinning::new(world, 0, programme, *address, ALWAYS) {
        Some(mut thinning) => (whole.iter().map(|tape| thinning.thin(tape)).collect(), thinning.tally()),
        None => (whole, Tally::default()),
    }
}

/// Incidents of the window: those before and after it are thinned and not counted.
fn count(tapes: &[Tape]) -> f64 {
    let (start, end) = WORLD.clock.window();
    let within = |tape: &Tape| tape.rows.iter().filter(|row| (start..end).contains(&tape.time(row))).count();
    tapes.iter().map(|tape| within(tape) as f64).sum()
}

/// # Source
/// The formula of docs/prevention.md: two interventions on a cohort of 8% multiply (98.674 of 100 calls are left) and do not add
/// (98.624). Ratios: Logan 2010; Cochrane 2023.
#[test]
fn two_interventions_on_one_cohort_multiply() {
    let mut world = WORLD.clone();
    world.demand.services[0].per_week *= 60.0;
    for shares in &mut world.components[0].conditions {
        *shares = [0.08; Condition::COUNT];
        shares[Condition::COUNT - 1] = 1.0;
    }
    let both = programme(vec![item("first", FALLS, 0.3, 0.6), item("second", FALLS, 0.2, 0.74)]);
    let address = Address::new(20, 0);
    let n = count(&tapes(&world, &address));
    let (thinned, tally) = left(&world, &both, &address);
    let share = count(&thinned) / n;
    let wanted = 0.986_739_2;
    let error = (wanted * (1.0 - wanted) / n).sqrt();
    assert!((share - wanted).abs() < 3.0 * error, "{share}: wanted {wanted}, standard error {error}");
    assert!((share - 0.986_24).abs() > 3.0 * error, "{share} cannot be told from adding; {n} incidents");
    assert!((tally.prevented.iter().sum::<f64>() - (n - count(&thinned))).abs() < 1e-6);
    assert!((tally.cohort.iter().sum::<f64>() / (2.0 * n) - 0.08).abs() < 3.0 * (0.08 / n).sqrt());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_remains_is_a_subset_and_falls_with_reach(
        seed in any::<u64>(), reach in 0.0..1.0_f64, more in 0.0..1.0_f64, ratio in 0.0..1.0_f64,
        callers in any::<bool>(),
    ) {
        let cohort = Cohort { frequent_callers: callers, ..Cohort::ALL };
        let wider = reach + (1.0 - reach) * more;
        let address = Address::new(seed, 0);
        let of = |reach| ids(&left(&WORLD, &programme(vec![item("a", cohort, reach, ratio)]), &address).0);
        let (all, some, fewer) = (ids(&tapes(&WORLD, &address)), of(reach), of(wider));
        prop_assert!(some.is_subset(&all) && fewer.is_subset(&some));
    }

    #[test]
    fn another_intervention_never_moves_ones_own_luck(seed in any::<u64>(), reach in 0.0..1.0_f64) {
        let address = Address::new(seed, 0);
        let (a, b) = (item("a", FALLS, reach, 0.5), item("b", Cohort::ALL, 0.3, 0.8));
        let of = |items| ids(&left(&WORLD, &programme(items), &address).0);
        let (one, two) = (of(vec![a.clone()]), of(vec![b.clone()]));
        let both: BTreeSet<IncidentId> = one.intersection(&two).copied().collect();
        prop_assert_eq!(of(vec![a.clone(), b.clone()]), both.clone());
        prop_assert_eq!(of(vec![b, a]), both);
    }
}

#[test]
fn an_effect_of_one_leaves_every_incident_and_one_above_adds_its_share() {
    let address = Address::new(3, 0);
    let whole = tapes(&WORLD, &address);
    let placebo = programme(vec![item("placebo", Cohort::ALL, 1.0, 1.0)]);
    assert_eq!(left(&WORLD, &placebo, &address).0, whole);
    let harm = programme(vec![item("harm", Cohort::ALL, 0.5, 1.2)]);
    let (grown, tally) = left(&WORLD, &harm, &address);
    let (n, more) = (count(&whole), count(&grown) - count(&whole));
    assert!((more / n - 0.1).abs() < 3.0 * (0.1 / n).sqrt(), "{more} of {n}");
    // One added in the lead-in or after the window may fall into it, and the other way round.
    assert!((tally.prevented.iter().sum::<f64>() + more).abs() < 0.02 * more);
    let rows = |tapes: &[Tape]| tapes.iter().map(|tape| tape.rows.len()).sum::<usize>();
    assert!(ids(&whole).is_subset(&ids(&grown)) && ids(&grown).len() == rows(&grown));
    let in_order = |tape: &Tape| tape.rows.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms);
    assert!(grown.iter().all(in_order));
}

/// Who calls once more is of those for whom the intervention is.
#[test]
fn an_added_incident_has_a_patient_of_the_cohort() {
    let old = Cohort { ages: 1 << 4, ..FALLS };
    let callers = Cohort { frequent_callers: true, ..Cohort::ALL };
    let patients = WORLD.patients.as_ref().expect("tiny says who calls");
    let address = Address::new(5, 0);
    for cohort in [old, callers] {
        let (grown, _) = left(&WORLD, &programme(vec![item("harm", cohort, 1.0, 1.9)]), &address);
        let mut added = 0;
        for tape in &grown {
            for row in tape.rows.iter().filter(|row| row.layer >= 2) {
                let identity = WORLD.demand.areas[row.area as usize].identity;
                let id = IncidentId::new(identity, tape.week.number, row.layer, row.ordinal);
                let category = ambics::category::Category::from_row(row.category);
                let mark = address.mark(ambics::rng::Purpose::Condition, id.0);
                let condition = WORLD.components[0].condition(category, mark);
                let patient =
                    patients.of(&address, id.0, (row.area as usize, identity), (category, condition));
                assert!(cohort.holds(category, &patient), "{patient:?}");
                added += 1;
            }
        }
        assert!(added > 5, "{added} added");
    }
}

/// A placebo in a whole run: not a byte moves.
#[test]
fn a_placebo_gives_the_same_results_to_the_last_byte() {
    let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
    let list = |name: &str, reach: f64| {
        let entry = toml::toml! { name = "alcohol_policy" };
        let mut entry = toml::Value::Table(entry);
        entry["name"] = name.into();
        let table = entry.as_table_mut().expect("a table");
        table.insert("reach".into(), reach.into());
        table.insert("from".into(), "2022-01-03".into());
        Edit::new("intervention", toml::Value::Array(vec![entry]))
    };
    let short =
        [Edit::new("run.days", 14), Edit::new("run.replications", 2), Edit::new("prevention.draw", false)];
    let base = tiny.with(&short).expect("sound edits");
    let placebo = base.with(&[list("alcohol_policy", 1.0)]).expect("a shipped intervention");
    let real = base.with(&[list("falls_community", 1.0)]).expect("a shipped intervention");
    let arms = [("base", base), ("placebo", placebo), ("real", real)].map(|(n, s)| (n.to_owned(), s));
    let results = run(&arms, &RunOptions::default());
    let responses =
        |row: usize| results.arms[row].replications.iter().map(|m| m.responses.clone()).collect::<Vec<_>>();
    assert!(responses(0) == responses(1) && responses(0) != responses(2));
    let prevented =
        |row: usize| results.arms[row].replications[0].prevention.iter().map(|r| r.prevented).sum::<f64>();
    assert_eq!(prevented(1), 0.0);
    assert!(prevented(2) > 0.0);
    let level = |row: usize| {
        let all = &results.arms[row].replications[0].endings;
        all.iter()
            .filter(|e| e.level == Level::Trust && e.category.name() == "all")
            .flat_map(|e| e.n)
            .sum::<u64>()
    };
    assert_eq!(level(0) as f64 - level(2) as f64, prevented(2).round());
}

/// People who called most often in one stretch call less in the next, with nobody doing anything: whoever is chosen at a
/// peak comes down from it. What a before-and-after study of them shows is this.
#[test]
fn who_is_chosen_at_a_peak_comes_down_with_no_intervention() {
    let mut world = WORLD.clone();
    world.demand.services[0].per_week *= 20.0;
    let patients = ambics::world::Patients::compile(&TINY, &world.demand).expect("tiny says who calls");
    let address = Address::new(9, 0);
    let mut calls: BTreeMap<(u32, u16), [u32; 3]> = BTreeMap::new();
    let all = tapes(&world, &address);
    for (week, tape) in all.iter().enumerate().take(12) {
        for row in &tape.rows {
            let area = &world.demand.areas[row.area as usize];
            let id = IncidentId::new(area.identity, tape.week.number, row.layer, row.ordinal);
            let category = ambics::category::Category::from_row(row.category);
            let patient =
                patients.of(&address, id.0, (row.area as usize, area.identity), (category, Condition::Other));
            if let Some(caller) = patient.caller {
                assert_eq!(patient.origin, Origin::Call999);
                calls.entry((row.area, caller)).or_default()[week / 4] += 1;
            }
        }
    }
    let chosen: Vec<&[u32; 3]> = calls.values().filter(|months| months[1] >= 5).collect();
    let sum = |month: usize| chosen.iter().map(|months| f64::from(months[month])).sum::<f64>();
    assert!(chosen.len() > 50, "{} chosen", chosen.len());
    assert!(sum(2) < 0.9 * sum(1), "{} calls, then {}", sum(1), sum(2));
    // They are people of a high rate all the same: before and after alike.
    assert!((sum(0) / sum(2) - 1.0).abs() < 0.15, "{} before and {} after", sum(0), sum(2));
    // Counts vary more than those of people who are all alike.
    let n = calls.len() as f64;
    let mean = calls.values().map(|m| f64::from(m[0])).sum::<f64>() / n;
    let variance = calls.values().map(|m| (f64::from(m[0]) - mean).powi(2)).sum::<f64>() / n;
    assert!(variance > 1.5 * mean, "variance {variance}, mean {mean}");
}

/// # Source
/// Cheshire Fire and Rescue Service to March 2018: 47,768 visits, 782 referrals for falls; half a call a year by a person
/// referred is an assumption.
#[test]
fn a_cascade_of_visits_averts_few_calls() {
    let (visits, referred, calls_a_year, ratio) = (47_768.0, 782.0, 0.5, 0.6);
    let rate: f64 = referred / visits;
    assert!((rate - 0.016_370_792_162_116_9).abs() < 1e-9);
    let averted: f64 = referred * calls_a_year * (1.0 - ratio);
    assert!((averted - 156.4).abs() < 1e-9 && (averted / visits - 0.003_274_158_432_423_38).abs() < 1e-9);
    // The shipped intervention says the same: reached incidents times what is prevented, for each unit paid.
    let all = library();
    let own = all.iter().find(|own| own.name == "fire_safe_and_well").expect("it is shipped");
    let prevents = 1.0 - own.acts.incidents.expect("it prevents").ratio.value;
    let per_visit = prevents / own.cost.units_per_incident;
    assert!((per_visit / 0.003_274 - 1.0).abs() < 0.01, "{per_visit}");
}

#[test]
fn the_library_holds_what_the_evidence_says() {
    let all = library();
    assert_eq!(all.len(), 25);
    let of = |name: &str| all.iter().find(|own| own.name == name).expect("it is shipped");
    // Where the evidence is of nothing, the centre is nothing, and the range has both signs.
    for name in [
        "high_intensity_user",
        "post_discharge_checks",
        "alcohol_policy",
        "nhs111_mental_health_option",
        "right_care_right_person",
    ] {
        let effect = of(name).acts.incidents.expect("it acts on incidents");
        assert_eq!(effect.used(None), 1.0, "{name}");
        assert!(effect.ratio.low < 1.0 && effect.ratio.high > 1.0, "{name}");
    }
    for name in ["care_coordination_hub", "nhs111_mental_health_option", "right_care_right_person"] {
        let own = of(name);
        let ratio = own.acts.incidents.or(own.acts.conveyed).expect("an effect").ratio;
        assert_eq!(own.grade, Grade::D);
        assert!((ratio.low.ln() + ratio.high.ln()).abs() < 1e-9, "{name}: a symmetric range");
    }
    let logan = of("falls_community").acts.incidents.expect("it prevents");
    assert_eq!((logan.ratio.value, logan.ratio.low, logan.ratio.high), (0.60, 0.40, 0.92));
    assert!(all.iter().all(|own| !own.notes.is_empty() && !own.source.is_empty()));
}

#[test]
fn one_key_of_one_intervention_is_an_edit() {
    let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
    let edits = ["intervention.falls_community.reach=0.3", "intervention.falls_community.where=[\"QT1\"]"];
    let edits = edits.map(|edit| Edit::parse(edit).expect("an edit"));
    let arm = tiny.with(&edits).expect("sound edits");
    let [own] = arm.interventions() else { panic!("one intervention") };
    assert_eq!((own.intervention.reach.value, &own.patches), (0.3, &vec![true, false]));
    assert!(arm.canonical().contains("falls_community"));
    let again = arm.with(&[Edit::parse("intervention.falls_community.reach=0.5").expect("an edit")]);
    let again = again.expect("a sound edit");
    assert_eq!(again.interventions()[0].intervention.reach.value, 0.5);
    assert_eq!(again.interventions().len(), 1);
    let wrong = arm.with(&[Edit::parse("intervention.falls_community.reach=3").expect("an edit")]);
    assert!(wrong.expect_err("reach is a share").to_string().contains("from 0 to 1"));
}

/// Reach against need: rates are the counts of the window for 1,000 residents, and need is a stated ratio of calls made.
#[test]
fn what_is_prevented_stands_beside_need_by_quintile() {
    let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
    let text = "[{ name = \"falls_community\", from = \"2022-01-03\" }, { name = \"carehome_ehch\", from = \"2022-01-03\" }]";
    let edits = [
        Edit::parse(&format!("intervention={text}")).expect("an edit"),
        Edit::new("assumption.need_ratio_quintile_1", 1.25),
        Edit::new("run.days", 28),
        Edit::new("run.replications", 2),
    ];
    let arms = vec![("own".to_owned(), tiny.with(&edits).expect("sound edits"))];
    let results = run(&arms, &RunOptions::default());
    let arm = &results.arms[0];
    let need = arm.need();
    assert!(need.len() > 1, "{need:?}");
    let scale = 365.25 / 28.0;
    let sum = |of: &dyn Fn(&ambics::experiment::Need) -> f64| {
        need.iter().map(|row| of(row) * row.residents / 1_000.0).sum::<f64>()
    };
    let whole: f64 =
        arm.prevented(arm).iter().filter(|row| row.quintile.is_some()).map(|row| row.prevented.mean).sum();
    assert!((sum(&|row| row.prevented.mean) - whole * scale).abs() < 1e-6);
    let left: u64 = arm
        .replications
        .iter()
        .flat_map(|measures| &measures.responses)
        .filter(|row| row.level == Level::Trust && row.category.name() == "all")
        .map(|row| row.incidents)
        .sum();
    let made = (left as f64 / 2.0 + whole) * scale;
    assert!((sum(&|row| row.expressed) / made - 1.0).abs() < 1e-9);
    for row in &need {
        let ratio = if row.quintile == 1 { 1.25 } else { 1.0 };
        assert!((row.need.value / row.expressed - ratio).abs() < 1e-9, "{row:?}");
        let is_known = row.need.low == row.need.high;
        assert_eq!(is_known, row.quintile == 1, "a ratio that a scenario states is known");
        assert!(
            row.prevented.interval.0 <= row.prevented.mean && row.prevented.mean <= row.prevented.interval.1
        );
        assert!(row.reached >= row.prevented.mean);
    }
}

/// Where half of all incidents are prevented, half of the hours that were served come free: none that averages only let expect.
#[test]
fn half_of_all_prevented_frees_half_of_the_hours_that_were_served() {
    let folder = crate::scenario_files::Folder::new();
    let falls = library_text("falls_community").expect("it is shipped");
    let (head, _) = falls.split_once("[cohort]").expect("it has a cohort");
    let known = |value: f64| format!("{{ value = {value}, low = {value}, high = {value} }}");
    let own = format!(
        "{head}[cohort]\n[effect]\nincidents = {}\ntransfer = {}\n[reach]\nvalue = 1.0\nlow = 1.0\nhigh = 1.0\n\
         [cost]\nvalue = 1\nlow = 1\nhigh = 1\nunit = \"visit\"\n",
        known(0.001),
        known(1.0)
    );
    folder.write("mine.toml", own);
    let with = |more: &str| {
        let text = format!(
            "region = \"tiny\"\n[run]\ndays = 28\nreplications = 3\n[prevention]\ndraw = false\n{more}"
        );
        Scenario::load(&folder.write("x.toml", text)).expect("a sound scenario")
    };
    let entry = "[[intervention]]\nname = \"mine\"\nfile = \"mine.toml\"\nfrom = 2020-01-01\n";
    let arms = [("base".to_owned(), with("")), ("half".to_owned(), with(&format!("{entry}reach = 0.5\n")))];
    let found = run(&arms, &RunOptions::default());
    let (base, half) = (&found.arms[0], &found.arms[1]);
    let served: f64 =
        base.replications.iter().flat_map(|m| &m.served).map(|row| row.served_h).sum::<f64>() / 3.0;
    let rows = half.prevented(base);
    let sum = |of: fn(&ambics::experiment::Prevented) -> f64| -> f64 {
        rows.iter().filter(|row| row.quintile.is_none()).map(of).sum()
    };
    let share = sum(|row| row.prevented.mean) / sum(|row| row.cohort);
    let released = sum(|row| row.released_h.mean);
    // Only incidents at the ends of the window are of one count and not of the other.
    assert!((share - 0.5).abs() < 0.02 && served > 1_000.0, "{share} of all, {served} h served");
    assert!((released / (share * served) - 1.0).abs() < 0.01, "{released} h of {served} h served");
}
