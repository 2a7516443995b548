//! Mutual aid as a scenario states it: its keys, its rules, and the terms that follow.

use super::Scenario;
use super::keys::{Codes, Key, Kind};
use super::layer::Layer;
use super::report::{Fault, Report, shown};
use super::value::duration;
use crate::category::{Categories, Category};
use crate::governance::{AidConfig, AidTerms};
use crate::units::Quantity;
use std::collections::BTreeSet;

/// Categories, and the word for none of them.
const DOWN_TO: Kind = Kind::OneOf(&["none", "C1", "C2", "C3", "C4", "Other"]);
const SERVICES: &str = "aid.services";
const ROUTE: &str = "aid.route_calls_after";

const fn key(path: &'static str, kind: Kind, unit: &'static str, doc: &'static str) -> Key {
    Key { path, kind, unit, doc, only: None }
}

const fn span(path: &'static str, (low, high): (f64, f64), doc: &'static str) -> Key {
    key(path, Kind::Quantity(Quantity::Duration, low, high), "duration", doc)
}

pub(super) const WHO: Key = key(
    SERVICES,
    Kind::Codes(Codes::Service),
    "",
    "Services with an agreement, each with each, by ODS code; nobody if empty.",
);
pub(super) const BORDER: Key =
    key("aid.border", DOWN_TO, "", "The least urgent category that a partner's nearer vehicle answers.");
pub(super) const GAIN: Key =
    span("aid.gain", (0.0, 7_200.0), "How much farther off a partner's vehicle counts than it is.");
pub(super) const REACH: Key =
    span("aid.reach", (0.0, 14_400.0), "Longest ordinary drive of a partner's vehicle.");
pub(super) const SURGE: Key =
    key("aid.surge", DOWN_TO, "", "The least urgent category to which vehicles are lent in a surge.");
pub(super) const SURGE_WAITING: Key = key(
    "aid.surge_waiting",
    Kind::Integer(0, 100_000),
    "incidents",
    "Incidents of those categories without a vehicle, from which on it is a surge.",
);
pub(super) const REVIEW: Key =
    span("aid.review_every", (30.0, 86_400.0), "Time between two looks at who is in a surge.");
pub(super) const LEND: Key = key(
    "aid.lend_if_idle",
    Kind::Integer(1, 10_000),
    "vehicles",
    "Idle vehicles, the one that goes among them, from which on a service lends in a surge.",
);
pub(super) const CAP: Key = key(
    "aid.cap_per_hour",
    Kind::Integer(0, 10_000),
    "vehicles an hour",
    "Vehicles that a service lends within any hour in a surge.",
);
pub(super) const ROUTING: Key = span(
    ROUTE,
    (1.0, 3_600.0),
    "How long a call waits before call takers of partners are asked, and between two such questions; never if left out.",
);

/// An agreement has two sides, and calls are routed only where they wait.
pub(super) fn check(settings: &Layer, report: &mut Report) {
    if let Some(setting) = settings.get(SERVICES) {
        let named = settings.codes(SERVICES);
        let distinct: BTreeSet<&str> = named.iter().copied().collect();
        let found = match named.as_slice() {
            _ if distinct.len() < named.len() => Some("a service that is named twice".to_owned()),
            [one] => Some(format!("\"{one}\" alone")),
            _ => None,
        };
        if let Some(found) = found {
            let rule = "two services or more, each once: nobody has an agreement with itself";
            report.at(&setting.place, SERVICES, Fault::new(found, rule, "name a partner, or leave it out"));
        }
    }
    let desk = settings.text("policy.calls.method") == Some("desk");
    if let Some(setting) = settings.get(ROUTE).filter(|_| !desk) {
        let hint = "choose policy.calls.method = \"desk\", or leave it out";
        report.at(
            &setting.place,
            ROUTE,
            Fault::new(shown(&setting.value), "a desk at which calls wait", hint),
        );
    }
}

/// The categories at least as urgent as the one of that name; none if there is none of it.
fn down_to(name: &str) -> Categories {
    let category = Category::ALL.into_iter().find(|category| category.name() == name);
    category.map_or(Categories::NONE, Categories::down_to)
}

impl Scenario {
    /// Mutual aid: who has agreements, and their terms.
    #[must_use]
    pub fn aid(&self) -> AidConfig {
        let span = |path| duration(self.text(path));
        let count = |path| u32::try_from(self.whole(path)).expect("loading has checked the range");
        let named = self.settings.codes(SERVICES).into_iter();
        AidConfig {
            services: named.filter_map(|code| self.region.find_service(code)).collect(),
            terms: AidTerms {
                border: down_to(self.text("aid.border")),
                gain: span("aid.gain"),
                reach: span("aid.reach"),
                surge: down_to(self.text("aid.surge")),
                surge_waiting: count("aid.surge_waiting"),
                review_every: span("aid.review_every"),
                lend_if_idle: count("aid.lend_if_idle"),
                cap_per_hour: count("aid.cap_per_hour"),
                route_calls_after: self.settings.text(ROUTE).map(duration),
            },
        }
    }
}
