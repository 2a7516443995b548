use super::print;
use crate::arguments::ScoreArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, list};
use crate::report::Backtest;
use crate::{arms, report, running};
use ambics::experiment::scorecard::{Scorecard, scorecard as score};
use ambics::problem::Problems;
use ambics::region::Month;
use ambics::scenario::Scenario;
use std::fs;
use std::io::{IsTerminal, stderr};

/// Holds a scenario against what its services published, month by month.
pub(super) fn scorecard(options: &ScoreArguments) -> Result<i32, Failure> {
    let scenario = scenario(options)?;
    let backtest = options.backtest.as_deref().map(Backtest::read).transpose()?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    let (card, _) = running::watched(|told, stop| {
        score(&scenario, &options.months, &options.simulation.run_options(told, stop), &month_done)
    });
    let card = card?;
    if card.months.is_empty() {
        eprintln!("ambics: stopped before any month was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    }
    let document = report::of_scorecard(&card, backtest.as_ref());
    print(&if options.json { json(&card) } else { text(&document) })?;
    if let Some(folder) = &folder {
        let manifest = manifest(&card, usize::from(options.simulation.threads));
        let files = output::write_tables(folder, &card.tables(), true, manifest)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    if let Some(page) = &options.page {
        fs::write(page, html(&document)).map_err(Failure::file("write", page))?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if !card.complete {
        eprintln!("ambics: stopped after {} months, which are kept.", card.months.len());
    }
    Ok(if card.complete { DONE } else { INTERRUPTED })
}

fn scenario(options: &ScoreArguments) -> Result<Scenario, Problems> {
    let best = options.fit.as_deref().map(|path| arms::member(path, 0)).transpose()?;
    arms::with(&arms::scenario(&options.scenario)?, best.as_ref(), &arms::edits(&options.simulation)?)
}

/// A line for each month that is done, in place of the bar on a terminal.
fn month_done(month: Month, done: usize, of: usize) {
    let clear = if stderr().is_terminal() { "\r\x1b[2K" } else { "" };
    eprintln!("{clear}ambics: {month} is done, {done} of {of}");
}

/// One manifest a month: each is a run of its own.
fn manifest(card: &Scorecard, threads: usize) -> serde_json::Value {
    let months = card.months.iter().zip(&card.experiments);
    let runs = months.map(|(month, experiment)| {
        serde_json::json!({ "month": month.to_string(), "manifest": experiment.manifest(threads) })
    });
    serde_json::json!({ "command": "scorecard", "complete": card.complete, "runs": runs.collect::<Vec<_>>() })
}

fn json(card: &Scorecard) -> String {
    let mut document = manifest(card, 0);
    for (name, table) in card.tables() {
        document[name] = list(&table);
    }
    format!("{document:#}\n")
}
