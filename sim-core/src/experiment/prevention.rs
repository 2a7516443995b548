//! What interventions did, summed over categories, with intervals and what of them is belief and what is chance.

use super::run::ArmResult;
use crate::outcome::PreventionRow;
use crate::region::Grade;
use crate::scenario::{Chosen, Scenario};
use crate::stats::Estimate;
use crate::world::{STREAMS, vehicle_hours_an_incident};
use std::collections::{BTreeMap, BTreeSet};

/// What an intervention did in an ICS and a deprivation quintile over the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Prevented {
    /// Name of the intervention.
    pub intervention: String,
    /// What it is called.
    pub title: String,
    /// Evidence.
    pub grade: Grade,
    /// ODS code of the ICS.
    pub ics: String,
    /// Deprivation quintile, 1 the most deprived; `None`: all.
    pub quintile: Option<u8>,
    /// Incidents of its cohort while it was live.
    pub cohort: f64,
    /// Those of them that it reached.
    pub reached: f64,
    /// Incidents prevented, each shared among those that might have prevented it; below 0 where it adds some.
    pub prevented: Estimate,
    /// Vehicle-hours that the prevented incidents would have taken.
    pub released_h: Estimate,
    /// What it cost, pounds: units for those reached.
    pub cost_gbp: f64,
    /// Share of the variance between replications that comes from what is believed of effects, where replications share
    /// draws; the rest is chance.
    pub from_belief: Option<f64>,
}

/// Sums of one replication: cohort, reached, prevented, hours.
type Sums = [f64; 4];

impl ArmResult {
    /// What each intervention did: for each ICS all quintiles together, then each quintile; none without interventions.
    #[must_use]
    pub fn prevented(&self) -> Vec<Prevented> {
        let hours = hours(&self.scenario);
        let mut groups: BTreeMap<(u16, String, Option<u8>), Vec<Sums>> = BTreeMap::new();
        let n = self.replications.len();
        for (replication, measures) in self.replications.iter().enumerate() {
            for row in &measures.prevention {
                let code = self.scenario.region().icses()[row.ics.index()].code.clone();
                for quintile in [None, Some(row.quintile)] {
                    let sums = groups
                        .entry((row.item, code.clone(), quintile))
                        .or_insert_with(|| vec![Sums::default(); n]);
                    add(&mut sums[replication], row, &hours);
                }
            }
        }
        let chosen = self.scenario.interventions();
        groups
            .into_iter()
            .filter_map(|((item, ics, quintile), sums)| {
                self.row(chosen.get(usize::from(item))?, (ics, quintile), &sums)
            })
            .collect()
    }

    fn row(
        &self,
        chosen: &Chosen,
        (ics, quintile): (String, Option<u8>),
        sums: &[Sums],
    ) -> Option<Prevented> {
        let own = &chosen.intervention;
        let column = |at: usize| sums.iter().map(|row| row[at]).collect::<Vec<f64>>();
        let mean = |at: usize| Estimate::of(&column(at)).map(|estimate| estimate.mean);
        let reached = mean(1)?;
        Some(Prevented {
            intervention: own.name.clone(),
            title: own.title.clone(),
            grade: own.grade,
            ics,
            quintile,
            cohort: mean(0)?,
            reached,
            prevented: over_draws(&column(2), self.scenario.replications_per_draw())?,
            released_h: over_draws(&column(3), self.scenario.replications_per_draw())?,
            cost_gbp: own.cost.pounds.value * own.cost.units_per_incident * reached,
            from_belief: between_draws(&column(2), self.scenario.replications_per_draw()),
        })
    }

