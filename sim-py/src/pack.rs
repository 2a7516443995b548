//! Profile packs from a trust's own extract.

use crate::sweep::error;
use ambics_cli::pack::{PackRequest, make};
use pyo3::prelude::*;
use std::path::PathBuf;

/// Makes a pack: the extract with its profile and look-ups, the service with its base, columns, and a rota with the folder; gives the scenario's file
/// and what was read.
#[pyfunction]
#[pyo3(signature = (extract, service, columns, files))]
pub fn import_incidents(
    py: Python<'_>,
    extract: (PathBuf, String, Vec<PathBuf>),
    service: (String, String),
    columns: Vec<(String, String)>,
    files: (Option<PathBuf>, PathBuf),
) -> PyResult<(PathBuf, String)> {
    let ((extract, profile, look_ups), (service, base), (rota, out)) = (extract, service, files);
    let request = PackRequest { extract, profile, columns, look_ups, service, base, rota, out };
    let packed = py.detach(|| make(&request)).map_err(|failure| error(py, &failure))?;
    Ok((packed.scenario, packed.text))
}
