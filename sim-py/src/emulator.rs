//! Emulators: made, saved, read and asked.

use crate::errors::{AmbicsError, scenario_error};
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::emulator::{
    EMULATOR_TABLE, Emulator as Core, EmulatorQuestions, USUAL_RANGES, emulate as make,
};
use ambics::experiment::{Progress, RunOptions};
use ambics::problem::Problems;
use pyo3::prelude::*;

/// A surface over hours, incidents and handover.
#[pyclass(frozen, module = "ambics")]
pub struct Emulator {
    core: Core,
}

#[pymethods]
impl Emulator {
    /// Reads the text of a file.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str, file: &str) -> PyResult<Self> {
        let read = py.detach(|| Core::from_json(file, text));
        read.map(|core| Self { core }).map_err(|problems| scenario_error(py, &problems))
    }

    /// The text of a file.
    fn to_json(&self) -> String {
        self.core.to_json()
    }

    /// Codes of the services.
    #[getter]
    fn services(&self) -> Vec<&str> {
        self.core.services.iter().map(|service| service.code.as_str()).collect()
    }

    /// The answer to some changes, pairs of an input and its change, as JSON text and as the command's text.
    #[pyo3(signature = (changes, of))]
    fn ask(
        &self,
        py: Python<'_>,
        changes: Vec<(String, String)>,
        of: Option<&str>,
    ) -> PyResult<(String, String)> {
        let told: Result<_, Problems> = py.detach(|| {
            let service = self.core.of(of)?;
            let asked = (service, service.predict(service.ratios(&changes)?)?);
            let both =
                (ambics_cli::answer_json(&self.core, &asked), ambics_cli::answer_text(&self.core, &asked));
            Ok(both)
        });
        told.map_err(|problems| scenario_error(py, &problems))
    }

    /// The points that were run.
    fn table(&self) -> Table {
        Table::new(EMULATOR_TABLE, self.core.table())
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::emulator_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::emulator_html(&self.core)
    }
}

/// Runs a scenario over a design and fits an emulator; `ranges` are those of hours, incidents and handover.
#[pyfunction]
#[pyo3(signature = (scenario, questions, threads, progress))]
pub fn emulate(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    questions: ([Option<(f64, f64)>; 3], Option<u32>),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Emulator> {
    let scenario = scenario.inner().clone();
    let (given, points) = questions;
    let work = move |stop: &Stop, progress: &Progress| {
        let usual = EmulatorQuestions::default();
        let ranges = std::array::from_fn(|k| given[k].unwrap_or(USUAL_RANGES[k]));
        let questions = EmulatorQuestions { ranges, points: points.unwrap_or(usual.points) };
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        make(&scenario, &questions, &options)
    };
    let (made, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    if let Some(error) = interrupted {
        return Err(error);
    }
    let made = made.map_err(|problems| scenario_error(py, &problems))?;
    made.map(|core| Emulator { core }).ok_or_else(|| AmbicsError::new_err("stopped"))
}
