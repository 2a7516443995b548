use super::Span;
use crate::category::{Categories, Category};
use serde::{Deserialize, Serialize};

/// What a crew is spared towards the end of its shift, so that it ends on time.
///
/// In the restricted time it is sent only to urgent incidents, in the protected time to none; both end with the shift,
/// and neither is there at 0.
/// # Source
/// English trusts agree such rules locally; times and categories differ and are the scenario's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftEnd {
    /// Length of the restricted time.
    pub restricted: Span,
    /// The least urgent category that a crew is sent to in it.
    pub restricted_to: Category,
    /// Length of the protected time.
    pub protected: Span,
}

impl ShiftEnd {
    /// Nothing is spared.
    pub const NONE: Self =
        Self { restricted: Span::minutes(0), restricted_to: Category::C1, protected: Span::minutes(0) };

    /// What a crew may be sent to with so many milliseconds of its shift left.
    #[must_use]
    pub const fn answers(&self, left_ms: i64) -> Categories {
        if self.protected.ms() > 0 && left_ms <= self.protected.ms() {
            Categories::NONE
        } else if self.restricted.ms() > 0 && left_ms <= self.restricted.ms() {
            Categories::down_to(self.restricted_to)
        } else {
            Categories::ALL
        }
    }
}
