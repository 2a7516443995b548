use super::partner::PartnerKind;
use crate::units::{DAY_MS, SimTime};

/// Whose work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A package as a whole.
    Package(u32),
    /// A member's part of it.
    Track(u32),
    /// A data agreement with a partner, for a package.
    Partner(u32, PartnerKind),
    /// An assessment of an ICS.
    Assessment,
}

/// A piece of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Task {
    pub owner: Owner,
    /// The package that it belongs to.
    pub package: u32,
    /// Hours left.
    pub hours: f64,
    /// Hours in all.
    pub planned: f64,
    pub ready: SimTime,
    /// Its number among the team's tasks.
    pub number: u32,
}

/// A team of finite hours.
#[derive(Debug, Clone)]
pub(super) struct Team {
    /// Hours a day that are left for packages; none or less: nothing is ever done.
    pub per_day: f64,
    usual_per_day: f64,
    /// Whether all tasks in hand go on at once.
    pub shares: bool,
    pub waiting: Vec<Task>,
    pub in_hand: Vec<Task>,
    since: SimTime,
    /// Number of the announcement that counts; earlier ones are out of date.
    pub turn: u32,
    numbered: u32,
    /// Hours of packages done.
    pub done_hours: f64,
}

impl Team {
    pub fn new(hours_per_week: f64, shares: bool) -> Self {
        Self {
            per_day: hours_per_week / 7.0,
            usual_per_day: hours_per_week / 7.0,
            shares,
            waiting: Vec::new(),
            in_hand: Vec::new(),
            since: SimTime(0),
            turn: 0,
            numbered: 0,
            done_hours: 0.0,
        }
    }

    /// A further task, which waits.
    pub fn add(&mut self, owner: Owner, package: u32, hours: f64, ready: SimTime) {
        self.waiting.push(Task { owner, package, hours, planned: hours, ready, number: self.numbered });
        self.numbered += 1;
    }

    /// From now on so much of its usual hours.
    pub fn change_hours(&mut self, now: SimTime, ratio: f64) {
        self.work_until(now);
        self.per_day = self.usual_per_day * ratio;
    }

    /// From now on so many hours a week.
    pub fn set_hours(&mut self, now: SimTime, hours_per_week: f64) {
        self.work_until(now);
        self.per_day = hours_per_week / 7.0;
    }

    /// Works on until an instant.
    pub fn work_until(&mut self, now: SimTime) {
        let days = (now - self.since).0 as f64 / DAY_MS as f64;
        self.since = now;
        if self.in_hand.is_empty() || self.per_day <= 0.0 || days <= 0.0 {
            return;
        }
        let each = days * self.per_day / self.in_hand.len() as f64;
        for task in &mut self.in_hand {
            let done = each.min(task.hours);
            task.hours -= done;
            self.done_hours += done;
        }
    }

    /// When the first task in hand will be done if nothing comes between.
    pub fn next_done(&self) -> Option<SimTime> {
        let least = self.in_hand.iter().map(|task| task.hours).min_by(f64::total_cmp)?;
        if self.per_day <= 0.0 {
            return None;
        }
        let days = least * self.in_hand.len() as f64 / self.per_day;
        // A thousand years are never.
        (days < 365_250.0).then(|| SimTime(self.since.0 + (days * DAY_MS as f64).round() as i64))
    }

    /// Takes out the task that is done: the one with the fewest hours left, the earliest of those.
    pub fn take_done(&mut self) -> Option<Task> {
        let order = |a: &&Task, b: &&Task| a.hours.total_cmp(&b.hours).then(a.number.cmp(&b.number));
        let number = self.in_hand.iter().min_by(order)?.number;
        let at = self.in_hand.iter().position(|task| task.number == number)?;
        let task = self.in_hand.remove(at);
        self.done_hours += task.hours;
        Some(task)
    }
}
