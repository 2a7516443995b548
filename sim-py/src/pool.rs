//! The threads that runs work in: one pool that calls share, and one for each call that wants its own.

use crate::errors::AmbicsError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::num::NonZero;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

/// A pool that stays for later calls: thousands of short-lived threads leave memory in pieces behind.
struct Kept {
    process: u32,
    threads: usize,
    shared: bool,
    pool: Arc<ThreadPool>,
}

impl Kept {
    /// Whether no call works in it.
    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.pool) == 1
    }

    /// Whether a call may work in it: all that share do, whatever the number, while one of them works.
    fn serves(&self, threads: usize, shared: bool) -> bool {
        let alike = self.threads == threads;
        self.shared == shared && if shared { alike || !self.is_idle() } else { alike && self.is_idle() }
    }
}

/// Held only while the interpreter lock is, which a fork needs too: so no fork finds it held by a thread it lacks.
static POOLS: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// A pool of so many threads, 0 for all cores: the one that calls share, or one for this call alone.
///
/// A process that was forked has no threads of its parent's pools, so it builds its own.
pub fn pool(_locked: Python<'_>, threads: usize, shared: bool) -> PyResult<Arc<ThreadPool>> {
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    // Those of a parent are not dropped: that would wait for threads that are not here.
    pools.extract_if(.., |kept| kept.process != process::id()).for_each(std::mem::forget);
    if let Some(kept) = pools.iter().find(|kept| kept.serves(threads, shared)) {
        return Ok(kept.pool.clone());
    }
    pools.retain(|kept| !(shared && kept.shared));
    let pool = build(threads)?;
    pools.push(Kept { process: process::id(), threads, shared, pool: pool.clone() });
    Ok(pool)
}

fn build(threads: usize) -> PyResult<Arc<ThreadPool>> {
    let named = ThreadPoolBuilder::new().num_threads(threads).thread_name(|row| format!("ambics-{row}"));
    let built = named.build().map(Arc::new);
    built.map_err(|error| AmbicsError::new_err(format!("the machine gives no {threads} threads: {error}")))
}

/// Cores that this process may use, by its affinity and its control group.
#[pyfunction]
pub fn cores() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}
