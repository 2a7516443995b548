//! What is believed of a programme, its costs and what surrounds it: drawn many times, the same draws for every policy.

use super::arms::Arms;
use super::course::Course;
use super::minute::Minute;
use super::phase::phases;
use super::place::Place;
use super::response::{Answer, Response};
use super::split::splits;
use super::{CircleQuestions, ProgrammeResult, YEARS};
use crate::experiment::run::Experiment;
use crate::experiment::served::ServedHours;
use crate::prevention::{Item, MONTHS, Priced, QUINTILES, Ranged, Surroundings, monthly_force};
use crate::rng::{Address, Key, Purpose, code64};
use crate::scenario::{Chosen, Scenario};
use std::sync::Arc;

/// The replication numbers of draws begin here: no run has them, and those of [`crate::experiment::Prevented`] are others.
const FIRST: u32 = u32::MAX / 4;
const DAYS_A_YEAR: f64 = 365.25;

/// An intervention and the cohort that it meets in the place, a year.
struct Own {
    chosen: Chosen,
    reach_by_quintile: [f64; QUINTILES],
    /// Incidents, and the vehicle-hours that they take, by quintile.
    cohort: [(f64, f64); QUINTILES],
    force: Vec<f64>,
}

/// One belief.
pub(super) struct Belief {
    /// Of each intervention.
    pub items: Vec<Priced>,
    /// Load, prices and shares.
    pub around: Surroundings,
    /// The response.
    pub answer: Answer,
}

/// All beliefs about the interventions of a scenario.
pub(super) struct Believers {
    own: Vec<Own>,
    draws: Vec<Belief>,
    central: Belief,
    discount_rate: f64,
}

/// Some of the interventions under one belief.
pub(super) struct Meeting<'a> {
    pub items: Vec<Priced>,
    pub force: Vec<Vec<f64>>,
    pub around: &'a Surroundings,
    pub answer: &'a Answer,
}

impl Believers {
    pub fn of(
        scenario: &Scenario,
        questions: &CircleQuestions,
        (experiment, arms): (&Experiment, &Arms),
        (place, response): (&Place, &Response),
    ) -> Self {
        let own = cohorts(scenario, experiment, arms);
        let draws_effects = scenario.replications_per_draw() > 0;
        let belief = |address: Option<&Address>| {
            let effects = address.filter(|_| draws_effects);
            let key = |name: &str| address.map(|own| own.key(Purpose::Effect, code64(name)));
            Belief {
                items: own.iter().map(|own| own.priced(effects)).collect(),
                around: surroundings(scenario, place, (questions.induced, &key)),
                answer: key("circle: response").map_or_else(|| response.central(), |key| response.drawn(key)),
            }
        };
        let draw = |number| belief(Some(&Address::new(scenario.run().seed, FIRST + number)));
        let draws = (0..questions.draws).map(draw).collect();
        let discount_rate = assumed(scenario, "discount_rate", None);
        Self { draws, central: belief(None), own, discount_rate }
    }

    /// What the scenario's own programme costs a year, at central values.
    pub fn own_cost_gbp(&self) -> f64 {
        self.central.items.iter().map(|item| item.part).sum()
    }

    /// Rows of the interventions of each programme: all, and each alone where there are several.
    pub fn programmes(&self) -> Vec<Vec<usize>> {
        let all: Vec<usize> = (0..self.own.len()).collect();
        let alone: Vec<Vec<usize>> = all.iter().map(|row| vec![*row]).collect();
        if all.len() > 1 { std::iter::once(all).chain(alone).collect() } else { alone }
    }

    /// Names of what acts after the call alone.
    pub fn left_out(&self, scenario: &Scenario) -> Vec<String> {
        let others = scenario.interventions().iter().filter(|own| own.intervention.acts.incidents.is_none());
        others.map(|own| own.intervention.name.clone()).collect()
    }

    pub fn programme(&self, rows: &[usize], budget_gbp: f64, place: &Place) -> ProgrammeResult {
        let all: Vec<Meeting<'_>> = self.draws.iter().map(|own| self.meeting(own, rows)).collect();
        let central = self.meeting(&self.central, rows);
        let course = Course::of(&all, budget_gbp);
        ProgrammeResult {
            names: rows.iter().map(|row| self.own[*row].chosen.intervention.name.clone()).collect(),
            phases: phases((&central, &all), budget_gbp, &course),
            splits: splits(&all, (budget_gbp, self.discount_rate), place),
            minute: Minute::of_programme(&all, budget_gbp),
            course,
        }
    }

