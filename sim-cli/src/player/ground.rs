//! The ground: cells of the nearest area that reaches them, by ICS.

use super::UNIT_M;
use super::places::Places;
use ambics::scenario::Scenario;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An area reaches over its own circle by this factor and these metres: further than on the maps of reports, where an empty cell
/// says that nobody lives there; here the ground is to look whole.
const REACH: (f64, f64) = (2.6, 2_500.0);
const COLOURS: usize = 6;
/// Cells from top to bottom, at most.
const TALL: i64 = 420;
/// Units of the smallest cell.
const LEAST_CELL: i64 = 8;

/// Cells in rows from the top; 0 is nobody's, others are 1 and the row of the ICS.
pub(super) struct Ground {
    cell: i64,
    columns: usize,
    rows: usize,
    owner: Vec<usize>,
    /// Colour of each ICS, from 0.
    pub colours: Vec<usize>,
}

impl Ground {
    pub fn of(scenario: &Scenario, places: &Places<'_>) -> Self {
        let (wide, tall) = places.size;
        let cell = LEAST_CELL.max((tall + TALL - 1) / TALL);
        let [columns, rows] = [wide, tall].map(|units| ((units + cell - 1) / cell).max(1) as usize);
        let mut ground = Self { cell, columns, rows, owner: vec![0; columns * rows], colours: Vec::new() };
        ground.fill(scenario, places);
        ground.colours = ground.colour(places.icses.len());
        ground
    }

    fn fill(&mut self, scenario: &Scenario, places: &Places<'_>) {
        let region = scenario.region();
        let mut nearest = vec![f64::INFINITY; self.owner.len()];
        let own = region.areas().iter().zip(scenario.areas()).filter(|(_, simulated)| **simulated);
        for (area, _) in own {
            let ics = places.ics(region.patches()[area.patch.index()].ics.index()).map_or(0, |row| row + 1);
            let (x, y) = places.project(area.lon, area.lat);
            let [x, y] = [x, y].map(|units| units as f64 / self.cell as f64);
            let reach = (area.radius_m * REACH.0 + REACH.1) / UNIT_M / self.cell as f64;
            let span = |at: f64, most: usize| {
                ((at - reach).max(0.0) as usize)..(((at + reach) as usize + 2).min(most))
            };
            for row in span(y, self.rows) {
                for column in span(x, self.columns) {
                    let away = (column as f64 + 0.5 - x).hypot(row as f64 + 0.5 - y);
                    let at = row * self.columns + column;
                    if away < reach && away < nearest[at] {
                        (nearest[at], self.owner[at]) = (away, ics);
                    }
                }
            }
        }
    }

    /// A colour for each ICS, those with most neighbours first, so that neighbours differ where the colours allow it.
    fn colour(&self, n: usize) -> Vec<usize> {
        let mut near: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); n];
        let mut meet = |a: usize, b: usize| {
            if a != b && a > 0 && b > 0 {
                near[a - 1].insert(b - 1);
                near[b - 1].insert(a - 1);
            }
        };
        for at in 0..self.owner.len() {
            if (at + 1) % self.columns != 0 {
                meet(self.owner[at], self.owner[at + 1]);
            }
            if at + self.columns < self.owner.len() {
                meet(self.owner[at], self.owner[at + self.columns]);
            }
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|row| (usize::MAX - near[*row].len(), *row));
        let (mut chosen, mut used) = (vec![None; n], [0usize; COLOURS]);
        for row in order {
            let taken: BTreeSet<usize> = near[row].iter().filter_map(|other| chosen[*other]).collect();
            let best = (0..COLOURS)
                .min_by_key(|colour| (taken.contains(colour), used[*colour], *colour))
                .unwrap_or(0);
            chosen[row] = Some(best);
            used[best] += 1;
        }
        chosen.into_iter().map(|colour| colour.unwrap_or(0)).collect()
    }

    /// A point inside an ICS, at which its name stands.
    pub fn middle(&self, ics: usize) -> (i64, i64) {
        let own: Vec<(f64, f64)> = (0..self.owner.len())
            .filter(|at| self.owner[*at] == ics + 1)
            .map(|at| ((at % self.columns) as f64, (at / self.columns) as f64))
            .collect();
        let n = own.len().max(1) as f64;
        let mean = own.iter().fold((0.0, 0.0), |(x, y), own| (x + own.0 / n, y + own.1 / n));
        let away = |own: &(f64, f64)| (own.0 - mean.0).hypot(own.1 - mean.1);
        let best = own.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
        let units = |cells: f64| ((cells + 0.5) * self.cell as f64) as i64;
        best.map_or((0, 0), |(x, y)| (units(*x), units(*y)))
    }

    /// Owner and length of each run of cells, row after row.
    pub fn told(&self) -> Value {
        let mut runs: Vec<usize> = Vec::new();
        for own in self.owner.chunk_by(|a, b| a == b) {
            runs.extend([own[0], own.len()]);
        }
        json!({ "cell": self.cell, "columns": self.columns, "rows": self.rows, "runs": runs })
    }
}
