//! Replays of recorded incidents.

use crate::errors::scenario_error;
use crate::table::Table;
use ambics::trace::Trace;
use pyo3::prelude::*;
use std::path::PathBuf;

/// Take recorded incidents through the engine. Nothing is drawn.
///
/// Parameters
/// ----------
/// path : str or os.PathLike
///     A TOML file with its tables in the same folder.
///
/// Returns
/// -------
/// Table
///     A row for each incident; instants in milliseconds from the trace's beginning.
///
/// Raises
/// ------
/// ScenarioError
///     With all faults of all files in `problems`.
///
/// Examples
/// --------
/// >>> import ambics, tempfile
/// >>> from pathlib import Path
/// >>> folder = Path(tempfile.mkdtemp())
/// >>> tables = {
/// ...     "incidents": "incident_id,at_s,area_code,category,on_scene_s,convey,handover_s,hospital_code\ni1,0,A,C2,1200,1,900,",
/// ...     "vehicles": "vehicle,station_code\nV1,S1",
/// ...     "stations": "station_code,area_code\nS1,A",
/// ...     "hospitals": "hospital_code,area_code\nH1,A",
/// ...     "areas": "area_code,x_m,y_m\nA,0,0",
/// ...     "matrix": "from,to,minutes\nA,A,2",
/// ... }
/// >>> for name, text in tables.items():
/// ...     _ = (folder / f"{name}.csv").write_text(text + "\n")
/// >>> keys = [f'{name} = "{name}.csv"' for name in tables]
/// >>> keys += ["to_scene_factor = 1.0", "convey_factor = 1.0", "return_factor = 1.0", "mobilisation_s = 0"]
/// >>> keys += ['queue = "first_in_first_out"', "diversion = false"]
/// >>> _ = (folder / "trace.toml").write_text("\n".join(keys))
/// >>> ambics.replay(folder / "trace.toml")
/// <ambics.Table replay: 1 rows of incident_id, ...>
#[pyfunction]
pub fn replay(py: Python<'_>, path: PathBuf) -> PyResult<Table> {
    let trace = py.detach(|| Trace::load(&path)).map_err(|problems| scenario_error(py, &problems))?;
    Ok(Table::new("replay", py.detach(|| trace.replay().table())))
}
