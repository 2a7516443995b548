//! The arms against each other: where an uplift is placed, apart from what it is worth.

use super::areas;
use super::contrasts::{Contrasts, Unit};
use super::{CATEGORIES, gains};
use crate::document::{Document, Grid};
use ambics::experiment::{ArmResult, Experiment, Statistic};
use ambics::outcome::ReportedCategory;

/// Arms up to which every pair has its table.
const MOST: usize = 3;
/// Categories side by side in one table.
const ABREAST: usize = 2;

pub(super) fn between_arms(document: &mut Document, experiment: &Experiment) {
    let arms = &experiment.arms[1..];
    if !(2..=MOST).contains(&arms.len()) {
        return;
    }
    document.heading("The arms against each other");
    for (at, own) in arms.iter().enumerate() {
        let contrasts = Contrasts::of(experiment, at + 1);
        for other in &arms[at + 1..] {
            for categories in CATEGORIES.chunks(ABREAST) {
                document.table(pair(own, other, categories, &contrasts));
            }
            if experiment.replications.len() > 1 {
                gains::against(document, (other, own), &contrasts);
            }
        }
    }
}

fn pair(own: &ArmResult, other: &ArmResult, categories: &[ReportedCategory], contrasts: &Contrasts) -> Grid {
    let areas = areas::all(own);
    let difference = |area, category| contrasts.difference(other, area, (category, Statistic::Mean));
    let unit = |category: &ReportedCategory| Unit::of(areas.iter().map(|area| difference(area, *category)));
    let columns: Vec<(ReportedCategory, Unit)> = categories.iter().map(|c| (*c, unit(c))).collect();
    let caption = format!("Mean response, {} less {}, with 95% intervals", other.name, own.name);
    let mut grid = Grid::new(caption, "area");
    for (category, unit) in &columns {
        grid = grid.numbers(format!("{}, {}  ", category.name(), unit.name()));
    }
    for area in &areas {
        let cells = columns.iter().map(|(category, unit)| unit.cell(difference(area, *category)));
        grid.row(std::iter::once(area.label.clone()).chain(cells).collect());
    }
    grid.note(format!("* the interval excludes zero. Below zero is faster with {}.", other.name))
}
