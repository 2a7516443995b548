//! What is said of a circle: whether prevention feeds itself, and how a budget is best split between it and crews.

mod months;
mod regimes;
mod response;
mod splits;
mod words;

use super::closing;
use super::header::synthetic;
use crate::document::{Block, Document, count};
use ambics::experiment::circle::{CircleRun, ProgrammeResult, Spread};

/// What stands across every figure.
const LABEL: &str = "SYNTHETIC stations, effective hours";
const MILLION: f64 = 1e6;

/// The whole report.
pub(crate) fn of_circle(found: &CircleRun) -> Document {
    let base = &found.experiment.arms[0];
    let title = format!("ambics circle: prevention and crews, {}", found.place.icses.join(", "));
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(synthetic(&base.scenario)));
    document.blocks.push(Block::Facts(words::facts(found)));
    words::warnings(&mut document, found);
    document.heading("In short");
    document.blocks.push(Block::List(words::in_short(found)));
    document.heading("1. Does it feed itself?");
    regimes::tables(&mut document, found);
    months::table(&mut document, found);
    document.heading("2. Do both well: the best split of the budget");
    splits::tables(&mut document, found);
    document.heading("3. What a minute of the C2 mean costs");
    document.table(splits::minutes(found));
    document.heading("4. How waiting answered in the runs");
    response::tables(&mut document, found);
    document.heading("What this does not say");
    document.blocks.push(Block::List(words::limits(found)));
    closing::end_with(&mut document, &found.experiment, &words::SENTENCES_OF);
    document
}

/// What a programme is called in tables.
fn name(found: &CircleRun, own: &ProgrammeResult) -> String {
    match own.names.as_slice() {
        [only] => only.clone(),
        all if found.programmes.len() > 1 => format!("all {} together", all.len()),
        all => all.join(" + "),
    }
}

/// `1,240 [-10, 3,100]`.
fn counts(spread: Spread) -> String {
    format!("{} [{}, {}]", count(spread.mean), count(spread.low), count(spread.high))
}

/// `£1.6 million`, or `£250,000`.
fn pounds(gbp: f64) -> String {
    if gbp.abs() >= MILLION { format!("£{:.2} million", gbp / MILLION) } else { format!("£{}", count(gbp)) }
}
