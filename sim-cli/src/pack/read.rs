//! Reading an extract row by row; whatever is left out is counted.

use super::areas::Ground;
use super::profile::Profile;
use crate::failure::Failure;
use crate::own_region::SAVE_AS;
use ambics::problem::Problems;
use csv::StringRecord;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Why a row was left out, or what was seen of one that was kept.
pub(super) const REASONS: [&str; 10] = [
    "no incident",
    "category of no known word",
    "ending of no known word",
    "outside the service's areas",
    "a code that the look-ups lead to several areas",
    "a time that cannot be read",
    "times out of order",
    "a stage longer than a day",
    "kept: a time in an hour that a clock change repeats or skips",
    "kept: a hospital that the region does not know",
];

/// The rows of [`REASONS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    NoIncident,
    Category,
    Ending,
    Outside,
    Doubtful,
    Unreadable,
    Order,
    TooLong,
    ClockChange,
    Hospital,
}

/// How often something was seen, and in which rows first.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub n: u64,
    pub first: Vec<u64>,
}

/// A vehicle on an incident; times are seconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Response {
    pub allocated: Option<i64>,
    pub mobile: Option<i64>,
    pub at_scene: Option<i64>,
    pub left_scene: Option<i64>,
    pub at_hospital: Option<i64>,
    pub handover: Option<i64>,
    pub clear: Option<i64>,
    /// Row of the hospital, and the local hour of arrival there.
    pub hospital: Option<(usize, u8)>,
}

/// An incident with its responses.
#[derive(Debug, Clone)]
pub(super) struct Incident {
    pub category: usize,
    pub ending: usize,
    /// Row of the ground's areas.
    pub area: usize,
    pub call: i64,
    pub local: DateTime,
    pub start: i64,
    pub stop: Option<i64>,
    pub responses: Vec<Response>,
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub rows: u64,
    pub seen: [Tally; 10],
    pub incidents: Vec<Incident>,
    /// Columns of the file that are not read.
    pub unread: usize,
    /// Fields that have a column.
    pub has: Vec<&'static str>,
}

impl Read {
    fn note(&mut self, seen: Seen, row: u64) {
        let tally = &mut self.seen[seen as usize];
        tally.n += 1;
        if tally.first.len() < 5 {
            tally.first.push(row);
        }
    }
}

/// Reads an extract.
pub(super) fn read(file: &Path, profile: &Profile, ground: &Ground<'_>) -> Result<Read, Failure> {
    let opened = File::open(file).map_err(Failure::file("read", file))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(std::io::BufReader::new(opened));
    let broken = |_| {
        let rule = ("a CSV file in UTF-8 with one row a response", SAVE_AS);
        Failure::from(Problems::one(file.display().to_string(), "", "text that is no CSV", rule))
    };
    let header = reader.headers().map_err(broken)?.clone();
    let at = columns(file, &header, profile)?;
    let mut read = Read {
        unread: header.len().saturating_sub(at.len()),
        has: at.keys().copied().collect(),
        ..Read::default()
    };
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(broken)? {
        read.rows += 1;
        let row = Row { at: &at, record: &record, profile, number: read.rows + 1, zone: &zone };
        row.take(&mut read, &mut known, ground);
    }
    Ok(read)
}

/// Where the column of each field stands.
fn columns(
    file: &Path,
    header: &StringRecord,
    profile: &Profile,
) -> Result<BTreeMap<&'static str, usize>, Problems> {
    let mut problems = Problems::none();
    let mut at = BTreeMap::new();
    for (field, name) in &profile.columns {
        let found = header.iter().position(|own| own.trim_start_matches('\u{feff}').trim() == name);
        match found {
            Some(column) => {
                at.insert(*field, column);
            }
            None => {
                let hint =
                    format!("say its name with --column {field}=\"…\", or take {field} out of the profile");
                let rule = ("the columns that the profile names", hint.as_str());
                let found = format!("no column `{name}`");
                problems.extend(Problems::one(file.display().to_string(), *field, found, rule));
            }
        }
    }
    problems.into_result(|| at)
}

/// The times of a response beside those of its call, in the order of [`Response`].
const TIMES: [&str; 8] =
    ["clock_stop", "allocated", "mobile", "at_scene", "left_scene", "at_hospital", "handover", "clear"];

struct Row<'a> {
    at: &'a BTreeMap<&'static str, usize>,
    record: &'a StringRecord,
    profile: &'a Profile,
    number: u64,
    zone: &'a TimeZone,
}

/// A time as it stands in a cell.
struct Time {
    seconds: i64,
    local: DateTime,
}

