use super::print;
use crate::arms;
use crate::failure::{Failure, fault};
use ambics::problem::Problems;
use ambics::region::Region;
use ambics::scenario::{ArrangementStudy, Scenario, Study};
use std::fmt::Write as _;
use std::path::Path;

/// Checks every argument and says for each that it is sound, or all that is wrong with it.
pub(super) fn check(arguments: &[String]) -> Result<i32, Failure> {
    let mut problems = Problems::none();
    let mut said = String::new();
    for argument in arguments {
        match sound(argument) {
            Ok(text) => said.push_str(&text),
            Err(faults) => problems.extend(faults),
        }
    }
    print(&said)?;
    problems.into_result(|| crate::failure::DONE).map_err(Failure::from)
}

/// What is said of something sound: what it is, and its warnings.
fn sound(argument: &str) -> Result<String, Problems> {
    let path = Path::new(argument);
    let mut said = String::new();
    if path.is_dir() {
        let region = Region::load(path)?;
        let (areas, patches) = (region.areas().len(), region.patches().len());
        line(&mut said, format_args!("ok  {argument}: a region of {areas} areas in {patches} patches"));
    } else if is_of_arrangements(path) {
        let study = ArrangementStudy::load(path)?;
        let names: Vec<&str> = study.arrangements.iter().map(|parts| parts.name.as_str()).collect();
        line(&mut said, format_args!("ok  {argument}: a study of the arrangements {}", names.join(", ")));
    } else if is_study(path) {
        let study = Study::load(path)?;
        let names: Vec<&str> = study.arms().iter().map(|(name, _)| name.as_str()).collect();
        line(&mut said, format_args!("ok  {argument}: a study of {}", names.join(", ")));
        study.arms().iter().for_each(|(_, arm)| warn(arm, &mut said));
    } else {
        let scenario = arms::scenario(argument)?;
        let (run, name) = (scenario.run(), scenario.name());
        let (days, start) = (run.days, run.start);
        line(&mut said, format_args!("ok  {argument}: {name}, {days} days from {start}"));
        warn(&scenario, &mut said);
    }
    Ok(said)
}

fn line(said: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(said, "{line}").expect("a string takes every text");
}

fn warn(scenario: &Scenario, said: &mut String) {
    scenario.warnings().iter().for_each(|warning| line(said, format_args!("warning  {}", fault(warning))));
}

/// Whether a file looks like a study, even one that is no TOML.
fn is_study(path: &Path) -> bool {
    has_line(path, &["[[arm]]", "base="])
}

/// Whether a file looks like a study of arrangements.
fn is_of_arrangements(path: &Path) -> bool {
    has_line(path, &["[[arrangement]]", "kind=\"arrangements\""])
}

/// Whether a line of a file begins so, spaces left out.
fn has_line(path: &Path, beginnings: &[&str]) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let begins = |line: &str| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        beginnings.iter().any(|beginning| line.starts_with(beginning))
    };
    text.lines().any(begins)
}
