//! Reading a rota row by row: whatever cannot be read is a fault, all of them at once, so that no hour is lost in silence.

use super::pattern::{Shift, Shifts};
use super::profile::{Profile, weekdays};
use super::stations::{Stations, at_row, broken, cell};
use crate::failure::Failure;
use ambics::problem::{Problems, did_you_mean};
use ambics::scenario::days_of;
use csv::StringRecord;
use jiff::civil::{Date, Time};
use jiff::fmt::strtime;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Most faults that are told.
const MOST_FAULTS: usize = 50;
/// Most vehicles of a row.
const MOST_VEHICLES: u32 = 1_000;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub rows: usize,
    pub shifts: Shifts,
    /// Rows of vehicles that the profile leaves out.
    pub ignored: usize,
    /// Rows that say no vehicle.
    pub empty: usize,
    pub first: Option<Date>,
    pub last: Option<Date>,
}

/// A column by field.
type At = BTreeMap<&'static str, usize>;

/// Reads a rota.
pub(super) fn read(file: &Path, profile: &Profile, stations: &Stations) -> Result<Read, Failure> {
    let shown = file.display().to_string();
    let mut reader = csv::Reader::from_path(file).map_err(|error| broken(&shown, &error))?;
    let header = reader.headers().map_err(|error| broken(&shown, &error))?.clone();
    let at = columns(&shown, &header, profile)?;
    let (mut read, mut faults) = (Read::default(), Faults::default());
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|error| broken(&shown, &error))?;
        read.rows += 1;
        let mut own = Row { at: &at, record: &record, profile, stations, fault: None };
        own.take(&mut read);
        if let Some((column, found, rule, hint)) = own.fault
            && faults.is_new(column, &found)
        {
            faults.problems.push(at_row(&shown, row, (column, &found), (rule, &hint)));
        }
    }
    faults.problems.into_result(|| read).map_err(Failure::from)
}

/// The same cell is told once: a station's name stands in many rows.
#[derive(Default)]
struct Faults {
    told: BTreeSet<(&'static str, String)>,
    problems: Problems,
}

impl Faults {
    fn is_new(&mut self, column: &'static str, found: &str) -> bool {
        self.told.len() < MOST_FAULTS && self.told.insert((column, found.to_owned()))
    }
}

fn columns(file: &str, header: &StringRecord, profile: &Profile) -> Result<At, Problems> {
    let (mut at, mut problems) = (At::new(), Problems::none());
    for (field, name) in &profile.columns {
        match header.iter().position(|own| own.trim_start_matches('\u{feff}').trim() == name) {
            Some(column) => drop(at.insert(*field, column)),
            None => {
                let hint = format!(
                    "say its name with --column {field}=\"…\"; the file has {}",
                    header.iter().collect::<Vec<_>>().join(", ")
                );
                let rule = ("the columns that the profile names", hint.as_str());
                problems.extend(Problems::one(file, *field, format!("no column `{name}`"), rule));
            }
        }
    }
    let by_day = weekdays().iter().any(|day| at.contains_key(day));
    let ways = [at.contains_key("date"), at.contains_key("days"), by_day];
    if ways.iter().filter(|way| **way).count() > 1 {
        let rule = ("one of `date`, `days` and the seven days", "take the others out of the profile");
        problems.extend(Problems::one(file, "date", "several ways to say on which days", rule));
    }
    problems.into_result(|| at)
}

struct Row<'a> {
    at: &'a At,
    record: &'a StringRecord,
    profile: &'a Profile,
    stations: &'a Stations,
    /// The first fault: its column, what was found, the rule and a hint.
    fault: Option<(&'static str, String, &'static str, String)>,
}

