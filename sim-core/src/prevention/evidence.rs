//! What is known of an effect, and what of it is used.

use crate::dist::normal_quantile;
use crate::region::Grade;
use crate::rng::Key;

/// A number with the range in which it is believed to lie: value, and 2.5% and 97.5% points or least and most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranged {
    /// The central value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Ranged {
    /// A number that is known.
    #[must_use]
    pub const fn known(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// The value at a mark: triangular between the ends with the value as its mode.
    ///
    /// # Source
    /// The inverse of the triangular law, as in Law (2015), *Simulation Modeling and Analysis*, section 8.3.
    #[must_use]
    pub fn triangular(&self, u: f64) -> f64 {
        let width = self.high - self.low;
        if width <= 0.0 {
            return self.value;
        }
        let below = (self.value - self.low) / width;
        if u < below {
            self.low + (u * width * (self.value - self.low)).sqrt()
        } else {
            self.high - ((1.0 - u) * width * (self.high - self.value)).sqrt()
        }
    }

    /// Standard error of the logarithm of a ratio whose ends are those of a 95% interval: (ln U − ln L) / 3.92.
    #[must_use]
    pub fn log_se(&self) -> f64 {
        (libm::log(self.high) - libm::log(self.low)) / 3.92
    }
}

/// How much of a published effect is believed to carry over to a whole service, by grade: regression to the mean, and
/// what is lost when a trial becomes a programme. Assumptions.
#[must_use]
pub const fn transfer(grade: Grade) -> Ranged {
    match grade {
        Grade::A => Ranged { value: 0.8, low: 0.6, high: 1.0 },
        Grade::B => Ranged { value: 0.6, low: 0.3, high: 0.9 },
        Grade::C => Ranged { value: 0.3, low: 0.0, high: 0.6 },
        Grade::D => Ranged { value: 0.15, low: 0.0, high: 0.4 },
    }
}

/// A ratio of rates as published, and how it is graded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The ratio with its 95% interval; below 1 prevents.
    pub ratio: Ranged,
    /// How it was found.
    pub grade: Grade,
    /// How much of it carries over.
    pub transfer: Ranged,
}

/// Marks of a draw of an effect.
const OF_RATIO: u64 = 0;
const OF_TRANSFER: u64 = 1;

impl Evidence {
    /// The ratio that is used: the published one to the power of the transfer factor.
    ///
    /// With a key it is drawn: the logarithm of the ratio is normal with the interval's standard error, the transfer
    /// factor triangular in its range. Without one both stand at their central values.
    #[must_use]
    pub fn used(&self, draw: Option<Key>) -> f64 {
        let (score, transfer) = match draw {
            Some(key) => (
                normal_quantile(key.mark(OF_RATIO).max(1e-12)),
                self.transfer.triangular(key.mark(OF_TRANSFER)),
            ),
            None => (0.0, self.transfer.value),
        };
        let log = libm::log(self.ratio.value) + score * self.ratio.log_se();
        libm::exp(transfer * log)
    }

    /// The share that is used, where the evidence is of a share rather than of a ratio: the published one times the
    /// transfer factor; with a key, both triangular in their ranges.
    #[must_use]
    pub fn share_used(&self, draw: Option<Key>) -> f64 {
        let at = |range: &Ranged, mark| draw.map_or(range.value, |key| range.triangular(key.mark(mark)));
        (at(&self.ratio, OF_RATIO) * at(&self.transfer, OF_TRANSFER)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Address, Purpose};

    const LOGAN: Evidence = Evidence {
        ratio: Ranged { value: 0.6, low: 0.4, high: 0.92 },
        grade: Grade::A,
        transfer: transfer(Grade::A),
    };

    #[test]
    fn the_standard_error_is_that_of_the_published_interval() {
        assert!((LOGAN.ratio.log_se() - 0.212_476_817_075_281_63).abs() < 1e-12);
        // Falls a person-year in either arm, and their ratio as published.
        let falls: [f64; 2] = [3.46, 7.68];
        assert!((falls[0] / falls[1] - 0.4505).abs() < 5e-4);
    }

    #[test]
    fn the_central_value_is_shrunk_by_the_transfer_factor() {
        assert!((LOGAN.used(None) - libm::pow(0.6, 0.8)).abs() < 1e-12);
        let none = Evidence { ratio: Ranged::known(1.0), ..LOGAN };
        assert_eq!(none.used(None), 1.0);
        assert_eq!(none.used(Some(Address::new(1, 0).key(Purpose::Effect, 7))), 1.0);
    }

    #[test]
    fn draws_have_the_interval_of_the_evidence() {
        let n = 20_000;
        let sure = Evidence { transfer: Ranged::known(1.0), ..LOGAN };
        let of = |entity| sure.used(Some(Address::new(3, 0).key(Purpose::Effect, entity)));
        let mut draws: Vec<f64> = (0..n).map(of).collect();
        draws.sort_by(f64::total_cmp);
        let at = |share: f64| draws[(share * n as f64) as usize];
        // The published interval is not quite symmetric around its logarithm.
        let half = 1.96 * LOGAN.ratio.log_se();
        assert!((libm::log(at(0.5)) - libm::log(0.6)).abs() < 0.01);
        assert!((libm::log(at(0.975)) - libm::log(0.6) - half).abs() < 0.02);
        assert!((libm::log(at(0.025)) - libm::log(0.6) + half).abs() < 0.02);
    }

    #[test]
    fn a_triangular_draw_has_its_mode_and_ends() {
        let range = transfer(Grade::B);
        assert!((range.triangular(0.0) - 0.3).abs() < 1e-12 && (range.triangular(1.0) - 0.9).abs() < 1e-12);
        assert!((range.triangular(0.5) - 0.6).abs() < 1e-12);
        assert_eq!(Ranged::known(0.4).triangular(0.9), 0.4);
    }
}
