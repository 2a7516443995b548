//! Reading an origin-destination matrix: driving times that stand before the travel law.

use super::Scenario;
use super::files::Opened;
use super::layer::Layer;
use super::report::{Fault, Place, Report, nearest, quoted};
use super::sheet::Sheet;
use crate::ids::AreaId;
use crate::problem::Problem;
use crate::region::{HourBand, Region, TravelPurpose};
use crate::world::{Drive, Matrix, Places, distance_km, hospital_area};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The key that names the file.
pub(super) const KEY: &str = "travel.matrix";
/// The key that gives the unit where the column's name does not.
pub(super) const UNIT: &str = "travel.matrix_unit";
/// Least and most speed over the straight line, km/h.
const SPEEDS_KMH: std::ops::RangeInclusive<f64> = 5.0..=160.0;
/// Kilometres below which a speed over the straight line says nothing.
const NEAR_KM: f64 = 0.5;

/// The names by which each column goes.
const FROM: &[&str] = &["from", "from_id"];
const TO: &[&str] = &["to", "to_id"];
const UNITLESS: &[&str] = &["travel_time", "duration", "time"];
const BAND: &[&str] = &["hour_band"];
const PURPOSE: &[&str] = &["purpose"];
const TIMES: [(&str, f64); 2] = [("seconds", 1.0), ("minutes", 60.0)];

const BANDS: [(&str, HourBand); 3] =
    [("night", HourBand::Night), ("day", HourBand::Day), ("peak", HourBand::Peak)];
const PURPOSES: [(&str, TravelPurpose); 4] = [
    ("lights", TravelPurpose::Lights),
    ("ordinary", TravelPurpose::Ordinary),
    ("convey", TravelPurpose::Convey),
    ("return", TravelPurpose::Return),
];

/// Where the cells of a row stand.
struct Columns {
    from: usize,
    to: usize,
    time: usize,
    /// Seconds of one unit of time.
    unit_s: f64,
    band: Option<usize>,
    purpose: Option<usize>,
}

/// Reads a matrix; every fault goes to the report, and then there is none.
pub(super) fn read(opened: Opened, region: &Region, settings: &Layer, report: &mut Report) -> Option<Matrix> {
    let Opened { file, sheet, shown } = opened;
    let mut reader = Reader::new(region, shown, report);
    let columns = reader.columns(&sheet, settings)?;
    let width = sheet.columns.len();
    let read = sheet.rows(|line, cells| {
        if cells.len() == width {
            reader.row(line, cells, &columns);
        } else {
            let rule = format!("{width} cells, as in the first row");
            reader.fault(line, "", || Fault::new(format!("{} cells", cells.len()), rule, ""));
        }
    });
    if let Err(fault) = read {
        reader.of_file("", fault);
    }
    let drives = reader.in_order()?;
    let id = format!("{} {}", file.blake3, settings.text(UNIT).unwrap_or_default());
    Some(Matrix::new(id, drives))
}

struct Reader<'a> {
    region: &'a Region,
    /// Areas by their codes and by those of their stations and hospitals.
    codes: Arc<BTreeMap<&'a str, AreaId>>,
    shown: Arc<str>,
    report: &'a mut Report,
    drives: Vec<(Drive, usize)>,
    is_sound: bool,
}

impl<'a> Reader<'a> {
    fn new(region: &'a Region, shown: Arc<str>, report: &'a mut Report) -> Self {
        let hospitals = region.hospitals().iter().map(|h| (h.code.as_str(), hospital_area(region, h)));
        let stations = region.stations().iter().map(|s| (s.code.as_str(), s.area));
        let areas = region.areas().iter().enumerate().map(|(row, a)| (a.code.as_str(), AreaId::new(row)));
        let codes = Arc::new(hospitals.chain(stations).chain(areas).collect());
        Self { region, codes, shown, report, drives: Vec::new(), is_sound: true }
    }

    /// A fault of a row, or of one of its cells.
    fn fault(&mut self, line: usize, column: &str, fault: impl FnOnce() -> Fault) {
        self.is_sound = false;
        let place = Place { file: self.shown.clone(), line: Some(line) };
        let column = if column.is_empty() { String::new() } else { format!(", {column}") };
        self.report.at_with(&place, &format!("row {line}{column}"), fault);
    }

    /// A fault of the file as a whole, or of its columns.
    fn of_file(&mut self, path: &str, fault: Fault) {
        self.is_sound = false;
        self.report.at(&Place { file: self.shown.clone(), line: None }, path, fault);
    }

