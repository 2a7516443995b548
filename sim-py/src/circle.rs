//! The circle of a scenario's prevention, and the split of a budget.

use crate::errors::{AmbicsError, scenario_error};
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::circle::{CircleQuestions, CircleRun, circle as make};
use ambics::experiment::{Progress, RunOptions};
use pyo3::prelude::*;

/// The circle of a scenario's prevention.
#[pyclass(frozen, module = "ambics")]
pub struct Circle {
    core: CircleRun,
}

#[pymethods]
impl Circle {
    /// A table by its name: `circle_response`, `circle_month` or `circle_split`.
    fn table(&self, name: &str) -> PyResult<Table> {
        let found = self.core.tables().into_iter().find(|(known, _)| *known == name);
        let (name, batch) =
            found.ok_or_else(|| AmbicsError::new_err(format!("there is no table `{name}`")))?;
        Ok(Table::new(name, batch))
    }

    /// Pounds a year that are asked about.
    #[getter]
    const fn budget_gbp(&self) -> f64 {
        self.core.budget_gbp
    }

    /// Pounds of vehicle-hours released for a pound spent, all interventions together: mean and 95% interval over draws.
    #[getter]
    fn returns(&self) -> (f64, f64, f64) {
        let returns = self.core.programmes[0].course.returns;
        (returns.mean, returns.low, returns.high)
    }

    /// Share of the draws in which the budget is larger after the years than at first.
    #[getter]
    fn grows_share(&self) -> f64 {
        self.core.programmes[0].course.grows_share
    }

    /// The manifest as JSON text.
    #[getter]
    fn manifest_json(&self) -> PyResult<String> {
        let manifest = self.core.experiment.manifest(0);
        serde_json::to_string_pretty(&manifest).map_err(|error| AmbicsError::new_err(error.to_string()))
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::circle_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::circle_html(&self.core)
    }
}

/// Follows a scenario's prevention and splits a budget; `asked` is budget, days, draws and induced calls.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn circle(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: (Option<f64>, Option<u32>, Option<u32>, bool),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Circle> {
    let scenario = scenario.inner().clone();
    let work = move |stop: &Stop, progress: &Progress| {
        let (budget_gbp, days, draws, induced) = asked;
        let usual = CircleQuestions::default();
        let questions = CircleQuestions {
            budget_gbp,
            days: days.unwrap_or(usual.days),
            draws: draws.unwrap_or(usual.draws),
            induced,
        };
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        make(&scenario, &questions, &options)
    };
    let (made, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    if let Some(error) = interrupted {
        return Err(error);
    }
    let made = made.map_err(|problems| scenario_error(py, &problems))?;
    made.map(|core| Circle { core }).ok_or_else(|| AmbicsError::new_err("stopped"))
}
