//! When vehicles come on and go off duty.

use super::{Engine, Observer};
use crate::governance::{Duty, FleetVehicle};
use crate::ids::VehicleId;
use crate::policy::Moment;
use crate::state::{Event, Leg, Vehicle, VehicleStatus};
use crate::units::{HOUR_MS, SimDuration, SimTime};
use crate::world::Clock;

/// When block number `block` of a vehicle's duty begins, counted from the week before the run's first; `None` beyond
/// the run's calendar. A block starts by the local clock and lasts its hours.
fn begins(clock: &Clock, duty: &[Duty], block: u32) -> Option<SimTime> {
    let stretch = duty[block as usize % duty.len()];
    let week = block as usize / duty.len();
    let first = clock.weeks()[0].start;
    if week == 0 {
        return Some(first + SimDuration::from_hours(i64::from(stretch.from) - 168));
    }
    let week = clock.weeks().get(week - 1)?;
    let hours = &clock.hours()[week.first_hour..week.first_hour + week.hours];
    let row = hours.iter().position(|hour| hour.hour_of_week >= stretch.from)?;
    Some(week.start + SimDuration::from_hours(row as i64))
}

/// A vehicle's stretches of duty from the week before the run's first to the end of its calendar; one around the
/// week never ends.
pub(crate) fn duty_of<'a>(
    clock: &'a Clock,
    vehicle: &'a FleetVehicle,
) -> impl Iterator<Item = (SimTime, SimTime)> + 'a {
    let blocks = (0u32..).map_while(move |block| {
        let stretch = vehicle.duty.get(block as usize % vehicle.duty.len().max(1))?;
        Some((begins(clock, &vehicle.duty, block)?, i64::from(stretch.hours)))
    });
    blocks.map(|(start, hours)| {
        (start, if hours < 168 { SimTime(start.0 + hours * HOUR_MS) } else { SimTime::NEVER })
    })
}

impl Engine<'_> {
    /// The state at time zero: everyone off duty, the first shifts on the calendar.
    pub(super) fn begin(&mut self) {
        self.state.started = true;
        self.open_departments();
        for row in 0..self.decisions.fleet.vehicles.len() {
            let vehicle = &self.decisions.fleet.vehicles[row];
            let home = vehicle.home;
            self.state.vehicles.push(Vehicle {
                status: VehicleStatus::OffDuty,
                kind: vehicle.kind,
                answers: vehicle.answers,
                since: SimTime(0),
                job: 0,
                incident: None,
                leg: Leg::at(home, SimTime(0)),
                on_shift: false,
                shift_ends: SimTime(0),
                next_block: 0,
                list_slot: 0,
            });
            self.schedule_shift(VehicleId::new(row));
        }
        self.open_desks();
    }

    fn fleet_vehicle(&self, id: VehicleId) -> &FleetVehicle {
        &self.decisions.fleet.vehicles[id.index()]
    }

    /// Schedules the first block of duty, from the vehicle's next one on, that ends after now.
    fn schedule_shift(&mut self, id: VehicleId) {
        let vehicle = self.fleet_vehicle(id);
        let earliest = self.state.now.max(vehicle.from);
        let mut block = self.state.vehicle(id).next_block;
        if let Some(shift) = self.recorded_shift(id.index(), block) {
            shift
                .into_iter()
                .for_each(|(start, _)| self.push(start, Event::VehicleStartsShift { vehicle: id }));
            return;
        }
        while !vehicle.duty.is_empty() {
            let Some(start) = begins(self.clock, &vehicle.duty, block) else { return };
            if self.ends(id, block) > earliest {
                let event = Event::VehicleStartsShift { vehicle: id };
                self.state.vehicles[id.index()].next_block = block;
                self.state.calendar.push(start.max(earliest), event.rank(), event);
                return;
            }
            block += 1;
        }
    }

    /// When a block ends; duty around the week never does.
    fn ends(&self, id: VehicleId, block: u32) -> SimTime {
        if let Some(shift) = self.recorded_shift(id.index(), block) {
            return shift.map_or(SimTime::NEVER, |(_, end)| end);
        }
        let duty = &self.fleet_vehicle(id).duty;
        let hours = i64::from(duty[block as usize % duty.len()].hours);
        match begins(self.clock, duty, block) {
            Some(start) if hours < 168 => SimTime(start.0 + hours * HOUR_MS),
            _ => SimTime::NEVER,
        }
    }

    pub(super) fn starts_shift(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let block = self.state.vehicle(id).next_block;
        let ends = self.ends(id, block);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.on_shift = true;
        vehicle.shift_ends = ends;
        vehicle.next_block = block + 1;
        if ends < SimTime::NEVER {
            let event = Event::VehicleEndsShift { vehicle: id };
            self.push(ends, event);
        }
        if self.state.vehicle(id).status == VehicleStatus::OffDuty {
            let home = self.state.vehicle(id).leg.to;
            self.free(id, home, Moment::VehicleFree, observer);
        }
    }

    /// A free vehicle goes off duty at once; a busy one when it clears.
    pub(super) fn ends_shift(&mut self, id: VehicleId, observer: &mut impl Observer) {
        self.state.vehicles[id.index()].on_shift = false;
        if self.state.vehicle(id).status.is_available() {
            self.off_duty(id, observer);
        }
        self.schedule_shift(id);
    }
}
