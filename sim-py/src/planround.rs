//! The planning round of a service.

use crate::errors::{AmbicsError, scenario_error};
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::planround::{MonthlyHours, PlanQuestions, PlanRound as Core, plan_round};
use ambics::experiment::{Progress, RunOptions};
use ambics::problem::Problems;
use ambics::scenario::Scenario;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

/// The three exhibits of a planning round.
#[pyclass(frozen, module = "ambics")]
pub struct PlanRound {
    core: Core,
}

#[pymethods]
impl PlanRound {
    /// An exhibit by its name: `bridge`, `rate` or `leakage`.
    fn table(&self, name: &str) -> PyResult<Table> {
        let found = self.core.tables().into_iter().find(|(known, _)| *known == name);
        let (name, batch) =
            found.ok_or_else(|| AmbicsError::new_err(format!("there is no exhibit `{name}`")))?;
        Ok(Table::new(name, batch))
    }

    /// Codes and names of the departments that took no simulated patient, and so have no row.
    #[getter]
    fn took_nobody(&self) -> Vec<(String, String)> {
        self.core.took_nobody.clone()
    }

    /// Whether all replications asked for are there.
    #[getter]
    const fn complete(&self) -> bool {
        self.core.experiment.complete
    }

    /// Number of replications that are there.
    #[getter]
    fn replications(&self) -> usize {
        self.core.experiment.replications.len()
    }

    /// The manifest as JSON text.
    #[getter]
    fn manifest_json(&self) -> PyResult<String> {
        let manifest = self.core.experiment.manifest(0);
        serde_json::to_string_pretty(&manifest).map_err(|error| AmbicsError::new_err(error.to_string()))
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::plan_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::plan_html(&self.core)
    }
}

/// Months of the earlier and the later period and of winter, hours by month as the name and the text of a file, and steps.
type Asked = ([Option<String>; 3], Option<(String, String)>, Option<Vec<f64>>);

/// Answers a planning round.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn planround(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: Asked,
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<PlanRound> {
    let scenario = scenario.inner().clone();
    let work = move |stop: &Stop, progress: &Progress| {
        let questions = questions(&scenario, asked)?;
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        plan_round(&scenario, &questions, &options)
    };
    let (round, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    let core = round.map_err(|problems| scenario_error(py, &problems))?;
    match interrupted {
        Some(error)
            if core.experiment.replications.is_empty()
                || !error.is_instance_of::<PyKeyboardInterrupt>(py) =>
        {
            Err(error)
        }
        _ => Ok(PlanRound { core }),
    }
}

fn questions(scenario: &Scenario, (months, hours, steps): Asked) -> Result<PlanQuestions, Problems> {
    let mut questions = PlanQuestions::of(scenario)?;
    let own = [&mut questions.before, &mut questions.after, &mut questions.winter];
    for (own, given) in own.into_iter().zip(months) {
        if let Some(given) = given {
            *own = given;
        }
    }
    if let Some(steps) = steps {
        questions.steps = steps;
    }
    questions.hours = hours.map(|(file, text)| MonthlyHours::read(&file, &text)).transpose()?;
    Ok(questions)
}
