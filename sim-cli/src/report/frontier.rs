//! From the mean of all to the ICS that waits longest, and what one line does to all.

use super::allocate::{changes, mark};
use super::watched::{self, Changes};
use crate::document::{Block, Chart, Document, Grid};
use ambics::allocation::{Allocated, Outcome, Point};
use ambics::stats::Estimate;

/// What each part of the longest wait gives, as a table and drawn.
pub(super) fn add(document: &mut Document, found: &Allocated) {
    let changes = changes(found);
    if found.frontier.is_empty() {
        return;
    }
    document.heading("From the mean of all to the ICS that waits longest");
    let codes = found.places.iter().map(|place| place.ics_code.as_str()).collect::<Vec<_>>().join(" ");
    let mut grid = Grid::new("The frontier, on fresh tapes", "part of the longest wait")
        .words(format!("lines of\n{codes}"))
        .numbers(format!("whole service, {}\n(95% interval)", changes.unit()))
        .numbers(format!("the worst-off ICS, {}\n(95% interval)", changes.unit()));
    for point in &found.frontier {
        let lines = point.lines.iter().map(|n| format!("{n:>3}")).collect::<Vec<_>>().join(" ");
        let of =
            |which: fn(&Outcome) -> Option<Estimate>| changes.said(point.outcome.as_ref().and_then(which));
        grid.row(vec![format!("{:.1}", point.part), lines, of(|o| o.mean), of(|o| o.worst)]);
    }
    document.table(grid.note("Points with the same lines are the same runs."));
    let row = |point: &Point| {
        let of =
            |which: fn(&Outcome) -> Option<Estimate>| mark(changes, point.outcome.as_ref().and_then(which));
        (format!("{:.1}", point.part), vec![of(|o| o.mean), of(|o| o.worst)])
    };
    document.blocks.push(Block::Page(vec![Block::Chart(Chart {
        title: "The frontier".to_owned(),
        description: "The figures stand in the table above.".to_owned(),
        axis: changes.axis(),
        label: "SYNTHETIC stations".to_owned(),
        series: vec!["whole service".to_owned(), "the worst-off ICS".to_owned()],
        rows: found.frontier.iter().map(row).collect(),
    })]));
}

/// What one line in an ICS does to all.
pub(super) fn exchange(found: &Allocated) -> Grid {
    let watched = found.question.watched;
    let Some(surface) = &found.surface else { return Grid::new("", "a line in") };
    let n = found.places.len();
    let effect = |from: usize, to: usize| surface.effect_s(from, to, 1);
    let largest = (0..n * n).map(|cell| effect(cell / n, cell % n).abs()).fold(0.0, f64::max);
    let changes = Changes::up_to(watched, largest);
    let caption = format!(
        "What one line did in screening runs: change of {}, {}",
        watched::words(watched),
        changes.unit()
    );
    let mut grid = Grid::new(caption, "a line in");
    for place in &found.places {
        grid = grid.numbers(place.ics_code.clone());
    }
    for (from, place) in found.places.iter().enumerate() {
        let cells = (0..n).map(|to| changes.by(Some(effect(from, to))));
        grid.row(std::iter::once(format!("{} {}", place.ics_code, place.name)).chain(cells).collect());
    }
    grid.note("Dispatch is trust-wide: a line helps residents of other ICSs too. From runs of some lines at once, divided.")
}
