use super::print;
use crate::arguments::EmulateArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, whole_file};
use crate::{arms, report, running};
use ambics::experiment::emulator::{Emulator, EmulatorQuestions, Input, emulate as make};
use ambics::problem::Problems;
use std::fs;
use std::path::Path;

/// Replications for a service that is named by its code: what fits into two minutes.
const REPLICATIONS: u32 = 8;

/// Makes an emulator of a scenario, or asks one that was made.
pub(super) fn emulate(options: &EmulateArguments) -> Result<i32, Failure> {
    match (&options.ask, options.words.as_slice()) {
        (Some(file), changes) => ask(file, changes, options),
        (None, [scenario]) => made(scenario, options),
        (None, words) => {
            let rule = "one scenario to make an emulator of, or --ask FILE and changes such as hours=+2%";
            let hint = "ambics emulate RYF --out emulator.json; ambics emulate --ask emulator.json hours=+2%";
            Err(fault("", &format!("{} words", words.len()), (rule, hint)).into())
        }
    }
}

fn made(scenario: &str, options: &EmulateArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(scenario, REPLICATIONS, &options.simulation)?;
    let questions = questions(options)?;
    for path in options.out.iter().chain(&options.page) {
        whole_file::check(path)?;
    }
    let (emulator, _) = running::watched(|told, stop| {
        make(&scenario, &questions, &options.simulation.run_options(told, stop))
    });
    let Some(emulator) = emulator? else {
        eprintln!(
            "ambics: stopped before all points were run; nothing is kept, since a part of a design says nothing."
        );
        return Ok(INTERRUPTED);
    };
    let document = report::of_emulator(&emulator, None);
    let said = if options.json { emulator.to_json() } else { text(&document) };
    print(&said)?;
    if let Some(path) = &options.out {
        whole_file::write(path, emulator.to_json().as_bytes())?;
        eprintln!("ambics: the emulator is {}", path.display());
    }
    page(options, || html(&document))?;
    Ok(DONE)
}

fn ask(file: &Path, changes: &[String], options: &EmulateArguments) -> Result<i32, Failure> {
    let bytes = fs::read(file).map_err(Failure::file("read", file))?;
    let emulator = Emulator::from_json(&file.display().to_string(), &String::from_utf8_lossy(&bytes))?;
    let service = emulator.of(options.of.as_deref())?;
    let told = service.predict(service.ratios(&read(changes)?)?)?;
    let asked = (service, told);
    let said = if options.json {
        format!("{:#}\n", output::answer_json(&emulator, &asked))
    } else {
        text(&report::of_answer(&emulator, &asked))
    };
    print(&said)?;
    page(options, || html(&report::of_emulator(&emulator, Some(&asked))))?;
    Ok(DONE)
}

fn page(options: &EmulateArguments, page: impl FnOnce() -> String) -> Result<(), Failure> {
    let Some(path) = &options.page else { return Ok(()) };
    whole_file::write(path, page().as_bytes())?;
    eprintln!("ambics: the page is {}", path.display());
    Ok(())
}

/// Changes as pairs of an input and what is done to it.
fn read(changes: &[String]) -> Result<Vec<(String, String)>, Problems> {
    let mut problems = Problems::none();
    let mut pairs = Vec::new();
    for change in changes {
        match change.split_once('=') {
            Some((input, how)) => pairs.push((input.trim().to_owned(), how.trim().to_owned())),
            None => {
                let rule = ("input=change", "for example hours=+2% incidents=-1% handover=-5min");
                problems.extend(fault("change", &format!("`{change}`"), rule));
            }
        }
    }
    problems.into_result(|| pairs)
}

fn questions(options: &EmulateArguments) -> Result<EmulatorQuestions, Problems> {
    let mut questions = EmulatorQuestions::default();
    if let Some(points) = options.points {
        questions.points = points;
    }
    let mut problems = Problems::none();
    for text in &options.range {
        match range(text) {
            Some((input, range)) => questions.ranges[input.row()] = range,
            None => {
                let rule = ("INPUT=LOW..HIGH, two ratios with 1 between them", "for example hours=0.8..1.2");
                problems.extend(fault("range", &format!("`{text}`"), rule));
            }
        }
    }
    problems.into_result(|| questions)
}

fn range(text: &str) -> Option<(Input, (f64, f64))> {
    let (name, ends) = text.split_once('=')?;
    let (low, high) = ends.split_once("..")?;
    let input = Input::ALL.into_iter().find(|input| input.name() == name.trim())?;
    Some((input, (low.trim().parse().ok()?, high.trim().parse().ok()?)))
}

fn fault(path: &str, found: &str, rule: (&str, &str)) -> Problems {
    Problems::one("emulate", path, found, rule)
}
