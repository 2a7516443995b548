//! Whether a window begins as it goes on.

use super::header;
use crate::document::{Block, Document, Grid, clock, counted, signed_seconds};
use ambics::experiment::WarmUp;
use ambics::scenario::Scenario;

/// The whole report.
pub(crate) fn of_warm_up(found: &WarmUp, scenario: &Scenario) -> Document {
    let mut document =
        Document { title: format!("Is the lead-in long enough: {}", scenario.name()), ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(scenario)));
    let first = found.first_week_s.map_or_else(
        || "not known: one replication has no interval".to_owned(),
        |(mean, half)| {
            let ends = [mean - half, mean + half].map(|own| signed_seconds(Some(own)));
            format!("{} s [{}, {}]", signed_seconds(Some(mean)), ends[0], ends[1])
        },
    );
    let mser = found.truncation.map_or_else(
        || "not known: too few days".to_owned(),
        |own| match (own.observations, own.rejected) {
            (_, true) => {
                "rejected: beyond half of the run would do better, so the run has no level".to_owned()
            }
            (0, _) => "nothing to leave out".to_owned(),
            (days, _) => format!("would leave out {}", counted(days, "day")),
        },
    );
    let welch = found.settles_at.map_or_else(
        || format!("never within {:.0} s of the rest in the first half", 2.0 * found.error_s),
        |day| format!("from day {day} on within {:.0} s of the rest", 2.0 * found.error_s),
    );
    let facts = [
        (
            "Looked at",
            format!(
                "C2 mean by day, {} days, {}",
                found.days_s.len(),
                counted(found.replications, "replication")
            ),
        ),
        ("First week less the rest", first),
        ("MSER-5 on days", mser),
        ("Welch, a week smoothed", welch),
    ];
    document.blocks.push(Block::Facts(facts.map(|(term, fact)| (term.to_owned(), fact)).into()));
    let mut grid = Grid::new("C2 mean by week of the window", "week").numbers("mean, m:ss");
    for (week, days) in found.days_s.chunks_exact(7).enumerate() {
        grid.row(vec![(week + 1).to_string(), clock(Some(days.iter().sum::<f64>() / 7.0))]);
    }
    document.table(grid);
    document.blocks.push(Block::List(vec![
        "A run begins at a quiet hour with a lead-in whose incidents are not measured; a window that began empty would begin too fast."
            .to_owned(),
        "Demand, hours and handover differ by month, so weeks differ without any start: a first week below the rest by more than its \
         interval, in months that are alike, asks for a longer lead-in (run.lead_in)."
            .to_owned(),
        "A horizon with dates, as governance has, leaves nothing out.".to_owned(),
    ]));
    document
}
