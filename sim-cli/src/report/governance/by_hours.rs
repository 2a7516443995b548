use super::name;
use crate::document::{Document, Grid, count, hundredths, share};
use ambics::experiment::governance::{ArmSummary, GovernanceRun};

/// Days, or that they lie beyond the horizon.
pub(super) fn days(day: Option<f64>, horizon: f64) -> String {
    day.map_or_else(|| format!(">{}", count(horizon)), count)
}

/// A table with an arrangement a row and a number of team hours a column.
fn grid(found: &GovernanceRun, caption: &str, note: &str, cell: &dyn Fn(&ArmSummary) -> String) -> Grid {
    let mut grid = Grid::new(caption, "team hours a week");
    for hours in &found.study.team_hours {
        grid = grid.numbers(count(*hours));
    }
    for (arm, parts) in found.study.arrangements.iter().enumerate() {
        let cells = found.summaries.iter().map(|level| cell(&level[arm]));
        grid.row(std::iter::once(name(parts)).chain(cells).collect());
    }
    grid.note(note)
}

/// What each arrangement comes to, over the whole range of team hours.
pub(super) fn tables(document: &mut Document, found: &GovernanceRun) {
    let horizon = found.study.horizon_days;
    document.heading("Over the range of the trust's hours");
    document.table(grid(
        found,
        "Days to go-live: median / 90th centile, over all draws, interventions and ICSs",
        "Beyond the horizon is told as such, never as a number.",
        &|s| format!("{} / {}", days(s.days[1], horizon), days(s.days[2], horizon)),
    ));
    document.table(grid(found, "Share never live within the horizon", "", &|s| share(Some(s.never))));
    document.table(grid(
        found,
        "Live share: part of the horizon in which interventions are live, weighted by local fit (90% of draws)",
        "1 is all live from the first day and made for each ICS. Interventions weigh by benefit, ICSs by residents.",
        &|s| {
            let [low, high] = s.live_share_range;
            format!("{} ({low:.2}-{high:.2})", hundredths(Some(s.live_share)))
        },
    ));
    document.table(grid(
        found,
        "Live share: probability of being best, and expected regret",
        "Over the beliefs drawn, on the same luck. Regret is the mean shortfall to the best of each draw.",
        &|s| format!("{:.2}; {:.3}", s.best, s.regret),
    ));
    document.table(grid(
        found,
        "Mean date alone, fit left out: probability of being soonest, and expected delay in days",
        "What is not live counts as the horizon.",
        &|s| format!("{:.2}; {}", s.best_date, count(s.regret_days)),
    ));
}
