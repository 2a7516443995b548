use super::print;
use crate::arguments::CircleArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json, whole_file};
use crate::{arms, report, running};
use ambics::experiment::circle::{CircleQuestions, circle as make};
use ambics::problem::Problems;
use ambics::scenario::{Edit, Scenario};

/// Replications where no number is asked for: what fits into a minute.
const REPLICATIONS: u32 = 8;

/// Follows a scenario's prevention month by month, and splits a budget between it and crews.
pub(super) fn circle(options: &CircleArguments) -> Result<i32, Failure> {
    let scenario = scenario(options)?;
    let usual = CircleQuestions::default();
    let questions = CircleQuestions {
        budget_gbp: options.budget,
        days: options.days.unwrap_or(usual.days),
        draws: options.draws.unwrap_or(usual.draws),
        induced: options.induced,
    };
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    if let Some(page) = &options.page {
        whole_file::check(page)?;
    }
    let (found, _) = running::watched(|told, stop| {
        make(&scenario, &questions, &options.simulation.run_options(told, stop))
    });
    let Some(found) = found? else {
        eprintln!(
            "ambics: stopped before all levels were run; nothing is kept, since a part of them says nothing."
        );
        return Ok(INTERRUPTED);
    };
    let document = report::of_circle(&found);
    let manifest = found.experiment.manifest(usize::from(options.simulation.threads));
    let printed =
        if options.json { format!("{:#}\n", json(&manifest, &found.tables())) } else { text(&document) };
    print(&printed)?;
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some(folder) = &folder {
        let files = output::write_plan(folder, &found.tables(), &manifest, options.csv)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    Ok(DONE)
}

fn scenario(options: &CircleArguments) -> Result<Scenario, Problems> {
    let usual =
        options.simulation.replications.is_none().then(|| Edit::new("run.replications", REPLICATIONS));
    let edits: Vec<Edit> = usual.into_iter().chain(arms::edits(&options.simulation)?).collect();
    arms::scenario(&options.scenario)?.with(&edits)
}
