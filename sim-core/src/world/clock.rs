use crate::units::{HOUR_MS, SimDuration, SimTime, WEEK_MS};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// What the local clock says in one UTC hour of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalHour {
    /// Local hour of the week, 0 = Monday 00:00 to 01:00.
    pub hour_of_week: u8,
    /// Row of the local date in [`Clock::dates`].
    pub date: u32,
}

/// One local week of a run: its number, when it starts, and how many real hours it has (167, 168 or 169).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Weeks since Monday 29 December 1969; the same in every run.
    pub number: u32,
    /// Monday 00:00 local; before zero for the first week of a run.
    pub start: SimTime,
    /// First row of its hours.
    pub first_hour: usize,
    /// Number of real hours.
    pub hours: usize,
}

/// The calendar of a run: lead-in, measured window, and the local hour at every instant.
///
/// Time zero is the Monday 04:00 local at or before `window start − lead-in`; the window starts at 04:00 local on
/// its first day, the quietest hour. Clock changes come from the time-zone table of `Europe/London`.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    hours: Vec<LocalHour>,
    weeks: Vec<Week>,
    dates: Vec<Date>,
    /// Milliseconds from the first week's Monday 00:00 to time zero.
    offset_ms: i64,
    window: (SimTime, SimTime),
    horizon: SimTime,
    origin: Timestamp,
}

/// The local hour at which a window starts.
const DAY_BEGINS: i8 = 4;

impl Clock {
    /// The clock of a run that measures `days` days from `start`, after at least `lead_in`.
    ///
    /// The horizon, the latest instant that a run reaches, is 24 h after the window.
    ///
    /// # Panics
    /// If the dates leave the range of the calendar, which the scenario's own check rules out.
    #[must_use]
    pub fn new(start: Date, days: u32, lead_in: SimDuration) -> Self {
        let zone = TimeZone::get("Europe/London").expect("the time-zone table is part of the program");
        let instant = |date: Date, hour: i8| {
            let civil = date.at(hour, 0, 0, 0);
            zone.to_timestamp(civil).expect("dates lie within the calendar's range")
        };
        let add = |date: Date, days: i64| date.checked_add(days.days()).expect("dates lie within range");
        let begin = instant(start, DAY_BEGINS);
        let latest = begin.as_millisecond() - lead_in.0;
        let mut monday = start;
        while monday.weekday() != Weekday::Monday || instant(monday, DAY_BEGINS).as_millisecond() > latest {
            monday = add(monday, -1);
        }
        let origin = instant(monday, DAY_BEGINS);
        let end = instant(add(start, i64::from(days)), DAY_BEGINS);
        let at = |t: Timestamp| SimTime(t.as_millisecond() - origin.as_millisecond());
        let window = (at(begin), at(end));
        let mut clock = Self {
            hours: Vec::new(),
            weeks: Vec::new(),
            dates: Vec::new(),
            offset_ms: origin.as_millisecond() - instant(monday, 0).as_millisecond(),
            window,
            horizon: window.1 + SimDuration::from_hours(24),
            origin,
        };
        let mut first_day = monday;
        while clock.weeks.last().is_none_or(|w| w.start.0 + w.hours as i64 * HOUR_MS <= clock.horizon.0) {
            clock.push_week(first_day, at(instant(first_day, 0)), &instant);
            first_day = add(first_day, 7);
        }
        clock
    }

    /// A clock without a date: weeks of 168 hours from time zero to `calls_end`, then one stretch to the `horizon`.
    #[must_use]
    pub fn without_date(calls_end: SimTime, horizon: SimTime) -> Self {
        let hours = (0..168).map(|hour_of_week| LocalHour { hour_of_week, date: 0 }).collect();
        let whole = calls_end.0.div_euclid(WEEK_MS) + 1;
        let week = |row: i64| Week {
            number: row as u32 + 1,
            start: SimTime(row * WEEK_MS),
            first_hour: 0,
            hours: if row < whole {
                168
            } else {
                (horizon.0 - row * WEEK_MS).max(0) as usize / HOUR_MS as usize + 1
            },
        };
        Self {
            hours,
            weeks: (0..=whole).map(week).collect(),
            dates: Vec::new(),
            offset_ms: 0,
            window: (SimTime(0), horizon),
            horizon,
            origin: Timestamp::UNIX_EPOCH,
        }
    }

