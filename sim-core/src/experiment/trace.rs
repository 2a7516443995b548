//! One incident's story: its lines of the log, and a text to read.

use super::log_lines::{LogLine, LogLines};
use crate::outcome::{Column, Table, column};
use crate::problem::Problems;
use crate::units::SimDuration;
use arrow_array::RecordBatch;
use std::fmt::Write as _;

/// The story of one incident.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Its lines of the log: those of the incident, and those of its vehicles until they leave it.
    pub table: RecordBatch,
    /// The same to read.
    pub text: String,
}

/// Tells the story of an incident from a log's table, in one replication, arm by arm; `replication` is the first that
/// has it if not given. `None`: the log does not hold it.
///
/// # Errors
/// A table that is no log.
pub fn trace(
    log: &RecordBatch,
    incident_id: &str,
    replication: Option<i64>,
) -> Result<Option<Trace>, Problems> {
    let lines = LogLines::of(log)?;
    let of = |line: &LogLine<'_>| {
        line.incident_id == incident_id && replication.is_none_or(|number| line.replication == number)
    };
    let Some(first) = lines.iter().find(of) else { return Ok(None) };
    let mut story: Vec<LogLine<'_>> = Vec::new();
    let mut tied: Vec<(&str, i64)> = Vec::new();
    for line in lines.iter().filter(|line| line.replication == first.replication) {
        let own = line.incident_id == incident_id;
        let vehicle = line.vehicle.filter(|_| line.subject == "vehicle").map(|row| (line.arm, row));
        let of_ours = vehicle.filter(|_| line.component == first.component);
        let was_tied = of_ours.is_some_and(|vehicle| tied.contains(&vehicle));
        if own || was_tied {
            story.push(line);
        }
        match of_ours {
            Some(vehicle) if own && !was_tied => tied.push(vehicle),
            Some(vehicle) if !own => tied.retain(|known| *known != vehicle),
            _ => {}
        }
    }
    Ok(Some(Trace { table: table(&story), text: text(&story) }))
}

/// What is told of a story, arm by arm.
fn text(story: &[LogLine<'_>]) -> String {
    let mut said = String::new();
    for arm in story.chunk_by(|a, b| a.arm == b.arm) {
        let id = arm.iter().map(|line| line.incident_id).find(|id| !id.is_empty()).unwrap_or_default();
        let mut teller =
            Teller { said: &mut said, id, called_ms: arm[0].at_ms, at_hospital_ms: None, day: "" };
        let (category, area) = (arm[0].category, arm[0].area_code);
        teller.line(&format!(
            "Incident {id}: {category} in {area}; arm {}, replication {}",
            arm[0].arm, arm[0].replication
        ));
        arm.iter().for_each(|line| teller.tell(line));
    }
    said
}

struct Teller<'s, 't> {
    said: &'s mut String,
    id: &'t str,
    called_ms: i64,
    at_hospital_ms: Option<i64>,
    day: &'t str,
}

impl<'t> Teller<'_, 't> {
    fn line(&mut self, line: &str) {
        writeln!(self.said, "{line}").expect("a string takes every text");
    }

    fn tell(&mut self, line: &LogLine<'t>) {
        let told = match line.subject {
            "vehicle" if line.incident_id == self.id => self.works(line),
            "vehicle" => Some(leaves(line)),
            _ => self.incident(line),
        };
        let Some(told) = told else { return };
        let (day, clock) = line.local_time.split_once(' ').unwrap_or(("", line.local_time));
        if day != self.day {
            self.day = day;
            self.line(day);
        }
        self.line(&format!("  {clock}  {told}"));
    }

    fn since_call(&self, line: &LogLine<'_>) -> String {
        SimDuration(line.at_ms - self.called_ms).to_string()
    }

    fn incident(&self, line: &LogLine<'_>) -> Option<String> {
        let after = || self.since_call(line);
        Some(match (line.from, line.to, line.reason) {
            (_, status, "log_begins") => format!("the log begins; the incident is {}", words(status)),
            (_, status, "log_stops") => format!("the run stops; the incident is left {}", words(status)),
            (_, _, "clock_stops") => format!("the clock stops, {} after the call", after()),
            (_, _, "escalated") => "has waited beyond its threshold: ranks with C2 from now on".to_owned(),
            ("", "triage", _) => format!("called, {} in {}", line.category, line.area_code),
            (_, "ready", _) => format!("dispatch code known, {} after the call", after()),
            ("assigned", "waiting", _) => "waits again".to_owned(),
            (_, "waiting", _) => "no vehicle is sent yet; waits".to_owned(),
            (_, "ended", ending) => format!("ends: {}, {} after the call", words(ending), after()),
            // The line of the vehicle says it.
            _ => return None,
        })
    }

    fn works(&mut self, line: &LogLine<'_>) -> Option<String> {
        let who = who(line);
        Some(match (line.from, line.to, line.reason) {
            (_, _, "log_stops" | "shift_begins") => return None,
            (_, status, "log_begins") => format!("{who} is {}", words(status)),
            (_, _, "shift_ends") => format!("{who}: its shift ends, it finishes the job"),
            (_, "to_scene", "diverted") => format!("{who} diverted to here, {}", away(line)),
            (_, "to_scene", "back_up") => format!("{who} assigned as back-up, {}", away(line)),
            (_, "to_scene", _) => format!("{who} assigned, {}", away(line)),
            (_, "on_scene", _) => format!("{who} at the scene"),
            (_, "to_hospital", _) if line.hospital_code.is_empty() => {
                format!("{who} takes the patient to a point of transfer")
            }
            (_, "to_hospital", _) => {
                format!("{who} leaves with the patient for {}, {}", line.hospital_code, away(line))
            }
            (_, "at_hospital", _) => {
                self.at_hospital_ms = Some(line.at_ms);
                format!("{who} at hospital {}", line.hospital_code)
            }
            ("at_hospital", _, _) => {
                let waited = SimDuration(line.at_ms - self.at_hospital_ms.unwrap_or(line.at_ms));
                format!("the patient is handed over, {waited} after arrival")
            }
            _ => format!("{who}: treatment ends, nobody is conveyed"),
        })
    }
}

