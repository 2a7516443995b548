//! Who gets what: lines by ICS, what became of each ICS's wait, and what other methods would have given.

use super::watched::{self, Changes};
use super::{areas, board, closing, frontier, header, maps};
use crate::document::{Block, Chart, Document, Grid, Mark, count, counted};
use ambics::allocation::{Allocated, Answer, LINE_H, Mode, Outcome, Watched};
use ambics::outcome::Level;
use ambics::stats::{Estimate, paired};

/// Answers beside which a table of all that boards watch is told; of more it stands in the tables.
const MOST_BOARDS: usize = 3;

/// The whole report.
pub(crate) fn of_allocated(found: &Allocated) -> Document {
    let arm = &found.experiment.arms[0];
    let service = areas::of(arm, Level::Trust).first().map_or_else(String::new, |own| own.label.clone());
    let mut document = Document { title: format!("Who gets what: {service}"), ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(&arm.scenario)));
    document.blocks.push(Block::Facts(facts(found)));
    for answer in &found.answers {
        by_place(&mut document, found, answer);
    }
    if found.answers.len() > 1 {
        document.heading("The methods beside each other");
        document.table(given(found));
        document.table(methods(found));
    }
    document.table(equity(found));
    price(&mut document, found);
    frontier::add(&mut document, found);
    document.table(frontier::exchange(found));
    document.blocks.push(Block::List(limits(found)));
    closing::end(&mut document, &found.experiment);
    document
}

pub(super) fn facts(found: &Allocated) -> Vec<(String, String)> {
    let question = &found.question;
    let what = match found.mode {
        Mode::Uplift if found.left_h >= 1.0 => format!(
            "{} of {} vehicle-hours a week; {} hours stay: they are less than a line, or lack vehicles",
            counted(found.lines as usize, "line"),
            count(LINE_H),
            count(found.left_h)
        ),
        Mode::Uplift => {
            format!("{} of {} vehicle-hours a week", counted(found.lines as usize, "line"), count(LINE_H))
        }
        Mode::Reshuffle => format!(
            "no hours more; at most {} of {} hours move",
            counted(found.lines as usize, "line"),
            count(LINE_H)
        ),
    };
    let safeguard = match question.safeguard {
        None => "none: an ICS may become worse off".to_owned(),
        Some(0.0) => "no ICS's wait longer than now".to_owned(),
        Some(tolerance) => format!("no ICS's wait longer than now by more than {:.1}%", 100.0 * tolerance),
    };
    let replications = found.experiment.replications.len();
    [
        ("Shared out", what),
        ("Made small", watched::objective(question.objective, question.watched)),
        ("Safeguard", safeguard),
        (
            "Told from",
            format!(
                "{} on luck that no method has seen, paired with the present",
                counted(replications, "replication")
            ),
        ),
    ]
    .map(|(term, fact)| (term.to_owned(), fact))
    .into()
}

fn by_place(document: &mut Document, found: &Allocated, answer: &Answer) {
    document.heading(answer.method.clone());
    let allocation = match &answer.allocation {
        Ok(allocation) => allocation,
        Err(refused) => {
            document.paragraph(format!("No allocation: {refused}."));
            return;
        }
    };
    let proof = match (&allocation.loss_s, &allocation.bound) {
        (Some(loss), Some(bound)) => format!(
            "In its own model {} and no allocation has less than {} ({}).",
            watched::now(found.question.watched, Some(*loss)),
            watched::now(found.question.watched, Some(bound.loss_s)),
            bound.how
        ),
        (Some(loss), None) => {
            format!(
                "In its own model {}; of that it has no bound.",
                watched::now(found.question.watched, Some(*loss))
            )
        }
        (None, _) if allocation.note.is_some() => "It has no model of waits.".to_owned(),
        (None, _) => "A rule: it has no model of waits, and proves nothing about what is best.".to_owned(),
    };
    let note = allocation.note.as_ref().map_or_else(String::new, |note| format!(" {note}."));
    document.paragraph(format!("{proof}{note}"));
    let Some(outcome) = &answer.outcome else { return };
    document.table(lines(found, answer, (&allocation.lines, outcome)).note(safeguard(found, outcome)));
    if found.answers.len() <= MOST_BOARDS {
        document.table(board::changes(&answer.method, outcome));
    }
    let mut pictures = vec![Block::Chart(chart(found, outcome, &answer.method))];
    pictures.extend(map(found, outcome, &answer.method));
    document.blocks.push(Block::Page(pictures));
}

