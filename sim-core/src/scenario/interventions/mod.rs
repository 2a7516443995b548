//! `[[intervention]]`: which interventions are in force, where, from when, and how people are reached.

mod definition;
mod odd;
#[cfg(feature = "arrow")]
mod table;
mod team;

use super::files::DataFile;
use super::layer::Layer;
use super::parse::Node;
use super::report::{Fault, Place, Report, nearest, quoted, shown};
use super::selection::Selection;
use super::shelf::{SCENARIO, Shelf, name_fault};
use super::value;
use crate::prevention::{DataSharing, Intervention, MOST, Offer, QUINTILES, Targeting};
use crate::region::Region;
use definition::Faulty;
use jiff::civil::Date;
pub(super) use odd::odd;
use std::sync::Arc;
use toml::Value;

#[cfg(feature = "arrow")]
pub use table::{LIBRARY_TABLE, library_table};

/// The key of the list.
pub(super) const KEY: &str = "intervention";

/// The keys of an entry.
const ENTRY: [&str; 9] = ["name", "file", "from", "where", "reach", "offer", "data_sharing", "fit", "teams"];

/// An intervention that a scenario has put in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The intervention.
    pub intervention: Arc<Intervention>,
    /// From when; the beginning of the run if left out. Where days differ between patches, the first of them.
    pub from: Option<Date>,
    /// For each patch of the region, whether it is there.
    pub patches: Vec<bool>,
    /// How people come to be reached.
    pub offer: Offer,
    /// Which data tell who is at risk.
    pub data_sharing: DataSharing,
    /// How well it fits the place, against where its evidence comes from; 1 where that differs between patches.
    pub fit: f64,
    /// Day and fit by patch of the region where `from` or `fit` is a table; empty otherwise.
    pub local: Vec<Local>,
}

/// An intervention in one patch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Local {
    /// From when; the beginning of the run if left out.
    pub from: Option<Date>,
    /// How well it fits there, at most 1.
    pub fit: f64,
}

impl Chosen {
    /// Its day and its fit in a patch of the region, beside what holds everywhere.
    #[must_use]
    pub fn at(&self, patch: usize) -> Local {
        self.local.get(patch).copied().unwrap_or(Local { from: self.from, fit: 1.0 })
    }

    /// Reach of each quintile against the intervention's own.
    #[must_use]
    pub fn reach_by_quintile(&self, targeting: &Targeting) -> [f64; QUINTILES] {
        let uplift = self.data_sharing.uplift(self.intervention.reach.value, targeting) * self.fit;
        self.offer.by_quintile(targeting).map(|ratio| ratio * uplift)
    }
}

/// Whether a value is a list of tables, each with a name; the rest is said when the entries are read.
pub(super) fn checked(list: &Value) -> Result<Value, Fault> {
    let rule = "a list of tables, each with a name";
    let items = list.as_array().ok_or_else(|| Fault::new(shown(list), rule, "write [[intervention]]"))?;
    match items.iter().find(|item| item.get("name").and_then(Value::as_str).is_none()) {
        Some(item) => {
            Err(Fault::new(shown(item), rule, "[[intervention]], and below it name = \"falls_community\""))
        }
        None if items.len() > MOST => {
            Err(Fault::new(format!("{} interventions", items.len()), format!("at most {MOST}"), ""))
        }
        None => Ok(list.clone()),
    }
}

/// The whole list with one key of one intervention changed, if a path such as `intervention.falls_community.reach` says so;
/// an intervention that is not in the list comes to its end.
pub(super) fn with_key(settings: &Layer, path: &str, node: &Node) -> Option<Node> {
    let (name, key) = path.strip_prefix(KEY)?.strip_prefix('.')?.split_once('.')?;
    let mut list = settings.value(KEY).and_then(Value::as_array).cloned().unwrap_or_default();
    let is_it = |item: &Value| item.get("name").and_then(Value::as_str) == Some(name);
    if !list.iter().any(is_it) {
        let named = [("name".to_owned(), Value::from(name))];
        list.push(Value::Table(named.into_iter().collect()));
    }
    for table in list.iter_mut().filter(|item| is_it(item)).filter_map(Value::as_table_mut) {
        table.insert(key.to_owned(), node.value());
    }
    Some(Node::of(Value::Array(list)))
}

