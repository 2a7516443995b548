//! The TOML file of a trace: which files, which factors, which rules.

use crate::problem::{Problem, Problems, did_you_mean};
use crate::units::SimDuration;

/// What a trace's TOML file says; every key may be left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Incidents with their recorded times and outcomes.
    pub incidents: String,
    /// The fleet.
    pub vehicles: String,
    /// Stations; none if `vehicles` name areas.
    pub stations: Option<String>,
    /// Hospitals.
    pub hospitals: String,
    /// Areas and where they are.
    pub areas: String,
    /// Driving times.
    pub matrix: String,
    /// What divides a drive to a scene.
    pub to_scene_factor: f64,
    /// What divides a drive to a hospital.
    pub convey_factor: f64,
    /// What divides a drive back to the station.
    pub return_factor: f64,
    /// Assignment to moving off, of a vehicle at its station.
    pub mobilisation: SimDuration,
    /// Whether more urgent categories go first in the queue.
    pub by_category: bool,
    /// Whether a vehicle under way may be turned to a more urgent incident.
    pub diversion: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let file = |name: &str| format!("{name}.csv");
        Self {
            incidents: file("incidents"),
            vehicles: file("vehicles"),
            stations: None,
            hospitals: file("hospitals"),
            areas: file("areas"),
            matrix: file("matrix"),
            to_scene_factor: 1.0,
            convey_factor: 1.0,
            return_factor: 1.0,
            mobilisation: SimDuration::ZERO,
            by_category: false,
            diversion: false,
        }
    }
}

/// All keys of the file.
const KEYS: [&str; 12] = [
    "incidents",
    "vehicles",
    "stations",
    "hospitals",
    "areas",
    "matrix",
    "to_scene_factor",
    "convey_factor",
    "return_factor",
    "mobilisation_s",
    "queue",
    "diversion",
];
const QUEUES: [&str; 2] = ["first_in_first_out", "by_category"];

impl Settings {
    /// Reads the text of a trace's TOML file.
    ///
    /// # Errors
    /// All faults of it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map(|span| text[..span.start].lines().count().max(1));
                let found = error.message().to_owned();
                let mut faults = Problems::none();
                let (file, path) = (file.to_owned(), String::new());
                let (rule, hint) = ("a TOML file".to_owned(), String::new());
                faults.push(Problem { file, path, line, found, rule, hint });
                return Err(faults);
            }
        };
        let mut reading = Reading { file, text, settings: Self::default(), faults: Problems::none() };
        table.iter().for_each(|(key, value)| reading.set(key, value));
        reading.faults.into_result(|| reading.settings)
    }
}

struct Reading<'t> {
    file: &'t str,
    text: &'t str,
    settings: Settings,
    faults: Problems,
}

impl Reading<'_> {
    fn set(&mut self, key: &str, value: &toml::Value) {
        match key {
            "incidents" => self.name(key, value, |settings, name| settings.incidents = name),
            "vehicles" => self.name(key, value, |settings, name| settings.vehicles = name),
            "stations" => self.name(key, value, |settings, name| settings.stations = Some(name)),
            "hospitals" => self.name(key, value, |settings, name| settings.hospitals = name),
            "areas" => self.name(key, value, |settings, name| settings.areas = name),
            "matrix" => self.name(key, value, |settings, name| settings.matrix = name),
            "to_scene_factor" => {
                self.factor(key, value, |settings, factor| settings.to_scene_factor = factor)
            }
            "convey_factor" => self.factor(key, value, |settings, factor| settings.convey_factor = factor),
            "return_factor" => self.factor(key, value, |settings, factor| settings.return_factor = factor),
            "mobilisation_s" => match number(value).filter(|s| (0.0..=86_400.0).contains(s)) {
                Some(seconds) => self.settings.mobilisation = SimDuration::from_seconds(seconds),
                None => self.fault(key, value, "seconds from 0 to 86400", String::new()),
            },
            "queue" => match value.as_str().filter(|name| QUEUES.contains(name)) {
                Some(name) => self.settings.by_category = name == "by_category",
                None => {
                    let hint = did_you_mean(value.as_str().unwrap_or_default(), QUEUES);
                    self.fault(key, value, "the name of a queue rule", hint);
                }
            },
            "diversion" => match value.as_bool() {
                Some(diversion) => self.settings.diversion = diversion,
                None => self.fault(key, value, "true or false", String::new()),
            },
            _ => self.fault(key, value, "a key of a trace", did_you_mean(key, KEYS)),
        }
    }

    fn name(&mut self, key: &str, value: &toml::Value, set: fn(&mut Settings, String)) {
        let plain = |name: &&str| {
            !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0'])
        };
        match value.as_str().filter(plain) {
            Some(name) => set(&mut self.settings, name.to_owned()),
            None => {
                let hint = "put the file into the folder of the TOML file".to_owned();
                self.fault(key, value, "the plain name of a file in the same folder", hint);
            }
        }
    }

    fn factor(&mut self, key: &str, value: &toml::Value, set: fn(&mut Settings, f64)) {
        match number(value).filter(|factor| (0.01..=100.0).contains(factor)) {
            Some(factor) => set(&mut self.settings, factor),
            None => {
                let hint = "a leg is the time in the matrix divided by the factor".to_owned();
                self.fault(key, value, "a number from 0.01 to 100", hint);
            }
        }
    }

    fn fault(&mut self, key: &str, value: &toml::Value, rule: &str, hint: String) {
        let begins = |line: &str| line.split(['=', '.']).next().is_some_and(|name| name.trim() == key);
        let line = self.text.lines().position(begins).map(|row| row + 1);
        let (file, path, rule) = (self.file.to_owned(), key.to_owned(), rule.to_owned());
        self.faults.push(Problem { file, path, line, found: value.to_string(), rule, hint });
    }
}

fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}