/// The lines of each ICS, and what became of its wait.
fn lines(found: &Allocated, answer: &Answer, (lines, outcome): (&[i32], &Outcome)) -> Grid {
    let watched = found.question.watched;
    let changes = changes(found);
    let now = if watched.is_wait() { "now\nm:ss" } else { "now" };
    let mut grid = Grid::new(format!("{}: lines, and what became of waits", answer.method), "ICS")
        .numbers("lines")
        .numbers(format!("{} {now}", watched::words(watched)))
        .numbers(format!("change, {}\n(95% interval)", changes.unit()))
        .words("so");
    let of = |which: fn(&Outcome) -> Option<Estimate>| found.present.as_ref().and_then(which);
    let mut row = |label: String, lines: String, now: Option<Estimate>, change: Option<Estimate>| {
        let now = watched::now(watched, now.map(|e| e.mean));
        grid.row(vec![label, lines, now, changes.said(change), verdict(change).to_owned()]);
    };
    for (at, place) in found.places.iter().enumerate() {
        let now = found.present.as_ref().and_then(|own| own.waits[at]);
        row(format!("{} {}", place.ics_code, place.name), signed(lines[at]), now, outcome.differences[at]);
    }
    row("the whole service".to_owned(), String::new(), of(|own| own.whole), outcome.mean);
    row("the worst-off ICS".to_owned(), String::new(), of(|own| own.longest), outcome.worst);
    grid
}

/// How changes are written on this page.
pub(super) fn changes(found: &Allocated) -> Changes {
    let all = found.answers.iter().chain(found.free.as_deref()).filter_map(|own| own.outcome.as_ref());
    let points = found.frontier.iter().filter_map(|point| point.outcome.as_ref());
    Changes::of_outcomes(found.question.watched, all.chain(points))
}

/// The change of each ICS's wait on the map, if every ICS has one.
fn map(found: &Allocated, outcome: &Outcome, method: &str) -> Option<Block> {
    let each = found.places.iter().zip(&outcome.differences);
    let places = each.map(|(place, own)| {
        let name = format!("{} {}", place.ics_code, place.name);
        Some((place.code.clone(), name, (*own)?))
    });
    let title = format!("{method}: map of the change of {}", watched::words(found.question.watched));
    let words = (title, "The figures stand in the table above, with their intervals.".to_owned());
    let unit = changes(found).of_map();
    let arm = &found.experiment.arms[0];
    Some(maps::changes_by_patch(&arm.scenario, words, &places.collect::<Option<Vec<_>>>()?, unit))
}

/// `QJK +2, QOX -2`; who gets none is left out.
fn by_code(found: &Allocated, lines: &[i32]) -> String {
    let each = found.places.iter().zip(lines).filter(|(_, lines)| **lines != 0);
    let named: Vec<String> =
        each.map(|(place, lines)| format!("{} {}", place.ics_code, signed(*lines))).collect();
    if named.is_empty() { "nowhere".to_owned() } else { named.join(", ") }
}

fn signed(lines: i32) -> String {
    if lines == 0 { "0".to_owned() } else { format!("{lines:+}") }
}

pub(super) fn verdict(own: Option<Estimate>) -> &'static str {
    match own.and_then(|e| e.interval()) {
        Some((_, high)) if high < 0.0 => "faster",
        Some((low, _)) if low > 0.0 => "slower",
        Some(_) => "not told apart",
        None => "-",
    }
}

