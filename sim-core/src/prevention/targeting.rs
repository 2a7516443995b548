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

/// What is assumed of who is reached, by whom and with which data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Targeting {
    /// By how much the logarithm of reach rises from a deprivation quintile to the next less deprived one: under a passive
    /// offer, and under a proactive one.
    pub slopes: [f64; 2],
    /// Area under the curve of whoever tells those at risk from the others, 0 to 1: without shared data, with records of the
    /// NHS, and with those of the council too.
    pub auc: [f64; 3],
}

/// The steepest slope that is taken: beyond it one quintile has all.
const STEEPEST: f64 = 10.0;
/// How far an area under the curve stays from 0 and 1.
const LEAST_AUC: f64 = 1e-6;

impl Offer {
    /// Reach of each quintile, the most deprived first, against the middle one.
    #[must_use]
    pub fn by_quintile(self, targeting: &Targeting) -> [f64; QUINTILES] {
        let slope = match self {
            Self::Passive => targeting.slopes[0],
            Self::Proactive => targeting.slopes[1],
        };
        let middle = (QUINTILES / 2) as f64;
        let slope = slope.clamp(-STEEPEST, STEEPEST);
        std::array::from_fn(|quintile| libm::exp(slope * (quintile as f64 - middle)))
    }
}

impl DataSharing {
    /// How many more of those at risk are among the people reached, for the same capacity, than without shared data.
    ///
    /// # Source
    /// The binormal model of a test with equal variances (Green and Swets 1966): sensitivity at a share `reach` of people
    /// reached is 1 − Φ(z − √2 Φ⁻¹(AUC)) with z at 1 − `reach`.
    #[must_use]
    pub fn uplift(self, reach: f64, targeting: &Targeting) -> f64 {
        if reach <= 0.0 || reach >= 1.0 {
            return 1.0;
        }
        let sensitivity = |own: Self| {
            let auc = targeting.auc[own as usize].clamp(LEAST_AUC, 1.0 - LEAST_AUC);
            1.0 - normal_cdf(normal_quantile(1.0 - reach) - std::f64::consts::SQRT_2 * normal_quantile(auc))
        };
        sensitivity(self) / sensitivity(Self::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: Targeting = Targeting { slopes: [0.1, -0.1], auc: [0.60, 0.70, 0.75] };

    #[test]
    fn a_passive_offer_reaches_the_deprived_least_and_a_proactive_one_most() {
        let (passive, proactive) = (Offer::Passive.by_quintile(&OURS), Offer::Proactive.by_quintile(&OURS));
        assert!((passive[0] - libm::exp(-0.2)).abs() < 1e-12 && (passive[2] - 1.0).abs() < 1e-12);
        assert!((proactive[0] - libm::exp(0.2)).abs() < 1e-12 && proactive[4] < 1.0);
    }

    #[test]
    fn shared_data_find_more_of_those_at_risk_and_nobody_when_all_are_reached() {
        let sharing = [DataSharing::None, DataSharing::Nhs, DataSharing::Council];
        let uplifts = sharing.map(|data| data.uplift(0.2, &OURS));
        assert!(uplifts[0] == 1.0 && uplifts[0] < uplifts[1] && uplifts[1] < uplifts[2], "{uplifts:?}");
        // Φ⁻¹(0.8) = 0.8416; √2 Φ⁻¹(0.7) = 0.7416 and √2 Φ⁻¹(0.6) = 0.3583: (1 − Φ(0.1000)) / (1 − Φ(0.4833)).
        assert!((uplifts[1] - 0.460_17 / 0.314_44).abs() < 1e-3, "{}", uplifts[1]);
        assert_eq!(DataSharing::Council.uplift(1.0, &OURS), 1.0);
    }
    #[test]
    fn what_is_stated_beyond_reason_is_still_a_number() {
        let odd = Targeting { slopes: [1e12, -1e12], auc: [0.0, 1.0, 0.5] };
        assert!(Offer::Passive.by_quintile(&odd).iter().all(|ratio| ratio.is_finite()));
        assert!(
            DataSharing::Nhs.uplift(0.2, &odd).is_finite() && DataSharing::Council.uplift(0.2, &odd) > 0.0
        );
    }
}
