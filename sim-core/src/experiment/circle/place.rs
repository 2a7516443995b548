//! The place where interventions act: its residents, its vehicles, its load.

use crate::experiment::run::{ArmResult, Experiment};
use crate::experiment::served::{incidents, served_h};
use crate::ids::{IcsId, PatchId};
use crate::scenario::Scenario;
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
        }
    }

    /// With what the run without interventions says of it.
    pub(super) fn measured(mut self, experiment: &Experiment) -> Self {
        let base = &experiment.arms[0];
        let scale = DAYS_A_YEAR / f64::from(base.scenario.run().days);
        self.hours_per_week = self.rostered(base);
        self.load_h = scale * self.icses.iter().map(|code| served_h(base, code)).sum::<f64>();
        let all = self.patches.iter().flat_map(|(patch, _)| incidents(base, *patch));
        self.incidents_a_year = scale * all.sum::<f64>();
        self
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
