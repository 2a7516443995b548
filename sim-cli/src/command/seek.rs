use super::print;
use crate::arguments::{QuestionArguments, SeekArguments};
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output;
use crate::{arms, report, running};
use ambics::experiment::{Found, Point, Question, Seek, seek as find};
use ambics::scenario::Knob;
use std::fs;
use std::io::{IsTerminal, stderr};

/// Looks for the value of a key at which a measure comes to a target.
pub(super) fn seek(
    argument: &str,
    question: &QuestionArguments,
    options: &SeekArguments,
) -> Result<i32, Failure> {
    let scenario = arms::edited(argument, &options.simulation)?;
    let asked = Question {
        change: &question.change,
        goal: &question.goal,
        of: question.of.as_deref(),
        target: &question.target,
        between: question
            .between
            .as_deref()
            .and_then(|ends| Some((ends.first()?.as_str(), ends.get(1)?.as_str()))),
    };
    let (sought, _) = running::watched(|progress, stop| {
        find(&scenario, &asked, &options.simulation.run_options(progress, stop), &told)
    });
    deliver(&sought?, options)
}

fn deliver(sought: &Seek, options: &SeekArguments) -> Result<i32, Failure> {
    if sought.points.is_empty() {
        eprintln!("ambics: stopped before any value was tried; nothing is kept.");
        return Ok(INTERRUPTED);
    }
    let document = report::of_seek(sought);
    let said = if options.json { format!("{:#}\n", output::seek_json(sought)) } else { text(&document) };
    print(&said)?;
    if let Some(path) = &options.page {
        fs::write(path, html(&document)).map_err(Failure::file("write", path))?;
        eprintln!("ambics: the page is in {}", path.display());
    }
    Ok(if sought.found == Found::Stopped { INTERRUPTED } else { DONE })
}

/// A line for each value tried, in place of the bar on a terminal.
fn told(knob: &Knob, point: &Point) {
    let clear = if stderr().is_terminal() { "\r\x1b[2K" } else { "" };
    eprintln!("{clear}ambics: {}", report::tried(knob, point));
}