/// Reads the entries and the files that they name.
pub(super) fn read(
    (shelf, settings): (&Shelf, &Layer),
    region: &Region,
    report: &mut Report,
) -> (Vec<Chosen>, Vec<DataFile>) {
    let (mut chosen, mut files) = (Vec::<Chosen>::new(), Vec::new());
    let Some(setting) = settings.get(KEY) else { return (chosen, files) };
    let items = setting.value.as_array().map_or(&[][..], Vec::as_slice);
    if !items.is_empty() && region.patients().is_empty() {
        let rule = "a region whose patients.csv says who calls";
        report.at(&setting.place, KEY, Fault::new("no patients.csv", rule, "copy that of england-2022"));
    }
    let selection = Selection::of(region, settings);
    for (number, item) in items.iter().enumerate() {
        let line = setting.lines.get(number).copied().flatten().or(setting.place.line);
        let place = Place { file: setting.place.file.clone(), line };
        let mut entry = Entry { item, place, number, report: &mut *report };
        let Some(own) = entry.read(shelf, (region, &selection), &mut files) else { continue };
        let twice = chosen.iter().any(|known| {
            let meets = known.patches.iter().zip(&own.patches).any(|(a, b)| *a && *b);
            meets && known.intervention.name == own.intervention.name
        });
        if twice {
            let found = quoted(&own.intervention.name);
            entry.fault(
                "name",
                Fault::new(found, "each intervention once in a place", "give another `where`"),
            );
        }
        chosen.push(own);
    }
    (chosen, files)
}

struct Entry<'a> {
    item: &'a Value,
    place: Place,
    number: usize,
    report: &'a mut Report,
}

