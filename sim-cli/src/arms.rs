//! From arguments to the scenarios that run.

use crate::arguments::{BacktestArguments, RunArguments, SeekArguments};
use ambics::experiment::{self, common_ground};
use ambics::problem::{Problem, Problems};
use ambics::scenario::{Edit, Ensemble, Member, Scenario, Study};
use std::path::Path;

/// A scenario and the name of its arm.
pub(crate) type Arm = (String, Scenario);

/// The scenario of an argument: a file, or the name of a shipped one.
pub(crate) fn scenario(argument: &str) -> Result<Scenario, Problems> {
    let path = Path::new(argument);
    let name = argument.strip_suffix(".toml").unwrap_or(argument);
    let is_path = path.is_file() || argument.ends_with(".toml") || path.components().count() > 1;
    match (path.is_file(), Scenario::embedded(name)) {
        (false, Ok(shipped)) => Ok(shipped),
        (_, _) if is_path => Scenario::load(path),
        (_, embedded) => embedded,
    }
}

/// A service as it is today, or a scenario by file or name, with the changes that the options ask for; a service without
/// a number of replications takes the usual one.
pub(crate) fn of_service(
    given: &str,
    usual: u32,
    (replications, seed, set): (Option<u32>, Option<i64>, &[String]),
) -> Result<Scenario, Problems> {
    let name = given.strip_suffix(".toml").unwrap_or(given);
    let is_scenario = Path::new(given).components().count() > 1
        || given.ends_with(".toml")
        || ambics::scenario::shipped().contains(&name);
    let (scenario, usual) =
        if is_scenario { (scenario(given)?, None) } else { (Scenario::demo(given)?, Some(usual)) };
    scenario.with(&edits(replications.or(usual), seed, set)?)
}

/// One scenario with the changes that the options ask for.
pub(crate) fn one(argument: &str, options: &RunArguments) -> Result<Arm, Problems> {
    let scenario = scenario(argument)?;
    let fit = fitted(options)?;
    let scenario = with_fit(&scenario, fit.as_ref())?;
    let scenario = scenario.with(&edits(options.replications, options.seed, &options.set)?)?;
    Ok((scenario.name().to_owned(), scenario))
}

/// The scenario of a search with the changes that the options ask for.
pub(crate) fn sought(argument: &str, options: &SeekArguments) -> Result<Scenario, Problems> {
    scenario(argument)?.with(&edits(options.replications, options.seed, &options.set)?)
}

/// The scenario of a backtest with the changes that the options ask for.
pub(crate) fn backtested(options: &BacktestArguments) -> Result<Scenario, Problems> {
    let edits = edits(Some(options.replications), options.seed, &options.set)?;
    scenario(&options.scenario)?.with(&edits)
}

/// The baseline and the arms of a comparison, each with the changes that the options ask for.
pub(crate) fn several(arguments: &[String], options: &RunArguments) -> Result<Vec<Arm>, Problems> {
    let mut problems = Problems::none();
    let given = match arguments {
        [study] => Study::load(Path::new(study))?.arms().to_vec(),
        scenarios => named(scenarios, &mut problems),
    };
    let edits = edits(options.replications, options.seed, &options.set).unwrap_or_else(|faults| {
        problems.extend(faults);
        Vec::new()
    });
    let fit = fitted(options).unwrap_or_else(|faults| {
        problems.extend(faults);
        None
    });
    let mut arms = Vec::new();
    for (name, scenario) in given {
        match with_fit(&scenario, fit.as_ref()).and_then(|scenario| scenario.with(&edits)) {
            Ok(scenario) => arms.push((name, scenario)),
            Err(faults) => problems.extend(faults),
        }
    }
    if let Err(unlike) = common_ground(&arms) {
        problems.extend(unlike);
    }
    once(&problems).into_result(|| arms)
}

