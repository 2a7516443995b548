use super::{ClinicalDesk, ClinicalRule};
use serde::{Deserialize, Serialize};

/// The published share of incidents ends by telephone when triage is over; nobody waits for a clinician.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {}

impl ClinicalRule for Share {
    fn desk(&self) -> Option<&ClinicalDesk> {
        None
    }
}
