//! A programme year by year.

use super::{LABEL, MILLION, counts, name, pounds};
use crate::document::{
    Block, Document, Grid, Panel, Panels, Point, hundredths, share, signed_seconds, signed_seconds_interval,
};
use ambics::experiment::circle::{CircleRun, CourseMonth, Spread};

const YEAR: usize = 12;

pub(super) fn table(document: &mut Document, found: &CircleRun) {
    let own = &found.programmes[0];
    let caption = format!(
        "{}: {} a year at first, then fed by what comes back",
        name(found, own),
        pounds(found.budget_gbp)
    );
    let mut grid = Grid::new(caption, "month")
        .numbers("budget,\n£ million")
        .numbers("pressure")
        .numbers("partnership\nhours")
        .numbers("prevented a year\n[95% of draws]")
        .numbers("hours released a\nyear [95%]")
        .numbers("C2 mean, s [95%]");
    let last = own.course.months.len().saturating_sub(1);
    for month in own.course.months.iter().filter(|own| own.month % YEAR == 0 || own.month == last) {
        grid.row(row(month));
    }
    document.table(grid.note(
        "Means over draws. Amounts are a year's at the rate of that month. Partnership hours: against those without \
         pressure. C2 mean: of the residents of the place, less that without the programme.",
    ));
    document.blocks.push(Block::Panels(panels(found)));
}

fn row(month: &CourseMonth) -> Vec<String> {
    let c2 = month.c2_change_s;
    vec![
        (month.month + 1).to_string(),
        hundredths(Some(month.budget_gbp.mean / MILLION)),
        hundredths(Some(month.pressure.mean)),
        share(Some(month.effort.mean)),
        counts(month.prevented),
        counts(month.released_h),
        format!("{} {}", signed_seconds(Some(c2.mean)), signed_seconds_interval(Some((c2.low, c2.high)))),
    ]
}

/// Budget, incidents prevented and C2 month by month.
fn panels(found: &CircleRun) -> Panels {
    let months = &found.programmes[0].course.months;
    let first = months.first().map_or(1.0, |month| month.budget_gbp.mean.max(1.0));
    let line = |pick: &dyn Fn(&CourseMonth) -> Spread| -> Vec<Point> {
        months
            .iter()
            .map(|month| {
                let own = pick(month);
                Point { x: month.month as f64 + 1.0, y: own.mean, interval: Some((own.low, own.high)) }
            })
            .collect()
    };
    let panel = |name: &str, line: Vec<Point>| Panel {
        name: name.to_owned(),
        axis: "years".to_owned(),
        ticks: (0..=5).map(|year| (f64::from(year) * 12.0, year.to_string())).collect(),
        line,
        dots: Vec::new(),
    };
    Panels {
        title: "Month by month: budget, and vehicle-hours released, as % of the first budget".to_owned(),
        description:
            "Two lines with their 95% bands over five years: the budget against the first, and the pounds of \
                      vehicle-hours released in a year against the first budget."
                .to_owned(),
        axis: "% of the first budget. Band: 95% of draws".to_owned(),
        label: LABEL.to_owned(),
        panels: vec![
            panel("Budget", line(&|month| month.budget_gbp.times(100.0 / first))),
            panel("Worth of hours released, central price", {
                let hour = found.experiment.arms[0].assumed("ambulance_hour_gbp");
                line(&|month| month.released_h.times(100.0 * hour / first))
            }),
        ],
    }
}
