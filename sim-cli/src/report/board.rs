//! What boards watch beside means and centiles.

use super::allocate::verdict;
use super::watched;
use crate::document::Grid;
use ambics::allocation::{Outcome, Watched};
use ambics::outcome::{BoardMeasure, Level};
use ambics::stats::Estimate;

/// What else boards watch of the whole service.
pub(super) fn changes(outcome: &Outcome) -> Grid {
    let mut grid = Grid::new("What boards watch, whole service (95% interval)", "measure")
        .numbers("now")
        .numbers("change")
        .words("so");
    // Where no cost is set there is nothing to say of it.
    let is_nothing = |own: Option<Estimate>| own.is_none_or(|own| own.mean == 0.0);
    let own = outcome.board.iter().filter(|row| row.level == Level::Trust);
    for row in own.filter(|row| {
        let is_cost = row.watched == Watched::Board(BoardMeasure::CostPerHour);
        !(is_cost && is_nothing(row.present) && is_nothing(row.change))
    }) {
        grid.row(vec![
            watched::words(row.watched),
            watched::now(row.watched, row.present.map(|e| e.mean)),
            watched::changed(row.watched, row.change),
            less_or_more(row.change).to_owned(),
        ]);
    }
    grid.note(
        "Responses in min:s and seconds, shares in per cent. Hours lost are vehicle-hours a week of handover; the stack is all who \
         wait for somebody to be sent, at the worst instant of a day. The cost counts hours on top of the trust's own.",
    )
}

fn less_or_more(own: Option<Estimate>) -> &'static str {
    match verdict(own) {
        "faster" => "less",
        "slower" => "more",
        other => other,
    }
}
