//! What a scenario believes of call takers and clinicians, fitted to what each service publishes.

use super::call_desk::{AnswerFigures, CallDeskTable, CallPrior};
use super::clinician_desk::{AssessmentFigures, ClinicianPrior, ClinicianTable};
use super::component::Component;
use super::demand::Demand;
use super::desk_stream::{DeskDemand, HOURS};
use super::desks::Desks;
use super::mix::{Mix, ratio};
use super::plan::Plan;
use crate::ids::ServiceId;
use crate::region::{Month, Region};
use crate::rng::code64;
use jiff::civil::Date;
use rayon::prelude::*;

/// Time to an assessment where none is published, seconds: mean and 90th centile, near England's of 2023-24. Grade D.
const UNPUBLISHED_WAIT_S: [f64; 2] = [3_000.0, 6_500.0];

/// What a scenario believes of the call and clinical desks; nothing is fitted where one is off.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeskPlan {
    /// Of callers and calls, if there is a call desk.
    pub calls: Option<CallPrior>,
    /// Of clinicians, if there is a clinician desk.
    pub clinical: Option<ClinicianPrior>,
}

/// Incidents and desks of one local service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceDesks {
    /// 64 bits from the service's code.
    pub entity: u64,
    /// Incidents of an ordinary week in the component's part of the service, and how days differ.
    pub incidents: DeskDemand,
    /// Share of the incidents whose caller comes to the call desk; the others come by other ways, such as NHS 111.
    pub connects_share: f64,
    /// Further calls by others who see it, for each of those.
    pub further_calls: f64,
    /// Calls of patients who wait, for each incident at the waits published.
    pub repeated_calls: f64,
    /// The call takers, where there is a call desk.
    pub calls: Option<CallDeskTable>,
    /// The clinicians, where there is a clinician desk.
    pub clinical: Option<ClinicianTable>,
}

/// Fits the desks of a component's services.
#[must_use]
pub(super) fn fit(region: &Region, plan: &Plan, demand: &Demand, component: &Component) -> Vec<ServiceDesks> {
    let one = |service: usize| {
        let (published, mix) = (&component.desks[service], &component.mixes[service]);
        let incidents = incidents(region, plan, demand, component, service);
        let answered = published.answered_per_incident;
        let further = plan.settings.get("extra_contacts_per_incident");
        let repeat_every_s =
            plan.desks.calls.as_ref().map_or(f64::INFINITY, |prior| prior.repeat_call_every_s);
        let assessed = ratio(published.assessed_per_day, mix.incidents_per_day) * published.assessment_mean_s;
        let waits_s =
            published.unattended_s_per_incident + if plan.desks.clinical.is_some() { assessed } else { 0.0 };
        let repeated = waits_s / repeat_every_s.max(1.0);
        let calls = if answered > 0.0 { (answered - repeated).max(0.1) } else { 1.0 + further };
        let desks = ServiceDesks {
            entity: code64(&region.services[component.services[service].index()].code),
            incidents,
            connects_share: calls.min(1.0),
            further_calls: (calls - 1.0).max(0.0),
            repeated_calls: repeated,
            calls: None,
            clinical: None,
        };
        let calls = plan.desks.calls.as_ref().map(|prior| call_desk(prior, &desks, published));
        let part = desks.incidents.per_week() / (7.0 * mix.incidents_per_day).max(1e-9);
        let clinical = plan
            .desks
            .clinical
            .as_ref()
            .map(|prior| clinician_desk(prior, mix, (&desks.incidents, part), published));
        ServiceDesks { calls, clinical, ..desks }
    };
    (0..component.services.len()).into_par_iter().map(one).collect()
}

fn call_desk(prior: &CallPrior, desks: &ServiceDesks, published: &Desks) -> CallDeskTable {
    let calls = desks.connects_share + desks.repeated_calls;
    let demand = DeskDemand {
        by_hour: desks.incidents.by_hour.map(|incidents| incidents * calls),
        further: desks.further_calls / calls,
        ..desks.incidents.clone()
    };
    let wanted =
        AnswerFigures { mean_s: published.answer_mean_s, p90_p95_p99_s: published.answer_p90_p95_p99_s };
    CallDeskTable::fit(prior, &demand, &wanted)
}

/// The clinicians of a part of a service.
fn clinician_desk(
    prior: &ClinicianPrior,
    mix: &Mix,
    (incidents, part): (&DeskDemand, f64),
    published: &Desks,
) -> ClinicianTable {
    let heard = |c: usize| mix.hear_and_treat[c] * mix.initial_per_day[c];
    let unpublished = (0..mix.hear_and_treat.len()).map(heard).sum::<f64>() / prior.closed_most.max(0.1);
    let is_published = published.assessed_per_day > 0.0;
    let per_day = if is_published { published.assessed_per_day } else { unpublished };
    let [mean_s, p90_s] = UNPUBLISHED_WAIT_S;
    let wanted = AssessmentFigures {
        per_week: 7.0 * per_day * part,
        mean_s: if is_published { published.assessment_mean_s } else { mean_s },
        p90_s: if is_published { published.assessment_p90_s } else { p90_s },
    };
    ClinicianTable::fit(prior, mix, incidents, &wanted)
}

/// Incidents of an ordinary week at the published level in the component's part of a service, by local hour.
#[must_use]
pub(super) fn by_hour(demand: &Demand, component: &Component, service: usize) -> [f64; HOURS] {
    let (mut residents, mut daytime) = (0.0, 0.0);
    for place in (0..component.places.n_own).filter(|place| component.service_of(*place) == service) {
        let area = &demand.areas[component.places.area[place].index()];
        let service = &demand.services[area.service.index()];
        residents += service.per_week * (1.0 - service.daytime_share) * area.resident_weight;
        daytime += service.per_week * service.daytime_share * area.daytime_weight;
    }
    std::array::from_fn(|hour| residents * demand.profile[hour] + daytime * demand.daytime_profile[hour])
}

/// How much the special days of the plan's months add to the variance between days.
fn special_variance(region: &Region, plan: &Plan, service: ServiceId) -> f64 {
    let month = |date: Date| Month { year: date.year(), month: date.month() };
    let days = region.special_days.iter().filter(|day| plan.months.contains(&month(day.date)));
    let here = days.filter(|day| day.service.is_none_or(|own| own == service));
    let squares: f64 =
        here.filter_map(|day| Some((day.demand_factor? - 1.0) * (day.demand_factor? - 1.0))).sum();
    squares / (30.4 * plan.months.len().max(1) as f64)
}

fn incidents(
    region: &Region,
    plan: &Plan,
    demand: &Demand,
    component: &Component,
    service: usize,
) -> DeskDemand {
    // The ICSs of a service have their days in common to this degree, and what each has for itself averages out.
    let within = plan.settings.get("day_effect_correlation_within_service").clamp(0.0, 1.0);
    let own =
        (1.0 - within) / component.patch_service.iter().filter(|s| **s as usize == service).count() as f64;
    let cv = if plan.day_effect { plan.settings.get("day_effect_cv") } else { 0.0 };
    let special =
        if plan.special_days { special_variance(region, plan, component.services[service]) } else { 0.0 };
    DeskDemand {
        by_hour: by_hour(demand, component, service),
        day_cv: libm::sqrt(cv * cv * (within + own) + special),
        further: 0.0,
        day_lag1: plan.settings.get("day_effect_lag1"),
    }
}
