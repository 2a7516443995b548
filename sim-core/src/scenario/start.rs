//! A run that begins in the middle of things, given as tables.

use super::Scenario;
use super::files::Opened;
use super::report::{Fault, Place, Report};
use super::sheet::Sheet;
use crate::category::Category;
use crate::engine::{Live, LiveDepartment, LiveIncident, LiveVehicle, duty_of};
use crate::governance::FleetVehicle;
use crate::ids::VehicleId;
use crate::problem::Problems;
use crate::units::{HOUR_MS, SimTime};
use crate::world::{Clock, Component, World};
use serde::Deserialize;
use std::sync::Arc;

/// The keys of the vehicles on jobs, of the incidents that wait, and of the departments at which ambulances wait.
pub(super) const KEYS: [&str; 3] = ["start.vehicles", "start.incidents", "start.departments"];
/// Vehicles on duty that a hint lists.
const LISTED: usize = 12;
/// Most ambulances that wait at a department.
const MOST_WAITING: u16 = 200;

/// A row of `start.vehicles`: a vehicle that is on a job when the window begins.
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
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

/// A row of `start.departments`: a department at which ambulances wait for a bay when the window begins.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartmentRow {
    /// Its hospital.
    hospital_code: String,
    /// Ambulances that wait outside, those of `start.vehicles` too.
    ambulances_waiting: u16,
}

/// A CSV text and the name of its file.
#[derive(Debug, Clone, Copy)]
pub struct StartTable<'a> {
    /// The file as the user knows it.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// The rows of a table, each with its line; a row that cannot be read holds why.
#[derive(Debug, Clone)]
pub(super) struct Rows<R> {
    file: Arc<str>,
    rows: Vec<(usize, Result<R, String>)>,
}

/// What the tables of a start hold, before it is known what they name.
#[derive(Debug, Clone, Default)]
pub(super) struct StartRows {
    vehicles: Option<Rows<VehicleRow>>,
    incidents: Option<Rows<IncidentRow>>,
    departments: Option<Rows<DepartmentRow>>,
}

impl StartRows {
    /// The rows of the data files that have been opened.
    pub fn read([vehicles, incidents, departments]: [Option<&Opened>; 3], report: &mut Report) -> Self {
        Self {
            vehicles: vehicles.map(|table| rows(&table.sheet, &table.shown, report)),
            incidents: incidents.map(|table| rows(&table.sheet, &table.shown, report)),
            departments: departments.map(|table| rows(&table.sheet, &table.shown, report)),
        }
    }

    /// What they say of a scenario's world; every fault goes to the report.
    fn live(
        &self,
        scenario: &Scenario,
        world: &World,
        (report, warnings): (&mut Report, &mut Report),
    ) -> Live {
        let mut live = Live { at: world.clock.window().0, ..Live::default() };
        let on_duty = match world.components.as_slice() {
            [_] => on_duty(&scenario.decisions(world).components[0].fleet.vehicles, &world.clock),
            groups => {
                let found = format!("{} groups of services", groups.len());
                let place = Place { file: scenario.name().into(), line: None };
                let rule = "a start is given for services that share vehicles";
                report.at(&place, "select", Fault::new(found, rule, "select one service"));
                return live;
            }
        };
        let mut reader = Reader { scenario, world, on_duty, report, warnings, file: "".into(), line: 0 };
        for row in reader.sound(self.vehicles.as_ref()) {
            live.busy.extend(reader.vehicle(row, &live));
        }
        for row in reader.sound(self.incidents.as_ref()) {
            live.waiting.extend(reader.incident(row, live.at));
        }
        for row in reader.sound(self.departments.as_ref()) {
            live.departments.extend(reader.department(row, &live));
        }
        live
    }
}

/// Reads the present at the beginning of a scenario's window: vehicles on jobs (`vehicle, area_code, category,
/// free_at, hospital_code`) and waiting incidents (`incident_id, area_code, category, called_at`), times by the local
/// clock. A scenario that names its tables itself (`start.vehicles`, `start.incidents`) has read them when it is loaded.
///
/// # Errors
/// Every row that names what is not there, a vehicle twice, a time that is not after or before the beginning; a world
/// of more than one component, whose vehicles a number does not name.
pub fn read_start(
    scenario: &Scenario,
    world: &World,
    (vehicles, incidents): (Option<StartTable<'_>>, Option<StartTable<'_>>),
) -> Result<Live, Problems> {
    let mut report = Report::default();
    let given = StartRows {
        vehicles: vehicles.and_then(|table| text_rows(table, &mut report)),
        incidents: incidents.and_then(|table| text_rows(table, &mut report)),
        departments: None,
    };
    let live = given.live(scenario, world, (&mut report, &mut Report::default()));
    if report.is_empty() { Ok(live) } else { Err(report.into_problems()) }
}

fn text_rows<R: for<'de> Deserialize<'de>>(table: StartTable<'_>, report: &mut Report) -> Option<Rows<R>> {
    match Sheet::open("start.csv", table.text.as_bytes().to_vec()) {
        Ok(sheet) => Some(rows(&sheet, &table.file.into(), report)),
        Err(fault) => {
            report.at(&Place { file: table.file.into(), line: None }, "", fault);
            None
        }
    }
}

