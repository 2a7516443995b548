//! When vehicles come on and go off duty, and which crew is on which.

use super::{CrewFact, Engine, Fact, Observer};
use crate::category::Categories;
use crate::governance::{Duty, FleetVehicle};
use crate::ids::VehicleId;
use crate::policy::{MealBreak, Moment};
use crate::state::{Crew, Event, Leg, Meal, Vehicle, VehicleStatus};
use crate::units::{MINUTE_MS, SimDuration, SimTime, WEEK_MS};
use crate::vehicle_kind::VehicleKind;
use crate::world::Clock;

/// A shift that began before its vehicle goes for good ends so much later at the latest.
const LAST_SHIFT_RUNS_ON: SimDuration = SimDuration::from_hours(8);

const fn minutes(minutes: u16) -> SimDuration {
    SimDuration(minutes as i64 * MINUTE_MS)
}

/// When block number `block` of a vehicle's duty begins, counted from the week before the run's first; `None` beyond
/// the run's calendar. A block starts by the local clock and lasts its minutes.
fn begins(clock: &Clock, duty: &[Duty], block: u32) -> Option<SimTime> {
    let stretch = duty[block as usize % duty.len()];
    let week = block as usize / duty.len();
    let first = clock.weeks()[0].start;
    if week == 0 {
        return Some(SimTime(first.0 + minutes(stretch.from).0 - WEEK_MS));
    }
    let week = clock.weeks().get(week - 1)?;
    let hours = &clock.hours()[week.first_hour..week.first_hour + week.hours];
    let from = (stretch.from / 60) as u8;
    let row = hours.iter().position(|hour| hour.hour_of_week >= from)?;
    // A minute of an hour that the clock leaves out is the beginning of the next.
    let into = if hours[row].hour_of_week == from { stretch.from % 60 } else { 0 };
    Some(week.start + SimDuration::from_hours(row as i64) + minutes(into))
}

/// When a block of duty begins and ends: one around the week never ends, and all end when the vehicle goes for good.
fn stretch(clock: &Clock, vehicle: &FleetVehicle, block: u32) -> Option<(SimTime, SimTime)> {
    let duty = vehicle.duty[block as usize % vehicle.duty.len()];
    let start = begins(clock, &vehicle.duty, block)?;
    let end = if duty.is_endless() { SimTime::NEVER } else { start + minutes(duty.minutes) };
    let until = vehicle.terms.until;
    Some((start, if until < SimTime::NEVER { end.min(until + LAST_SHIFT_RUNS_ON) } else { end }))
}

/// A vehicle's stretches of duty from the week before the run's first to the end of its calendar; one around the
/// week never ends.
pub(crate) fn duty_of<'a>(
    clock: &'a Clock,
    vehicle: &'a FleetVehicle,
) -> impl Iterator<Item = (SimTime, SimTime)> + 'a {
    let blocks = if vehicle.duty.is_empty() { 0..0 } else { 0..u32::MAX };
    let stretches = blocks.map_while(move |block| stretch(clock, vehicle, block));
    stretches.take_while(|(start, _)| *start < vehicle.terms.until)
}

/// The shift that holds an instant of a stretch of duty: crews take over from one another within it.
fn shift_at(
    vehicle: &FleetVehicle,
    block: u32,
    (from, until): (SimTime, SimTime),
    now: SimTime,
) -> (SimTime, SimTime) {
    if vehicle.changes.is_empty() {
        return (from, until);
    }
    let duty = vehicle.duty[block as usize % vehicle.duty.len()];
    let week = i64::from(crate::governance::WEEK_MINUTES) * MINUTE_MS;
    let elapsed = (now - from).0;
    let (mut begun, mut ends) = (from, until);
    for change in &vehicle.changes {
        let offset = (minutes(*change).0 - minutes(duty.from).0).rem_euclid(week);
        let last = from.0 + elapsed - (elapsed - offset).rem_euclid(week);
        begun = begun.max(SimTime(last));
        ends = ends.min(SimTime(last + week));
    }
    (begun, ends)
}

