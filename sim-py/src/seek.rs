//! Searches for the value of a key at which a measure comes to a target.

use crate::errors::scenario_error;
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::{Progress, Question, RunOptions, Seek as CoreSeek, seek as find};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

/// What a search gave.
#[pyclass(frozen, module = "ambics")]
pub struct Seek {
    core: CoreSeek,
}

#[pymethods]
impl Seek {
    /// Question, answer and manifest as JSON text.
    #[getter]
    fn json(&self) -> String {
        ambics_cli::seek_json(&self.core)
    }

    /// The values that were tried.
    fn table(&self) -> Table {
        Table::new("point", self.core.table())
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::seek_text(&self.core)
    }

    /// Question, answer and what was tried.
    fn brief(&self) -> String {
        ambics_cli::seek_brief(&self.core)
    }

    /// The same as HTML.
    fn brief_html(&self) -> String {
        ambics_cli::seek_brief_html(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::seek_html(&self.core)
    }
}

/// A question: key, measure, group, target, and the ends between which values are tried.
type Asked = (String, String, Option<String>, String, Option<(String, String)>);

/// Looks for the value of a key at which a measure comes to a target.
#[pyfunction]
#[pyo3(signature = (scenario, question, threads, progress))]
pub fn seek(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    question: Asked,
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Seek> {
    let scenario = scenario.inner().clone();
    let work = move |stop: &Stop, progress: &Progress| {
        let (change, goal, of, target, between) = &question;
        let between = between.as_ref().map(|(low, high)| (low.as_str(), high.as_str()));
        let asked = Question { change, goal, of: of.as_deref(), target, between };
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        find(&scenario, &asked, &options, &|_, _| ())
    };
    let (sought, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    let core = sought.map_err(|problems| scenario_error(py, &problems))?;
    match interrupted {
        Some(error) if core.points.is_empty() || !error.is_instance_of::<PyKeyboardInterrupt>(py) => {
            Err(error)
        }
        _ => Ok(Seek { core }),
    }
}
