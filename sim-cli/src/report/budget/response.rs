//! The runs by which the response was measured.

use crate::document::{Block, Document, Grid, clock, count, share, signed_seconds, signed_seconds_interval};
use ambics::experiment::circle::CircleRun;

pub(super) fn tables(document: &mut Document, found: &CircleRun) {
    let mut grid = Grid::new("Levels that were run, incidents and hours of the place", "hours")
        .numbers("incidents")
        .numbers("C2 mean of\nthe place")
        .numbers("C2 mean of\nall")
        .numbers("waiting,\nh a week")
        .numbers("vehicles\nbusy");
    for level in &found.response.levels {
        let percent = |ratio: f64| {
            if (ratio - 1.0).abs() < 1e-9 {
                "as now".to_owned()
            } else {
                format!("{:+.1}%", 100.0 * (ratio - 1.0))
            }
        };
        let [place, all, waited, busy] = level.values;
        grid.row(vec![
            percent(level.hours),
            percent(level.incidents),
            clock(Some(place)),
            clock(Some(all)),
            count(waited),
            share(Some(busy)),
        ]);
    }
    document.table(grid.note(
        "Means over replications. A quadratic in the logarithms of hours and incidents is fitted to each column; its doubt \
         is taken from leaving out each replication, and is drawn with the rest.",
    ));
    document.blocks.push(Block::Paragraph(check(found)));
}

/// The response against a run of the programme itself.
fn check(found: &CircleRun) -> String {
    let check = &found.check;
    let run = check.run_s.map_or_else(
        || "-".to_owned(),
        |own| format!("{} {}", signed_seconds(Some(own.mean)), signed_seconds_interval(own.interval())),
    );
    let agrees = match check.run_s.and_then(|own| own.interval()) {
        Some((low, high)) if (low..=high).contains(&check.foretold_s) => "they agree within chance",
        Some(_) => "they do not agree: doubt what is said above",
        None => "one replication gives no interval",
    };
    format!(
        "Check: the programme itself, a year old and at its central values, was run on the same incidents. It released {} of \
         the load of the place and moved its C2 mean by {run} s; the response foretells {} s: {agrees}.",
        share(Some(check.released_share)),
        signed_seconds(Some(check.foretold_s))
    )
}
