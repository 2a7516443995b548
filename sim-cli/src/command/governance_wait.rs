//! A study of arrangements through the ambulances.

use super::governance::{DEPTH, about};
use super::print;
use crate::arguments::GovernanceArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, list, whole_file};
use crate::report::WaitFound;
use crate::{arms, report, running};
use ambics::experiment::RunOptions;
use ambics::experiment::governance::{Depth, WaitQuestion, governance as dates, wait};
use ambics::experiment::required::{REQUIRED_TABLE, RequiredQuestion, required};
use ambics::problem::Problems;
use ambics::scenario::{ArrangementStudy, Edit, Scenario};
use arrow_array::RecordBatch;
use serde_json::json;

/// Replications behind what would have to be true: enough for its order, in little of the time.
const REQUIRED_REPLICATIONS: u32 = 5;

/// The base where every service is looked at.
const ENGLAND: &str = "england-2023";

/// Runs a study through the ambulances and says what patients wait.
pub(super) fn governance_wait(
    study: &ArrangementStudy,
    options: &GovernanceArguments,
) -> Result<i32, Failure> {
    let base = base(study, options)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    if let Some(page) = &options.page {
        whole_file::check(page)?;
    }
    let Some(found) = found(study, &base, options)? else {
        eprintln!("ambics: stopped before any draw was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    };
    let tables = tables(&found);
    let about = said(&found, options);
    if options.json {
        let mut whole = json!({ "manifest": about });
        for (name, batch) in &tables {
            whole[*name] = list(batch);
        }
        print(&format!("{whole:#}\n"))?;
    } else {
        print(&text(&report::of_wait(&found, false)))?;
    }
    if let Some(page) = &options.page {
        whole_file::write(page, html(&report::of_wait(&found, true)).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some(folder) = folder {
        let files = output::write_tables(&folder, &tables, options.csv, about)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    let (n, asked) = (found.wait.courses.len(), options.wait.replications);
    if !found.wait.experiment.complete {
        eprintln!("ambics: stopped after {n} of {asked} draws, which are kept.");
        return Ok(INTERRUPTED);
    }
    Ok(DONE)
}

/// The scenario that packages come into.
fn base(study: &ArrangementStudy, options: &GovernanceArguments) -> Result<Scenario, Problems> {
    let own = match &options.wait.base {
        Some(named) => arms::scenario(named)?,
        None if options.wait.every_service => Scenario::embedded(ENGLAND)?,
        None => Scenario::demo(&study.ground.service.0)?,
    };
    let replications = Edit::new("run.replications", options.wait.replications);
    let days = options.wait.days.map(|days| Edit::new("run.days", days));
    let seed = options.seed.and_then(|seed| i64::try_from(seed).ok()).map(|seed| Edit::new("run.seed", seed));
    let edits: Vec<Edit> = std::iter::once(replications).chain(days).chain(seed).collect();
    own.with(&edits)
}

/// What would have to be true, what patients wait, and dates over the range of team hours; `None` where all was stopped.
fn found(
    study: &ArrangementStudy,
    base: &Scenario,
    options: &GovernanceArguments,
) -> Result<Option<WaitFound>, Problems> {
    let middle = study.team_hours[study.team_hours.len() / 2];
    let team_hours = options.wait.team_hours.unwrap_or(middle);
    let question = WaitQuestion { years: options.wait.years, team_hours, split: options.wait.channels };
    let every = options.wait.every_service;
    let studies = if every { study.every_service()? } else { vec![study.clone()] };
    let threads = usize::from(options.threads);
    let depth = if options.brief { Depth::BRIEF } else { DEPTH };
    let (found, _) = running::watched(|progress, stop| {
        let own = RunOptions { threads, progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        let wait = wait(&studies, base, question, &own)?;
        if wait.courses.is_empty() {
            return Ok(None);
        }
        let fewer = options.wait.replications.min(REQUIRED_REPLICATIONS);
        let present = wait.coming().with(&[Edit::new("run.replications", fewer)])?;
        // What would have to be true, and dates over team hours, are told of one service at a time.
        let true_first = match options.brief || every {
            true => None,
            false => Some(required(&present, RequiredQuestion::default(), &own)?),
        };
        let required = true_first.filter(|found| !found.rows.is_empty());
        let dates = if every { None } else { dates(study, depth, threads, stop) };
        Ok(Some(WaitFound { wait, required, dates }))
    });
    found
}

fn tables(found: &WaitFound) -> Vec<(&'static str, RecordBatch)> {
    let required = found.required.iter().map(|required| (REQUIRED_TABLE, required.table()));
    let dates = found.dates.iter().flat_map(|dates| dates.tables());
    found.wait.tables().into_iter().chain(required).chain(dates).collect()
}

/// The manifest: that of the study, of the base scenario, and what was asked.
fn said(found: &WaitFound, options: &GovernanceArguments) -> serde_json::Value {
    let mut whole = about(found.wait.study());
    let mut base = found.wait.experiment.clone();
    base.arms.truncate(1);
    whole["kind"] = "governance_wait".into();
    whole["sentences"] = json!(report::wait_sentences());
    whole["services"] = found.wait.studies.iter().map(|study| study.ground.service.0.as_str()).collect();
    whole["years"] = found.wait.question.years.into();
    whole["team_hours_per_week"] = json!(found.wait.question.team_hours);
    whole["draws_run"] = found.wait.courses.len().into();
    whole["base"] = json!(base.manifest(usize::from(options.threads)));
    whole
}
