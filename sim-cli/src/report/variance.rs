//! How much of the doubt about interventions is belief, and how much is chance.

use super::prevention::Told;
use crate::document::{Document, Grid};
use ambics::stats::VarianceSplit;

/// What stands where replications do not share draws.
const NOT_SPLIT: &str = "not split";

/// The variance of one window, split; nothing where effects stand at their central values.
pub(super) fn table(document: &mut Document, told: &Told<'_>) {
    let (arm, inner) = (told.arm, told.arm.scenario.replications_per_draw());
    if inner == 0 {
        return;
    }
    let mut grid =
        Grid::new("Share of the variance of one window: belief of effects and reach, or chance", "of")
            .words("ICS")
            .numbers("belief")
            .numbers("95%\ninterval")
            .numbers("chance");
    for row in told.whole().filter(|row| told.acts_on_incidents(row)) {
        let shares = [percent(row.from_belief), "-".to_owned(), percent(1.0 - row.from_belief)];
        grid.row(
            [vec![format!("prevented by {}", row.intervention), row.ics.clone()], shares.to_vec()].concat(),
        );
    }
    let teams = arm
        .team_work(told.base)
        .into_iter()
        .map(|row| (format!("hours spared by {}", row.intervention), row.ics, row.spared_split));
    let c2 = arm
        .c2_effects(told.base)
        .into_iter()
        .map(|row| ("C2 mean, all together".to_owned(), row.ics, row.split));
    let splits: Vec<(String, String, Option<VarianceSplit>)> = teams.chain(c2).collect();
    for (what, ics, split) in &splits {
        grid.row([vec![what.clone(), ics.clone()], cells(*split)].concat());
    }
    let all: Vec<VarianceSplit> = splits.iter().filter_map(|(_, _, split)| *split).collect();
    document.table(grid.note(note(&all, inner)));
}

fn cells(split: Option<VarianceSplit>) -> Vec<String> {
    let Some(split) = split else { return vec![NOT_SPLIT.to_owned(), "-".to_owned(), NOT_SPLIT.to_owned()] };
    let (low, high) = split.share_interval;
    let star = if split.was_negative { "*" } else { "" };
    vec![
        format!("{}{star}", percent(split.share())),
        format!("{} to {}", percent(low), percent(high)),
        percent(1.0 - split.share()),
    ]
}

fn note(splits: &[VarianceSplit], inner: u32) -> String {
    let mut note = "Prevented: from 2,000 draws. ".to_owned();
    note.push_str(&match splits.first() {
        None if inner == 1 => "Not split: each replication has a draw of its own, and nobody can tell one from the other. \
                               prevention.inner = 2 lets two replications in a row share a draw; take ten draws or more."
            .to_owned(),
        None => "Not split: there are fewer than two draws with two replications.".to_owned(),
        Some(split) => format!(
            "The others: from {} draws of {inner} replications each, between draws against within them (one-way random \
             effects). More replications narrow chance and never belief.",
            split.groups
        ),
    });
    if splits.iter().any(|split| split.was_negative) {
        note.push_str(
            " *: draws differ by less than chance lets expect; the estimate is below 0 and stands at 0.",
        );
    }
    note
}

fn percent(share: f64) -> String {
    format!("{:.0}%", 100.0 * share)
}
