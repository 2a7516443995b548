//! What each rule of dispatch, diversion and relocation does, on common tapes: the direction that its scenario shows.

use ambics::category::Category;
use ambics::experiment::{ArmResult, Experiment, RunOptions, run};
use ambics::outcome::{IncidentTable, Level, Measures, ReportedCategory};
use ambics::scenario::{Edit, Scenario};

/// The shipped scenario `tiny` and others, four weeks of eight replications at 0.75 of the hours, so that vehicles
/// are missed.
pub fn arms(names: &[(&str, &[Edit])]) -> Experiment {
    let busy = [
        Edit::new("run.days", 28),
        Edit::new("run.replications", 8),
        Edit::new("fleet.hours_per_week.TNY", 1500.0),
    ];
    let arm = |(name, edits): &(&str, &[Edit])| {
        let edits = [&busy[..], edits].concat();
        ((*name).to_owned(), Scenario::embedded(&format!("tiny/{name}")).unwrap().with(&edits).unwrap())
    };
    let arms: Vec<(String, Scenario)> = names.iter().map(arm).collect();
    run(&arms, &RunOptions { with_incidents: true, ..RunOptions::default() })
}

/// Mean over the replications of a measure.
pub fn mean(arm: &ArmResult, of: impl Fn(&Measures) -> f64) -> f64 {
    arm.replications.iter().map(of).sum::<f64>() / arm.replications.len() as f64
}

/// The mean response of a category, seconds.
pub fn response(arm: &ArmResult, category: ReportedCategory) -> f64 {
    mean(arm, |m| m.response(Level::England, 0, category).and_then(|row| row.mean_s).unwrap())
}

fn hashes(arm: &ArmResult) -> Vec<String> {
    arm.incidents.iter().map(IncidentTable::hash).collect()
}

/// Hours that vehicles of one patch spent on incidents of another.
fn crossing(arm: &ArmResult) -> f64 {
    mean(arm, |m| m.flows.iter().filter(|f| f.vehicle_patch != f.incident_patch).map(|f| f.hours).sum())
}

fn moves(arm: &ArmResult) -> f64 {
    mean(arm, |m| m.vehicles.iter().filter(|v| v.level == Level::Trust).map(|v| v.moves as f64).sum())
}

pub fn resources(
    arm: &ArmResult,
    category: Category,
    of: impl Fn(&ambics::outcome::ResourceRow) -> f64,
) -> f64 {
    mean(arm, |m| {
        let row = m.resources.iter().find(|r| r.level == Level::England && r.category == category);
        of(row.unwrap())
    })
}

#[test]
fn desks_keep_their_own_vehicles() {
    let far = [Edit::new("policy.dispatch.borrow_gain", "60 min")];
    let none = [
        Edit::new("policy.dispatch.borrow_gain", "0 min"),
        Edit::new("policy.dispatch.drift_handicap", "0 min"),
    ];
    let run = arms(&[
        ("tiny", &[]),
        ("tiny-desk-areas", &none),
        ("tiny-desk-areas", &[]),
        ("tiny-desk-areas", &far),
    ]);
    let [today, without, desks, closed] = &run.arms[..] else { panic!("four arms") };
    assert_eq!(hashes(today), hashes(without), "a desk that gives freely is no desk");
    assert!(crossing(desks) < crossing(today) && crossing(closed) < crossing(desks));
    assert!(response(closed, ReportedCategory::C2) > response(today, ReportedCategory::C2));
}

#[test]
fn looking_ahead_costs_those_served_now() {
    for name in ["tiny-preparedness", "tiny-coverage-loss"] {
        let none = [Edit::new("policy.dispatch.slack", "0 min")];
        let run = arms(&[("tiny", &[]), (name, &none), (name, &[])]);
        let [today, without, ahead] = &run.arms[..] else { panic!("three arms") };
        assert_ne!(hashes(today), hashes(ahead), "{name} is felt");
        // Of equally close vehicles the rule may still take another.
        let c2 = |arm| response(arm, ReportedCategory::C2);
        assert!((c2(without) / c2(today) - 1.0).abs() < 0.02, "{name} without slack is nearly the closest");
        let to_scene = |arm: &ArmResult| mean(arm, |m| m.vehicles[0].status_h[2]);
        assert!(to_scene(ahead) > to_scene(without), "{name}: crews drive longer to the scene");
    }
}

