use super::allocate::Asked;
use super::print;
use crate::arguments::PortfolioArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json, whole_file};
use crate::{arms, report, running};
use ambics::allocation::{Offers, Portfolio, PortfolioQuestion, Stated, portfolio as ask};
use ambics::problem::Problems;
use std::fs;

/// Replications for a service that is named by its code.
const REPLICATIONS: u32 = 30;

/// Says what a sum buys, and writes the scenario, the tables and the page.
pub(super) fn portfolio(options: &PortfolioArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    let question = question(options)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    for file in options.page.iter().chain(&options.write) {
        whole_file::check(file)?;
    }
    let (found, asked) =
        running::watched(|told, stop| ask(&scenario, question, &options.simulation.run_options(told, stop)));
    let Some(found) = found? else {
        eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    };
    let document = report::of_portfolio(&found);
    let manifest = found.experiment.manifest(usize::from(options.simulation.threads));
    let tables: Vec<_> = Portfolio::TABLES.into_iter().zip(found.tables()).collect();
    print(&if options.json { format!("{:#}\n", json(&manifest, &tables)) } else { text(&document) })?;
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some((file, mix)) = options.write.as_ref().zip(found.mix.as_ref()) {
        whole_file::write(file, mix.scenario.canonical().as_bytes())?;
        eprintln!("ambics: the scenario is {}", file.display());
    }
    if let Some(folder) = &folder {
        let files = output::write_plan(folder, &tables, &manifest, true)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    Ok(if asked && !found.experiment.complete { INTERRUPTED } else { DONE })
}

/// What the options ask; every fault at once.
fn question(options: &PortfolioArguments) -> Result<PortfolioQuestion, Failure> {
    let mut asked = Asked(Problems::none());
    let pounds = asked.money("--budget", Some(&options.budget));
    let safeguard = asked.share("--safeguard", options.safeguard.as_deref());
    asked.0.into_result(|| ())?;
    let stated = Stated {
        objective: options.objective.clone(),
        measure: options.measure.clone(),
        safeguard,
        screening: options.screening,
        ..Stated::default()
    };
    let file = &options.offers;
    let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
    let offers = Offers::parse(&file.display().to_string(), &text)?;
    Ok(PortfolioQuestion::of(&stated.question()?, offers.offer, pounds.unwrap_or_default()))
}
