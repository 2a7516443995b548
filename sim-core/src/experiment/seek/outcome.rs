//! What a search for a target gives.

use super::goal::Goal;
use crate::experiment::Experiment;
use crate::scenario::{Edit, Knob};
use crate::stats::Estimate;

/// A value of the key that was tried, and what it gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The value, in the key's unit.
    pub value: f64,
    /// The measure over the replications, seconds.
    pub estimate: Estimate,
}

/// The value at which the target is met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The value, rounded to `step`; it was run as it stands here.
    pub value: f64,
    /// Lower end of the 95% interval, chance only.
    pub low: f64,
    /// Upper end of the 95% interval, chance only.
    pub high: f64,
    /// What it is rounded to.
    pub step: f64,
    /// The measure at the value, seconds.
    pub gives: Estimate,
    /// Seconds of the measure for one unit of the key, near the value.
    pub slope: f64,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found {
    /// The target is met.
    Answer(Answer),
    /// The target lies beyond what the key gives between both ends of its range.
    OutOfReach {
        /// The value tried that comes nearest.
        nearest: f64,
        /// Both ends of the range.
        ends: (f64, f64),
        /// Whether the key moves the measure at all, beyond chance.
        acts: bool,
    },
    /// The measure rises and falls with the key by more than chance: several values could meet the target.
    Turns {
        /// Two values between which it rises.
        rises: (f64, f64),
        /// Two values between which it falls.
        falls: (f64, f64),
    },
    /// A stop was asked for; what was tried is kept.
    Stopped,
}

/// What a search for a target gave.
#[derive(Debug, Clone)]
pub struct Seek {
    /// The key that was turned.
    pub knob: Knob,
    /// What was wanted.
    pub goal: Goal,
    /// How it ended.
    pub found: Found,
    /// What was tried, in order of value.
    pub points: Vec<Point>,
    /// The first value tried, which is the scenario as it stands where it states one; `None` if it was stopped before.
    pub base: Option<Experiment>,
}

impl Seek {
    /// The answer, if there is one.
    #[must_use]
    pub const fn answer(&self) -> Option<&Answer> {
        match &self.found {
            Found::Answer(answer) => Some(answer),
            _ => None,
        }
    }

    /// The edit that gives the answer.
    #[must_use]
    pub fn edit(&self) -> Option<Edit> {
        self.answer().map(|answer| self.knob.edit(answer.value))
    }

    /// The nearest values tried between which the target lies.
    #[must_use]
    pub fn bracket(&self) -> Option<(Point, Point)> {
        let target = self.goal.target_s();
        let crosses =
            |pair: &&[Point]| (pair[0].estimate.mean - target) * (pair[1].estimate.mean - target) <= 0.0;
        self.points.windows(2).find(crosses).map(|pair| (pair[0], pair[1]))
    }
}
