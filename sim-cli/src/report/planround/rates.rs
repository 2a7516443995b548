use super::{LABEL, MIDDLE, rate};
use crate::document::{Block, Curves, Document, Grid, Point, clock, count};
use ambics::experiment::Statistic;
use ambics::experiment::planround::{Lever, Load, PlanRound, Rate};

/// The exchange rates, drawn and as tables.
pub(super) fn exhibit(document: &mut Document, round: &PlanRound) {
    document.heading("2. Exchange rates");
    document.paragraph(format!(
        "What a step of each lever is worth in seconds of C2, at the present load and at winter load ({}) with the same \
         hours. Every figure is the paired difference between two runs on the same incidents. Below zero is faster.",
        round.questions.winter
    ));
    for statistic in Statistic::ALL {
        let what = match statistic {
            Statistic::Mean => "mean",
            Statistic::P90 => "90th centile",
        };
        document.blocks.push(Block::Curves(curves(round, statistic, what)));
        document.table(table(round, statistic, what));
    }
    document.table(in_hours(round));
}

const LOADS: [Load; 2] = [Load::Present, Load::Winter];

fn curves(round: &PlanRound, statistic: Statistic, what: &str) -> Curves {
    let point = |rate: &Rate| {
        let change = rate.change_s?;
        Some(Point { x: rate.steps, y: change.mean, interval: change.interval() })
    };
    let line = |lever: Lever, load: Load| -> Vec<Point> {
        let own =
            round.rates.iter().filter(|r| r.lever == lever && r.load == load && r.statistic == statistic);
        own.filter_map(point).collect()
    };
    Curves {
        title: format!("Change of the C2 {what} by steps of each lever, with 95% intervals"),
        description: "One panel a lever, one line a load. All values stand in the table below.".to_owned(),
        axis: format!("seconds of C2 {what}; below zero is faster"),
        label: LABEL.to_owned(),
        series: vec!["present load".to_owned(), "winter load".to_owned()],
        panels: Lever::ALL
            .into_iter()
            .map(|lever| (lever.step().to_owned(), LOADS.map(|load| line(lever, load)).to_vec()))
            .collect(),
    }
}

fn table(round: &PlanRound, statistic: Statistic, what: &str) -> Grid {
    let mut grid =
        Grid::new(format!("Change of the C2 {what}, seconds [95% interval]"), "one step").words("load");
    for steps in &round.questions.steps {
        grid = grid.numbers(if *steps == 1.0 { "1 step".to_owned() } else { format!("{steps} steps") });
    }
    for lever in Lever::ALL {
        for load in LOADS {
            let cell = |steps: &f64| {
                let change = rate(round, (load, lever, statistic), *steps).and_then(|rate| rate.change_s);
                change.map_or_else(
                    || "-".to_owned(),
                    |e| {
                        let interval = e.interval().map(|(low, high)| format!(" [{low:.0}, {high:.0}]"));
                        format!("{:.0}{}", e.mean, interval.unwrap_or_default())
                    },
                )
            };
            let mut row = vec![lever.step().to_owned(), load.name().to_owned()];
            row.extend(round.questions.steps.iter().map(cell));
            grid.row(row);
        }
    }
    let base = LOADS.map(|load| {
        let first = round.rates.iter().find(|rate| rate.load == load && rate.statistic == statistic);
        clock(first.and_then(|rate| rate.base_s).map(|e| e.mean))
    });
    grid.note(format!(
        "From a C2 {what} of {} at the present load and {} at winter load in the model. An interval that holds 0 says that \
         the direction is not certain.",
        base[0], base[1]
    ))
}

/// Each lever in the effective hours that would do the same.
fn in_hours(round: &PlanRound) -> Grid {
    let caption = "What one step is worth in effective vehicle-hours a week (a fifth of five steps, C2 mean)";
    let mut grid = Grid::new(caption, "one step").numbers("present").numbers("winter");
    let scenario = &round.experiment.arms[0].scenario;
    let hours: f64 =
        scenario.hours_in_force().iter().filter(|h| h.code == round.service).map(|h| h.hours_per_week).sum();
    for lever in Lever::ALL {
        let cell = |load: Load| {
            let change = |lever: Lever| {
                rate(round, (load, lever, Statistic::Mean), MIDDLE)?.change_s.filter(|e| e.excludes_zero())
            };
            match (change(lever), change(Lever::Hours)) {
                (Some(own), Some(by_hours)) => count(own.mean / by_hours.mean * hours * 0.01),
                _ => "-".to_owned(),
            }
        };
        grid.row(vec![lever.step().to_owned(), cell(Load::Present), cell(Load::Winter)]);
    }
    grid.note("Effective hours, not rostered ones; where a direction is not certain, nothing is said.")
}
