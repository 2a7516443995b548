//! The people at the call and clinical desks, and the hours at which they change.

use super::luck::DayScores;
use super::{DeskKind, Engine, Fact, Observer};
use crate::policy::Desks;
use crate::policy::calls::CallDesk;
use crate::policy::clinical::ClinicalDesk;
use crate::rng::{Address, Purpose};
use crate::state::Event;
use crate::units::{HOUR_MS, SimDuration, SimTime};
use crate::world::{ClinicianTable, Component, World, on_duty, staff_factor};

/// Call-taker hours for 1,000 incidents where nothing is published and none are stated.
const CALL_TAKER_HOURS: f64 = 160.0;
/// Clinician hours for 1,000 incidents where nothing is published and none are stated.
const CLINICIAN_HOURS: f64 = 40.0;

/// The people at the desks of each local service.
#[derive(Debug, Default)]
pub(super) struct Staff {
    calls: Vec<Line>,
    clinical: Vec<Line>,
    callers: Vec<Callers>,
    clinicians: Vec<ClinicianTable>,
}

/// People planned at one desk by hour of the week, and how many of them come on a date.
#[derive(Debug)]
struct Line {
    planned: [u32; 168],
    factor: Vec<f64>,
    least: u32,
}

/// How those who call reach the desk of a service.
#[derive(Debug)]
struct Callers {
    connects_share: f64,
    further_calls: f64,
    ring: SimDuration,
    handling: SimDuration,
}

impl Staff {
    pub(super) fn new(world: &World, component: &Component, rules: &Desks, address: &Address) -> Self {
        let mut staff = Self::default();
        let n = component.services.len();
        if let Some(rule) = rules.calls.desk() {
            staff.calls = (0..n).map(|service| call_takers(world, component, service, rule)).collect();
            staff.callers = (0..n).map(|service| callers(component, service, rule)).collect();
            staff.vary(DeskKind::Calls, world, component, address);
        }
        if let Some(rule) = rules.clinical.desk() {
            staff.clinical = (0..n).map(|service| clinicians(world, component, service, rule)).collect();
            let table = |service: usize| {
                let fitted = component.service_desks.get(service).and_then(|desks| desks.clinical.clone());
                fitted.unwrap_or_else(|| ClinicianTable::unfitted(&component.mixes[service]))
            };
            staff.clinicians = (0..n).map(table).collect();
            staff.vary(DeskKind::Clinical, world, component, address);
        }
        staff
    }

    /// Sets how many of those planned come on each date.
    fn vary(&mut self, desk: DeskKind, world: &World, component: &Component, address: &Address) {
        let purpose = match desk {
            DeskKind::Calls => Purpose::CallTakerDay,
            DeskKind::Clinical => Purpose::ClinicianDay,
        };
        let entities = component.service_desks.iter().map(|desks| desks.entity);
        let days = DayScores::new((address, purpose), entities, 0.0, &world.clock);
        let lines = match desk {
            DeskKind::Calls => &mut self.calls,
            DeskKind::Clinical => &mut self.clinical,
        };
        for (service, (line, desks)) in lines.iter_mut().zip(&component.service_desks).enumerate() {
            let sigma = match desk {
                DeskKind::Calls => desks.calls.as_ref().map_or(0.0, |table| table.day_sigma),
                DeskKind::Clinical => desks.clinical.as_ref().map_or(0.0, |table| table.day_sigma),
            };
            line.factor = days.of(service).iter().map(|score| staff_factor(sigma, *score)).collect();
        }
    }

    fn of(&self, desk: DeskKind) -> &[Line] {
        match desk {
            DeskKind::Calls => &self.calls,
            DeskKind::Clinical => &self.clinical,
        }
    }

    /// Whether an incident comes by a call; the others come by other ways and wait for nobody's answer.
    pub(super) fn comes_by_call(&self, service: usize, address: Address, id: u64) -> bool {
        let share = self.callers[service].connects_share;
        share >= 1.0 || address.mark(Purpose::ByCall, id) < share
    }