/// How a vehicle leaves the incident.
fn leaves(line: &LogLine<'_>) -> String {
    let who = who(line);
    let next = || format!("{} {} in {}", line.category, line.incident_id, line.area_code);
    match (line.from, line.reason) {
        (_, "diverted") => {
            format!("{who} diverted to a more urgent incident, {} {}", line.category, line.incident_id)
        }
        (_, "stood_down") if line.to == "to_scene" => format!("{who} stood down; goes to {}", next()),
        (_, "stood_down") => format!("{who} stood down"),
        ("on_scene", _) => format!("{who} not needed any more"),
        _ if line.to == "to_scene" => format!("{who} clear; goes to {}", next()),
        _ if line.to == "off_duty" => format!("{who} clear; its shift is over"),
        _ => format!("{who} clear"),
    }
}

fn who(line: &LogLine<'_>) -> String {
    let row = line.vehicle.map_or_else(String::new, |row| row.to_string());
    match line.station_code {
        "" => format!("vehicle {row} ({})", line.kind),
        station => format!("vehicle {row} ({}, station {station})", line.kind),
    }
}

/// Where a drive begins, and how long it takes.
fn away(line: &LogLine<'_>) -> String {
    let takes = line.arrives_ms.map_or(SimDuration::ZERO, |end| SimDuration(end - line.at_ms));
    if line.to == "to_hospital" {
        format!("{takes} away")
    } else {
        format!("from {}, {takes} away", line.area_code)
    }
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

const AT: Column = column("at_ms", "ms", "When, since the lead-in began.");
const ARRIVES: Column = column("arrives_ms", "ms", "When the drive that begins is to end.");

fn table(story: &[LogLine<'_>]) -> RecordBatch {
    let some = |text: &'static str| column(text, "", "As in the table `log`.");
    Table::of("A line of the log that belongs to one incident.", story)
        .text(some("arm"), |l| l.arm)
        .whole(some("replication"), |l| l.replication.max(0) as u64)
        .whole_or_none(AT, |l| Some(l.at_ms))
        .text(some("local_time"), |l| l.local_time)
        .text(some("subject"), |l| l.subject)
        .whole_or_none(some("vehicle"), |l| l.vehicle)
        .text_or_none(some("kind"), |l| known(l.kind))
        .text_or_none(some("station_code"), |l| known(l.station_code))
        .text_or_none(some("incident_id"), |l| known(l.incident_id))
        .text_or_none(some("category"), |l| known(l.category))
        .text_or_none(some("from"), |l| known(l.from))
        .text(some("to"), |l| l.to)
        .text_or_none(some("area_code"), |l| known(l.area_code))
        .text_or_none(some("hospital_code"), |l| known(l.hospital_code))
        .text_or_none(some("reason"), |l| known(l.reason))
        .whole_or_none(ARRIVES, |l| l.arrives_ms)
        .batch()
}

fn known(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
