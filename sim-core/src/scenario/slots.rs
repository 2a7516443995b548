//! What a key of the key table is, and what stands at a path of it.

use super::family::Family;
use super::keys::KEYS;
use crate::units::Quantity;

/// A key, or a table of entries of one kind by code.
#[derive(Debug)]
pub(super) struct Key {
    /// The full path: `run.days`.
    pub path: &'static str,
    /// What stands there.
    pub kind: Kind,
    /// Its unit; empty if it has none.
    pub unit: &'static str,
    /// One sentence.
    pub doc: &'static str,
    /// The only method that takes this key, if it is a setting of a method.
    pub only: Option<&'static str>,
}

/// What may stand at a key.
#[derive(Debug)]
pub(super) enum Kind {
    /// A line of text.
    Text,
    /// The name of a file of the same folder.
    FileName,
    /// The name of a data file of the same folder: rows and columns.
    DataFile,
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// The name of a region.
    RegionName,
    /// A name that the region knows.
    Name(Codes),
    /// A whole number in a range.
    Integer(i64, i64),
    /// A number in a range.
    Number(f64, f64),
    /// A ratio above 0, or a change such as `"+5%"`.
    Ratio,
    /// A quantity with its unit, in a range of its own unit (seconds, km/h, pounds).
    Quantity(Quantity, f64, f64),
    /// `true` or `false`.
    Switch,
    /// A day.
    Date,
    /// A month or a range of months.
    Months,
    /// A list of codes; empty is all.
    Codes(Codes),
    /// Entries of one kind by code.
    Map(Codes, &'static Kind),
    /// Rota lines in words.
    Lines,
    /// A list of tables, one an intervention.
    Interventions,
    /// The name of a method; its settings stand beside it.
    Method(&'static Family),
}

/// What a code or a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    Service,
    Ics,
    District,
    Patch,
    ServiceOrPatch,
    Profile,
    Assumption,
    Hospital,
    Station,
    ServiceOrHospital,
    /// A local hour of the day, "00" to "23".
    Hour,
    SoloKind,
}

/// What stands at a path.
#[derive(Debug)]
pub(super) enum Slot {
    /// A key of its own.
    Key(&'static Key),
    /// An entry of a table by code.
    Entry(&'static Key, &'static Kind),
    /// A setting of a method.
    Setting,
    /// A table that holds keys.
    Group,
    /// Nothing.
    Unknown,
}

/// What stands at a dotted path.
pub(super) fn slot(path: &str) -> Slot {
    if let Some(key) = KEYS.iter().find(|key| key.path == path) {
        return Slot::Key(key);
    }
    let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let parent_key = KEYS.iter().find(|key| key.path == parent);
    if let Some(key @ Key { kind: Kind::Map(_, kind), .. }) = parent_key {
        return Slot::Entry(key, kind);
    }
    if KEYS.iter().any(|key| key.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))) {
        return Slot::Group;
    }
    let is_setting = families().any(|(key, _)| key.path.strip_suffix(".method") == Some(parent));
    if is_setting { Slot::Setting } else { Slot::Unknown }
}

/// All families of methods, each with its `method` key.
pub(super) fn families() -> impl Iterator<Item = (&'static Key, &'static Family)> {
    KEYS.iter().filter_map(|key| match key.kind {
        Kind::Method(family) => Some((key, family)),
        _ => None,
    })
}

/// The names that may stand in a table, in order of the key table, each once.
pub(super) fn children(table: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for key in KEYS {
        let below = if table.is_empty() {
            Some(key.path)
        } else {
            key.path.strip_prefix(table).and_then(|p| p.strip_prefix('.'))
        };
        let Some(name) = below.map(|rest| rest.split('.').next().unwrap_or(rest)) else { continue };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The full paths of all keys of a name: where a key in the wrong table belongs.
pub(super) fn paths_of(name: &str) -> Vec<&'static str> {
    let ends = |path: &&str| path.rsplit('.').next() == Some(name);
    KEYS.iter().map(|key| key.path).filter(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_its_slot() {
        assert!(matches!(slot("run.days"), Slot::Key(key) if key.unit == "days"));
        assert!(matches!(slot("demand.growth.QVV"), Slot::Entry(_, Kind::Ratio)));
        assert!(matches!(slot("policy"), Slot::Group));
        assert!(matches!(slot("policy.queue"), Slot::Group));
        assert!(matches!(slot("policy.queue.reach"), Slot::Setting));
        assert!(matches!(slot("run.dayz"), Slot::Unknown));
        assert!(matches!(slot("policy.queue.reach.more"), Slot::Unknown));
    }

    #[test]
    fn a_table_knows_its_names() {
        let mut families = vec!["dispatch", "diversion", "queue", "hospital", "relocation", "handover"];
        families.extend(["breaks", "shift_end", "calls", "clinical", "patience", "reserve", "safety_plan"]);
        assert_eq!(children("policy"), families);
        assert_eq!(children("run"), ["start", "days", "lead_in", "replications", "seed"]);
        assert_eq!(paths_of("days"), ["run.days"]);
    }

    #[test]
    fn paths_are_unique_and_documented() {
        for (at, key) in KEYS.iter().enumerate() {
            assert!(key.doc.ends_with('.'), "{}", key.path);
            assert!(KEYS[..at].iter().all(|other| other.path != key.path), "{}", key.path);
        }
    }
}
