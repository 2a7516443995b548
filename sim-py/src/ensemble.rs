//! A scenario under every set of a fit.

use crate::errors::scenario_error;
use crate::running::enter_core;
use crate::scenario::{Scenario as PyScenario, parsed};
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::{ENSEMBLE_TABLE, EnsembleRun, Progress, RunOptions, ensemble as run};
use ambics::scenario::Ensemble as Fit;
use pyo3::prelude::*;
use std::path::PathBuf;

/// What a scenario gave under every set of a fit.
#[pyclass(frozen, module = "ambics")]
pub struct Ensemble {
    core: EnsembleRun,
}

#[pymethods]
impl Ensemble {
    /// Weights of the sets, in order.
    #[getter]
    fn weights(&self) -> Vec<f64> {
        self.core.weights.clone()
    }

    /// Its table.
    fn table(&self) -> Table {
        Table::new(ENSEMBLE_TABLE, self.core.table())
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::ensemble_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::ensemble_html(&self.core)
    }
}

/// Runs a scenario with each set of the fit in a file, and these edits laid over every one of them.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn ensemble(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: (PathBuf, Vec<(String, String)>),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Ensemble> {
    let scenario = scenario.inner().clone();
    let (fit, over) = asked;
    let fit = Fit::load(&fit).map_err(|problems| scenario_error(py, &problems))?;
    let over = parsed(&over).map_err(|problems| scenario_error(py, &problems))?;
    let work = move |stop: &Stop, progress: &Progress| {
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        run(&scenario, &fit, &over, &options)
    };
    let (found, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    match interrupted {
        Some(error) => Err(error),
        None => found.map(|core| Ensemble { core }).map_err(|problems| scenario_error(py, &problems)),
    }
}