impl Engine<'_> {
    /// The state at the beginning: everyone off duty, the first shifts on the calendar.
    pub(super) fn begin(&mut self) {
        self.state.started = true;
        self.open_departments();
        let stations = self.component.station_order.places.len();
        self.state.standing.resize_with(stations, Default::default);
        for row in 0..self.decisions.fleet.vehicles.len() {
            let vehicle = &self.decisions.fleet.vehicles[row];
            let home = vehicle.home;
            self.state.vehicles.push(Vehicle {
                status: VehicleStatus::OffDuty,
                kind: vehicle.kind,
                answers: vehicle.answers,
                since: self.state.now,
                job: 0,
                incident: None,
                leg: Leg::at(home, self.state.now),
                on_shift: false,
                shift_ends: SimTime(0),
                next_block: 0,
                list_slot: 0,
                station: self.component.station_order.row(home).map(|row| row as u16),
                stand_slot: 0,
            });
            self.state.crews.push(Crew::NONE);
            self.schedule_shift(VehicleId::new(row));
        }
        self.open_desks();
        self.open_aid();
    }

    pub(super) fn fleet_vehicle(&self, id: VehicleId) -> &FleetVehicle {
        &self.decisions.fleet.vehicles[id.index()]
    }

    /// Schedules the first block of duty, from the vehicle's next one on, that ends after now.
    fn schedule_shift(&mut self, id: VehicleId) {
        let vehicle = self.fleet_vehicle(id);
        let earliest = self.state.now.max(vehicle.from);
        let mut block = self.state.vehicle(id).next_block;
        if let Some(shift) = self.recorded_shift(id.index(), block) {
            let event = Event::VehicleStartsShift { vehicle: id };
            shift.into_iter().for_each(|(start, _)| self.push(start, event));
            return;
        }
        while !vehicle.duty.is_empty() {
            let Some((start, end)) = stretch(self.clock, vehicle, block) else { return };
            if start >= vehicle.terms.until {
                return;
            }
            if end > earliest {
                let event = Event::VehicleStartsShift { vehicle: id };
                self.state.vehicles[id.index()].next_block = block;
                self.push(start.max(earliest), event);
                return;
            }
            block += 1;
        }
    }

    /// A stretch of duty begins with its first crew.
    pub(super) fn starts_shift(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let block = self.state.vehicle(id).next_block;
        let recorded = self.recorded_shift(id.index(), block).flatten();
        let found = recorded.or_else(|| stretch(self.clock, self.fleet_vehicle(id), block));
        let (from, until) = found.expect("a block that was scheduled lies in the calendar");
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.next_block = block + 1;
        vehicle.shift_ends = until;
        let crew = &mut self.state.crews[id.index()];
        *crew = Crew { stretch_from: from, stretch_until: until, unfit_for: SimDuration::ZERO, ..*crew };
        self.crew_begins(id, observer);
    }

    /// A crew takes over, or nobody comes and its shift is lost.
    fn crew_begins(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let now = self.state.now;
        let known = *self.state.crew(id);
        let block = self.state.vehicle(id).next_block - 1;
        let stretch = (known.stretch_from, known.stretch_until);
        let is_recorded = self.recorded_shift(id.index(), block).is_some();
        let (from, until) =
            if is_recorded { stretch } else { shift_at(self.fleet_vehicle(id), block, stretch, now) };
        self.state.crews[id.index()] =
            Crew { number: known.number + 1, from, until, meal: Meal::NotDue, ..known };
        self.schedule_end(id);
        let is_lost = self.is_lost(id);
        self.tell(id, if is_lost { CrewFact::Lost } else { CrewFact::Started }, observer);
        self.set_on_shift(id, !is_lost, observer);
        let before = self.state.vehicle(id).answers;
        self.update_answers(id);
        if is_lost {
            self.leaves_vehicle(id, observer);
            return;
        }
        self.plan_crew(id);
        let Vehicle { status, answers, .. } = *self.state.vehicle(id);
        let asks = answers != before && matches!(status, VehicleStatus::AtStation | VehicleStatus::OnStandby);
        match status {
            VehicleStatus::OffDuty => self.free(id, self.home(id), Moment::VehicleFree, observer),
            VehicleStatus::OnBreak => self.free(id, self.home(id), Moment::VehiclePassing, observer),
            _ if asks && self.next_incident(id, Moment::VehiclePassing).is_some() => {
                self.free(id, self.view().place(id), Moment::VehiclePassing, observer);
            }
            _ => {}
        }
    }

    /// Says whether a vehicle has a crew on shift, and tells it if that is new.
    fn set_on_shift(&mut self, id: VehicleId, begins: bool, observer: &mut impl Observer) {
        if std::mem::replace(&mut self.state.vehicles[id.index()].on_shift, begins) != begins {
            let state = self.state.vehicle(id);
            let incident = state.incident.map(|row| self.state.incident(row));
            observer.see(&Fact::Shift { vehicle: id, state, incident, begins, at: self.state.now });
        }
    }

    /// When a crew's shift ends, the next takes over, or the stretch of duty ends.
    fn schedule_end(&mut self, id: VehicleId) {
        let crew = *self.state.crew(id);
        let event = if crew.until < crew.stretch_until {
            Event::CrewChanges { vehicle: id, crew: crew.number }
        } else {
            Event::VehicleEndsShift { vehicle: id }
        };
        if crew.until < SimTime::NEVER {
            self.push(crew.until, event);
        }
    }

    /// Schedules what happens within a crew's shift; volunteers have no such rules.
    fn plan_crew(&mut self, id: VehicleId) {
        let (now, crew) = (self.state.now, *self.state.crew(id));
        if self.state.vehicle(id).kind == VehicleKind::Cfr {
            return;
        }
        if let Some(meal) = self.meal_break(id).filter(|meal| crew.from + meal.to > now) {
            self.at(crew.from + meal.from, Event::BreakOpens { vehicle: id, crew: crew.number });
            self.at(crew.from + meal.to, Event::BreakCloses { vehicle: id, crew: crew.number });
        }
        let rule = self.policies.shift_end;
        for span in [rule.restricted, rule.protected] {
            if span.0 > SimDuration::ZERO && crew.until < SimTime::NEVER {
                let event = Event::ShiftNarrows { vehicle: id, crew: crew.number };
                self.at(SimTime(crew.until.0 - span.ms()), event);
            }
        }
        if let Some((at, _)) = self.breakdown(id).filter(|(at, _)| (now..crew.until).contains(at)) {
            self.at(at, Event::VehicleFails { vehicle: id, crew: crew.number });
        }
    }

    /// Schedules an event at an instant, now at the earliest.
    fn at(&mut self, at: SimTime, event: Event) {
        self.push(at.max(self.state.now), event);
    }

    /// The meal break of the shift that a vehicle is on.
    pub(super) fn meal_break(&self, id: VehicleId) -> Option<MealBreak> {
        let crew = self.state.crew(id);
        if crew.until == SimTime::NEVER {
            None
        } else {
            self.policies.breaks.of_shift(crew.until - crew.from)
        }
    }

    /// The categories that a vehicle may be sent to now: those of its kind and crew, fewer on the way to a meal break
    /// and during it, fewer towards the end of the shift. Nothing else decides it.
    fn answers_now(&self, id: VehicleId) -> Categories {
        let crew = self.state.crew(id);
        let own = self.fleet_vehicle(id).answers;
        if self.state.vehicle(id).kind == VehicleKind::Cfr {
            return own;
        }
        let meal = match crew.meal {
            Meal::Due | Meal::Begun => {
                self.meal_break(id).map_or(Categories::ALL, |meal| meal.interrupted_by)
            }
            Meal::NotDue | Meal::Over => Categories::ALL,
        };
        let left_ms = crew.until.0 - self.state.now.0;
        own.and(meal).and(self.policies.shift_end.answers(left_ms))
    }

    pub(super) fn update_answers(&mut self, id: VehicleId) {
        self.state.vehicles[id.index()].answers = self.answers_now(id);
    }

    /// Whether an event belongs to another crew than the one that is on.
    pub(super) fn is_gone(&self, id: VehicleId, crew: u32) -> bool {
        self.state.crew(id).number != crew || !self.state.vehicle(id).on_shift
    }

    pub(super) fn tell(&self, id: VehicleId, what: CrewFact, observer: &mut impl Observer) {
        observer.see(&Fact::Crew { vehicle: id, what, at: self.state.now });
    }

    /// The restricted or the protected time at the end of a shift begins.
    pub(super) fn shift_narrows(&mut self, id: VehicleId, crew: u32) {
        if !self.is_gone(id, crew) {
            self.update_answers(id);
        }
    }

    /// One crew goes and the next takes over, at once or when the job under way is over.
    pub(super) fn crew_changes(&mut self, id: VehicleId, crew: u32, observer: &mut impl Observer) {
        if self.state.crew(id).number == crew {
            self.crew_ends(id, observer);
            self.crew_begins(id, observer);
        }
    }

    /// A free vehicle goes off duty at once; a busy one when it clears.
    pub(super) fn ends_shift(&mut self, id: VehicleId, observer: &mut impl Observer) {
        self.crew_ends(id, observer);
        self.set_on_shift(id, false, observer);
        self.leaves_vehicle(id, observer);
        self.schedule_shift(id);
    }

    /// What is told when a crew's shift ends: how its break went, and that its job runs on.
    fn crew_ends(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let vehicle = *self.state.vehicle(id);
        if !vehicle.on_shift {
            return;
        }
        self.closes_meal(id, observer);
        let crew = &mut self.state.crews[id.index()];
        if vehicle.status.is_busy() && crew.overran_from == SimTime::NEVER {
            crew.overran_from = self.state.now;
        }
        self.update_answers(id);
    }

    /// A vehicle without a crew and without a job goes off duty.
    fn leaves_vehicle(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let status = self.state.vehicle(id).status;
        self.state.crews[id.index()].unfit_for = SimDuration::ZERO;
        if status.is_available() || status == VehicleStatus::OffRoad {
            self.off_duty(id, observer);
        }
    }

    /// A job that ran on after the end of a shift is over.
    pub(super) fn overrun_ends(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let from = self.state.crew(id).overran_from;
        if from < SimTime::NEVER {
            self.state.crews[id.index()].overran_from = SimTime::NEVER;
            self.tell(id, CrewFact::Overran(self.state.now - from), observer);
        }
    }
}
