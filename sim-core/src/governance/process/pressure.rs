//! Crowding-out: what operational pressure takes of the trust's team, alike in every arrangement.

use super::numbers::Number;
use super::run::{Event, Run, after};
use crate::units::SimTime;

/// A stretch of time under one pressure, until the next begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pressure {
    /// The day on which it begins.
    pub from_day: f64,
    /// 0 none to 1 whole.
    pub share: f64,
}

impl Run<'_> {
    /// From now on the trust's team has H (1 − ξ p) hours a week, less what standing relationships take whatever the
    /// pressure.
    pub(super) fn pressure_turns(&mut self, step: u32) {
        let (given, now) = (self.given, self.now);
        let crowded = self.number(Number::CrowdingOut);
        let Some(own) = given.pressure.get(step as usize).filter(|_| crowded > 0.0) else { return };
        let hours = given.team_hours * (1.0 - crowded * own.share) - self.standing;
        self.room.teams[0].set_hours(now, hours);
        self.settle(0);
        // Once nothing is left to do nobody looks at the team's hours.
        let is_over = step > 0 && self.room.packages.iter().all(|package| package.tracks_left == 0);
        if let Some(next) = given.pressure.get(step as usize + 1).filter(|_| !is_over) {
            let at = after(SimTime(0), next.from_day);
            self.schedule(at, Event::PressureTurns { step: step + 1 });
        }
    }
}