/// Checks that results by month, if they are asked for, are of whole months: the window is the same in every arm.
pub(crate) fn whole_months(arms: &[Arm], options: &RunArguments) -> Result<(), Problems> {
    let first = arms.first().filter(|_| options.metrics.is_some());
    first.map_or(Ok(()), |(_, scenario)| experiment::whole_months(scenario).map(|_| ()))
}

/// Scenarios by the names that they give themselves; the second of a name is numbered.
fn named(arguments: &[String], problems: &mut Problems) -> Vec<Arm> {
    let mut arms: Vec<Arm> = Vec::new();
    for argument in arguments {
        match scenario(argument) {
            Ok(scenario) => {
                let name = unused(scenario.name(), &arms);
                arms.push((name, scenario));
            }
            Err(faults) => problems.extend(faults),
        }
    }
    arms
}

fn unused(name: &str, arms: &[Arm]) -> String {
    let is_free = |candidate: &String| arms.iter().all(|(known, _)| known != candidate);
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| name.to_owned())
}

/// A scenario with the set of a fit laid over it.
fn with_fit(scenario: &Scenario, fit: Option<&Member>) -> Result<Scenario, Problems> {
    fit.map_or_else(|| Ok(scenario.clone()), |member| scenario.with(&member.edits_for(scenario)))
}

/// The set of a fit that the options ask for.
fn fitted(options: &RunArguments) -> Result<Option<Member>, Problems> {
    let Some(path) = &options.fit else { return Ok(None) };
    let mut fit = Ensemble::load(path)?;
    let wanted = fit.members.iter().position(|member| member.number == options.member);
    wanted.map(|row| Some(fit.members.swap_remove(row))).ok_or_else(|| {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: path.display().to_string(),
            path: "--member".to_owned(),
            line: None,
            found: options.member.to_string(),
            rule: format!("one of the {} members of the fit, from 0", fit.members.len()),
            hint: String::new(),
        });
        problems
    })
}

/// A scenario with the replications, seed and changes that the options ask for.
pub(crate) fn edited(
    argument: &str,
    (replications, seed): (Option<u32>, Option<i64>),
    set: &[String],
) -> Result<Scenario, Problems> {
    scenario(argument)?.with(&edits(replications, seed, set)?)
}

fn edits(replications: Option<u32>, seed: Option<i64>, set: &[String]) -> Result<Vec<Edit>, Problems> {
    let mut problems = Problems::none();
    let mut edits: Vec<Edit> = replications.map(|n| Edit::new("run.replications", n)).into_iter().collect();
    edits.extend(seed.map(|seed| Edit::new("run.seed", seed)));
    for text in set {
        match Edit::parse(text) {
            Ok(edit) => edits.push(edit),
            Err(faults) => problems.extend(faults),
        }
    }
    problems.into_result(|| edits)
}

/// What a run of several arms takes from the baseline alone.
pub(crate) fn overruled(arms: &[Arm]) -> Vec<String> {
    let Some(((base, first), others)) = arms.split_first() else { return Vec::new() };
    let luck = |scenario: &Scenario| (scenario.run().seed, scenario.run().replications);
    let unlike = others.iter().filter(|(_, arm)| luck(arm) != luck(first));
    unlike
        .map(|(name, _)| {
            format!("{name} gives another seed or number of replications: those of {base} are used.")
        })
        .collect()
}

/// The same faults, each once.
fn once(problems: &Problems) -> Problems {
    let mut seen: Vec<&Problem> = Vec::new();
    for problem in problems.iter() {
        if !seen.contains(&problem) {
            seen.push(problem);
        }
    }
    let mut kept = Problems::none();
    seen.into_iter().for_each(|problem| kept.push(problem.clone()));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once() {
        let tiny = scenario("tiny/tiny").expect("tiny is shipped");
        let arms = vec![("today".to_owned(), tiny.clone()), ("today (2)".to_owned(), tiny)];
        assert_eq!(
            (unused("today", &arms), unused("lead", &arms)),
            ("today (3)".to_owned(), "lead".to_owned())
        );
    }
}