impl Entry<'_> {
    fn fault(&mut self, key: &str, fault: Fault) {
        let path = format!("{KEY}[{}].{key}", self.number);
        self.report.at(&self.place, path.trim_end_matches('.'), fault);
    }

    fn read(
        &mut self,
        shelf: &Shelf,
        (region, selection): (&Region, &Selection),
        files: &mut Vec<DataFile>,
    ) -> Option<Chosen> {
        let table = self.item.as_table()?;
        for key in table.keys().filter(|key| !ENTRY.contains(&key.as_str())) {
            let hint = nearest(key, ENTRY);
            self.fault(key, Fault::new(quoted(key), "a key of an intervention", hint));
        }
        let name = self.item.get("name")?.as_str()?;
        if name.trim().is_empty() {
            self.fault("name", Fault::new(quoted(name), "a name", "tables and reports call it so"));
            return None;
        }
        let mut intervention = self.definition(name, shelf, files)?;
        if let Some(reach) = self.number("reach", 1.0) {
            intervention.reach = crate::prevention::Ranged::known(reach);
        }
        self.teams(&mut intervention);
        let words = |word: &str, known: &[&str]| known.iter().position(|known| *known == word);
        let offers = ["passive", "proactive"];
        let sharing = ["none", "nhs", "council"];
        let offer = self.text("offer").unwrap_or_else(|| offers[0].to_owned());
        let data = self.text("data_sharing").unwrap_or_else(|| sharing[0].to_owned());
        let (offer_row, data_row) = (words(&offer, &offers), words(&data, &sharing));
        if offer_row.is_none() {
            self.fault("offer", Fault::new(quoted(&offer), offers.join(" or "), nearest(&offer, offers)));
        }
        if data_row.is_none() {
            self.fault(
                "data_sharing",
                Fault::new(quoted(&data), sharing.join(", "), nearest(&data, sharing)),
            );
        }
        let patches = self.patches(region, selection);
        let local = self.local(region, &patches);
        let days = local.iter().zip(&patches).filter(|(_, there)| **there).map(|(own, _)| own.from);
        let is_one = |key: &str| !self.item.get(key).is_some_and(Value::is_table);
        let (one_day, one_fit) = (is_one("from"), is_one("fit"));
        Some(Chosen {
            intervention: Arc::new(intervention),
            from: if one_day { self.from() } else { days.min().flatten() },
            patches,
            offer: [Offer::Passive, Offer::Proactive][offer_row.unwrap_or(0)],
            data_sharing: [DataSharing::None, DataSharing::Nhs, DataSharing::Council][data_row.unwrap_or(0)],
            fit: if one_fit { self.number("fit", 2.0).unwrap_or(1.0) } else { 1.0 },
            local,
        })
    }

    /// Days and fits by patch, where a table gives them.
    fn local(&mut self, region: &Region, patches: &[bool]) -> Vec<Local> {
        let table = |key: &str| self.item.get(key).and_then(Value::as_table);
        let (days, fits) = (table("from"), table("fit"));
        if days.is_none() && fits.is_none() {
            return Vec::new();
        }
        let alone = if days.is_none() { self.from() } else { None };
        let mut local = vec![Local { from: alone, fit: 1.0 }; region.patches().len()];
        for (code, day) in days.into_iter().flatten() {
            match value::date(day) {
                Ok(day) => in_patches(region, code).for_each(|patch| local[patch].from = Some(day)),
                Err(fault) => self.fault("from", fault),
            }
        }
        for (code, given) in fits.into_iter().flatten() {
            let fit = given.as_float().or_else(|| given.as_integer().map(|whole| whole as f64));
            match fit.filter(|fit| (0.0..=1.0).contains(fit)) {
                Some(fit) => in_patches(region, code).for_each(|patch| local[patch].fit = fit),
                None => self.fault("fit", Fault::new(shown(given), "a number from 0 to 1 by patch", "")),
            }
            if !in_patches(region, code).any(|patch| patches[patch]) {
                let rule = "the code of an ICS, a service or a patch where the intervention is";
                self.fault("fit", Fault::new(quoted(code), rule, "see `where`, or the codes of `from`"));
            }
        }
        local
    }

    /// The intervention's own file: one of the same folder, or one that ambics ships.
    fn definition(&mut self, name: &str, shelf: &Shelf, files: &mut Vec<DataFile>) -> Option<Intervention> {
        let text = match self.text("file") {
            Some(file) => {
                if let Some(hint) = name_fault(&file, SCENARIO) {
                    self.fault(
                        "file",
                        Fault::new(quoted(&file), "the name of a file of the same folder", hint),
                    );
                    return None;
                }
                let text = shelf.text(&file).map_err(|fault| self.fault("file", fault)).ok()?;
                let blake3 = blake3::hash(text.as_bytes()).to_hex().to_string();
                files.push(DataFile { key: KEY, name: file, blake3 });
                text
            }
            None => {
                let Some(text) = ambics_scenarios::intervention(name) else {
                    let hint = nearest(name, ambics_scenarios::interventions());
                    let rule = "an intervention that ambics ships, or one with a `file`";
                    self.fault("name", Fault::new(quoted(name), rule, hint));
                    return None;
                };
                text.to_owned()
            }
        };
        let shown = self.text("file").unwrap_or_else(|| format!("interventions/{name}.toml"));
        match definition::read(name, &text) {
            Ok(own) => Some(own),
            Err(faults) => {
                for Faulty { path, line, fault } in faults {
                    self.report.at(&Place { file: shelf.shown(&shown), line }, &path, fault);
                }
                None
            }
        }
    }

    /// Teams on duty at once, in place of the file's; known, so that they are not drawn.
    fn teams(&mut self, intervention: &mut Intervention) {
        let Some(given) = self.item.get("teams") else { return };
        let most = team::MOST_TEAMS as i64;
        let Some(own) = &mut intervention.team else {
            let hint = "its file has no [team]";
            return self.fault("teams", Fault::new(shown(given), "an intervention that has teams", hint));
        };
        match given.as_integer().filter(|number| (0..=most).contains(number)) {
            Some(number) => own.teams = crate::prevention::Ranged::known(number as f64),
            None => {
                let rule = format!("a whole number from 0 to {most}");
                self.fault("teams", Fault::new(shown(given), rule, "0 leaves it out"));
            }
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let value = self.item.get(key)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.fault(key, Fault::new(shown(value), "a text", "write it in quotes"));
        }
        text
    }

    fn number(&mut self, key: &str, most: f64) -> Option<f64> {
        let value = self.item.get(key)?;
        let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
        let sound = number.filter(|number| (0.0..=most).contains(number));
        if sound.is_none() {
            self.fault(key, Fault::new(shown(value), format!("a number from 0 to {most}"), ""));
        }
        sound
    }

    fn from(&mut self) -> Option<Date> {
        let value = self.item.get("from")?;
        value::date(value).map_err(|fault| self.fault("from", fault)).ok()
    }

    /// The patches of the ICSs, services and patches that it names; all where it names none. A table of days names them.
    fn patches(&mut self, region: &Region, selection: &Selection) -> Vec<bool> {
        let n = region.patches().len();
        let dated = self.item.get("from").and_then(Value::as_table);
        let (key, given): (&str, Vec<Value>) = match (dated, self.item.get("where")) {
            (Some(_), Some(given)) => {
                let rule = "codes once: the table `from` says where it is";
                self.fault("where", Fault::new(shown(given), rule, "leave out `where`"));
                return vec![true; n];
            }
            (Some(dated), None) => ("from", dated.keys().map(|code| Value::from(code.as_str())).collect()),
            (None, Some(given)) => {
                ("where", given.as_array().cloned().unwrap_or_else(|| vec![given.clone()]))
            }
            (None, None) => return vec![true; n],
        };
        let mut there = vec![false; n];
        for code in &given {
            let text = code.as_str().unwrap_or_default();
            let found: Vec<usize> = in_patches(region, text).collect();
            if found.is_empty() {
                let known: Vec<&str> = (0..n).flat_map(|row| codes(region, row)).collect();
                let rule = "the code of an ICS, a service or a patch";
                self.fault(key, Fault::new(shown(code), rule, nearest(text, known)));
            } else if selection.people() > 0.0 && found.iter().all(|row| selection.residents[*row].is_none())
            {
                let hint = "leave it out, or widen `select`";
                self.fault(key, Fault::new(shown(code), "a code inside the selection", hint));
            }
            found.into_iter().for_each(|row| there[row] = true);
        }
        there
    }
}

/// The patches that a code names.
fn in_patches<'a>(region: &'a Region, code: &'a str) -> impl Iterator<Item = usize> + 'a {
    (0..region.patches().len()).filter(move |row| codes(region, *row).contains(&code))
}

/// The codes by which a patch is named: its ICS, its service, its own.
fn codes(region: &Region, patch: usize) -> [&str; 3] {
    let own = &region.patches()[patch];
    [&region.icses()[own.ics.index()].code, &region.services()[own.service.index()].code, &own.code]
}

/// The file of an intervention that ambics ships.
#[must_use]
pub fn library_text(name: &str) -> Option<&'static str> {
    ambics_scenarios::intervention(name)
}

/// The interventions that ambics ships, each as its file has it.
///
/// # Panics
/// If a shipped file is not sound, which a test looks at.
#[must_use]
pub fn library() -> Vec<Intervention> {
    ambics_scenarios::interventions()
        .map(|name| {
            let text = ambics_scenarios::intervention(name).expect("a listed intervention is shipped");
            definition::read(name, text).unwrap_or_else(|faults| {
                let first = faults.first().map(|faulty| faulty.path.clone()).unwrap_or_default();
                panic!("interventions/{name}.toml: {first}")
            })
        })
        .collect()
}