impl Row<'_> {
    fn cell(&self, field: &str) -> &str {
        cell(self.record, self.at.get(field).copied())
    }

    fn wrong<T>(&mut self, field: &'static str, rule: &'static str, hint: String) -> Option<T> {
        let found = self.cell(field).to_owned();
        self.fault.get_or_insert((field, found, rule, hint));
        None
    }

    fn take(&mut self, read: &mut Read) -> Option<()> {
        let word = self.cell("vehicle").to_lowercase();
        let kind = match self.profile.vehicles.get(&word) {
            Some(Some(kind)) => *kind,
            Some(None) => {
                read.ignored += 1;
                return Some(());
            }
            None => {
                let hint =
                    "put the word under its kind, or under `ignore`, in [vehicle] of a profile of your own";
                return self.wrong("vehicle", "a word of the profile", hint.to_owned());
            }
        };
        let station = self.stations.find(self.cell("station"));
        let Some(station) = station else {
            let hint = did_you_mean(self.cell("station"), self.stations.names());
            return self.wrong(
                "station",
                "a station of the file of stations, or the code of one of the region",
                hint,
            );
        };
        let start = self.time("start")?;
        let finish = self.time("finish")?;
        self.days(read, (station, kind, start, finish))
    }

    /// The minute of the day.
    fn time(&mut self, field: &'static str) -> Option<u16> {
        let text = self.cell(field);
        let read = |form: &String| strtime::parse(form, text).ok()?.to_time().ok();
        match self.profile.times.iter().find_map(read) {
            Some(time) => Some(minute(time)),
            None => self.wrong(field, "a time in one of the profile's forms", self.profile.times.join(", ")),
        }
    }

    /// How many vehicles there are; one without such a column.
    fn vehicles(&mut self, field: &'static str) -> Option<u32> {
        let text = self.cell(field);
        let number = match text.to_lowercase().as_str() {
            "" | "-" | "no" | "n" | "false" => Some(0),
            "x" | "yes" | "y" | "true" => Some(1),
            own => own.strip_suffix(".0").unwrap_or(own).parse().ok(),
        };
        match number.filter(|n| *n <= MOST_VEHICLES) {
            Some(n) => Some(n),
            None => self.wrong(field, "a whole number to 1000, a cross, yes or no", String::new()),
        }
    }

    fn days(&mut self, read: &mut Read, shift: Shift) -> Option<()> {
        let n = if self.at.contains_key("vehicles") { self.vehicles("vehicles")? } else { 1 };
        let mut week = [0; 7];
        if self.at.contains_key("date") {
            let date = self.date()?;
            *read.shifts.dated.entry(shift).or_default().entry(date).or_default() += n;
            read.first = Some(read.first.map_or(date, |own| own.min(date)));
            read.last = Some(read.last.map_or(date, |own| own.max(date)));
            read.empty += usize::from(n == 0);
            return Some(());
        } else if self.at.contains_key("days") {
            match days_of(self.cell("days")) {
                Some(days) => (0..7).for_each(|day| week[day] = n * u32::from(days[day])),
                None => return self.wrong("days", "days such as Mon-Fri, Sat Sun or daily", String::new()),
            }
        } else if weekdays().iter().any(|day| self.at.contains_key(day)) {
            for (day, field) in weekdays().iter().enumerate() {
                week[day] = n * self.vehicles(field)?;
            }
        } else {
            week = [n; 7];
        }
        read.empty += usize::from(week == [0; 7]);
        let own = read.shifts.weekly.entry(shift).or_default();
        (0..7).for_each(|day| own[day] += week[day]);
        Some(())
    }

    fn date(&mut self) -> Option<Date> {
        let text = self.cell("date");
        let read = |form: &String| strtime::parse(form, text).ok()?.to_date().ok();
        match self.profile.dates.iter().find_map(read) {
            Some(date) => Some(date),
            None => self.wrong("date", "a date in one of the profile's forms", self.profile.dates.join(", ")),
        }
    }
}

fn minute(time: Time) -> u16 {
    time.hour() as u16 * 60 + time.minute() as u16
}
