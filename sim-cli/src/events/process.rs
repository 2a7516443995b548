//! Events of incidents, for process mining: as CSV and as XES.

use ambics::experiment::LogLine;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) const COLUMNS: [&str; 8] =
    ["case_id", "activity", "timestamp", "lifecycle", "resource", "category", "area_code", "hospital_code"];

/// An incident's step as an event, or a vehicle's that serves it.
struct Event<'t> {
    line: &'t LogLine<'t>,
    activity: &'static str,
}

/// What a line of a log is called; a line that is no event of an incident has no name.
fn events<'t>(lines: &'t [LogLine<'t>]) -> impl Iterator<Item = Event<'t>> {
    lines.iter().filter_map(|line| activity(line).map(|activity| Event { line, activity }))
}

fn activity(line: &LogLine<'_>) -> Option<&'static str> {
    let is_note = matches!(line.reason, "log_begins" | "log_stops" | "shift_begins" | "shift_ends");
    if line.incident_id.is_empty() || (is_note && line.from == line.to) {
        return None;
    }
    match (line.subject, line.to, line.reason) {
        ("incident", _, "clock_stops") => Some("clock stops"),
        ("incident", _, "escalated") => Some("escalated"),
        ("incident", "triage", _) => Some("call connected"),
        ("incident", "ready", _) => Some("clock starts"),
        ("incident", "waiting", _) => Some("waits for a vehicle"),
        ("incident", "with_team", _) => Some("with a team"),
        ("incident", "handed_over", _) => Some("handed over"),
        ("incident", "treated", _) => Some("treatment ends"),
        ("incident", "ended", reason) => Some(ending(reason)),
        ("vehicle", "to_scene", "back_up") => Some("back-up allocated"),
        ("vehicle", "to_scene", _) => Some("vehicle allocated"),
        ("vehicle", "on_scene", _) => Some("vehicle at scene"),
        ("vehicle", "to_hospital", _) => Some("leaves scene"),
        ("vehicle", "at_hospital", _) => Some("at hospital"),
        _ => None,
    }
}

fn ending(reason: &str) -> &'static str {
    match reason {
        "hear_and_treat" => "ended: hear and treat",
        "see_and_treat" => "ended: see and treat",
        "conveyed_ed" => "ended: conveyed to an emergency department",
        "conveyed_other" => "ended: conveyed elsewhere",
        "cancelled" => "ended: cancelled",
        "reneged" => "ended: gave up waiting",
        "passed_on" => "ended: passed on",
        "other_responder" => "ended: another responder",
        _ => "ended",
    }
}

fn resource(line: &LogLine<'_>) -> String {
    let of_vehicle = |vehicle| format!("{} {}-{vehicle}", line.kind, line.component);
    line.vehicle.map(of_vehicle).unwrap_or_default()
}

/// One row an event, in order of time.
pub(super) fn rows(lines: &[LogLine<'_>]) -> Vec<[String; 8]> {
    let row = |event: Event<'_>| {
        let line = event.line;
        [
            line.incident_id.to_owned(),
            event.activity.to_owned(),
            line.local_time.to_owned(),
            "complete".to_owned(),
            resource(line),
            line.category.to_owned(),
            line.area_code.to_owned(),
            line.hospital_code.to_owned(),
        ]
    };
    events(lines).map(row).collect()
}

/// The events as XES, a trace an incident; gives how many events.
///
/// # Source
/// IEEE 1849: eXtensible Event Stream; extensions concept, time, lifecycle and organizational.
pub(super) fn xes(lines: &[LogLine<'_>], out: &mut impl Write) -> io::Result<usize> {
    let mut traces: BTreeMap<&str, Vec<Event<'_>>> = BTreeMap::new();
    let mut order = Vec::new();
    for event in events(lines) {
        let own = traces.entry(event.line.incident_id).or_default();
        if own.is_empty() {
            order.push(event.line.incident_id);
        }
        own.push(event);
    }
    out.write_all(HEAD.as_bytes())?;
    let mut n = 0;
    for id in order {
        let events = &traces[id];
        n += events.len();
        let first = events[0].line;
        writeln!(out, "  <trace>")?;
        text(out, 4, "concept:name", id)?;
        text(out, 4, "category", first.category)?;
        text(out, 4, "area_code", first.area_code)?;
        events.iter().try_for_each(|event| one(out, event))?;
        writeln!(out, "  </trace>")?;
    }
    writeln!(out, "</log>")?;
    Ok(n)
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<log xes.version=\"1849-2016\" xes.features=\"\" xmlns=\"http://www.xes-standard.org/\">
  <extension name=\"Concept\" prefix=\"concept\" uri=\"http://www.xes-standard.org/concept.xesext\"/>
  <extension name=\"Time\" prefix=\"time\" uri=\"http://www.xes-standard.org/time.xesext\"/>
  <extension name=\"Lifecycle\" prefix=\"lifecycle\" uri=\"http://www.xes-standard.org/lifecycle.xesext\"/>
  <extension name=\"Organizational\" prefix=\"org\" uri=\"http://www.xes-standard.org/org.xesext\"/>
  <classifier name=\"activity\" keys=\"concept:name\"/>
";

fn one(out: &mut impl Write, event: &Event<'_>) -> io::Result<()> {
    writeln!(out, "    <event>")?;
    text(out, 6, "concept:name", event.activity)?;
    text(out, 6, "lifecycle:transition", "complete")?;
    let resource = resource(event.line);
    if !resource.is_empty() {
        text(out, 6, "org:resource", &resource)?;
    }
    writeln!(out, "      <date key=\"time:timestamp\" value=\"{}\"/>", instant(event.line.local_time))?;
    writeln!(out, "    </event>")
}

/// Local time of England with its distance from UTC, as XES asks; an hour that comes twice is taken as the first.
fn instant(local_time: &str) -> String {
    let zoned =
        local_time.parse::<jiff::civil::DateTime>().ok().and_then(|time| time.in_tz("Europe/London").ok());
    zoned.map_or_else(
        || local_time.replace(' ', "T"),
        |zoned| zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    )
}

fn text(out: &mut impl Write, indent: usize, key: &str, value: &str) -> io::Result<()> {
    writeln!(out, "{:indent$}<string key=\"{key}\" value=\"{}\"/>", "", escaped(value))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
