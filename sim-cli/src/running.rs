//! Running arms with progress on the error stream and Ctrl-C at hand.

use crate::arguments::RunArguments;
use crate::arms::Arm;
use crate::command::share_of;
use crate::{interrupt, preflight, progress};
use ambics::engine::Stop;
use ambics::experiment::{Checkpoint, Experiment, Progress, RunOptions, run, run_precise};
use ambics::problem::Problems;
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
pub(crate) fn replicate(
    arms: &[Arm],
    from: Option<&Checkpoint>,
    options: &RunArguments,
) -> Result<Outcome, Problems> {
    preflight::check(arms, options)?;
    let target = precision(options)?;
    let (experiment, stopped) = watched(|progress, stop| {
        let run_options = RunOptions {
            with_incidents: options.records,
            with_log: options.log,
            by_month: options.metrics.is_some(),
            from,
            ..options.simulation.run_options(progress, stop)
        };
        match target {
            None => run(arms, &run_options),
            Some(target) => run_precise(arms, (target, options.most.max(1)), &run_options),
        }
    });
    Ok(Outcome { interrupted: stopped && !experiment.complete, experiment })
}

/// The share that is asked for.
fn precision(options: &RunArguments) -> Result<Option<f64>, Problems> {
    let Some(text) = &options.precision else { return Ok(None) };
    let share = share_of(text).filter(|share| (1e-4..=0.5).contains(share));
    share.map(Some).ok_or_else(|| {
        let rule = ("a share from 0.01% to 50%", "for example --precision 2%");
        Problems::one("command line", "--precision", format!("`{text}`"), rule)
    })
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
