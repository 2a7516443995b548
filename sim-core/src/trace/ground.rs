//! Areas, the drives between them, and the hospitals.

use super::settings::Settings;
use super::sheet::Sheet;
use crate::world::{ExactTravel, Plane};
use std::collections::BTreeMap;

/// A hospital or a station: its code and the row of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its code.
    pub code: String,
    /// Row of its area.
    pub area: u16,
}

/// Areas, drives and hospitals of a trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Codes of the areas in the order of the file.
    pub areas: Vec<String>,
    /// Whether coordinates are on a plane or on the sphere.
    pub plane: Plane,
    /// Coordinates of the areas as given: east or longitude, north or latitude.
    pub points: Vec<(f64, f64)>,
    /// Milliseconds of a drive before any factor, `[from][to]`; not a number where none is given.
    pub base_ms: Vec<f64>,
    /// The hospitals in the order of the file.
    pub hospitals: Vec<Site>,
}

/// Most areas of a trace.
pub(super) const MOST_AREAS: usize = 8_000;
/// A year, the longest of all times but instants.
pub(super) const YEAR_S: f64 = 366.0 * 86_400.0;

/// Columns of the files of the ground.
pub(super) const AREAS: [&str; 7] = ["area_code", "x_m", "y_m", "x_km", "y_km", "lon", "lat"];
pub(super) const MATRIX: [&str; 4] = ["from", "to", "minutes", "seconds"];
pub(super) const HOSPITALS: [&str; 2] = ["hospital_code", "area_code"];
pub(super) const STATIONS: [&str; 2] = ["station_code", "area_code"];

/// What an area file gives: the kind of its coordinates, the coordinates, and the row of each code.
pub(super) type Areas = (Plane, Vec<(f64, f64)>, BTreeMap<String, u16>);

/// Reads areas and their coordinates.
pub(super) fn areas(sheet: &mut Sheet) -> Areas {
    sheet.must_have(&["area_code"]);
    let east = sheet.one_of(&["x_m", "x_km", "lon"]);
    let (plane, east, north) = match east {
        Some("x_m") => (Plane::Planar, "x_m", "y_m"),
        Some("x_km") => (Plane::Planar, "x_km", "y_km"),
        _ => (Plane::LonLat, "lon", "lat"),
    };
    if sheet.has(east) {
        sheet.must_have(&[north]);
    }
    let (wide, high, rule) = match plane {
        Plane::Planar => (1e9, 1e9, "a coordinate on the plane"),
        Plane::LonLat => (180.0, 90.0, "degrees east from -180 to 180, degrees north from -90 to 90"),
    };
    let rows = sheet.rows_of("area_code");
    if sheet.len() > MOST_AREAS || sheet.len() == 0 {
        sheet.fault_at((None, ""), format!("{} areas", sheet.len()), "from 1 to 8000 areas", "");
    }
    let point =
        |row| (sheet.needed(row, east, (-wide, wide), rule), sheet.needed(row, north, (-high, high), rule));
    let points = (0..sheet_len(&rows)).map(point).collect();
    (plane, points, rows.into_iter().map(|(code, row)| (code, row as u16)).collect())
}

/// One more than the last row of the codes.
fn sheet_len(rows: &BTreeMap<String, usize>) -> usize {
    rows.values().max().map_or(0, |last| last + 1)
}

/// Reads hospitals or stations and their areas; a site of an unknown area takes row 0, and there is a fault.
pub(super) fn sites(sheet: &mut Sheet, code: &'static str, areas: &BTreeMap<String, u16>) -> Vec<Site> {
    sheet.must_have(&[code, "area_code"]);
    let _ = sheet.rows_of(code);
    let rule = "a code of the areas";
    let n = sheet.len();
    let site = |row| {
        let area = sheet.look_up(row, "area_code", (areas, rule)).unwrap_or(0);
        Site { code: sheet.cell(row, code).to_owned(), area }
    };
    (0..n).map(site).collect()
}

/// Reads driving times; a drive within an area that is not given takes no time.
pub(super) fn matrix(sheet: &mut Sheet, areas: &BTreeMap<String, u16>, n: usize) -> Vec<f64> {
    sheet.must_have(&["from", "to"]);
    let unit = sheet.one_of(&["minutes", "seconds"]);
    let (unit, unit_ms) = match unit {
        Some("minutes") => ("minutes", 60_000.0),
        _ => ("seconds", 1_000.0),
    };
    let mut base_ms = vec![f64::NAN; n * n];
    let rule = "a code of the areas";
    for row in 0..sheet.len() {
        let ends = (sheet.look_up(row, "from", (areas, rule)), sheet.look_up(row, "to", (areas, rule)));
        let longest = YEAR_S * 1000.0 / unit_ms;
        let time = sheet.needed(row, unit, (0.0, longest), "a time from 0 to a year");
        let (Some(from), Some(to)) = ends else { continue };
        let pair = &mut base_ms[usize::from(from) * n + usize::from(to)];
        if pair.is_nan() {
            *pair = time * unit_ms;
        } else {
            sheet.fault_at((Some(row), "from, to"), "the drive twice".to_owned(), "each drive once", "");
        }
    }
    for own in 0..n {
        let pair = &mut base_ms[own * n + own];
        if pair.is_nan() {
            *pair = 0.0;
        }
    }
    base_ms
}

impl Ground {
    /// The drives with the factors of the settings.
    #[must_use]
    pub fn travel(&self, settings: &Settings) -> ExactTravel {
        let factors = [settings.to_scene_factor, settings.convey_factor, settings.return_factor];
        ExactTravel::new(self.base_ms.clone(), factors, self.plane, self.points.clone())
    }
}
