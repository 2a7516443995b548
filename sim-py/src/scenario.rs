//! Scenarios: loading, editing, looking.

use crate::errors::scenario_error;
use crate::table::Table;
use ambics::problem::Problems;
use ambics::scenario::{
    Edit, LIBRARY_TABLE, SERVICES_TABLE, Scenario as Core, library_table, services_table,
};
use pyo3::prelude::*;
use std::path::PathBuf;

/// A valid scenario: a region and what is decided about it. It never changes; `with_` gives another one.
#[pyclass(frozen, module = "ambics")]
pub struct Scenario {
    core: Core,
}

impl Scenario {
    pub const fn inner(&self) -> &Core {
        &self.core
    }

    pub const fn of(core: Core) -> Self {
        Self { core }
    }
}

/// A scenario of the core, made while the interpreter lock is free.
fn wrap(py: Python<'_>, make: impl FnOnce() -> Result<Core, Problems> + Send) -> PyResult<Scenario> {
    py.detach(make).map(|core| Scenario { core }).map_err(|problems| scenario_error(py, &problems))
}

#[pymethods]
impl Scenario {
    /// Loads a scenario file; raises `ScenarioError` with all its faults.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        wrap(py, || Core::load(&path))
    }

    /// A scenario that ambics ships, by name: `south-west`, `england-2023`, …
    #[staticmethod]
    fn shipped(py: Python<'_>, name: &str) -> PyResult<Self> {
        wrap(py, || Core::embedded(name))
    }

    /// Today's arrangement of one ambulance service, by ODS code, name or short name.
    #[staticmethod]
    fn demo(py: Python<'_>, service: &str) -> PyResult<Self> {
        wrap(py, || Core::demo(service))
    }

    /// This scenario with settings replaced: pairs of a key and the text of its value.
    fn edited(&self, py: Python<'_>, edits: Vec<(String, String)>) -> PyResult<Self> {
        wrap(py, || parsed(&edits).and_then(|edits| self.core.with(&edits)))
    }

    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        self.core.name()
    }

    /// BLAKE3 of its canonical text: the same settings give the same hash.
    #[getter]
    fn hash(&self) -> String {
        self.core.hash()
    }

    /// All settings in force, as TOML in a fixed order.
    #[getter]
    fn canonical(&self) -> String {
        self.core.canonical()
    }

    /// What is legal but unusual about it.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.core.warnings().iter().map(ToString::to_string).collect()
    }

    /// Number of replications that `run` makes unless told otherwise.
    #[getter]
    fn replications(&self) -> u32 {
        self.core.run().replications
    }

    fn __repr__(&self) -> String {
        let run = self.core.run();
        let (days, seed) = (run.days, run.seed);
        format!(
            "<ambics.Scenario {}: {days} days from {}, {} replications, seed {seed}>",
            self.core.name(),
            run.start,
            run.replications
        )
    }
}

/// The JSON Schema of scenario files, as text.
#[pyfunction]
pub fn schema() -> String {
    ambics::scenario::schema().to_string()
}

/// Say what the baseline `today` is, in words.
///
/// Returns
/// -------
/// str
///     A few sentences on dispatch, hours, contract and handover.
///
/// Examples
/// --------
/// >>> import ambics
/// >>> ambics.today().split(":")[0]
/// 'One trust-wide pool'
#[pyfunction]
pub fn today() -> &'static str {
    ambics::scenario::TODAY
}

/// List the names of the scenarios that ambics ships.
///
/// Returns
/// -------
/// list of str
///     Names that `Scenario.shipped` takes.
///
/// Examples
/// --------
/// >>> import ambics
/// >>> [name for name in ambics.shipped() if "/" not in name][:3]
/// ['dorset-prevention', 'england-2023', 'mutual-aid']
#[pyfunction]
pub fn shipped() -> Vec<&'static str> {
    ambics::scenario::shipped()
}

/// List the interventions that ambics ships: evidence, what of it is used, reach, timing, cost, source and notes.
///
/// Returns
/// -------
/// Table
///     A row each; ratios and shares without a unit, costs in pounds.
///
/// Examples
/// --------
/// >>> import ambics
/// >>> ambics.interventions().columns[:5]
/// ['name', 'title', 'grade', 'cohort', 'incidents_ratio']
#[pyfunction]
pub fn interventions(py: Python<'_>) -> Table {
    Table::new(LIBRARY_TABLE, py.detach(library_table))
}

/// List the ambulance services: what `demo` takes, and the ICS that co-ordinates each contract where that is known.
///
/// Returns
/// -------
/// Table
///     A row each: ODS code, name, short name, ODS code of the lead ICS, and how the lead is known.
///
/// Examples
/// --------
/// >>> import ambics
/// >>> ambics.services().columns
/// ['service_code', 'name', 'short_name', 'lead_ics_code', 'lead_basis']
#[pyfunction]
pub fn services(py: Python<'_>) -> PyResult<Table> {
    let table = py.detach(services_table).map_err(|problems| scenario_error(py, &problems))?;
    Ok(Table::new(SERVICES_TABLE, table))
}

/// Codes and names of the services.
#[pyfunction]
pub fn service_names(py: Python<'_>) -> PyResult<Vec<(String, String)>> {
    py.detach(ambics::scenario::service_names).map_err(|problems| scenario_error(py, &problems))
}

/// Name, title and evidence grade of the interventions.
#[pyfunction]
pub fn intervention_titles() -> Vec<(String, String, &'static str)> {
    let own = ambics::scenario::library().into_iter();
    own.map(|own| (own.name, own.title, own.grade.name())).collect()
}

/// Edits from pairs of a key and the text of its value.
pub fn parsed(pairs: &[(String, String)]) -> Result<Vec<Edit>, Problems> {
    let mut problems = Problems::none();
    let mut sound = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        match Edit::parse(&format!("{key}={value}")) {
            Ok(edit) => sound.push(edit),
            Err(faults) => problems.extend(faults),
        }
    }
    problems.into_result(|| sound)
}
