//! How many units are busy, whichever they are: Erlang's systems, which the hypercube refines.

use super::{Hypercube, WhenAllBusy};

/// Shares of time by number of busy units.
pub(super) struct Levels {
    /// `[units + 1]`: so many busy and nobody waiting.
    pub busy: Vec<f64>,
    /// All busy and somebody waiting; 0 with loss.
    pub queued: f64,
    logs: Vec<f64>,
}

impl Levels {
    pub(super) fn of(cube: &Hypercube) -> Self {
        Self::new(cube.units, cube.load(), cube.when_all_busy)
    }

    /// M/M/N with a queue or with loss, for a load below N if it queues.
    pub(super) fn new(units: usize, load: f64, when_all_busy: WhenAllBusy) -> Self {
        let mut logs = vec![0.0; units + 1];
        for n in 1..=units {
            logs[n] = logs[n - 1] + libm::log(load / n as f64);
        }
        let top = logs.iter().copied().fold(0.0, f64::max);
        let weight = |log: &f64| libm::exp(log - top);
        let ratio = load / units as f64;
        let tail = match when_all_busy {
            WhenAllBusy::Queue => weight(&logs[units]) * ratio / (1.0 - ratio),
            WhenAllBusy::Loss => 0.0,
        };
        let sum = logs.iter().map(weight).sum::<f64>() + tail;
        let busy = logs.iter().map(|log| weight(log) / sum).collect();
        logs.iter_mut().for_each(|log| *log -= top + libm::log(sum));
        Self { busy, queued: tail / sum, logs }
    }

    /// Share of time with all units busy.
    pub(super) fn all_busy(&self) -> f64 {
        self.busy[self.busy.len() - 1] + self.queued
    }

    /// Busy fraction of a unit on average.
    pub(super) fn mean_workload(&self) -> f64 {
        let units = (self.busy.len() - 1) as f64;
        self.busy.iter().enumerate().map(|(n, p)| n as f64 * p).sum::<f64>() / units + self.queued
    }

    /// `[units]`: P(j units taken in any order are busy and the next is free) over ρʲ (1 − ρ).
    ///
    /// What busy units have to do with each other: 1 for j = 0, below or above 1 after it.
    pub(super) fn corrections(&self) -> Vec<f64> {
        let units = self.busy.len() - 1;
        let workload = self.mean_workload();
        let idle = self.busy.iter().rev().enumerate().map(|(n, p)| n as f64 * p).sum::<f64>() / units as f64;
        // By logarithms: for many units at little load the powers leave the range of a float.
        let mut factorial = vec![0.0; units + 1];
        for n in 1..=units {
            factorial[n] = factorial[n - 1] + libm::log(n as f64);
        }
        let one = |j: usize| -> f64 {
            let common = factorial[units - j] - factorial[units] - j as f64 * libm::log(workload);
            let term = |k: usize| {
                let log = self.logs[k] + factorial[k] - factorial[k - j] + common;
                libm::exp(log) * (units - k) as f64 / (units - j) as f64
            };
            (j..units).map(term).sum::<f64>() / idle
        };
        (0..units).map(one).collect()
    }
}
