//! Every point that a day names, once, on a grid.

use super::UNIT_M;
use ambics::scenario::Scenario;
use std::collections::{BTreeMap, BTreeSet};

const M_PER_DEGREE: f64 = 111_200.0;
/// Degrees of longitude and latitude around the areas.
const MARGIN: (f64, f64) = (0.25, 0.16);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Area,
    Station,
    Hospital,
}

/// The points, and where on the grid they lie.
pub(super) struct Places<'s> {
    scenario: &'s Scenario,
    /// Rows of the ICSs that have a simulated area, in order of code.
    pub icses: Vec<usize>,
    west: f64,
    north: f64,
    squeeze: f64,
    /// Units from left to right, and from top to bottom.
    pub size: (i64, i64),
    index: BTreeMap<(Kind, usize), usize>,
    /// Units east and south of the corner, and the row in `icses`, -1 if it is not shown.
    pub rows: Vec<[i64; 3]>,
}

impl<'s> Places<'s> {
    pub fn of(scenario: &'s Scenario) -> Self {
        let region = scenario.region();
        let own = region.areas().iter().zip(scenario.areas()).filter(|(_, simulated)| **simulated);
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut icses = BTreeSet::new();
        for (area, _) in own {
            (west, east) = (west.min(area.lon - MARGIN.0), east.max(area.lon + MARGIN.0));
            (south, north) = (south.min(area.lat - MARGIN.1), north.max(area.lat + MARGIN.1));
            icses.insert(region.patches()[area.patch.index()].ics.index());
        }
        let squeeze = (0.5 * (south + north)).to_radians().cos();
        let icses = icses.into_iter().collect();
        let mut places = Self {
            scenario,
            icses,
            west,
            north,
            squeeze,
            size: (0, 0),
            index: BTreeMap::new(),
            rows: Vec::new(),
        };
        places.size = places.project(east, south);
        places
    }

    pub fn project(&self, lon: f64, lat: f64) -> (i64, i64) {
        let units = |degrees: f64| (degrees * M_PER_DEGREE / UNIT_M).round() as i64;
        (units((lon - self.west) * self.squeeze), units(self.north - lat))
    }

    pub fn ics(&self, row: usize) -> Option<usize> {
        self.icses.iter().position(|own| *own == row)
    }

    pub fn area(&mut self, row: usize) -> usize {
        let area = &self.scenario.region().areas()[row];
        let ics = self.scenario.region().patches()[area.patch.index()].ics.index();
        self.point((Kind::Area, row), (area.lon, area.lat), ics)
    }

    pub fn station(&mut self, row: usize) -> usize {
        let own = &self.scenario.region().stations()[row];
        let ics = self.scenario.region().patches()[own.patch.index()].ics.index();
        self.point((Kind::Station, row), (own.lon, own.lat), ics)
    }

    pub fn hospital(&mut self, row: usize) -> usize {
        let own = &self.scenario.region().hospitals()[row];
        let ics = own.ics.index();
        self.point((Kind::Hospital, row), (own.lon, own.lat), ics)
    }

    pub fn names_hospital(&self, row: usize) -> bool {
        self.index.contains_key(&(Kind::Hospital, row))
    }

    fn point(&mut self, key: (Kind, usize), (lon, lat): (f64, f64), ics: usize) -> usize {
        if let Some(at) = self.index.get(&key) {
            return *at;
        }
        let (x, y) = self.project(lon, lat);
        let ics = self.ics(ics).map_or(-1, |row| row as i64);
        self.rows.push([x, y, ics]);
        self.index.insert(key, self.rows.len() - 1);
        self.rows.len() - 1
    }
}
