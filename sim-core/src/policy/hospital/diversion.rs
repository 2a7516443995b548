use super::{HospitalChoice, candidates, conveyance};
use crate::policy::handover::expected_handover;
use crate::policy::{Span, View};
use crate::state::Incident;
use serde::{Deserialize, Serialize};

/// The nearest open emergency department; the next one if a crew must expect too long a handover there.
///
/// A patient is taken on to the nearest further department whose expected handover is at most `threshold` and whose
/// drive is at most `extra_drive` longer; if there is none, to the nearest after all. Ties go to the nearer one.
///
/// # Source
/// Diverts between departments as trusts agree them; threshold and drive are decisions of the scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diversion {
    /// Expected handover above which the nearest department is passed by.
    pub threshold: Span,
    /// Longest extra drive.
    pub extra_drive: Span,
}

impl HospitalChoice for Diversion {
    fn choose(&self, view: &View<'_>, incident: &Incident) -> Option<u16> {
        let nearest = candidates(view, incident).next()?;
        let takes = |hospital: &u16| expected_handover(view, *hospital) <= self.threshold.0;
        if takes(&nearest) {
            return Some(nearest);
        }
        let latest = conveyance(view, incident, nearest) + self.extra_drive.0;
        let near = |hospital: &u16| conveyance(view, incident, *hospital) <= latest;
        candidates(view, incident).find(|hospital| near(hospital) && takes(hospital)).or(Some(nearest))
    }
}