/// Whether the safeguard holds on fresh tapes, as far as can be told.
fn safeguard(found: &Allocated, outcome: &Outcome) -> String {
    let Some(tolerance) = found.question.safeguard else { return String::new() };
    let mut broken = Vec::new();
    let mut open = Vec::new();
    for (row, place) in found.places.iter().enumerate() {
        let now = found.present.as_ref().and_then(|own| own.waits[row]).map_or(0.0, |e| e.mean);
        let most = tolerance * now;
        match outcome.differences[row].and_then(|e| e.interval()) {
            Some((low, _)) if low > most => broken.push(place.ics_code.as_str()),
            Some((_, high)) if high > most => open.push(place.ics_code.as_str()),
            _ => {}
        }
    }
    match (broken.is_empty(), open.is_empty()) {
        (false, _) => format!("The safeguard does not hold for {}.", broken.join(", ")),
        (true, true) => "The safeguard holds for every ICS.".to_owned(),
        (true, false) => {
            format!(
                "The safeguard is not broken; for {} the runs cannot tell that it holds.",
                open.join(", ")
            )
        }
    }
}

pub(super) fn mark(changes: Changes, own: Option<Estimate>) -> Option<Mark> {
    let label = changes.by(own.map(|e| e.mean));
    let times = changes.drawn();
    let interval = |e: Estimate| e.interval().map(|(low, high)| (times * low, times * high));
    own.map(|e| Mark { value: times * e.mean, interval: interval(e), label })
}

fn chart(found: &Allocated, outcome: &Outcome, method: &str) -> Chart {
    let watched = found.question.watched;
    let changes = changes(found);
    Chart {
        title: format!("{method}: change of {} by ICS", watched::words(watched)),
        description: "The figures stand in the table above.".to_owned(),
        axis: changes.axis(),
        label: "SYNTHETIC stations".to_owned(),
        series: vec![method.to_owned()],
        rows: found
            .places
            .iter()
            .zip(&outcome.differences)
            .map(|(place, own)| (format!("{} {}", place.ics_code, place.name), vec![mark(changes, *own)]))
            .collect(),
    }
}

/// The lines of each ICS by each method.
fn given(found: &Allocated) -> Grid {
    let grid = Grid::new("Lines by ICS", "method");
    let mut grid = found.places.iter().fold(grid, |grid, place| grid.numbers(place.ics_code.clone()));
    for answer in &found.answers {
        let cells = match &answer.allocation {
            Ok(own) => own.lines.iter().map(|lines| signed(*lines)).collect(),
            Err(_) => vec!["none".to_owned(); found.places.len()],
        };
        grid.row(std::iter::once(answer.method.clone()).chain(cells).collect());
    }
    grid
}

fn methods(found: &Allocated) -> Grid {
    let changes = changes(found);
    let caption = format!("Changes on fresh tapes, {} (95% interval)", changes.unit());
    let mut grid = Grid::new(caption, "method")
        .numbers("whole service")
        .numbers("the worst-off ICS")
        .numbers("the objective")
        .numbers("the objective against\nthe first method");
    let first = found.answers.first().and_then(|own| own.outcome.as_ref());
    for (row, answer) in found.answers.iter().enumerate() {
        let of =
            |which: fn(&Outcome) -> Option<Estimate>| changes.said(answer.outcome.as_ref().and_then(which));
        let beside = first.zip(answer.outcome.as_ref()).filter(|_| row > 0);
        let beside = beside.and_then(|(first, own)| paired(&first.losses, &own.losses));
        let cells = [of(|o| o.mean), of(|o| o.worst), of(|o| o.loss), changes.said(beside)];
        grid.row(std::iter::once(answer.method.clone()).chain(cells).collect());
    }
    grid.note(
        "The last column is paired: methods whose interval holds zero are not told apart. No order is meant.",
    )
}

