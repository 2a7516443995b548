//! The ambulance services that a demo can be of, as a table.

use super::DEMO_REGION;
#[cfg(feature = "arrow")]
use crate::outcome::{Table, column};
use crate::problem::Problems;
use crate::region::{Region, Service};
#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;

/// The name of the table.
#[cfg(feature = "arrow")]
pub const SERVICES_TABLE: &str = "services";

/// Fewest letters of a part of a name.
const PART: usize = 4;

/// The service whose name holds this part, if it is the only one.
pub(super) fn by_part<'r>(region: &'r Region, part: &str) -> Option<&'r Service> {
    let part = part.trim().to_lowercase();
    let holds = |own: &&Service| part.len() >= PART && own.name.to_lowercase().contains(&part);
    let mut found = region.services().iter().filter(holds);
    found.next().filter(|_| found.next().is_none())
}

/// ODS code and full name of each service that [`super::Scenario::demo`] takes.
///
/// # Errors
/// If the shipped region has a fault.
pub fn service_names() -> Result<Vec<(String, String)>, Problems> {
    let region = Region::embedded(DEMO_REGION)?;
    Ok(region.services().iter().map(|own| (own.code.clone(), own.name.clone())).collect())
}

/// The services of the region that [`super::Scenario::demo`] stands on, and the ICS that co-ordinates the contract of each, where known.
///
/// # Errors
/// If the shipped region has a fault.
#[cfg(feature = "arrow")]
pub fn services_table() -> Result<RecordBatch, Problems> {
    let region = Region::embedded(DEMO_REGION)?;
    let ics = |row: &Service| row.lead_ics.map(|id| region.icses()[id.index()].code.clone());
    let table = Table::of("The ambulance services, by ODS code.", region.services())
        .text(column("service_code", "", "ODS code."), |row| row.code.as_str())
        .text(column("name", "", "Full name."), |row| row.name.as_str())
        .text(column("short_name", "", "Short name."), |row| row.short_name.as_str())
        .text_or_none(
            column(
                "lead_ics_code",
                "",
                "The ICS that co-ordinates the 999 contract, where published or inferred.",
            ),
            ics,
        )
        .text(column("lead_basis", "", "How the lead is known; empty if it is not."), |row| {
            row.lead_basis.as_str()
        });
    Ok(table.batch())
}
