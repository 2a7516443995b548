use crate::units::{SimDuration, SimTime};
use serde::{Deserialize, Serialize};

/// How a shift's meal break stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meal {
    /// Its window has not opened, or the shift has none.
    NotDue,
    /// Its window is open.
    Due,
    /// It is being taken.
    Begun,
    /// It has been taken, interrupted or missed.
    Over,
}

/// The crew of a vehicle and its shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crew {
    /// Number of the crew, from 1; each one that takes over raises it.
    pub number: u32,
    /// When its shift began.
    pub from: SimTime,
    /// When its shift ends, or ended.
    pub until: SimTime,
    /// When the vehicle's stretch of duty began.
    pub stretch_from: SimTime,
    /// When the vehicle's stretch of duty ends; after the shift if another crew takes over then.
    pub stretch_until: SimTime,
    /// Its meal break.
    pub meal: Meal,
    /// From when a job has run on after the end of a shift; [`SimTime::NEVER`] if none does.
    pub overran_from: SimTime,
    /// How long the vehicle will be off the road as soon as it is free; zero if it is fit.
    pub unfit_for: SimDuration,
}

impl Crew {
    /// Before the first shift.
    pub(crate) const NONE: Self = Self {
        number: 0,
        from: SimTime(0),
        until: SimTime(0),
        stretch_from: SimTime(0),
        stretch_until: SimTime(0),
        meal: Meal::NotDue,
        overran_from: SimTime::NEVER,
        unfit_for: SimDuration::ZERO,
    };
}