impl Row<'_> {
    fn cell(&self, field: &str) -> &str {
        self.at.get(field).and_then(|column| self.record.get(*column)).unwrap_or_default().trim()
    }

    fn take(&self, read: &mut Read, known: &mut BTreeMap<String, usize>, ground: &Ground<'_>) {
        match self.whole(read, ground) {
            Err(seen) => read.note(seen, self.number),
            Ok((mut incident, response)) => {
                let at = *known.entry(self.cell("incident").to_owned()).or_insert_with(|| {
                    incident.responses.clear();
                    read.incidents.push(incident.clone());
                    read.incidents.len() - 1
                });
                if response.allocated.is_some() {
                    read.incidents[at].responses.push(response);
                }
            }
        }
    }

    /// The row's incident and response, or why it is left out.
    fn whole(&self, read: &mut Read, ground: &Ground<'_>) -> Result<(Incident, Response), Seen> {
        if self.cell("incident").is_empty() {
            return Err(Seen::NoIncident);
        }
        let word = |field: &str| self.cell(field).to_lowercase();
        let category = *self.profile.categories.get(&word("category")).ok_or(Seen::Category)?;
        let ending = *self.profile.endings.get(&word("ending")).ok_or(Seen::Ending)?;
        let area = self.place(ground)?;
        let mut changed = false;
        let call = self.time("call_connect", &mut changed)?.ok_or(Seen::Unreadable)?;
        let start = self.time("clock_start", &mut changed)?.ok_or(Seen::Unreadable)?;
        let (stop, response) = self.response(read, ground, (&call, &start), &mut changed)?;
        if changed {
            read.note(Seen::ClockChange, self.number);
        }
        let incident = Incident {
            category,
            ending,
            area,
            call: call.seconds,
            local: call.local,
            start: start.seconds,
            stop,
            responses: Vec::new(),
        };
        Ok((incident, response))
    }

    /// When the clock stopped, and what a vehicle did.
    fn response(
        &self,
        read: &mut Read,
        ground: &Ground<'_>,
        (call, start): (&Time, &Time),
        changed: &mut bool,
    ) -> Result<(Option<i64>, Response), Seen> {
        let (mut times, mut arrived) = ([None; 8], None);
        for (own, field) in times.iter_mut().zip(TIMES) {
            let time = self.time(field, changed)?;
            if field == "at_hospital" {
                arrived = time.as_ref().map(|time| time.local.hour() as u8);
            }
            *own = time.map(|time| time.seconds);
        }
        let [stop, allocated, mobile, at_scene, left_scene, at_hospital, handover, clear] = times;
        in_order(&[Some(call.seconds), Some(start.seconds), stop])?;
        let job = [allocated, mobile, at_scene, left_scene, at_hospital, handover, clear];
        in_order(&[&[Some(call.seconds)][..], &job].concat())?;
        let hospital = Some(self.cell("hospital")).filter(|code| !code.is_empty());
        let known = hospital.and_then(|code| ground.hospital(code));
        if hospital.is_some() && known.is_none() {
            read.note(Seen::Hospital, self.number);
        }
        let hospital = known.zip(arrived);
        let response =
            Response { allocated, mobile, at_scene, left_scene, at_hospital, handover, clear, hospital };
        Ok((stop, response))
    }

    fn place(&self, ground: &Ground<'_>) -> Result<usize, Seen> {
        let code = self.cell("area");
        if !code.is_empty() {
            return ground.area(code);
        }
        let [lon, lat] = ["longitude", "latitude"].map(|field| self.cell(field).parse::<f64>().ok());
        lon.zip(lat).and_then(|(lon, lat)| ground.nearest(lon, lat)).ok_or(Seen::Outside)
    }

    /// The time of a field; nothing where the cell is empty.
    fn time(&self, field: &str, changed: &mut bool) -> Result<Option<Time>, Seen> {
        let text = self.cell(field);
        if text.is_empty() {
            return Ok(None);
        }
        let read = |form: &String| {
            let parts = strtime::parse(form, text).ok()?;
            if let Ok(instant) = parts.to_timestamp() {
                return Some(Time { seconds: instant.as_second(), local: self.zone.to_datetime(instant) });
            }
            let written = parts.to_datetime().ok()?;
            let ambiguous = self.profile.zone.to_ambiguous_timestamp(written);
            *changed |= ambiguous.is_ambiguous();
            let instant = ambiguous.compatible().ok()?;
            Some(Time { seconds: instant.as_second(), local: self.zone.to_datetime(instant) })
        };
        self.profile.times.iter().find_map(read).map(Some).ok_or(Seen::Unreadable)
    }
}

/// Whether times that are there follow one another, and none by more than a day.
fn in_order(times: &[Option<i64>]) -> Result<(), Seen> {
    let there: Vec<i64> = times.iter().copied().flatten().collect();
    for pair in there.windows(2) {
        if pair[1] < pair[0] {
            return Err(Seen::Order);
        }
        if pair[1] - pair[0] > 86_400 {
            return Err(Seen::TooLong);
        }
    }
    Ok(())
}
