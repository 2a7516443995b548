//! Calendars to compare: ours, two heaps and a radix heap, all in the same order: time, rank, insertion.

use ambics::calendar::Calendar;
use ambics::rng::{mix64, u53};
use ambics::state::Event;
use ambics::units::SimTime;
use dary_heap::QuaternaryHeap;
use radix_heap::RadixHeapMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Pending events, of which the next is taken.
pub trait Pending: Default {
    /// Adds an event at an instant, in its rank.
    fn push(&mut self, at: SimTime, event: Event);

    /// Takes the next event.
    fn pop(&mut self) -> Option<(SimTime, Event)>;
}

impl Pending for Calendar<Event> {
    #[inline]
    fn push(&mut self, at: SimTime, event: Event) {
        self.push(at, event.rank(), event);
    }

    #[inline]
    fn pop(&mut self) -> Option<(SimTime, Event)> {
        self.pop()
    }
}

/// Time in the high bits and rank in the low six; then the number of the insertion.
type Key = (u64, u64);

const RANK_BITS: u32 = 6;

/// A pending event with what it is sorted by.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    key: Key,
    event: Event,
}

impl Entry {
    fn new(at: SimTime, event: Event, insertion: u64) -> Self {
        Self { key: ((at.0 as u64) << RANK_BITS | u64::from(event.rank()), insertion), event }
    }

