//! A run that begins in the middle of things, given as tables.

use crate::category::Category;
use crate::engine::{Live, LiveIncident, LiveVehicle};
use crate::ids::VehicleId;
use crate::problem::{Problem, Problems};
use crate::scenario::Scenario;
use crate::units::{HOUR_MS, SimTime};
use crate::world::{Component, World};
use serde::Deserialize;

/// A row of `start.vehicles`: a vehicle that is on a job when the window begins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VehicleRow {
    /// Row in the fleet.
    vehicle: u32,
    /// Area of its incident, where it wraps up.
    area_code: String,
    /// Category of its incident.
    category: String,
    /// Local time at which its handover, or its wrap-up, ends.
    free_at: String,
    /// The hospital at which it waits for handover; empty: it wraps up.
    hospital_code: Option<String>,
}

/// A row of `start.incidents`: an incident that waits when the window begins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IncidentRow {
    /// The user's own name for it.
    #[allow(dead_code, reason = "it is for the user's eye")]
    incident_id: String,
    /// Where it is.
    area_code: String,
    /// Its category.
    category: String,
    /// Local time of its call.
    called_at: String,
}

/// A CSV text and the name of its file.
#[derive(Debug, Clone, Copy)]
pub struct StartTable<'a> {
    /// The file as the user knows it.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Reads the present at the beginning of a scenario's window: vehicles on jobs (`vehicle, area_code, category,
/// free_at, hospital_code`) and waiting incidents (`incident_id, area_code, category, called_at`), times by the local
/// clock.
///
/// # Errors
/// Every row that names what is not there, a vehicle twice, a time that is not after or before the beginning; a world
/// of more than one component, whose vehicles a number does not name.
pub fn read_start(
    scenario: &Scenario,
    world: &World,
    (vehicles, incidents): (Option<StartTable<'_>>, Option<StartTable<'_>>),
) -> Result<Live, Problems> {
    let mut reader = Reader { scenario, world, problems: Problems::none(), file: "", line: 0 };
    let mut live = Live { at: world.clock.window().0, ..Live::default() };
    if world.components.len() != 1 {
        let found = format!("{} groups of services", world.components.len());
        reader.fault("select", &found, "a start is given for services that share vehicles");
    }
    if let Some(table) = vehicles {
        for row in reader.rows::<VehicleRow>(table) {
            live.busy.extend(reader.vehicle(row, &live));
        }
    }
    if let Some(table) = incidents {
        for row in reader.rows::<IncidentRow>(table) {
            live.waiting.extend(reader.incident(row, live.at));
        }
    }
    reader.problems.into_result(|| live)
}

struct Reader<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    problems: Problems,
    file: &'a str,
    line: usize,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, column: &str, found: &str, rule: &str) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            path: column.to_owned(),
            line: (self.line > 0).then_some(self.line),
            found: found.to_owned(),
            rule: rule.to_owned(),
            hint: String::new(),
        });
    }

    /// The rows of a table that can be read, each with its line.
    fn rows<R: for<'de> Deserialize<'de>>(&mut self, table: StartTable<'a>) -> Vec<(usize, R)> {
        self.file = table.file;
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(table.text.as_bytes());
        let mut rows = Vec::new();
        for (number, row) in reader.deserialize::<R>().enumerate() {
            self.line = number + 2;
            match row {
                Ok(row) => rows.push((self.line, row)),
                Err(error) => self.fault("", &error.to_string(), "a row of the columns that this table has"),
            }
        }
        rows
    }

    fn component(&self) -> &'a Component {
        &self.world.components[0]
    }

    fn vehicle(&mut self, (line, row): (usize, VehicleRow), live: &Live) -> Option<LiveVehicle> {
        self.line = line;
        let n = self.scenario.decisions(self.world).components[0].fleet.vehicles.len();
        let vehicle = VehicleId(row.vehicle);
        if vehicle.index() >= n {
            self.fault("vehicle", &row.vehicle.to_string(), &format!("a row of the fleet, below {n}"));
        }
        if live.busy.iter().any(|known| known.vehicle == vehicle) {
            self.fault("vehicle", &row.vehicle.to_string(), "each vehicle once");
        }
        let until = self.time("free_at", &row.free_at)?;
        if until <= live.at {
            self.fault("free_at", &row.free_at, "a time after the window's beginning");
        }
        let hospital = match row.hospital_code.as_deref().filter(|code| !code.is_empty()) {
            Some(code) => Some(self.hospital(code)?),
            None => None,
        };
        let (place, category) = (self.place(&row.area_code)?, self.category(&row.category)?);
        // When it was called nobody asks: before the window, so that it is not counted.
        let incident = LiveIncident { place, category, called: SimTime(live.at.0 - HOUR_MS) };
        Some(LiveVehicle { vehicle, incident, hospital, until })
    }

    fn incident(&mut self, (line, row): (usize, IncidentRow), at: SimTime) -> Option<LiveIncident> {
        self.line = line;
        let called = self.time("called_at", &row.called_at)?;
        if called >= at {
            self.fault("called_at", &row.called_at, "a time before the window's beginning");
        }
        Some(LiveIncident {
            place: self.place(&row.area_code)?,
            category: self.category(&row.category)?,
            called,
        })
    }

    fn time(&mut self, column: &str, text: &str) -> Option<SimTime> {
        let instant = self.scenario.instant(text);
        if instant.is_none() {
            let rule = "a local time such as 2024-01-12 04:00, from the lead-in to the window's end";
            self.fault(column, text, rule);
        }
        instant
    }

    fn place(&mut self, code: &str) -> Option<u16> {
        let areas = self.scenario.region().areas();
        let row = areas.iter().position(|area| area.code == code);
        let place = row.and_then(|row| self.component().place_of_area[row]);
        if place.is_none() {
            self.fault("area_code", code, "an area that is simulated");
        }
        place
    }

    fn hospital(&mut self, code: &str) -> Option<u16> {
        let hospitals = self.scenario.region().hospitals();
        let sites = &self.component().hospitals;
        let site = sites.iter().position(|site| hospitals[site.hospital.index()].code == code);
        if site.is_none() {
            self.fault("hospital_code", code, "a hospital that the services use");
        }
        site.map(|row| row as u16)
    }

    fn category(&mut self, name: &str) -> Option<Category> {
        let found = Category::ALL.into_iter().find(|category| category.name() == name);
        if found.is_none() {
            self.fault("category", name, "C1, C2, C3, C4 or Other");
        }
        found
    }
}
