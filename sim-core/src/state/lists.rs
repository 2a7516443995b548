//! The lists of vehicles that rules look through: who can be sent, who stands where, who is on the way.

use super::{State, VehicleStatus};
use crate::category::Category;
use crate::ids::{IncidentRow, VehicleId};
use crate::units::SimTime;
use crate::vehicle_kind::{Pool, VehicleKind};
use serde::{Deserialize, Serialize};

/// What a rule of diversion sees first of a vehicle on the way to a scene, 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    /// When it arrives.
    pub arrives: SimTime,
    /// The vehicle.
    pub vehicle: VehicleId,
    /// Where it goes.
    pub incident: IncidentRow,
    /// The own place of that.
    pub to: u16,
    /// The local patch of that.
    pub patch: u16,
    /// The kind of the vehicle.
    pub kind: VehicleKind,
    /// The category of the incident.
    pub category: Category,
}

impl State {
    /// Moves a vehicle to the lists that its status belongs to.
    pub(crate) fn list(&mut self, id: VehicleId, status: VehicleStatus) {
        let old = self.vehicles[id.index()].status;
        self.list_spot(id, (old, status));
        let (available, under_way) =
            ((old.is_available(), status.is_available()), (old.is_under_way(), status.is_under_way()));
        // It leaves one list before it joins the other: it keeps one slot for both.
        if under_way == (true, false) {
            self.list_under_way(id, false);
        }
        if available.0 != available.1 {
            self.list_available(id, available.1);
        }
        if under_way == (false, true) {
            self.list_under_way(id, true);
        }
    }

    fn list_available(&mut self, id: VehicleId, joins: bool) {
        let vehicle = &self.vehicles[id.index()];
        let list = &mut self.available[vehicle.kind.pool() as usize];
        if joins {
            self.vehicles[id.index()].list_slot = list.len() as u32;
            list.push(id);
        } else {
            let slot = vehicle.list_slot;
            if let Some(moved) = take_out(list, slot) {
                self.vehicles[moved.index()].list_slot = slot;
            }
        }
    }

    fn list_under_way(&mut self, id: VehicleId, joins: bool) {
        let vehicle = &self.vehicles[id.index()];
        if vehicle.kind.pool() == Pool::Responder {
            return;
        }
        if joins {
            let (incident, kind) = (IncidentRow(u32::MAX), vehicle.kind);
            self.vehicles[id.index()].list_slot = self.under_way.len() as u32;
            // Where it goes follows as soon as it is known.
            let (arrives, category) = (SimTime::NEVER, Category::C1);
            self.under_way.push(UnderWay { arrives, vehicle: id, incident, to: 0, patch: 0, kind, category });
        } else {
            let slot = vehicle.list_slot;
            if let Some(moved) = take_out(&mut self.under_way, slot) {
                self.vehicles[moved.vehicle.index()].list_slot = slot;
            }
        }
    }

    /// Brings what rules see of a vehicle on the way up to what it is now.
    pub(crate) fn refresh_under_way(&mut self, id: VehicleId) {
        let vehicle = &self.vehicles[id.index()];
        if vehicle.status.is_under_way() && vehicle.kind.pool() != Pool::Responder {
            let slot = vehicle.list_slot as usize;
            self.under_way[slot] = self.seen_under_way(id).unwrap_or(self.under_way[slot]);
        }
    }

    fn seen_under_way(&self, id: VehicleId) -> Option<UnderWay> {
        let vehicle = self.vehicle(id);
        let row = vehicle.incident?;
        let incident = self.incident(row);
        Some(UnderWay {
            arrives: vehicle.leg.arrives,
            vehicle: id,
            incident: row,
            to: incident.place,
            patch: incident.patch,
            kind: vehicle.kind,
            category: incident.category,
        })
    }

    /// Whether what rules see of vehicles on the way is what these are.
    pub(crate) fn under_way_is_current(&self) -> bool {
        self.under_way.iter().all(|seen| Some(*seen) == self.seen_under_way(seen.vehicle))
    }

    /// Moves an available vehicle between those at a station and those about.
    fn list_spot(&mut self, id: VehicleId, (old, new): (VehicleStatus, VehicleStatus)) {
        let spot = |status: VehicleStatus| status.is_available().then_some(status.is_at_station());
        if spot(old) == spot(new) {
            return;
        }
        let slot = self.vehicles[id.index()].stand_slot;
        if let Some(moved) = self.spot_of(id, old).and_then(|list| take_out(list, slot)) {
            self.vehicles[moved.index()].stand_slot = slot;
        }
        let joined = self.spot_of(id, new).map(|list| {
            list.push(id);
            list.len() - 1
        });
        if let Some(slot) = joined {
            self.vehicles[id.index()].stand_slot = slot as u32;
        }
    }

    fn spot_of(&mut self, id: VehicleId, status: VehicleStatus) -> Option<&mut Vec<VehicleId>> {
        let vehicle = &self.vehicles[id.index()];
        let pool = vehicle.kind.pool();
        let station = vehicle.station.filter(|_| status.is_at_station() && pool != Pool::Responder);
        match station {
            _ if !status.is_available() => None,
            Some(row) => Some(&mut self.standing[usize::from(row)][usize::from(pool == Pool::Solo)]),
            None => Some(&mut self.about[pool as usize]),
        }
    }
}

/// Takes an entry out of a list, and gives the one that now stands in its slot.
fn take_out<T: Copy>(list: &mut Vec<T>, slot: u32) -> Option<T> {
    list.swap_remove(slot as usize);
    list.get(slot as usize).copied()
}
