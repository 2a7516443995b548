//! The `ambics` command as a library: the binary and the Python wheel call the same [`run`].

mod arguments;
mod arms;
mod asked;
mod checkpoint_file;
mod command;
mod document;
mod events;
mod failure;
mod interrupt;
mod log_file;
mod outlines;
mod output;
mod own_region;
pub mod pack;
mod player;
mod preflight;
mod progress;
mod recipes;
mod report;
pub mod reproduction;
pub mod rota_import;
mod running;
mod store_words;
mod sweep_tasks;
mod sweeping;
pub mod sweeps;

use ambics::allocation::{Allocated, Placed, Pooled, Portfolio, Stationed};
use ambics::experiment::circle::CircleRun;
use ambics::experiment::emulator::{Emulator, Prediction, ServiceEmulator};
use ambics::experiment::governance::{GovernanceRun, WaitRun};
use ambics::experiment::planround::PlanRound;
use ambics::experiment::required::Required;
use ambics::problem::Problems;
use ambics::scenario::Scenario;
pub use asked::BacktestGiven;

use ambics::experiment::backtest::Backtest;
use ambics::experiment::{EnsembleRun, Experiment, Seek, WarmUp};
use arguments::Arguments;
use clap::Parser;
use failure::{Failure, INTERNAL};
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the command with these arguments, the program's name first, and gives its exit code.
///
/// 0 done, 2 usage, 65 bad input, 70 internal fault, 74 a file that cannot be read or written, 130 interrupted.
///
/// ```
/// assert_eq!(ambics_cli::run(["ambics", "check", "tiny/tiny"].map(Into::into)), 0);
/// ```
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let asked = || command::execute(Arguments::try_parse_from(arguments).map_err(Failure::from)?.command);
    match catch_unwind(AssertUnwindSafe(asked)) {
        Ok(Ok(code)) => code,
        Ok(Err(failure)) => {
            failure.print();
            failure.code()
        }
        Err(_) => {
            eprintln!(
                "ambics: a fault of ambics itself. Please report it with the output of `ambics doctor`."
            );
            INTERNAL
        }
    }
}

/// What the command prints of a result.
#[must_use]
pub fn report_text(experiment: &Experiment) -> String {
    document::text(&report::of(experiment))
}

/// Writes what `--out` of the command writes: manifest, a Parquet file per table, as CSV too if so asked, and the page. Gives the number
/// of files.
///
/// # Errors
/// A folder that holds something else, or that cannot be written.
pub fn write_result(
    experiment: &Experiment,
    folder: &std::path::Path,
    with_csv: bool,
) -> Result<usize, sweeps::SweepFailure> {
    let folder = output::Folder::open(folder)?;
    Ok(output::write(&folder, experiment, &report::of(experiment), output::now(), (with_csv, 0))?)
}

/// The log of one replication of the first arm as `extract`, `csv`, `xes` or `vidigi`; nothing if there is no such shape or row.
///
/// # Errors
/// A table that is no log.
pub fn events(
    log: &arrow_array::RecordBatch,
    shape: &str,
    replication: u32,
) -> Result<Option<Vec<u8>>, Problems> {
    let Ok(shape) = <events::Shape as clap::ValueEnum>::from_str(shape, false) else { return Ok(None) };
    let lines = ambics::experiment::LogLines::of(log)?;
    let own = events::of_replication(&lines, None, i64::from(replication));
    let mut bytes = Vec::new();
    // Memory takes every byte.
    let written = events::write(&own, shape, &mut bytes);
    Ok(written.ok().filter(|rows| *rows > 0).map(|_| bytes))
}

/// The page that plays a day of the first arm's first replication, from 04:00; nothing if the run does not hold the day.
///
/// Incidents and log must have been kept.
#[must_use]
pub fn player_html(experiment: &Experiment, date: jiff::civil::Date) -> Option<String> {
    player::page(experiment, date)
}

/// What the command prints of a search for a target.
#[must_use]
pub fn seek_text(sought: &Seek) -> String {
    document::text(&report::of_seek(sought))
}

/// What the command prints of the beginning of a window.
#[must_use]
pub fn warm_up_text(found: &WarmUp, scenario: &Scenario) -> String {
    document::text(&report::of_warm_up(found, scenario))
}

/// What the command prints of vehicles at stations, simulated or not.
#[must_use]
pub fn stationed_text(found: &Stationed, placed: Option<&Placed>, scenario: &Scenario) -> String {
    document::text(&report::of_stations((found, placed), scenario))
}

/// The same as one plain HTML page.
#[must_use]
pub fn stationed_html(found: &Stationed, placed: Option<&Placed>, scenario: &Scenario) -> String {
    document::html(&report::of_stations((found, placed), scenario))
}

/// What the command prints of a backtest.
#[must_use]
pub fn backtest_text(backtest: &Backtest) -> String {
    document::text(&report::of_backtest(backtest))
}

/// A backtest as one plain HTML page.
#[must_use]
pub fn backtest_html(backtest: &Backtest) -> String {
    document::html(&report::of_backtest(backtest))
}

/// Its answer and what was tried, as part of another page.
#[must_use]
pub fn seek_brief_html(sought: &Seek) -> String {
    document::fragment(&report::seek_brief(sought))
}

