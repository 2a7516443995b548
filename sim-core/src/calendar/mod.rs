//! The calendar of what happens next: a wheel of short spans with a total order.
//!
//! Order: (time, rank, order if one is given, insertion number). Two events never compare equal, so a run is the same on every
//! machine, and a calendar that was saved and loaded goes on as if it had not been.
//!
//! Events of the present span are sorted; those of the next three days lie in a list for each span and are sorted when
//! it begins; those beyond are in a heap. Adding costs a write, taking out a share of one short sort.

mod far;

use crate::units::SimTime;
use far::Far;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Reverse;

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
/// A span is 2^15 ms, about half a minute; the wheel has 2^13 of them, about three days.
const SPAN_SHIFT: u32 = RANK_BITS + 15;
const SPANS: usize = 1 << 13;
const WORDS: usize = SPANS / 64;
/// No slot.
const NONE: u32 = u32::MAX;

impl<E> Entry<E> {
    #[inline]
    fn before(&self, other: &Self) -> bool {
        (self.key, self.insertion) < (other.key, other.insertion)
    }

    #[inline]
    const fn span(&self) -> u64 {
        self.key >> SPAN_SHIFT
    }

    const fn time(&self) -> SimTime {
        SimTime((self.key >> RANK_BITS) as i64)
    }
}

/// An entry of a later span, and the slot of the next one of the same span.
#[derive(Debug, Clone, Copy)]
struct Slot<E> {
    entry: Entry<E>,
    next: u32,
}

/// A priority queue of events. `E` carries ids only.
#[derive(Debug, Clone)]
pub struct Calendar<E> {
    /// Entries of the present span and before it, the next one last; empty only if all is.
    present: Vec<Entry<E>>,
    /// Number of the present span.
    span: u64,
    slots: Vec<Slot<E>>,
    /// First slot that is not used, chained.
    unused: u32,
    /// First slot of each span of the wheel, and a bit for each that has one.
    first: Vec<u32>,
    filled: Vec<u64>,
    in_wheel: usize,
    far: Far<E>,
    insertions: u64,
}

impl<E> Default for Calendar<E> {
    fn default() -> Self {
        Self {
            present: Vec::new(),
            span: 0,
            slots: Vec::new(),
            unused: NONE,
            first: Vec::new(),
            filled: Vec::new(),
            in_wheel: 0,
            far: Far::default(),
            insertions: 0,
        }
    }
}

impl<E: Copy> Calendar<E> {
    /// Room for `capacity` pending events before memory is asked for again.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { slots: Vec::with_capacity(capacity), ..Self::default() }
    }

    /// Takes all events out and keeps the memory: the calendar is as it was when it was new.
    pub fn clear(&mut self) {
        while self.pop().is_some() {}
        (self.span, self.insertions) = (0, 0);
    }

    /// Adds an event at `time` in `rank` (below 64; a lower rank goes first at the same instant).
    ///
    /// # Panics
    /// If `time` is negative: no event is before the lead-in.
    #[inline(always)]
    pub fn push(&mut self, time: SimTime, rank: u8, event: E) {
        self.push_in_order(time, rank, 0, event);
    }

    /// Adds an event that goes before those of a higher `order` at the same instant and rank.
    ///
    /// # Panics
    /// If `time` is negative: no event is before the lead-in.
    #[inline(always)]
    pub fn push_in_order(&mut self, time: SimTime, rank: u8, order: u32, event: E) {
        let time = u64::try_from(time.0).expect("events are scheduled after the lead-in begins");
        debug_assert!(u32::from(rank) < 1 << RANK_BITS);
        let insertion = (u64::from(order) << ORDER_SHIFT) | self.insertions;
        let entry = Entry { key: (time << RANK_BITS) | u64::from(rank), insertion, event };
        self.insertions += 1;
        self.place(entry);
        if self.present.is_empty() {
            self.turn();
        }
    }

    /// Where most events go, a list of the wheel, is written in line: an event that is handed over in memory is read
    /// back before it has been written.
    #[inline(always)]
    fn place(&mut self, entry: Entry<E>) {
        let span = entry.span();
        if span > self.span && span < self.span + SPANS as u64 && !self.first.is_empty() {
            self.lay_in_wheel(entry);
        } else {
            self.place_aside(entry.key, entry.insertion, entry.event);
        }
    }

    /// The same for what goes elsewhere; the parts of an entry one by one, for the reason above.
    #[inline(never)]
    fn place_aside(&mut self, key: u64, insertion: u64, event: E) {
        let entry = Entry { key, insertion, event };
        if self.first.is_empty() {
            self.first = vec![NONE; SPANS];
            self.filled = vec![0; WORDS];
        }
        if entry.span() <= self.span {
            let at = self.present.partition_point(|other| entry.before(other));
            self.present.insert(at, entry);
        } else if entry.span() < self.span + SPANS as u64 {
            self.lay_in_wheel(entry);
        } else {
            self.far.push(entry);
        }
    }

    #[inline(always)]
    fn lay_in_wheel(&mut self, entry: Entry<E>) {
        let row = entry.span() as usize % SPANS;
        if self.unused as usize >= self.slots.len() {
            self.add_slot(entry.event);
        }
        let slot = self.unused;
        let free = &mut self.slots[slot as usize];
        self.unused = free.next;
        free.entry = entry;
        free.next = std::mem::replace(&mut self.first[row], slot);
        self.filled[row / 64] |= 1 << (row % 64);
        self.in_wheel += 1;
    }

    #[inline(never)]
    fn add_slot(&mut self, event: E) {
        self.unused = self.slots.len() as u32;
        self.slots.push(Slot { entry: Entry { key: 0, insertion: 0, event }, next: NONE });
    }

    /// Goes on to the next span that holds an entry.
    fn turn(&mut self) {
        if self.in_wheel > 0 {
            let row = self.next_filled((self.span + 1) as usize % SPANS);
            let ahead = (row + SPANS - self.span as usize % SPANS) % SPANS;
            self.span += ahead as u64;
        } else if let Some(entry) = self.far.first() {
            self.span = entry.span();
        } else {
            return;
        }
        while self.far.first().is_some_and(|entry| entry.span() < self.span + SPANS as u64) {
            let Some(entry) = self.far.pop() else { break };
            if entry.span() == self.span { self.present.push(entry) } else { self.lay_in_wheel(entry) }
        }
        self.unchain(self.span as usize % SPANS);
        self.present.sort_unstable_by_key(|entry| Reverse((entry.key, entry.insertion)));
    }

    /// The first span of the wheel, from a row on and around, that holds an entry.
    fn next_filled(&self, from: usize) -> usize {
        let (word, bit) = (from / 64, from % 64);
        let rest = self.filled[word] & (u64::MAX << bit);
        if rest != 0 {
            return word * 64 + rest.trailing_zeros() as usize;
        }
        let later = (1..=WORDS).map(|step| (word + step) % WORDS).find(|word| self.filled[*word] != 0);
        later.map_or(from, |word| word * 64 + self.filled[word].trailing_zeros() as usize)
    }

    /// Moves the entries of a span to the present.
    fn unchain(&mut self, row: usize) {
        let Some(first) = self.first.get_mut(row) else { return };
        let mut slot = std::mem::replace(first, NONE);
        self.filled[row / 64] &= !(1 << (row % 64));
        while let Some(taken) = self.slots.get_mut(slot as usize) {
            self.present.push(taken.entry);
            let next = std::mem::replace(&mut taken.next, self.unused);
            self.unused = slot;
            self.in_wheel -= 1;
            slot = next;
        }
    }

    /// The instant and rank of the next event.
    #[inline]
    #[must_use]
    pub fn next_time(&self) -> Option<(SimTime, u8)> {
        let entry = self.present.last()?;
        Some((entry.time(), (entry.key & ((1 << RANK_BITS) - 1)) as u8))
    }

    /// Takes the next event out.
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        let next = self.present.pop()?;
        if self.present.is_empty() {
            self.turn();
        }
        Some((next.time(), next.event))
    }

    /// Number of pending events, stale ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.present.len() + self.in_wheel + self.far.len()
    }

    /// Whether nothing is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.present.is_empty()
    }

    /// What is pending, in order.
    fn in_order(&self) -> Vec<Entry<E>> {
        let mut entries = self.present.clone();
        for row in 0..self.first.len() {
            let mut slot = self.first[row];
            while let Some(taken) = self.slots.get(slot as usize) {
                entries.push(taken.entry);
                slot = taken.next;
            }
        }
        entries.extend(self.far.entries());
        entries.sort_unstable_by_key(|entry| (entry.key, entry.insertion));
        entries
    }
}

