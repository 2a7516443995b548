use super::governance_wait::governance_wait;
use super::print;
use crate::arguments::GovernanceArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, list, whole_file};
use crate::{report, running};
use ambics::experiment::governance::{Depth, GovernanceRun, governance as run};
use ambics::problem::{Problem, Problems, did_you_mean};
use ambics::scenario::{ArrangementStudy, Mean};
use serde_json::json;
use std::path::Path;

/// Draws of luck behind each bar of the tornado, each cell of the break-even chart and the shares of themes.
pub(crate) const DEPTH: Depth = Depth { tornado_draws: 100, break_even_draws: 200, theme_draws: 400 };

/// Runs a study of arrangements and says what came of it.
pub(super) fn governance(options: &GovernanceArguments) -> Result<i32, Failure> {
    let study = study(&options.study)?.with(options.draws, options.seed);
    if options.wait.ambulances {
        return governance_wait(&study, options);
    }
    let asked = options.interventions.as_deref().map(|name| arrangement(&study, name)).transpose()?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    if let Some(page) = &options.page {
        whole_file::check(page)?;
    }
    let brief = options.brief || asked.is_some();
    let depth = if brief { Depth::BRIEF } else { DEPTH };
    let (found, _) = running::watched(|_, stop| run(&study, depth, usize::from(options.threads), stop));
    let Some(found) = found else {
        eprintln!("ambics: stopped; half of the draws are no answer, so nothing is kept.");
        return Ok(INTERRUPTED);
    };
    if let Some(arm) = asked {
        print(&found.interventions_toml(found.middle(), arm))?;
        return Ok(DONE);
    }
    deliver(&found, folder.as_ref(), options)
}

fn deliver(
    found: &GovernanceRun,
    folder: Option<&Folder>,
    options: &GovernanceArguments,
) -> Result<i32, Failure> {
    let document = report::of_governance(found);
    let about = about(&found.study);
    if options.json {
        let mut whole = json!({ "manifest": about });
        for (name, batch) in found.tables() {
            whole[name] = list(&batch);
        }
        print(&format!("{whole:#}\n"))?;
    } else {
        print(&text(&document))?;
    }
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some(folder) = folder {
        let files = output::write_tables(folder, &found.tables(), options.csv, about)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    Ok(DONE)
}

/// The study of an argument: a file, or the name of a shipped one.
fn study(argument: &str) -> Result<ArrangementStudy, Problems> {
    let path = Path::new(argument);
    let name = argument.strip_suffix(".toml").unwrap_or(argument);
    let name = name.strip_prefix("scenarios/").unwrap_or(name);
    let is_path = argument.ends_with(".toml") || path.components().count() > 1;
    match (path.is_file(), ArrangementStudy::embedded(name)) {
        (false, Ok(shipped)) => Ok(shipped),
        (true, _) => ArrangementStudy::load(path),
        (false, Err(_)) if is_path => ArrangementStudy::load(path),
        (false, Err(unknown)) => Err(unknown),
    }
}

fn arrangement(study: &ArrangementStudy, name: &str) -> Result<usize, Problems> {
    let found = study.arrangements.iter().position(|parts| parts.name == name);
    found.ok_or_else(|| {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: study.name.clone(),
            path: "--interventions".to_owned(),
            line: None,
            found: format!("`{name}`"),
            rule: "the name of an arrangement of the study".to_owned(),
            hint: did_you_mean(name, study.arrangements.iter().map(|parts| parts.name.as_str())),
        });
        problems
    })
}

/// What was run on what: the manifest of a study of arrangements.
pub(super) fn about(study: &ArrangementStudy) -> serde_json::Value {
    let ranges = study.numbers.iter().map(|(number, range)| {
        json!({ "name": number.name(), "value": range.value, "low": range.low, "high": range.high })
    });
    let means = Mean::ALL.iter().map(|mean| {
        let range = study.means.range(*mean);
        json!({ "name": mean.name(), "value": range.value, "low": range.low, "high": range.high })
    });
    json!({
        "kind": "governance",
        "study": study.name,
        "study_hash": study.hash,
        "region": study.region.name(),
        "region_hash": study.region.sources().hash,
        "service": study.ground.service.0,
        "arrangements": study.arrangements.iter().map(|parts| json!({
            "name": parts.name, "about": parts.about, "hypothetical": parts.hypothetical,
        })).collect::<Vec<_>>(),
        "start": study.start.to_string(),
        "horizon_days": study.horizon_days,
        "seed": study.seed,
        "draws": study.draws,
        "team_hours_per_week": study.team_hours,
        "discipline": study.discipline.name(),
        "work_in_progress": study.work_in_progress,
        "override_after_refusals": study.override_after,
        "proposals": study.proposals.iter().map(|proposal| json!({
            "name": proposal.name,
            "partners": proposal.partners.iter().map(|partner| partner.kind.name()).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "numbers": ranges.collect::<Vec<_>>(),
        "means": means.collect::<Vec<_>>(),
        "fitted": false,
        "sentences": report::GOVERNANCE_SENTENCES,
    })
}
