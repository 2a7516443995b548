//! What a service does in its own way moves what it should, on common tapes.

use crate::rules::{arms, response};
use ambics::experiment::{ArmResult, monthly_sets};
use ambics::outcome::ReportedCategory;
use ambics::region::Month;
use ambics::scenario::{Edit, Scenario};

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
