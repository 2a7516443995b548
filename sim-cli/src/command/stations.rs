use super::allocate::Asked;
use super::print;
use crate::arguments::StationArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{json, list, whole_file};
use crate::{arms, report, running};
use ambics::allocation::{Placed, StationQuestion, Stationed, simulate_placing, stations as ask};
use ambics::problem::Problems;

/// Replications of a placing that is simulated.
const REPLICATIONS: u32 = 20;

/// Says where vehicles would cover most, how far that is proven and, if asked, what it does to waits.
pub(super) fn stations(options: &StationArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    let question = question(options)?;
    for file in options.page.iter().chain(&options.write) {
        whole_file::check(file)?;
    }
    let found = ask(&scenario, question)?;
    let (placed, asked) = match options.simulate {
        true => running::watched(|told, stop| {
            simulate_placing(&scenario, &found, &options.simulation.run_options(told, stop))
        }),
        false => (Ok(None), false),
    };
    let placed = placed?;
    if options.simulate && placed.is_none() {
        eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    }
    let document = report::of_stations((&found, placed.as_ref()), &scenario);
    print(&if options.json { told(&found, placed.as_ref()) } else { text(&document) })?;
    if let Some(file) = &options.write {
        whole_file::write(file, found.placed(&scenario)?.canonical().as_bytes())?;
        eprintln!("ambics: the scenario is {}", file.display());
    }
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    Ok(if asked && placed.is_some_and(|own| !own.experiment.complete) { INTERRUPTED } else { DONE })
}

/// The stations as a JSON list, or the manifest with the tables of stations and of what a simulated placing did.
fn told(found: &Stationed, placed: Option<&Placed>) -> String {
    let Some(placed) = placed else { return format!("{:#}\n", list(&found.table())) };
    let manifest = placed.experiment.manifest(0);
    format!("{:#}\n", json(&manifest, &[("stations", found.table()), ("placing", placed.table())]))
}

fn question(options: &StationArguments) -> Result<StationQuestion, Problems> {
    let mut asked = Asked(Problems::none());
    let within_s = asked.duration("--within", Some(&options.within)).unwrap_or_default();
    let busy = asked.share("--busy", options.busy.as_deref());
    asked.0.into_result(|| ())?;
    StationQuestion::of(&options.method, within_s, options.place, busy, options.most)
}
