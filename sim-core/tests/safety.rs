//! The C1 reserve and the clinical safety plan: which way each setting works.

use crate::desks::{mean_s, measured, rises, share};
use ambics::category::Ending;
use ambics::outcome::ReportedCategory;
use ambics::policy::reserve::{LastVehicles, ReserveConfig};
use ambics::policy::safety_plan::{Levels, PlanLevel, SafetyPlanConfig};
use ambics::policy::{DeskConfig, Span};

fn reserve(vehicles: u32) -> DeskConfig {
    DeskConfig { reserve: ReserveConfig::LastVehicles(LastVehicles { vehicles }), ..DeskConfig::off() }
}

#[test]
fn a_larger_reserve_lowers_c1_and_raises_c3() {
    let (none, two) = (measured(reserve(0), 0.85, 48), measured(reserve(2), 0.85, 48));
    rises("C1 mean falls", &two, &none, |m| mean_s(m, ReportedCategory::C1));
    rises("C3 mean rises", &none, &two, |m| mean_s(m, ReportedCategory::C3));
}

#[test]
fn a_reserve_of_nothing_is_none() {
    assert_eq!(measured(reserve(0), 0.8, 1), measured(DeskConfig::off(), 0.8, 1));
}

fn plan(levels: &[&str]) -> DeskConfig {
    let levels = levels.iter().map(|text| PlanLevel::parse(text).unwrap()).collect();
    let plan = Levels { levels, review_every: Span::minutes(5) };
    DeskConfig { safety_plan: SafetyPlanConfig::Levels(plan), ..DeskConfig::off() }
}

#[test]
fn a_lower_threshold_passes_more_on() {
    let at = |entry: u32| {
        let level = format!("level 1 when queue.all > {entry} until queue.all < 2 for 30 min: no_send C3 C4");
        measured(plan(&[level.as_str()]), 0.8, 48)
    };
    let (high, low) = (at(8), at(3));
    rises("passed on", &high, &low, |m| share(m, Ending::PassedOn));
    rises("C2 mean falls", &low, &high, |m| mean_s(m, ReportedCategory::C2));
    let in_force = |m: &ambics::outcome::Measures| m.desks[0].record.levels.get(&1).map_or(0, |(ms, _)| *ms);
    rises("time in the level, h", &high, &low, |m| in_force(m) as f64 / 3.6e6);
    for measures in high.iter().chain(&low) {
        let record = &measures.desks[0].record;
        let ms: i64 = record.levels.values().map(|(ms, _)| *ms).sum();
        assert_eq!(ms, 7 * 24 * 3_600_000, "the levels tile the window");
        let by_level: u64 = record.levels.values().map(|(_, n)| *n).sum();
        assert_eq!(by_level, record.lost[2], "who is passed on is passed on by a level");
        assert_eq!(record.levels.get(&0).map_or(0, |(_, n)| *n), 0, "nobody is passed on outside the level");
    }
}

/// A plan whose entry never holds changes nothing but that its time is told.
#[test]
fn a_plan_that_is_never_entered_changes_nothing() {
    let never = measured(plan(&["level 1 when queue.all > 100000: no_send C2 C3 C4 Other"]), 0.8, 1);
    let off = measured(DeskConfig::off(), 0.8, 1);
    assert_eq!((&never[0].responses, &never[0].endings), (&off[0].responses, &off[0].endings));
    assert_eq!((never[0].desks.len(), off[0].desks.len()), (1, 0));
}
