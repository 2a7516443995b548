//! Standards in force on the first day, and how often each was met.

use super::areas::{self, Shown};
use crate::document::{Document, Grid, clock};
use ambics::experiment::ArmResult;
use ambics::outcome::{Level, StandardRow};

/// A standard: its name, category, statistic and bound in milliseconds.
type Standard = (String, String, &'static str, i64);

pub(super) fn table(document: &mut Document, arm: &ArmResult) {
    let standards = in_force(arm);
    if standards.is_empty() {
        return;
    }
    document.heading("Standards");
    let caption = match arm.replications.len() {
        1 => "Whether a standard was met".to_owned(),
        n => format!("Replications of {n} in which a standard was met"),
    };
    let mut grid = Grid::new(caption, "service");
    for (name, category, statistic, bound_ms) in &standards {
        let bound = clock(Some(*bound_ms as f64 / 1000.0));
        grid = grid.numbers(format!("{category} {}\n<= {bound}\n{name}", in_capitals(statistic)));
    }
    for area in areas::services(arm) {
        let met = standards.iter().map(|standard| times_met(arm, &area, standard));
        let label = arm.area_name(area.level, &area.code);
        grid.row(std::iter::once(label).chain(met).collect());
    }
    document.table(grid.note("c2_recovery binds the mean over a year; here it is held against the window."));
}

fn key(row: &StandardRow) -> Standard {
    (row.name.clone(), row.category.clone(), row.statistic, (row.standard_s * 1000.0) as i64)
}

/// The standards of some replication, by category.
fn in_force(arm: &ArmResult) -> Vec<Standard> {
    let rows = arm.replications.iter().flat_map(|measures| &measures.standards);
    let mut standards: Vec<Standard> = rows.filter(|row| row.level == Level::Trust).map(key).collect();
    standards.sort_by(|a, b| (&a.1, a.2, a.3).cmp(&(&b.1, b.2, b.3)));
    standards.dedup();
    standards
}

fn in_capitals(statistic: &str) -> &str {
    if statistic == "p90" { "P90" } else { statistic }
}

fn times_met(arm: &ArmResult, area: &Shown, standard: &Standard) -> String {
    let fits = |row: &&StandardRow| {
        row.level == area.level && arm.code(row.level, row.group) == area.code && key(row) == *standard
    };
    let rows: Vec<&StandardRow> =
        arm.replications.iter().filter_map(|measures| measures.standards.iter().find(fits)).collect();
    let met = rows.iter().filter(|row| row.met).count();
    match (rows.len(), met) {
        (0, _) => "-".to_owned(),
        (1, 0) => "no".to_owned(),
        (1, _) => "yes".to_owned(),
        _ => met.to_string(),
    }
}
