use super::print;
use crate::arguments::AllocateArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::whole_file;
use crate::{report, running};
use ambics::allocation::{Allocated, AllocationQuestion, Amount, LINE_H, allocate as ask, between as pooled};
use ambics::problem::{Problem, Problems};
use ambics::scenario::Scenario;

/// What every service's lines would do if they could go to any service, beside what they do at home.
pub(super) fn between(
    options: &AllocateArguments,
    (scenarios, question): (&[Scenario], &AllocationQuestion),
    home: &[Allocated],
) -> Result<i32, Failure> {
    let lines = pooled(home).ok_or_else(|| Failure::from(refused()))?;
    let mut away: Vec<Option<Allocated>> = Vec::new();
    for ((scenario, n), own) in scenarios.iter().zip(&lines).zip(home) {
        if *n == 0 || *n == own.lines {
            away.push((*n > 0).then(|| own.clone()));
            continue;
        }
        eprintln!("ambics: {n} lines instead of {} for {}", own.lines, scenario.name());
        let amount = Amount::Hours(f64::from(*n) * LINE_H);
        let question = AllocationQuestion { amount, ..question.clone() };
        let (found, asked) = running::watched(|told, stop| {
            ask(scenario, question, &options.simulation.run_options(told, stop))
        });
        let Some(found) = found?.filter(|found| found.experiment.complete && !asked) else {
            eprintln!("ambics: stopped; the bound is not told.");
            return Ok(INTERRUPTED);
        };
        away.push(Some(found));
    }
    let document = report::of_between(home, &away);
    print(&text(&document))?;
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    Ok(DONE)
}

fn refused() -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: "command line".to_owned(),
        path: "--between".to_owned(),
        line: None,
        found: "no runs of lines added in every service".to_owned(),
        rule: "an uplift, and a method that asks for runs".to_owned(),
        hint: "--uplift 2% --method exchange".to_owned(),
    });
    problems
}
