//! What boards watch beside means and centiles.

use super::allocate::verdict;
use super::watched::{self, Changes};
use crate::document::Grid;
use ambics::allocation::{BoardChange, Outcome, Watched};
use ambics::outcome::{BoardMeasure, Level};
use ambics::stats::Estimate;

/// What else boards watch of the whole service.
pub(super) fn changes(of: &str, outcome: &Outcome) -> Grid {
    let mut grid = Grid::new(format!("{of}: what boards watch, whole service (95% interval)"), "measure")
        .numbers("now")
        .numbers("change")
        .words("so");
    // Where no cost is set there is nothing to say of it.
    let is_nothing = |own: Option<Estimate>| own.is_none_or(|own| own.mean == 0.0);
    let is_cost = |row: &&BoardChange| row.watched == Watched::Board(BoardMeasure::CostPerHour);
    let free = |row: &&BoardChange| is_cost(row) && is_nothing(row.present) && is_nothing(row.change);
    let own = || outcome.board.iter().filter(|row| row.level == Level::Trust && !free(row));
    for row in own() {
        let changes = Changes::of(row.watched, std::iter::once(row.change));
        grid.row(vec![
            watched::words(row.watched),
            watched::now(row.watched, row.present.map(|e| e.mean)),
            changes.said(row.change) + changes.suffix(),
            less_or_more(row.change).to_owned(),
        ]);
    }
    let cost = match own().any(|row| is_cost(&row)) {
        true => " The cost counts hours on top of the trust's own.",
        false => "",
    };
    grid.note(format!(
        "Responses and longer changes in m:ss. Hours lost are vehicle-hours a week of handover; the stack is all who wait for \
         somebody to be sent, at the worst instant of a day.{cost}"
    ))
}

fn less_or_more(own: Option<Estimate>) -> &'static str {
    match verdict(own) {
        "faster" => "less",
        "slower" => "more",
        other => other,
    }
}
