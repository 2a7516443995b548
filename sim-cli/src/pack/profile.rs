//! How an extract calls its columns, and the words that stand in them.

use crate::failure::Failure;
use ambics::category::Category;
use ambics::problem::{Problems, did_you_mean};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::Path;

/// The fields of a response, in the order in which their times follow one another.
pub const FIELDS: [&str; 17] = [
    "incident",
    "category",
    "ending",
    "area",
    "longitude",
    "latitude",
    "hospital",
    "clock_stop",
    "call_connect",
    "clock_start",
    "allocated",
    "mobile",
    "at_scene",
    "left_scene",
    "at_hospital",
    "handover",
    "clear",
];

/// The fields without which nothing can be counted.
const NEEDED: [&str; 7] =
    ["incident", "category", "ending", "call_connect", "clock_start", "allocated", "at_scene"];

/// The endings that are counted, in the order of [`Profile::endings`].
pub(super) const ENDINGS: [&str; 4] = ["hear_and_treat", "see_and_treat", "conveyed_ed", "conveyed_other"];

const SHIPPED: [(&str, &str); 2] = [
    ("ambics", include_str!("../../profiles/ambics.toml")),
    ("ads", include_str!("../../profiles/ads.toml")),
];

/// A mapping from a trust's own extract.
#[derive(Debug)]
pub(super) struct Profile {
    /// The name of the column of each field; none if the extract has no such field.
    pub columns: BTreeMap<&'static str, String>,
    /// Forms of a time.
    pub times: Vec<String>,
    pub zone: TimeZone,
    /// Words, lower case, and the row of the category.
    pub categories: BTreeMap<String, usize>,
    /// Words, lower case, and the row in [`ENDINGS`].
    pub endings: BTreeMap<String, usize>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    time: Vec<String>,
    zone: String,
    column: BTreeMap<String, String>,
    category: BTreeMap<String, Vec<String>>,
    ending: BTreeMap<String, Vec<String>>,
}

impl Profile {
    /// A shipped profile or a file, with columns named on top.
    pub fn load(name: &str, columns: &[(String, String)]) -> Result<Self, Failure> {
        let shipped = SHIPPED.iter().find(|(own, _)| *own == name);
        let text = match shipped {
            Some((_, text)) => (*text).to_owned(),
            None if name.ends_with(".toml") => {
                std::fs::read_to_string(Path::new(name)).map_err(Failure::file("read", name))?
            }
            None => {
                let rule = ("ambics, ads, or a TOML file of your own", "");
                return Err(Problems::one("command line", "--profile", format!("`{name}`"), rule).into());
            }
        };
        let file: File = toml::from_str(&text).map_err(|error| {
            let rule = ("time, zone, [column], [category] and [ending]", "copy sim-cli/profiles/ambics.toml");
            Problems::one(name, "", error.message().to_owned(), rule)
        })?;
        Self::of(name, file, columns).map_err(Failure::from)
    }

    fn of(name: &str, file: File, more: &[(String, String)]) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let mut columns = BTreeMap::new();
        for (field, column) in file.column.iter().chain(more.iter().map(|(field, column)| (field, column))) {
            match FIELDS.iter().find(|known| *known == field) {
                Some(known) => {
                    columns.insert(*known, column.clone());
                }
                None => {
                    let hint = did_you_mean(field, FIELDS.iter().copied());
                    let rule = ("the name of a field", hint.as_str());
                    problems.extend(Problems::one(name, "column", format!("`{field}`"), rule));
                }
            }
        }
        for field in NEEDED.iter().filter(|field| !columns.contains_key(*field)) {
            let hint = format!("--column {field}=\"name in your file\"");
            let rule = ("every field without which nothing can be counted", hint.as_str());
            problems.extend(Problems::one(name, "column", format!("no column for `{field}`"), rule));
        }
        let has_place = columns.contains_key("area")
            || (columns.contains_key("longitude") && columns.contains_key("latitude"));
        if !has_place {
            let rule =
                ("a column for `area` (MSOA code), or for `longitude` and `latitude`", "--column area=…");
            problems.extend(Problems::one(name, "column", "no place", rule));
        }
        let zone = TimeZone::get(&file.zone).unwrap_or_else(|_| {
            let rule = ("the name of a time zone", "Europe/London or UTC");
            problems.extend(Problems::one(name, "zone", format!("`{}`", file.zone), rule));
            TimeZone::UTC
        });
        let categories =
            words(name, "category", &file.category, &Category::ALL.map(Category::name), &mut problems);
        let endings = words(name, "ending", &file.ending, &ENDINGS, &mut problems);
        problems.into_result(|| Self { columns, times: file.time, zone, categories, endings })
    }
}

/// Each word that stands for something, and the row of what it stands for.
fn words(
    name: &str,
    table: &str,
    given: &BTreeMap<String, Vec<String>>,
    known: &[&str],
    problems: &mut Problems,
) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for (what, own) in given {
        match known.iter().position(|known| known == what) {
            Some(row) => words.extend(own.iter().map(|word| (word.trim().to_lowercase(), row))),
            None => {
                let hint = known.join(", ");
                let rule = ("one of those that the model has", hint.as_str());
                problems.extend(Problems::one(name, table, format!("`{what}`"), rule));
            }
        }
    }
    words
}