impl<E: Copy + PartialEq> PartialEq for Calendar<E> {
    /// Equal calendars give the same events from now on, and number new ones alike.
    fn eq(&self, other: &Self) -> bool {
        self.insertions == other.insertions && self.in_order() == other.in_order()
    }
}

impl<E: Copy + Eq> Eq for Calendar<E> {}

/// A calendar as it is saved.
#[derive(Serialize, Deserialize)]
struct Saved<E> {
    entries: Vec<Entry<E>>,
    insertions: u64,
}

impl<E: Copy + Serialize> Serialize for Calendar<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Saved { entries: self.in_order(), insertions: self.insertions }.serialize(serializer)
    }
}

impl<'de, E: Copy + Deserialize<'de>> Deserialize<'de> for Calendar<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Saved::deserialize(deserializer)?;
        let mut calendar = Self { insertions: saved.insertions, ..Self::default() };
        calendar.span = saved.entries.first().map_or(0, Entry::span);
        saved.entries.into_iter().for_each(|entry| calendar.place(entry));
        Ok(calendar)
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

    /// The wheel, far events and a saved copy against a sorted list, over jumps of seconds to months.
    #[test]
    fn it_goes_on_like_a_sorted_list() {
        let mut random = 1_u64;
        let mut next = |below: u64| {
            random = crate::rng::mix64(random.wrapping_add(1));
            random % below
        };
        let (mut calendar, mut list, mut now) = (Calendar::default(), Vec::new(), 0);
        for n in 0..60_000_u32 {
            if next(5) < 3 || list.is_empty() {
                let ahead = [1, 40_000, 3_600_000, 200_000_000, 9_000_000_000][next(5) as usize];
                let (time, rank) = (now + next(ahead) as i64, next(3) as u8);
                calendar.push(SimTime(time), rank, n);
                list.push((time, rank, n));
            } else {
                let first = *list.iter().min().unwrap();
                list.retain(|other| *other != first);
                now = first.0;
                assert_eq!(calendar.next_time(), Some((SimTime(first.0), first.1)));
                assert_eq!(calendar.pop(), Some((SimTime(first.0), first.2)));
            }
            if n % 5_000 == 0 {
                let text = serde_json::to_string(&calendar).unwrap();
                let saved: Calendar<u32> = serde_json::from_str(&text).unwrap();
                assert!(saved == calendar);
                calendar = saved;
                list.truncate(3_000);
                calendar = Calendar { insertions: calendar.insertions, ..Calendar::default() };
                list.iter().for_each(|(time, rank, n)| calendar.push(SimTime(*time), *rank, *n));
            }
            assert_eq!(calendar.len(), list.len());
        }
    }
}
