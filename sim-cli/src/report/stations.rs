//! What vehicles could cover from other stations, and what that does not say.

use super::allocate::verdict;
use super::watched::{self, Changes};
use super::{board, closing, header};
use crate::document::{Block, Document, Grid, clock, count, counted, share};
use ambics::allocation::{Placed, StationMethod, Stationed, Watched};
use ambics::scenario::Scenario;

/// Stations listed: those that change most.
const LISTED: usize = 20;

/// The whole report, with what a placing did if it was simulated.
pub(crate) fn of_stations((found, placed): (&Stationed, Option<&Placed>), scenario: &Scenario) -> Document {
    let question = &found.question;
    let median = question.method == StationMethod::PMedian;
    let value = |own: f64| if median { clock(Some(own)) } else { share(Some(own)) };
    let title = format!("Where vehicles would cover most: {}", question.method.name().to_uppercase());
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(scenario)));
    let place = count(f64::from(question.place.unwrap_or(0)));
    let what = match question.method {
        StationMethod::Mclp => {
            format!("{place} stations in use; demand within {} of one", clock(Some(question.within_s)))
        }
        StationMethod::Mexclp => format!(
            "{place} vehicles, each busy {} of its time; demand expected to be reached within {}",
            share(question.busy),
            clock(Some(question.within_s))
        ),
        StationMethod::PMedian => format!("{place} stations in use; mean drive from the nearest"),
    };
    let of = if median { "mean drive" } else { "share of demand" };
    document.blocks.push(Block::Facts(vec![
        ("Asked".to_owned(), what),
        (
            "Looked at".to_owned(),
            format!("{} and {}", counted(found.points, "area"), counted(found.stands.len(), "station")),
        ),
        ("As things stand".to_owned(), format!("{of} {}", value(found.now))),
        ("The best found".to_owned(), format!("{of} {}", value(found.best))),
        ("Nothing is better than".to_owned(), format!("{of} {} ({})", value(found.bound), found.proof)),
    ]));
    if let Some(placed) = placed {
        document.paragraph(format!(
            "Simulated, the model's placing makes the C2 mean of the whole service change by {} {}: {}.",
            changes(placed).said(placed.outcome.mean),
            changes(placed).unit(),
            verdict(placed.outcome.mean)
        ));
    }
    document.table(table(found, scenario));
    if let Some(placed) = placed {
        document.heading("What the placing does, simulated");
        document.table(by_ics(placed));
        document.table(board::changes("The placing", &placed.outcome));
    }
    document.blocks.push(Block::List(said(found, placed.is_some())));
    if let Some(placed) = placed {
        closing::end(&mut document, &placed.experiment);
    }
    document
}

fn table(found: &Stationed, scenario: &Scenario) -> Grid {
    let region = scenario.region();
    let district = |code: &str| {
        let site = region.stations().iter().find(|site| site.code == code);
        let area = site.map(|site| &region.areas()[site.area.index()]);
        area.map_or_else(String::new, |area| region.districts()[area.district.index()].name.clone())
    };
    let mut rows: Vec<_> = found.stands.iter().filter(|own| own.now != own.best).collect();
    rows.sort_by_key(|own| (std::cmp::Reverse(own.now.abs_diff(own.best)), own.code.clone()));
    let caption =
        format!("Stations where the model differs most ({} of {})", rows.len().min(LISTED), rows.len());
    let mut grid = Grid::new(caption, "station")
        .words("district")
        .words("ICS")
        .numbers("vehicles now")
        .numbers("in the model");
    for own in rows.into_iter().take(LISTED) {
        let [now, best] = [own.now, own.best].map(|n| n.to_string());
        grid.row(vec![own.code.clone(), district(&own.code), own.ics_code.clone(), now, best]);
    }
    grid.note("Now: on duty on average over the week, to whole vehicles. All stations are in the JSON.")
}

fn changes(placed: &Placed) -> Changes {
    Changes::of_outcomes(Watched::C2, std::iter::once(&placed.outcome))
}

fn by_ics(placed: &Placed) -> Grid {
    let (c2, changes) = (Watched::C2, changes(placed));
    let mut grid = Grid::new("The same hours on the same shifts, at the model's stations", "ICS")
        .numbers("C2 mean now\nm:ss")
        .numbers(format!("change, {}\n(95% interval)", changes.unit()))
        .words("so");
    let cells = |label: String, now: Option<f64>, own| {
        vec![label, watched::now(c2, now), changes.said(own), verdict(own).to_owned()]
    };
    for (row, place) in placed.places.iter().enumerate() {
        let now = placed.present.waits[row].map(|own| own.mean);
        grid.row(cells(format!("{} {}", place.ics_code, place.name), now, placed.outcome.differences[row]));
    }
    let now = placed.present.whole.map(|own| own.mean);
    grid.row(cells("the whole service".to_owned(), now, placed.outcome.mean));
    let n = counted(placed.experiment.replications.len(), "replication");
    grid.note(format!(
        "{n}, paired. Ambulances of the generated pattern stand elsewhere; cars and responders stay."
    ))
}

fn said(found: &Stationed, simulated: bool) -> Vec<String> {
    let mut list = Vec::new();
    if found.synthetic > 0 {
        list.push(format!(
            "No station is recommended to be opened or closed: {} of {} stand at made-up places. Give a region folder whose \
             stations.csv has yours, with data_tier other than synthetic.",
            found.synthetic,
            found.stands.len()
        ));
    }
    list.push(match simulated {
        false => "No queue, no hour of the day and no hospital is in this model: simulate a placing (--simulate) before believing it.",
        true => "The model has no queue, no hour of the day and no hospital; the simulation has.",
    }.to_owned());
    list.push("Demand is where residents' incidents arise; drives are those of an ordinary hour.".to_owned());
    list
}