    /// Mean of the further calls to an incident by others who see it.
    pub(super) fn further_calls(&self, service: usize) -> f64 {
        self.callers[service].further_calls
    }

    /// How long every call rings before it is answered.
    pub(super) fn ring(&self, service: usize) -> SimDuration {
        self.callers[service].ring
    }

    /// Mean time of a call.
    pub(super) fn handling(&self, service: usize) -> SimDuration {
        self.callers[service].handling
    }

    /// Whom the clinicians of a service assess, and what they close.
    pub(super) fn clinicians(&self, service: usize) -> &ClinicianTable {
        &self.clinicians[service]
    }
}

fn call_takers(world: &World, component: &Component, service: usize, rule: &CallDesk) -> Line {
    let incidents = world.incidents_by_hour(component, service);
    let fitted = component.service_desks.get(service).and_then(|desks| desks.calls.as_ref());
    let per_1000 = rule.hours_per_1000_incidents;
    let hours = hours(&incidents, per_1000, fitted.map(|table| table.hours_per_week), CALL_TAKER_HOURS);
    // Someone always answers calls.
    Line::planned(rule.spread.staff(hours * rule.hours_ratio, &incidents, 1), 1)
}

fn clinicians(world: &World, component: &Component, service: usize, rule: &ClinicalDesk) -> Line {
    let incidents = world.incidents_by_hour(component, service);
    let fitted = component.service_desks.get(service).and_then(|desks| desks.clinical.as_ref());
    let per_1000 = rule.hours_per_1000_incidents;
    let hours = hours(&incidents, per_1000, fitted.map(|table| table.hours_per_week), CLINICIAN_HOURS);
    Line::planned(rule.spread.staff(hours * rule.hours_ratio, &incidents, 0), 0)
}

/// Hours a week: those stated, else those fitted, else the usual ones.
fn hours(incidents: &[f64; 168], per_1000: Option<f64>, fitted: Option<f64>, usual: f64) -> f64 {
    let of = |per_1000: f64| incidents.iter().sum::<f64>() / 1000.0 * per_1000;
    per_1000.map(of).or(fitted).unwrap_or_else(|| of(usual))
}

fn callers(component: &Component, service: usize, rule: &CallDesk) -> Callers {
    let desks = component.service_desks.get(service);
    let fitted = desks.and_then(|desks| desks.calls.as_ref());
    let (ring, handling) =
        fitted.map_or((SimDuration::ZERO, rule.handling.0), |table| (table.ring, table.handling));
    match (rule.extra_contacts_per_incident, desks) {
        (None, Some(desks)) => Callers {
            connects_share: desks.connects_share,
            further_calls: desks.further_calls,
            ring,
            handling,
        },
        (stated, _) => {
            Callers { connects_share: 1.0, further_calls: stated.unwrap_or(0.0).max(0.0), ring, handling }
        }
    }
}

impl Line {
    const fn planned(planned: [u32; 168], least: u32) -> Self {
        Self { planned, factor: Vec::new(), least }
    }
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
            self.schedule(SimDuration::ZERO, Event::DeskHourBegins {});
        }
        if !self.policies.desks.safety_plan.levels().is_empty() {
            self.state.desks.plans.resize_with(services, Default::default);
            self.schedule(SimDuration::ZERO, Event::PlanReviewed {});
        }
    }

    /// People at a desk now.
    pub(super) fn on_duty(&self, desk: DeskKind, service: usize) -> u32 {
        let local = self.clock.local(self.state.now);
        let line = &self.staff.of(desk)[service];
        let factor = line.factor.get(local.date as usize).copied().unwrap_or(1.0);
        on_duty(line.planned[usize::from(local.hour_of_week)], factor, line.least)
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
        self.schedule(next - from, Event::DeskHourBegins {});
    }
}