    const fn taken(self) -> (SimTime, Event) {
        (SimTime((self.key.0 >> RANK_BITS) as i64), self.event)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    #[inline]
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// The heap of the standard library: two children a node.
#[derive(Debug, Default)]
pub struct Binary {
    heap: BinaryHeap<Reverse<Entry>>,
    insertions: u64,
}

impl Pending for Binary {
    #[inline]
    fn push(&mut self, at: SimTime, event: Event) {
        self.insertions += 1;
        self.heap.push(Reverse(Entry::new(at, event, self.insertions)));
    }

    #[inline]
    fn pop(&mut self) -> Option<(SimTime, Event)> {
        self.heap.pop().map(|entry| entry.0.taken())
    }
}

/// A heap of four children a node: half as deep, and siblings lie side by side.
#[derive(Debug, Default)]
pub struct FourAry {
    heap: QuaternaryHeap<Reverse<Entry>>,
    insertions: u64,
}

impl Pending for FourAry {
    #[inline]
    fn push(&mut self, at: SimTime, event: Event) {
        self.insertions += 1;
        self.heap.push(Reverse(Entry::new(at, event, self.insertions)));
    }

    #[inline]
    fn pop(&mut self) -> Option<(SimTime, Event)> {
        self.heap.pop().map(|entry| entry.0.taken())
    }
}

/// A radix heap. It panics if an event is added before the last one taken: an engine that schedules something at the
/// present instant in a lower rank could not use it.
///
/// # Source
/// Ahuja, Mehlhorn, Orlin and Tarjan (1990), *Faster algorithms for the shortest path problem*, J. ACM 37(2).
#[derive(Debug, Default)]
pub struct Radix {
    heap: RadixHeapMap<Reverse<Key>, Event>,
    insertions: u64,
}

impl Pending for Radix {
    #[inline]
    fn push(&mut self, at: SimTime, event: Event) {
        self.insertions += 1;
        self.heap.push(Reverse(Entry::new(at, event, self.insertions).key), event);
    }

    #[inline]
    fn pop(&mut self) -> Option<(SimTime, Event)> {
        self.heap.pop().map(|(Reverse(key), event)| Entry { key, event }.taken())
    }
}

/// How far ahead events are scheduled.
#[derive(Debug, Clone, Copy)]
pub enum Ahead {
    /// Exponential, 20 minutes: stages of a job.
    Minutes,
    /// The same for 16 of 20, 4 hours for three, 2 days for one: escalations, shifts and breaks too.
    ToDays,
}

/// So many delays, ms, each of one millisecond or more, drawn beforehand so that the draw is not timed.
#[must_use]
pub fn delays(ahead: Ahead, n: usize) -> Vec<i64> {
    let mark = |entity: usize, index: u64| u53(mix64(mix64(entity as u64 + 1).wrapping_add(index)));
    let mean_ms = |entity| match (ahead, (20.0 * mark(entity, 0)) as u8) {
        (Ahead::ToDays, 19) => 48.0 * 3.6e6,
        (Ahead::ToDays, 16..=18) => 4.0 * 3.6e6,
        _ => 1.2e6,
    };
    (0..n).map(|entity| 1 + (-mean_ms(entity) * (1.0 - mark(entity, 1)).ln()) as i64).collect()
}

/// A calendar with so many events pending, that has been held long enough to have forgotten how it was filled.
#[must_use]
pub fn filled<P: Pending>(pending: u32, delays: &[i64]) -> P {
    let mut calendar = P::default();
    for (vehicle, delay) in (0..pending).zip(delays.iter().cycle()) {
        calendar.push(SimTime(*delay), event(vehicle));
    }
    hold(&mut calendar, delays);
    calendar
}

/// The hold model: the next event is taken, and comes back after each of these delays.
///
/// # Panics
/// If nothing is pending.
pub fn hold<P: Pending>(calendar: &mut P, delays: &[i64]) {
    for delay in delays {
        let (now, event) = calendar.pop().expect("as many go in as come out");
        calendar.push(SimTime(now.0 + delay), event);
    }
}

/// An event of a vehicle; three ranks in turn.
fn event(number: u32) -> Event {
    let vehicle = ambics::ids::VehicleId(number);
    match number % 3 {
        0 => Event::VehicleClears { vehicle, job: number },
        1 => Event::VehicleReachesScene { vehicle, job: number },
        _ => Event::HandoverEnds { vehicle, job: number },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every event taken from a calendar of 500, with times cut to minutes so that many are equal.
    fn taken<P: Pending>(ahead: Ahead) -> Vec<(SimTime, Event)> {
        let minutes: Vec<i64> = delays(ahead, 20_000).iter().map(|ms| (1 + ms / 60_000) * 60_000).collect();
        let mut calendar: P = filled(500, &minutes[..500]);
        let mut all = Vec::new();
        for delay in &minutes {
            let (now, event) = calendar.pop().unwrap();
            all.push((now, event));
            calendar.push(SimTime(now.0 + delay), event);
        }
        all.extend(std::iter::from_fn(|| calendar.pop()));
        all
    }

    #[test]
    fn every_calendar_gives_the_same_order() {
        for ahead in [Ahead::Minutes, Ahead::ToDays] {
            let ours = taken::<Calendar<Event>>(ahead);
            assert_eq!(ours.len(), 20_500);
            let ties = ours.windows(2).filter(|w| w[0].0 == w[1].0).count();
            assert!(ties > 1_000, "{ties} ties try the order of equals");
            assert_eq!(taken::<Binary>(ahead), ours);
            assert_eq!(taken::<FourAry>(ahead), ours);
            assert_eq!(taken::<Radix>(ahead), ours);
        }
    }

    #[test]
    fn delays_have_the_means_that_they_should() {
        let mean_h = |ahead| {
            let all = delays(ahead, 200_000);
            all.iter().map(|ms| *ms as f64 / 3.6e6).sum::<f64>() / all.len() as f64
        };
        // Standard errors of 200,000: 0.33 h / √n = 0.0007 h; of the mixture at most 16 h / √n = 0.036 h.
        assert!((mean_h(Ahead::Minutes) - 1.0 / 3.0).abs() < 4.0 * 0.0008);
        let mixed = 0.8 / 3.0 + 0.15 * 4.0 + 0.05 * 48.0;
        assert!((mean_h(Ahead::ToDays) - mixed).abs() < 4.0 * 0.036, "{}", mean_h(Ahead::ToDays));
    }
}
