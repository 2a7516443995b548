use super::{HospitalChoice, candidates, conveyance};
use crate::policy::{Span, View};
use crate::state::Incident;
use serde::{Deserialize, Serialize};

/// The nearest open emergency department of the patient's own ICS, if it is not too far out of the way.
///
/// It is chosen if its drive is at most `extra_drive` longer than that to the nearest of all; otherwise the nearest of
/// all is. A what-if: patients are conveyed across ICS borders every day.
///
/// # Source
/// Hypothetical; the extra drive is a decision of the scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeIcs {
    /// Longest extra drive.
    pub extra_drive: Span,
}

impl HospitalChoice for HomeIcs {
    fn choose(&self, view: &View<'_>, incident: &Incident) -> Option<u16> {
        let nearest = candidates(view, incident).next()?;
        let own = view.component.patch_ics[usize::from(incident.patch)];
        let is_own = |hospital: &u16| view.component.hospitals[usize::from(*hospital)].ics == own;
        let latest = conveyance(view, incident, nearest) + self.extra_drive.0;
        let home = candidates(view, incident).find(is_own);
        home.filter(|hospital| conveyance(view, incident, *hospital) <= latest).or(Some(nearest))
    }
}
