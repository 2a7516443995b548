use super::{PlanLevel, SafetyPlan};
use crate::policy::Span;
use crate::units::{MINUTE_MS, SimDuration};
use serde::{Deserialize, Serialize, de};

/// Levels as states, each with its entry, its exit and its dwell; reviewed at fixed intervals, service by service.
///
/// At a review the highest level whose entry holds is entered if it is above the present one. The present one is left
/// when its exit holds and it has lasted its dwell: to the highest level whose entry holds, or to none. A level states
/// all of its effects; those of lower levels do not add up. A list of one level is a no-send rule without a plan.
///
/// # Source
/// Clinical safety plans and surge plans of English ambulance trusts: levels, triggers, no-send. The triggers and
/// numbers are the scenario's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// The levels in order: `"level 2 when queue.C2 > 40 until queue.C2 < 20 for 60 min: no_send C4"`.
    #[serde(deserialize_with = "in_order")]
    pub levels: Vec<PlanLevel>,
    /// Time between two reviews, one minute at least.
    #[serde(default = "five_minutes")]
    pub review_every: Span,
}

const fn five_minutes() -> Span {
    Span::minutes(5)
}

/// Levels whose numbers rise.
fn in_order<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<PlanLevel>, D::Error> {
    let levels = Vec::<PlanLevel>::deserialize(deserializer)?;
    if levels.windows(2).any(|pair| pair[0].number >= pair[1].number) {
        return Err(de::Error::custom("found levels out of order; the numbers of the levels rise"));
    }
    Ok(levels)
}

impl SafetyPlan for Levels {
    fn levels(&self) -> &[PlanLevel] {
        &self.levels
    }

    fn review_every(&self) -> SimDuration {
        self.review_every.0.max(SimDuration(MINUTE_MS))
    }
}
