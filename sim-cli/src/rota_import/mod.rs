//! A service's own rota, as it is kept, becomes the rota of a scenario: every row is read, left out by name, or a fault.

mod pattern;
mod profile;
mod read;
mod stations;
mod write;

use crate::document::counted;
use crate::failure::Failure;
use crate::pack::{Ground, LookUp, service_of};
use crate::sweeps::SweepFailure;
use ambics::problem::Problems;
use ambics::region::Region;
use ambics::vehicle_kind::VehicleKind;
use pattern::{Line, lines};
use profile::Profile;
use read::Read;
use stations::Stations;
use std::path::{Path, PathBuf};

/// The name of the region that is made where the service brings its own stations.
const REGION: &str = "own_stations";
/// Where a folder has the stations, if they are the service's own.
pub(crate) const STATIONS: &str = "data/own_stations/stations.csv";

/// What a rota is imported from.
#[derive(Debug, Clone)]
pub struct RotaRequest {
    /// The rota.
    pub rota: PathBuf,
    /// The shipped profile, `rota`, or a TOML file.
    pub profile: String,
    /// Fields and the columns that hold them, before those of the profile.
    pub columns: Vec<(String, String)>,
    /// The service's own stations; without them, codes of the region's.
    pub stations: Option<PathBuf>,
    /// Look-ups from codes of places to those of areas, one after the other.
    pub look_ups: Vec<PathBuf>,
    /// ODS code of the service.
    pub service: String,
    /// The shipped region on which the scenario stands.
    pub base: String,
    /// The folder to make.
    pub out: PathBuf,
}

/// A rota that was imported.
#[derive(Debug, Clone)]
pub struct ImportedRota {
    /// The scenario that runs on it.
    pub scenario: PathBuf,
    /// What was read and left out, and hours by kind.
    pub text: String,
}

/// Imports a rota.
///
/// # Errors
/// Every row that cannot be read, a profile or stations with faults, and files that cannot be read or written.
pub fn import_rota(request: &RotaRequest) -> Result<ImportedRota, SweepFailure> {
    Ok(imported(request)?)
}

pub(crate) fn imported(request: &RotaRequest) -> Result<ImportedRota, Failure> {
    let region = Region::embedded(&request.base)?;
    let service = service_of(&region, &request.service)?;
    crate::pack::is_free(&request.out)?;
    let profile = Profile::load(&request.profile, &request.columns)?;
    let ground = Ground::of(&region, service, LookUp::all(&request.look_ups)?);
    let stations = match &request.stations {
        Some(file) => Stations::read(file, &ground)?,
        None => Stations::of_region(&ground),
    };
    let read = read::read(&request.rota, &profile, &stations)?;
    let lines = lines(&read.shifts);
    if !lines.iter().any(|line| line.shift.1 == VehicleKind::Dca) {
        let rule = ("an ambulance (dca) at least", "see [vehicle] of the profile");
        let found = "no row of an ambulance";
        return Err(Problems::one(request.rota.display().to_string(), "vehicle", found, rule).into());
    }
    let scenario = write::write(request, &ground, &stations, (&lines, read.first))?;
    Ok(ImportedRota { text: text(request, &read, (&stations, &lines), &scenario), scenario })
}

/// What was read, and hours by kind.
fn text(
    request: &RotaRequest,
    read: &Read,
    (stations, lines): (&Stations, &[Line]),
    scenario: &Path,
) -> String {
    let mut text = format!(
        "{}: {} became {}\n",
        request.out.display(),
        counted(read.rows, "row"),
        counted(lines.len(), "line")
    );
    if read.ignored > 0 {
        text.push_str(&format!(
            "  {} left out: vehicles that the profile ignores\n",
            counted(read.ignored, "row")
        ));
    }
    if read.empty > 0 {
        text.push_str(&format!("  {} without a vehicle on any day\n", counted(read.empty, "row")));
    }
    let used = |at: usize| lines.iter().any(|line| line.shift.0 == at);
    let idle = (0..stations.all.len()).filter(|at| !used(*at)).count();
    if idle > 0 {
        text.push_str(&format!("  {idle} of {} without a shift\n", counted(stations.all.len(), "station")));
    }
    for kind in VehicleKind::ALL {
        let own = || lines.iter().filter(|line| line.shift.1 == kind);
        let hours = |dated: bool| -> f64 {
            own().filter(|line| line.dates.is_some() == dated).map(Line::weekly_hours).sum::<f64>() + 0.0
        };
        if own().next().is_some() {
            text.push_str(&format!("  {}: {:.1} rostered hours a week", kind.name(), hours(false)));
            let dated = own().filter(|line| line.dates.is_some()).count();
            if dated > 0 {
                text.push_str(&format!(", and {} on some dates only", counted(dated, "line")));
            }
            text.push('\n');
        }
    }
    if let (Some(first), Some(last)) = (read.first, read.last) {
        text.push_str(&format!(
            "  dates from {first} to {last}: what repeats in every week of them stands always, the rest on its dates\n"
        ));
    }
    text.push_str(
        "  rostered hours are not the fitted effective ones: breaks, sickness and vehicles off the road are still in them\n",
    );
    text.push_str(&format!("Run it: ambics run {}\n", scenario.display()));
    text
}
