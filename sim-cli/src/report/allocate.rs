//! Who gets what: lines by ICS, what became of each ICS's wait, and what other methods would have given.

use super::{areas, board, closing, header, maps, watched};
use crate::document::{
    Block, Chart, Document, Grid, Mark, count, counted, signed_seconds, signed_seconds_interval,
};
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
    frontier(&mut document, found);
    document.table(exchange(found));
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
        Some(tolerance) => format!("no ICS's wait longer than now by more than {:.1}%", 100.0 * tolerance),
    };
    let replications = found.experiment.replications.len();
    [
        ("Shared out", what),
        ("Made small", format!("{}, of {}", question.objective, question.watched.name())),
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
    let watched = found.question.watched;
    let now = if watched.is_wait() { "now\nmin:s" } else { "now" };
    let mut grid = Grid::new("Lines, and what became of them", "ICS")
        .numbers("lines")
        .numbers(format!("{} {now}", watched.name()))
        .numbers(format!("change, {}\n(95% interval)", watched::unit(watched)))
        .words("so");
    for (row, place) in found.places.iter().enumerate() {
        let now = found.present.as_ref().and_then(|own| own.waits[row]).map(|e| e.mean);
        grid.row(vec![
            format!("{} {}", place.ics_code, place.name),
            signed(allocation.lines[row]),
            watched::now(watched, now),
            watched::changed(watched, outcome.differences[row]),
            verdict(outcome.differences[row]).to_owned(),
        ]);
    }
    for (label, own) in [("the whole service", outcome.mean), ("the worst-off ICS", outcome.worst)] {
        let own_change = watched::changed(watched, own);
        grid.row(vec![label.to_owned(), String::new(), String::new(), own_change, verdict(own).to_owned()]);
    }
    document.table(grid.note(safeguard(found, outcome)));
    if found.answers.len() <= MOST_BOARDS {
        document.table(board::changes(outcome));
    }
    let mut pictures = vec![Block::Chart(chart(found, outcome, &answer.method))];
    pictures.extend(map(found, outcome, &answer.method));
    document.blocks.push(Block::Page(pictures));
}

/// The change of each ICS's wait on the map, if every ICS has one.
fn map(found: &Allocated, outcome: &Outcome, method: &str) -> Option<Block> {
    let each = found.places.iter().zip(&outcome.differences);
    let places = each.map(|(place, own)| {
        let name = format!("{} {}", place.ics_code, place.name);
        Some((place.code.clone(), name, (*own)?.mean))
    });
    let title = format!("Change of {} by ICS: {method}", found.question.watched.name());
    let words = (title, "The figures stand in the table above, with their intervals.".to_owned());
    let unit = watched::of_map(found.question.watched);
    let arm = &found.experiment.arms[0];
    Some(maps::by_patch(&arm.scenario, words, &places.collect::<Option<Vec<_>>>()?, unit))
}

fn signed(lines: i32) -> String {
    if lines == 0 { "0".to_owned() } else { format!("{lines:+}") }
}

