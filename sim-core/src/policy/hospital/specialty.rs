use super::{HospitalChoice, candidates, conveyance};
use crate::policy::{Span, View};
use crate::state::Incident;
use serde::{Deserialize, Serialize};

/// A suspected stroke, major trauma or STEMI goes past nearer departments to the nearest open centre for it.
///
/// A stroke unit, a major trauma centre or a centre for primary angioplasty; only a hospital that is known to be one
/// counts. It is chosen if its drive is at most `bypass_limit` longer than that to the nearest open department, which
/// takes everyone else and whoever has no centre within the limit.
///
/// # Source
/// By-pass as regional trauma networks, hyperacute stroke and primary angioplasty (PPCI) pathways practise it; the limit
/// is an assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specialty {
    /// Longest extra drive to a centre.
    pub bypass_limit: Span,
}

impl HospitalChoice for Specialty {
    fn choose(&self, view: &View<'_>, incident: &Incident) -> Option<u16> {
        let nearest = candidates(view, incident).next()?;
        let centres = |hospital: u16| view.component.hospitals[usize::from(hospital)].centres;
        let is_right = |hospital: &u16| centres(*hospital).suits(incident.condition) == Some(true);
        let latest = conveyance(view, incident, nearest) + self.bypass_limit.0;
        let centre = candidates(view, incident).find(is_right);
        centre.filter(|hospital| conveyance(view, incident, *hospital) <= latest).or(Some(nearest))
    }
}
