//! When the crew of a shift has a meal break, and what may interrupt it.

mod none;
mod windowed;

pub use none::NoBreaks;
pub use windowed::Windowed;

use crate::category::Categories;
use crate::units::SimDuration;

/// The meal break of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MealBreak {
    /// From when, after the start of the shift, it may begin.
    pub from: SimDuration,
    /// Until when, after the start of the shift, it may begin; later it is missed.
    pub to: SimDuration,
    /// How long it is.
    pub length: SimDuration,
    /// What the crew may be sent to on its way to the break and during it.
    pub interrupted_by: Categories,
}

/// A rule of meal breaks. There is no compensation for one that is interrupted or missed: it is counted.
pub trait BreakRule: Send + Sync + std::fmt::Debug {
    /// The break of a shift of this length; `None`: it has none.
    fn of_shift(&self, length: SimDuration) -> Option<MealBreak>;
}

crate::methods! {
    /// A rule of meal breaks as a scenario names it.
    BreaksConfig => BreakRule { None(NoBreaks) = "none", Windowed(Windowed) = "windowed" }
}