/// Every row of a table; one that has other cells than the table has columns is kept as a fault.
fn rows<R: for<'de> Deserialize<'de>>(sheet: &Sheet, file: &Arc<str>, report: &mut Report) -> Rows<R> {
    let columns = csv::StringRecord::from(sheet.columns.clone());
    let mut rows = Vec::new();
    let read = sheet.rows(|line, cells| {
        let row = csv::StringRecord::from(cells);
        let whole = row.len() == columns.len();
        let found = if whole {
            row.deserialize(Some(&columns)).map_err(|error| error.to_string())
        } else {
            Err(format!("{} cells", row.len()))
        };
        rows.push((line, found));
    });
    if let Err(fault) = read {
        report.at(&Place { file: file.clone(), line: None }, "", fault);
    }
    Rows { file: file.clone(), rows }
}

impl Scenario {
    /// What its run begins with, if its data files say so: vehicles on jobs and incidents that wait.
    #[must_use]
    pub fn live(&self) -> Option<&Arc<Live>> {
        self.live.as_ref()
    }

    /// Reads what the tables of the start name, against the world that they speak of.
    pub(super) fn started(mut self) -> Result<Self, Problems> {
        if let Some(given) = &self.from_files.start {
            let (mut report, mut warnings) = (Report::default(), Report::default());
            let live = given.live(&self, &self.world(), (&mut report, &mut warnings));
            if !report.is_empty() {
                return Err(report.into_problems());
            }
            self.warnings.extend(warnings.into_problems().iter().cloned());
            self.live = Some(Arc::new(live));
        }
        Ok(self)
    }
}

/// For each vehicle, whether it is on duty as the window begins.
fn on_duty(vehicles: &[FleetVehicle], clock: &Clock) -> Vec<bool> {
    let at = clock.window().0;
    let holds = |(from, until): (SimTime, SimTime)| from <= at && at < until;
    vehicles.iter().map(|vehicle| vehicle.from <= at && duty_of(clock, vehicle).any(holds)).collect()
}

struct Reader<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    /// For each vehicle of the fleet, whether it is on duty as the window begins.
    on_duty: Vec<bool>,
    report: &'a mut Report,
    warnings: &'a mut Report,
    file: Arc<str>,
    line: usize,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, column: &str, found: &str, rule: &str) {
        let place = Place { file: self.file.clone(), line: Some(self.line) };
        self.report.at(&place, column, Fault::new(found, rule, ""));
    }

    /// The rows of a table that could be read.
    fn sound<R: Clone>(&mut self, table: Option<&Rows<R>>) -> Vec<(usize, R)> {
        let mut sound = Vec::new();
        let Some(table) = table else { return sound };
        self.file = table.file.clone();
        for (line, row) in &table.rows {
            self.line = *line;
            match row {
                Ok(row) => sound.push((*line, row.clone())),
                Err(found) => self.fault("", found, "a row of the columns that this table has"),
            }
        }
        sound
    }

    fn component(&self) -> &'a Component {
        &self.world.components[0]
    }

    fn vehicle(&mut self, (line, row): (usize, VehicleRow), live: &Live) -> Option<LiveVehicle> {
        self.line = line;
        let n = self.on_duty.len();
        let vehicle = VehicleId(row.vehicle);
        match self.on_duty.get(vehicle.index()) {
            Some(true) => {}
            Some(false) => self.warn_of_duty(row.vehicle),
            None => {
                self.fault("vehicle", &row.vehicle.to_string(), &format!("a row of the fleet, below {n}"))
            }
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

    /// A vehicle that is off duty may be working over its time; more likely its number is another's.
    fn warn_of_duty(&mut self, vehicle: u32) {
        let on_duty = self.on_duty.iter().enumerate().filter(|(_, is_on)| **is_on);
        let listed: Vec<String> = on_duty.take(LISTED).map(|(row, _)| row.to_string()).collect();
        let found = format!("vehicle {vehicle}, which is off duty then");
        let rule = "a vehicle on duty as the window begins; this one goes off duty once it is clear";
        let hint = format!("unless its job runs over, name one on duty: {} …", listed.join(", "));
        let place = Place { file: self.file.clone(), line: Some(self.line) };
        self.warnings.at(&place, "vehicle", Fault::new(found, rule, hint));
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

    fn department(&mut self, (line, row): (usize, DepartmentRow), live: &Live) -> Option<LiveDepartment> {
        self.line = line;
        if row.ambulances_waiting > MOST_WAITING {
            let rule = format!("at most {MOST_WAITING} ambulances");
            self.fault("ambulances_waiting", &row.ambulances_waiting.to_string(), &rule);
        }
        let hospital = self.hospital(&row.hospital_code)?;
        let known = live.departments.iter().any(|given| given.hospital == hospital);
        let has_bays = self.component().hospitals[usize::from(hospital)].department.is_some();
        if known || !has_bays {
            let rule =
                if known { "each hospital once" } else { "a department with bays: policy.handover.method" };
            self.fault("hospital_code", &row.hospital_code, rule);
        }
        Some(LiveDepartment { hospital, waiting: row.ambulances_waiting })
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
