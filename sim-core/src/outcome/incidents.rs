use crate::category::{Category, Ending};
use crate::ids::{AreaId, HospitalId, PatchId};
use crate::state::Incident;
use crate::tape::IncidentId;
use crate::units::SimTime;
use crate::world::Component;
use serde::{Deserialize, Serialize};

/// One incident with all its times; `None`: it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentRecord {
    /// Who it is.
    pub id: IncidentId,
    /// Where.
    pub area: AreaId,
    /// Its patch.
    pub patch: PatchId,
    /// Its category when its clock stopped or it ended.
    pub category: Category,
    /// Its category when it was called in.
    pub initial_category: Category,
    /// How it ended.
    pub ending: Ending,
    /// Call connect.
    pub called: SimTime,
    /// Clock start.
    pub clock_start: SimTime,
    /// First assignment of the vehicle that reached it.
    pub assigned: Option<SimTime>,
    /// First arrival at scene that counts for its category.
    pub reached: Option<SimTime>,
    /// Clock stop.
    pub clock_stop: Option<SimTime>,
    /// Arrival of the vehicle that conveys.
    pub transport_reached: Option<SimTime>,
    /// Departure from scene, or end of treatment.
    pub left: Option<SimTime>,
    /// Arrival at hospital.
    pub at_hospital: Option<SimTime>,
    /// Clinical handover.
    pub handed_over: Option<SimTime>,
    /// When it ended; `None` if the run stopped before.
    pub ended: Option<SimTime>,
    /// The hospital.
    pub hospital: Option<HospitalId>,
    /// Row in the fleet of the vehicle whose crew led the treatment.
    pub vehicle: Option<u32>,
    /// Row in the fleet of the vehicle that conveyed.
    pub transport: Option<u32>,
    /// Vehicles allocated to it.
    pub allocated: u8,
    /// Vehicles that arrived, as the service counts them.
    pub arrived: u8,
    /// Times its vehicle was diverted to a more urgent incident.
    pub diversions: u8,
}

impl IncidentRecord {
    /// The record of an incident that has just ended, or that the run leaves open.
    #[must_use]
    pub fn new(incident: &Incident, component: &Component, ending: Ending, ended: Option<SimTime>) -> Self {
        let known = |time: SimTime| (time < SimTime::NEVER).then_some(time);
        Self {
            id: incident.id,
            area: component.places.area[incident.place as usize],
            patch: component.patches[incident.patch as usize],
            category: incident.category,
            initial_category: incident.initial_category,
            ending,
            called: incident.called,
            clock_start: incident.clock_start,
            assigned: known(incident.assigned),
            reached: known(incident.reached),
            clock_stop: known(incident.clock_stop),
            transport_reached: known(incident.transport_reached),
            left: known(incident.leaves),
            at_hospital: known(incident.at_hospital),
            handed_over: known(incident.handed_over),
            ended,
            hospital: incident.hospital.map(|h| component.hospitals[h as usize].hospital),
            vehicle: incident.lead.map(|v| v.0),
            transport: incident.transport.map(|v| v.0),
            allocated: incident.allocated,
            arrived: incident.arrived,
            diversions: incident.diversions,
        }
    }
}

/// All incidents of the window: in the order in which they ended, then those left open, component by component.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IncidentTable {
    /// The incidents.
    pub rows: Vec<IncidentRecord>,
}

impl IncidentTable {
    /// BLAKE3 over all rows in order of call, hexadecimal: two tables with the same hash hold the same incidents.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut rows: Vec<&IncidentRecord> = self.rows.iter().collect();
        rows.sort_by_key(|row| (row.called, row.id));
        let mut hasher = blake3::Hasher::new();
        for row in rows {
            let time = |t: Option<SimTime>| t.map_or(-1, |t| t.0);
            let words = [
                row.id.0 as i64,
                i64::from(row.area.0),
                i64::from(row.patch.0),
                row.category as i64,
                row.initial_category as i64,
                row.ending as i64,
                row.called.0,
                row.clock_start.0,
                time(row.assigned),
                time(row.reached),
                time(row.clock_stop),
                time(row.transport_reached),
                time(row.left),
                time(row.at_hospital),
                time(row.handed_over),
                time(row.ended),
                row.hospital.map_or(-1, |h| i64::from(h.0)),
                row.vehicle.map_or(-1, i64::from),
                row.transport.map_or(-1, i64::from),
                i64::from(row.allocated),
                i64::from(row.arrived),
                i64::from(row.diversions),
            ];
            words.iter().for_each(|word| {
                hasher.update(&word.to_le_bytes());
            });
        }
        hasher.finalize().to_hex().to_string()
    }
}
