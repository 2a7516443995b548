//! The present as a rule sees it.

use super::aid::Asking;
use crate::category::Category;
use crate::governance::{BorderRule, Borders, FleetVehicle};
use crate::ids::{IncidentRow, VehicleId};
use crate::region::TravelPurpose;
use crate::state::{Incident, State, UnderWay, Vehicle, Waiting};
use crate::units::{SimDuration, SimTime};
use crate::vehicle_kind::{Pool, VehicleKind};
use crate::world::{Component, Trip, UNREACHABLE};

/// The present, read-only: what a rule may know. It holds no future and makes no list.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The component: places, hospitals, stations, driving times.
    pub component: &'a Component,
    /// The state of vehicles and incidents.
    pub state: &'a State,
    /// The vehicles as the rota has them.
    pub(crate) fleet: &'a [FleetVehicle],
    /// The local patch of each vehicle.
    pub(crate) vehicle_patch: &'a [u16],
    /// The border rules in force now.
    pub(crate) borders: &'a Borders,
    /// Local hour of the week.
    pub hour_of_week: u8,
}

impl<'a> View<'a> {
    /// The present instant.
    #[must_use]
    pub const fn now(&self) -> SimTime {
        self.state.now
    }

    /// An incident.
    #[inline]
    #[must_use]
    pub fn incident(&self, row: IncidentRow) -> &'a Incident {
        &self.state.incidents[row.index()]
    }

    /// A vehicle.
    #[inline]
    #[must_use]
    pub fn vehicle(&self, id: VehicleId) -> &'a Vehicle {
        &self.state.vehicles[id.index()]
    }

    /// Vehicles that can be sent and can convey, in no particular order; [`Vehicle::answers`] says to what.
    #[must_use]
    pub fn available(&self) -> &'a [VehicleId] {
        self.pool(Pool::Transport)
    }

    /// Vehicles of a pool that can be sent, in no particular order.
    #[inline]
    #[must_use]
    pub fn pool(&self, pool: Pool) -> &'a [VehicleId] {
        &self.state.available[pool as usize]
    }

    /// Whether a vehicle may serve what a waiting incident lacks.
    #[inline]
    #[must_use]
    pub fn fits(&self, id: VehicleId, incident: &Incident) -> bool {
        let vehicle = self.vehicle(id);
        incident.wants(self.component).has(vehicle.kind) && vehicle.answers.has(incident.category)
    }

    /// Whether a clinician of this kind may answer an incident alone: one who is sent for such conditions. A rapid
    /// response vehicle goes alone only to C1.
    #[inline]
    #[must_use]
    pub fn suits(&self, kind: VehicleKind, incident: &Incident) -> bool {
        incident.answered_alone(self.component).has(kind)
    }

    /// Vehicles on the way to a scene, community first responders left out, in no particular order.
    #[must_use]
    pub fn under_way(&self) -> &'a [UnderWay] {
        &self.state.under_way
    }

    /// Incidents that wait for a vehicle: the most urgent first, then who asked first.
    #[must_use]
    pub fn waiting(&self) -> &'a [Waiting] {
        &self.state.waiting
    }

    /// The place a vehicle is at; on the road, the place nearest to the point that it has reached on the straight line.
    #[inline]
    #[must_use]
    pub fn place(&self, id: VehicleId) -> u16 {
        let vehicle = self.vehicle(id);
        let leg = &vehicle.leg;
        let now = self.state.now;
        if now >= leg.arrives {
            return leg.to;
        }
        if let Some(exact) = self.component.travel.exact.as_ref().filter(|_| now >= leg.departs) {
            let share = (now - leg.departs).0 as f64 / (leg.arrives - leg.departs).0 as f64;
            return exact.between(leg.from, leg.to, share);
        }
        if now <= leg.departs {
            return leg.from;
        }
        let share = (now - leg.departs).0 as f32 / (leg.arrives - leg.departs).0 as f32;
        self.component.raster.between(leg.from, leg.to, share).unwrap_or(leg.to)
    }

    /// The place where a vehicle is at home.
    #[inline]
    #[must_use]
    pub fn home(&self, id: VehicleId) -> u16 {
        self.fleet[id.index()].home
    }

    /// Whether a vehicle stands at its station and must mobilise.
    #[inline]
    #[must_use]
    pub fn must_mobilise(&self, id: VehicleId) -> bool {
        self.vehicle(id).status.is_at_station()
    }

    /// Time until a vehicle under way to a scene moves off; zero once it has.
    #[inline]
    #[must_use]
    pub fn still_mobilising(&self, id: VehicleId) -> SimDuration {
        (self.vehicle(id).leg.departs - self.state.now).max(SimDuration::ZERO)
    }

    /// Seconds of ordinary driving from a vehicle to an own place; [`UNREACHABLE`] where no road leads.
    #[inline]
    #[must_use]
    pub fn base_s(&self, id: VehicleId, place: u16) -> u16 {
        self.component.travel.base_s(self.place(id) as usize, place as usize)
    }

    /// Multiplier of ordinary driving for an incident of this category at this place, now.
    #[inline]
    #[must_use]
    pub fn factor(&self, category: Category, place: u16) -> f64 {
        let rural = self.component.places.rural[place as usize];
        self.component.travel.factor(purpose(category), self.hour_of_week, rural)
    }

    /// Expected drive of a vehicle to an incident's area, mobilisation left out; `None` where no road leads.
    #[must_use]
    pub fn drive(&self, id: VehicleId, incident: &Incident) -> Option<SimDuration> {
        let place = self.place(id);
        let base = self.component.travel.base_s(place as usize, incident.place as usize);
        if let Some(exact) = self.component.travel.exact.as_ref().filter(|_| base < UNREACHABLE) {
            return Some(exact.leg(purpose(incident.category), place, incident.place));
        }
        let rural = self.component.places.rural[incident.place as usize];
        let trip = Trip { purpose: purpose(incident.category), hour_of_week: self.hour_of_week, rural };
        let seconds = || self.component.travel.drive_s((place, incident.place), trip, 0.0);
        (base < UNREACHABLE).then(|| SimDuration::from_seconds(seconds()))
    }

    /// The rule by which a vehicle may cross to an incident.
    #[inline]
    #[must_use]
    pub fn border(&self, id: VehicleId, incident: &Incident) -> BorderRule {
        match self.border_to(id, incident.patch) {
            BorderRule::Never => {
                let Incident { category, patch, place, .. } = *incident;
                self.by_agreement(id, Asking { category, patch, place, from_queue: false })
            }
            rule => rule,
        }
    }

    /// The rule by which a vehicle may cross to a local patch, agreements between services left out.
    #[inline]
    #[must_use]
    pub fn border_to(&self, id: VehicleId, patch: u16) -> BorderRule {
        self.borders.rule(self.vehicle_patch[id.index()], patch)
    }

    /// The local patch of a vehicle.
    #[inline]
    #[must_use]
    pub fn patch(&self, id: VehicleId) -> u16 {
        self.vehicle_patch[id.index()]
    }
}

/// Lights and sirens to C1 and C2, ordinary driving to the rest.
#[inline]
#[must_use]
pub const fn purpose(category: Category) -> TravelPurpose {
    match category {
        Category::C1 | Category::C2 => TravelPurpose::Lights,
        Category::C3 | Category::C4 | Category::Other => TravelPurpose::Ordinary,
    }
}
