//! Published indicators: reading, checking, adding up.

use crate::errors::{AmbicsError, scenario_error};
use crate::table::Table;
use ambics::ambsys::{AmbSys as Core, Choice};
use arrow_array::RecordBatch;
use pyo3::prelude::*;
use std::path::PathBuf;

/// The Ambulance Systems Indicators of some organisations and months, as published.
#[pyclass(frozen, module = "ambics")]
pub struct AmbSys {
    core: Core,
    tables: Vec<(&'static str, RecordBatch)>,
}

/// Codes of organisations, and months as `2023-10..2024-03`.
type Chosen = (Vec<String>, Option<String>);
/// Organisations and months without a figure.
type Missing = Vec<(String, String)>;

fn choice((organisations, months): Chosen) -> PyResult<Choice> {
    let range = |text: String| {
        let hint = "a month as 2024-03, or a first and a last one as 2023-10..2024-03";
        Choice::months(&text).ok_or_else(|| AmbicsError::new_err(format!("`{text}` is not {hint}")))
    };
    Ok(Choice { organisations, months: months.map(range).transpose()? })
}

fn named(missing: &[ambics::ambsys::Missing]) -> Missing {
    missing.iter().map(|(code, month)| (code.clone(), month.to_string())).collect()
}

impl AmbSys {
    /// The table in Rust.
    pub fn inner(&self) -> &Core {
        &self.core
    }
}

#[pymethods]
impl AmbSys {
    /// Reads a file; raises `ScenarioError` with all its faults.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let read = py.detach(|| Core::load(&path)).map_err(|problems| scenario_error(py, &problems))?;
        let tables = py.detach(|| read.tables());
        Ok(Self { core: read, tables })
    }

    /// A table by name.
    fn table(&self, name: &str) -> PyResult<Table> {
        let found = self.tables.iter().find(|(known, _)| *known == name);
        let (name, batch) =
            found.ok_or_else(|| AmbicsError::new_err(format!("there is no table `{name}`")))?;
        Ok(Table::new(name, batch.clone()))
    }

    /// Sum of a count or of total seconds, number of figures, and what is missing.
    fn total(&self, item: &str, chosen: Chosen) -> PyResult<(i64, usize, Missing)> {
        let sum = self.core.total(item, &choice(chosen)?);
        let sum = sum.map_err(|refusal| AmbicsError::new_err(refusal.to_string()))?;
        Ok((sum.value, sum.figures, named(&sum.missing)))
    }

    /// A total over a count, both, and what is missing.
    fn mean(&self, item: &str, chosen: Chosen) -> PyResult<(f64, i64, i64, Missing)> {
        let ratio = self.core.mean(item, &choice(chosen)?);
        let ratio = ratio.map_err(|refusal| AmbicsError::new_err(refusal.to_string()))?;
        Ok((ratio.value, ratio.total, ratio.base, named(&ratio.missing)))
    }

    /// Rules that could not be checked, and why.
    #[getter]
    fn not_checked(&self) -> Vec<String> {
        self.core.check().not_checked
    }

    /// The table as CSV in the published shape.
    fn csv(&self) -> String {
        self.core.csv()
    }

    fn __repr__(&self) -> String {
        let (report, months) = (self.core.report(), self.core.months());
        let span =
            months.first().zip(months.last()).map_or_else(String::new, |(a, b)| format!(" from {a} to {b}"));
        format!(
            "<ambics.AmbSys {}: {} figures of {} organisations{span}, {} rows dropped>",
            self.core.file(),
            self.core.figures().len(),
            self.core.organisations().len(),
            report.dropped.len()
        )
    }
}
