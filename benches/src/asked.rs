//! What a question to a rule costs where it is asked: the rules of a scenario, each behind a stopwatch, through a week.

use crate::Stage;
use ambics::category::Category;
use ambics::ids::{IncidentRow, VehicleId};
use ambics::policy::{Dispatch, Diversion, Moment, Need, Policies, QueueRule, Sends, View};
use ambics::state::Incident;
use ambics::units::SimDuration;
use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Questions of one kind in order, the time of each, and what there was to look through.
#[derive(Debug, Default)]
pub struct Stopwatch(Mutex<Times>);

#[derive(Debug, Default, Clone)]
struct Times {
    took_ns: Vec<u32>,
    listed: u64,
}

impl Stopwatch {
    /// Puts a question, where so many things are listed to look through.
    fn time<T>(&self, listed: usize, question: impl FnOnce() -> T) -> T {
        #[allow(clippy::disallowed_methods, reason = "a bench takes the time")]
        let begun = Instant::now();
        let answer = black_box(question());
        let took_ns = begun.elapsed().as_nanos() as u32;
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        times.took_ns.push(took_ns);
        times.listed += listed as u64;
        answer
    }

    fn times(&self) -> Times {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Questions.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.times().took_ns.len() as u64
    }

    /// What was listed to look through, for each question, on average.
    #[must_use]
    pub fn listed(&self) -> f64 {
        let times = self.times();
        times.listed as f64 / times.took_ns.len().max(1) as f64
    }
}

/// Nanoseconds a question: the least of several weeks for each, since every week asks the same, and the mean of that.
/// It holds what the clock itself takes.
fn each_ns(weeks: &[Times]) -> f64 {
    let n = weeks.iter().map(|times| times.took_ns.len()).min().unwrap_or(0);
    let least = |row: usize| weeks.iter().map(|times| times.took_ns[row]).min().unwrap_or(0);
    (0..n).map(|row| f64::from(least(row))).sum::<f64>() / n.max(1) as f64
}

/// What was asked in a week.
#[derive(Debug, Default)]
pub struct Asked {
    /// Who goes to an incident; listed: vehicles that can be sent and convey.
    pub dispatch: Stopwatch,
    /// Which waiting incident a vehicle takes; listed: those who wait.
    pub queue: Stopwatch,
    /// Who is diverted to an incident; listed: vehicles on the way.
    pub diversion: Stopwatch,
    /// Whom a vehicle that becomes free replaces; listed: vehicles on the way.
    pub swap: Stopwatch,
    /// Nothing, at each question of dispatch: what the clock takes.
    pub nothing: Stopwatch,
}

/// A kind of question.
pub type Kind = fn(&Asked) -> &Stopwatch;

/// Nanoseconds that a question of a kind takes in the second week, without what the clock takes.
#[must_use]
pub fn question_ns(stage: &Stage, kind: Kind, weeks: usize) -> f64 {
    let asked: Vec<Arc<Asked>> = (0..weeks).map(|_| stage.asked()).collect();
    let of = |kind: Kind| each_ns(&asked.iter().map(|week| kind(week).times()).collect::<Vec<_>>());
    of(kind) - of(|week| &week.nothing)
}

/// Rules behind the stopwatches.
#[derive(Debug)]
struct Timed {
    rules: Policies,
    asked: Arc<Asked>,
}

impl Dispatch for Timed {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        self.asked.nothing.time(0, || ());
        self.asked.dispatch.time(view.available().len(), || self.rules.dispatch.choose(view, incident, need))
    }
}

impl QueueRule for Timed {
    fn next(&self, view: &View<'_>, vehicle: VehicleId, moment: Moment) -> Option<IncidentRow> {
        self.asked.queue.time(view.waiting().len(), || self.rules.queue.next(view, vehicle, moment))
    }

    fn escalates_after(&self, category: Category) -> Option<SimDuration> {
        self.rules.queue.escalates_after(category)
    }
}

impl Diversion for Timed {
    fn diverts(&self, view: &View<'_>, incident: &Incident, chosen: Option<VehicleId>) -> Option<VehicleId> {
        let rule = &self.rules.diversion;
        self.asked.diversion.time(view.under_way().len(), || rule.diverts(view, incident, chosen))
    }

    fn takes_over(&self, view: &View<'_>, free: VehicleId) -> Option<VehicleId> {
        let rule = &self.rules.diversion;
        self.asked.swap.time(view.under_way().len(), || rule.takes_over(view, free))
    }
}

impl Stage {
    /// Runs the second week with every question to dispatch, queue and diversion timed.
    #[must_use]
    pub fn asked(&self) -> Arc<Asked> {
        let asked = Arc::new(Asked::default());
        let rules = self.decisions.policies.clone();
        let timed = Arc::new(Timed { rules: rules.clone(), asked: asked.clone() });
        let mut decisions = self.decisions.clone();
        decisions.policies =
            Policies { dispatch: timed.clone(), queue: timed.clone(), diversion: timed, ..rules };
        for component in 0..self.world.components.len() {
            self.run(&decisions, component, &self.tapes[component], &mut ());
        }
        asked
    }
}
