//! What a sum of money a week buys: offers alone, the mix, and what became of each ICS's wait.

use super::allocate::{mark, verdict};
use super::watched::{self, Changes};
use super::{areas, closing, header};
use crate::document::{Block, Chart, Document, Grid, count, counted};
use ambics::allocation::{Bought, Outcome, Portfolio};
use ambics::outcome::Level;
use ambics::stats::Estimate;

/// The whole report.
pub(crate) fn of_portfolio(found: &Portfolio) -> Document {
    let arm = &found.experiment.arms[0];
    let service = areas::of(arm, Level::Trust).first().map_or_else(String::new, |own| own.label.clone());
    let sum = count(found.question.pounds);
    let mut document =
        Document { title: format!("What £{sum} a week buys: {service}"), ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(&arm.scenario)));
    document.blocks.push(Block::Facts(facts(found)));
    document.table(offers(found));
    document.blocks.push(Block::Page(vec![Block::Chart(chart(found))]));
    match &found.mix {
        Some(mix) => document.table(by_place(found, mix)),
        None => document.paragraph(
            "No mix that was looked at keeps to the safeguard, not even buying nothing.".to_owned(),
        ),
    }
    document.blocks.push(Block::List(said(found)));
    closing::end(&mut document, &found.experiment);
    document
}

fn facts(found: &Portfolio) -> Vec<(String, String)> {
    let question = &found.question;
    let safeguard = match question.safeguard {
        None => "none: an ICS may become worse off".to_owned(),
        Some(0.0) => "no ICS's wait longer than now".to_owned(),
        Some(tolerance) => format!("no ICS's wait longer than now by more than {:.1}%", 100.0 * tolerance),
    };
    let mix = found.mix.as_ref().map_or_else(|| "none".to_owned(), |mix| found.units(mix));
    let how = if found.every {
        "every mix that the sum buys was looked at"
    } else {
        "a search by single units and swaps: it proves nothing"
    };
    let replications = counted(found.experiment.replications.len(), "replication");
    [
        ("Made small", watched::objective(question.objective, question.watched)),
        ("Safeguard", safeguard),
        ("The mix", format!("{mix}; chosen by what offers did one at a time, added up; {how}")),
        (
            "Told from",
            format!("{replications} on luck that the choice has not seen, paired with the present"),
        ),
    ]
    .map(|(term, fact)| (term.to_owned(), fact))
    .into()
}

/// Rows of what is bought: its name, and what it is.
fn rows(found: &Portfolio) -> impl Iterator<Item = (&str, &Bought)> {
    let names = found.question.offers.iter().map(|own| own.name.as_str());
    let alone = names.zip(&found.alone).filter_map(|(name, own)| Some((name, own.as_ref()?)));
    alone.chain(found.mix.iter().map(|mix| ("the mix", mix)))
}

/// How changes are written on this page.
fn changes(found: &Portfolio) -> Changes {
    Changes::of_outcomes(found.question.watched, rows(found).filter_map(|(_, own)| own.outcome.as_ref()))
}

fn offers(found: &Portfolio) -> Grid {
    let changes = changes(found);
    let words = watched::words(found.question.watched);
    let caption =
        format!("Each offer by itself, and the mix: change of {words}, {} (95% interval)", changes.unit());
    let mut grid = Grid::new(caption, "offer")
        .numbers("units")
        .numbers("£ a week")
        .numbers("whole service")
        .numbers("per £10,000\na week")
        .numbers("longest wait\nof an ICS")
        .words("so");
    for (name, bought) in rows(found) {
        let of = |which: fn(&Outcome) -> Option<Estimate>| bought.outcome.as_ref().and_then(which);
        let mean = of(|own| own.mean);
        let rate = mean.map(|own| own.mean * 10_000.0 / bought.pounds).filter(|own| own.is_finite());
        grid.row(vec![
            name.to_owned(),
            bought.units.iter().sum::<i32>().to_string(),
            count(bought.pounds),
            changes.said(mean),
            changes.by(rate),
            changes.said(of(|own| own.worst)),
            verdict(mean).to_owned(),
        ]);
    }
    let unsold = found.question.offers.iter().zip(&found.alone).filter(|(_, own)| own.is_none());
    let dear: Vec<&str> = unsold.map(|(offer, _)| offer.name.as_str()).collect();
    let note = "Left of the sum what does not buy a whole unit. Prices are those of the list.";
    match dear.is_empty() {
        true => grid.note(note),
        false => grid.note(format!("{note} Too dear for the sum: {}.", dear.join(", "))),
    }
}

fn by_place(found: &Portfolio, mix: &Bought) -> Grid {
    let (watched, changes) = (found.question.watched, changes(found));
    let mut grid = Grid::new("The mix by ICS", "ICS")
        .numbers(format!("{} now", watched::words(watched)))
        .numbers(format!("change, {}\n(95% interval)", changes.unit()))
        .words("so");
    for (row, place) in found.places.iter().enumerate() {
        let now = found.present.as_ref().and_then(|own| own.waits[row]).map(|own| own.mean);
        let own = mix.outcome.as_ref().and_then(|own| own.differences[row]);
        grid.row(vec![
            format!("{} {}", place.ics_code, place.name),
            watched::now(watched, now),
            changes.said(own),
            verdict(own).to_owned(),
        ]);
    }
    grid
}

fn chart(found: &Portfolio) -> Chart {
    let changes = changes(found);
    let row = |(name, bought): (&str, &Bought)| {
        let mean = bought.outcome.as_ref().and_then(|own| own.mean);
        (name.to_owned(), vec![mark(changes, mean)])
    };
    Chart {
        title: "The whole service's wait by what is bought".to_owned(),
        description: "The figures stand in the table above.".to_owned(),
        axis: changes.axis(),
        label: "SYNTHETIC stations".to_owned(),
        series: vec![watched::words(found.question.watched)],
        rows: rows(found).map(row).collect(),
    }
}

fn said(found: &Portfolio) -> Vec<String> {
    let mut list: Vec<String> = found
        .question
        .offers
        .iter()
        .filter(|own| !own.source.is_empty())
        .map(|own| format!("{}: {}", own.name, own.source))
        .collect();
    list.push(
        "Prices and sizes are inputs: that an offer can be had at its price, and by when, is not asked here. What works beyond \
         the window, as prevention does, is seen only as far as the window goes."
            .to_owned(),
    );
    list.push(
        "The mix is the best in the screen's own runs, where effects of offers are added up; what it does is told from other luck, \
         and can be less than an offer alone."
            .to_owned(),
    );
    list
}
