//! From arguments to the scenarios that run.

use crate::arguments::{RunArguments, SimulationArguments};
use ambics::experiment::{self, common_ground};
use ambics::problem::{Problem, Problems};
use ambics::scenario::{Edit, Ensemble, Member, Scenario, Study};
use std::path::Path;

/// A scenario and the name of its arm.
pub(crate) type Arm = (String, Scenario);

/// The scenario of an argument: a file, the name of a shipped one, or a service as it is today.
pub(crate) fn scenario(argument: &str) -> Result<Scenario, Problems> {
    let path = Path::new(argument);
    let name = argument.strip_suffix(".toml").unwrap_or(argument);
    let is_path = path.is_file() || argument.ends_with(".toml") || path.components().count() > 1;
    match (path.is_file(), Scenario::embedded(name)) {
        (false, Ok(shipped)) => Ok(shipped),
        (_, _) if is_path => Scenario::load(path),
        // A service by its code or name, as it is today.
        (_, embedded) => embedded.or_else(|fault| Scenario::demo(argument).map_err(|_| fault)),
    }
}

/// A service as it is today, or a scenario by file or name, with the changes that the options ask for; a service without
/// a number of replications takes the usual one.
pub(crate) fn of_service(
    given: &str,
    usual: u32,
    simulation: &SimulationArguments,
) -> Result<Scenario, Problems> {
    let name = given.strip_suffix(".toml").unwrap_or(given);
    let is_scenario = Path::new(given).components().count() > 1
        || given.ends_with(".toml")
        || ambics::scenario::shipped().contains(&name);
    let (scenario, usual) =
        if is_scenario { (scenario(given)?, None) } else { (Scenario::demo(given)?, Some(usual)) };
    let usual = usual.filter(|_| simulation.replications.is_none());
    let usual: Vec<Edit> = usual.map(|n| Edit::new("run.replications", n)).into_iter().collect();
    scenario.with(&[usual, edits(simulation)?].concat())
}

/// One scenario with the changes that the options ask for.
pub(crate) fn one(argument: &str, options: &RunArguments) -> Result<Arm, Problems> {
    let scenario = with(&scenario(argument)?, fitted(options)?.as_ref(), &edits(&options.simulation)?)?;
    Ok((scenario.name().to_owned(), scenario))
}

/// The baseline and the arms of a comparison, each with the changes that the options ask for.
pub(crate) fn several(arguments: &[String], options: &RunArguments) -> Result<Vec<Arm>, Problems> {
    let mut problems = Problems::none();
    let given = match arguments {
        [study] => Study::load(Path::new(study))?.arms().to_vec(),
        scenarios => named(scenarios, &mut problems),
    };
    let edits = edits(&options.simulation).unwrap_or_else(|faults| {
        problems.extend(faults);
        Vec::new()
    });
    let fit = fitted(options).unwrap_or_else(|faults| {
        problems.extend(faults);
        None
    });
    let mut arms = Vec::new();
    for (name, scenario) in given {
        match with(&scenario, fit.as_ref(), &edits) {
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

/// A scenario with the set of a fit laid over it, and over that these changes.
pub(crate) fn with(scenario: &Scenario, fit: Option<&Member>, edits: &[Edit]) -> Result<Scenario, Problems> {
    let fitted = fit.map(|member| scenario.with(&member.edits_for(scenario))).transpose()?;
    fitted.as_ref().unwrap_or(scenario).with(edits)
}

/// The set of a fit that the options ask for.
fn fitted(options: &RunArguments) -> Result<Option<Member>, Problems> {
    options.fit.as_deref().map(|path| member(path, options.member)).transpose()
}

/// One set of the fit in a file, by its number.
pub(crate) fn member(path: &Path, number: u32) -> Result<Member, Problems> {
    let mut fit = Ensemble::load(path)?;
    let wanted = fit.members.iter().position(|member| member.number == number);
    wanted.map(|row| fit.members.swap_remove(row)).ok_or_else(|| {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: path.display().to_string(),
            path: "--member".to_owned(),
            line: None,
            found: number.to_string(),
            rule: format!("one of the {} members of the fit, from 0", fit.members.len()),
            hint: String::new(),
        });
        problems
    })
}

/// A scenario with the replications, seed and changes that the options ask for.
pub(crate) fn edited(argument: &str, simulation: &SimulationArguments) -> Result<Scenario, Problems> {
    scenario(argument)?.with(&edits(simulation)?)
}

/// The changes that the options ask for.
pub(crate) fn edits(simulation: &SimulationArguments) -> Result<Vec<Edit>, Problems> {
    let mut problems = Problems::none();
    let replications = simulation.replications.map(|n| Edit::new("run.replications", n));
    let seed = simulation.seed.map(|seed| Edit::new("run.seed", seed));
    let mut edits: Vec<Edit> = replications.into_iter().chain(seed).collect();
    for text in &simulation.set {
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
