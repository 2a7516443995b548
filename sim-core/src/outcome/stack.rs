//! The stack: incidents that wait for a clinician to be sent, and how many do at the worst instant of each day.

use crate::state::{Incident, IncidentStatus};
use crate::units::{HOUR_MS, SimTime};
use crate::world::Component;
use serde::{Deserialize, Serialize};

const DAY_MS: i64 = 24 * HOUR_MS;

/// The stack of one place: days are counted in 24 hours from the start of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stack {
    waiting: u32,
    peak: u32,
    day: u32,
    peaks: u64,
}

impl Stack {
    /// Closes the days before an instant of the window.
    fn until(&mut self, window: (SimTime, SimTime), at: SimTime) {
        if at < window.0 {
            self.peak = self.waiting;
            return;
        }
        let day = ((at.0.min(window.1.0) - window.0.0) / DAY_MS) as u32;
        while self.day < day {
            self.peaks += u64::from(self.peak);
            self.peak = self.waiting;
            self.day += 1;
        }
    }

    fn turn(&mut self, window: (SimTime, SimTime), at: SimTime, more: bool) {
        self.until(window, at);
        self.waiting = if more { self.waiting + 1 } else { self.waiting.saturating_sub(1) };
        self.peak = if at < window.0 { self.waiting } else { self.peak.max(self.waiting) };
    }

    /// Mean over the days of the window of the most that waited at once on a day; `None` before a day is over.
    #[must_use]
    pub fn peak(&self) -> Option<f64> {
        (self.day > 0).then(|| self.peaks as f64 / f64::from(self.day))
    }
}

/// Stacks by row of the region: patches, and services. Empty until something waits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stacks {
    patches: Vec<Stack>,
    services: Vec<Stack>,
}

impl Stacks {
    /// An incident has come from one status into another.
    pub(super) fn turn(
        &mut self,
        component: &Component,
        window: (SimTime, SimTime),
        (incident, from, at): (&Incident, IncidentStatus, SimTime),
    ) {
        let [was, is] = [from, incident.status].map(|status| status == IncidentStatus::Waiting);
        if was == is {
            return;
        }
        let local = incident.patch as usize;
        let service = component.services[component.patch_service[local] as usize].index();
        at_row(&mut self.patches, component.patches[local].index()).turn(window, at, is);
        at_row(&mut self.services, service).turn(window, at, is);
    }

    /// Closes the days that are left.
    pub(super) fn finish(&mut self, window: (SimTime, SimTime)) {
        self.patches.iter_mut().chain(&mut self.services).for_each(|own| own.until(window, window.1));
    }

    /// Adds those of another component: no place is in two.
    pub(super) fn merge(&mut self, other: &Self) {
        for (own, more) in [(&mut self.patches, &other.patches), (&mut self.services, &other.services)] {
            for (row, stack) in more.iter().enumerate().filter(|(_, stack)| **stack != Stack::default()) {
                *at_row(own, row) = *stack;
            }
        }
    }

    /// The stack at the peak of a day, on average, of a patch and of a service of the region; 0 where nothing ever waited.
    pub(super) fn of_patch(&self, row: usize) -> f64 {
        self.patches.get(row).and_then(Stack::peak).unwrap_or(0.0)
    }

    pub(super) fn of_service(&self, row: usize) -> f64 {
        self.services.get(row).and_then(Stack::peak).unwrap_or(0.0)
    }
}

fn at_row(list: &mut Vec<Stack>, row: usize) -> &mut Stack {
    if list.len() <= row {
        list.resize(row + 1, Stack::default());
    }
    &mut list[row]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_each_days_own_and_what_waits_overnight_counts_for_the_next() {
        let window = (SimTime(DAY_MS), SimTime(4 * DAY_MS));
        let mut stack = Stack::default();
        let at = |day: f64| SimTime((day * DAY_MS as f64) as i64);
        // Three wait before the window, one of them until within it.
        [0.1, 0.2, 0.3].iter().for_each(|day| stack.turn(window, at(*day), true));
        [0.8, 0.9].iter().for_each(|day| stack.turn(window, at(*day), false));
        assert_eq!((stack.peak, stack.peak()), (1, None));
        // First day: up to three; two stay overnight; second day: none more; third: emptied at once.
        [1.2, 1.3].iter().for_each(|day| stack.turn(window, at(*day), true));
        stack.turn(window, at(1.4), false);
        stack.turn(window, at(3.1), false);
        stack.turn(window, at(3.2), false);
        stack.until(window, window.1);
        assert_eq!(stack.peak(), Some((3.0 + 2.0 + 2.0) / 3.0));
        stack.turn(window, at(4.5), true);
        assert_eq!(stack.peak(), Some(7.0 / 3.0));
    }
}
