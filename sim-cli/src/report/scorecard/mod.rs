//! A scorecard: the table first, then what lies outside, then pictures, places, and what it is no good for.

mod backtest;
mod pictures;

pub(crate) use backtest::Backtest;

use super::{closing, header};
use crate::document::{Block, Document, Grid, Heat, HeatCell, Tone, clock, counted, hundredths, share};
use ambics::experiment::scorecard::{Measure, Scorecard, ScoredFigure, URBAN_RURAL_C1};
use ambics::outcome::Level;

/// What a commissioner will ask that no scorecard makes the model fit for.
const NOT_FOR: [&str; 8] = [
    "Levels by ICS or district: nothing is published there to hold them against. Use differences between arms; do not rank.",
    "Where to open or close a station: stations here are synthetic until you supply yours.",
    "What an arrangement or a contract has done: there is no trial to learn it from, and a lead is only a place for hours.",
    "Lives, outcomes, money: none is in the model, and response time stands for none of them.",
    "How an acute trust will answer: handover is as published, set by you, or a queue fitted to it; it reacts to nothing.",
    "Rostered hours: the fitted ones are effective hours, which take up whatever else is wrong.",
    "A forecast of winter: it gives a month's response from the month's own demand and handover.",
    "Tonight: never for live dispatch, strikes or surge.",
];

/// The report of a scorecard, with a backtest's if there is one.
pub(crate) fn of_scorecard(card: &Scorecard, backtest: Option<&Backtest>) -> Document {
    let Some(experiment) = card.experiments.first() else { return Document::default() };
    let months = match &card.months[..] {
        [only] => only.to_string(),
        months => format!("{} to {}", months[0], months[months.len() - 1]),
    };
    let title = format!("ambics scorecard: {}, {months}", experiment.arms[0].name);
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(&experiment.arms[0].scenario)));
    document.blocks.push(Block::Facts(facts(card, &months)));
    document.blocks.push(Block::Heat(scores(card)));
    document.table(outside(card));
    shape(&mut document, card);
    pictures::observed(&mut document, card);
    pictures::residuals(&mut document, card);
    if let Some(backtest) = backtest {
        backtest.tell(&mut document);
    }
    pictures::places(&mut document, card);
    document.heading("What this model cannot be used for");
    document.blocks.push(Block::List(NOT_FOR.into_iter().map(str::to_owned).collect()));
    header::warnings(&mut document, experiment, &[]);
    closing::end(&mut document, experiment);
    document
}

fn facts(card: &Scorecard, months: &str) -> Vec<(String, String)> {
    let holds = card.holds();
    let n = holds.iter().filter(|(_, holds)| *holds).count();
    let named: Vec<&str> = holds.iter().filter(|(_, h)| !h).map(|(code, _)| short_name(card, code)).collect();
    let not = if named.is_empty() { String::new() } else { format!("; not: {}", named.join(", ")) };
    let replications = card.experiments.iter().map(|experiment| experiment.replications.len()).max();
    let mut facts = vec![
        ("Verdict".to_owned(), format!("{n} of {} services hold{not}", holds.len())),
        (
            "Months".to_owned(),
            format!("{months}, each run on its own, {}", counted(replications.unwrap_or(0), "replication")),
        ),
        ("Figures".to_owned(), "plain mean of the monthly values, the same months on both sides".to_owned()),
    ];
    let national = card.figures.iter().find(|figure| figure.level == Level::England && figure.scored);
    if let Some(c2) = national {
        let verdict = if c2.within { "holds" } else { "does not hold" };
        let (model, published) = (clock(Some(c2.model)), clock(Some(c2.published)));
        let said = format!("{model} against {published}, {:+.1}%: {verdict}", c2.off() * 100.0);
        facts.push(("England's C2 mean".to_owned(), said));
    }
    if let Some(ratio) = card.rural_over_urban_c1() {
        let (low, high) = URBAN_RURAL_C1;
        let said = format!("{ratio:.2}, where {low:.2} to {high:.2} is expected");
        facts.push(("C1, rural over urban".to_owned(), said));
    }
    facts
}

fn short_name<'a>(card: &'a Scorecard, code: &'a str) -> &'a str {
    card.figures.iter().find(|figure| figure.code == code).map_or(code, |figure| &figure.name)
}

