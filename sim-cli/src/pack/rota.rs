//! The rota that a pack takes along: a file with the codes of the base's stations, or a folder that `import rota` made.

use super::PackRequest;
use crate::failure::Failure;
use crate::own_region::rows_of;
use crate::rota_import::STATIONS;
use ambics::problem::Problems;
use jiff::civil::Date;
use std::fs;
use std::path::Path;

/// A rota, as it will lie in the pack.
#[derive(Debug)]
pub(super) struct Rota {
    pub bytes: Vec<u8>,
    /// The stations at which it begins, if they are the service's own.
    pub stations: Option<Vec<u8>>,
}

impl Rota {
    pub fn of(request: &PackRequest) -> Result<Option<Self>, Failure> {
        let Some(given) = &request.rota else { return Ok(None) };
        let read = |path: &Path| fs::read(path).map_err(Failure::file("read", path));
        if !given.is_dir() {
            return Ok(Some(Self { bytes: read(given)?, stations: None }));
        }
        let stations = given.join(STATIONS);
        let stations = if stations.is_file() { Some(read(&stations)?) } else { None };
        Ok(Some(Self { bytes: read(&given.join("rota.csv"))?, stations }))
    }

    /// The window of a scenario within the days that were counted: from the first on, or from the first date of a rota of dates.
    pub fn window(
        &self,
        request: &PackRequest,
        (first, last): (Date, Date),
    ) -> Result<(Date, Date), Failure> {
        let rows = rows_of(&self.bytes);
        let at = |name: &str| rows.first().and_then(|head| head.iter().position(|own| own == name));
        let date = |row: &Vec<String>, at: Option<usize>| -> Option<Date> {
            at.and_then(|at| row.get(at)).and_then(|cell| cell.parse().ok())
        };
        let (from, to) = (at("from"), at("to"));
        let spans = || rows.iter().skip(1).map(|row| (date(row, from), date(row, to)));
        // A row without dates stands always.
        if spans().any(|own| own.0.is_none() && own.1.is_none()) || rows.len() < 2 {
            return Ok((first, last));
        }
        let earliest = spans().map(|own| own.0.unwrap_or(first)).min().unwrap_or(first);
        let latest = spans().map(|own| own.1.unwrap_or(last)).max().unwrap_or(last);
        if earliest <= last && latest >= first {
            return Ok((earliest.max(first), latest.min(last)));
        }
        let given = request.rota.as_deref().unwrap_or_else(|| Path::new("")).display().to_string();
        let rule = format!("a rota that is there from {first} to {last}, when the extract was counted");
        let hint = "take a rota of those weeks, or one that repeats in every week";
        Err(Problems::one(given, "from", format!("dates from {earliest} to {latest}"), (rule.as_str(), hint))
            .into())
    }
}
