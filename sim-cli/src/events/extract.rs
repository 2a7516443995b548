//! One row a response, as a control system would give it out.

use ambics::experiment::LogLine;
use std::collections::BTreeMap;

pub(super) const COLUMNS: [&str; 17] = [
    "incident_id",
    "category",
    "area_code",
    "ending",
    "call_connect",
    "clock_start",
    "clock_stop",
    "vehicle",
    "kind",
    "allocated",
    "at_scene",
    "left_scene",
    "at_hospital",
    "hospital_code",
    "handover",
    "clear",
    "station_code",
];

/// What is told of an incident in each of its rows.
#[derive(Default, Clone)]
struct Incident<'t> {
    category: &'t str,
    area: &'t str,
    ending: &'t str,
    called: &'t str,
    clock_start: &'t str,
    clock_stop: &'t str,
}

/// A vehicle on one incident.
#[derive(Default, Clone)]
struct Response<'t> {
    incident: &'t str,
    vehicle: i64,
    kind: &'t str,
    station: &'t str,
    allocated: &'t str,
    at_scene: &'t str,
    left_scene: &'t str,
    at_hospital: &'t str,
    hospital: &'t str,
    handover: &'t str,
    clear: &'t str,
}

/// A row for each response, and one for each incident to which nobody was sent, in order of the first call.
pub(super) fn responses(lines: &[LogLine<'_>]) -> Vec<[String; 17]> {
    let mut told = Told::default();
    for line in lines {
        if line.subject == "incident" { told.incident(line) } else { told.vehicle(line) }
    }
    told.rows()
}

#[derive(Default)]
struct Told<'t> {
    incidents: BTreeMap<&'t str, Incident<'t>>,
    /// Incidents as they were called.
    order: Vec<&'t str>,
    /// What vehicles work on, by component and vehicle.
    open: BTreeMap<(i64, i64), Response<'t>>,
    done: BTreeMap<&'t str, Vec<Response<'t>>>,
}

impl<'t> Told<'t> {
    fn incident(&mut self, line: &LogLine<'t>) {
        let own = self.incidents.entry(line.incident_id).or_insert_with(|| {
            self.order.push(line.incident_id);
            Incident::default()
        });
        (own.category, own.area) = (line.category, line.area_code);
        match (line.to, line.reason) {
            (_, "log_begins" | "log_stops") => {}
            ("triage", _) => own.called = line.local_time,
            ("ready", _) => own.clock_start = line.local_time,
            (_, "clock_stops") => own.clock_stop = line.local_time,
            ("ended", ending) => own.ending = ending,
            _ => {}
        }
    }

    fn vehicle(&mut self, line: &LogLine<'t>) {
        let Some(vehicle) = line.vehicle else { return };
        if matches!(line.reason, "log_begins" | "log_stops" | "shift_begins" | "shift_ends")
            && line.from == line.to
        {
            return;
        }
        let key = (line.component, vehicle);
        match line.to {
            "to_scene" => {
                self.close(key, line.local_time);
                let begun = Response {
                    incident: line.incident_id,
                    vehicle,
                    kind: line.kind,
                    station: line.station_code,
                    allocated: line.local_time,
                    ..Response::default()
                };
                self.open.insert(key, begun);
            }
            "on_scene" | "to_hospital" | "at_hospital" | "wrap_up" => {
                if let Some(own) = self.open.get_mut(&key) {
                    own.step(line);
                }
            }
            _ => self.close(key, line.local_time),
        }
    }

    fn close(&mut self, key: (i64, i64), at: &'t str) {
        if let Some(mut own) = self.open.remove(&key) {
            own.clear = at;
            self.done.entry(own.incident).or_default().push(own);
        }
    }

    fn rows(mut self) -> Vec<[String; 17]> {
        for own in std::mem::take(&mut self.open).into_values() {
            self.done.entry(own.incident).or_default().push(own);
        }
        let mut rows = Vec::new();
        for id in &self.order {
            let incident = &self.incidents[id];
            match self.done.get(id) {
                Some(responses) => rows.extend(responses.iter().map(|response| row(id, incident, response))),
                None => rows.push(row(id, incident, &Response::default())),
            }
        }
        rows
    }
}

impl<'t> Response<'t> {
    fn step(&mut self, line: &LogLine<'t>) {
        match (line.from, line.to) {
            (_, "on_scene") => self.at_scene = line.local_time,
            (_, "to_hospital") => (self.left_scene, self.hospital) = (line.local_time, line.hospital_code),
            (_, "at_hospital") => self.at_hospital = line.local_time,
            ("at_hospital", _) => self.handover = line.local_time,
            _ => self.left_scene = line.local_time,
        }
    }
}

fn row(id: &str, incident: &Incident<'_>, response: &Response<'_>) -> [String; 17] {
    let vehicle = if response.incident.is_empty() { String::new() } else { response.vehicle.to_string() };
    [
        id,
        incident.category,
        incident.area,
        incident.ending,
        incident.called,
        incident.clock_start,
        incident.clock_stop,
        &vehicle,
        response.kind,
        response.allocated,
        response.at_scene,
        response.left_scene,
        response.at_hospital,
        response.hospital,
        response.handover,
        response.clear,
        response.station,
    ]
    .map(str::to_owned)
}
