use super::{Arrangement, Ground, Placement};
use crate::world::Component;
use serde::{Deserialize, Serialize};

/// As it is: one 999 contract held by a co-ordinating commissioner, the others as associates; no uplift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Today {}

impl Arrangement for Today {
    fn place(&self, _hours: f64, _component: &Component, _ground: &Ground) -> Vec<Placement> {
        Vec::new()
    }
}
