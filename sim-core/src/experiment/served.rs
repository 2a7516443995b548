//! Vehicle-hours of an incident, as vehicles served them in the runs.

use super::run::ArmResult;
use crate::category::Category;
use crate::ids::{IcsId, PatchId, ServiceId};
use crate::outcome::{Level, Measures, ReportedCategory};
use crate::world::{STREAMS, vehicle_hours_an_incident};
use std::collections::BTreeMap;

/// The reported category of each stream, in the order of [`Category::row`].
const STREAM: [ReportedCategory; STREAMS] = [
    ReportedCategory::C1,
    ReportedCategory::C2,
    ReportedCategory::C3,
    ReportedCategory::C4,
    ReportedCategory::Other,
];

/// Vehicle-hours that an incident of each category takes in each patch, as served in an arm's replications.
///
/// What averages of durations and endings let expect of a category says how one stands to another. How much all of an ICS
/// take together is what vehicles spent there on jobs, whoever came: averages know no queue, no vehicle that is stood down
/// and no drive of the place.
pub(super) struct ServedHours {
    by_patch: BTreeMap<(IcsId, ServiceId), [f64; STREAMS]>,
}

impl ServedHours {
    pub fn of(arm: &ArmResult) -> Self {
        let (region, plan) = (arm.scenario.region(), arm.scenario.world_plan());
        let mut by_patch = BTreeMap::new();
        let mut expected_h: BTreeMap<IcsId, f64> = BTreeMap::new();
        let simulated = arm.levels.get(Level::Patch).map_or(&[][..], |known| &known.codes);
        for (row, patch) in
            region.patches().iter().enumerate().filter(|(_, own)| simulated.contains(&own.code))
        {
            let each = vehicle_hours_an_incident(region, &plan, patch.service);
            let incidents = incidents(arm, PatchId::new(row));
            let hours: f64 = incidents.iter().zip(each).map(|(n, each)| n * each).sum();
            *expected_h.entry(patch.ics).or_default() += hours;
            by_patch.insert((patch.ics, patch.service), each);
        }
        for ((ics, _), each) in &mut by_patch {
            let ratio = ratio(served_h(arm, &region.icses()[ics.index()].code), expected_h[ics]);
            each.iter_mut().for_each(|hours| *hours *= ratio);
        }
        Self { by_patch }
    }

    /// Hours of an incident of a category; 0 where the patch was not simulated.
    pub fn each(&self, (ics, service): (IcsId, ServiceId), category: Category) -> f64 {
        self.by_patch.get(&(ics, service)).map_or(0.0, |own| own[category.row()])
    }
}

/// Hours served over hours expected; 1 where nothing happened, as there is nothing to say of it.
fn ratio(served_h: f64, expected_h: f64) -> f64 {
    if served_h > 0.0 && expected_h > 0.0 { served_h / expected_h } else { 1.0 }
}

/// Mean over replications of the hours of the window on jobs at incidents in an ICS, whoever came.
pub(super) fn served_h(arm: &ArmResult, ics_code: &str) -> f64 {
    let own = |measures: &Measures| -> f64 {
        measures.served.iter().filter(|row| row.ics_code == ics_code).map(|row| row.served_h).sum()
    };
    arm.replications.iter().map(own).sum::<f64>() / arm.replications.len().max(1) as f64
}

/// Mean over replications of the incidents of the window of each category in a patch.
pub(super) fn incidents(arm: &ArmResult, patch: PatchId) -> [f64; STREAMS] {
    let code = &arm.scenario.region().patches()[patch.index()].code;
    let known = arm.levels.get(Level::Patch).map(|known| &known.codes);
    let Some(group) = known.and_then(|codes| codes.iter().position(|own| own == code)) else {
        return [0.0; STREAMS];
    };
    let n = arm.replications.len().max(1) as f64;
    STREAM.map(|category| {
        let of = |measures: &Measures| {
            measures.response(Level::Patch, group as u16, category).map_or(0, |row| row.incidents)
        };
        arm.replications.iter().map(of).sum::<u64>() as f64 / n
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_held_against_those_served_only_where_something_was() {
        assert_eq!((ratio(150.0, 200.0), ratio(0.0, 200.0), ratio(0.0, 0.0)), (0.75, 1.0, 1.0));
    }
}
