use super::Destination;
use crate::arguments::RunArguments;
use crate::failure::Failure;
use crate::{arms, report, running};

/// Simulates one scenario.
pub(super) fn run(argument: &str, options: &RunArguments) -> Result<i32, Failure> {
    let arm = arms::one(argument, options)?;
    arms::whole_months(std::slice::from_ref(&arm), options)?;
    let destination = Destination::open(options)?;
    let from = crate::checkpoint_file::begin(std::slice::from_ref(&arm), options)?;
    let outcome = running::replicate(&[arm], from.as_ref(), options);
    let mut document = report::of_run(&outcome.experiment);
    report::add_maps(&mut document, &outcome.experiment, &options.map);
    destination.deliver(&outcome, &document, &["summary", "published", "standard"])
}