    fn columns(&mut self, sheet: &Sheet, settings: &Layer) -> Option<Columns> {
        let known = [FROM, TO, &["seconds", "minutes"], UNITLESS, BAND, PURPOSE].concat();
        for (at, name) in sheet.columns.iter().enumerate() {
            if sheet.columns[..at].contains(name) {
                let fault = Fault::new("the same column again", "each column is there once", "");
                self.of_file(&format!("header, {name}"), fault);
            } else if !known.contains(&name.as_str()) {
                let rule = "the columns of a matrix";
                let fault = Fault::new(quoted(name), rule, nearest(name, known.iter().copied()));
                self.of_file("header", fault);
            }
        }
        let ends = [(FROM, "from"), (TO, "to")].map(|(names, name)| {
            let place = sheet.column(names);
            if place.is_none() {
                let hint = "a matrix has the columns from, to and seconds (or minutes)";
                self.of_file(
                    "header",
                    Fault::new(format!("no column `{name}`"), "a code for each end", hint),
                );
            }
            place
        });
        let (time, unit_s) = self.time(sheet, settings.text(UNIT))?;
        let [from, to] = ends;
        let (band, purpose) = (sheet.column(BAND), sheet.column(PURPOSE));
        Some(Columns { from: from?, to: to?, time, unit_s, band, purpose }).filter(|_| self.is_sound)
    }

    /// The column of times and the seconds of its unit.
    fn time(&mut self, sheet: &Sheet, unit: Option<&str>) -> Option<(usize, f64)> {
        let named: Vec<(usize, f64)> =
            TIMES.iter().filter_map(|(name, unit_s)| Some((sheet.column(&[name])?, *unit_s))).collect();
        let hint = "name the column `seconds` or `minutes`, or give travel.matrix_unit = \"s\" or \"min\"";
        let fault = match (named.as_slice(), sheet.column(UNITLESS), unit) {
            ([only], None, None) => return Some(*only),
            ([], Some(place), Some("s")) => return Some((place, 1.0)),
            ([], Some(place), Some(_)) => return Some((place, 60.0)),
            ([], Some(place), None) => {
                let found = format!("`{}` without a unit", sheet.columns[place]);
                Fault::new(found, "times state their unit", hint)
            }
            ([], None, _) => Fault::new("no column of times", "one column of times", hint),
            ([_], None, Some(_)) => {
                let found = "a unit in the column's name and in travel.matrix_unit";
                Fault::new(found, "the unit is stated once", "leave travel.matrix_unit out")
            }
            _ => Fault::new("several columns of times", "one column of times", hint),
        };
        self.of_file("header", fault);
        None
    }

    fn row(&mut self, line: usize, cells: &[&str], columns: &Columns) {
        let from = self.area(line, "from", cells[columns.from]);
        let to = self.area(line, "to", cells[columns.to]);
        let seconds = self.seconds(line, cells[columns.time], columns.unit_s);
        let cell = |column: Option<usize>| column.map_or("", |column| cells[column]);
        let band = self.word(line, ("hour_band", cell(columns.band)), &BANDS);
        let purpose = self.word(line, ("purpose", cell(columns.purpose)), &PURPOSES);
        let (Some(from), Some(to), Some(seconds), Some(band), Some(purpose)) =
            (from, to, seconds, band, purpose)
        else {
            return;
        };
        let drive = Drive { from, to, band, purpose, seconds };
        self.check_road(line, &drive);
        self.drives.push((drive, line));
    }

    fn area(&mut self, line: usize, column: &str, code: &str) -> Option<AreaId> {
        let area = self.codes.get(code).copied();
        if area.is_none() {
            let known = self.codes.clone();
            let rule = "the code of an area, a station or a hospital of the region";
            self.fault(line, column, || Fault::new(quoted(code), rule, nearest(code, known.keys().copied())));
        }
        area
    }

    /// The seconds of a cell: a blank one says that no road leads there. `None` is a fault.
    fn seconds(&mut self, line: usize, cell: &str, unit_s: f64) -> Option<Option<f64>> {
        if cell.is_empty() {
            return Some(None);
        }
        let number = cell.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        if number.is_none() {
            let hint = "a blank cell says that no road leads there";
            self.fault(line, "time", || Fault::new(quoted(cell), "a number of at least 0", hint));
        }
        number.map(|number| Some(number * unit_s))
    }

