use super::print;
use crate::arguments::PlanArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json, whole_file};
use crate::{arms, report, running};
use ambics::experiment::planround::{MonthlyHours, PlanQuestions, plan_round};
use ambics::problem::{Problem, Problems};
use ambics::scenario::Scenario;
use std::fs;

/// Replications for a service that is named by its code: what fits into a minute.
const REPLICATIONS: u32 = 8;

/// Answers a planning round and writes its page.
pub(super) fn planround(options: &PlanArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    let questions = questions(&scenario, options)?;
    let folder = options.tables.as_deref().map(Folder::open).transpose()?;
    if let Some(page) = &options.out {
        whole_file::check(page)?;
    }
    let (round, asked) = running::watched(|told, stop| {
        plan_round(&scenario, &questions, &options.simulation.run_options(told, stop))
    });
    let round = round?;
    if round.experiment.replications.is_empty() {
        eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    }
    let document = report::of_plan(&round);
    let manifest = round.experiment.manifest(usize::from(options.simulation.threads));
    let printed =
        if options.json { format!("{:#}\n", json(&manifest, &round.tables())) } else { text(&document) };
    print(&printed)?;
    if let Some(page) = &options.out {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some(folder) = &folder {
        let files = output::write_plan(folder, &round.tables(), &manifest, options.csv)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    let interrupted = asked && !round.experiment.complete;
    if interrupted {
        let (n, of) = (round.experiment.replications.len(), scenario.run().replications);
        eprintln!("ambics: stopped after {n} of {of} replications, which are kept.");
    }
    Ok(if interrupted { INTERRUPTED } else { DONE })
}

fn questions(scenario: &Scenario, options: &PlanArguments) -> Result<PlanQuestions, Failure> {
    let mut questions = PlanQuestions::of(scenario)?;
    let given = [
        (&options.before, &mut questions.before),
        (&options.after, &mut questions.after),
        (&options.winter, &mut questions.winter),
    ];
    for (given, question) in given {
        if let Some(months) = given {
            question.clone_from(months);
        }
    }
    if let Some(path) = &options.hours {
        let bytes = fs::read(path).map_err(Failure::file("read", path))?;
        let file = path.display().to_string();
        let text = String::from_utf8(bytes).map_err(|_| not_text(&file))?;
        questions.hours = Some(MonthlyHours::read(&file, &text)?);
    }
    Ok(questions)
}

fn not_text(file: &str) -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: file.to_owned(),
        path: String::new(),
        line: None,
        found: "bytes that are no UTF-8 text".to_owned(),
        rule: "a CSV file in UTF-8 with the columns month and hours".to_owned(),
        hint: "save it as CSV UTF-8".to_owned(),
    });
    problems
}
