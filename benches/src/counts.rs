//! The model's counts: what an incident causes, and the bytes that it takes.

use crate::Stage;
use ambics::outcome::{HandoverRecord, ResponseRecord};
use ambics::state::{Event, Incident, State, Vehicle};
use ambics::tape::Row;
use std::fmt;
use std::mem::size_of;

/// What happened in the second week of a stage.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Incidents called.
    pub incidents: u64,
    /// Events taken from the calendar, stale ones included.
    pub events: u64,
    /// Events pending at the end of the week.
    pub pending: u64,
    /// Facts told, and those that a recorder takes notice of.
    pub facts: (u64, u64),
    /// Questions to the rule of dispatch, and vehicles that convey and can be sent at each.
    pub dispatch: (u64, f64),
    /// Looks of a vehicle at those who wait, and how many wait at each.
    pub looks: (u64, f64),
    /// Questions who is diverted, and vehicles on the way at each.
    pub diversions: (u64, f64),
    /// Questions whom a vehicle replaces, and vehicles on the way at each.
    pub swaps: (u64, f64),
}

impl Counts {
    /// Counts the second week of a scenario of one component.
    #[must_use]
    pub fn of(stage: &Stage) -> Self {
        let (before, after) =
            (calendar(&stage.warm[0]), calendar(&stage.run(&stage.decisions, 0, &stage.tapes[0], &mut ())));
        let (asked, told) = (stage.asked(), stage.told(0));
        Self {
            incidents: stage.incidents(),
            events: (after.inserted - before.inserted) + before.pending - after.pending,
            pending: after.pending,
            facts: (told.facts, told.noted()),
            dispatch: (asked.dispatch.asked(), asked.dispatch.listed()),
            looks: (asked.queue.asked(), asked.queue.listed()),
            diversions: (asked.diversion.asked(), asked.diversion.listed()),
            swaps: (asked.swap.asked(), asked.swap.listed()),
        }
    }
}

struct Calendar {
    inserted: u64,
    pending: u64,
}

/// The calendar as a state saves it: events inserted since the run began, and those that are pending.
fn calendar(state: &State) -> Calendar {
    let saved = serde_json::to_value(state).expect("a state can be saved");
    let calendar = &saved["calendar"];
    let inserted = calendar["insertions"].as_u64().expect("a calendar saves its number of insertions");
    let pending = calendar["entries"].as_array().expect("a calendar saves what is pending").len() as u64;
    Calendar { inserted, pending }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = |n: u64| n as f64 / self.incidents as f64;
        writeln!(f, "{} incidents; an incident causes", self.incidents)?;
        writeln!(f, "  {:5.2} events, {} pending", each(self.events), self.pending)?;
        writeln!(f, "  {:5.2} facts, {:.2} of them recorded", each(self.facts.0), each(self.facts.1))?;
        let questions = [
            ("questions to dispatch", self.dispatch, "vehicles free"),
            ("looks at those who wait", self.looks, "waiting"),
            ("questions who is diverted", self.diversions, "on the way"),
            ("questions whom to replace", self.swaps, "on the way"),
        ];
        for (what, (n, listed), of) in questions {
            writeln!(f, "  {:5.2} {what}, {listed:.1} {of} at each", each(n))?;
        }
        let bytes = [
            ("row of the tape", size_of::<Row>()),
            ("open incident", size_of::<Incident>()),
            ("vehicle", size_of::<Vehicle>()),
            ("event", size_of::<Event>()),
            ("response kept", size_of::<ResponseRecord>()),
            ("handover kept", size_of::<HandoverRecord>()),
        ];
        bytes.iter().try_for_each(|(what, n)| writeln!(f, "  {n:5} bytes: {what}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_what_the_engine_does() {
        let stage = Stage::new("tiny/tiny");
        let counts = Counts::of(&stage);
        // Called, ready, reached, left, clear at least for most; some are treated by telephone.
        assert!(counts.events > 4 * counts.incidents && counts.events < 30 * counts.incidents, "{counts}");
        assert!(counts.dispatch.0 > counts.incidents / 2, "{counts}");
        assert!(counts.facts.1 <= counts.facts.0);
    }

    #[test]
    fn facts_told_again_are_recorded_as_they_were() {
        let stage = Stage::new("tiny/tiny");
        let (week, mut again) = (&stage.week(false)[0], stage.recorder());
        stage.told(usize::MAX).tell(&mut again);
        let again = again.finish();
        assert_eq!(again.responses, week.responses);
        assert_eq!(again.handovers, week.handovers);
        assert_eq!(again.status_ms, week.status_ms);
    }
}
