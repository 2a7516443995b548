//! Whether prevention pays for its own growth.

/// The virtuous circle of a programme: what it gives back, what of that is put into it again, and what fades.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// Pounds of vehicle-hours released for a pound spent.
    pub returns: f64,
    /// Share of what is released that goes into prevention again.
    pub reinvested: f64,
    /// Share of a programme that is lost in a year: staff, places, what is forgotten.
    pub fading: f64,
    /// Share of effort that is crowded out where pressure is whole.
    pub crowding: f64,
}

impl Circle {
    /// The factor of a year on the budget, under a pressure from 0 (none) to 1: 1 + θ s (1 − ξ p) − δ.
    #[must_use]
    pub fn growth(&self, pressure: f64) -> f64 {
        1.0 + self.reinvested * self.returns * (1.0 - self.crowding * pressure) - self.fading
    }

    /// A budget after some years under one pressure.
    #[must_use]
    pub fn budget_after(&self, budget: f64, years: u32, pressure: f64) -> f64 {
        (0..years).fold(budget, |budget, _| budget * self.growth(pressure))
    }

    /// The returns at which a programme just holds itself under a pressure: above it the circle is virtuous, below it the
    /// programme shrinks unless somebody pays. Infinite where nothing is reinvested.
    #[must_use]
    pub fn needed(&self, pressure: f64) -> f64 {
        self.fading / (self.reinvested * (1.0 - self.crowding * pressure))
    }

    /// The pressure above which the programme shrinks; `None` where it shrinks under none, 1 where it grows under any.
    #[must_use]
    pub fn turns_at(&self) -> Option<f64> {
        if self.growth(0.0) < 1.0 {
            return None;
        }
        let spare = self.reinvested * self.returns - self.fading;
        let crowded = self.reinvested * self.returns * self.crowding;
        Some(if crowded > 0.0 { (spare / crowded).min(1.0) } else { 1.0 })
    }
}

/// Pressure from the share of on-duty time that vehicles are busy: 0 up to 0.85, 1 where they are always busy.
#[must_use]
pub fn pressure(busy_share: f64) -> f64 {
    const FREE_UP_TO: f64 = 0.85;
    ((busy_share - FREE_UP_TO) / (1.0 - FREE_UP_TO)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Circle = Circle { returns: 1.5, reinvested: 0.2, fading: 0.1, crowding: 0.5 };

    #[test]
    fn a_budget_grows_where_what_comes_back_outweighs_what_fades() {
        assert!((KNOWN.budget_after(100.0, 5, 0.0) - 248.832).abs() < 1e-9);
        let poor = Circle { returns: 0.4, ..KNOWN };
        assert!(poor.growth(0.0) < 1.0 && poor.turns_at().is_none());
        assert!((KNOWN.needed(0.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn pressure_turns_one_regime_into_the_other() {
        let close = Circle { returns: 0.6, ..KNOWN };
        let at = close.turns_at().expect("it grows without pressure");
        assert!((close.growth(at) - 1.0).abs() < 1e-12 && close.growth(at + 0.1) < 1.0);
        assert_eq!(KNOWN.turns_at(), Some(1.0));
        assert_eq!((pressure(0.5), pressure(1.0)), (0.0, 1.0));
        assert!((pressure(0.925) - 0.5).abs() < 1e-12);
    }

    /// # Source
    /// BMC Health Services Research 2021, 10.1186/s12913-021-06692-x: emergency admissions 2013-18 grew by 12.0% where no
    /// programme was, 6.4% with one kind, 8.8% with another and 3.5% with both.
    #[test]
    fn what_programmes_of_five_years_had_bounds_what_is_plausible() {
        let against = |grown: f64| (1.0 + grown / 100.0) / 1.12;
        for (grown, level) in [(6.4, 0.95), (8.8, 0.971_428_571_428_571_4), (3.5, 0.924_107_142_857_142_8)] {
            assert!((against(grown) - level).abs() < 1e-9);
        }
        assert!(1.0 - against(3.5) < super::super::PLAUSIBLE);
    }
}
