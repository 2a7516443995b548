//! Time and the other quantities, each with its unit in its type.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// Milliseconds in a second, a minute, an hour, a day and a week.
pub const SECOND_MS: i64 = 1_000;
/// Milliseconds in a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR_MS: i64 = 3_600_000;
/// Milliseconds in a day of 24 hours.
pub const DAY_MS: i64 = 86_400_000;
/// Milliseconds in a week of 168 hours.
pub const WEEK_MS: i64 = 604_800_000;

/// An instant: milliseconds since the run's lead-in began, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct SimTime(pub i64);

/// A length of time in milliseconds; may be negative when it is a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct SimDuration(pub i64);

impl SimTime {
    /// Later than every event of a run.
    pub const NEVER: Self = Self(i64::MAX);
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `seconds`, rounded to the nearest millisecond, ties to even.
    #[inline]
    #[must_use]
    pub fn from_seconds(seconds: f64) -> Self {
        Self(libm::rint(seconds * SECOND_MS as f64) as i64)
    }

    /// `minutes`, rounded to the nearest millisecond.
    #[must_use]
    pub fn from_minutes(minutes: f64) -> Self {
        Self::from_seconds(minutes * 60.0)
    }

    /// Whole hours.
    #[must_use]
    pub const fn from_hours(hours: i64) -> Self {
        Self(hours * HOUR_MS)
    }

    /// The length in seconds.
    #[inline]
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / SECOND_MS as f64
    }

    /// The length in hours.
    #[must_use]
    pub fn hours(self) -> f64 {
        self.0 as f64 / HOUR_MS as f64
    }
}

impl Add<SimDuration> for SimTime {
    type Output = SimTime;
    #[inline]
    fn add(self, by: SimDuration) -> SimTime {
        SimTime(self.0 + by.0)
    }
}

impl Sub for SimTime {
    type Output = SimDuration;
    #[inline]
    fn sub(self, earlier: SimTime) -> SimDuration {
        SimDuration(self.0 - earlier.0)
    }
}

impl Add for SimDuration {
    type Output = SimDuration;
    #[inline]
    fn add(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0 + other.0)
    }
}

impl Sub for SimDuration {
    type Output = SimDuration;
    #[inline]
    fn sub(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0 - other.0)
    }
}

impl Neg for SimDuration {
    type Output = SimDuration;
    fn neg(self) -> SimDuration {
        SimDuration(-self.0)
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: SimDuration) {
        self.0 += other.0;
    }
}

impl Mul<i64> for SimDuration {
    type Output = SimDuration;
    fn mul(self, times: i64) -> SimDuration {
        SimDuration(self.0 * times)
    }
}

impl fmt::Display for SimDuration {
    /// `m:ss` below an hour, `h:mm:ss` from an hour on, rounded to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = (self.0.abs() + SECOND_MS / 2) / SECOND_MS;
        let sign = if self.0 < 0 && seconds > 0 { "-" } else { "" };
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match hours {
            0 => write!(f, "{sign}{minutes}:{seconds:02}"),
            _ => write!(f, "{sign}{hours}:{minutes:02}:{seconds:02}"),
        }
    }
}

/// What kind of quantity a text such as `"22 min"` states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A length of time; parsed to seconds.
    Duration,
    /// A speed; parsed to kilometres per hour.
    Speed,
    /// An amount of money; parsed to pounds.
    Money,
}

impl Quantity {
    /// Units and what one of each is in the quantity's own unit.
    const fn units(self) -> &'static [(&'static str, f64)] {
        match self {
            Quantity::Duration => &[
                ("ms", 0.001),
                ("s", 1.0),
                ("sec", 1.0),
                ("second", 1.0),
                ("seconds", 1.0),
                ("min", 60.0),
                ("minute", 60.0),
                ("minutes", 60.0),
                ("h", 3600.0),
                ("hour", 3600.0),
                ("hours", 3600.0),
                ("day", 86_400.0),
                ("days", 86_400.0),
                ("week", 604_800.0),
                ("weeks", 604_800.0),
            ],
            Quantity::Speed => &[("km/h", 1.0), ("kmh", 1.0), ("mph", 1.609_344), ("m/s", 3.6)],
            Quantity::Money => &[("", 1.0), ("k", 1e3), ("m", 1e6)],
        }
    }

    /// How such a text looks, for messages.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Quantity::Duration => "\"22 min\"",
            Quantity::Speed => "\"48 km/h\"",
            Quantity::Money => "\"£140\"",
        }
    }

    /// The number that `text` states, in the quantity's own unit; `None` if it states none.
    #[must_use]
    pub fn parse(self, text: &str) -> Option<f64> {
        let text = text.trim();
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (-1.0, rest.trim_start()),
            None => (1.0, text.strip_prefix('+').unwrap_or(text)),
        };
        let text = match self {
            Quantity::Money => text.strip_prefix('£')?.trim_start(),
            _ => text,
        };
        let split = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_')));
        let (number, unit) = text.split_at(split.unwrap_or(text.len()));
        let number: f64 = number.replace([',', '_'], "").parse().ok()?;
        let unit = unit.trim();
        let size = self.units().iter().find(|(name, _)| *name == unit)?.1;
        Some(sign * number * size)
    }
}

/// A share in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
pub struct Probability(f64);

impl Probability {
    /// `value` if it lies in [0, 1].
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The share as a number.
    #[inline]
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_need_their_unit() {
        assert_eq!(Quantity::Duration.parse("22 min"), Some(1320.0));
        assert_eq!(Quantity::Duration.parse("-1.5 h"), Some(-5400.0));
        assert_eq!(Quantity::Duration.parse("2days"), Some(172_800.0));
        assert_eq!(Quantity::Duration.parse("22"), None);
        assert_eq!(Quantity::Speed.parse("30 mph").map(|v| (v * 1000.0) as i64), Some(48_280));
        assert_eq!(Quantity::Money.parse("£1,400"), Some(1400.0));
        assert_eq!(Quantity::Money.parse("140"), None);
    }

    #[test]
    fn durations_read_as_a_clock() {
        assert_eq!(SimDuration(59_499).to_string(), "0:59");
        assert_eq!(SimDuration::from_minutes(47.5).to_string(), "47:30");
        assert_eq!(SimDuration::from_hours(-2).to_string(), "-2:00:00");
    }
}
