//! The threads that runs work in: one pool for all calls that take no number of their own.

use crate::errors::AmbicsError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::num::NonZero;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

/// The pool that calls share, of the process that built it.
struct Shared {
    process: u32,
    threads: usize,
    pool: Arc<ThreadPool>,
}

/// Held only while the interpreter lock is, which a fork needs too: so no fork finds it held by a thread it lacks.
static SHARED: Mutex<Option<Shared>> = Mutex::new(None);

/// A pool of so many threads, 0 for all cores. One that is shared serves all calls that are made at once.
///
/// A process forked from this one has no threads of it, so it builds its own pool.
pub fn pool(_locked: Python<'_>, threads: usize, shared: bool) -> PyResult<Arc<ThreadPool>> {
    if !shared {
        return build(threads);
    }
    let mut kept = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(parents) = kept.take_if(|kept| kept.process != process::id()) {
        // Its threads are not here: waiting for their end would never end.
        std::mem::forget(parents);
    }
    if let Some(kept) = &*kept
        && (kept.threads == threads || Arc::strong_count(&kept.pool) > 1)
    {
        return Ok(kept.pool.clone());
    }
    let pool = build(threads)?;
    *kept = Some(Shared { process: process::id(), threads, pool: pool.clone() });
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
