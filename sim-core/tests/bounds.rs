//! A setting outside its range is a fault with its path, its rule and a hint; the bounds themselves are allowed.

use crate::scenario_files::faults;
use ambics::scenario::{Edit, Scenario};

const SHARE: &str = "a share lies between 0 and 1";
const AMOUNT: &str = "an amount lies between 0 and 1,000,000";
const RATIO: &str = "a ratio lies between 0 and 100";
const VARIATION: &str = "a coefficient of variation lies between 0 and 5";

/// Scenario, and path of the setting.
const SHARES: [(&str, &str); 9] = [
    ("tiny-dmexclp", "policy.relocation.busy_fraction"),
    ("tiny-coverage-loss", "policy.dispatch.busy_fraction"),
    ("tiny-navigation", "policy.clinical.navigated_share_c2"),
    ("tiny-navigation", "policy.clinical.upgrade_share"),
    ("tiny-navigation", "policy.clinical.downgrade_share"),
    ("tiny-navigation", "policy.clinical.call_back_share"),
    ("tiny-call-desk", "policy.calls.redial_share"),
    ("tiny-patience", "policy.patience.self_presents_share"),
    ("tiny-patience", "policy.patience.welfare_cancel_share"),
];

/// Scenario, path of the setting, its rule, and its greatest value.
const OTHERS: [(&str, &str, &str, f64); 8] = [
    ("tiny-least-delay", "policy.hospital.delay_weight", AMOUNT, 1e6),
    ("tiny", "policy.queue.travel_weight", AMOUNT, 1e6),
    ("tiny-navigation", "policy.clinical.hours_per_1000_incidents", AMOUNT, 1e6),
    ("tiny-call-desk", "policy.calls.hours_per_1000_incidents", AMOUNT, 1e6),
    ("tiny-call-desk", "policy.calls.extra_contacts_per_incident", RATIO, 100.0),
    ("tiny-navigation", "policy.clinical.hours_ratio", RATIO, 100.0),
    ("tiny-bays", "policy.handover.walk_ins", RATIO, 100.0),
    ("tiny-bays", "policy.handover.occupancy_cv", VARIATION, 5.0),
];

/// Asserts that this value of a setting is the scenario's only fault, with its rule and hint.
#[track_caller]
fn is_fault(name: &str, path: &str, value: f64, (rule, hint): (&str, &str)) {
    let base = Scenario::embedded(&format!("tiny/{name}")).unwrap();
    let found = faults(base.with(&[Edit::new(path, value)]));
    let told: Vec<[&str; 3]> = found.iter().map(|p| [&*p.path, &*p.rule, &*p.hint]).collect();
    assert_eq!(told, [[path, rule, hint]], "{value}");
}

#[track_caller]
fn is_allowed(name: &str, path: &str, value: f64) {
    let base = Scenario::embedded(&format!("tiny/{name}")).unwrap();
    assert_eq!(faults(base.with(&[Edit::new(path, value)])), [], "{path} = {value}");
}

#[test]
fn a_share_lies_between_0_and_1() {
    for (name, path) in SHARES {
        for value in [-0.01, 101.0] {
            is_fault(name, path, value, (SHARE, "0 is none, 1 is all"));
        }
        is_fault(name, path, 60.0, (SHARE, "if it is a percentage, write 0.6"));
        is_allowed(name, path, 0.0);
        is_allowed(name, path, 1.0);
    }
}

#[test]
fn a_weight_an_amount_or_a_ratio_is_not_negative_and_has_an_end() {
    for (name, path, rule, most) in OTHERS {
        for value in [-0.01, most * 1.01] {
            is_fault(name, path, value, (rule, "0 is none"));
        }
        is_allowed(name, path, 0.0);
        is_allowed(name, path, most);
    }
}

/// Whatever a method or a key makes of it.
#[test]
fn what_is_no_number_is_a_fault() {
    for (name, path) in SHARES.into_iter().chain(OTHERS.map(|(name, path, ..)| (name, path))) {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            is_fault(
                name,
                path,
                value,
                ("a setting of a method", "write a number in digits, for example 0.5"),
            );
        }
    }
    for key in ["travel.time_factor", "demand.growth.QT1", "assumption.day_effect_cv", "border.ring_fence"] {
        let found = faults(Scenario::embedded("tiny/tiny").unwrap().with(&[Edit::new(key, f64::NAN)]));
        assert_eq!(found[0].hint, "write a number in digits, for example 0.5", "{key}: {found:?}");
    }
}