/// Services in order of code, England last.
fn codes(card: &Scorecard) -> Vec<&str> {
    let mut codes: Vec<&str> = card.figures.iter().map(|figure| figure.code.as_str()).collect();
    codes.dedup();
    codes
}

fn find<'a>(card: &'a Scorecard, code: &str, measure: Measure) -> Option<&'a ScoredFigure> {
    card.figures.iter().find(|figure| figure.code == code && figure.measure == measure)
}

fn scores(card: &Scorecard) -> Heat {
    let codes = codes(card);
    let rows = Measure::all().into_iter().map(|measure| {
        let cells = codes.iter().map(|code| cell(find(card, code, measure))).collect();
        (name(measure), cells)
    });
    Heat {
        caption: "Model over published; for shares of incidents, points of difference".to_owned(),
        first: "figure".to_owned(),
        columns: codes.iter().map(|code| short_name(card, code).to_owned()).collect(),
        rows: rows.collect(),
        note: "* does not hold: beyond the tolerance (C1 6%, C1T and C2 8%, C3 12%, C4 20%, shares 1 point, vehicles \
               5%, England's C2 mean 5%) and beyond twice the sampling error of the published figure. England's other \
               figures and C4 of the Isle of Wight are told in brackets, not scored. Shares and vehicles arriving are \
               inputs: they test the program."
            .to_owned(),
    }
}

/// A measure in a reader's words.
fn name(measure: Measure) -> String {
    measure.name().replace("_ed", " to ED").replace('_', " ")
}

fn cell(figure: Option<&ScoredFigure>) -> HeatCell {
    let Some(figure) = figure else { return HeatCell { text: "-".to_owned(), tone: Tone::Plain } };
    let text = if figure.measure.by_difference() {
        signed(figure.off() * 100.0, 1)
    } else {
        hundredths(Some(figure.ratio()))
    };
    let tone = match (figure.scored, figure.within) {
        (false, _) => return HeatCell { text: format!("({text})"), tone: Tone::Plain },
        (true, true) => Tone::Holds,
        (true, false) if figure.off() > 0.0 => Tone::Above,
        (true, false) => Tone::Below,
    };
    HeatCell { text, tone }
}

/// Every scored figure beyond its bound.
fn outside(card: &Scorecard) -> Grid {
    let mut grid = Grid::new(
        "Figures that do not hold; response m:ss or h:mm:ss, vehicles arriving a number",
        "service, figure",
    )
    .numbers("model")
    .numbers("published")
    .numbers("off")
    .numbers("allowed")
    .numbers("sampling\nerror");
    for figure in card.figures.iter().filter(|figure| figure.scored && !figure.within) {
        let points = |value: f64| format!("{:.1}", value * 100.0);
        grid.row(vec![
            format!("{} {}", figure.name, name(figure.measure)),
            value(figure.measure, figure.model),
            value(figure.measure, figure.published),
            format!("{:+.1}", figure.off() * 100.0),
            points(figure.allowed),
            points(figure.sampling_error),
        ]);
    }
    grid.note("Off, allowed and sampling error in per cent of the published figure; in points for shares of incidents.")
}

/// With its sign, which a zero has not.
fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{value:+.decimals$}");
    if text[1..].bytes().all(|byte| byte == b'0' || byte == b'.') { text[1..].to_owned() } else { text }
}

fn value(measure: Measure, value: f64) -> String {
    match measure {
        Measure::Response(..) => clock(Some(value)),
        Measure::Share(_) => share(Some(value)),
        Measure::Arriving(_) => hundredths(Some(value)),
    }
}

/// England's ratio of 90th centile to mean, which says whether days and queues are as uneven as they are.
fn shape(document: &mut Document, card: &Scorecard) {
    let mut grid =
        Grid::new("England: 90th centile over mean", "category").numbers("model").numbers("published");
    let mut england = card.figures.iter().filter(|figure| figure.level == Level::England).peekable();
    while let Some(mean) = england.next() {
        let Some(p90) = england.peek() else { break };
        if let (Measure::Response(category, _), Measure::Response(other, _)) = (mean.measure, p90.measure)
            && category == other
        {
            grid.row(vec![
                category.name().to_owned(),
                hundredths(Some(p90.model / mean.model)),
                hundredths(Some(p90.published / mean.published)),
            ]);
            england.next();
        }
    }
    document.table(grid);
}
