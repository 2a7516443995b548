use crate::units::{DAY_MS, SimTime};

/// The strength of a relationship, in [0, 1]: contact closes the gap to 1, and without it strength fades.
///
/// dR = gain × contact hours × (1 − R) − fading × R. Between events contact is the standing one alone, so that R is
/// known exactly at any later instant; work done is a jump.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Relationship {
    strength: f64,
    since: SimTime,
    /// Gain by standing contact, and fading, a day.
    gain_per_day: f64,
    fading_per_day: f64,
    gain_per_hour: f64,
}

impl Relationship {
    /// A relationship at the beginning.
    pub fn new(
        strength: f64,
        standing_hours_per_week: f64,
        gain_per_hour: f64,
        fading_per_year: f64,
    ) -> Self {
        let gain_per_day = gain_per_hour * standing_hours_per_week / 7.0;
        let fading_per_day = fading_per_year / 365.25;
        Self { strength, since: SimTime(0), gain_per_day, fading_per_day, gain_per_hour }
    }

    /// Its strength at an instant that is not before the last one asked for.
    pub fn at(&mut self, now: SimTime) -> f64 {
        let days = (now - self.since).0 as f64 / DAY_MS as f64;
        let rate = self.gain_per_day + self.fading_per_day;
        if days > 0.0 && rate > 0.0 {
            let rest = self.gain_per_day / rate;
            self.strength = rest + (self.strength - rest) * libm::exp(-rate * days);
        }
        self.since = now;
        self.strength
    }

    /// After so many hours of work together.
    pub fn worked(&mut self, now: SimTime, hours: f64) {
        let gap = 1.0 - self.at(now);
        self.strength = 1.0 - gap * libm::exp(-self.gain_per_hour * hours);
    }

    /// After a shock that leaves a part of it.
    pub fn scaled(&mut self, now: SimTime, ratio: f64) {
        self.strength = (self.at(now) * ratio).clamp(0.0, 1.0);
    }

    /// After a decision that failed.
    pub fn failed(&mut self, now: SimTime, loss: f64) {
        self.strength = (self.at(now) - loss).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fades_without_contact_and_settles_where_contact_holds_it() {
        let year = SimTime(365 * DAY_MS + DAY_MS / 4);
        let mut alone = Relationship::new(0.8, 0.0, 0.004, 0.2);
        assert!((alone.at(year) - 0.8 * libm::exp(-0.2)).abs() < 1e-12);
        let mut kept = Relationship::new(0.1, 6.0, 0.004, 0.2);
        let gain = 0.004 * 6.0 / 7.0 * 365.25;
        assert!((kept.at(SimTime(100 * year.0)) - gain / (gain + 0.2)).abs() < 1e-9);
        kept.worked(SimTime(100 * year.0), 1e9);
        assert_eq!(kept.at(SimTime(100 * year.0)), 1.0);
    }
}
