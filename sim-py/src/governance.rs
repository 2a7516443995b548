//! Studies of arrangements: who holds the relationship.

use crate::errors::{AmbicsError, scenario_error};
use crate::running::enter_core;
use crate::table::Table;
use ambics::engine::Stop;
use ambics::experiment::Progress;
use ambics::experiment::governance::{Depth, GovernanceRun, governance as run};
use ambics::scenario::{ArrangementStudy, shipped_studies};
use pyo3::prelude::*;
use std::path::Path;

/// Arrangements side by side.
#[pyclass(frozen, module = "ambics")]
pub struct Governance {
    core: GovernanceRun,
}

#[pymethods]
impl Governance {
    /// A table by its name: `arrangement`, `go_live`, `swing`, `break_even`, `real_package`, `theme` or `workforce`.
    fn table(&self, name: &str) -> PyResult<Table> {
        let found = self.core.tables().into_iter().find(|(known, _)| *known == name);
        let (name, batch) =
            found.ok_or_else(|| AmbicsError::new_err(format!("there is no table `{name}`")))?;
        Ok(Table::new(name, batch))
    }

    /// Names of the arrangements, in order.
    #[getter]
    fn arrangements(&self) -> Vec<String> {
        self.core.study.arrangements.iter().map(|parts| parts.name.clone()).collect()
    }

    /// Hours a week of the trust's team that were looked at.
    #[getter]
    fn team_hours(&self) -> Vec<f64> {
        self.core.study.team_hours.clone()
    }

    /// Dates and fits as `[[intervention]]` tables of a scenario, by row of team hours and of arrangement.
    fn interventions(&self, level: usize, arm: usize) -> PyResult<String> {
        let is_there = level < self.core.summaries.len() && arm < self.core.study.arrangements.len();
        is_there
            .then(|| self.core.interventions_toml(level, arm))
            .ok_or_else(|| AmbicsError::new_err("there is no such arrangement or number of hours"))
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::governance_text(&self.core)
    }

    /// The HTML page.
    fn html(&self) -> String {
        ambics_cli::governance_html(&self.core)
    }
}

/// Runs a study: a file, or the name of a shipped one; draws and seed instead of its own, and whether it is brief.
#[pyfunction]
#[pyo3(signature = (study, asked, threads))]
pub fn governance(
    py: Python<'_>,
    study: &str,
    asked: (Option<u32>, Option<u64>, bool),
    threads: (usize, bool),
) -> PyResult<Governance> {
    let (draws, seed, brief) = asked;
    let study = loaded(py, study)?.with(draws, seed);
    let depth = if brief { Depth::BRIEF } else { ambics_cli::GOVERNANCE_DEPTH };
    let work = move |stop: &Stop, _: &Progress| run(&study, depth, 0, stop);
    let (found, interrupted) = enter_core(py, threads, None, work)?;
    match (found, interrupted) {
        (Some(core), None) => Ok(Governance { core }),
        (_, Some(error)) => Err(error),
        (None, None) => Err(AmbicsError::new_err("stopped")),
    }
}

/// A study: a file, or the name of a shipped one.
pub(crate) fn loaded(py: Python<'_>, study: &str) -> PyResult<ArrangementStudy> {
    let found = match shipped_studies().contains(&study) {
        true => ArrangementStudy::embedded(study),
        false => ArrangementStudy::load(Path::new(study)),
    };
    found.map_err(|problems| scenario_error(py, &problems))
}
