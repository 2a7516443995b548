//! Shifts that nobody comes to, and vehicles off the road.

use super::Engine;
use super::Observer;
use crate::dist::normal_quantile;
use crate::governance::{Abstraction, Provider};
use crate::ids::VehicleId;
use crate::policy::Moment;
use crate::rng::{Purpose, join};
use crate::state::{Event, Leg, VehicleStatus};
use crate::units::{HOUR_MS, SimDuration, SimTime};
use crate::vehicle_kind::VehicleKind;
use crate::world::fading_weights;
use jiff::civil::Date;

/// Local hour of the day from which a shift counts as a night's.
const NIGHT_FROM: u8 = 13;

/// Hours after which a breakdown is beyond any shift.
const NO_BREAKDOWN_H: f64 = 1e6;

impl Engine<'_> {
    /// The abstraction that a vehicle's crew is subject to: the trust's own hours lose shifts, blocks on top do not.
    fn abstraction(&self, id: VehicleId) -> Option<&Abstraction> {
        let vehicle = self.fleet_vehicle(id);
        let is_own = vehicle.terms.provider == Provider::Trust && vehicle.kind != VehicleKind::Cfr;
        self.decisions.fleet.abstraction.as_ref().filter(|_| is_own)
    }

    /// The local date on which the present shift began, and 64 bits for the vehicle's day or night crew.
    fn crew_day(&self, id: VehicleId) -> (Date, u64) {
        let local = self.clock.local(self.state.crew(id).from.max(SimTime(0)));
        let is_night = local.hour_of_week % 24 >= NIGHT_FROM;
        let date = self.clock.dates()[local.date as usize];
        (date, join(self.fleet_vehicle(id).entity, u64::from(is_night)))
    }

    /// Whether the shift that begins is lost: a normal score of (vehicle, date), faded over days, falls below what
    /// the month loses.
    pub(super) fn is_lost(&self, id: VehicleId) -> bool {
        let Some(abstraction) = self.abstraction(id) else { return false };
        let (date, entity) = self.crew_day(id);
        let month = (date.month() - 1) as usize;
        let share = abstraction.lost_share[month];
        let today = day_number(date);
        let weights = fading_weights(abstraction.persistence[month]);
        let normal = |back: usize| {
            let day = join(entity, (today - back as i64) as u64);
            normal_quantile(self.address.mark(Purpose::Absence, day).max(1e-12))
        };
        let score: f64 = weights.iter().enumerate().map(|(back, weight)| weight * normal(back)).sum();
        share > 0.0 && score < normal_quantile(share)
    }

    /// When the vehicle breaks down on the present shift, if it does, and how long it is then off the road.
    pub(super) fn breakdown(&self, id: VehicleId) -> Option<(SimTime, SimDuration)> {
        let abstraction = self.abstraction(id)?;
        let crew = self.state.crew(id);
        let (date, entity) = self.crew_day(id);
        let key = self.address.key(Purpose::Breakdown, join(entity, day_number(date) as u64));
        let hours = -libm::log(key.mark(0).max(1e-300)) / abstraction.breakdowns_per_hour.max(1e-12);
        let at = SimTime(crew.from.0 + (hours.min(NO_BREAKDOWN_H) * HOUR_MS as f64) as i64);
        let variance = libm::log1p(abstraction.off_road_cv * abstraction.off_road_cv);
        let score = normal_quantile(key.mark(1).max(1e-12));
        let ratio = libm::exp(libm::sqrt(variance) * score - 0.5 * variance);
        let off_road = SimDuration::from_seconds(3600.0 * abstraction.off_road_mean_h * ratio);
        (at < crew.until).then_some((at, off_road))
    }

    /// A vehicle breaks down: it is off the road as soon as its crew is free.
    pub(super) fn fails(&mut self, id: VehicleId, crew: u32, observer: &mut impl Observer) {
        let Some((_, off_road)) = self.breakdown(id).filter(|_| !self.is_gone(id, crew)) else { return };
        let status = self.state.vehicle(id).status;
        if status == VehicleStatus::OffRoad {
            return;
        }
        self.state.crews[id.index()].unfit_for = off_road;
        if status.is_available() && status != VehicleStatus::OnBreak {
            self.goes_off_road(id, observer);
        }
    }

    /// A free vehicle that has broken down is taken off the road; says whether it is.
    pub(super) fn goes_off_road(&mut self, id: VehicleId, observer: &mut impl Observer) -> bool {
        let off_road = self.state.crew(id).unfit_for;
        if off_road == SimDuration::ZERO {
            return false;
        }
        self.state.crews[id.index()].unfit_for = SimDuration::ZERO;
        self.clear_job(id, observer);
        self.set_status(id, VehicleStatus::OffRoad, observer);
        let home = self.home(id);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.leg = Leg::at(home, self.state.now);
        let job = vehicle.job;
        self.schedule(off_road, Event::VehicleIsMended { vehicle: id, job });
        true
    }

    pub(super) fn is_mended(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if !self.is_stale(id, job) {
            self.free(id, self.home(id), Moment::VehiclePassing, observer);
        }
    }
}

/// Days since Monday 29 December 1969: the same in every run.
fn day_number(date: Date) -> i64 {
    date.since(Date::constant(1969, 12, 29)).map_or(0, |span| i64::from(span.get_days()))
}
