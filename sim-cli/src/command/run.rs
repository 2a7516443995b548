use super::Destination;
use crate::arguments::RunArguments;
use crate::arms::Arm;
use crate::failure::Failure;
use crate::{arms, report, running};
use ambics::scenario::Edit;

/// Simulates one scenario.
pub(super) fn run(argument: &str, options: &RunArguments) -> Result<i32, Failure> {
    let arm = arms::one(argument, options)?;
    let arms = beside_without(arm)?;
    arms::whole_months(&arms, options)?;
    let destination = Destination::open(options)?;
    let from = crate::checkpoint_file::begin(&arms, options)?;
    let outcome = running::replicate(&arms, from.as_ref(), options)?;
    let experiment = &outcome.experiment;
    let mut document =
        if arms.len() > 1 { report::of_prevention(experiment) } else { report::of_run(experiment) };
    report::add_maps(&mut document, &outcome.experiment, &options.map);
    destination.deliver(
        &outcome,
        &document,
        &["summary", "published", "standard", "prevented", "prevention_c2"],
    )
}

/// A scenario with interventions runs beside itself without them, on the same tapes.
fn beside_without(arm: Arm) -> Result<Vec<Arm>, Failure> {
    if arm.1.interventions().is_empty() {
        return Ok(vec![arm]);
    }
    let none: Vec<String> = Vec::new();
    let without = arm.1.with(&[Edit::new("intervention", none)])?;
    Ok(vec![(report::WITHOUT.to_owned(), without), arm])
}
