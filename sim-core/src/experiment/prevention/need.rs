//! Who is reached against need: what is prevented by deprivation quintile, beside the calls that are made and those that may
//! be needed.

use super::Expected;
use crate::experiment::run::ArmResult;
use crate::experiment::served::incidents;
use crate::ids::PatchId;
use crate::prevention::{QUINTILES, Ranged};
use crate::world::Demand;
use std::collections::BTreeMap;

const DAYS_A_YEAR: f64 = 365.25;

/// A deprivation quintile of an ICS in which interventions act; rates are for 1,000 residents a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// ODS code of the ICS.
    pub ics: String,
    /// Deprivation quintile, 1 the most deprived.
    pub quintile: u8,
    /// People.
    pub residents: f64,
    /// Incidents that calls are made for: expressed demand, with nothing prevented.
    pub expressed: f64,
    /// Incidents that calls may be needed for: expressed demand times an assumption and the ends of its range.
    pub need: Ranged,
    /// Incidents of people reached at that time, by all interventions; one that two reach counts twice.
    pub reached: f64,
    /// Incidents prevented by all interventions together.
    pub prevented: Expected,
}

impl ArmResult {
    /// Reach and prevention against need, for each ICS in which interventions act and each quintile that lives there.
    #[must_use]
    pub fn need(&self) -> Vec<Need> {
        let scale = 1_000.0 * DAYS_A_YEAR / f64::from(self.scenario.run().days);
        let prevented = self.prevented_by_quintile();
        let expressed = self.incidents_by_quintile();
        let reached = self.reached_by_quintile();
        let none = Expected { mean: 0.0, interval: (0.0, 0.0) };
        let mut icses: Vec<&String> = prevented.keys().map(|(ics, _)| ics).collect();
        icses.dedup();
        let each = icses.into_iter().flat_map(|ics| (1..=QUINTILES as u8).map(move |q| (ics.clone(), q)));
        let row = |(ics, quintile): (String, u8)| {
            let key = (ics, quintile);
            let (residents, left) = *expressed.get(&key).filter(|(people, _)| *people > 0.0)?;
            let gone = prevented.get(&key).copied().unwrap_or(none);
            let rate = |n: f64| n * scale / residents;
            let made = rate(left + gone.mean);
            let ratio = self.need_ratio(quintile);
            Some(Need {
                residents,
                expressed: made,
                need: Ranged { value: made * ratio.value, low: made * ratio.low, high: made * ratio.high },
                reached: rate(reached.get(&key).copied().unwrap_or(0.0)),
                prevented: Expected {
                    mean: rate(gone.mean),
                    interval: (rate(gone.interval.0), rate(gone.interval.1)),
                },
                ics: key.0,
                quintile,
            })
        };
        each.filter_map(row).collect()
    }

    /// Need against expressed demand; where a scenario states it, it is known.
    fn need_ratio(&self, quintile: u8) -> Ranged {
        let name = format!("need_ratio_quintile_{quintile}");
        let found = self.scenario.assumptions_in_force().into_iter().find(|own| own.given.name == name);
        found.map_or(Ranged::known(1.0), |own| {
            if own.value == own.given.value {
                Ranged { value: own.value, low: own.given.low, high: own.given.high }
            } else {
                Ranged::known(own.value)
            }
        })
    }

    /// What all interventions prevent over the window. Each has its own luck, so the squares of their doubts add up.
    fn prevented_by_quintile(&self) -> BTreeMap<(String, u8), Expected> {
        let mut sums: BTreeMap<(String, u8), (f64, f64, f64)> = BTreeMap::new();
        for row in self.prevented(self) {
            let Some(quintile) = row.quintile else { continue };
            let (low, high) = row.prevented.interval;
            let sum = sums.entry((row.ics, quintile)).or_default();
            sum.0 += row.prevented.mean;
            sum.1 += (row.prevented.mean - low) * (row.prevented.mean - low);
            sum.2 += (high - row.prevented.mean) * (high - row.prevented.mean);
        }
        let expected = |(mean, below, above): (f64, f64, f64)| Expected {
            mean,
            interval: (mean - below.sqrt(), mean + above.sqrt()),
        };
        sums.into_iter().map(|(key, sum)| (key, expected(sum))).collect()
    }

    fn reached_by_quintile(&self) -> BTreeMap<(String, u8), f64> {
        let mut sums: BTreeMap<(String, u8), f64> = BTreeMap::new();
        let n = self.replications.len().max(1) as f64;
        for row in self.replications.iter().flat_map(|measures| &measures.prevention) {
            let ics = self.scenario.region().icses()[row.ics.index()].code.clone();
            *sums.entry((ics, row.quintile)).or_default() += row.reached / n;
        }
        sums
    }

    /// People and incidents of the window: those of each patch by where its residents' demand is expected to arise.
    fn incidents_by_quintile(&self) -> BTreeMap<(String, u8), (f64, f64)> {
        let region = self.scenario.region();
        let weights = Demand::resident_weights(region, &self.scenario.world_plan());
        let simulated: Vec<usize> =
            (0..region.areas().len()).filter(|row| self.scenario.areas()[*row]).collect();
        let mut whole = vec![0.0; region.patches().len()];
        for row in &simulated {
            whole[region.areas()[*row].patch.index()] += weights[*row];
        }
        let of_patch = |row: usize| incidents(self, PatchId::new(row)).iter().sum::<f64>();
        let incidents: Vec<f64> = (0..region.patches().len()).map(of_patch).collect();
        let mut sums: BTreeMap<(String, u8), (f64, f64)> = BTreeMap::new();
        for row in simulated {
            let area = &region.areas()[row];
            let patch = area.patch.index();
            let ics = region.icses()[region.patches()[patch].ics.index()].code.clone();
            let sum = sums.entry((ics, area.imd_quintile)).or_default();
            sum.0 += area.residents;
            sum.1 += incidents[patch] * weights[row] / whole[patch].max(1e-300);
        }
        sums
    }
}
