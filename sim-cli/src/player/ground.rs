//! The ground by ICS: published outlines where all are known, else cells of the nearest area that reaches them.

use super::UNIT_M;
use super::places::Places;
use crate::outlines::{self, Level, degrees};
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

const CELLS: &str = "ICSs are drawn as cells of the nearest area, not as boundaries.";
const OUTLINES: &str =
    "ICSs are drawn by published outlines; of one in two services, the parts of those that are simulated.";

/// A part of an ICS: the ICS's row and the corners of its rings, in units.
type Land = (usize, Vec<Vec<(i64, i64)>>);

/// Cells in rows from the top; 0 is nobody's, others are 1 and the row of the ICS. Colours and names rest on them in any case.
pub(super) struct Ground {
    cell: i64,
    columns: usize,
    rows: usize,
    owner: Vec<usize>,
    /// Colour of each ICS, from 0.
    pub colours: Vec<usize>,
    /// Empty: no outlines are known, and the cells are drawn.
    lands: Vec<Land>,
    words: String,
}

impl Ground {
    pub fn of(scenario: &Scenario, places: &Places<'_>) -> Self {
        let (wide, tall) = places.size;
        let cell = LEAST_CELL.max((tall + TALL - 1) / TALL);
        let [columns, rows] = [wide, tall].map(|units| ((units + cell - 1) / cell).max(1) as usize);
        let (lands, words) = lands(scenario, places).unwrap_or_else(|| (Vec::new(), CELLS.to_owned()));
        let owner = vec![0; columns * rows];
        let mut ground = Self { cell, columns, rows, owner, colours: Vec::new(), lands, words };
        if ground.lands.is_empty() {
            ground.fill(scenario, places);
        } else {
            ground.cover();
        }
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

    /// Each cell whose middle an outline holds.
    fn cover(&mut self) {
        for (ics, rings) in &self.lands {
            for (row, cells) in self.owner.chunks_mut(self.columns).enumerate() {
                let crossed = crossings(rings, (row as f64 + 0.5) * self.cell as f64);
                // Between an odd crossing and the next one lies land.
                for pair in crossed.chunks_exact(2) {
                    let [from, to] =
                        [pair[0], pair[1]].map(|x| (x / self.cell as f64 - 0.5).ceil().max(0.0) as usize);
                    let to = to.min(cells.len());
                    cells[from.min(to)..to].fill(ics + 1);
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

    /// Outlines, each an ICS and rings as a corner and steps; or owner and length of each run of cells, row after row.
    pub fn told(&self) -> Value {
        if self.lands.is_empty() {
            let mut runs: Vec<usize> = Vec::new();
            for own in self.owner.chunk_by(|a, b| a == b) {
                runs.extend([own[0], own.len()]);
            }
            let (cell, columns, rows) = (self.cell, self.columns, self.rows);
            return json!({ "cell": cell, "columns": columns, "rows": rows, "runs": runs, "words": self.words });
        }
        let each = self.lands.iter().map(|(ics, rings)| {
            let rings: Vec<Vec<i64>> = rings.iter().map(|ring| steps(ring)).collect();
            json!([ics, rings])
        });
        json!({ "outlines": each.collect::<Vec<_>>(), "words": self.words })
    }
}

/// The simulated parts of ICSs by their outlines, and what is to be said of them; nothing if one has none.
fn lands(scenario: &Scenario, places: &Places<'_>) -> Option<(Vec<Land>, String)> {
    let region = scenario.region();
    let areas = || region.areas().iter().zip(scenario.areas());
    let patches: BTreeSet<usize> = areas().filter(|own| *own.1).map(|own| own.0.patch.index()).collect();
    let codes: Vec<&str> = patches.iter().map(|row| region.patches()[*row].code.as_str()).collect();
    let shapes = outlines::of(Level::Patch, &codes)?;
    let lands = patches.iter().zip(shapes).filter_map(|(patch, shape)| {
        let rings = shape.into_iter().map(|ring| {
            let mut corners: Vec<_> = ring
                .into_iter()
                .map(|corner| {
                    let (lon, lat) = degrees(corner);
                    places.project(lon, lat)
                })
                .collect();
            corners.dedup();
            corners
        });
        let rings = rings.filter(|corners| corners.len() > 2).collect();
        Some((places.ics(region.patches()[*patch].ics.index())?, rings))
    });
    let outside: BTreeSet<usize> = areas().filter(|own| !*own.1).map(|own| own.0.patch.index()).collect();
    let parts = patches.intersection(&outside);
    let parts = parts.map(|row| &*region.icses()[region.patches()[*row].ics.index()].short_name);
    let parts: Vec<&str> = parts.collect();
    let cut = if parts.is_empty() {
        String::new()
    } else {
        format!(" Simulated only in part: {}.", parts.join(", "))
    };
    Some((lands.collect(), format!("{OUTLINES}{cut} {}", outlines::ATTRIBUTION)))
}

/// Where a line from left to right crosses rings, from the left.
fn crossings(rings: &[Vec<(i64, i64)>], y: f64) -> Vec<f64> {
    let edges = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let edges = edges.map(|(a, b)| [a.0, a.1, b.0, b.1].map(|units| units as f64));
    let crossed = edges.filter(|[_, ay, _, by]| (*ay > y) != (*by > y));
    let mut found: Vec<f64> = crossed.map(|[ax, ay, bx, by]| ax + (bx - ax) * (y - ay) / (by - ay)).collect();
    found.sort_by(f64::total_cmp);
    found
}

/// A ring as its first corner and steps.
fn steps(ring: &[(i64, i64)]) -> Vec<i64> {
    let mut at = (0, 0);
    let mut told = Vec::with_capacity(2 * ring.len());
    for corner in ring {
        told.extend([corner.0 - at.0, corner.1 - at.1]);
        at = *corner;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground(name: &str) -> (Ground, usize) {
        let scenario = Scenario::embedded(name).unwrap();
        let places = Places::of(&scenario);
        (Ground::of(&scenario, &places), places.icses.len())
    }

    #[test]
    fn a_service_of_england_is_drawn_by_outlines_and_every_ics_has_its_own() {
        let (ground, icses) = ground("south-west");
        let told = ground.told();
        let own: BTreeSet<u64> =
            told["outlines"].as_array().unwrap().iter().map(|land| land[0].as_u64().unwrap()).collect();
        assert_eq!((icses, own.len(), told.get("runs")), (7, 7, None));
        assert!(ground.words.contains("published outlines") && ground.words.contains("Crown copyright"));
        for ics in 0..icses {
            let (x, y) = ground.middle(ics);
            let at = y as usize / ground.cell as usize * ground.columns + x as usize / ground.cell as usize;
            assert_eq!(ground.owner[at], ics + 1, "a name stands inside its ICS");
        }
        assert_eq!(told.to_string(), super::tests::ground("south-west").0.told().to_string());
    }

    #[test]
    fn an_invented_region_keeps_its_cells() {
        let (ground, _) = ground("tiny/tiny");
        let told = ground.told();
        assert!(told.get("outlines").is_none() && told["runs"].as_array().unwrap().len() > 10);
        assert_eq!(told["words"], CELLS);
    }

    #[test]
    fn a_line_crosses_a_square_with_a_hole_four_times() {
        let square = |least: i64, most: i64| vec![(least, least), (most, least), (most, most), (least, most)];
        let rings = [square(0, 10), square(4, 6)];
        assert_eq!(crossings(&rings, 5.0), [0.0, 4.0, 6.0, 10.0]);
        assert_eq!(crossings(&rings, 2.0), [0.0, 10.0]);
        assert_eq!(steps(&rings[1]), [4, 4, 2, 0, 0, 2, -2, 0]);
    }
}
