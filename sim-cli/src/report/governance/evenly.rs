//! What incidents that need no vehicle release, and how evenly ICSs are treated.

use super::name;
use super::reach::{whole, whole_name};
use super::wait::{by_year, first};
use crate::document::{Document, Grid};
use ambics::experiment::governance::{Equity, EquityRow, PreventedRow, WaitRun};
use ambics::stats::Estimate;

/// Vehicle-hours of the whole, and against the first arrangement.
pub(super) fn released(document: &mut Document, run: &WaitRun, prevented: &[PreventedRow]) {
    let (level, code) = whole(run);
    let own: Vec<&PreventedRow> =
        prevented.iter().filter(|row| row.level == level && row.code == code).collect();
    document.table(by_year(
        run,
        (
            format!("Vehicle-hours a day released in {} [95%]", whole_name(run)),
            "What prevented incidents, and those whom teams attend in an ambulance's place, would take of vehicles: each as \
             many hours as one of its category in its ICS takes without packages. Below 0 more are taken. What hubs and fewer \
             conveyances release is not in it.",
        ),
        &own,
        (0, &|row: &PreventedRow| with_interval(row.released_h_per_day, (1, false))),
    ));
    document.table(by_year(
        run,
        (format!("The same, against {}, paired by draw [95%]", first(run)), "Above 0 more is released."),
        &own,
        (1, &|row: &PreventedRow| with_interval(row.released_against_first, (1, true))),
    ));
}

/// How far apart ICSs are, and against the first arrangement.
pub(super) fn evenly(document: &mut Document, run: &WaitRun) {
    let (level, code) = whole(run);
    let year = run.question.years;
    let rows: Vec<EquityRow> = run
        .equity()
        .into_iter()
        .filter(|row| (row.year, row.level, row.code.as_str()) == (year, level, code.as_str()))
        .collect();
    if rows.first().is_none_or(|row| row.parts < 2) {
        return;
    }
    let table = |caption: String, skip: usize, cell: &dyn Fn(&EquityRow) -> String| {
        let mut grid = Grid::new(caption, "arrangement")
            .numbers("dates,\ndays")
            .numbers("C2 against none,\ns")
            .numbers("C2 mean,\ns")
            .numbers("prevented of\n1,000 incidents");
        for (arrangement, parts) in run.study().arrangements.iter().enumerate().skip(skip) {
            let own = rows.iter().filter(|row| row.arrangement == arrangement).map(cell);
            grid.row(std::iter::once(name(parts)).chain(own).collect());
        }
        grid
    };
    let apart = format!("How evenly: first to last ICS at the end of year {year}, mean over draws [95%]");
    let spread = |row: &EquityRow| with_interval(row.spread, (decimals(row.measure), false));
    document.table(table(apart, 0, &spread).note(
        "Highest less lowest ICS of each draw, each ICS alike. Chance of single ICSs is in it and widens it, and it is above 0 \
         where nothing differs: it tells arrangements, which meet the same chance, from each other. Dates are mean days over \
         packages; C2 against none is what packages change.",
    ));
    let against = format!("The same, against {}, paired by draw [95%]", first(run));
    let difference = |row: &EquityRow| with_interval(row.against_first, (decimals(row.measure), true));
    document.table(table(against, 1, &difference).note(
        "Below 0 ICSs are closer together, which an arrangement reaches too by serving all of them late. Coefficients of \
         variation are in governance_equity.",
    ));
}

const fn decimals(measure: Equity) -> usize {
    if matches!(measure, Equity::Prevented) { 1 } else { 0 }
}

/// A number and its interval.
fn with_interval(estimate: Option<Estimate>, (decimals, signed): (usize, bool)) -> String {
    let Some(estimate) = estimate else { return "-".to_owned() };
    let tell = |value: f64| {
        let unit = if decimals == 0 { 1.0 } else { 10.0 };
        // No minus before nothing.
        let value = (value * unit).round() / unit + 0.0;
        if signed { format!("{value:+.decimals$}") } else { format!("{value:.decimals$}") }
    };
    let interval = estimate.interval().map(|(low, high)| format!(" [{}, {}]", tell(low), tell(high)));
    format!("{}{}", tell(estimate.mean), interval.unwrap_or_default())
}
