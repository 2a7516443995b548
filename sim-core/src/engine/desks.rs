//! The people at the call and clinical desks, and the hours at which they change.

use super::{DeskKind, Engine, Fact, Observer};
use crate::policy::{Desks, Spread};
use crate::state::Event;
use crate::units::{HOUR_MS, SimDuration, SimTime};
use crate::world::{Component, World};

/// People on duty at each desk by local service and hour of the week.
#[derive(Debug, Default)]
pub(super) struct Staff {
    calls: Vec<[u32; 168]>,
    clinical: Vec<[u32; 168]>,
}

impl Staff {
    pub(super) fn new(world: &World, component: &Component, rules: &Desks) -> Self {
        let (calls, clinical) = (rules.calls.desk(), rules.clinical.desk());
        if calls.is_none() && clinical.is_none() {
            return Self::default();
        }
        let expected: Vec<[f64; 168]> =
            (0..component.services.len()).map(|service| expected(world, component, service)).collect();
        // Someone always answers calls; clinicians may be absent for an hour.
        let people = |spread: Spread, hours_per_1000: f64, least: u32| -> Vec<[u32; 168]> {
            let hours = |week: &[f64; 168]| week.iter().sum::<f64>() / 1000.0 * hours_per_1000;
            expected.iter().map(|week| spread.staff(hours(week), week, least)).collect()
        };
        Self {
            calls: calls.map_or_else(Vec::new, |desk| people(desk.spread, desk.hours_per_1000_incidents, 1)),
            clinical: clinical
                .map_or_else(Vec::new, |desk| people(desk.spread, desk.hours_per_1000_incidents, 0)),
        }
    }

    fn of(&self, desk: DeskKind) -> &[[u32; 168]] {
        match desk {
            DeskKind::Calls => &self.calls,
            DeskKind::Clinical => &self.clinical,
        }
    }
}

/// Incidents of an ordinary week in the component's part of a service, by hour of the week.
fn expected(world: &World, component: &Component, service: usize) -> [f64; 168] {
    let (mut residents, mut daytime) = (0.0, 0.0);
    for place in (0..component.places.n_own).filter(|place| component.service_of(*place) == service) {
        let area = &world.demand.areas[component.places.area[place].index()];
        let demand = &world.demand.services[area.service.index()];
        residents += demand.per_week * (1.0 - demand.daytime_share) * area.resident_weight;
        daytime += demand.per_week * demand.daytime_share * area.daytime_weight;
    }
    let profiles = (&world.demand.profile, &world.demand.daytime_profile);
    std::array::from_fn(|hour| residents * profiles.0[hour] + daytime * profiles.1[hour])
}

impl Engine<'_> {
    /// Opens the desks and the safety plan at the beginning of a run, where a rule asks for them.
    pub(super) fn open_desks(&mut self) {
        let services = self.component.services.len();
        let rules = &self.policies.desks;
        let desks = &mut self.state.desks;
        if rules.calls.desk().is_some() {
            desks.calls.resize_with(services, Default::default);
        }
        if rules.clinical.desk().is_some() {
            desks.clinical.resize_with(services, Default::default);
        }
        if rules.calls.desk().is_some() || rules.clinical.desk().is_some() {
            self.schedule(SimDuration::ZERO, Event::DeskHourBegins);
        }
        if !self.policies.desks.safety_plan.levels().is_empty() {
            self.state.desks.plans.resize_with(services, Default::default);
            self.schedule(SimDuration::ZERO, Event::PlanReviewed);
        }
    }

    /// People at a desk now.
    pub(super) fn on_duty(&self, desk: DeskKind, service: usize) -> u32 {
        let hour = usize::from(self.clock.local(self.state.now).hour_of_week);
        self.staff.of(desk)[service][hour]
    }

    /// Who comes on duty takes whoever waits; who goes off duty finishes first.
    pub(super) fn desk_hour(&mut self, observer: &mut impl Observer) {
        let from = self.state.now;
        for desk in [DeskKind::Calls, DeskKind::Clinical] {
            for service in 0..self.staff.of(desk).len() {
                let people = self.on_duty(desk, service);
                observer.see(&Fact::DeskHour { desk, service: service as u8, people, from });
            }
        }
        (0..self.state.desks.calls.len()).for_each(|service| self.answer_next(service, observer));
        (0..self.state.desks.clinical.len()).for_each(|service| self.assess_next(service, observer));
        let next = SimTime((from.0 / HOUR_MS + 1) * HOUR_MS);
        self.schedule(next - from, Event::DeskHourBegins);
    }
}