pub(super) fn change(own: Option<Estimate>) -> String {
    let interval = signed_seconds_interval(own.and_then(|e| e.interval()));
    format!("{} {interval}", signed_seconds(own.map(|e| e.mean))).trim_end().to_owned()
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

pub(super) fn mark(watched: Watched, own: Option<Estimate>) -> Option<Mark> {
    let label = watched::by(watched, own.map(|e| e.mean));
    let times = watched::drawn(watched);
    let interval = |e: Estimate| e.interval().map(|(low, high)| (times * low, times * high));
    own.map(|e| Mark { value: times * e.mean, interval: interval(e), label })
}

fn chart(found: &Allocated, outcome: &Outcome, method: &str) -> Chart {
    let watched = found.question.watched;
    Chart {
        title: format!("Change of {} by ICS: {method}", found.question.watched.name()),
        description: "The figures stand in the table above.".to_owned(),
        axis: watched::axis(watched),
        label: "SYNTHETIC stations".to_owned(),
        series: vec![method.to_owned()],
        rows: found
            .places
            .iter()
            .zip(&outcome.differences)
            .map(|(place, own)| (format!("{} {}", place.ics_code, place.name), vec![mark(watched, *own)]))
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
    let watched = found.question.watched;
    let caption = format!("Changes on fresh tapes, {} (95% interval)", watched::unit(watched));
    let mut grid = Grid::new(caption, "method")
        .numbers("whole service")
        .numbers("the worst-off ICS")
        .numbers("the objective")
        .numbers("the objective against\nthe first method");
    let first = found.answers.first().and_then(|own| own.outcome.as_ref());
    for (row, answer) in found.answers.iter().enumerate() {
        let of = |which: fn(&Outcome) -> Option<Estimate>| {
            watched::changed(watched, answer.outcome.as_ref().and_then(which))
        };
        let beside = first.zip(answer.outcome.as_ref()).filter(|_| row > 0);
        let beside = beside.and_then(|(first, own)| paired(&first.losses, &own.losses));
        let cells = [of(|o| o.mean), of(|o| o.worst), of(|o| o.loss), watched::changed(watched, beside)];
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
    grid.note("Chance alone makes ICSs differ: read differences between rows, not levels. Concentration above 0: the more deprived wait longer.")
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
    let watched = found.question.watched;
    let worse: Vec<String> = found
        .places
        .iter()
        .zip(&own.differences)
        .filter(|(_, change)| change.is_some_and(|e| e.mean > 0.0))
        .map(|(place, own)| format!("{} {}", place.ics_code, watched::changed(watched, *own)))
        .collect();
    document.heading("What the safeguard costs");
    document.paragraph(format!(
        "Without it the best on the surface of runs has lines {:?}: the objective changes by {}, the whole service by {} ({}). \
         ICSs that would be worse off: {}.",
        loss.lines,
        watched::changed(watched, own.loss),
        watched::changed(watched, own.mean),
        watched::unit(watched),
        if worse.is_empty() { "none in these runs".to_owned() } else { worse.join("; ") }
    ));
}

fn frontier(document: &mut Document, found: &Allocated) {
    let watched = found.question.watched;
    if found.frontier.is_empty() {
        return;
    }
    document.heading("From the mean of all to the ICS that waits longest");
    let codes = found.places.iter().map(|place| place.ics_code.as_str()).collect::<Vec<_>>().join(" ");
    let mut grid = Grid::new("The frontier, on fresh tapes", "part of the longest wait")
        .words(format!("lines of\n{codes}"))
        .numbers(format!("whole service, {}\n(95% interval)", watched::unit(watched)))
        .numbers(format!("the worst-off ICS, {}\n(95% interval)", watched::unit(watched)));
    for point in &found.frontier {
        let lines = point.lines.iter().map(|n| format!("{n:>3}")).collect::<Vec<_>>().join(" ");
        let of = |which: fn(&Outcome) -> Option<Estimate>| {
            watched::changed(watched, point.outcome.as_ref().and_then(which))
        };
        grid.row(vec![format!("{:.1}", point.part), lines, of(|o| o.mean), of(|o| o.worst)]);
    }
    document.table(grid.note("Points with the same lines are the same runs."));
    let row = |point: &ambics::allocation::Point| {
        let of =
            |which: fn(&Outcome) -> Option<Estimate>| mark(watched, point.outcome.as_ref().and_then(which));
        (format!("{:.1}", point.part), vec![of(|o| o.mean), of(|o| o.worst)])
    };
    document.blocks.push(Block::Page(vec![Block::Chart(Chart {
        title: "The frontier".to_owned(),
        description: "The figures stand in the table above.".to_owned(),
        axis: watched::axis(watched),
        label: "SYNTHETIC stations".to_owned(),
        series: vec!["whole service".to_owned(), "the worst-off ICS".to_owned()],
        rows: found.frontier.iter().map(row).collect(),
    })]));
}

/// What one line in an ICS does to all.
fn exchange(found: &Allocated) -> Grid {
    let watched = found.question.watched;
    let caption =
        format!("What one line did in screening runs: {} of {}", watched::unit(watched), watched.name());
    let mut grid = Grid::new(caption, "a line in");
    for place in &found.places {
        grid = grid.numbers(place.ics_code.clone());
    }
    let Some(surface) = &found.surface else { return grid };
    for (from, place) in found.places.iter().enumerate() {
        let cells =
            (0..found.places.len()).map(|to| watched::by(watched, Some(surface.effect_s(from, to, 1))));
        grid.row(std::iter::once(format!("{} {}", place.ics_code, place.name)).chain(cells).collect());
    }
    grid.note("Dispatch is trust-wide: a line helps residents of other ICSs too. From runs of some lines at once, divided.")
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
