use super::{HospitalChoice, candidates};
use crate::policy::View;
use crate::state::Incident;
use serde::{Deserialize, Serialize};

/// The nearest emergency department by time that is open now; the nearest of all if none of those at hand is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearestOpen {}

impl HospitalChoice for NearestOpen {
    fn choose(&self, view: &View<'_>, incident: &Incident) -> Option<u16> {
        candidates(view, incident).next()
    }
}
