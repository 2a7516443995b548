use super::print;
use crate::arguments::PoolingArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json, whole_file};
use crate::{arms, report, running};
use ambics::allocation::{POOLING_TABLES, Worth, pooling as ask};
use ambics::problem::{Problem, Problems};
use ambics::units::Quantity;

/// Replications for a service that is named by its code.
const REPLICATIONS: u32 = 10;

/// Divides what ICSs have from sharing vehicles, and writes the tables and the page.
pub(super) fn pooling(options: &PoolingArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    let worth = worth(options)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    options.page.as_deref().map(whole_file::check).transpose()?;
    let (found, _) =
        running::watched(|told, stop| ask(&scenario, worth, &options.simulation.run_options(told, stop)));
    let Some(found) = found? else {
        eprintln!("ambics: stopped before every coalition was simulated; nothing is kept.");
        return Ok(INTERRUPTED);
    };
    let document = report::of_pooled(&found);
    let manifest = found.experiment.manifest(usize::from(options.simulation.threads));
    let tables: Vec<_> = POOLING_TABLES.into_iter().zip(found.tables()).collect();
    print(&if options.json { format!("{:#}\n", json(&manifest, &tables)) } else { text(&document) })?;
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some(folder) = &folder {
        let files = output::write_plan(folder, &tables, &manifest, true)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    Ok(DONE)
}

fn worth(options: &PoolingArguments) -> Result<Worth, Problems> {
    if !options.least_hours {
        return Ok(Worth::Minutes);
    }
    let target = Quantity::Duration.parse(&options.target).filter(|seconds| *seconds > 0.0);
    target.map(|target_s| Worth::LeastHours { target_s }).ok_or_else(|| {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: "command line".to_owned(),
            path: "--target".to_owned(),
            line: None,
            found: format!("`{}`", options.target),
            rule: "a duration above 0, with its unit".to_owned(),
            hint: "for example --target \"30 min\"".to_owned(),
        });
        problems
    })
}
