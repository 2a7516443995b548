//! What a question to a rule costs: the rules of a scenario, each behind a stopwatch, through a week that is run.

use crate::Stage;
use ambics::category::Category;
use ambics::ids::{IncidentRow, VehicleId};
use ambics::policy::{Dispatch, Diversion, Moment, Need, Policies, QueueRule, Sends, View};
use ambics::state::Incident;
use ambics::units::SimDuration;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Times that each question is put in a row: the clock's own cost is spread over them, and all but the first find what
/// they read in the cache.
pub const AGAIN: u64 = 16;

/// Questions of one kind, the time that they took, and what they looked through.
#[derive(Debug, Default)]
pub struct Stopwatch {
    asked: AtomicU64,
    nanoseconds: AtomicU64,
    listed: AtomicU64,
}

impl Stopwatch {
    /// Puts a question [`AGAIN`] times, where so many things are listed to look through.
    fn time<T>(&self, listed: usize, question: impl Fn() -> T) -> T {
        #[allow(clippy::disallowed_methods, reason = "a bench takes the time")]
        let begun = Instant::now();
        for _ in 1..AGAIN {
            black_box(question());
        }
        let answer = black_box(question());
        let took = begun.elapsed().as_nanos() as u64;
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.nanoseconds.fetch_add(took / AGAIN, Ordering::Relaxed);
        self.listed.fetch_add(listed as u64, Ordering::Relaxed);
        answer
    }

    /// Questions.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Nanoseconds a question, on average.
    #[must_use]
    pub fn each_ns(&self) -> f64 {
        self.nanoseconds.load(Ordering::Relaxed) as f64 / self.asked().max(1) as f64
    }

    /// What was listed to look through, for each question, on average.
    #[must_use]
    pub fn listed(&self) -> f64 {
        self.listed.load(Ordering::Relaxed) as f64 / self.asked().max(1) as f64
    }
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
    /// Where all vehicles on the way to a scene are, asked whenever dispatch is; listed: those vehicles.
    pub places: Stopwatch,
}

/// A rule behind the stopwatches.
#[derive(Debug)]
struct Timed {
    rules: Policies,
    asked: Arc<Asked>,
}

impl Dispatch for Timed {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let on_the_way = view.under_way();
        self.asked
            .places
            .time(on_the_way.len(), || on_the_way.iter().map(|id| u64::from(view.place(*id))).sum::<u64>());
        let rule = &self.rules.dispatch;
        self.asked.dispatch.time(view.available().len(), || rule.choose(view, incident, need))
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