#[test]
fn diversion_serves_c1_at_the_cost_of_c3() {
    let slow = [Edit::new("policy.diversion.gain_c1", "10 min")];
    let run = arms(&[("tiny", &[]), ("tiny-no-diversion", &[]), ("tiny", &slow)]);
    let [today, none, slow] = &run.arms[..] else { panic!("three arms") };
    let diverted = |arm| resources(arm, Category::C3, |row| row.counts.diverted as f64);
    assert!(diverted(today) > diverted(slow) && diverted(slow) > diverted(none) && diverted(none) == 0.0);
    assert!(response(today, ReportedCategory::C1) < response(none, ReportedCategory::C1));
    assert!(response(today, ReportedCategory::C3) > response(none, ReportedCategory::C3));
}

#[test]
fn a_swap_brings_whoever_is_nearer_in_the_end() {
    let never = [Edit::new("policy.diversion.swap_gain", "10 h")];
    let run = arms(&[("tiny", &[]), ("tiny", &never)]);
    let [swaps, never] = &run.arms[..] else { panic!("two arms") };
    let allocated = |arm| resources(arm, Category::C2, |row| row.allocated());
    assert!(allocated(swaps) > allocated(never), "a swap allocates one vehicle more");
    assert!(response(swaps, ReportedCategory::C2) < response(never, ReportedCategory::C2));
}

#[test]
fn moving_idle_vehicles_costs_moves_and_is_felt() {
    let names = ["tiny-standby", "tiny-priority-list", "tiny-compliance-table", "tiny-dmexclp"];
    let all: Vec<(&str, &[Edit])> =
        [("tiny", &[] as &[Edit])].into_iter().chain(names.map(|n| (n, &[] as &[Edit]))).collect();
    let run = arms(&all);
    assert_eq!(moves(&run.arms[0]), 0.0, "return to base moves nobody elsewhere");
    for arm in &run.arms[1..] {
        assert!(moves(arm) > 100.0, "{} moves {}", arm.name, moves(arm));
        assert_ne!(hashes(arm), hashes(&run.arms[0]), "{}", arm.name);
        let c1 = |arm| response(arm, ReportedCategory::C1);
        println!(
            "{}: C1 {:.0} s, today {:.0} s, {:.0} moves",
            arm.name,
            c1(arm),
            c1(&run.arms[0]),
            moves(arm)
        );
    }
    let km = |arm: &ArmResult| mean(arm, |m| m.vehicles.iter().map(|v| v.moved_km).sum());
    assert!(km(&run.arms[3]) > 0.0);
    assert!(moves(&run.arms[3]) > moves(&run.arms[2]), "a compliance table moves more than a list");
}

#[test]
fn reserves_are_allocated_and_do_not_arrive() {
    let none = [Edit::new("assumption.spare_sends_c1", 0.0)];
    let run = arms(&[("tiny", &none), ("tiny-backup", &[])]);
    let [none, reserve] = &run.arms[..] else { panic!("two arms") };
    let of = |arm, per: fn(&ambics::outcome::ResourceRow) -> f64| resources(arm, Category::C1, per);
    let (more_sent, more_there) = (
        of(reserve, |row| row.allocated()) - of(none, |row| row.allocated()),
        of(reserve, |row| row.arriving()) - of(none, |row| row.arriving()),
    );
    assert!(more_sent > 0.2, "{more_sent}");
    assert!(more_there.abs() < 0.5 * more_sent, "{more_there} of {more_sent} arrive");
}
