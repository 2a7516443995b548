use super::Destination;
use crate::arguments::RunArguments;
use crate::failure::Failure;
use crate::{arms, report, running};
use ambics::problem::{Problem, Problems};

/// Compares arms with a baseline on the same tapes.
pub(super) fn compare(arguments: &[String], options: &RunArguments) -> Result<i32, Failure> {
    let arms = arms::several(arguments, options)?;
    if arms.len() < 2 {
        return Err(nothing_to_compare(&arguments[0]).into());
    }
    arms::whole_months(&arms, options)?;
    let overruled = arms::overruled(&arms);
    let destination = Destination::open(options)?;
    let from = crate::checkpoint_file::begin(&arms, options)?;
    let outcome = running::replicate(&arms, from.as_ref(), options)?;
    let mut document = report::of_comparison(&outcome.experiment, &overruled);
    report::add_maps(&mut document, &outcome.experiment, &options.map);
    destination.deliver(&outcome, &document, &["summary", "published", "difference", "channel"])
}

fn nothing_to_compare(file: &str) -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: file.to_owned(),
        path: "arm".to_owned(),
        line: None,
        found: "no arm".to_owned(),
        rule: "a study has a base and at least one [[arm]]".to_owned(),
        hint: "[[arm]] with a name and a table `set`".to_owned(),
    });
    problems
}
