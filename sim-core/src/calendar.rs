//! The calendar of what happens next: a 4-ary heap with a total order.
//!
//! Order: (time, rank, order if one is given, insertion number). Two events never compare equal, so a run is the same on every
//! machine, and a calendar that was saved and loaded goes on as if it had not been.

use crate::units::SimTime;
use serde::{Deserialize, Serialize};

/// One entry: when, in which rank, in which order of insertion, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Entry<E> {
    /// Time in the high bits, rank in the low six.
    key: u64,
    insertion: u64,
    event: E,
}

const RANK_BITS: u32 = 6;
/// Above the number of insertions of any run.
const ORDER_SHIFT: u32 = 40;
const ARITY: usize = 4;

impl<E> Entry<E> {
    #[inline]
    fn before(&self, other: &Self) -> bool {
        (self.key, self.insertion) < (other.key, other.insertion)
    }
}

/// A priority queue of events. `E` carries ids only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar<E> {
    heap: Vec<Entry<E>>,
    insertions: u64,
}

impl<E> Default for Calendar<E> {
    fn default() -> Self {
        Self { heap: Vec::new(), insertions: 0 }
    }
}

impl<E: Copy> Calendar<E> {
    /// Room for `capacity` pending events before memory is asked for again.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { heap: Vec::with_capacity(capacity), insertions: 0 }
    }

    /// Adds an event at `time` in `rank` (below 64; a lower rank goes first at the same instant).
    ///
    /// # Panics
    /// If `time` is negative: no event is before the lead-in.
    #[inline]
    pub fn push(&mut self, time: SimTime, rank: u8, event: E) {
        self.push_in_order(time, rank, 0, event);
    }

    /// Adds an event that goes before those of a higher `order` at the same instant and rank.
    ///
    /// # Panics
    /// If `time` is negative: no event is before the lead-in.
    #[inline]
    pub fn push_in_order(&mut self, time: SimTime, rank: u8, order: u32, event: E) {
        let time = u64::try_from(time.0).expect("events are scheduled after the lead-in begins");
        debug_assert!(u32::from(rank) < 1 << RANK_BITS);
        let insertion = (u64::from(order) << ORDER_SHIFT) | self.insertions;
        let entry = Entry { key: (time << RANK_BITS) | u64::from(rank), insertion, event };
        self.insertions += 1;
        self.heap.push(entry);
        self.rise(self.heap.len() - 1);
    }

    /// The instant and rank of the next event.
    #[inline]
    #[must_use]
    pub fn next_time(&self) -> Option<(SimTime, u8)> {
        let entry = self.heap.first()?;
        Some((SimTime((entry.key >> RANK_BITS) as i64), (entry.key & ((1 << RANK_BITS) - 1)) as u8))
    }

    /// Takes the next event out.
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        let last = self.heap.pop()?;
        let first = match self.heap.first_mut() {
            Some(root) => std::mem::replace(root, last),
            None => return Some((SimTime((last.key >> RANK_BITS) as i64), last.event)),
        };
        self.sink();
        Some((SimTime((first.key >> RANK_BITS) as i64), first.event))
    }

    /// Number of pending events, stale ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    fn rise(&mut self, mut at: usize) {
        let entry = self.heap[at];
        while at > 0 {
            let parent = (at - 1) / ARITY;
            if !entry.before(&self.heap[parent]) {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = entry;
    }

    fn sink(&mut self) {
        let entry = self.heap[0];
        let end = self.heap.len();
        let mut at = 0;
        loop {
            let first_child = at * ARITY + 1;
            if first_child >= end {
                break;
            }
            let mut least = first_child;
            for child in first_child + 1..(first_child + ARITY).min(end) {
                if self.heap[child].before(&self.heap[least]) {
                    least = child;
                }
            }
            if !self.heap[least].before(&entry) {
                break;
            }
            self.heap[at] = self.heap[least];
            at = least;
        }
        self.heap[at] = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_time_then_rank_then_insertion() {
        let mut calendar = Calendar::default();
        for (time, rank, event) in [(5, 1, 'd'), (5, 0, 'b'), (5, 1, 'e'), (3, 9, 'a'), (5, 0, 'c')] {
            calendar.push(SimTime(time), rank, event);
        }
        let order: String = std::iter::from_fn(|| calendar.pop().map(|(_, event)| event)).collect();
        assert_eq!(order, "abcde");
    }

    #[test]
    fn an_order_goes_before_insertion() {
        let mut calendar = Calendar::default();
        for (rank, order, event) in [(1, 2, 'd'), (1, 1, 'b'), (0, 9, 'a'), (1, 1, 'c')] {
            calendar.push_in_order(SimTime(5), rank, order, event);
        }
        let order: String = std::iter::from_fn(|| calendar.pop().map(|(_, event)| event)).collect();
        assert_eq!(order, "abcd");
    }

    #[test]
    fn it_sorts_like_a_sort() {
        let mut calendar = Calendar::with_capacity(8);
        let times: Vec<i64> = (0..2000).map(|i| (i * 7919) % 997).collect();
        for &time in &times {
            calendar.push(SimTime(time), 0, ());
        }
        let mut sorted = times.clone();
        sorted.sort_unstable();
        let popped: Vec<i64> = std::iter::from_fn(|| calendar.pop().map(|(time, ())| time.0)).collect();
        assert_eq!(popped, sorted);
    }
}
