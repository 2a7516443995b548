//! Predictions of months of a published file, held against it.

use crate::ambsys::AmbSys;
use crate::errors::scenario_error;
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::backtest::{Backtest as CoreBacktest, backtest as predict};
use ambics::experiment::{Progress, RunOptions};
use ambics_cli::BacktestGiven;
use arrow_array::RecordBatch;
use pyo3::prelude::*;
use std::path::PathBuf;

/// What a backtest gave.
#[pyclass(frozen, module = "ambics")]
pub struct Backtest {
    core: CoreBacktest,
    tables: Vec<(&'static str, RecordBatch)>,
}

#[pymethods]
impl Backtest {
    /// Whether all months were run.
    #[getter]
    fn complete(&self) -> bool {
        self.core.complete
    }

    /// A table by name.
    fn table(&self, name: &str) -> Option<Table> {
        let found = self.tables.iter().find(|(known, _)| *known == name);
        found.map(|(name, batch)| Table::new(name, batch.clone()))
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::backtest_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::backtest_html(&self.core)
    }
}

/// Months predicted, months of the fit, the fit's file, the file of hours, and whether levels begin anew at breaks.
type Asked = (String, Option<String>, Option<PathBuf>, Option<PathBuf>, bool);

/// Predicts months of a published file and holds them against it.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn backtest(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: (PyRef<'_, AmbSys>, Asked),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Backtest> {
    let (observed, question) = asked;
    let (scenario, published) = (scenario.inner().clone(), observed.inner().clone());
    let (months, fit_months, fit, hours, update_at_breaks) = question;
    let given = BacktestGiven { months, fit_months, fit, hours, update_at_breaks };
    let questions = given.questions(&scenario).map_err(|problems| scenario_error(py, &problems))?;
    let work = move |stop: &Stop, progress: &Progress| {
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        predict(&scenario, &published, &questions, &options)
    };
    let (found, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    let core = found.map_err(|problems| scenario_error(py, &problems))?;
    match interrupted {
        Some(error) => Err(error),
        None => Ok(Backtest { tables: core.tables(), core }),
    }
}
