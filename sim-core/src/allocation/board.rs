//! What boards watch, as it stands and as an allocation changes it.

use super::objective::Watched;
use crate::experiment::ArmResult;
use crate::outcome::Level;
use crate::stats::{Estimate, paired};

/// A figure of the whole service or of a patch, and its change.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardChange {
    /// Trust or patch.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// What is watched; a response is in seconds, anything else in its own unit.
    pub watched: Watched,
    /// As things stand; `None` where no replication has it.
    pub present: Option<Estimate>,
    /// With the allocation less the present, paired by replication.
    pub change: Option<Estimate>,
}

/// Every figure of the service and of each patch.
pub(super) fn board(present: &ArmResult, arm: &ArmResult) -> Vec<BoardChange> {
    let mut rows = Vec::new();
    for level in [Level::Trust, Level::Patch] {
        let codes = present.levels.get(level).map_or(&[][..], |known| &known.codes);
        for (code, (_, watched)) in codes.iter().flat_map(|code| Watched::all().map(move |own| (code, own))) {
            let [before, after] = [present, arm].map(|own| own.response(level, code, watched));
            let known: Vec<f64> = before.iter().copied().flatten().collect();
            rows.push(BoardChange {
                level,
                code: code.clone(),
                watched,
                present: Estimate::of(&known),
                change: paired(&before, &after),
            });
        }
    }
    rows
}
