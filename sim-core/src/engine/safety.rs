//! The C1 reserve, and the levels of the clinical safety plan.

use super::{Engine, Fact, Observer};
use crate::category::Category;
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::Moment;
use crate::policy::safety_plan::{Condition, Effects, Quantity};
use crate::state::Event;
use crate::vehicle_kind::Pool;

impl Engine<'_> {
    /// The local service of a vehicle.
    pub(super) fn service_of_vehicle(&self, id: VehicleId) -> usize {
        usize::from(self.component.patch_service[usize::from(self.decisions.fleet.patch[id.index()])])
    }

    /// Whether a vehicle that is available, or becomes free, is kept for C1: fewer than the reserve would be left.
    pub(super) fn is_held(&self, id: VehicleId, category: Category) -> bool {
        if category == Category::C1 || self.state.vehicle(id).kind.pool() != Pool::Transport {
            return false;
        }
        let service = self.service_of_vehicle(id);
        let held = self.policies.desks.reserve.held(&self.view(), service).max(self.effects(service).reserve);
        if held == 0 {
            return false;
        }
        let other = |other: &&VehicleId| {
            **other != id
                && self.service_of_vehicle(**other) == service
                && self.state.vehicle(**other).answers.has(Category::C1)
        };
        let left = self.state.available[Pool::Transport as usize].iter().filter(other);
        (left.take(held as usize).count() as u32) < held
    }

    /// What the safety plan of a local service does now.
    pub(super) fn effects(&self, service: usize) -> Effects {
        let level = self.state.desks.plans.get(service).map_or(0, |plan| usize::from(plan.level));
        if level == 0 {
            return Effects::NONE;
        }
        self.policies.desks.safety_plan.levels().get(level - 1).map_or(Effects::NONE, |level| level.effects)
    }

    /// Looks at the triggers of each service.
    pub(super) fn review_plan(&mut self, observer: &mut impl Observer) {
        let mut changed = false;
        for service in 0..self.state.desks.plans.len() {
            let plan = self.state.desks.plans[service];
            let level = self.next_level(service);
            if level != plan.level {
                self.tell_level(service, observer);
                let now = self.state.now;
                let plan = &mut self.state.desks.plans[service];
                (plan.level, plan.since, changed) = (level, now, true);
            }
        }
        if changed {
            self.offer_reserve(observer);
        }
        self.schedule(self.policies.desks.safety_plan.review_every(), Event::PlanReviewed {});
    }

    /// The position of the level that is in force after a review.
    fn next_level(&self, service: usize) -> u8 {
        let levels = self.policies.desks.safety_plan.levels();
        let present = self.state.desks.plans[service];
        let hold =
            |conditions: &[Condition]| conditions.iter().all(|c| c.holds(self.value(service, c.quantity)));
        let target = levels.iter().rposition(|level| hold(&level.entry)).map_or(0, |row| row as u8 + 1);
        let Some(level) = usize::from(present.level).checked_sub(1).and_then(|row| levels.get(row)) else {
            return target;
        };
        if target >= present.level {
            return target;
        }
        let lasted = self.state.now - present.since >= level.dwell;
        let leaves = lasted && level.exit.as_ref().is_none_or(|exit| hold(exit));
        if leaves { target } else { present.level }
    }

    /// A quantity of a local service now.
    fn value(&self, service: usize, quantity: Quantity) -> f64 {
        match quantity {
            Quantity::Queue(category) => self.waiting_for_first(service, category).count() as f64,
            Quantity::LongestWait(category) => {
                let waits = self.waiting_for_first(service, category);
                let ready = waits.map(|row| self.state.incident(row).ready).min();
                ready.map_or(0.0, |ready| (self.state.now - ready).seconds())
            }
            Quantity::Available => {
                let own = |id: &&VehicleId| self.service_of_vehicle(**id) == service;
                self.state.available[Pool::Transport as usize].iter().filter(own).count() as f64
            }
            Quantity::Utilisation => self.utilisation(service),
        }
    }

    /// Incidents of a local service that wait and have no vehicle on the way or there.
    pub(super) fn waiting_for_first(
        &self,
        service: usize,
        category: Option<Category>,
    ) -> impl Iterator<Item = IncidentRow> {
        let fits = move |row: &IncidentRow| {
            let incident = self.state.incident(*row);
            incident.is_unattended()
                && incident.sent.iter().all(Option::is_none)
                && category.is_none_or(|category| incident.category == category)
                && self.service_of(incident) == service
        };
        self.state.waiting.iter().map(|waiting| waiting.row).filter(fits)
    }

    /// Share of the conveying vehicles on duty that are on jobs; 0 if nobody is on duty.
    fn utilisation(&self, service: usize) -> f64 {
        let own = self.state.vehicles.iter().enumerate().filter(|(row, vehicle)| {
            vehicle.kind.pool() == Pool::Transport
                && (vehicle.on_shift || vehicle.status.is_busy())
                && self.service_of_vehicle(VehicleId::new(*row)) == service
        });
        let (busy, all) =
            own.fold((0u32, 0u32), |(busy, all), (_, v)| (busy + u32::from(v.status.is_busy()), all + 1));
        if all > 0 { f64::from(busy) / f64::from(all) } else { 0.0 }
    }

    /// After a change of level, vehicles that are not kept any more are offered to those who wait, the oldest first.
    fn offer_reserve(&mut self, observer: &mut impl Observer) {
        let mut waiting: Vec<IncidentRow> = self.state.waiting.iter().map(|waiting| waiting.row).collect();
        waiting.sort_unstable_by_key(|row| {
            let incident = self.state.incident(*row);
            (incident.category, incident.ready, incident.id)
        });
        for row in waiting {
            if self.state.incident(row).is_waiting() {
                let attended = self.state.incident(row).is_attended();
                let moment = if attended { Moment::BackUp } else { Moment::IncidentReady };
                self.dispatch(row, moment, observer);
            }
        }
    }

    /// Tells how long the present level of a local service has lasted.
    pub(super) fn tell_level(&self, service: usize, observer: &mut impl Observer) {
        let plan = self.state.desks.plans[service];
        let levels = self.policies.desks.safety_plan.levels();
        let row = usize::from(plan.level).checked_sub(1);
        let level = row.and_then(|row| levels.get(row)).map_or(0, |level| level.number);
        let (from, until) = (plan.since, self.state.now);
        observer.see(&Fact::PlanLevel { service: service as u8, level, from, until });
    }
}
