//! The one map from errors of the core to Python exceptions.

use ambics::problem::Problems;
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

create_exception!(
    ambics,
    AmbicsError,
    PyException,
    "Any error that ambics raises.

Examples
--------
>>> import ambics
>>> try:
...     ambics.Scenario.shipped('tiny/tiny').run(1, progress=False).ambsys_csv()
... except ambics.AmbicsError as fault:
...     print(fault)
no results by month were kept: run with metrics=\"ambsys\""
);
create_exception!(
    ambics,
    ScenarioError,
    AmbicsError,
    "A scenario or region holds faults; `problems` lists them all: file, path, line, found, rule, hint.

Examples
--------
>>> import ambics
>>> try:
...     ambics.demo('RYF').with_({'run.dayz': 3, 'run.lead_in': 5})
... except ambics.ScenarioError as fault:
...     print(sorted(problem['path'] for problem in fault.problems))
['run.dayz', 'run.lead_in']"
);

/// The exception that carries all faults.
pub fn scenario_error(py: Python<'_>, problems: &Problems) -> PyErr {
    let error = ScenarioError::new_err(problems.to_string());
    let list = PyList::empty(py);
    for problem in problems.iter() {
        let row = PyDict::new(py);
        let filled = row
            .set_item("file", &problem.file)
            .and_then(|()| row.set_item("path", &problem.path))
            .and_then(|()| row.set_item("line", problem.line))
            .and_then(|()| row.set_item("found", &problem.found))
            .and_then(|()| row.set_item("rule", &problem.rule))
            .and_then(|()| row.set_item("hint", &problem.hint))
            .and_then(|()| list.append(&row));
        if let Err(error) = filled {
            return error;
        }
    }
    match error.value(py).setattr("problems", list) {
        Ok(()) => error,
        Err(other) => other,
    }
}
