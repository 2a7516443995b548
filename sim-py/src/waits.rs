//! Arrangements in the ambulances: what patients wait.

use crate::errors::{AmbicsError, scenario_error};
use crate::governance::loaded;
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::governance::{WaitQuestion, WaitRun, wait};
use ambics::experiment::{Progress, RunOptions};
use pyo3::prelude::*;

/// Arrangements side by side in the ambulances.
#[pyclass(frozen, module = "ambics")]
pub struct Waits {
    core: WaitRun,
}

#[pymethods]
impl Waits {
    /// A table by its name: `governance_wait`, `governance_prevented`, `governance_equity`, `governance_service`, or
    /// `governance_channels` if it was asked for.
    fn table(&self, name: &str) -> PyResult<Table> {
        let found = self.core.tables().into_iter().find(|(known, _)| *known == name);
        let (name, batch) =
            found.ok_or_else(|| AmbicsError::new_err(format!("there is no table `{name}`")))?;
        Ok(Table::new(name, batch))
    }

    /// Names of the arrangements, in order.
    #[getter]
    fn arrangements(&self) -> Vec<String> {
        self.core.study().arrangements.iter().map(|parts| parts.name.clone()).collect()
    }

    /// The text that the command prints with `--brief`.
    fn text(&self) -> String {
        ambics_cli::waits_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::waits_html(&self.core)
    }
}

/// Runs a study through a base scenario, as many draws as it has replications.
#[pyfunction]
#[pyo3(signature = (study_and_base, asked, threads, progress))]
pub fn waits(
    py: Python<'_>,
    study_and_base: (String, PyRef<'_, PyScenario>),
    asked: (u32, Option<f64>, bool, bool),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Waits> {
    let (years, team_hours, split, every) = asked;
    let (study, base) = study_and_base;
    let study = loaded(py, &study)?;
    let middle = study.team_hours[study.team_hours.len() / 2];
    let question = WaitQuestion { years, team_hours: team_hours.unwrap_or(middle), split };
    let studies = if every { study.every_service() } else { Ok(vec![study]) };
    let studies = studies.map_err(|problems| scenario_error(py, &problems))?;
    let base = base.inner().clone();
    let work = move |stop: &Stop, progress: &Progress| {
        let options = RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() };
        wait(&studies, &base, question, &options)
    };
    let (found, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    match interrupted {
        Some(error) => Err(error),
        None => found.map(|core| Waits { core }).map_err(|problems| scenario_error(py, &problems)),
    }
}
