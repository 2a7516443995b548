//! What interventions did, summed over categories, with intervals and what of them is belief and what is chance.

use super::run::ArmResult;
use crate::outcome::PreventionRow;
use crate::prevention::QUINTILES;
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
    /// What it cost, pounds: units for those that it is there for, from the first day, before it has come into force too.
    pub cost_gbp: f64,
    /// Hours released for £1,000 over 1, 3 and 5 years from its first day, at its central force, both discounted; 0 where
    /// it costs nothing.
    pub hours_for_1000: [f64; HORIZONS.len()],
    /// Share of the variance between replications that comes from what is believed of effects, where replications share
    /// draws; the rest is chance.
    pub from_belief: Option<f64>,
}

/// The years over which hours are held against pounds.
pub const HORIZONS: [u32; 3] = [1, 3, 5];
const DAYS_A_YEAR: f64 = 365.25;

/// Sums of one replication: cohort, reached, prevented, hours, and incidents at full reach.
type Sums = [f64; 5];

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
                    let chosen = &self.scenario.interventions()[usize::from(row.item)];
                    add(&mut sums[replication], row, (&hours, chosen));
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
        let cost_gbp = own.cost.pounds.value * own.cost.units_per_incident * mean(4)?;
        Some(Prevented {
            hours_for_1000: self.hours_for_1000(chosen, (mean(3)?, cost_gbp)),
            intervention: own.name.clone(),
            title: own.title.clone(),
            grade: own.grade,
            ics,
            quintile,
            cohort: mean(0)?,
            reached,
            prevented: Estimate::of(&column(2))?,
            released_h: Estimate::of(&column(3))?,
            cost_gbp,
            from_belief: between_draws(&column(2), self.scenario.replications_per_draw()),
        })
    }

    /// Hours for £1,000 over each horizon from the first day, from the hours and pounds of the window.
    fn hours_for_1000(&self, chosen: &Chosen, (hours, cost_gbp): (f64, f64)) -> [f64; HORIZONS.len()] {
        let run = self.scenario.run();
        let before =
            chosen.from.and_then(|from| from.until(run.start).ok()).map_or(0, |span| span.get_days());
        let first = u32::try_from(before).unwrap_or(0);
        let kernel = chosen.intervention.kernel;
        let in_window = kernel.mean(first, first + run.days);
        if cost_gbp <= 0.0 || in_window <= 0.0 {
            return [0.0; HORIZONS.len()];
        }
        let discount = 1.0 + self.assumed("discount_rate");
        HORIZONS.map(|years| {
            let (mut released, mut spent) = (0.0, 0.0);
            for year in 0..years {
                let day = |year: u32| (f64::from(year) * DAYS_A_YEAR).round() as u32;
                let worth = libm::pow(discount, -f64::from(year));
                released += worth * hours * kernel.mean(day(year), day(year + 1)) / in_window;
                spent += worth * cost_gbp;
            }
            1_000.0 * released / spent
        })
    }

    /// The value in force of an assumption.
    #[must_use]
    pub fn assumed(&self, name: &str) -> f64 {
        let found = self.scenario.assumptions_in_force().into_iter().find(|own| own.given.name == name);
        found.map_or(f64::NAN, |own| own.value)
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

fn add(sums: &mut Sums, row: &PreventionRow, (hours, chosen): (&BTreeMap<u16, [f64; STREAMS]>, &Chosen)) {
    let own = &chosen.intervention;
    let quintile = usize::from(row.quintile.saturating_sub(1)).min(QUINTILES - 1);
    let whole = own.eligible.value * own.reach.value * chosen.reach_by_quintile()[quintile];
    let each = hours.get(&row.service).map_or(0.0, |own| own[row.category.row()]);
    let own = [row.cohort, row.reached, row.prevented, row.prevented * each, row.cohort * whole.min(1.0)];
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
    fn variance_is_split_between_draws_and_chance() {
        let alike = [1.0, 1.0, 5.0, 5.0, 9.0, 9.0];
        assert!((between_draws(&alike, 2).expect("three groups") - 1.0).abs() < 1e-12);
        let chance = [1.0, 9.0, 1.0, 9.0, 1.0, 9.0];
        assert_eq!(between_draws(&chance, 2), Some(0.0));
        assert_eq!((between_draws(&alike, 1), between_draws(&alike[..3], 2)), (None, None));
    }
}
