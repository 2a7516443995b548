//! From a course of the process to entries of a scenario.

use crate::governance::process::{Course, Pair};
use crate::scenario::{ArrangementStudy, Edit, Scenario};
use jiff::{Span, civil::Date};
use toml::{Table, Value};

/// Days of a year of the process.
pub(super) const DAYS_A_YEAR: f64 = 365.25;

/// The base scenario's window, taken for the last days of a year of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// Which year, from 1.
    pub year: u32,
    /// The day of the process that the window's first day stands for.
    pub first_day: i64,
    /// Days measured.
    pub days: i64,
}

impl Window {
    pub fn of(base: &Scenario, year: u32) -> Self {
        let days = i64::from(base.run().days);
        Self { year, first_day: (f64::from(year) * DAYS_A_YEAR).round() as i64 - days, days }
    }

    /// The day of the scenario on which a proposal goes live; `None`: after the window.
    pub fn from(self, start: Date, pair: &Pair) -> Option<Date> {
        let day = f64::from(pair.live_day?).round() as i64 - self.first_day;
        if day >= self.days {
            return None;
        }
        start.checked_add(Span::new().days(day)).ok()
    }
}

/// What is live in which ICS by the end of a window, with its day and its fit; what is not has no entry.
pub(super) fn live_by(study: &ArrangementStudy, base: &Scenario, window: Window, course: &Course) -> Edit {
    let start = base.run().start;
    let entries = course.pairs.iter().enumerate();
    edit(entries.filter_map(|(at, pair)| {
        Some(entry(study, at, window.from(start, pair)?, f64::from(pair.fit).clamp(0.0, 2.0)))
    }))
}

/// Every proposal live in every ICS from the window's first day: what is sound here is sound for every draw.
pub(super) fn all_live(study: &ArrangementStudy, base: &Scenario) -> Edit {
    let n = study.proposals.len() * study.ground.members.len();
    edit((0..n).map(|at| entry(study, at, base.run().start, 1.0)))
}

fn edit(entries: impl Iterator<Item = Value>) -> Edit {
    Edit::new("intervention", Value::Array(entries.collect()))
}

/// A proposal in an ICS, in the trust's own part of it.
fn entry(study: &ArrangementStudy, at: usize, from: Date, fit: f64) -> Value {
    let members = &study.ground.members;
    let (proposal, member) = (&study.proposals[at / members.len()], &members[at % members.len()]);
    let there = patch(study, &member.code);
    let entry = [
        ("name", Value::from(proposal.name.clone())),
        ("where", Value::Array(vec![Value::from(there)])),
        ("from", Value::from(from.to_string())),
        ("fit", Value::from(fit)),
    ];
    Value::Table(entry.map(|(key, value)| (key.to_owned(), value)).into_iter().collect::<Table>())
}

/// The code of the trust's patch in an ICS.
fn patch(study: &ArrangementStudy, ics: &str) -> String {
    let region = &study.region;
    let own = region.patches().iter().find(|patch| {
        region.icses()[patch.ics.index()].code == ics
            && region.services()[patch.service.index()].code == study.ground.service.0
    });
    own.map_or_else(|| ics.to_owned(), |patch| patch.code.clone())
}
