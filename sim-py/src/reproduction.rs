//! Results run again, and the beginning of a run looked at.

use crate::errors::{AmbicsError, scenario_error};
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::sweep::error;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::{Progress, RunOptions, WARM_UP_TABLE, WarmUp as Core, warm_up as ask};
use ambics::scenario::Scenario;
use ambics_cli::reproduction::{Reproduced, reproduce as again};
use pyo3::prelude::*;
use std::path::PathBuf;

/// Runs a result again: the manifest, and the folder of its data files; what is printed, and where it differs.
#[pyfunction]
#[pyo3(signature = (files, threads, progress))]
pub fn reproduce(
    py: Python<'_>,
    files: (PathBuf, Option<PathBuf>),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<(String, Vec<String>)> {
    let (manifest, folder) = files;
    let work =
        move |stop: &Stop, progress: &Progress| again(&manifest, folder.as_deref(), 0, (progress, stop));
    let (found, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    if let Some(error) = interrupted {
        return Err(error);
    }
    let found: Option<Reproduced> = found.map_err(|failure| error(py, &failure))?;
    let found = found.ok_or_else(|| AmbicsError::new_err("stopped; nothing is said"))?;
    Ok((found.text(), found.differs))
}

/// What the days of a window say of its beginning.
#[pyclass(frozen, module = "ambics")]
pub struct WarmUp {
    core: Core,
    scenario: Scenario,
}

#[pymethods]
impl WarmUp {
    /// A row a day.
    fn table(&self) -> Table {
        Table::new(WARM_UP_TABLE, self.core.table(self.scenario.run().start))
    }

    /// First week less the rest, seconds, with half its 95% interval.
    #[getter]
    const fn first_week_s(&self) -> Option<(f64, f64)> {
        self.core.first_week_s
    }

    /// Days that MSER-5 would leave out, and whether it is rejected.
    #[getter]
    fn leave_out(&self) -> Option<(usize, bool)> {
        self.core.truncation.map(|own| (own.observations, own.rejected))
    }

    /// The first day from which every smoothed one stays near the rest.
    #[getter]
    const fn settles_at(&self) -> Option<usize> {
        self.core.settles_at
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::warm_up_text(&self.core, &self.scenario)
    }
}

/// Looks at the beginning of a scenario's window.
#[pyfunction]
#[pyo3(signature = (scenario, threads, progress))]
pub fn warm_up(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<WarmUp> {
    let scenario = scenario.inner().clone();
    let own = scenario.clone();
    let work = move |stop: &Stop, progress: &Progress| {
        ask(&own, &RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() })
    };
    let (found, interrupted) = enter_core(py, threads, progress.as_ref(), work)?;
    if let Some(error) = interrupted {
        return Err(error);
    }
    let found = found.map_err(|problems| scenario_error(py, &problems))?;
    let core = found.ok_or_else(|| AmbicsError::new_err("no replication was finished; nothing is said"))?;
    Ok(WarmUp { core, scenario })
}
