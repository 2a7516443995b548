use super::{HospitalChoice, candidates, conveyance};
use crate::policy::handover::expected_handover;
use crate::policy::{View, bounds};
use crate::state::Incident;
use serde::{Deserialize, Serialize};

/// The emergency department where the patient is expected to be handed over first: drive and expected handover.
///
/// `delay_weight` says how many seconds of driving a second of expected handover is worth; 0 is the nearest open
/// department. The expectation is what a control room sees: the bays as they are now. Ties go to the nearer one.
///
/// # Source
/// Deo and Gurvich (2011), *Management Science* 57(7), 1300–1319, on routing ambulances by delay; the weight is an
/// assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeastExpectedDelay {
    /// Seconds of driving that a second of expected handover is worth.
    #[serde(deserialize_with = "bounds::amount")]
    pub delay_weight: f64,
}

impl HospitalChoice for LeastExpectedDelay {
    fn choose(&self, view: &View<'_>, incident: &Incident) -> Option<u16> {
        let delay = |hospital: &u16| {
            let handover = expected_handover(view, *hospital).seconds();
            conveyance(view, incident, *hospital).seconds() + self.delay_weight * handover
        };
        candidates(view, incident).min_by(|a, b| delay(a).total_cmp(&delay(b)))
    }
}
