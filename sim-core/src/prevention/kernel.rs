/// How an intervention comes into force and fades, days since it went live.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kernel {
    /// Days until it reaches anybody.
    pub lag_days: f64,
    /// Time constant of its growth, days; 0: all at once.
    pub ramp_days: f64,
    /// Days in which what it does falls by half; infinite: it lasts.
    pub half_life_days: f64,
}

impl Kernel {
    /// At full force from the first instant, for ever.
    pub const WHOLE: Self = Self { lag_days: 0.0, ramp_days: 0.0, half_life_days: f64::INFINITY };

    /// The share of its full force some days after it went live, 0 to 1: 0 before the lag u < L, then
    /// (1 − e^(−(u − L) / ρ)) · 2^(−(u − L) / h).
    #[must_use]
    pub fn at(&self, days: f64) -> f64 {
        let since = days - self.lag_days;
        if since < 0.0 {
            return 0.0;
        }
        let grown = if self.ramp_days > 0.0 { 1.0 - libm::exp(-since / self.ramp_days) } else { 1.0 };
        grown * libm::exp2(-since / self.half_life_days)
    }
}

impl Kernel {
    /// The mean of its share between two days since it went live, by the middle of each day.
    #[must_use]
    pub fn mean(&self, from: u32, until: u32) -> f64 {
        let sum: f64 = (from..until).map(|day| self.at(f64::from(day) + 0.5)).sum();
        if until > from { sum / f64::from(until - from) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lag_a_ramp_and_a_half_life_give_the_known_values() {
        let kernel = Kernel { lag_days: 30.0, ramp_days: 90.0, half_life_days: 730.0 };
        let known = [
            (15.0, 0.0),
            (90.0, 0.459_636_632_361_303_75),
            (180.0, 0.703_447_978_323_752_4),
            (365.0, 0.709_946_684_362_480_2),
            (730.0, 0.514_232_022_420_098_2),
        ];
        for (days, wanted) in known {
            assert!((kernel.at(days) - wanted).abs() < 1e-9, "day {days}: {}", kernel.at(days));
        }
    }

    #[test]
    fn without_ramp_and_fading_it_is_whole_from_the_lag() {
        assert_eq!(Kernel::WHOLE.at(0.0), 1.0);
        let late = Kernel { lag_days: 7.0, ..Kernel::WHOLE };
        assert_eq!((late.at(6.9), late.at(7.0), late.at(4_000.0)), (0.0, 1.0, 1.0));
    }
}
