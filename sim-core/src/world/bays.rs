use crate::units::{HOUR_MS, SimDuration, SimTime};
use serde::{Deserialize, Serialize};

/// The bays of an emergency department, served first come first served: when each falls free.
///
/// Whoever comes next takes the bay that falls free first, so the start of a handover is known on arrival and no
/// event is needed. Instants are sorted; a start is never before the start of whoever came earlier.
///
/// # Source
/// Kiefer and Wolfowitz (1955), *On the theory of queues with many servers*, Transactions of the American
/// Mathematical Society 78(1), 1–18: the vector of remaining work, here as instants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BayQueue {
    free: Vec<SimTime>,
    last_start: SimTime,
}

impl BayQueue {
    /// So many empty bays; at least one.
    #[must_use]
    pub fn empty(bays: u16) -> Self {
        Self { free: vec![SimTime(0); usize::from(bays.max(1))], last_start: SimTime(0) }
    }

    /// Whether there are no bays at all: the department is not followed.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        self.free.is_empty()
    }

    /// When a patient who comes at `at` gets a bay, if `open(time)` bays are open at a time.
    ///
    /// A bay that is closed is empty first: no patient is moved out of it, and no new one comes in until fewer
    /// patients lie in bays than bays are open.
    #[must_use]
    pub fn start(&self, at: SimTime, open: &impl Fn(SimTime) -> u16) -> SimTime {
        let mut start = at.max(self.last_start).max(self.free[0]);
        loop {
            let first_busy = self.free.partition_point(|free| *free <= start);
            let busy = self.free.len() - first_busy;
            if busy < usize::from(open(start).max(1)) {
                return start;
            }
            let next_hour = SimTime((start.0.div_euclid(HOUR_MS) + 1) * HOUR_MS);
            start = self.free.get(first_busy).map_or(next_hour, |free| (*free).min(next_hour));
        }
    }

    /// When a patient who comes at `at` gets a bay, if all bays are open at all times.
    #[inline]
    #[must_use]
    pub fn start_if_all_open(&self, at: SimTime) -> SimTime {
        at.max(self.last_start).max(self.free[0])
    }

    /// Takes the bay that has been free longest, from `start` for `occupancy`.
    pub fn take(&mut self, start: SimTime, occupancy: SimDuration) {
        let until = start + occupancy;
        let after = self.free.partition_point(|free| *free <= until).max(1);
        self.free.copy_within(1..after, 0);
        self.free[after - 1] = until;
        self.last_start = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: i64) -> SimTime {
        SimTime(minutes * 60_000)
    }

    fn come(bays: &mut BayQueue, at: i64, stays: i64, open: &impl Fn(SimTime) -> u16) -> i64 {
        let start = bays.start(minutes(at), open);
        bays.take(start, minutes(stays) - SimTime(0));
        start.0 / 60_000
    }

    #[test]
    fn the_bay_that_falls_free_first_is_taken() {
        let mut bays = BayQueue::empty(2);
        let open = |_: SimTime| 2;
        let starts =
            [(0, 30), (5, 10), (6, 20), (7, 5), (60, 1)].map(|(at, s)| come(&mut bays, at, s, &open));
        assert_eq!(starts, [0, 5, 15, 30, 60]);
    }

    #[test]
    fn a_bay_that_is_closed_waits_for_its_hour() {
        let mut bays = BayQueue::empty(2);
        let open = |time: SimTime| if time < minutes(120) { 1 } else { 2 };
        let starts = [(0, 200), (10, 30), (20, 30)].map(|(at, stays)| come(&mut bays, at, stays, &open));
        assert_eq!(starts, [0, 120, 150], "the second bay opens after two hours");
    }
}
