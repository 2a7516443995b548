//! From marks to durations and dispositions: the only place where the engine meets chance.

use super::Engine;
use super::alternatives::changed;
use crate::category::{Category, Ending};
use crate::dist::normal_quantile;
use crate::rng::{Address, Purpose, join};
use crate::state::Incident;
use crate::units::{SECOND_MS, SimDuration, SimTime};
use crate::world::{Clock, Component, HospitalSite, fading_weights};

/// Normal scores of each (entity, date): how bad a day it is there, faded over days.
#[derive(Debug)]
pub(super) struct DayScores {
    n_dates: usize,
    score: Vec<f64>,
}

impl DayScores {
    /// The days of entities; each date has the mark of its own number.
    pub(super) fn new(
        (address, purpose): (&Address, Purpose),
        entities: impl Iterator<Item = u64>,
        lag1: f64,
        clock: &Clock,
    ) -> Self {
        let weights = fading_weights(lag1);
        let epoch = jiff::civil::Date::constant(1969, 12, 29);
        let number = |date: jiff::civil::Date| date.since(epoch).map_or(0, |span| i64::from(span.get_days()));
        let first = clock.dates().first().map_or(0, |date| number(*date));
        let n_dates = clock.dates().len();
        let mut score = Vec::new();
        for entity in entities {
            let normal = |date: i64| {
                let mark = address.mark(purpose, join(entity, date as u64));
                normal_quantile(mark.max(1e-12))
            };
            let marks: Vec<f64> = (0..n_dates + weights.len())
                .map(|d| normal(first + d as i64 - weights.len() as i64))
                .collect();
            score.extend((0..n_dates).map(|day| {
                let now = day + weights.len();
                weights.iter().enumerate().map(|(back, w)| w * marks[now - back]).sum::<f64>()
            }));
        }
        Self { n_dates, score }
    }

    /// The scores of the dates of the entity at a position.
    pub(super) fn of(&self, entity: usize) -> &[f64] {
        &self.score[entity * self.n_dates..(entity + 1) * self.n_dates]
    }
}

/// Handover of each hospital against its service's published one, which is not known by department: a latent ratio of
/// mean 1 with the assumed spread, another in each replication. Empty where departments do not differ.
pub(super) fn handover_sites(component: &Component, address: &Address) -> Vec<f64> {
    let sd = component.handover_site_sd;
    if sd <= 0.0 {
        return Vec::new();
    }
    let ratio = |site: &HospitalSite| {
        let score = normal_quantile(address.mark(Purpose::HandoverSite, site.entity).max(1e-12));
        libm::exp(sd * score - sd * sd / 2.0)
    };
    component.hospitals.iter().map(ratio).collect()
}

/// The clock of C1 starts 30 s after call connect at the latest, that of the others after 240 s.
const CLOCK_LATEST_S: [i64; 5] = [30, 240, 240, 240, 240];

