//! The one way into long work: the interpreter lock is free, Ctrl-C is heard, progress is told.

use crate::errors::{AmbicsError, scenario_error};
use crate::pool::pool;
use crate::result::Result as PyRunResult;
use crate::scenario::Scenario as PyScenario;
use ambics::engine::Stop;
use ambics::experiment::{
    Checkpoint as CoreCheckpoint, Progress, RunOptions, common_ground, run, run_precise, whole_months,
};
use ambics::scenario::Scenario;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// Between two looks at signals and progress.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What the thread that waits and those that work tell each other.
#[derive(Default)]
struct Line {
    begun: AtomicBool,
    stop: Stop,
    progress: Progress,
}

/// Works in a pool's threads while this one listens; gives what came of it, and what interrupted it.
///
/// `threads` is a number of them, 0 for all cores, and whether they are shared by all such calls. Work that waits for
/// threads behind another call is given up at once when it is interrupted.
pub fn enter_core<T: Send + 'static>(
    py: Python<'_>,
    threads: (usize, bool),
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Stop, &Progress) -> T + Send + 'static,
) -> PyResult<(T, Option<PyErr>)> {
    let pool = pool(py, threads.0, threads.1)?;
    let line = Arc::new(Line::default());
    let (give, mut taken) = mpsc::sync_channel(1);
    let theirs = line.clone();
    pool.spawn(move || {
        theirs.begun.store(true, Ordering::SeqCst);
        // A panic drops the sender, and is told below.
        let done = catch_unwind(AssertUnwindSafe(|| work(&theirs.stop, &theirs.progress)));
        done.map_or_else(drop, |done| give.send(done).unwrap_or_default());
    });
    let mut interrupted = None;
    loop {
        let taken = &mut taken;
        match py.detach(move || taken.recv_timeout(LOOK_EVERY)) {
            Ok(done) => {
                tell(progress, &line.progress).ok();
                return Ok((done, interrupted));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(AmbicsError::new_err("a fault inside ambics; please report it"));
            }
            Err(RecvTimeoutError::Timeout) if interrupted.is_some() => {}
            Err(RecvTimeoutError::Timeout) => {
                let heard = py.check_signals().and_then(|()| tell(progress, &line.progress));
                interrupted = heard.err().inspect(|_| line.stop.ask());
            }
        }
        if !line.begun.load(Ordering::SeqCst)
            && let Some(error) = interrupted
        {
            return Err(error);
        }
    }
}

fn tell(progress: Option<&Bound<'_, PyAny>>, counter: &Progress) -> PyResult<()> {
    let Some(call) = progress else { return Ok(()) };
    let (done, total) = counter.now();
    call.call1((done, total)).map(|_| ())
}

/// Threads; what is kept: incidents, log, months; a precision that is asked for, and the most replications for it.
type How = ((usize, bool), (bool, bool, bool), Option<(f64, u32)>);

/// Runs several arms over the same replications on the same tapes; the first is the baseline.
#[pyfunction]
#[pyo3(signature = (arms, how, checkpoint, progress))]
pub fn compare(
    py: Python<'_>,
    arms: Vec<(String, PyRef<'_, PyScenario>)>,
    how: How,
    checkpoint: Option<PyRef<'_, Checkpoint>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<PyRunResult> {
    let arms: Vec<(String, Scenario)> =
        arms.into_iter().map(|(name, arm)| (name, arm.inner().clone())).collect();
    common_ground(&arms).map_err(|problems| scenario_error(py, &problems))?;
    if let Some((_, first)) = arms.first().filter(|_| how.1.2) {
        whole_months(first).map_err(|problems| scenario_error(py, &problems))?;
    }
    let from = checkpoint.map(|checkpoint| checkpoint.core.clone());
    from.as_ref()
        .map_or(Ok(()), |from| from.fits(&arms, "checkpoint"))
        .map_err(|faults| scenario_error(py, &faults))?;
    let (threads, (with_incidents, with_log, by_month), precision) = how;
    let work = move |stop: &Stop, progress: &Progress| {
        let options = RunOptions {
            with_incidents,
            with_log,
            by_month,
            from: from.as_deref(),
            progress: Some(progress),
            stop: Some(stop),
            ..RunOptions::default()
        };
        PyRunResult::new(match precision {
            None => run(&arms, &options),
            Some(asked) => run_precise(&arms, asked, &options),
        })
    };
    match enter_core(py, threads, progress.as_ref(), work)? {
        (result, Some(error)) if result.is_empty() || !error.is_instance_of::<PyKeyboardInterrupt>(py) => {
            Err(error)
        }
        (result, _) => Ok(result),
    }
}

/// Every replication of a scenario as it stands at an instant; `ambics.resume` goes on from it.
#[pyclass(frozen, module = "ambics")]
pub struct Checkpoint {
    core: Arc<CoreCheckpoint>,
}

#[pymethods]
impl Checkpoint {
    /// Runs a scenario up to a local time such as "2024-01-12 04:00".
    #[staticmethod]
    fn make(
        py: Python<'_>,
        scenario: PyRef<'_, PyScenario>,
        until: &str,
        threads: (usize, bool),
        with_log: bool,
    ) -> PyResult<Self> {
        let scenario = scenario.inner().clone();
        let at = scenario.instant(until).ok_or_else(|| {
            AmbicsError::new_err(format!(
                "`{until}` is no local time within the run, such as 2024-01-12 04:00"
            ))
        })?;
        let work = move |stop: &Stop, _: &Progress| {
            let options = RunOptions { with_log, stop: Some(stop), ..RunOptions::default() };
            CoreCheckpoint::make(&scenario, at, &options)
        };
        match enter_core(py, threads, None, work)? {
            (_, Some(error)) => Err(error),
            (made, None) => {
                made.map(|core| Self { core: Arc::new(core) }).ok_or_else(|| AmbicsError::new_err("stopped"))
            }
        }
    }

    /// Reads the text that `to_json` gives.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str, file: &str) -> PyResult<Self> {
        let read = py.detach(|| CoreCheckpoint::from_json(text, file));
        read.map(|core| Self { core: Arc::new(core) }).map_err(|problems| scenario_error(py, &problems))
    }

    /// The checkpoint as text.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.core.to_json())
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
