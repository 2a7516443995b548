//! Replays of recorded incidents.

use crate::errors::scenario_error;
use crate::table::Table;
use ambics::trace::Trace;
use pyo3::prelude::*;
use std::path::PathBuf;

/// Replays a trace: a TOML file with its tables in the same folder. Nothing is drawn.
///
/// Returns the incident table; raises `ScenarioError` with all faults of all files.
#[pyfunction]
pub fn replay(py: Python<'_>, path: PathBuf) -> PyResult<Table> {
    let trace = py.detach(|| Trace::load(&path)).map_err(|problems| scenario_error(py, &problems))?;
    Ok(Table::new("replay", py.detach(|| trace.replay().table())))
}