/// How unequal waits are over ICSs, as things stand and with each method.
fn equity(found: &Allocated) -> Grid {
    let all = found.equity();
    let mut methods: Vec<&str> = all.iter().map(|row| row.0).collect();
    methods.dedup();
    let shown = [
        ("gini", "Gini"),
        ("theil_t", "Theil T"),
        ("atkinson_one", "Atkinson 1"),
        ("concentration", "concentration\nby deprivation"),
        ("p90_minus_p10", "P90 less P10"),
    ];
    let mut grid = Grid::new("How unequal waits are over ICSs (95% interval)", "method");
    for (_, head) in shown {
        grid = grid.numbers(head);
    }
    for method in methods {
        let cell = |(index, _): (&str, &str)| {
            let own = all.iter().find(|row| row.0 == method && row.1 == index).map(|row| row.2);
            own.map_or_else(|| "-".to_owned(), |own| written(found.question.watched, index, own))
        };
        grid.row(std::iter::once(method.to_owned()).chain(shown.map(cell)).collect());
    }
    grid.note("Chance alone makes ICSs differ: read differences between rows, not levels. Concentration above 0: ICSs that are more deprived on average wait longer; within an ICS it says nothing.")
}

fn written(watched: Watched, index: &str, own: Estimate) -> String {
    if index == "p90_minus_p10" {
        return watched::now(watched, Some(own.mean));
    }
    match own.interval() {
        Some((low, high)) => format!("{:.3} [{low:.3}, {high:.3}]", own.mean),
        None => format!("{:.3}", own.mean),
    }
}

/// What the safeguard costs, and which ICSs bind it.
fn price(document: &mut Document, found: &Allocated) {
    let Some(free) = &found.free else { return };
    let (Some(own), Some(loss)) = (free.outcome.as_ref(), free.allocation.as_ref().ok()) else { return };
    let changes = changes(found);
    let worse: Vec<String> = found
        .places
        .iter()
        .zip(&own.differences)
        .filter(|(_, change)| change.is_some_and(|e| e.mean > 0.0))
        .map(|(place, own)| format!("{} {}", place.ics_code, changes.said(*own)))
        .collect();
    document.heading("What the safeguard costs");
    document.paragraph(format!(
        "Without it the best on the surface of runs has lines {}: the objective changes by {}, the whole service by {} ({}). \
         ICSs that would be worse off: {}.",
        by_code(found, &loss.lines),
        changes.said(own.loss),
        changes.said(own.mean),
        changes.unit(),
        if worse.is_empty() { "none in these runs".to_owned() } else { worse.join("; ") }
    ));
}

/// What stands in for published indices of need.
const NO_INDEX: &str = "Method need-weighted knows no published need index and no emergency ambulance cost adjustment: residents \
     weighed by assumed unmet demand, and vehicle-hours an incident in runs, stand in for them. Give them by --need.";

pub(super) fn limits(found: &Allocated) -> Vec<String> {
    let mut list: Vec<String> = found.question.harm.iter().map(ambics::allocation::Harm::said).collect();
    let is_by_need = found.question.methods.iter().any(|method| method.name() == "need-weighted");
    if is_by_need {
        list.push(
            found.question.need.as_ref().map_or_else(|| NO_INDEX.to_owned(), ambics::allocation::Need::said),
        );
    }
    list.extend([
        "Which ICS gets a line is decided here; at which station and on which shift it stands follows workload and the week's \
         curve, over synthetic stations."
            .to_owned(),
        "Hours are effective hours of this model, not rostered ones. Crews, vehicles and make-ready are taken as there."
            .to_owned(),
        "Waits are simulated, and differences paired with the present; intervals hold chance only.".to_owned(),
    ]);
    if found.mode == Mode::Reshuffle {
        list.push(
            "A move changes the hour as well as the place: what goes stood where cover was beyond the week's curve, what comes \
             stands where it was short. A gain of every ICS at once is one of the hour, and the generated rota follows its \
             curve only roughly: do not take it for yours."
                .to_owned(),
        );
        list.push(
            "A reshuffle is rarely what a trust can do: consultation takes half a year and touches few lines.".to_owned(),
        );
    }
    list
}