/// The same as text.
#[must_use]
pub fn seek_brief(sought: &Seek) -> String {
    document::text(&report::seek_brief(sought))
}

/// A search for a target as one plain HTML page.
#[must_use]
pub fn seek_html(sought: &Seek) -> String {
    document::html(&report::of_seek(sought))
}

/// A search for a target as one JSON document.
#[must_use]
pub fn seek_json(sought: &Seek) -> String {
    format!("{:#}", output::seek_json(sought))
}

/// What the command prints of a scenario under every set of a fit.
#[must_use]
pub fn ensemble_text(run: &EnsembleRun) -> String {
    document::text(&report::of_ensemble(run))
}

/// The same as one plain HTML page.
#[must_use]
pub fn ensemble_html(run: &EnsembleRun) -> String {
    document::html(&report::of_ensemble(run))
}

/// What the command prints of a planning round.
#[must_use]
pub fn plan_text(round: &PlanRound) -> String {
    document::text(&report::of_plan(round))
}

/// A planning round as one plain HTML page.
#[must_use]
pub fn plan_html(round: &PlanRound) -> String {
    document::html(&report::of_plan(round))
}

/// What the command prints of an allocation.
#[must_use]
pub fn allocated_text(found: &Allocated) -> String {
    document::text(&report::of_allocated(found))
}

/// The same as one plain HTML page.
#[must_use]
pub fn allocated_html(found: &Allocated) -> String {
    document::html(&report::of_allocated(found))
}

/// What the command prints of what sharing vehicles saves.
#[must_use]
pub fn pooled_text(found: &Pooled) -> String {
    document::text(&report::of_pooled(found))
}

/// The same as one plain HTML page.
#[must_use]
pub fn pooled_html(found: &Pooled) -> String {
    document::html(&report::of_pooled(found))
}

/// What the command prints of what a sum buys.
#[must_use]
pub fn portfolio_text(found: &Portfolio) -> String {
    document::text(&report::of_portfolio(found))
}

/// The same as one plain HTML page.
#[must_use]
pub fn portfolio_html(found: &Portfolio) -> String {
    document::html(&report::of_portfolio(found))
}

/// What the command prints of what would have to be true.
#[must_use]
pub fn required_text(found: &Required) -> String {
    document::text(&report::of_required(found))
}

/// The same as one plain HTML page.
#[must_use]
pub fn required_html(found: &Required) -> String {
    document::html(&report::of_required(found))
}

/// What the command prints of a study of arrangements.
#[must_use]
pub fn governance_text(found: &GovernanceRun) -> String {
    document::text(&report::of_governance(found))
}

/// A study of arrangements as one plain HTML page.
#[must_use]
pub fn governance_html(found: &GovernanceRun) -> String {
    document::html(&report::of_governance(found))
}

/// What the command prints of arrangements in the ambulances with `--brief`.
#[must_use]
pub fn waits_text(found: &WaitRun) -> String {
    document::text(&report::of_wait(&alone(found), false))
}

/// Arrangements in the ambulances as one plain HTML page.
#[must_use]
pub fn waits_html(found: &WaitRun) -> String {
    document::html(&report::of_wait(&alone(found), false))
}

fn alone(found: &WaitRun) -> report::WaitFound {
    report::WaitFound { wait: found.clone(), required: None, dates: None }
}

/// Draws behind the tornado and the break-even chart of the command.
pub const GOVERNANCE_DEPTH: ambics::experiment::governance::Depth = command::governance::DEPTH;

/// What the command prints of a circle.
#[must_use]
pub fn circle_text(found: &CircleRun) -> String {
    document::text(&report::of_circle(found))
}

/// A circle as one plain HTML page.
#[must_use]
pub fn circle_html(found: &CircleRun) -> String {
    document::html(&report::of_circle(found))
}

/// What the command prints of an emulator.
#[must_use]
pub fn emulator_text(emulator: &Emulator) -> String {
    document::text(&report::of_emulator(emulator, None))
}

/// An emulator as one plain HTML page.
#[must_use]
pub fn emulator_html(emulator: &Emulator) -> String {
    document::html(&report::of_emulator(emulator, None))
}

/// What the command prints of an emulator's answer.
#[must_use]
pub fn answer_text(emulator: &Emulator, asked: &(&ServiceEmulator, Prediction)) -> String {
    document::text(&report::of_answer(emulator, asked))
}

/// An emulator's answer as one JSON document.
#[must_use]
pub fn answer_json(emulator: &Emulator, asked: &(&ServiceEmulator, Prediction)) -> String {
    format!("{:#}", output::answer_json(emulator, asked))
}

/// The first lines to look at: each service as a whole.
#[must_use]
pub fn report_brief(experiment: &Experiment) -> String {
    document::text(&report::brief(experiment))
}

/// The same as part of another page.
#[must_use]
pub fn report_brief_html(experiment: &Experiment) -> String {
    document::fragment(&report::brief(experiment))
}

/// A result as one plain HTML page.
#[must_use]
pub fn report_html(experiment: &Experiment) -> String {
    document::html(&report::of(experiment))
}
