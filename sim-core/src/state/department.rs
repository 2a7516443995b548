use crate::rng::{Address, Purpose};
use crate::units::{HOUR_MS, SimDuration, SimTime};
use crate::world::{BayQueue, Clock, DepartmentTable};
use serde::{Deserialize, Serialize};

/// Patients who come to a department by themselves or with another service's ambulance: who comes next, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Outside {
    ordinal: u64,
    next: SimTime,
}

/// An emergency department during a run: its bays, who comes next from outside, and the crews that are there.
///
/// It needs no event: it is brought up to date when somebody asks, and the answer does not depend on when that is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Department {
    bays: BayQueue,
    walk_ins: Outside,
    others: Outside,
    /// When the crews that are at the department leave it; kept only where crews are cohorted.
    crews: Vec<SimTime>,
    /// Patients in the present cohort.
    cohorted: u32,
}

/// What stands around a department: the calendar, the luck, the days.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The run's calendar.
    pub clock: &'a Clock,
    /// The luck of the replication.
    pub address: &'a Address,
    /// 64 bits from the hospital's code.
    pub entity: u64,
    /// Normal score of each of the calendar's dates: how bad a day the department has.
    pub days: &'a [f64],
}

impl Around<'_> {
    /// How bad the day of an instant is.
    #[must_use]
    pub fn day_score(&self, time: SimTime) -> f64 {
        self.days.get(self.clock.local(time).date as usize).copied().unwrap_or(0.0)
    }

    fn hour(&self, time: SimTime) -> usize {
        usize::from(self.clock.local(time).hour_of_week)
    }

    /// The first arrival after an instant of a Poisson stream with these hourly rates; never, if two weeks bring none.
    fn arrival_after(&self, from: SimTime, per_hour: &[f64; 168], mark: f64) -> SimTime {
        let mut left = -libm::log1p(-mark);
        let mut at = from.0;
        for _ in 0..=336 {
            let hour_ends = (at.div_euclid(HOUR_MS) + 1) * HOUR_MS;
            let rate = per_hour[self.hour(SimTime(at))] / HOUR_MS as f64;
            let comes = rate * (hour_ends - at) as f64;
            if comes > left {
                return SimTime(at + (left / rate) as i64);
            }
            left -= comes;
            at = hour_ends;
        }
        SimTime::NEVER
    }

    /// How long a patient who gets a bay at `start` holds it.
    fn occupancy(&self, table: &DepartmentTable, start: SimTime, mark: f64) -> SimDuration {
        let ordinary = table.occupancy.at(mark).seconds();
        SimDuration::from_seconds(ordinary * table.day_factor(self.day_score(start)))
    }
}

impl Department {
    /// An empty department at time zero.
    #[must_use]
    pub fn open(table: &DepartmentTable, around: &Around<'_>) -> Self {
        let mut department = Self { bays: BayQueue::empty(table.most_bays()), ..Self::default() };
        let first = |purpose, rates| {
            let mark = around.address.key(purpose, around.entity).mark(0);
            Outside { ordinal: 0, next: around.arrival_after(SimTime(0), rates, mark) }
        };
        department.walk_ins = first(Purpose::WalkIn, &table.walk_ins_per_hour);
        department.others = first(Purpose::OtherAmbulance, &table.others_per_hour);
        department
    }

    /// Whether its bays are followed.
    #[must_use]
    pub const fn has_bays(&self) -> bool {
        !self.bays.is_absent()
    }

    /// Lets everyone from outside who came before `until` take a bay, in order; walk-ins first at one instant.
    pub fn bring_up_to(&mut self, until: SimTime, table: &DepartmentTable, around: &Around<'_>) {
        loop {
            let is_walk_in = self.walk_ins.next <= self.others.next;
            let (stream, purpose, rates) = if is_walk_in {
                (&mut self.walk_ins, Purpose::WalkIn, &table.walk_ins_per_hour)
            } else {
                (&mut self.others, Purpose::OtherAmbulance, &table.others_per_hour)
            };
            let at = stream.next;
            if at >= until {
                return;
            }
            let key = around.address.key(purpose, around.entity);
            let holds = key.mark(2 * stream.ordinal + 1);
            stream.ordinal += 1;
            stream.next = around.arrival_after(at, rates, key.mark(2 * stream.ordinal));
            self.admit(at, holds, table, around);
        }
    }

    /// Gives a patient who comes at `at` the next bay, for an occupancy by `mark`; tells when.
    pub fn admit(&mut self, at: SimTime, mark: f64, table: &DepartmentTable, around: &Around<'_>) -> SimTime {
        let start = self.bays.start(at, &|time| table.bays[around.hour(time)]);
        self.bays.take(start, around.occupancy(table, start, mark));
        start
    }

    /// Takes bays at an instant until all are taken and `waiting` patients more wait for one.
    pub fn fill(&mut self, now: SimTime, waiting: u16, table: &DepartmentTable, around: &Around<'_>) {
        let key = around.address.key(Purpose::OtherAmbulance, around.entity);
        let mut wait = 0;
        for ordinal in 0..u64::from(table.most_bays()) + u64::from(waiting) {
            if wait == waiting {
                return;
            }
            // Counted from the top: the stream of other ambulances counts its marks from below.
            let start = self.admit(now, key.mark(u64::MAX - 1 - ordinal), table, around);
            wait += u16::from(start > now);
        }
    }

    /// When a patient who came now would get a bay, if `open(time)` bays are open at a time.
    #[must_use]
    pub fn next_start(&self, now: SimTime, open: &impl Fn(SimTime) -> u16) -> SimTime {
        self.bays.start(now, open)
    }

    /// Crews at the department at an instant; those that have left by then are forgotten.
    pub fn crews_at(&mut self, now: SimTime) -> usize {
        self.crews.retain(|leaves| *leaves > now);
        self.crews.len()
    }

    /// A crew has come and leaves at `leaves`.
    pub fn crew_stays_until(&mut self, leaves: SimTime) {
        self.crews.push(leaves);
    }

    /// The number of the next patient of a cohort, from 1; `size` of them make one, and `None` ends it.
    pub fn next_of_cohort(&mut self, size: Option<u32>) -> u32 {
        self.cohorted = size.map_or(0, |size| self.cohorted % size.max(1) + 1);
        self.cohorted
    }
}
