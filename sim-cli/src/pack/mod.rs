//! A profile pack: what a trust's own extract says of its demand and its jobs, as aggregates in which no count is small.
//!
//! No cell of an extract is ever written anywhere, not in a fault either: a fault names a row and a column. Only the columns
//! that a profile names are read.

mod areas;
mod count;
mod lookup;
mod profile;
mod read;
mod rota;
mod stages;
mod told;
mod write;

pub(crate) use areas::Ground;
pub(crate) use lookup::LookUp;
pub use profile::FIELDS;

use crate::failure::Failure;
use crate::sweeps::SweepFailure;
use ambics::ids::ServiceId;
use ambics::problem::Problems;
use ambics::region::Region;
use std::path::{Path, PathBuf};

/// The least number of incidents that a figure of a pack rests on.
pub const LEAST: u64 = 8;

/// What a pack is made of.
#[derive(Debug, Clone)]
pub struct PackRequest {
    /// The extract.
    pub extract: PathBuf,
    /// A shipped profile or a TOML file.
    pub profile: String,
    /// Fields and the columns that hold them, before those of the profile.
    pub columns: Vec<(String, String)>,
    /// Look-ups from codes of the extract to those of areas, one after the other.
    pub look_ups: Vec<PathBuf>,
    /// ODS code of the service.
    pub service: String,
    /// The shipped region on which the pack builds.
    pub base: String,
    /// A rota to take along: a file, or a folder that an import of a rota made.
    pub rota: Option<PathBuf>,
    /// The folder to make.
    pub out: PathBuf,
}

/// A pack that was made.
#[derive(Debug, Clone)]
pub struct Packed {
    /// The scenario that runs on it.
    pub scenario: PathBuf,
    /// What was read, left out and merged, to read; it stays with whoever holds the extract.
    pub text: String,
}

/// Makes a pack.
///
/// # Errors
/// What is wrong with the profile or the extract, and files that cannot be read or written.
pub fn make(request: &PackRequest) -> Result<Packed, SweepFailure> {
    packed(request).map_err(SweepFailure::from)
}

pub(crate) fn packed(request: &PackRequest) -> Result<Packed, Failure> {
    let region = Region::embedded(&request.base)?;
    let service = service_of(&region, &request.service)?;
    is_free(&request.out)?;
    let profile = profile::Profile::load(&request.profile, &request.columns)?;
    let ground = Ground::of(&region, service, LookUp::all(&request.look_ups)?);
    let read = read::read(&request.extract, &profile, &ground)?;
    let counted = count::Counted::of(&read, &ground);
    enough(&request.extract, &read, &counted)?;
    let rota = rota::Rota::of(request)?;
    let window = match (&rota, counted.first.zip(counted.last)) {
        (Some(rota), Some(span)) => Some(rota.window(request, span)?),
        (None, span) => span,
        (Some(_), None) => None,
    };
    let scenario = write::write((request, &ground), &read, &counted, (rota.as_ref(), window))?;
    Ok(Packed { text: told::text(request, (&ground, &read), &counted), scenario })
}

/// A service by its code.
pub(crate) fn service_of(region: &Region, code: &str) -> Result<ServiceId, Problems> {
    region.find_service(code).ok_or_else(|| {
        let known: Vec<&str> = region.services().iter().map(|service| service.code.as_str()).collect();
        let hint = known.join(", ");
        let rule = ("the ODS code of a service of the region", hint.as_str());
        Problems::one("command line", "--service", format!("`{code}`"), rule)
    })
}

/// A pack is made in a folder that is new or empty.
pub(crate) fn is_free(out: &Path) -> Result<(), Failure> {
    let holds = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if holds { Err(Failure::OthersFolder(out.to_owned())) } else { Ok(()) }
}

/// A week of incidents at least, and a hundred of them: less says nothing about a service.
fn enough(extract: &Path, read: &read::Read, counted: &count::Counted) -> Result<(), Failure> {
    let n: u64 = counted.incidents;
    if n >= 100 && counted.days >= 7.0 {
        return Ok(());
    }
    let found = format!("{n} incidents over {:.0} whole days, of {} rows", counted.days, read.rows);
    let rule = (
        "at least 100 incidents over 7 whole days that can be used",
        "see what was left out: the names of columns, the form of times, the words of categories and endings",
    );
    let mut problems = Problems::one(extract.display().to_string(), "", found, rule);
    problems.extend(told::faults(extract, read));
    Err(problems.into())
}
