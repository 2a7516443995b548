//! How far a run has come, on the error stream: a bar on a terminal, a line now and then elsewhere.

use crate::document::clock;
use ambics::experiment::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Looks between two lines where there is no terminal: 10 s.
const LINE_EVERY: u64 = 100;

/// Shows progress until the sender of `over` is gone.
pub(crate) fn show(progress: &Progress, over: &Receiver<()>) {
    if stderr().is_terminal() { bar(progress, over) } else { lines(progress, over) }
}

/// What is seen so far: failed runs, and the C2 mean of the first arm with half its 95% interval.
fn so_far(progress: &Progress) -> String {
    let failed = match progress.failed() {
        0 => String::new(),
        n => format!("; {n} failed"),
    };
    let c2 = progress.interval().map(|(n, mean_s, half_s)| {
        format!(
            "; C2 mean so far {} ± {} ({n} runs of the first arm)",
            clock(Some(mean_s)),
            clock(Some(half_s))
        )
    });
    failed + &c2.unwrap_or_default()
}

fn is_over(over: &Receiver<()>) -> bool {
    over.recv_timeout(LOOK_EVERY) != Err(RecvTimeoutError::Timeout)
}

fn bar(progress: &Progress, over: &Receiver<()>) {
    let template = "{msg} [{bar:30}] {percent:>3}%  {elapsed} gone, about {eta} left";
    let style = ProgressStyle::with_template(template).expect("the template is sound").progress_chars("=> ");
    let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr()).with_style(style);
    bar.set_message("Preparing");
    while !is_over(over) {
        let (done, total) = progress.now();
        if total > 0 {
            if bar.length() != Some(total) {
                bar.set_length(total);
                bar.reset_elapsed();
            }
            bar.set_position(done);
            bar.set_message(format!("Simulating{}", so_far(progress)));
        } else {
            bar.tick();
        }
    }
    bar.finish_and_clear();
}

fn lines(progress: &Progress, over: &Receiver<()>) {
    let (mut looks, mut began) = (0u64, 0u64);
    while !is_over(over) {
        looks += 1;
        let (done, total) = progress.now();
        if done == 0 {
            began = looks;
        } else if looks.is_multiple_of(LINE_EVERY) {
            let seconds = (looks - began) * LOOK_EVERY.as_millis() as u64 / 1000;
            let left = seconds * (total - done.min(total)) / done;
            eprintln!(
                "ambics: {}% simulated, about {}:{:02} left{}",
                100 * done / total,
                left / 60,
                left % 60,
                so_far(progress)
            );
        }
    }
}
