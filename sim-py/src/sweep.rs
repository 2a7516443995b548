//! Sweeps into a store: in this process, or as tasks for workers elsewhere.

use crate::errors::{AmbicsError, scenario_error};
use crate::running::enter_core;
use ambics::engine::Stop;
use ambics::experiment::Progress;
use ambics_cli::sweeps::{self, SweepDriver as Driver, SweepFailure};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) fn error(py: Python<'_>, failure: &SweepFailure) -> PyErr {
    match failure {
        SweepFailure::Input(problems) => scenario_error(py, problems),
        SweepFailure::Other(words) => AmbicsError::new_err(words.clone()),
    }
}

/// Runs what is missing of a sweep in this process: the file and whether it is swept even if it cannot end (or none to go on), the folder of the store, and the part.
#[pyfunction]
#[pyo3(signature = (what, threads, progress))]
pub fn sweep_here(
    py: Python<'_>,
    what: (Option<(PathBuf, bool)>, PathBuf, String),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<()> {
    let (file, dir, shard) = what;
    let work = move |stop: &Stop, progress: &Progress| {
        let file = file.as_ref().map(|(file, anyway)| (file.as_path(), *anyway));
        sweeps::run(file, &dir, &shard, (progress, stop))
    };
    let (done, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    match (interrupted, done) {
        (Some(stopped), _) => Err(stopped),
        (None, done) => done.map_err(|failure| error(py, &failure)),
    }
}

/// Does a task of a sweep; a pure function of its bytes.
#[pyfunction]
pub fn sweep_task<'py>(py: Python<'py>, task: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    let done = py.detach(|| sweeps::sweep_task(task));
    done.map(|bytes| PyBytes::new(py, &bytes)).map_err(|failure| error(py, &failure))
}

/// The Parquet files that a store's ledger lists.
#[pyfunction]
pub fn sweep_files(py: Python<'_>, dir: PathBuf) -> PyResult<Vec<PathBuf>> {
    py.detach(|| sweeps::files(&dir)).map_err(|failure| error(py, &failure))
}

/// Runs that a store has.
#[pyfunction]
pub fn sweep_count(py: Python<'_>, dir: PathBuf) -> PyResult<usize> {
    py.detach(|| sweeps::count(&dir)).map_err(|failure| error(py, &failure))
}

/// Whether every byte of a store is as it was stored, and the words of `ambics verify`.
#[pyfunction]
pub fn sweep_verify(py: Python<'_>, dir: PathBuf) -> PyResult<(bool, String)> {
    py.detach(|| sweeps::verified(&dir)).map_err(|failure| error(py, &failure))
}

/// Clears a store; the words of `ambics gc`.
#[pyfunction]
pub fn sweep_gc(py: Python<'_>, dir: PathBuf) -> PyResult<String> {
    py.detach(|| sweeps::cleared(&dir)).map_err(|failure| error(py, &failure))
}

/// Takes over runs of other stores; the words of `ambics merge`.
#[pyfunction]
pub fn sweep_merge(py: Python<'_>, dir: PathBuf, others: Vec<PathBuf>) -> PyResult<String> {
    let merged = py.detach(|| sweeps::merged(&dir, &others)).map_err(|failure| error(py, &failure))?;
    if merged.0 { Ok(merged.1) } else { Err(AmbicsError::new_err(merged.1)) }
}

/// The keys of a sweep with their ranges.
#[pyfunction]
pub fn sweep_axes(py: Python<'_>, file: PathBuf) -> PyResult<Vec<(String, f64, f64, bool)>> {
    py.detach(|| sweeps::axes(&file)).map_err(|failure| error(py, &failure))
}

/// Writes what a sweep is read from into a folder; its base's file, and its replications.
#[pyfunction]
pub fn sweep_unpack(py: Python<'_>, file: PathBuf, folder: PathBuf) -> PyResult<(String, u32)> {
    py.detach(|| sweeps::unpack(&file, &folder)).map_err(|failure| error(py, &failure))
}

/// The text of a file of the shipped example.
#[pyfunction]
pub fn example(name: &str) -> PyResult<&'static str> {
    sweeps::example(name).ok_or_else(|| AmbicsError::new_err(format!("no example is named `{name}`")))
}

/// Hands out tasks of what is missing in a store, and stores what comes back.
#[pyclass(frozen, module = "ambics")]
pub struct SweepDriver {
    driver: Mutex<Driver>,
}

impl SweepDriver {
    fn driver(&self) -> MutexGuard<'_, Driver> {
        self.driver.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl SweepDriver {
    /// Begins a sweep, even one that cannot end if so asked, or goes on with it.
    #[staticmethod]
    fn begin(py: Python<'_>, file: (PathBuf, bool), dir: PathBuf, shard: &str) -> PyResult<Self> {
        let driver = py.detach(|| Driver::begin((&file.0, file.1), &dir, shard));
        driver.map(|own| Self { driver: Mutex::new(own) }).map_err(|failure| error(py, &failure))
    }

    /// Goes on with the sweep of a store.
    #[staticmethod]
    fn resume(py: Python<'_>, dir: PathBuf, shard: &str) -> PyResult<Self> {
        let driver = py.detach(|| Driver::resume(&dir, shard));
        driver.map(|own| Self { driver: Mutex::new(own) }).map_err(|failure| error(py, &failure))
    }

    /// The folder.
    #[getter]
    fn dir(&self) -> String {
        self.driver().dir().display().to_string()
    }

    /// Runs that were missing at the beginning.
    #[getter]
    fn total(&self) -> usize {
        self.driver().total()
    }

    /// A task of at most so many runs; `None` when all are handed out.
    fn next<'py>(&self, py: Python<'py>, runs: usize) -> Option<Bound<'py, PyBytes>> {
        let task = py.detach(|| self.driver().next(runs));
        task.map(|bytes| PyBytes::new(py, &bytes))
    }

    /// Stores what came of a task: how many runs are stored, and how many failed.
    fn put(&self, py: Python<'_>, came: &[u8]) -> PyResult<(usize, usize)> {
        py.detach(|| self.driver().put(came)).map_err(|failure| error(py, &failure))
    }
}
