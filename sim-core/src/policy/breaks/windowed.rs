use super::{BreakRule, MealBreak};
use crate::category::{Categories, Category};
use crate::policy::Span;
use crate::units::SimDuration;
use serde::{Deserialize, Serialize};

/// One break a shift, at the vehicle's own station, that begins within a window after the start of the shift.
///
/// A crew that is free within the window goes back for it and takes it. A shift that is over before the window closes
/// has none. A break that is interrupted is not taken up again.
/// # Source
/// English trusts agree such windows locally; lengths, windows and what interrupts differ and are the scenario's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Windowed {
    /// How long the break is.
    pub length: Span,
    /// From when, after the start of the shift, it may begin.
    pub from: Span,
    /// Until when, after the start of the shift, it may begin.
    pub to: Span,
    /// The least urgent category that interrupts it.
    pub interrupted_by: Category,
}

impl BreakRule for Windowed {
    fn of_shift(&self, length: SimDuration) -> Option<MealBreak> {
        let fits = self.from < self.to && self.to.ms() < length.0;
        fits.then_some(MealBreak {
            from: self.from.0,
            to: self.to.0,
            length: self.length.0,
            interrupted_by: Categories::down_to(self.interrupted_by),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_shift_has_no_break() {
        let rule = Windowed {
            length: Span::minutes(30),
            from: Span::minutes(240),
            to: Span::minutes(420),
            interrupted_by: Category::C1,
        };
        assert_eq!(rule.of_shift(SimDuration::from_hours(6)), None);
        let found = rule.of_shift(SimDuration::from_hours(12)).expect("a long shift has one");
        assert!(found.interrupted_by.has(Category::C1) && !found.interrupted_by.has(Category::C2));
    }
}