    /// What a word stands for: a blank one for all. `None` is a fault.
    fn word<T: Copy>(
        &mut self,
        line: usize,
        (column, cell): (&str, &str),
        words: &[(&str, T)],
    ) -> Option<Option<T>> {
        if cell.is_empty() {
            return Some(None);
        }
        let known = words.iter().find(|(word, _)| *word == cell).map(|(_, value)| *value);
        if known.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let rule = format!("one of {}, or blank", names.join(", "));
            self.fault(line, column, || Fault::new(quoted(cell), rule, nearest(cell, names)));
        }
        known.map(Some)
    }

    /// A road stays on its land mass, and its speed over the straight line is one at which vehicles drive.
    fn check_road(&mut self, line: usize, drive: &Drive) {
        let Some(seconds) = drive.seconds else { return };
        let [from, to] = [drive.from, drive.to].map(|area| &self.region.areas()[area.index()]);
        if from.land_mass != to.land_mass {
            let found = format!("a time from {} to {}", from.code, to.code);
            let rule = "no road between land masses";
            return self.fault(line, "", || Fault::new(found, rule, "leave the row out, or its time blank"));
        }
        let km = distance_km(from, to);
        let speed = km * 3600.0 / seconds;
        if km >= NEAR_KM && !SPEEDS_KMH.contains(&speed) {
            let found = format!("{seconds:.0} s for {km:.1} km straight: {speed:.0} km/h");
            let rule = "a speed from 5 to 160 km/h over the straight line";
            let hint = match () {
                () if SPEEDS_KMH.contains(&(speed / 60.0)) => "are the times in minutes?",
                () if SPEEDS_KMH.contains(&(speed * 60.0)) => "are the times in seconds?",
                () => "",
            };
            self.fault(line, "time", || Fault::new(found, rule, hint));
        }
    }

    /// The rows in order of their keys, if nothing is wrong with them.
    fn in_order(mut self) -> Option<Vec<Drive>> {
        let mut drives = std::mem::take(&mut self.drives);
        if drives.is_empty() && self.is_sound {
            self.of_file("", Fault::new("no row below the first", "the matrix has a row", ""));
        }
        drives.sort_by_key(|(drive, line)| (drive.key(), *line));
        for rows in drives.chunk_by(|(a, _), (b, _)| (a.from, a.to) == (b.from, b.to)) {
            self.check_pair(rows);
        }
        self.is_sound.then(|| drives.into_iter().map(|(drive, _)| drive).collect())
    }

    /// The rows of a pair differ in band or purpose, and agree whether there is a road.
    fn check_pair(&mut self, rows: &[(Drive, usize)]) {
        let region = self.region;
        let [from, to] = [rows[0].0.from, rows[0].0.to].map(|area| &region.areas()[area.index()].code);
        for (first, again) in rows.iter().zip(&rows[1..]) {
            if first.0.key() == again.0.key() {
                let hint = format!(
                    "row {} states it; stations and hospitals stand for the area they lie in",
                    first.1
                );
                let rule = "each pair once, for each hour band and purpose";
                self.fault(again.1, "", || Fault::new(format!("{from} to {to} again"), rule, hint));
            }
        }
        let blank = rows.iter().find(|(drive, _)| drive.seconds.is_none());
        if let Some((_, line)) = blank.filter(|_| rows.iter().any(|(drive, _)| drive.seconds.is_some())) {
            let found = format!("no time from {from} to {to}, and a time in another row");
            let rule = "a road at all hours and for all purposes, or at none";
            self.fault(*line, "time", || Fault::new(found, rule, ""));
        }
    }
}

/// The warning that a matrix leaves pairs to the travel law, and how many.
pub(super) fn gaps(scenario: &Scenario) -> Option<Problem> {
    let matrix = scenario.from_files.matrix.as_ref()?;
    let (plan, region) = (scenario.world_plan(), scenario.region());
    let (mut held, mut all) = (0, 0);
    for services in plan.groups(region) {
        let places = Places::compile(region, &plan, &services);
        held += held_pairs(matrix, &places);
        all += joined_pairs(&places);
    }
    let setting = scenario.settings.get(KEY).filter(|_| held < all)?;
    let share = 100.0 * (all - held) as f64 / all as f64;
    Some(Problem {
        file: setting.place.file.to_string(),
        path: KEY.to_owned(),
        line: setting.place.line,
        found: format!("a matrix without {share:.1}% of the pairs: {} of {all}", all - held),
        rule: "the travel law gives the driving times of these pairs".to_owned(),
        hint: String::new(),
    })
}

/// Pairs of places that the matrix holds and that a drive may join.
fn held_pairs(matrix: &Matrix, places: &Places) -> usize {
    let by_area = places.by_area();
    let place = |area: AreaId| by_area.get(area.index()).copied().flatten();
    let joins = |(from, to): (AreaId, AreaId)| match (place(from), place(to)) {
        (Some(from), Some(to)) => {
            from != to && to < places.n_target && places.land_mass[from] == places.land_mass[to]
        }
        _ => false,
    };
    matrix.pairs().filter(|pair| joins(*pair)).count()
}

/// Pairs of places on one land mass that a drive may join.
fn joined_pairs(places: &Places) -> usize {
    let mut of_mass = [0_usize; 256];
    places.land_mass.iter().for_each(|mass| of_mass[usize::from(*mass)] += 1);
    places.land_mass[..places.n_target].iter().map(|mass| of_mass[usize::from(*mass)] - 1).sum()
}