impl Engine<'_> {
    /// When an incident whose call is answered at an instant can be dispatched, and when its clock starts.
    ///
    /// The clock starts at the earliest of: problem identified, first vehicle assigned, and the category's limit after
    /// call connect; here a vehicle is never assigned before the problem is identified.
    pub(super) fn triage(
        &self,
        id: u64,
        category: Category,
        service: usize,
        (called, answered): (SimTime, SimTime),
    ) -> (SimTime, SimTime) {
        if self.component.recorded.is_some() {
            return (called, called);
        }
        let stages = &self.component.stages;
        let table = match category {
            Category::C1 => &stages.c1_identified[service],
            other => &stages.triage[other.row()],
        };
        let ready = answered + table.at(self.address.mark(Purpose::Triage, id));
        let latest = called + SimDuration(CLOCK_LATEST_S[category.row()] * SECOND_MS);
        (ready, ready.min(latest))
    }

    /// How many vehicles an incident needs on scene, and how many more go in reserve: each count is the mean's whole
    /// part and one more by chance.
    pub(super) fn resources(&self, id: u64, category: Category, service: usize) -> (u8, u8) {
        let resources = &self.component.mixes[service].resources[category.row()];
        let key = self.address.key(Purpose::Resources, id);
        let count = |mean: f64, mark: f64| (mean.max(0.0) + mark).floor().min(3.0) as u8;
        (count(resources.wanted, key.mark(0)), count(resources.spare, key.mark(1)))
    }

    /// Whether the first vehicle at an incident is none of those that its service counts.
    pub(super) fn is_uncounted(&self, incident: &Incident) -> bool {
        let resources = &self.component.mixes[self.service_of(incident)].resources[incident.category.row()];
        let share = resources.uncounted();
        share > 0.0 && self.address.key(Purpose::Resources, incident.id.0).mark(2) < share
    }

    /// Whether an incident is treated by telephone alone, if such a share of its like is.
    pub(super) fn is_hear_and_treat(&self, incident: &Incident, share: f64) -> bool {
        let given = self.recorded(incident).is_some() || incident.id.layer() == crate::tape::GIVEN_LAYER;
        let more = self.effects(self.service_of(incident)).hear_and_treat;
        !given
            && (self.address.mark(Purpose::HearAndTreat, incident.id.0) < share * more
                || self.done_to(incident).answered)
    }

    /// How an incident will end once it is attended; drawn when its category is given.
    pub(super) fn disposition(&self, incident: &Incident) -> Ending {
        if let Some(recorded) = self.recorded(incident) {
            return if recorded.handover.is_some() { Ending::ConveyedEd } else { Ending::SeeAndTreat };
        }
        let place = incident.place as usize;
        if self.component.nearest[place].is_empty() && self.component.transfer[place].is_none() {
            return Ending::SeeAndTreat;
        }
        let mix = &self.component.mixes[self.component.service_of(place)];
        let conveyed = mix.conveyed[incident.category.row()] * self.done_to(incident).conveyed;
        let u = self.address.mark(Purpose::Convey, incident.id.0);
        if u < conveyed * mix.to_ed {
            Ending::ConveyedEd
        } else if u < conveyed {
            Ending::ConveyedOther
        } else {
            Ending::SeeAndTreat
        }
    }

    /// Mobilisation; each further response to the same incident has its own mark.
    pub(super) fn mobilise(&self, incident: &Incident, response: u64) -> SimDuration {
        if let Some(recorded) = &self.component.recorded {
            return recorded.mobilise;
        }
        self.component.stages.mobilise.at(self.address.key(Purpose::Mobilise, incident.id.0).mark(response))
    }

    pub(super) fn on_scene(&self, incident: &Incident, conveyed: bool) -> SimDuration {
        if let Some(recorded) = self.recorded(incident) {
            return recorded.on_scene;
        }
        let table = &self.component.stages.on_scene[usize::from(conveyed)][incident.category.row()];
        let stay = table.at(self.address.mark(Purpose::OnScene, incident.id.0));
        changed(stay, self.done_to(incident).on_scene)
    }

    pub(super) fn wrap_up(&self, incident: &Incident, conveyed: bool) -> SimDuration {
        if self.recorded(incident).is_some() {
            return SimDuration::ZERO;
        }
        let table = &self.component.stages.wrap_up[usize::from(conveyed)];
        table.at(self.address.mark(Purpose::WrapUp, incident.id.0))
    }

    pub(super) fn handover_other(&self, incident: &Incident) -> SimDuration {
        self.component.stages.handover_other.at(self.address.mark(Purpose::Handover, incident.id.0))
    }

    /// Seconds from the centroid of its area to the incident.
    pub(super) fn within_s(&self, incident: &Incident) -> f64 {
        self.component
            .travel
            .within_s(incident.place as usize, self.address.mark(Purpose::Within, incident.id.0))
    }
}
