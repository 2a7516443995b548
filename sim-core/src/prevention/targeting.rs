//! Who is reached: inverse care, going out to those in need, and what shared data add to finding them.

use super::programme::QUINTILES;
use crate::dist::{normal_cdf, normal_quantile};

/// How people come to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// An offer that people take up: those in most need the least.
    Passive,
    /// Going out to those in most need.
    Proactive,
}

/// Which data tell who is at risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataSharing {
    /// None but an organisation's own.
    None,
    /// Records of the NHS.
    Nhs,
    /// Records of the NHS and of the council, such as lists of assisted bin collections.
    Council,
}

impl Offer {
    /// By how much reach falls from one deprivation quintile to the next more deprived one, on the logarithm. Assumptions
    /// (−0.3 to 0.1 under a passive offer).
    const fn slope(self) -> f64 {
        match self {
            Self::Passive => -0.1,
            Self::Proactive => 0.1,
        }
    }

    /// Reach of each quintile, the most deprived first, against the middle one.
    #[must_use]
    pub fn by_quintile(self) -> [f64; QUINTILES] {
        let middle = (QUINTILES / 2) as f64;
        std::array::from_fn(|quintile| libm::exp(self.slope() * (middle - quintile as f64)))
    }
}

impl DataSharing {
    /// Area under the curve of whoever tells those at risk from the others. Assumptions, each ± 0.05.
    const fn auc(self) -> f64 {
        match self {
            Self::None => 0.60,
            Self::Nhs => 0.70,
            Self::Council => 0.75,
        }
    }

    /// How many more of those at risk are among the people reached, for the same capacity, than without shared data.
    ///
    /// # Source
    /// The binormal model of a test with equal variances (Green and Swets 1966): sensitivity at a share `reach` of people
    /// reached is 1 − Φ(z − √2 Φ⁻¹(AUC)) with z at 1 − `reach`.
    #[must_use]
    pub fn uplift(self, reach: f64) -> f64 {
        if reach <= 0.0 || reach >= 1.0 {
            return 1.0;
        }
        let sensitivity = |auc: f64| {
            1.0 - normal_cdf(normal_quantile(1.0 - reach) - std::f64::consts::SQRT_2 * normal_quantile(auc))
        };
        sensitivity(self.auc()) / sensitivity(Self::None.auc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passive_offer_reaches_the_deprived_least_and_a_proactive_one_most() {
        let (passive, proactive) = (Offer::Passive.by_quintile(), Offer::Proactive.by_quintile());
        assert!((passive[0] - libm::exp(-0.2)).abs() < 1e-12 && (passive[2] - 1.0).abs() < 1e-12);
        assert!((proactive[0] - libm::exp(0.2)).abs() < 1e-12 && proactive[4] < 1.0);
    }

    #[test]
    fn shared_data_find_more_of_those_at_risk_and_nobody_when_all_are_reached() {
        let sharing = [DataSharing::None, DataSharing::Nhs, DataSharing::Council];
        let uplifts = sharing.map(|data| data.uplift(0.2));
        assert!(uplifts[0] == 1.0 && uplifts[0] < uplifts[1] && uplifts[1] < uplifts[2], "{uplifts:?}");
        // Φ⁻¹(0.8) = 0.8416; √2 Φ⁻¹(0.7) = 0.7416 and √2 Φ⁻¹(0.6) = 0.3583: (1 − Φ(0.1000)) / (1 − Φ(0.4833)).
        assert!((uplifts[1] - 0.460_17 / 0.314_44).abs() < 1e-3, "{}", uplifts[1]);
        assert_eq!(DataSharing::Council.uplift(1.0), 1.0);
    }
}
