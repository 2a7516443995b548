//! Profile packs from a trust's own extract.

use crate::sweep::error;
use ambics_cli::pack::{PackRequest, make};
use pyo3::prelude::*;
use std::path::PathBuf;

/// Makes a pack: the extract with its profile, the service with its base, columns, a rota and the folder; gives the scenario's file
/// and what was read.
#[pyfunction]
#[pyo3(signature = (extract, service, columns, rota, out))]
pub fn import_incidents(
    py: Python<'_>,
    extract: (PathBuf, String),
    service: (String, String),
    columns: Vec<(String, String)>,
    rota: Option<PathBuf>,
    out: PathBuf,
) -> PyResult<(PathBuf, String)> {
    let ((extract, profile), (service, base)) = (extract, service);
    let request = PackRequest { extract, profile, columns, service, base, rota, out };
    let packed = py.detach(|| make(&request)).map_err(|failure| error(py, &failure))?;
    Ok((packed.scenario, packed.text))
}
