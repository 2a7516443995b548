//! Results: tables, the manifest, a text and an HTML page to look at.

use crate::errors::{AmbicsError, scenario_error};
use crate::sweep::error;
use crate::table::Table;
use ambics::ambsys::OrgLevel;
use ambics::experiment::Experiment;
use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::path::PathBuf;

/// What a run or a comparison gave.
#[pyclass(frozen, module = "ambics")]
pub struct Result {
    experiment: Experiment,
    tables: Vec<(&'static str, RecordBatch)>,
}

impl Result {
    pub fn new(experiment: Experiment) -> Self {
        let tables = experiment.tables();
        Self { experiment, tables }
    }

    /// Whether no replication is there.
    pub const fn is_empty(&self) -> bool {
        self.experiment.replications.is_empty()
    }
}

#[pymethods]
impl Result {
    /// Names of the tables.
    #[getter]
    fn tables(&self) -> Vec<&'static str> {
        self.tables.iter().map(|(name, _)| *name).collect()
    }

    /// A table by name.
    fn table(&self, name: &str) -> PyResult<Table> {
        let found = self.tables.iter().find(|(known, _)| *known == name);
        let (name, batch) = found.ok_or_else(|| {
            AmbicsError::new_err(format!("there is no table `{name}`; allowed: {}", self.tables().join(", ")))
        })?;
        Ok(Table::new(name, batch.clone()))
    }

    /// One incident's story: its lines of the log, and a text.
    #[pyo3(signature = (incident_id, replication))]
    fn trace(
        &self,
        py: Python<'_>,
        incident_id: &str,
        replication: Option<i64>,
    ) -> PyResult<(Table, String)> {
        let log = self.tables.iter().find(|(known, _)| *known == "log");
        let (_, log) = log.ok_or_else(|| AmbicsError::new_err("no log was kept: run with log=True"))?;
        let story = ambics::experiment::trace(log, incident_id, replication);
        let story = story.map_err(|problems| scenario_error(py, &problems))?;
        let story = story.ok_or_else(|| {
            AmbicsError::new_err(format!("the log holds no incident `{incident_id}` there"))
        })?;
        Ok((Table::new("trace", story.table), story.text))
    }

    /// Whether all replications asked for are there.
    #[getter]
    const fn complete(&self) -> bool {
        self.experiment.complete
    }

    /// Number of replications that are there.
    #[getter]
    fn replications(&self) -> usize {
        self.experiment.replications.len()
    }

    /// Names of the arms; the first is the baseline.
    #[getter]
    fn arms(&self) -> Vec<String> {
        self.experiment.arms.iter().map(|arm| arm.name.clone()).collect()
    }

    /// An arm's results by month as CSV in the published shape, averaged over replications; `None` if they were not asked for.
    fn ambsys_csv(&self, arm: usize, boards: bool) -> Option<String> {
        let level = if boards { OrgLevel::Icb } else { OrgLevel::Trust };
        Some(self.experiment.arms.get(arm)?.ambsys(level)?.csv())
    }

    /// The manifest as JSON text.
    #[getter]
    fn manifest_json(&self) -> PyResult<String> {
        let manifest = self.experiment.manifest(0);
        serde_json::to_string_pretty(&manifest).map_err(|error| AmbicsError::new_err(error.to_string()))
    }

    /// The text that the command prints.
    fn text(&self) -> String {
        ambics_cli::report_text(&self.experiment)
    }

    /// The first lines to look at.
    fn brief(&self) -> String {
        ambics_cli::report_brief(&self.experiment)
    }

    /// The same as HTML.
    fn brief_html(&self) -> String {
        ambics_cli::report_brief_html(&self.experiment)
    }

    /// The log of a replication in the shape of another tool, as bytes; `None` if there is no such replication or shape.
    fn events<'py>(
        &self,
        py: Python<'py>,
        shape: &str,
        replication: u32,
    ) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let log = self.tables.iter().find(|(known, _)| *known == "log");
        let (_, log) = log.ok_or_else(|| AmbicsError::new_err("no log was kept: run with log=True"))?;
        let bytes = py.detach(|| ambics_cli::events(log, shape, replication));
        let bytes = bytes.map_err(|problems| scenario_error(py, &problems))?;
        Ok(bytes.map(|bytes| PyBytes::new(py, &bytes)))
    }

    /// The page that plays a day; `None` if the run holds no such day or kept no log.
    fn player(&self, date: &str) -> PyResult<Option<String>> {
        let day = date
            .parse()
            .map_err(|_| AmbicsError::new_err(format!("{date:?} is no day: write 2024-01-16")))?;
        let kept =
            self.experiment.arms.first().is_some_and(|arm| !arm.logs.is_empty() && !arm.incidents.is_empty());
        Ok(kept.then(|| ambics_cli::player_html(&self.experiment, day)).flatten())
    }

    /// Writes the folder that the command writes; gives the number of files.
    fn write(&self, py: Python<'_>, folder: PathBuf, csv: bool) -> PyResult<usize> {
        let written = py.detach(|| ambics_cli::write_result(&self.experiment, &folder, csv));
        written.map_err(|failure| error(py, &failure))
    }

    /// The HTML page that the command writes.
    fn html(&self) -> String {
        ambics_cli::report_html(&self.experiment)
    }
}
