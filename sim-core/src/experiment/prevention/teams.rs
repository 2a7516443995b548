//! What teams did that attend in an ambulance's place: means over replications, hours spared and pounds.

use crate::category::Category;
use crate::experiment::run::ArmResult;
use crate::experiment::served::ServedHours;
use crate::ids::{IcsId, ServiceId};
use crate::outcome::TeamRow;
use crate::region::Grade;
use crate::rng::code64;
use crate::scenario::Chosen;
use crate::stats::{Estimate, VarianceSplit};
use crate::units::HOUR_MS;
use std::collections::BTreeMap;

/// What the teams of an intervention did in an ICS, in the part that one service answers; means over replications.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamWork {
    /// Name of the intervention.
    pub intervention: String,
    /// Evidence.
    pub grade: Grade,
    /// ODS code of the ICS.
    pub ics: String,
    /// ODS code of the service.
    pub service: String,
    /// Incidents offered: taken, and not.
    pub offered: f64,
    /// Not taken: off duty, full, wait too long.
    pub refused: [f64; 3],
    /// Taken.
    pub taken: f64,
    /// Visited.
    pub visited: f64,
    /// Visited, and no ambulance needed.
    pub attended: f64,
    /// Visited, and handed back.
    pub handed_back: f64,
    /// Mean wait for the team and its 90th centile, minutes; `None` where nobody was visited.
    pub wait_min: Option<[f64; 2]>,
    /// Share of the time on duty spent on visits; `None` where no team was on duty.
    pub busy_share: Option<f64>,
    /// Vehicle-hours that the incidents attended would have taken; those handed back spare nothing. Where replications share
    /// a draw of what is believed, of the means of each draw.
    pub spared_h: Option<Estimate>,
    /// Their variance in one replication: between draws it is belief, within them chance. `None` where it is not split.
    pub spared_split: Option<VarianceSplit>,
    /// Pounds of the visits: unit cost, units for an incident, visits. At central values, not drawn.
    pub cost_gbp: f64,
    /// Pounds if teams are paid while they wait too: for all hours on duty what a team that is always busy costs.
    pub cost_on_duty_gbp: f64,
}

type Key = (usize, String, String);
/// Rows of replications by their place in the result.
type Rows<'a> = Vec<(usize, &'a TeamRow)>;

impl ArmResult {
    /// What the teams of each intervention did; none without teams. In the order of the scenario, then by ICS and service.
    ///
    /// `base` is the arm that it is held against: an incident takes the hours that it took there. This arm itself may stand
    /// for it.
    #[must_use]
    pub fn team_work(&self, base: &Self) -> Vec<TeamWork> {
        let hours = ServedHours::of(base);
        let mut groups: BTreeMap<Key, Rows<'_>> = BTreeMap::new();
        for (place, measures) in self.replications.iter().enumerate() {
            for row in &measures.teams {
                let Some(item) = self.item_of(row) else { continue };
                let key = (item, row.ics_code.clone(), row.service_code.clone());
                groups.entry(key).or_default().push((place, row));
            }
        }
        groups.into_iter().map(|(key, rows)| self.team_row(key, &rows, &hours)).collect()
    }

    /// The place in the scenario of the intervention whose team this is, the first of its name.
    pub(in crate::experiment) fn item_of(&self, row: &TeamRow) -> Option<usize> {
        let is_its = |own: &Chosen| code64(&own.intervention.name) == row.record.entity;
        self.scenario.interventions().iter().position(is_its)
    }

    fn team_row(
        &self,
        (item, ics, service): Key,
        rows: &[(usize, &TeamRow)],
        hours: &ServedHours,
    ) -> TeamWork {
        let own = &self.scenario.interventions()[item].intervention;
        // A replication in which nothing was offered has no row, and counts as one of nothing.
        let n = self.replications.len().max(1) as f64;
        let mean = |of: &dyn Fn(&TeamRow) -> f64| rows.iter().map(|(_, row)| of(row)).sum::<f64>() / n;
        let some = |of: &dyn Fn(&TeamRow) -> Option<f64>| {
            Estimate::of(&rows.iter().filter_map(|(_, row)| of(row)).collect::<Vec<_>>()).map(|own| own.mean)
        };
        let wait = |place: usize| some(&|row| row.wait_min.map(|wait| wait[place]));
        let region = self.scenario.region();
        let mut spared = vec![0.0; self.replications.len()];
        for (place, row) in rows {
            let ics = region.find_ics(&row.ics_code);
            let patch = ics.map(|ics| (ics, ServiceId::new(usize::from(row.service))));
            spared[*place] += patch.map_or(0.0, |patch| spared_h(row, patch, hours));
        }
        let (spared_h, spared_split) = self.over_draws(spared.into_iter().map(Some));
        let visited = mean(&|row| row.record.visited() as f64);
        let visit_h = mean(&|row| row.record.visit_ms as f64 / HOUR_MS as f64);
        let on_duty_h = mean(&|row| row.record.on_duty_ms as f64 / HOUR_MS as f64);
        let cost_gbp = own.cost.pounds.value * own.cost.units_per_incident * visited;
        TeamWork {
            intervention: own.name.clone(),
            grade: own.grade,
            ics,
            service,
            offered: mean(&|row| row.record.offered() as f64),
            refused: std::array::from_fn(|reason| mean(&|row| row.record.refused[reason] as f64)),
            taken: mean(&|row| row.record.taken as f64),
            visited,
            attended: mean(&|row| row.record.attended_n() as f64),
            handed_back: mean(&|row| row.record.handed_back as f64),
            wait_min: wait(0).zip(wait(1)).map(|(mean, p90)| [mean, p90]),
            busy_share: some(&TeamRow::busy_share),
            spared_h,
            spared_split,
            cost_gbp,
            cost_on_duty_gbp: if visit_h > 0.0 { cost_gbp * (on_duty_h / visit_h).max(1.0) } else { 0.0 },
        }
    }
}

/// Vehicle-hours that those attended would have taken, each as the incidents of its category in that service do.
pub(in crate::experiment) fn spared_h(row: &TeamRow, patch: (IcsId, ServiceId), hours: &ServedHours) -> f64 {
    Category::ALL.iter().map(|own| row.record.attended[own.row()] as f64 * hours.each(patch, *own)).sum()
}