    /// Share of all incidents of the window that interventions prevented, by ICS code.
    #[must_use]
    pub fn prevented_share(&self) -> BTreeMap<String, f64> {
        let mut prevented: BTreeMap<String, f64> = BTreeMap::new();
        for row in self.prevented().iter().filter(|row| row.quintile.is_none()) {
            *prevented.entry(row.ics.clone()).or_default() += row.prevented.mean;
        }
        let left = |code: &str| {
            let of = |measures: &crate::outcome::Measures| {
                let own = measures.responses.iter().find(|row| {
                    row.level == crate::outcome::Level::Ics
                        && row.category == crate::outcome::ReportedCategory::All
                        && self.code(row.level, row.group) == code
                });
                own.map_or(0.0, |row| row.incidents as f64)
            };
            self.replications.iter().map(of).sum::<f64>() / self.replications.len().max(1) as f64
        };
        let shares = prevented.iter().map(|(code, gone)| (code.clone(), gone / (left(code) + gone).max(1.0)));
        shares.collect()
    }
}

fn add(sums: &mut Sums, row: &PreventionRow, hours: &BTreeMap<u16, [f64; STREAMS]>) {
    let each = hours.get(&row.service).map_or(0.0, |own| own[row.category.row()]);
    let own = [row.cohort, row.reached, row.prevented, row.prevented * each];
    sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
}

/// Vehicle-hours of an incident of each category, by service.
fn hours(scenario: &Scenario) -> BTreeMap<u16, [f64; STREAMS]> {
    let (region, plan) = (scenario.region(), scenario.world_plan());
    let services: BTreeSet<_> = scenario.services().into_iter().collect();
    let of = |service: crate::ids::ServiceId| {
        (service.index() as u16, vehicle_hours_an_incident(region, &plan, service))
    };
    services.into_iter().map(of).collect()
}

/// An estimate over the groups of replications that share a draw: replications of a group are not independent, and one
/// group alone has no interval.
fn over_draws(values: &[f64], size: u32) -> Option<Estimate> {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let groups: Vec<f64> = values.chunks(size.max(1) as usize).map(mean).collect();
    Some(Estimate { mean: Estimate::of(values)?.mean, ..Estimate::of(&groups)? })
}

/// Share of variance between groups of replications that share a draw: one-way random effects, whole groups only. `None`
/// with fewer than two groups of two.
///
/// # Source
/// Searle, Casella and McCulloch (1992), *Variance Components*, section 3.5.
fn between_draws(values: &[f64], size: u32) -> Option<f64> {
    let size = size as usize;
    if size < 2 || values.len() < 2 * size {
        return None;
    }
    let groups: Vec<&[f64]> = values.chunks_exact(size).collect();
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let square = |x: f64| x * x;
    let centres: Vec<f64> = groups.iter().map(|group| mean(group)).collect();
    let centre = mean(&centres);
    let within = groups
        .iter()
        .zip(&centres)
        .map(|(group, own)| group.iter().map(|value| square(value - own)).sum::<f64>())
        .sum::<f64>()
        / (groups.len() * (size - 1)) as f64;
    let among =
        size as f64 * centres.iter().map(|own| square(own - centre)).sum::<f64>() / (groups.len() - 1) as f64;
    let between = ((among - within) / size as f64).max(0.0);
    let all = between + within;
    (all > 0.0).then(|| between / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replications_that_share_a_draw_count_as_one() {
        let alike = [1.0, 1.0, 5.0, 5.0, 9.0, 9.0];
        let (apart, shared) = (over_draws(&[1.0, 5.0, 9.0], 0), over_draws(&alike, 2));
        assert_eq!(apart.and_then(|e| e.interval()), shared.and_then(|e| e.interval()));
        assert!(over_draws(&alike[..2], 2).expect("a value").interval().is_none());
    }

    #[test]
    fn variance_is_split_between_draws_and_chance() {
        let alike = [1.0, 1.0, 5.0, 5.0, 9.0, 9.0];
        assert!((between_draws(&alike, 2).expect("three groups") - 1.0).abs() < 1e-12);
        let chance = [1.0, 9.0, 1.0, 9.0, 1.0, 9.0];
        assert_eq!(between_draws(&chance, 2), Some(0.0));
        assert_eq!((between_draws(&alike, 1), between_draws(&alike[..3], 2)), (None, None));
    }
}
