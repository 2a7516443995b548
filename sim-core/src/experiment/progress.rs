use crate::stats::t_quantile;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// How far a run has come, in units of one week of one component of one arm in one replication, and what is seen so far.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    failed: AtomicU64,
    seen: Mutex<Seen>,
}

/// Values so far, as they come: their number, mean, and squared distances from it.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    n: u64,
    mean: f64,
    squares: f64,
}

impl Progress {
    /// Nothing done yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Units done and units in all; all is 0 until the run has been planned.
    #[must_use]
    pub fn now(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Begins anew, for work of so many runs that tell nothing themselves.
    pub fn expect_units(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.failed.store(0, Ordering::Relaxed);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Seen::default();
    }

    /// So many more are done.
    pub fn add_units(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    /// So many runs more have failed.
    pub fn add_failed(&self, runs: u64) {
        self.failed.fetch_add(runs, Ordering::Relaxed);
    }

    /// Runs that have failed so far.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    /// One more replication of the first arm has this mean response to C2, seconds.
    pub fn saw(&self, c2_mean_s: f64) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.n += 1;
        let away = c2_mean_s - seen.mean;
        seen.mean += away / seen.n as f64;
        seen.squares += away * (c2_mean_s - seen.mean);
    }

    /// Replications of the first arm so far, their mean C2 response, and half its 95% interval, seconds; `None` below two. For the
    /// eye alone: which replications are done first is no part of a result.
    ///
    /// ```
    /// use ambics::experiment::Progress;
    /// let progress = Progress::new();
    /// [1_000.0, 1_200.0, 1_100.0].iter().for_each(|mean_s| progress.saw(*mean_s));
    /// let (n, mean_s, half_s) = progress.interval().expect("three");
    /// assert!(n == 3 && (mean_s - 1_100.0).abs() < 1e-9 && (half_s - 248.4).abs() < 0.1);
    /// ```
    #[must_use]
    pub fn interval(&self) -> Option<(u64, f64, f64)> {
        let Seen { n, mean, squares } = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let free = n.checked_sub(1).filter(|free| *free > 0)?;
        Some((n, mean, t_quantile(free as usize) * (squares / free as f64 / n as f64).sqrt()))
    }
}
