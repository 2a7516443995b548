use crate::problem::{Problem, Problems};
use crate::scenario::Scenario;

/// Checks that arms can be compared: they stand on the same tables, simulate the same areas and measure the same days.
///
/// # Errors
/// Every way in which an arm stands on other ground than the first one.
pub fn common_ground(arms: &[(String, Scenario)]) -> Result<(), Problems> {
    let mut problems = Problems::none();
    let Some(((_, base), others)) = arms.split_first() else { return Ok(()) };
    for (name, arm) in others {
        let mut unlike = |path: &str, found: String, rule: String| {
            let (path, hint) = (path.to_owned(), String::new());
            problems.push(Problem { file: name.clone(), path, line: None, found, rule, hint });
        };
        let is_same_region = arm.region().sources().hash == base.region().sources().hash;
        if !is_same_region {
            let rule = format!("the baseline's region: {}", base.region().name());
            unlike("region", arm.region().name().to_owned(), rule);
        }
        if is_same_region && arm.areas() != base.areas() {
            let people =
                |scenario: &Scenario| format!("{} areas", scenario.areas().iter().filter(|a| **a).count());
            unlike("select", people(arm), format!("the baseline's selection: {}", people(base)));
        }
        let (own, its) = (arm.run(), base.run());
        if (own.start, own.days) != (its.start, its.days) {
            let rule = format!("the baseline's window: {} days from {}", its.days, its.start);
            unlike("run", format!("{} days from {}", own.days, own.start), rule);
        }
    }
    problems.into_result(|| ())
}
