//! The one way into long work: the interpreter lock is free, Ctrl-C is heard, progress is told.

use crate::errors::{AmbicsError, scenario_error};
use crate::result::Result as PyRunResult;
use crate::scenario::Scenario as PyScenario;
use ambics::engine::Stop;
use ambics::experiment::{
    Checkpoint as CoreCheckpoint, Experiment, Progress, RunOptions, common_ground, run, whole_months,
};
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
    (threads, with_incidents, with_log, by_month): (usize, bool, bool, bool),
    from: Option<&CoreCheckpoint>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Experiment> {
    let (stop, counter) = (Stop::new(), Progress::new());
    let options = RunOptions {
        threads,
        with_incidents,
        with_log,
        by_month,
        from,
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
#[pyo3(signature = (arms, how, checkpoint, progress))]
pub fn compare(
    py: Python<'_>,
    arms: Vec<(String, PyRef<'_, PyScenario>)>,
    how: (usize, bool, bool, bool),
    checkpoint: Option<PyRef<'_, Checkpoint>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<PyRunResult> {
    let arms: Vec<(String, Scenario)> =
        arms.into_iter().map(|(name, arm)| (name, arm.inner().clone())).collect();
    common_ground(&arms).map_err(|problems| scenario_error(py, &problems))?;
    if let Some((_, first)) = arms.first().filter(|_| how.3) {
        whole_months(first).map_err(|problems| scenario_error(py, &problems))?;
    }
    let from = checkpoint.as_ref().map(|checkpoint| &checkpoint.core);
    from.map_or(Ok(()), |from| from.fits(&arms, "checkpoint"))
        .map_err(|faults| scenario_error(py, &faults))?;
    let experiment = enter_core(py, &arms, how, from, progress.as_ref())?;
    Ok(PyRunResult::new(experiment))
}

/// Every replication of a scenario as it stands at an instant; `ambics.resume` goes on from it.
#[pyclass(frozen, module = "ambics")]
pub struct Checkpoint {
    core: CoreCheckpoint,
}

#[pymethods]
impl Checkpoint {
    /// Runs a scenario up to a local time such as "2024-01-12 04:00".
    #[staticmethod]
    fn make(
        py: Python<'_>,
        scenario: PyRef<'_, PyScenario>,
        until: &str,
        how: (usize, bool),
    ) -> PyResult<Self> {
        let scenario = scenario.inner().clone();
        let at = scenario.instant(until).ok_or_else(|| {
            AmbicsError::new_err(format!(
                "`{until}` is no local time within the run, such as 2024-01-12 04:00"
            ))
        })?;
        let (threads, with_log) = how;
        let stop = Stop::new();
        let options = RunOptions { threads, with_log, stop: Some(&stop), ..RunOptions::default() };
        let made = py.detach(|| CoreCheckpoint::make(&scenario, at, &options));
        made.map(|core| Self { core }).ok_or_else(|| AmbicsError::new_err("stopped"))
    }

    /// Reads the text that `to_json` gives.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str, file: &str) -> PyResult<Self> {
        let read = CoreCheckpoint::from_json(text, file);
        read.map(|core| Self { core }).map_err(|problems| scenario_error(py, &problems))
    }

    /// The checkpoint as text.
    fn to_json(&self) -> String {
        self.core.to_json()
    }

    /// Number of replications that it holds.
    #[getter]
    fn replications(&self) -> usize {
        self.core.numbers().count()
    }
}

/// The `ambics` command on these arguments; gives its exit code.
#[pyfunction]
#[pyo3(name = "main")]
pub fn run_main(py: Python<'_>, args: Vec<String>) -> i32 {
    py.detach(|| ambics_cli::run(args.into_iter().map(std::ffi::OsString::from)))
}
