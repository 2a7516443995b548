//! The one table of all keys of a scenario: reading, hints, the JSON Schema and the canonical text follow it.

use super::family::{
    ARRANGEMENT, CALLS, CLINICAL, DISPATCH, Family, HOSPITAL, PATIENCE, QUEUE, RELOCATION, RESERVE,
    SAFETY_PLAN,
};
use crate::units::{DAY_MS, Quantity, SECOND_MS};

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
}

const fn key(path: &'static str, kind: Kind, unit: &'static str, doc: &'static str) -> Key {
    Key { path, kind, unit, doc, only: None }
}

/// Longest window, days.
pub(super) const MOST_DAYS: i64 = 3_660;
const LONGEST_LEAD_IN_S: f64 = 60.0 * (DAY_MS / SECOND_MS) as f64;
const MOST_HOURS: f64 = 1e6;

/// Every key, in the order of the canonical text.
pub(super) static KEYS: &[Key] = &[
    key("name", Kind::Text, "", "What the scenario is called in tables; its file's name if left out."),
    key(
        "extends",
        Kind::FileName,
        "",
        "A scenario of the same folder whose keys hold unless this one gives them.",
    ),
    key(
        "region",
        Kind::RegionName,
        "",
        "The region: a folder data/<name> beside the scenario, or one that ambics ships.",
    ),
    key(
        "select.trusts",
        Kind::Codes(Codes::Service),
        "",
        "Ambulance services simulated, by ODS code; all if empty.",
    ),
    key("select.ics", Kind::Codes(Codes::Ics), "", "ICSs simulated, by ODS code; all if empty."),
    key(
        "select.districts",
        Kind::Codes(Codes::District),
        "",
        "Districts simulated, by GSS code; all if empty.",
    ),
    key("run.start", Kind::Date, "", "First day measured; the window starts at 04:00 local."),
    key("run.days", Kind::Integer(1, MOST_DAYS), "days", "Length of the measured window."),
    key(
        "run.lead_in",
        Kind::Quantity(Quantity::Duration, 0.0, LONGEST_LEAD_IN_S),
        "duration",
        "Least time simulated before the window and not counted; it begins on a Monday at 04:00 local.",
    ),
    key(
        "run.replications",
        Kind::Integer(1, 1_000_000),
        "",
        "Independent repetitions, each on its own luck.",
    ),
    key("run.seed", Kind::Integer(0, i64::MAX), "", "The seed of all luck."),
    key(
        "demand.months",
        Kind::Months,
        "",
        "Published months whose daily averages give demand, mix and handover.",
    ),
    key(
        "demand.profile",
        Kind::Name(Codes::Profile),
        "",
        "The region's hour-of-week profile that demand follows.",
    ),
    key(
        "demand.day_effect",
        Kind::Switch,
        "",
        "Whether days differ at random, together in neighbouring ICSs.",
    ),
    key("demand.special_days", Kind::Switch, "", "Whether the region's special days count."),
    key(
        "demand.growth",
        Kind::Map(Codes::Ics, &Kind::Ratio),
        "ratio",
        "Demand of an ICS against the published level.",
    ),
    key(
        "fleet.hours_per_week",
        Kind::Map(Codes::ServiceOrPatch, &Kind::Number(1.0, MOST_HOURS)),
        "hours a week",
        "Vehicle-hours of a whole service, or of one patch of it; the region's effective hours where left out.",
    ),
    key(
        "fleet.rota_profile",
        Kind::Name(Codes::Profile),
        "",
        "The region's hour-of-week profile that the rota follows.",
    ),
    key(
        "arrangement.method",
        Kind::Method(&ARRANGEMENT),
        "",
        "Who places an uplift: one of the arrangements.",
    ),
    key(
        "arrangement.uplift_hours_per_week",
        Kind::Number(0.0, MOST_HOURS),
        "hours a week",
        "Vehicle-hours added over the whole selection.",
    ),
    key(
        "arrangement.lead_ics",
        Kind::Name(Codes::Ics),
        "",
        "The lead ICS; the one that the region names if left out.",
    ),
    key(
        "arrangement.from",
        Kind::Date,
        "",
        "The day from which the uplift stands, 04:00 local; the beginning if left out.",
    ),
    Key {
        only: Some("table"),
        ..key(
            "arrangement.hours_per_week",
            Kind::Map(Codes::Patch, &Kind::Number(0.0, MOST_HOURS)),
            "hours a week",
            "Vehicle-hours added in each patch.",
        )
    },
    key(
        "border.ring_fence",
        Kind::Number(0.0, 1.0),
        "share",
        "From 0, as it is today, to 1: no vehicle leaves its ICS. Hypothetical.",
    ),
    key("policy.dispatch.method", Kind::Method(&DISPATCH), "", "Which vehicles go to an incident."),
    key("policy.queue.method", Kind::Method(&QUEUE), "", "Which waiting incident a free vehicle takes."),
    key("policy.hospital.method", Kind::Method(&HOSPITAL), "", "Which hospital a patient is taken to."),
    key("policy.relocation.method", Kind::Method(&RELOCATION), "", "Where idle vehicles stand."),
    key("policy.calls.method", Kind::Method(&CALLS), "", "How calls are answered."),
    key(
        "policy.clinical.method",
        Kind::Method(&CLINICAL),
        "",
        "Whom a clinician assesses, and who is treated by telephone.",
    ),
    key("policy.patience.method", Kind::Method(&PATIENCE), "", "How long a patient waits before giving up."),
    key("policy.reserve.method", Kind::Method(&RESERVE), "", "Which vehicles are kept for C1."),
    key(
        "policy.safety_plan.method",
        Kind::Method(&SAFETY_PLAN),
        "",
        "What is done differently while a service is overwhelmed.",
    ),
    key("travel.time_factor", Kind::Number(0.2, 5.0), "ratio", "Multiplier of every driving time."),
    key(
        "travel.within_area",
        Kind::Switch,
        "",
        "Whether incidents lie inside their area rather than at its centre.",
    ),
    key(
        "assumption",
        Kind::Map(Codes::Assumption, &Kind::Number(-1e12, 1e12)),
        "as the region's assumptions.csv states",
        "A value instead of the region's own for a number that nobody has published.",
    ),
];

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
    fn paths_are_unique_and_documented() {
        for (at, key) in KEYS.iter().enumerate() {
            assert!(key.doc.ends_with('.'), "{}", key.path);
            assert!(KEYS[..at].iter().all(|other| other.path != key.path), "{}", key.path);
        }
    }

    #[test]
    fn a_table_knows_its_names() {
        assert_eq!(
            children("policy"),
            [
                "dispatch",
                "queue",
                "hospital",
                "relocation",
                "calls",
                "clinical",
                "patience",
                "reserve",
                "safety_plan"
            ]
        );
        assert_eq!(children("run"), ["start", "days", "lead_in", "replications", "seed"]);
        assert_eq!(paths_of("days"), ["run.days"]);
    }
}
