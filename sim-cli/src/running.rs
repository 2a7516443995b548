//! Running arms with progress on the error stream and Ctrl-C at hand.

use crate::arguments::RunArguments;
use crate::arms::Arm;
use crate::{interrupt, progress};
use ambics::engine::Stop;
use ambics::experiment::{Checkpoint, Experiment, Progress, RunOptions, run};
use std::sync::{Arc, mpsc};
use std::thread;

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub experiment: Experiment,
    /// Whether Ctrl-C ended it before its time.
    pub interrupted: bool,
}

/// Runs the arms; what is finished when the user stops is kept.
pub(crate) fn replicate(arms: &[Arm], from: Option<&Checkpoint>, options: &RunArguments) -> Outcome {
    let (experiment, stopped) = watched(|progress, stop| {
        let run_options = RunOptions {
            with_incidents: options.records,
            with_log: options.log,
            by_month: options.metrics.is_some(),
            from,
            ..options.simulation.run_options(progress, stop)
        };
        run(arms, &run_options)
    });
    Outcome { interrupted: stopped && !experiment.complete, experiment }
}

/// Does something long with progress on the error stream and Ctrl-C at hand; says whether a stop was asked for.
pub(crate) fn watched<T>(work: impl FnOnce(&Progress, &Stop) -> T) -> (T, bool) {
    let stop = Arc::new(Stop::new());
    interrupt::watch(&stop);
    let told = Progress::new();
    let (running, over) = mpsc::channel::<()>();
    let shown = &told;
    let done = thread::scope(|scope| {
        scope.spawn(move || progress::show(shown, &over));
        // Dropped even if the work panics, so that the other thread ends.
        let _running = running;
        work(shown, &stop)
    });
    interrupt::unwatch();
    (done, stop.asked())
}
