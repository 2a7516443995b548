use super::print;
use crate::arguments::CalibrateArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::Folder;
use crate::{arms, report, running};
use ambics::experiment::{Calibrated, Calibration, Trial, calibrate as fit};
use ambics::scenario::{Edit, Scenario};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

/// The file of the vectors that were run: what a calibration goes on from.
const TRIALS: &str = "trials.csv";

/// Fits a scenario's services to their published months and writes the fit.
pub(super) fn calibrate(argument: &str, options: &CalibrateArguments) -> Result<i32, Failure> {
    let scenario = arms::edited(argument, &options.simulation)?;
    // The months are the scenario's own too: its hours are those of their load.
    let scenario = scenario.with(&[Edit::new("demand.months", options.months.as_str())])?;
    let months = scenario.world_plan().months;
    let folder = Folder::open(&options.out)?;
    let head = head(&scenario, options);
    let known = known(&folder.file(TRIALS), &head);
    if !known.is_empty() {
        eprintln!("ambics: {} vectors of this calibration were run before.", known.len());
    }
    let log = begin(&folder.file(TRIALS), &head, &known)?;
    let question = Calibration {
        months,
        shared: options.shared,
        screen: options.screen,
        steps: options.steps,
        members: options.members,
        trade_off: !options.no_trade_off,
        known,
    };
    let keep = |trial: &Trial, number: usize, misfit: f64, outside: usize| {
        eprintln!("ambics: {number} runs of all months; misfit {misfit:.0}, {outside} figures outside");
        if let Ok(mut file) = log.lock() {
            // A trial that cannot be kept is only run again.
            drop(file.write_all(line(trial).as_bytes()));
        }
    };
    let (found, _) = running::watched(|progress, stop| {
        fit(&scenario, &question, &options.simulation.run_options(progress, stop), &keep)
    });
    deliver(&scenario, &found?, options, &folder)
}

fn deliver(
    scenario: &Scenario,
    found: &Calibrated,
    options: &CalibrateArguments,
    folder: &Folder,
) -> Result<i32, Failure> {
    let document = report::of_calibration(scenario, found, &options.months);
    print(&text(&document))?;
    let manifest = manifest(scenario, found, options);
    let files = [
        ("fit.csv", found.ensemble.csv()),
        ("fit.toml", manifest),
        ("figures.csv", figures(found)),
        ("parameters.csv", parameters(found)),
        ("trade_off.csv", trade_off(found)),
        ("report.html", html(&document)),
        ("manifest.json", "{\"made_by\": \"ambics calibrate\", \"see\": \"fit.toml\"}\n".to_owned()),
    ];
    for (name, content) in &files {
        folder.write(name, content.as_bytes())?;
    }
    eprintln!("ambics: the fit is in {}", folder.file("fit.csv").display());
    if !found.complete {
        eprintln!("ambics: stopped; the same command goes on from {TRIALS}.");
    }
    Ok(if found.complete { DONE } else { INTERRUPTED })
}

/// What makes a calibration another one: its trials are not those of a different question.
fn head(scenario: &Scenario, options: &CalibrateArguments) -> String {
    let canonical = format!("{} {} {}", scenario.hash(), options.months, options.shared);
    format!("# {canonical} ambics {}\n", env!("CARGO_PKG_VERSION"))
}

fn line(trial: &Trial) -> String {
    let join = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
    format!("{};{}\n", join(&trial.logs), join(&trial.figures_s))
}

/// The vectors of an earlier run of the same question; a line that was cut off is left out.
fn known(path: &Path, head: &str) -> Vec<Trial> {
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let Some(lines) = text.strip_prefix(head) else { return Vec::new() };
    let numbers = |part: &str| part.split(',').map(|cell| cell.parse().ok()).collect::<Option<Vec<f64>>>();
    let trial = |line: &str| {
        let (logs, figures_s) = line.split_once(';')?;
        Some(Trial { logs: numbers(logs)?, figures_s: numbers(figures_s)? })
    };
    lines.lines().filter_map(trial).collect()
}

fn begin(path: &Path, head: &str, known: &[Trial]) -> Result<Mutex<fs::File>, Failure> {
    let text: String = std::iter::once(head.to_owned()).chain(known.iter().map(line)).collect();
    fs::write(path, text).map_err(Failure::file("write", path))?;
    let file = OpenOptions::new().append(true).open(path).map_err(Failure::file("write", path))?;
    Ok(Mutex::new(file))
}

fn manifest(scenario: &Scenario, found: &Calibrated, options: &CalibrateArguments) -> String {
    let run = scenario.run();
    let mut text = String::new();
    let rows = [
        ("made_by", format!("\"ambics {} calibrate\"", env!("CARGO_PKG_VERSION"))),
        ("scenario", format!("\"{}\"", scenario.name())),
        ("scenario_hash", format!("\"{}\"", scenario.hash())),
        ("region_hash", format!("\"{}\"", scenario.region().sources().hash)),
        ("months", format!("\"{}\"", options.months)),
        ("seed", run.seed.to_string()),
        ("replications", run.replications.to_string()),
        ("parameters", found.dials.len().to_string()),
        ("figures", found.targets.len().to_string()),
        ("runs", found.runs.to_string()),
        ("complete", found.complete.to_string()),
    ];
    for (key, value) in rows {
        let _ = writeln!(text, "{key} = {value}");
    }
    text
}

fn figures(found: &Calibrated) -> String {
    let mut text =
        "service_code,category,statistic,published_s,model_s,tolerance,sampling_error,miss\n".to_owned();
    for (target, model_s) in found.targets.iter().zip(&found.best.figures_s) {
        let (category, statistic) = (target.category.name(), target.statistic.name());
        let sampling = target.sampling(found.months);
        let miss = target.miss(*model_s, found.months);
        let _ = writeln!(
            text,
            "{},{category},{statistic},{:.1},{model_s:.1},{},{sampling:.4},{miss:.3}",
            target.service, target.published_s, target.tolerance
        );
    }
    text
}

fn parameters(found: &Calibrated) -> String {
    let mut text = "key,service_code,value,sd_of_log,prior_sd_of_log,sd_against_prior\n".to_owned();
    for (dial, pinned) in found.dials.iter().zip(&found.pinned) {
        let service = dial.service.as_deref().unwrap_or("");
        let _ = writeln!(
            text,
            "{},{service},{},{:.4},{},{:.3}",
            dial.key, pinned.value, pinned.sd, dial.prior.1, pinned.against_prior
        );
    }
    text
}

fn trade_off(found: &Calibrated) -> String {
    let mut text = "service_code,on_scene_ratio,hours_ratio,root_mean_square_miss\n".to_owned();
    for row in &found.trade_off {
        let _ = writeln!(text, "{},{},{:.4},{:.3}", row.service, row.scene, row.hours, row.miss);
    }
    text
}
