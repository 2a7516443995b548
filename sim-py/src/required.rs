//! What would have to be true for C2 to be so much faster.

use crate::errors::scenario_error;
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::required::{REQUIRED_TABLE, Required as Core, RequiredQuestion, required as ask};
use ambics::experiment::{Progress, RunOptions};
use pyo3::prelude::*;

/// How far one thing alone would have to change.
#[pyclass(frozen, module = "ambics")]
pub struct Required {
    core: Core,
}

#[pymethods]
impl Required {
    /// Its table.
    fn table(&self) -> Table {
        Table::new(REQUIRED_TABLE, self.core.table())
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::required_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::required_html(&self.core)
    }
}

/// Asks, for so many seconds of C2 and with so many departments named.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn required(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: (f64, usize),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Required> {
    let scenario = scenario.inner().clone();
    let (faster_s, departments) = asked;
    let work = move |stop: &Stop, progress: &Progress| {
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        ask(&scenario, RequiredQuestion { faster_s, departments }, &options)
    };
    let (found, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    match interrupted {
        Some(error) => Err(error),
        None => found.map(|core| Required { core }).map_err(|problems| scenario_error(py, &problems)),
    }
}
