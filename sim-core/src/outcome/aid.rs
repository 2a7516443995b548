//! Mutual aid: what vehicles of one service gave to incidents of another.

use super::records::Records;
use crate::category::Category;
use crate::governance::Fleet;
use crate::ids::ServiceId;
use crate::region::Region;
use crate::state::Incident;
use crate::units::HOUR_MS;
use crate::vehicle_kind::VehicleKind;
use crate::world::{Component, STREAMS};
use serde::{Deserialize, Serialize};

/// Vehicles that one service sent to another's incidents of the window in one replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AidRecord {
    /// The service whose vehicles went.
    pub lender: ServiceId,
    /// The service whose incidents they went to.
    pub asker: ServiceId,
    /// Vehicles sent, by category, those stood down on the way among them; community first responders left out.
    pub sent: [u64; STREAMS],
}

/// Counts a vehicle that went to another service's incident.
pub(super) fn see(
    records: &mut Vec<AidRecord>,
    (component, fleet): (&Component, &Fleet),
    incident: &Incident,
    vehicle: usize,
) {
    let of = |patch: u16| component.services[usize::from(component.patch_service[usize::from(patch)])];
    let pair = (of(fleet.patch[vehicle]), of(incident.patch));
    if pair.0 != pair.1 && fleet.vehicles[vehicle].kind != VehicleKind::Cfr {
        count(records, pair, incident.category);
    }
}

/// Counts a vehicle sent; records are in order of lender and asker.
fn count(records: &mut Vec<AidRecord>, (lender, asker): (ServiceId, ServiceId), category: Category) {
    let at = records.partition_point(|record| (record.lender, record.asker) < (lender, asker));
    if records.get(at).is_none_or(|record| (record.lender, record.asker) != (lender, asker)) {
        records.insert(at, AidRecord { lender, asker, sent: [0; STREAMS] });
    }
    records[at].sent[category.row()] += 1;
}

/// Adds what another component gave: other services.
pub(super) fn merge(records: &mut Vec<AidRecord>, other: Vec<AidRecord>) {
    records.extend(other);
    records.sort_by_key(|record| (record.lender, record.asker));
}

/// What one service gave another in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct AidRow {
    /// ODS code of the service whose vehicles went.
    pub lender_code: String,
    /// ODS code of the service whose incidents they went to.
    pub asker_code: String,
    /// Vehicles sent, by category.
    pub sent: [u64; STREAMS],
    /// Vehicle-hours of the window on those jobs.
    pub hours: f64,
}

/// What services gave each other; nothing where none has an agreement.
pub(super) fn aid(records: &Records, region: &Region) -> Vec<AidRow> {
    let n = region.patches.len();
    let of = |service: ServiceId| (0..n).filter(move |patch| region.patches[*patch].service == service);
    let row = |record: &AidRecord| {
        let ms: i64 = of(record.lender)
            .flat_map(|from| of(record.asker).map(move |to| from * n + to))
            .map(|at| records.flow_ms[at])
            .sum();
        AidRow {
            lender_code: region.services[record.lender.index()].code.clone(),
            asker_code: region.services[record.asker.index()].code.clone(),
            sent: record.sent,
            hours: ms as f64 / HOUR_MS as f64,
        }
    };
    records.aid.iter().map(row).collect()
}
