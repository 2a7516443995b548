//! What runs of the present say of each place.

use super::objective::Watched;
use super::problem::Place;
use crate::experiment::{ArmResult, Statistic};
use crate::ids::PatchId;
use crate::outcome::{BoardMeasure, Level, ReportedCategory};
use crate::region::Area;
use crate::stats::Estimate;
use std::collections::BTreeMap;

/// Share of demand that is assumed to stay unmet in the most deprived fifth; none in the least deprived, in even steps between.
pub const UNMET_MOST_DEPRIVED: f64 = 0.10;

/// The patches that were simulated, each with its row in the region's list.
#[must_use]
pub fn patches(arm: &ArmResult) -> Vec<PatchId> {
    let codes = arm.levels.get(Level::Patch).map_or(&[][..], |known| &known.codes);
    let of = |code: &String| arm.scenario.region().find_patch(code);
    codes.iter().filter_map(of).collect()
}

/// What is watched of every patch in every replication: `[n_patch][n_replication]`.
#[must_use]
pub fn waits(arm: &ArmResult, patches: &[PatchId], watched: Watched) -> Vec<Vec<Option<f64>>> {
    let region = arm.scenario.region();
    patches
        .iter()
        .map(|patch| arm.response(Level::Patch, &region.patches()[patch.index()].code, watched))
        .collect()
}

impl ArmResult {
    /// What is watched of a group in every replication, a response in seconds; none where the group is unknown.
    #[must_use]
    pub fn response(&self, level: Level, code: &str, watched: Watched) -> Vec<Option<f64>> {
        let (category, statistic) = match watched {
            Watched::Response(category, statistic) => (category, statistic),
            Watched::Board(measure) => return self.board(level, code, measure),
            Watched::Weighted(weights) => return self.weighted(level, code, weights),
        };
        let group = self.levels.get(level).and_then(|known| known.codes.iter().position(|own| own == code));
        let row = group.zip(self.replications.first()).and_then(|(group, measures)| {
            measures.responses.iter().position(|row| {
                row.level == level && usize::from(row.group) == group && row.category == category
            })
        });
        row.map_or_else(Vec::new, |row| self.values(row, statistic))
    }

    /// The mean response by incidents and weights of C1 to C4 in every replication, seconds; none without a response.
    fn weighted(&self, level: Level, code: &str, weights: [u32; 4]) -> Vec<Option<f64>> {
        let group = self.levels.get(level).and_then(|known| known.codes.iter().position(|own| own == code));
        let Some(group) = group else { return Vec::new() };
        let categories =
            [ReportedCategory::C1, ReportedCategory::C2, ReportedCategory::C3, ReportedCategory::C4];
        let of = |measures: &crate::outcome::Measures| {
            let (mut waited, mut all) = (0.0, 0.0);
            for (category, weight) in categories.into_iter().zip(weights) {
                let row = measures.response(level, group as u16, category);
                if let Some((n, mean_s)) = row.and_then(|row| Some((row.n as f64, row.mean_s?))) {
                    waited += f64::from(weight) * n * mean_s;
                    all += f64::from(weight) * n;
                }
            }
            (all > 0.0).then(|| waited / all)
        };
        self.replications.iter().map(of).collect()
    }

    /// A figure that boards watch of a group in every replication; none where the group is unknown.
    #[must_use]
    pub fn board(&self, level: Level, code: &str, measure: BoardMeasure) -> Vec<Option<f64>> {
        let is_it = |row: &crate::outcome::BoardRow| row.level == level && row.code == code;
        let row = self.replications.first().and_then(|measures| measures.board.iter().position(is_it));
        let of =
            |row: usize| self.replications.iter().map(move |own| own.board[row].values[measure as usize]);
        row.map_or_else(Vec::new, |row| of(row).collect())
    }

