//! What interventions did, summed over categories, with intervals and what of them is belief and what is chance.

mod belief;
mod c2;
mod need;
mod teams;

pub use c2::{C2Effect, C2Part};
pub use need::Need;
pub use teams::TeamWork;
pub(super) use teams::spared_h;

use super::run::ArmResult;
use super::served::ServedHours;
use crate::ids::ServiceId;
use crate::outcome::PreventionRow;
use crate::region::Grade;
use crate::rng::Address;
use crate::scenario::Chosen;
use crate::stats::{Estimate, VarianceSplit};
use belief::{Belief, Believed};
use std::collections::BTreeMap;

/// A number with the 95% interval of what is believed and of chance, and the share of its variance that is belief.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The mean over what is believed.
    pub mean: f64,
    /// 95% interval.
    pub interval: (f64, f64),
}

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
    /// Incidents prevented, each shared among those that might have prevented it; below 0 where it adds some.
    pub prevented: Expected,
    /// Vehicle-hours that the prevented incidents would have taken.
    pub released_h: Expected,
    /// Its part of what all interventions together did to the C2 mean of the ICS; `None` where that is not told: where several
    /// act and one of them after the call, where they move hours both ways, or where the arms differ in more.
    pub c2: Option<C2Part>,
    /// What it cost, pounds: units for those that it is there for, from the first day, before it has come into force too.
    pub cost_gbp: f64,
    /// Hours released for £1,000 over each of [`HORIZONS`] from its first day, both discounted; 0 where it costs nothing.
    pub hours_for_1000: [f64; HORIZONS.len()],
    /// Share of the variance of what is prevented that comes from what is believed of effect and reach; the rest is chance.
    pub from_belief: f64,
}

/// The years over which hours are held against pounds.
pub const HORIZONS: [u32; 3] = [1, 3, 5];
const DAYS_A_YEAR: f64 = 365.25;

/// What one replication counted in a group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Counted {
    cohort: f64,
    prevented: f64,
    /// By quintile from 0: incidents of the cohort, by the share of its force that the intervention had.
    force: [f64; crate::prevention::QUINTILES],
    /// The same times the vehicle-hours of such an incident.
    force_h: f64,
    /// Incidents of the cohort that are eligible and in reach at full force.
    served: f64,
}

type Groups = BTreeMap<(u16, String, Option<u8>), Vec<Counted>>;

impl ArmResult {
    /// What each intervention did: for each ICS all quintiles together, then each quintile; none without interventions.
    ///
    /// `base` is the arm that it is held against: an incident takes the hours that it took there. This arm itself may stand
    /// for it.
    #[must_use]
    pub fn prevented(&self, base: &Self) -> Vec<Prevented> {
        let chosen = self.scenario.interventions();
        let beliefs: Vec<Belief> = chosen.iter().map(|own| Belief::of(own, self)).collect();
        let rows =
            self.groups(&ServedHours::of(base)).into_iter().filter_map(|((item, ics, quintile), counted)| {
                let item = usize::from(item);
                Some(self.row((chosen.get(item)?, &beliefs[item]), (ics, quintile), &counted))
            });
        let mut rows: Vec<Prevented> = rows.collect();
        self.share_c2(base, &mut rows);
        rows
    }

    fn groups(&self, hours: &ServedHours) -> Groups {
        let mut groups = Groups::new();
        let targeting = self.scenario.targeting();
        let n = self.replications.len();
        for (replication, measures) in self.replications.iter().enumerate() {
            for row in &measures.prevention {
                let Some(chosen) = self.scenario.interventions().get(usize::from(row.item)) else { continue };
                let reach = chosen.reach_by_quintile(&targeting);
                let code = self.scenario.region().icses()[row.ics.index()].code.clone();
                for quintile in [None, Some(row.quintile)] {
                    let key = (row.item, code.clone(), quintile);
                    let counted = groups.entry(key).or_insert_with(|| vec![Counted::default(); n]);
                    counted[replication].add(row, (chosen, &reach), hours);
                }
            }
        }
        groups
    }

    fn row(
        &self,
        (chosen, belief): (&Chosen, &Belief),
        (ics, quintile): (String, Option<u8>),
        counted: &[Counted],
    ) -> Prevented {
        let own = &chosen.intervention;
        let n = counted.len().max(1) as f64;
        let mean = |of: fn(&Counted) -> f64| counted.iter().map(of).sum::<f64>() / n;
        let Believed { prevented, from_belief } = belief.prevented(counted);
        let force = mean(|own| own.force.iter().sum());
        let each = if force > 0.0 { mean(|own| own.force_h) / force } else { 0.0 };
        let released_h = Expected {
            mean: prevented.mean * each,
            interval: (prevented.interval.0 * each, prevented.interval.1 * each),
        };
        let cost_gbp = own.cost.pounds.value * own.cost.units_per_incident * mean(|own| own.served);
        Prevented {
            intervention: own.name.clone(),
            title: own.title.clone(),
            grade: own.grade,
            ics,
            quintile,
            cohort: mean(|own| own.cohort),
            hours_for_1000: self.hours_for_1000(chosen, (released_h.mean, cost_gbp)),
            prevented,
            released_h,
            c2: None,
            cost_gbp,
            from_belief,
        }
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
        for row in self.prevented(self).iter().filter(|row| row.quintile.is_none()) {
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

    /// The address of a replication by its place in the result.
    fn address(&self, place: usize) -> Address {
        Address::new(self.scenario.run().seed, self.numbers[place])
    }

    /// Values of replications, together where they share a draw of what is believed.
    fn by_draw(&self, values: impl Iterator<Item = Option<f64>>) -> Vec<Vec<f64>> {
        let inner = self.scenario.replications_per_draw().max(1);
        let mut draws: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for (number, value) in self.numbers.iter().zip(values) {
            draws.entry(number / inner).or_default().extend(value);
        }
        draws.into_values().filter(|own| !own.is_empty()).collect()
    }

    /// The mean over draws with its interval, and the variance of one replication split between belief and chance; not
    /// split where each replication has a draw of its own, or none is drawn.
    fn over_draws(
        &self,
        values: impl Iterator<Item = Option<f64>>,
    ) -> (Option<Estimate>, Option<VarianceSplit>) {
        let draws = self.by_draw(values);
        let means: Vec<f64> = draws.iter().map(|own| own.iter().sum::<f64>() / own.len() as f64).collect();
        let shared = self.scenario.replications_per_draw() > 1;
        (Estimate::of(&means), if shared { VarianceSplit::of(&draws) } else { None })
    }
}

impl Counted {
    fn add(
        &mut self,
        row: &PreventionRow,
        (chosen, reach): (&Chosen, &[f64; crate::prevention::QUINTILES]),
        hours: &ServedHours,
    ) {
        let own = &chosen.intervention;
        let quintile = usize::from(row.quintile.saturating_sub(1)).min(self.force.len() - 1);
        let whole = own.eligible.value * own.reach.value * reach[quintile];
        let each = hours.each((row.ics, ServiceId::new(usize::from(row.service))), row.category);
        self.cohort += row.cohort;
        self.prevented += row.prevented;
        self.force[quintile] += row.force;
        self.force_h += row.force * each;
        self.served += row.cohort * whole.min(1.0);
    }
}
