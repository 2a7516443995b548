//! Who gets what, service by service.

use super::allocate::{facts, limits, verdict};
use super::watched::{self, Changes};
use super::{areas, closing};
use crate::document::{Block, Document, Grid, counted};
use ambics::allocation::{Allocated, Answer, Mode, Outcome};
use ambics::outcome::Level;
use ambics::stats::Estimate;

/// Every service by itself: one row each.
pub(crate) fn of_every_allocated(all: &[Allocated]) -> Document {
    let first = &all[0];
    let title = format!("Who gets what, service by service: {}", counted(all.len(), "service"));
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(
        "SYNTHETIC: stations stand at synthetic places; the rota pattern is generated".to_owned(),
    ));
    document
        .blocks
        .push(Block::Facts(facts(first).into_iter().filter(|(term, _)| term != "Shared out").collect()));
    let watched = first.question.watched;
    let outcomes = all.iter().flat_map(|own| own.answers.iter().chain(own.free.as_deref()));
    let changes = Changes::of_outcomes(watched, outcomes.filter_map(|own| own.outcome.as_ref()));
    let caption =
        format!("Changes of {} on fresh tapes, {} (95% interval)", watched::words(watched), changes.unit());
    let mut grid = Grid::new(caption, "service")
        .numbers("ICSs")
        .numbers("lines")
        .words("method")
        .numbers("whole service")
        .numbers("the worst-off ICS")
        .words("slower");
    for found in all {
        let arm = &found.experiment.arms[0];
        let code = areas::of(arm, Level::Trust).first().map_or_else(String::new, |own| own.code.clone());
        for answer in found.answers.iter().chain(found.free.as_deref()) {
            let of = |which: fn(&Outcome) -> Option<Estimate>| {
                changes.said(answer.outcome.as_ref().and_then(which))
            };
            grid.row(vec![
                code.clone(),
                found.places.len().to_string(),
                moved(found, answer),
                answer.method.clone(),
                of(|o| o.mean),
                of(|o| o.worst),
                slower(found, answer),
            ]);
        }
    }
    document.table(
        grid.note("Slower: ICSs whose interval lies above zero. No service is compared with another."),
    );
    document.blocks.push(Block::List(limits(first)));
    closing::end(&mut document, &first.experiment);
    document
}

/// Lines that were given out, or moved.
fn moved(found: &Allocated, answer: &Answer) -> String {
    let Ok(allocation) = &answer.allocation else { return "-".to_owned() };
    let sum: i32 = allocation.lines.iter().filter(|n| **n > 0).sum();
    if found.mode == Mode::Reshuffle { format!("{sum} moved") } else { sum.to_string() }
}

/// ICSs that wait longer, as far as can be told.
fn slower(found: &Allocated, answer: &Answer) -> String {
    let Some(outcome) = &answer.outcome else { return "-".to_owned() };
    let each = found.places.iter().zip(&outcome.differences);
    let codes: Vec<&str> = each
        .filter(|(_, own)| verdict(**own) == "slower")
        .map(|(place, _)| place.ics_code.as_str())
        .collect();
    if codes.is_empty() { "none told".to_owned() } else { codes.join(" ") }
}
