use super::{CallDesk, CallRule};
use serde::{Deserialize, Serialize};

/// Each call is answered at the instant at which it connects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Immediate {}

impl CallRule for Immediate {
    fn desk(&self) -> Option<&CallDesk> {
        None
    }
}
