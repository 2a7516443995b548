//! What teams did that attend in an ambulance's place, what they spared and what they cost.

use crate::document::{Document, Grid, count, decimal, share};
use ambics::experiment::{ArmResult, TeamWork};

pub(super) fn tables(document: &mut Document, (base, arm): (&ArmResult, &ArmResult)) {
    let rows = arm.team_work(base);
    if rows.is_empty() {
        return;
    }
    document.table(did(&rows));
    document.table(worth(&rows));
}

/// The place of a row: the service too where an ICS has several.
fn place(rows: &[TeamWork], row: &TeamWork) -> String {
    let several = |other: &&TeamWork| {
        other.intervention == row.intervention && other.ics == row.ics && other.service != row.service
    };
    match rows.iter().find(several) {
        Some(_) => format!("{} {}", row.ics, row.service),
        None => row.ics.clone(),
    }
}

fn did(rows: &[TeamWork]) -> Grid {
    let mut grid =
        Grid::new("What teams did that attend in an ambulance's place", "intervention").words("ICS");
    let heads = [
        "offered",
        "taken",
        "team off\nduty",
        "team\nfull",
        "wait too\nlong",
        "handed\nback",
        "wait,\nmin",
        "90th\ncentile",
        "team\nbusy",
    ];
    grid = heads.into_iter().fold(grid, |grid, head| grid.numbers(head));
    for row in rows {
        let mut cells = vec![row.intervention.clone(), place(rows, row)];
        cells.extend([row.offered, row.taken, row.refused[0], row.refused[1], row.refused[2]].map(count));
        cells.push(count(row.handed_back));
        cells.extend([row.wait_min.map(|wait| wait[0]), row.wait_min.map(|wait| wait[1])].map(decimal));
        cells.push(share(row.busy_share));
        grid.row(cells);
    }
    grid.note(
        "Incidents of the window, means over replications. What a team does not take stays with the ambulance service at once. \
         What it hands back asks for an ambulance at the end of the visit and keeps its clock: its response time holds the \
         time lost. Waits for a team are in no response time.",
    )
}

fn worth(rows: &[TeamWork]) -> Grid {
    let caption = "What teams spared, and what they cost";
    let mut grid = Grid::new(caption, "intervention").words("ICS");
    let heads = [
        "ended\nthere",
        "vehicle-hours\nspared",
        "95%\ninterval",
        "cost £",
        "£ for one\nended there",
        "£, paid while\nit waits too",
    ];
    grid = heads.into_iter().fold(grid, |grid, head| grid.numbers(head)).words("grade");
    for row in rows {
        let each = |pounds: f64| (row.attended > 0.0).then(|| pounds / row.attended);
        let spared = row.spared_h.map_or(0.0, |own| own.mean);
        let ends = row.spared_h.and_then(|own| own.interval());
        grid.row(vec![
            row.intervention.clone(),
            place(rows, row),
            count(row.attended),
            count(spared),
            ends.map_or_else(
                || "-".to_owned(),
                |(low, high)| format!("{} to {}", count(low.max(0.0)), count(high)),
            ),
            count(row.cost_gbp),
            each(row.cost_gbp).map_or_else(|| "-".to_owned(), count),
            each(row.cost_on_duty_gbp).map_or_else(|| "-".to_owned(), count),
            format!("{:?}", row.grade),
        ]);
    }
    grid.note(
        "Ended there: visited, and no ambulance needed; what is handed back spares nothing. Vehicle-hours as the incidents of \
         its category take them there, capacity and no cash; the interval is of the replications alone, cut at 0. \
         Cost: the unit cost for each visit; paid while it waits too: as if a team that is always busy had that unit cost.",
    )
}
