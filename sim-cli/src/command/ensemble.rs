use super::print;
use crate::arguments::RunArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, list};
use crate::{arms, report, running};
use ambics::experiment::{ENSEMBLE_TABLE, EnsembleRun, ensemble as run};
use ambics::scenario::Ensemble;
use serde_json::json;
use std::path::Path;

/// Simulates one scenario with every member of a fit.
pub(super) fn ensemble(argument: &str, fit: &Path, options: &RunArguments) -> Result<i32, Failure> {
    let scenario = arms::scenario(argument)?;
    let fit = Ensemble::load(fit)?;
    let over = arms::edits(&options.simulation)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    let (done, _) = running::watched(|progress, stop| {
        run(&scenario, &fit, &over, &options.simulation.run_options(progress, stop))
    });
    deliver(&done?, folder.as_ref(), options)
}

fn deliver(done: &EnsembleRun, folder: Option<&Folder>, options: &RunArguments) -> Result<i32, Failure> {
    if done.experiment.replications.is_empty() {
        eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    }
    let manifest = done.experiment.manifest(usize::from(options.simulation.threads));
    let about = json!({ "weights": done.weights, "manifest": manifest });
    let document = report::of_ensemble(done);
    if options.json {
        let mut whole = about.clone();
        whole[ENSEMBLE_TABLE] = list(&done.table());
        print(&format!("{whole:#}\n"))?;
    } else {
        print(&text(&document))?;
    }
    if let Some(folder) = folder {
        let files = output::write_tables(folder, &[(ENSEMBLE_TABLE, done.table())], options.csv, about)?;
        folder.write("report.html", html(&document).as_bytes())?;
        eprintln!("ambics: {} files in {}", files + 1, folder.file("").display());
    }
    if !done.experiment.complete {
        eprintln!("ambics: stopped; the replications that were finished are kept.");
    }
    Ok(if done.experiment.complete { DONE } else { INTERRUPTED })
}
