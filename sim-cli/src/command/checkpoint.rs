use crate::arguments::RunArguments;
use crate::arms;
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::interrupt;
use ambics::engine::Stop;
use ambics::experiment::{Checkpoint, RunOptions};
use ambics::problem::{Problem, Problems};
use ambics::scenario::Scenario;
use ambics::units::SimTime;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Runs a scenario up to a local time and saves how everything stands.
pub(super) fn checkpoint(
    argument: &str,
    until: &str,
    file: &Path,
    options: &RunArguments,
) -> Result<i32, Failure> {
    let (_, scenario) = arms::one(argument, options)?;
    let at = instant(&scenario, until)?;
    let stop = Arc::new(Stop::new());
    interrupt::watch(&stop);
    let run_options = RunOptions {
        threads: usize::from(options.simulation.threads),
        with_log: options.log,
        stop: Some(&stop),
        ..RunOptions::default()
    };
    let made = Checkpoint::make(&scenario, at, &run_options);
    interrupt::unwatch();
    let Some(made) = made else {
        eprintln!("ambics: stopped before every replication had come so far; nothing is kept.");
        return Ok(INTERRUPTED);
    };
    fs::write(file, made.to_json()).map_err(Failure::file("write", file))?;
    let n = made.numbers().count();
    eprintln!("ambics: {n} replications stand at {until} in {}; `--from` goes on.", file.display());
    Ok(DONE)
}

fn instant(scenario: &Scenario, until: &str) -> Result<SimTime, Problems> {
    scenario.instant(until).ok_or_else(|| {
        let mut problems = Problems::none();
        let run = scenario.run();
        problems.push(Problem {
            file: "--until".to_owned(),
            path: String::new(),
            line: None,
            found: until.to_owned(),
            rule: format!(
                "a local time from the lead-in to the end of the {} days from {}",
                run.days, run.start
            ),
            hint: format!("{} 12:00", run.start),
        });
        problems
    })
}
