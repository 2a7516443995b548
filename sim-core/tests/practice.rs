//! What a service does in its own way moves what it should, on common tapes.

use crate::rules::{arms, resources, response};
use crate::worlds::{TINY, all_incidents, boundless, decide, hours, plan};
use ambics::Address;
use ambics::category::Category;
use ambics::experiment::{ArmResult, monthly_sets};
use ambics::outcome::{IncidentRecord, ReportedCategory};
use ambics::region::Month;
use ambics::scenario::{Edit, Scenario};
use ambics::world::Resources;

fn two(key: &str, value: f64) -> [ArmResult; 2] {
    let edit = [Edit::new(key, value)];
    let mut run = arms(&[("tiny", &[]), ("tiny", &edit)]);
    let with = run.arms.pop().expect("two arms");
    [run.arms.pop().expect("two arms"), with]
}

#[test]
fn longer_drives_are_felt_by_all() {
    let [usual, slow] = two("practice.drive.TNY", 1.3);
    for category in [ReportedCategory::C1, ReportedCategory::C2, ReportedCategory::C3] {
        assert!(response(&slow, category) > 1.05 * response(&usual, category), "{category:?}");
    }
}

#[test]
fn more_cars_and_responders_shorten_c1() {
    let [usual, many] = two("practice.cars.TNY", 3.0);
    assert!(response(&many, ReportedCategory::C1) < 0.95 * response(&usual, ReportedCategory::C1));
    let [_, none] = two("practice.cars.TNY", 0.0);
    assert!(response(&none, ReportedCategory::C1) > response(&usual, ReportedCategory::C1));
}

#[test]
fn priority_is_taken_from_one_category_and_given_to_another() {
    let [usual, soon] = two("practice.rate_c3.TNY", 4.0);
    assert!(response(&soon, ReportedCategory::C3) < 0.9 * response(&usual, ReportedCategory::C3));
    assert!(response(&soon, ReportedCategory::C2) > response(&usual, ReportedCategory::C2));
    let [usual, soon] = two("practice.rate_c4.TNY", 4.0);
    assert!(response(&soon, ReportedCategory::C4) < 0.95 * response(&usual, ReportedCategory::C4));
}

#[test]
fn a_job_that_takes_longer_leaves_fewer_vehicles() {
    for key in ["cycle.on_scene_ratio", "cycle.wrap_up_ratio", "cycle.mobilise_ratio"] {
        let now = Scenario::embedded("tiny/tiny").expect("shipped").knob(key).expect("a key").present();
        let [usual, long] = two(key, 1.3 * now.expect("it has a default"));
        assert!(response(&long, ReportedCategory::C2) > response(&usual, ReportedCategory::C2), "{key}");
    }
}

#[test]
fn hours_of_a_month_follow_its_load_and_nothing_else() {
    let months: Vec<Month> = ["2023-10", "2023-12"].iter().filter_map(|m| Month::parse(m)).collect();
    let hours = |edits: &[Edit]| -> Vec<f64> {
        let tiny = Scenario::embedded("tiny/tiny").and_then(|tiny| tiny.with(edits)).expect("sound edits");
        let sets = monthly_sets(&tiny, &months).expect("tiny has both");
        sets.iter().map(|(_, set)| set.hours_in_force()[0].hours_per_week).collect()
    };
    let usual = hours(&[]);
    assert!((usual[0] - usual[1]).abs() > 1.0, "months of different load: {usual:?}");
    assert_eq!(hours(&[Edit::new("fleet.follow_load", 0.0)]), [2050.0, 2050.0]);
    assert_eq!(
        hours(&[Edit::new("handover.mean.TNY", "90 min"), Edit::new("cycle.months", "2023-11")]),
        usual
    );
    let twice = hours(&[Edit::new("fleet.follow_load", 0.4)]);
    assert!((twice[0] - 2050.0).abs() < (usual[0] - 2050.0).abs());
}

#[test]
fn fewer_further_vehicles_are_wanted_for_a_c1_and_only_for_it() {
    let [usual, fewer] = two("practice.further_c1.TNY", 0.3);
    let arriving = |arm, category| resources(arm, category, |row| row.arriving());
    assert!(arriving(&fewer, Category::C1) < arriving(&usual, Category::C1) - 0.1);
    let of_c3 = (arriving(&fewer, Category::C3), arriving(&usual, Category::C3));
    assert!((of_c3.0 - of_c3.1).abs() < 0.02, "{of_c3:?}");
}

#[test]
fn a_service_that_counts_fewer_vehicles_than_incidents_is_met() {
    let mut world = ambics::world::compile(&TINY, &plan(&TINY, &[], 28));
    let decisions = decide(&TINY, &world, &hours(&TINY, 1.5), &boundless(), 0.0);
    let mut all = |arriving: f64| {
        world.components[0].mixes[0].resources = [Resources::new(1.0, arriving); 5];
        all_incidents(&TINY, &world, &decisions, Address::new(7, 0))
    };
    let (usual, uncounted) = (all(1.0), all(0.6));
    let seen = |rows: &[IncidentRecord]| -> Vec<u8> {
        rows.iter().filter(|row| row.vehicle.is_some()).map(|row| row.arrived).collect()
    };
    let mean = |seen: &[u8]| seen.iter().map(|n| f64::from(*n)).sum::<f64>() / seen.len() as f64;
    let (usual_n, fewer_n) = (seen(&usual), seen(&uncounted));
    assert_eq!(usual_n.len(), fewer_n.len(), "nothing else changes");
    let gone = mean(&usual_n) - mean(&fewer_n);
    assert!((gone - 0.4).abs() < 0.03, "{gone} of 0.4");
}
