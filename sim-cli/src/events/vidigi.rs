//! Queues and vehicles in use, with the columns of vidigi's event log.

use ambics::experiment::LogLine;
use std::collections::BTreeMap;

pub(super) const COLUMNS: [&str; 8] =
    ["entity_id", "event_type", "event", "time", "resource_id", "run_number", "pathway", "timestamp"];

/// Rows in order of time: arrival, queue, one vehicle in use, departure.
///
/// The vehicle is the first that is sent; if it is taken away, the incident queues again. Times are minutes since the log begins.
pub(super) fn rows(lines: &[LogLine<'_>]) -> Vec<[String; 8]> {
    let mut rows = Rows { begin_ms: lines.first().map_or(0, |line| line.at_ms), rows: Vec::new() };
    let mut with: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.incident_id.is_empty()) {
        match (line.subject, line.to, line.reason) {
            (_, _, "log_begins" | "log_stops" | "shift_begins" | "shift_ends") => {}
            ("incident", "triage", _) => rows.push(line, ("arrival_departure", "arrival"), None),
            ("incident", "ready" | "waiting", reason) if reason != "clock_stops" => {
                rows.leave(line, &mut with);
                rows.push(line, ("queue", "waits_for_vehicle"), None);
            }
            ("vehicle", "to_scene", _) if !with.contains_key(line.incident_id) => {
                if let Some(vehicle) = line.vehicle {
                    with.insert(line.incident_id, (line.component, vehicle));
                    rows.push(line, ("resource_use", "vehicle"), Some(number((line.component, vehicle))));
                }
            }
            ("vehicle", "at_hospital", _) => rows.push(line, ("queue", "waits_for_handover"), None),
            ("incident", "ended", _) => {
                rows.leave(line, &mut with);
                rows.push(line, ("arrival_departure", "depart"), None);
            }
            _ => {}
        }
    }
    rows.rows
}

/// A whole number for a vehicle of a component, from 1.
fn number((component, vehicle): (i64, i64)) -> i64 {
    component * 100_000 + vehicle + 1
}

struct Rows {
    begin_ms: i64,
    rows: Vec<[String; 8]>,
}

impl Rows {
    fn push(&mut self, line: &LogLine<'_>, (kind, event): (&str, &str), resource: Option<i64>) {
        let minutes = (line.at_ms - self.begin_ms) as f64 / 60_000.0;
        self.rows.push([
            line.incident_id.to_owned(),
            kind.to_owned(),
            event.to_owned(),
            format!("{minutes:.4}"),
            resource.map(|id| id.to_string()).unwrap_or_default(),
            (line.replication + 1).to_string(),
            line.category.to_owned(),
            line.local_time.to_owned(),
        ]);
    }

    fn leave<'t>(&mut self, line: &LogLine<'t>, with: &mut BTreeMap<&'t str, (i64, i64)>) {
        if let Some(vehicle) = with.remove(line.incident_id) {
            self.push(line, ("resource_use_end", "vehicle_end"), Some(number(vehicle)));
        }
    }
}