    /// Mean incidents of the window of a patch and category.
    fn mean_incidents(&self, code: &str, category: ReportedCategory) -> f64 {
        let group =
            self.levels.get(Level::Patch).and_then(|known| known.codes.iter().position(|own| own == code));
        let Some(group) = group else { return 0.0 };
        let of = |m: &crate::outcome::Measures| {
            m.response(Level::Patch, group as u16, category).map_or(0, |r| r.incidents)
        };
        self.replications.iter().map(of).sum::<u64>() as f64 / self.replications.len().max(1) as f64
    }
}

/// Every patch simulated as a place that lines can go to, from runs of the present.
#[must_use]
pub fn places(arm: &ArmResult, watched: Watched) -> Vec<Place> {
    let (scenario, patches) = (&arm.scenario, patches(arm));
    let region = scenario.region();
    let weeks = f64::from(scenario.run().days) / 7.0;
    let mut people: BTreeMap<PatchId, (f64, f64, f64, f64)> = BTreeMap::new();
    let simulated = region.areas().iter().zip(scenario.areas()).filter(|(_, there)| **there);
    for area in simulated.map(|(area, _)| area) {
        let own = people.entry(area.patch).or_default();
        own.0 += area.residents;
        own.1 += need(area);
        own.2 += area.residents * area.imd_score;
        own.3 += if area.rural { area.residents } else { 0.0 };
    }
    let present = waits(arm, &patches, watched);
    let c1 = waits(arm, &patches, Watched::Response(ReportedCategory::C1, Statistic::Mean));
    let mean = |values: &[Option<f64>]| {
        Estimate::of(&values.iter().copied().flatten().collect::<Vec<f64>>()).map_or(0.0, |e| e.mean)
    };
    let place = |(row, patch): (usize, &PatchId)| {
        let known = &region.patches()[patch.index()];
        let ics = &region.icses()[known.ics.index()];
        let (residents, need, score, rural) = people.get(patch).copied().unwrap_or_default();
        Place {
            code: known.code.clone(),
            ics_code: ics.code.clone(),
            name: ics.short_name.clone(),
            residents,
            deprivation: if residents > 0.0 { score / residents } else { 0.0 },
            rural: if residents > 0.0 { rural / residents } else { 0.0 },
            need,
            cost: 1.0,
            incidents: arm.mean_incidents(&known.code, ReportedCategory::All) / weeks,
            weight: watched.weighed_by().map_or(1.0, |own| arm.mean_incidents(&known.code, own) / weeks),
            rostered_h: f64::from(arm.rostered_per_week.get(&known.code).copied().unwrap_or(0)),
            served_h: served_h(arm, &ics.code) / weeks,
            present_s: mean(&present[row]),
            unqueued_s: mean(&c1[row]),
        }
    };
    let mut places: Vec<Place> = patches.iter().enumerate().map(place).collect();
    cost(&mut places);
    places
}

/// Hours that an incident takes against the mean of all: more where drives are long.
fn cost(places: &mut [Place]) {
    let served_h: f64 = places.iter().map(|own| own.served_h).sum();
    let incidents: f64 = places.iter().map(|own| own.incidents).sum();
    for own in places {
        let is_known = own.served_h > 0.0 && own.incidents > 0.0;
        own.cost = if is_known { own.served_h / own.incidents * incidents / served_h } else { 1.0 };
    }
}

/// Residents of an area by need: expressed demand over the part of demand that is met.
fn need(area: &Area) -> f64 {
    let unmet = UNMET_MOST_DEPRIVED * (5.0 - f64::from(area.imd_quintile)) / 4.0;
    area.residents / (1.0 - unmet)
}

/// Mean over replications of the hours of the window on jobs at incidents of an ICS, whoever came.
fn served_h(arm: &ArmResult, ics_code: &str) -> f64 {
    let own = |m: &crate::outcome::Measures| -> f64 {
        m.served.iter().filter(|row| row.ics_code == ics_code).map(|row| row.served_h).sum()
    };
    arm.replications.iter().map(own).sum::<f64>() / arm.replications.len().max(1) as f64
}
