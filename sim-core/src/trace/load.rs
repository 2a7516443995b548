//! From a TOML file and the tables beside it to a valid trace.

use super::Trace;
use super::ground::{AREAS, Ground, HOSPITALS, MATRIX, STATIONS, areas, matrix, sites};
use super::people::{INCIDENTS, VEHICLES, drives_are_given, incidents, vehicles};
use super::settings::Settings;
use super::sheet::Sheet;
use crate::problem::{Problem, Problems};
use std::fs;
use std::path::Path;

/// Bytes of the longest file.
const FILE_LIMIT: u64 = 1 << 30;

impl Trace {
    /// Loads a trace from its TOML file; the tables that it names lie in the same folder.
    ///
    /// # Errors
    /// All faults of all files at once, each with file, row, rule and hint.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let shown = path.display().to_string();
        let text = text_of(folder, path, &shown)?;
        let mut settings = Settings::parse(&shown, &text)?;
        if settings.stations.is_none() && folder.join("stations.csv").is_file() {
            settings.stations = Some("stations.csv".to_owned());
        }
        Self::read(settings, |name| {
            let path = folder.join(name);
            text_of(folder, &path, &path.display().to_string())
        })
    }

    /// Reads a trace from texts by the names of their files.
    ///
    /// # Errors
    /// All faults of all files at once.
    pub fn read(
        settings: Settings,
        text_of: impl Fn(&str) -> Result<String, Problems>,
    ) -> Result<Self, Problems> {
        let mut faults = Problems::none();
        let mut sheet = |name: &str, known: &[&'static str]| {
            let text = text_of(name).unwrap_or_else(|more| {
                faults.extend(more);
                String::new()
            });
            let absent = text.is_empty();
            (Sheet::read(name, &text, known), absent)
        };
        let (mut area_sheet, no_areas) = sheet(&settings.areas, &AREAS);
        let (mut matrix_sheet, no_matrix) = sheet(&settings.matrix, &MATRIX);
        let (mut hospital_sheet, no_hospitals) = sheet(&settings.hospitals, &HOSPITALS);
        let (mut incident_sheet, no_incidents) = sheet(&settings.incidents, &INCIDENTS);
        let (mut vehicle_sheet, no_vehicles) = sheet(&settings.vehicles, &VEHICLES);
        let mut station_sheet = settings.stations.as_ref().map(|name| sheet(name, &STATIONS).0);
        if !faults.is_empty() && [no_areas, no_matrix, no_incidents, no_vehicles].contains(&true) {
            return Err(faults);
        }
        let (plane, points, rows) = areas(&mut area_sheet);
        let hospitals =
            if no_hospitals { Vec::new() } else { sites(&mut hospital_sheet, "hospital_code", &rows) };
        let stations = station_sheet.as_mut().map_or_else(Vec::new, |s| sites(s, "station_code", &rows));
        let mut codes = vec![String::new(); points.len()];
        rows.iter().for_each(|(code, row)| codes[usize::from(*row)].clone_from(code));
        let base_ms = matrix(&mut matrix_sheet, &rows, points.len());
        let ground = Ground { areas: codes, plane, points, base_ms, hospitals };
        let incidents = incidents(&mut incident_sheet, &rows, &ground.hospitals, !settings.by_category);
        let vehicles = vehicles(&mut vehicle_sheet, &stations, &rows);
        let sheets = [area_sheet, hospital_sheet, incident_sheet, vehicle_sheet].into_iter();
        sheets.chain(station_sheet).for_each(|sheet| faults.extend(sheet.faults));
        if faults.is_empty() && matrix_sheet.faults.is_empty() {
            drives_are_given(&mut matrix_sheet, &ground, &incidents, &vehicles);
        }
        faults.extend(matrix_sheet.faults);
        faults.into_result(|| Self { settings, ground, incidents, vehicles })
    }
}

/// The text of a file of the folder; what leads out of it is a fault.
fn text_of(folder: &Path, path: &Path, shown: &str) -> Result<String, Problems> {
    let fault = |found: String, rule: &str| {
        let (file, path, rule) = (shown.to_owned(), String::new(), rule.to_owned());
        let mut faults = Problems::none();
        faults.push(Problem { file, path, line: None, found, rule, hint: String::new() });
        faults
    };
    let unreadable = |error: std::io::Error| fault(error.kind().to_string(), "a file that can be read");
    let real = fs::canonicalize(path).map_err(unreadable)?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !real.starts_with(fs::canonicalize(folder).map_err(unreadable)?) {
        return Err(fault("a link out of the folder".to_owned(), "a file in the folder of the TOML file"));
    }
    let about = fs::metadata(&real).map_err(unreadable)?;
    if !about.is_file() || about.len() > FILE_LIMIT {
        return Err(fault("a folder, a device or a longer file".to_owned(), "a file of at most 1 GiB"));
    }
    let bytes = fs::read(&real).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| fault("other bytes".to_owned(), "text in UTF-8"))
}
