//! From what arrangements reach to a scenario.

use super::field::Field;
use super::reached::Reached;
use crate::governance::process::Pair;
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
        self.day(pair).and_then(|_| self.date(start, pair))
    }

    /// The same, after the window too; `None`: not within the study's horizon.
    pub fn date(self, start: Date, pair: &Pair) -> Option<Date> {
        let day = f64::from(pair.live_day?).round() as i64 - self.first_day;
        start.checked_add(Span::new().days(day)).ok()
    }

    /// Share of the window's days on which a proposal is live.
    pub fn part_live(self, pair: &Pair) -> f64 {
        self.day(pair).map_or(0.0, |day| (self.days - day.max(0)) as f64 / self.days as f64)
    }

    fn day(self, pair: &Pair) -> Option<i64> {
        let day = f64::from(pair.live_day?).round() as i64 - self.first_day;
        (day < self.days).then_some(day)
    }
}

/// What arrangements of these trusts do to a base scenario; where nothing is changed there is no edit.
pub(super) fn edits(
    base: &Scenario,
    trusts: &[(&ArrangementStudy, &Field)],
    reached: &[&Reached],
) -> Vec<Edit> {
    let all = || trusts.iter().zip(reached);
    let live = all().flat_map(|((study, field), reached)| {
        let live = reached.live.iter().enumerate();
        live.filter_map(|(at, live)| live.map(|live| named(study, field, at, live)))
    });
    let mut edits = vec![interventions(trusts[0].0, live)];
    let hours = all().flat_map(|((_, field), reached)| field.patches.iter().zip(&reached.hours));
    let hours: Table = hours
        .filter(|(_, hours)| **hours > 0)
        .map(|(patch, hours)| (patch.clone(), Value::from(i64::from(*hours))))
        .collect();
    if !hours.is_empty() {
        edits.push(Edit::new("arrangement.method", "table"));
        edits.push(Edit::new("arrangement.hours_per_week", Value::Table(hours)));
    }
    for ((_, field), reached) in all() {
        let handover = reached.handover(field).into_iter();
        edits.extend(
            handover.map(|(code, mean_s)| Edit::new(format!("handover.mean.{code}"), format!("{mean_s} s"))),
        );
    }
    let hub: f64 = reached.iter().map(|reached| reached.hub_share).sum();
    if hub > 0.0 {
        let more = base.world_plan().others.hear_and_treat_more + hub;
        edits.push(Edit::new("demand.hear_and_treat_more", more));
    }
    edits
}

/// Every proposal live in every ICS from the window's first day: what is sound here is sound for every draw.
pub(super) fn all_live(base: &Scenario, trusts: &[(&ArrangementStudy, &Field)]) -> Edit {
    let all = trusts.iter().flat_map(|(study, field)| {
        let n = study.ground.members.len();
        let own = (0..study.proposals.len() * n).filter(move |at| !study.is_handover(at / n));
        own.map(|at| named(study, field, at, (base.run().start, 1.0)))
    });
    interventions(trusts[0].0, all)
}

/// A proposal's name, the trust's part of an ICS, the day, the fit.
type Named = (String, String, Date, f64);

fn named(study: &ArrangementStudy, field: &Field, at: usize, (from, fit): (Date, f64)) -> Named {
    let n = study.ground.members.len();
    (study.proposals[at / n].name.clone(), field.patches[at % n].clone(), from, fit)
}

/// One entry an intervention, with its day and fit by patch; what is wanted is the same in every study.
fn interventions(study: &ArrangementStudy, all: impl Iterator<Item = Named>) -> Edit {
    let sharing = |name: &str| {
        let at = study.proposals.iter().position(|proposal| proposal.name == name);
        at.and_then(|at| study.means.beside.get(at)).map_or("none", |own| own.data_sharing)
    };
    let mut entries: Vec<(String, Table, Table)> = Vec::new();
    for (name, patch, from, fit) in all {
        let at = entries.iter().position(|(known, ..)| *known == name).unwrap_or_else(|| {
            entries.push((name, Table::new(), Table::new()));
            entries.len() - 1
        });
        entries[at].1.insert(patch.clone(), Value::from(from.to_string()));
        entries[at].2.insert(patch, Value::from(fit));
    }
    let entry = |(name, from, fit): (String, Table, Table)| {
        let entry = [
            ("data_sharing", Value::from(sharing(&name))),
            ("name", Value::from(name)),
            ("from", Value::Table(from)),
            ("fit", Value::Table(fit)),
        ];
        Value::Table(entry.map(|(key, value)| (key.to_owned(), value)).into_iter().collect::<Table>())
    };
    Edit::new("intervention", Value::Array(entries.into_iter().map(entry).collect()))
}
