//! Where shifts begin: stations of the region by their codes, or a service's own by their names.

use crate::failure::Failure;
use crate::own_region::SAVE_AS;
use crate::pack::Ground;
use ambics::problem::{Problem, Problems};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::path::Path;

/// Longest name of a station.
const LONGEST: usize = 60;

/// A station.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Station {
    pub code: String,
    /// Row of the ground's areas, longitude and latitude, if it is the service's own.
    pub own: Option<(usize, f64, f64)>,
}

/// Stations by name, lower case.
#[derive(Debug, Default)]
pub(super) struct Stations {
    pub all: Vec<Station>,
    by_name: BTreeMap<String, usize>,
}

impl Stations {
    /// Those of the region.
    pub fn of_region(ground: &Ground<'_>) -> Self {
        let mut stations = Self::default();
        for station in ground.region.stations().iter().filter(|own| own.service == ground.service) {
            stations.push(Station { code: station.code.clone(), own: None });
        }
        stations
    }

    fn push(&mut self, station: Station) -> bool {
        let is_new = self.by_name.insert(station.code.to_lowercase(), self.all.len()).is_none();
        self.all.push(station);
        is_new
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name.to_lowercase()).copied()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|own| own.code.as_str())
    }

    /// The service's own: a CSV file with `station` and `longitude` and `latitude`, or `area`.
    pub fn read(file: &Path, ground: &Ground<'_>) -> Result<Self, Failure> {
        let shown = file.display().to_string();
        let mut reader = csv::Reader::from_path(file).map_err(|error| broken(&shown, &error))?;
        let header = reader.headers().map_err(|error| broken(&shown, &error))?.clone();
        let at = |name: &str| {
            header.iter().position(|own| own.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(name))
        };
        let columns = ["station", "longitude", "latitude", "area"].map(at);
        let [name, lon, lat, area] = columns;
        if name.is_none() || (area.is_none() && (lon.is_none() || lat.is_none())) {
            let found = format!("columns {}", header.iter().collect::<Vec<_>>().join(", "));
            let rule = ("the columns station, longitude and latitude; or station and area", "");
            return Err(Problems::one(&shown, "", found, rule).into());
        }
        let (mut stations, mut problems) = (Self::default(), Problems::none());
        for (row, record) in reader.records().enumerate() {
            let record = record.map_err(|error| broken(&shown, &error))?;
            let cell = |column: Option<usize>| {
                column.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned()
            };
            let [name, lon, lat, area] = columns.map(cell);
            match Self::placed(ground, [&name, &lon, &lat, &area]) {
                Ok(station) => {
                    if !stations.push(station) {
                        problems.push(at_row(&shown, row, ("station", &name), ("each station once", "")));
                    }
                }
                Err((column, found, rule)) => problems.push(at_row(&shown, row, (column, &found), rule)),
            }
        }
        problems.into_result(|| stations).map_err(Failure::from)
    }

    fn placed(ground: &Ground<'_>, [name, lon, lat, area]: [&str; 4]) -> Result<Station, Wrong> {
        let is_plain = |own: char| own.is_alphanumeric() || " -'&().,/".contains(own);
        let begins = name.chars().next().is_some_and(char::is_alphanumeric);
        if !begins || name.chars().count() > LONGEST || !name.chars().all(is_plain) {
            let rule = "a name of at most 60 letters, digits, blanks and - ' & ( ) . , / that begins with a letter or a digit";
            return Err(("station", name.to_owned(), (rule, "")));
        }
        let found = match lon.parse::<f64>().ok().zip(lat.parse::<f64>().ok()) {
            Some((lon, lat)) => ground.nearest(lon, lat).map(|at| (at, lon, lat)),
            None => ground.area(area).ok().map(|at| {
                let area = &ground.region.areas()[ground.areas[at]];
                (at, area.lon, area.lat)
            }),
        };
        let wrong = || {
            let rule = "degrees of a place in the service's areas, or the code of such an area";
            let hint = "give --look-up if it is a postcode or an LSOA";
            ("area", format!("{name} at {area}{lon} {lat}"), (rule, hint))
        };
        Ok(Station { code: name.to_owned(), own: Some(found.ok_or_else(wrong)?) })
    }
}

/// A column, what was found in it, and the rule with its hint.
type Wrong = (&'static str, String, (&'static str, &'static str));

/// A fault in a row, the first after the header being 2.
pub(super) fn at_row(
    file: &str,
    row: usize,
    (column, found): (&str, &str),
    (rule, hint): (&str, &str),
) -> Problem {
    Problem {
        file: file.to_owned(),
        path: column.to_owned(),
        line: Some(row + 2),
        found: format!("`{found}`"),
        rule: rule.to_owned(),
        hint: hint.to_owned(),
    }
}

pub(super) fn broken(file: &str, error: &csv::Error) -> Failure {
    let at = error.position().map_or_else(String::new, |own| format!("line {}: ", own.line()));
    let rule = ("a CSV file in UTF-8 whose rows are as long as its header", SAVE_AS);
    Problems::one(file, "", format!("{at}{error}"), rule).into()
}

/// The cell of a record, trimmed.
pub(super) fn cell(record: &StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).unwrap_or_default().trim()
}
