//! How a rota calls its columns and its vehicles.

use crate::failure::Failure;
use ambics::problem::{Problems, did_you_mean};
use ambics::vehicle_kind::VehicleKind;
use std::collections::BTreeMap;
use std::fs;

/// What a column may hold. A row says on which days by `date`, by `days` in words, by the seven days, or not at all: then daily.
pub(super) const FIELDS: [&str; 14] = [
    "station",
    "vehicle",
    "start",
    "finish",
    "vehicles",
    "date",
    "days",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The fields that every rota has.
const NEEDED: [&str; 4] = ["station", "vehicle", "start", "finish"];

/// The seven days, from Monday.
pub(super) fn weekdays() -> &'static [&'static str] {
    &FIELDS[7..]
}

const SHIPPED: &str = include_str!("../../profiles/rota.toml");

/// The name of the shipped profile.
pub(super) const OWN: &str = "rota";

/// A mapping from a rota.
#[derive(Debug)]
pub(super) struct Profile {
    /// The name of the column of each field.
    pub columns: BTreeMap<&'static str, String>,
    /// Forms of a time and of a date.
    pub times: Vec<String>,
    pub dates: Vec<String>,
    /// Words, lower case, and their kind; nothing for a word whose rows are left out.
    pub vehicles: BTreeMap<String, Option<VehicleKind>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    time: Vec<String>,
    date: Vec<String>,
    column: BTreeMap<String, String>,
    vehicle: BTreeMap<String, Vec<String>>,
}

/// The word of the profile for vehicles whose rows are left out.
const IGNORE: &str = "ignore";

impl Profile {
    /// The shipped profile or a file, with columns named on top.
    pub fn load(name: &str, columns: &[(String, String)]) -> Result<Self, Failure> {
        let text = match name {
            OWN => SHIPPED.to_owned(),
            file => fs::read_to_string(file).map_err(Failure::file("read", file))?,
        };
        let file: File = toml::from_str(&text).map_err(|error| {
            let rule = ("time, date, [column] and [vehicle]", "copy sim-cli/profiles/rota.toml");
            Problems::one(name, "", error.message().to_owned(), rule)
        })?;
        let mut problems = Problems::none();
        let mut named: BTreeMap<&'static str, String> = BTreeMap::new();
        for (field, column) in file.column.iter().chain(columns.iter().map(|(field, column)| (field, column)))
        {
            match FIELDS.iter().find(|known| *known == field) {
                Some(known) => drop(named.insert(known, column.clone())),
                None => {
                    let hint = did_you_mean(field, FIELDS.iter().copied());
                    let rule = ("the name of a field", hint.as_str());
                    problems.extend(Problems::one(name, "column", format!("`{field}`"), rule));
                }
            }
        }
        for field in NEEDED.iter().filter(|field| !named.contains_key(*field)) {
            let hint = format!("--column {field}=\"name in your file\"");
            let rule = ("a column for station, vehicle, start and finish", hint.as_str());
            problems.extend(Problems::one(name, "column", format!("no column for `{field}`"), rule));
        }
        let mut vehicles = BTreeMap::new();
        for (kind, words) in &file.vehicle {
            let known = VehicleKind::ALL.into_iter().find(|own| own.name() == kind);
            if known.is_none() && kind != IGNORE {
                let hint = did_you_mean(kind, VehicleKind::ALL.map(VehicleKind::name));
                let rule = ("a kind of vehicle, or `ignore`", hint.as_str());
                problems.extend(Problems::one(name, "vehicle", format!("`{kind}`"), rule));
            }
            vehicles.extend(words.iter().map(|word| (word.trim().to_lowercase(), known)));
        }
        let own = Self { columns: named, times: file.time, dates: file.date, vehicles };
        problems.into_result(|| own).map_err(Failure::from)
    }
}
