use super::ReserveRule;
use crate::policy::View;
use serde::{Deserialize, Serialize};

/// No vehicle is kept back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {}

impl ReserveRule for Open {
    fn held(&self, _view: &View<'_>, _service: usize) -> u32 {
        0
    }
}
