use super::print;
use crate::arguments::BacktestArguments;
use crate::asked::BacktestGiven;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, list};
use crate::{arms, report, running};
use ambics::ambsys::AmbSys;
use ambics::experiment::backtest::{Backtest, WEIGHTS, backtest as predict};
use ambics::region::Month;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Predicts months of a published file, holds them against it and says how good that was.
pub(super) fn backtest(options: &BacktestArguments) -> Result<i32, Failure> {
    let scenario = arms::edited(&options.scenario, &options.simulation)?;
    let published = AmbSys::load(&options.observed)?;
    let given = BacktestGiven {
        months: options.months.clone(),
        fit_months: options.fit_months.clone(),
        fit: options.fit.clone(),
        hours: options.hours.clone(),
        update_at_breaks: options.update_at_breaks,
    };
    let questions = given.questions(&scenario)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    let (backtest, _) = running::watched(|progress, stop| {
        predict(&scenario, &published, &questions, &options.simulation.run_options(progress, stop))
    });
    deliver(&backtest?, folder.as_ref(), options)
}

fn deliver(
    backtest: &Backtest,
    folder: Option<&Folder>,
    options: &BacktestArguments,
) -> Result<i32, Failure> {
    let about = about(backtest, options)?;
    let document = report::of_backtest(backtest);
    if options.json {
        let mut whole = json!({ "manifest": about });
        for (name, batch) in backtest.tables() {
            whole[name] = list(&batch);
        }
        print(&format!("{whole:#}\n"))?;
    } else {
        print(&text(&document))?;
    }
    if let Some(page) = &options.page {
        fs::write(page, html(&document)).map_err(Failure::file("write", page))?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some(folder) = folder {
        let files = output::write_tables(folder, &backtest.tables(), true, about)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    if !backtest.complete {
        eprintln!("ambics: stopped; the months that were finished are kept.");
    }
    Ok(if backtest.complete { DONE } else { INTERRUPTED })
}

/// What was run on what: the manifest of a backtest.
fn about(backtest: &Backtest, options: &BacktestArguments) -> Result<Value, Failure> {
    let (scenario, region) = (&backtest.scenario, backtest.scenario.region());
    let texts = |months: &[Month]| -> Vec<String> { months.iter().map(Month::to_string).collect() };
    let own_assumptions: Vec<Value> = scenario
        .assumptions_in_force()
        .into_iter()
        .map(|a| json!({ "name": a.given.name, "value": a.value, "grade": format!("{:?}", a.given.grade) }))
        .collect();
    Ok(json!({
        "kind": "backtest",
        "scenario": scenario.name(),
        "scenario_hash": scenario.hash(),
        "scenario_text": scenario.canonical(),
        "region": region.name(),
        "region_hash": region.sources().hash,
        "tables": region.sources().tables.iter().map(|t| json!({ "file": t.file, "period": t.period })).collect::<Vec<_>>(),
        "seed": scenario.run().seed,
        "replications": backtest.replications,
        "months": texts(&backtest.questions.months),
        "fit_months": texts(&backtest.questions.fit_months),
        "update_at_breaks": backtest.questions.update_at_breaks,
        "breaks": backtest.breaks.iter().map(|b| format!("{} {}", b.date, b.kind.name())).collect::<Vec<_>>(),
        "members": backtest.members,
        "level_is_found_here": backtest.level_is_found_here,
        "fitted_hours_factor": backtest.fitted,
        "rolling_weights": WEIGHTS,
        "seasonal": !region.season().is_empty(),
        "observed": signed(&options.observed)?,
        "fit": options.fit.as_deref().map(signed).transpose()?,
        "hours": options.hours.as_deref().map(signed).transpose()?,
        "assumptions": own_assumptions,
        "complete": backtest.complete,
    }))
}

/// A file's name and the hash of its bytes.
fn signed(path: &Path) -> Result<Value, Failure> {
    let bytes = fs::read(path).map_err(Failure::file("read", path))?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(json!({ "file": name, "blake3": blake3::hash(&bytes).to_hex().to_string() }))
}