    /// What a minute of the C2 mean costs by crews.
    pub fn crews(&self, place: &Place) -> Minute {
        let each = self.draws.iter().map(|own| (&own.answer, own.around.hour_gbp));
        Minute::of_crews(each, place)
    }

    fn meeting<'a>(&'a self, belief: &'a Belief, rows: &[usize]) -> Meeting<'a> {
        Meeting {
            items: rows.iter().map(|row| belief.items[*row].clone()).collect(),
            force: rows.iter().map(|row| self.own[*row].force.clone()).collect(),
            around: &belief.around,
            answer: &belief.answer,
        }
    }
}

/// The interventions that prevent incidents, each with the incidents of its cohort a year.
fn cohorts(scenario: &Scenario, experiment: &Experiment, arms: &Arms) -> Vec<Own> {
    let arm = &experiment.arms[arms.incidents.len()];
    let hours = ServedHours::of(&experiment.arms[0]);
    let targeting = scenario.targeting();
    let n = arm.replications.len().max(1) as f64;
    let scale = DAYS_A_YEAR / f64::from(arm.scenario.run().days) / n;
    let acting = scenario.interventions().iter().enumerate();
    acting
        .filter(|(_, chosen)| chosen.intervention.acts.incidents.is_some())
        .map(|(item, chosen)| {
            let mut cohort = [(0.0, 0.0); QUINTILES];
            let rows = arm.replications.iter().flat_map(|measures| &measures.prevention);
            for row in rows.filter(|row| usize::from(row.item) == item) {
                let service = crate::ids::ServiceId::new(usize::from(row.service));
                let each = hours.each((row.ics, service), row.category);
                let own = &mut cohort[usize::from(row.quintile.saturating_sub(1)).min(QUINTILES - 1)];
                *own = (own.0 + row.cohort * scale, own.1 + row.cohort * scale * each);
            }
            let force = monthly_force(chosen.intervention.kernel, YEARS * MONTHS);
            let reach_by_quintile = chosen.reach_by_quintile(&targeting);
            Own { chosen: chosen.clone(), reach_by_quintile, cohort, force }
        })
        .collect()
}

impl Own {
    /// What money buys of it: its reach ends at the high end of what is believed of it.
    fn priced(&self, address: Option<&Address>) -> Priced {
        let given = &self.chosen.intervention;
        let at = |reach: f64| {
            let mut own = (**given).clone();
            own.reach = Ranged::known(reach);
            Item { intervention: Arc::new(own), live: Vec::new(), reach_by_quintile: self.reach_by_quintile }
        };
        let whole = at(given.reach.high);
        let drawn = whole.drawn(address);
        let reached = |pick: fn(&(f64, f64)) -> f64, reached: &[f64; QUINTILES]| -> f64 {
            self.cohort.iter().zip(reached).map(|(cohort, reached)| pick(cohort) * reached).sum()
        };
        let (incidents, hours) = (reached(|own| own.0, &drawn.reached), reached(|own| own.1, &drawn.reached));
        let central = at(given.reach.value);
        let usual = reached(|own| own.0, &central.drawn(None).reached);
        Priced {
            cost_gbp: whole.unit_gbp(address) * given.cost.units_per_incident * incidents,
            prevented: incidents * drawn.prevents,
            released_h: hours * drawn.prevents,
            part: central.unit_gbp(None) * given.cost.units_per_incident * usual,
        }
    }
}

/// Gives an assumption's marks by its name.
type Keys<'a> = &'a dyn Fn(&str) -> Option<Key>;

fn surroundings(scenario: &Scenario, place: &Place, (induced, key): (bool, Keys<'_>)) -> Surroundings {
    let of = |name: &str| assumed(scenario, name, key(name));
    Surroundings {
        load_h: place.load_h,
        hour_gbp: of("ambulance_hour_gbp"),
        reinvested: of("reinvested_share"),
        fading: of("prevention_fading"),
        crowding: of("crowding_out"),
        induced: if induced { of("induced_share") } else { 0.0 },
    }
}

/// An assumption: triangular in its range; the value in force without a key, or where the scenario states another one.
fn assumed(scenario: &Scenario, name: &str, key: Option<Key>) -> f64 {
    let found = scenario.assumptions_in_force().into_iter().find(|own| own.given.name == name);
    let Some(row) = found else { return 0.0 };
    let range = Ranged { value: row.given.value, low: row.given.low, high: row.given.high };
    match key {
        Some(key) if row.value == row.given.value => range.triangular(key.mark(0)),
        _ => row.value,
    }
}
