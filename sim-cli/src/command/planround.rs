use super::print;
use crate::arguments::PlanArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json};
use crate::{arms, report, running};
use ambics::experiment::RunOptions;
use ambics::experiment::planround::{MonthlyHours, PlanQuestions, plan_round};
use ambics::problem::{Problem, Problems};
use ambics::scenario::{Edit, Scenario};
use std::fs;
use std::path::Path;

/// Replications for a service that is named by its code: what fits into a minute.
const REPLICATIONS: u32 = 8;

/// Answers a planning round and writes its page.
pub(super) fn planround(options: &PlanArguments) -> Result<i32, Failure> {
    let scenario = scenario(options)?;
    let questions = questions(&scenario, options)?;
    let folder = options.tables.as_deref().map(Folder::open).transpose()?;
    if let Some(page) = &options.out {
        check_place(page)?;
    }
    let (round, asked) = running::watched(|told, stop| {
        let run_options = RunOptions {
            threads: usize::from(options.threads),
            progress: Some(told),
            stop: Some(stop),
            ..RunOptions::default()
        };
        plan_round(&scenario, &questions, &run_options)
    });
    let round = round?;
    if round.experiment.replications.is_empty() {
        eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    }
    let document = report::of_plan(&round);
    let manifest = round.experiment.manifest(usize::from(options.threads));
    let printed =
        if options.json { format!("{:#}\n", json(&manifest, &round.tables())) } else { text(&document) };
    print(&printed)?;
    if let Some(page) = &options.out {
        fs::write(page, html(&document)).map_err(Failure::file("write", page))?;
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

/// The scenario of an argument: a service as it is today, or a scenario by file or name, with the edits asked for.
fn scenario(options: &PlanArguments) -> Result<Scenario, Problems> {
    let given = options.scenario.as_str();
    let name = given.strip_suffix(".toml").unwrap_or(given);
    let is_scenario = Path::new(given).components().count() > 1
        || given.ends_with(".toml")
        || ambics::scenario::shipped().contains(&name);
    let (scenario, usual) = if is_scenario {
        (arms::scenario(given)?, None)
    } else {
        (Scenario::demo(given)?, Some(REPLICATIONS))
    };
    let mut problems = Problems::none();
    let n = options.replications.or(usual);
    let mut edits: Vec<Edit> = n.map(|n| Edit::new("run.replications", n)).into_iter().collect();
    edits.extend(options.seed.map(|seed| Edit::new("run.seed", seed)));
    for text in &options.set {
        match Edit::parse(text) {
            Ok(edit) => edits.push(edit),
            Err(faults) => problems.extend(faults),
        }
    }
    problems.into_result(|| ())?;
    scenario.with(&edits)
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

/// Fails before anything runs if the page could not be written.
fn check_place(page: &Path) -> Result<(), Failure> {
    let was_there = page.exists();
    let opened = fs::OpenOptions::new().append(true).create(true).open(page);
    opened.map_err(Failure::file("write", page))?;
    if !was_there {
        fs::remove_file(page).map_err(Failure::file("write", page))?;
    }
    Ok(())
}
