//! What would have to be true: one table, and what it does not say.

use super::{areas, closing, header};
use crate::document::{Block, Document, Grid, clock, count};
use ambics::experiment::Experiment;
use ambics::experiment::required::{Change, Required, Requirement, Size, Whose};

/// The whole report.
pub(crate) fn of_required(found: &Required) -> Document {
    let mut document = required_brief(found);
    let base = Experiment { arms: vec![found.experiment.arms[0].clone()], ..found.experiment.clone() };
    document.heading("What was run");
    document.blocks.push(Block::Facts(header::common_facts(&base)));
    header::warnings(&mut document, &base, &[]);
    closing::end(&mut document, &found.experiment);
    document
}

/// The table, and what it does not say.
pub(super) fn required_brief(found: &Required) -> Document {
    let arm = &found.experiment.arms[0];
    let faster = clock(Some(found.question.faster_s));
    let [trust, ics] = &found.whose;
    let place = |whose: &Whose| areas::label(arm, whose.level, &whose.code);
    let title = format!("What would have to be true: {}, C2 faster by {faster}", place(trust));
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(&arm.scenario)));
    let now = |whose: &Whose| clock(whose.present_s.map(|e| e.mean));
    document.blocks.push(Block::Facts(vec![
        (
            "Question".to_owned(),
            format!("one thing alone changes: how far, for the C2 mean to fall by {faster}?"),
        ),
        ("The service now".to_owned(), format!("C2 mean {}", now(trust))),
        ("Waits longest now".to_owned(), format!("{}, C2 mean {}", place(ics), now(ics))),
    ]));
    document.table(table(found, [&place(trust), &place(ics)]));
    document.blocks.push(Block::List(limits(found)));
    document
}

fn table(found: &Required, places: [&str; 2]) -> Grid {
    let caption = format!("Any one of these, alone ({} replications)", found.experiment.replications.len());
    let mut grid = Grid::new(caption, "what changes")
        .words(format!("enough for {}\n(95% interval)", places[0]))
        .words(format!("enough for {}\n(95% interval)", places[1]))
        .note("Intervals hold chance only. \"Over\" is beyond the largest size that was run.");
    for row in &found.rows {
        let cell = |column: usize| cell(row, row.sizes[column], &found.whose[0]);
        grid.row(vec![what(row).to_owned(), cell(0), cell(1)]);
    }
    grid
}

const fn what(row: &Requirement) -> &'static str {
    match row.change {
        Change::Hours => "vehicle-hours",
        Change::Handover => "mean handover, everywhere",
        Change::NamedHandover => "the same, named below",
        Change::HearAndTreat => "hear and treat",
        Change::Incidents => "incidents",
        Change::GoLive => "earlier go-live",
    }
}

/// `+2.1% (1.4 to 3.3)`; for incidents how many a day that is in the service.
fn cell(row: &Requirement, size: Size, service: &Whose) -> String {
    let unit = match row.change.unit() {
        "%" => "%".to_owned(),
        unit => format!(" {unit}"),
    };
    let bare = |value: f64| if value < 9.95 { format!("{value:.1}") } else { format!("{value:.0}") };
    let least = size.low.map_or_else(|| format!("over {}", bare(size.most)), bare);
    let Some(value) = size.value else {
        return match size.low {
            Some(_) => format!("over {}{unit} (from {least} on)", bare(size.most)),
            None => format!("over {}{unit}", bare(size.most)),
        };
    };
    let most = size.high.map_or_else(|| format!("over {}", bare(size.most)), bare);
    let sign = match row.change {
        Change::Hours | Change::HearAndTreat => "+",
        Change::GoLive => "",
        _ => "\u{2212}",
    };
    let daily = if row.change == Change::Incidents {
        format!(", {} a day", count(0.01 * value * service.incidents_a_day))
    } else {
        String::new()
    };
    format!("{sign}{}{unit}{daily} ({least} to {most})", bare(value))
}

fn limits(found: &Required) -> Vec<String> {
    let mut list = vec![
        "No public evidence says that an arrangement, a lead ICS or any other, delivers any of these.".to_owned(),
        "Ambulances are dispatched trust-wide in every case: an arrangement reaches the patient's wait only through \
         funded hours, handover, interventions, a shared hub and effort."
            .to_owned(),
        "Each change is alone and at once. Two together are not the sum of both.".to_owned(),
        "Hours are effective hours of this model; how a percentage of them is bought is not in it.".to_owned(),
    ];
    for row in found.rows.iter().filter(|row| !row.departments.is_empty()) {
        let names = row.departments.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        list.insert(
            0,
            format!("Named are the departments where crews lose most hours beyond 15 minutes: {names}."),
        );
    }
    if found.rows.iter().all(|row| row.change != Change::GoLive) {
        let text =
            "Earlier go-live is not in the table: the scenario has no intervention with a day (`from`).";
        list.push(text.to_owned());
    }
    list
}
