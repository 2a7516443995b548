use crate::document::{Column, Document, Grid, count, share};
use ambics::experiment::planround::{Leakage, PlanRound, Source, largest_remainder};
use ambics::stats::Estimate;

/// The leakage matrix, in a table for hours and one for handover.
pub(super) fn exhibit(document: &mut Document, round: &PlanRound) {
    document.heading("3. Who gains: the leakage matrix");
    document.paragraph(
        "C2 patient-hours of waiting saved a week. A row is one change in one place; a column is the ICS of the patients who \
         gain. Dispatch is trust-wide, so a gain leaks. Each cell is a paired difference with half its 95% interval after the \
         sign; the cells of a row add up to the gain of the whole service. The home ICS is marked with *.",
    );
    let hours = format!("{} vehicle-hours a week added in", count(round.questions.added_hours_per_week));
    let handover = format!("mean handover {} min shorter at", round.questions.handover_shorter_s / 60.0);
    document.table(grid(round, Source::Hours, &hours));
    document.table(grid(round, Source::Handover, &handover));
    if !round.took_nobody.is_empty() {
        let places: Vec<String> =
            round.took_nobody.iter().map(|(code, name)| format!("{code} {name}")).collect();
        document.paragraph(format!(
            "Left out, because no simulated patient is taken there: {}. A department for children only takes nobody in the \
             model, which knows no age; others were shut in the simulated window, or lie off everyone's way.",
            places.join(", ")
        ));
    }
}

fn grid(round: &PlanRound, source: Source, first: &str) -> Grid {
    let rows: Vec<&Leakage> = round.leakage.iter().filter(|row| row.source == source).collect();
    let caption = format!("C2 patient-hours saved a week: {first} ...");
    let mut grid = Grid::new(caption, "place");
    for cell in rows.first().map_or(&[][..], |row| &row.cells) {
        grid.columns.push(Column { head: cell.ics.clone(), right: true });
    }
    grid = grid.numbers("all").numbers("stays\nat home");
    for row in rows {
        grid.row(cells(row));
    }
    let names: Vec<String> = named(round);
    grid.note(format!(
        "{}. A cell whose +- is larger than itself could be nothing. Where the gain of a whole row is not certain, no share \
         is told. ICS figures are not validated: nobody publishes C2 by ICS.",
        names.join(", ")
    ))
}

/// The cells of a row in whole hours that add up to the row's sum.
fn cells(row: &Leakage) -> Vec<String> {
    let all = row.all.saved_h.mean.round() as i64;
    let means: Vec<f64> = row.cells.iter().map(|cell| cell.saved_h.mean).collect();
    let whole = largest_remainder(&means, all);
    let mut cells = vec![format!("{} {}", row.code, row.name)];
    cells.extend(row.cells.iter().zip(whole).map(|(cell, hours)| {
        let home = if cell.ics == row.home_ics { "*" } else { "" };
        format!("{home}{}", with_half(hours, &cell.saved_h))
    }));
    cells.push(with_half(all, &row.all.saved_h));
    cells.push(row.home_share().map_or_else(|| "-".to_owned(), |home| share(Some(home))));
    cells
}

fn with_half(hours: i64, estimate: &Estimate) -> String {
    estimate.half_width.map_or_else(|| hours.to_string(), |half| format!("{hours} +-{half:.0}"))
}

/// The ICSs by code and name.
fn named(round: &PlanRound) -> Vec<String> {
    let own = round.leakage.iter().filter(|row| row.source == Source::Hours);
    own.map(|row| format!("{} {}", row.code, row.name)).collect()
}
