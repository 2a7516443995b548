//! Teams that attend in an ambulance's place: how many there are, when, and what they can take.

use super::Ranged;
use crate::dist::Shape;
use crate::rng::Key;

/// The teams of an intervention, on duty at once in each patch where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Team {
    /// Teams on duty at once; a draw is taken to the nearest whole number.
    pub teams: Ranged,
    /// When they are on duty.
    pub hours: TeamHours,
    /// Mean minutes from leaving for a patient to being free again, the way included.
    pub visit_min: Ranged,
    /// How visits differ around that mean.
    pub visit_shape: Shape,
    /// Incidents that may wait for a team at once.
    pub places: u16,
    /// An incident is not taken if it would have to wait longer than this, minutes.
    pub wait_limit_min: f64,
    /// Share of those visited who need an ambulance after all.
    pub bounce_back: Ranged,
}

/// Local hours of duty: whole hours of the day, every day or on weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamHours {
    /// Hour at which duty begins, 0 to 23.
    pub start: u8,
    /// Hour at which it ends, 1 to 24; on the next day if it is not after the start.
    pub finish: u8,
    /// Whether duty begins on weekdays only.
    pub weekdays: bool,
}

impl TeamHours {
    /// Around the clock.
    pub const ALWAYS: Self = Self { start: 0, finish: 24, weekdays: false };

    /// Whether an hour of the week is one of duty; 0 is Monday 00:00 to 01:00.
    #[must_use]
    pub const fn holds(self, hour_of_week: u8) -> bool {
        let (day, hour) = (hour_of_week / 24, hour_of_week % 24);
        if self.start < self.finish {
            return self.begins_on(day) && self.start <= hour && hour < self.finish;
        }
        self.begins_on(day) && self.start <= hour || self.begins_on((day + 6) % 7) && hour < self.finish
    }

    const fn begins_on(self, day: u8) -> bool {
        !self.weekdays || day < 5
    }
}

/// Marks of a draw, beside those of an intervention's other numbers.
const MARK_TEAMS: u64 = 20;
const MARK_VISIT: u64 = 21;
const MARK_BOUNCE: u64 = 22;

/// Teams as one replication believes them to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnTeam {
    /// Teams on duty at once.
    pub teams: u32,
    /// Mean minutes of a visit.
    pub visit_min: f64,
    /// Share of those visited who need an ambulance after all.
    pub bounce_back: f64,
    /// What is not drawn.
    pub given: Team,
}

impl Team {
    /// One draw; central values without a key.
    #[must_use]
    pub fn drawn(&self, key: Option<Key>) -> DrawnTeam {
        let at = |range: &Ranged, mark| key.map_or(range.value, |key| range.triangular(key.mark(mark)));
        DrawnTeam {
            teams: libm::round(at(&self.teams, MARK_TEAMS)) as u32,
            visit_min: at(&self.visit_min, MARK_VISIT),
            bounce_back: at(&self.bounce_back, MARK_BOUNCE),
            given: *self,
        }
    }
}

impl DrawnTeam {
    /// Minutes that an incident is expected to wait if so many are before it and every team is on a visit.
    ///
    /// Exact for exponential visits; nobody sees how long the visits under way will really last.
    #[must_use]
    pub fn expected_wait_min(&self, waiting: usize) -> f64 {
        (waiting + 1) as f64 * self.visit_min / f64::from(self.teams.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Address, Purpose};

    #[test]
    fn duty_over_midnight_belongs_to_the_day_on_which_it_begins() {
        let nights = TeamHours { start: 20, finish: 8, weekdays: true };
        let (monday_20, saturday_7, saturday_20, monday_7) = (20, 5 * 24 + 7, 5 * 24 + 20, 7);
        assert!(nights.holds(monday_20) && nights.holds(saturday_7));
        assert!(!nights.holds(saturday_20) && !nights.holds(monday_7) && !nights.holds(12));
        let n = |hours: TeamHours| (0..168).filter(|hour| hours.holds(*hour)).count();
        assert_eq!((n(nights), n(TeamHours::ALWAYS)), (60, 168));
        assert_eq!(n(TeamHours { start: 8, finish: 20, weekdays: false }), 84);
    }

    #[test]
    fn a_draw_stays_in_its_range_and_without_one_the_centre_stands() {
        let range = |low, value, high| Ranged { value, low, high };
        let team = Team {
            teams: range(1.0, 2.0, 4.0),
            hours: TeamHours::ALWAYS,
            visit_min: range(60.0, 90.0, 120.0),
            visit_shape: Shape::Exponential,
            places: 2,
            wait_limit_min: 60.0,
            bounce_back: range(0.1, 0.2, 0.3),
        };
        let central = team.drawn(None);
        assert_eq!((central.teams, central.visit_min, central.bounce_back), (2, 90.0, 0.2));
        assert!((central.expected_wait_min(1) - 90.0).abs() < 1e-12);
        let drawn = |entity| team.drawn(Some(Address::new(4, 0).key(Purpose::Effect, entity)));
        let found: std::collections::BTreeSet<u32> = (0..200).map(|entity| drawn(entity).teams).collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!((0..200).all(|entity| (60.0..=120.0).contains(&drawn(entity).visit_min)));
    }
}
