//! The place where interventions act: its residents, its vehicles, its load.

use crate::experiment::run::{ArmResult, Experiment};
use crate::ids::{IcsId, PatchId};
use crate::outcome::{Level, ReportedCategory};
use crate::scenario::Scenario;
use crate::world::{STREAMS, vehicle_hours_an_incident};
use std::collections::BTreeSet;

const DAYS_A_YEAR: f64 = 365.25;

/// The ICSs in which some intervention that prevents incidents acts, and what of them is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// ODS codes of the ICSs.
    pub icses: Vec<String>,
    /// Its patches, each with its residents.
    pub(super) patches: Vec<(PatchId, f64)>,
    /// Rostered vehicle-hours a week of vehicles stationed there.
    pub hours_per_week: f64,
    /// Incidents a year.
    pub incidents_a_year: f64,
    /// Hours a year that vehicles were on jobs at them in the runs, whoever came.
    pub load_h: f64,
    /// What the averages of each category let expect of them, by which incidents prevented are weighed.
    pub(super) weight_h: f64,
}

impl Place {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let region = scenario.region();
        let acting =
            || scenario.interventions().iter().filter(|own| own.intervention.acts.incidents.is_some());
        let residents = |patch: PatchId| -> f64 {
            let own = region.areas().iter().zip(scenario.areas());
            own.filter(|(area, is_in)| **is_in && area.patch == patch).map(|(area, _)| area.residents).sum()
        };
        let simulated: Vec<(PatchId, f64)> = (0..region.patches().len())
            .map(PatchId::new)
            .map(|patch| (patch, residents(patch)))
            .filter(|(_, people)| *people > 0.0)
            .collect();
        let ics = |patch: PatchId| region.patches()[patch.index()].ics;
        let icses: BTreeSet<IcsId> = simulated
            .iter()
            .filter(|(patch, _)| acting().any(|own| own.patches[patch.index()]))
            .map(|(patch, _)| ics(*patch))
            .collect();
        Self {
            icses: icses.iter().map(|own| region.icses()[own.index()].code.clone()).collect(),
            patches: simulated.into_iter().filter(|(patch, _)| icses.contains(&ics(*patch))).collect(),
            hours_per_week: 0.0,
            incidents_a_year: 0.0,
            load_h: 0.0,
            weight_h: 0.0,
        }
    }

    /// With what the run without interventions says of it.
    pub(super) fn measured(mut self, experiment: &Experiment) -> Self {
        let base = &experiment.arms[0];
        let (region, plan) = (base.scenario.region(), base.scenario.world_plan());
        self.hours_per_week = self.rostered(base);
        self.load_h = self.served_a_year(base);
        for (patch, _) in &self.patches {
            let hours = vehicle_hours_an_incident(region, &plan, region.patches()[patch.index()].service);
            let incidents = incidents_a_year(base, &region.patches()[patch.index()].code);
            self.incidents_a_year += incidents.iter().sum::<f64>();
            self.weight_h += incidents.iter().zip(hours).map(|(n, each)| n * each).sum::<f64>();
        }
        self
    }

    fn served_a_year(&self, arm: &ArmResult) -> f64 {
        let own = |measures: &crate::outcome::Measures| -> f64 {
            let rows = measures.served.iter().filter(|row| self.icses.contains(&row.ics_code));
            rows.map(|row| row.served_h).sum()
        };
        let n = arm.replications.len().max(1) as f64;
        arm.replications.iter().map(own).sum::<f64>() / n * DAYS_A_YEAR / f64::from(arm.scenario.run().days)
    }

    /// Rostered hours a week of an arm's vehicles that are stationed there.
    pub(super) fn rostered(&self, arm: &ArmResult) -> f64 {
        let region = arm.scenario.region();
        let code = |patch: &PatchId| &region.patches()[patch.index()].code;
        self.patches
            .iter()
            .filter_map(|(patch, _)| arm.rostered_per_week.get(code(patch)))
            .map(|hours| f64::from(*hours))
            .sum()
    }
}

/// Incidents a year of each category in a patch, averaged over replications.
fn incidents_a_year(arm: &ArmResult, code: &str) -> [f64; STREAMS] {
    const STREAM: [ReportedCategory; STREAMS] = [
        ReportedCategory::C1,
        ReportedCategory::C2,
        ReportedCategory::C3,
        ReportedCategory::C4,
        ReportedCategory::Other,
    ];
    let known = arm.levels.get(Level::Patch).map(|known| &known.codes);
    let Some(group) = known.and_then(|codes| codes.iter().position(|own| own == code)) else {
        return [0.0; STREAMS];
    };
    let scale = DAYS_A_YEAR / f64::from(arm.scenario.run().days) / arm.replications.len().max(1) as f64;
    STREAM.map(|category| {
        let of = |measures: &crate::outcome::Measures| {
            measures.response(Level::Patch, group as u16, category).map_or(0, |row| row.incidents)
        };
        arm.replications.iter().map(of).sum::<u64>() as f64 * scale
    })
}
