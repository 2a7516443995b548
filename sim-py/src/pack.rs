//! A trust's own data: profile packs from its extract, and its rota.

use crate::sweep::error;
use ambics_cli::pack::{PackRequest, make};
use ambics_cli::rota_import::{RotaRequest, import_rota as imported};
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

/// Makes a scenario of a rota: the rota with its profile and columns, stations and look-ups, the service with its base, and the folder;
/// gives the scenario's file and what was read.
#[pyfunction]
#[pyo3(signature = (rota, places, service, out))]
pub fn import_rota(
    py: Python<'_>,
    rota: (PathBuf, String, Vec<(String, String)>),
    places: (Option<PathBuf>, Vec<PathBuf>),
    service: (String, String),
    out: PathBuf,
) -> PyResult<(PathBuf, String)> {
    let ((rota, profile, columns), (stations, look_ups), (service, base)) = (rota, places, service);
    let request = RotaRequest { rota, profile, columns, stations, look_ups, service, base, out };
    let made = py.detach(|| imported(&request)).map_err(|failure| error(py, &failure))?;
    Ok((made.scenario, made.text))
}
