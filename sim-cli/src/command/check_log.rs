use super::print;
use crate::failure::{DONE, Failure};
use crate::log_file;
use ambics::experiment;
use ambics::outcome::{Illegal, LogCounts};
use ambics::problem::{Problem, Problems};
use ambics::state::legal::{INCIDENT_EDGES, VEHICLE_EDGES};
use std::fmt::Write as _;
use std::path::Path;

/// Most faults that are listed; the rest are counted.
const MOST_LISTED: usize = 100;

/// Replays a log and says that it is legal, with the count of every step, or all that is wrong with it.
pub(super) fn check_log(path: &Path) -> Result<i32, Failure> {
    let (file, log) = log_file::read(path)?;
    let file = file.display().to_string();
    match experiment::check_log(&log).map_err(|problems| of_file(&problems, &file))? {
        Ok(counts) => print(&told(&file, &counts)).map(|()| DONE),
        Err(faults) => Err(problems(&file, &faults).into()),
    }
}

/// The same faults, with the file that they are in.
pub(super) fn of_file(problems: &Problems, file: &str) -> Problems {
    let mut named = Problems::none();
    problems.iter().for_each(|problem| named.push(Problem { file: file.to_owned(), ..problem.clone() }));
    named
}

fn told(file: &str, counts: &LogCounts) -> String {
    let mut said = format!(
        "ok  {file}: {} rows, {} steps of {} vehicles and {} incidents, every one legal\n",
        counts.rows, counts.steps, counts.vehicles, counts.incidents
    );
    let vehicles = VEHICLE_EDGES.iter().zip(counts.vehicle_edges);
    let vehicles = vehicles.map(|((from, to, when), n)| ("vehicle", from.name(), to.name(), *when, n));
    let incidents = INCIDENT_EDGES.iter().zip(counts.incident_edges);
    let incidents = incidents.map(|((from, to, when), n)| ("incident", from.name(), to.name(), *when, n));
    for (subject, from, to, when, n) in vehicles.chain(incidents) {
        writeln!(said, "{n:>10}  {subject:<8}  {from:<11}  {to:<11}  {when}")
            .expect("a string takes every text");
    }
    said
}

fn problems(file: &str, faults: &[Illegal]) -> Problems {
    let mut problems = Problems::none();
    for fault in faults.iter().take(MOST_LISTED) {
        problems.push(problem(file, &format!("row {}", fault.row), &fault.found, fault.rule.sentence()));
    }
    if faults.len() > MOST_LISTED {
        let more = format!("{} faults more", faults.len() - MOST_LISTED);
        problems.push(problem(file, "", &more, "every step is legal"));
    }
    problems
}

fn problem(file: &str, path: &str, found: &str, rule: &str) -> Problem {
    Problem {
        file: file.to_owned(),
        path: path.to_owned(),
        line: None,
        found: found.to_owned(),
        rule: rule.to_owned(),
        hint: String::new(),
    }
}