    fn push_week(&mut self, monday: Date, start: SimTime, instant: &dyn Fn(Date, i8) -> Timestamp) {
        let first_hour = self.hours.len();
        for day in 0..7 {
            let date = monday.checked_add(i64::from(day).days()).expect("within range");
            let next = date.checked_add(1.days()).expect("within range");
            let (from, to) = (instant(date, 0), instant(next, 0));
            let zone = TimeZone::get("Europe/London").expect("the time-zone table is part of the program");
            let row = u32::try_from(self.dates.len()).expect("fewer than 2^32 days");
            self.dates.push(date);
            let mut at = from;
            while at < to {
                let local = zone.to_datetime(at);
                self.hours
                    .push(LocalHour { hour_of_week: (day * 24 + local.hour() as i32) as u8, date: row });
                at += 1.hour();
            }
        }
        let days = monday.since(Date::constant(1969, 12, 29)).expect("within range").get_days();
        let number = u32::try_from(days / 7).expect("runs start after 1969");
        self.weeks.push(Week { number, start, first_hour, hours: self.hours.len() - first_hour });
    }

    /// The local hour at `time`.
    #[inline]
    #[must_use]
    pub fn local(&self, time: SimTime) -> LocalHour {
        let row = ((time.0 + self.offset_ms) / HOUR_MS).max(0) as usize;
        self.hours[row.min(self.hours.len() - 1)]
    }

    /// The local hour at `time`, and when it ends.
    #[inline]
    #[must_use]
    pub fn local_until(&self, time: SimTime) -> (LocalHour, SimTime) {
        let hour = (time.0 + self.offset_ms).div_euclid(HOUR_MS);
        let row = hour.max(0) as usize;
        (self.hours[row.min(self.hours.len() - 1)], SimTime((hour + 1) * HOUR_MS - self.offset_ms))
    }

    /// All local hours, from the first week's Monday 00:00.
    #[must_use]
    pub fn hours(&self) -> &[LocalHour] {
        &self.hours
    }

    /// The weeks that the run touches.
    #[must_use]
    pub fn weeks(&self) -> &[Week] {
        &self.weeks
    }

    /// The local dates of all hours.
    #[must_use]
    pub fn dates(&self) -> &[Date] {
        &self.dates
    }

    /// Start and end of the measured window.
    #[must_use]
    pub const fn window(&self) -> (SimTime, SimTime) {
        self.window
    }

    /// The latest instant of the run: 24 h after the window.
    #[must_use]
    pub const fn horizon(&self) -> SimTime {
        self.horizon
    }

    /// The instant of a local date and time, to the window's end; `None` outside.
    #[must_use]
    pub fn at(&self, local: jiff::civil::DateTime) -> Option<SimTime> {
        let zone = TimeZone::get("Europe/London").expect("the time-zone table is part of the program");
        let instant = zone.to_timestamp(local).ok()?;
        let at = SimTime(instant.as_millisecond() - self.origin.as_millisecond());
        (SimTime(0) <= at && at <= self.window.1).then_some(at)
    }

    /// Time zero in UTC.
    #[must_use]
    pub const fn origin(&self) -> Timestamp {
        self.origin
    }

    /// Hours from the first week's Monday 00:00 to time zero, in milliseconds.
    #[must_use]
    pub const fn offset_ms(&self) -> i64 {
        self.offset_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_wednesday_start_has_two_days_of_lead_in() {
        let clock = Clock::new(date(2024, 1, 10), 28, SimDuration::from_hours(48));
        assert_eq!(clock.window().0, SimTime(48 * HOUR_MS));
        assert_eq!(clock.window().1 - clock.window().0, SimDuration(4 * WEEK_MS));
        assert_eq!(clock.local(SimTime(0)).hour_of_week, 4);
        assert_eq!(clock.weeks()[0].start, SimTime(-4 * HOUR_MS));
        assert_eq!(clock.origin().to_string(), "2024-01-08T04:00:00Z");
    }

    #[test]
    fn clock_changes_make_weeks_of_167_and_169_hours() {
        let clock = Clock::new(date(2024, 1, 3), 364, SimDuration::from_hours(48));
        let odd: Vec<usize> = clock.weeks().iter().map(|w| w.hours).filter(|&h| h != 168).collect();
        assert_eq!(odd, [167, 169]);
        assert!(clock.weeks().windows(2).all(|w| w[1].start.0 == w[0].start.0 + w[0].hours as i64 * HOUR_MS));
        assert!(clock.weeks().windows(2).all(|w| w[1].number == w[0].number + 1));
    }
}
