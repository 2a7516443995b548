//! The one way into long work: the interpreter lock is free, Ctrl-C is heard, progress is told.

use crate::errors::{AmbicsError, scenario_error};
use crate::result::Result as PyRunResult;
use crate::scenario::Scenario as PyScenario;
use ambics::engine::Stop;
use ambics::experiment::{Experiment, Progress, RunOptions, common_ground, run};
use ambics::scenario::Scenario;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use std::time::Duration;

/// Between two looks at signals and progress.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Runs arms in threads of its own while this one listens. A first Ctrl-C keeps what is finished.
pub fn enter_core(
    py: Python<'_>,
    arms: &[(String, Scenario)],
    (threads, with_incidents, with_log): (usize, bool, bool),
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Experiment> {
    let (stop, counter) = (Stop::new(), Progress::new());
    let options = RunOptions {
        threads,
        with_incidents,
        with_log,
        progress: Some(&counter),
        stop: Some(&stop),
        ..RunOptions::default()
    };
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| run(arms, &options));
        let mut interrupted = None;
        while !worker.is_finished() {
            py.detach(|| std::thread::park_timeout(LOOK_EVERY));
            if interrupted.is_none()
                && let Err(error) = py.check_signals().and_then(|()| tell(progress, &counter))
            {
                stop.ask();
                interrupted = Some(error);
            }
        }
        let experiment =
            worker.join().map_err(|_| AmbicsError::new_err("a fault inside ambics; please report it"))?;
        tell(progress, &counter).ok();
        match interrupted {
            Some(error)
                if experiment.replications.is_empty() || !error.is_instance_of::<PyKeyboardInterrupt>(py) =>
            {
                Err(error)
            }
            _ => Ok(experiment),
        }
    })
}

fn tell(progress: Option<&Bound<'_, PyAny>>, counter: &Progress) -> PyResult<()> {
    let Some(call) = progress else { return Ok(()) };
    let (done, total) = counter.now();
    call.call1((done, total)).map(|_| ())
}

/// Runs several arms over the same replications on the same tapes; the first is the baseline.
#[pyfunction]
#[pyo3(signature = (arms, threads, records, log, progress))]
pub fn compare(
    py: Python<'_>,
    arms: Vec<(String, PyRef<'_, PyScenario>)>,
    threads: usize,
    records: bool,
    log: bool,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<PyRunResult> {
    let arms: Vec<(String, Scenario)> =
        arms.into_iter().map(|(name, arm)| (name, arm.inner().clone())).collect();
    common_ground(&arms).map_err(|problems| scenario_error(py, &problems))?;
    let experiment = enter_core(py, &arms, (threads, records, log), progress.as_ref())?;
    Ok(PyRunResult::new(experiment))
}

/// The `ambics` command on these arguments; gives its exit code.
#[pyfunction]
#[pyo3(name = "main")]
pub fn run_main(py: Python<'_>, args: Vec<String>) -> i32 {
    py.detach(|| ambics_cli::run(args.into_iter().map(std::ffi::OsString::from)))
}
