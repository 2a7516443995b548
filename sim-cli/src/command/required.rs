use super::print;
use crate::arguments::RequiredArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json, whole_file};
use crate::{arms, report, running};
use ambics::experiment::required::{REQUIRED_TABLE, RequiredQuestion, required as ask};
use ambics::problem::{Problem, Problems};
use ambics::units::Quantity;

/// Replications for a service that is named by its code.
const REPLICATIONS: u32 = 10;

/// Says what would have to be true, and writes the table and the page.
pub(super) fn required(options: &RequiredArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    let question = question(options)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    if let Some(page) = &options.page {
        whole_file::check(page)?;
    }
    let (found, asked) =
        running::watched(|told, stop| ask(&scenario, question, &options.simulation.run_options(told, stop)));
    let found = found?;
    if found.rows.is_empty() {
        eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    }
    let document = report::of_required(&found);
    let manifest = found.experiment.manifest(usize::from(options.simulation.threads));
    let tables = [(REQUIRED_TABLE, found.table())];
    print(&if options.json { format!("{:#}\n", json(&manifest, &tables)) } else { text(&document) })?;
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some(folder) = &folder {
        let files = output::write_plan(folder, &tables, &manifest, true)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    let interrupted = asked && !found.experiment.complete;
    if interrupted {
        let (n, of) = (found.experiment.replications.len(), scenario.run().replications);
        eprintln!("ambics: stopped after {n} of {of} replications, which are kept.");
    }
    Ok(if interrupted { INTERRUPTED } else { DONE })
}

fn question(options: &RequiredArguments) -> Result<RequiredQuestion, Problems> {
    let faster_s = Quantity::Duration.parse(&options.faster).filter(|seconds| *seconds > 0.0);
    let mut problems = Problems::none();
    if faster_s.is_none() {
        problems.push(Problem {
            file: "command line".to_owned(),
            path: "--faster".to_owned(),
            line: None,
            found: format!("`{}`", options.faster),
            rule: "a duration above 0, with its unit".to_owned(),
            hint: "for example --faster \"1 min\"".to_owned(),
        });
    }
    let departments = options.departments;
    problems.into_result(|| RequiredQuestion { faster_s: faster_s.unwrap_or_default(), departments })
}
