//! Ctrl-C: the first asks the run to stop and keeps what is finished, the second ends the program.

use crate::failure::INTERRUPTED;
use ambics::engine::Stop;
use std::sync::{Arc, Mutex, Once, PoisonError};

/// The run that Ctrl-C stops; a handler is set once in a process.
static CURRENT: Mutex<Option<Arc<Stop>>> = Mutex::new(None);
static SET: Once = Once::new();

/// From now on Ctrl-C asks this run to stop.
pub(crate) fn watch(stop: &Arc<Stop>) {
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop.clone());
    SET.call_once(|| {
        if ctrlc::set_handler(handle).is_err() {
            eprintln!("ambics: Ctrl-C will end the program without keeping anything.");
        }
    });
}

/// From now on Ctrl-C ends the program.
pub(crate) fn unwatch() {
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

fn handle() {
    let current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match current {
        Some(stop) if !stop.asked() => {
            stop.ask();
            eprintln!("\nStopping; finished replications are kept. Ctrl-C again ends the program at once.");
        }
        _ => std::process::exit(INTERRUPTED),
    }
}
