use super::{PatienceRule, Welfare};
use crate::category::Category;
use crate::dist::Shape;
use crate::policy::{Span, bounds};
use crate::units::SimDuration;
use serde::{Deserialize, Serialize};

/// A patient whom no vehicle has reached within their patience gives up: cancels, or comes to the nearest emergency
/// department. C1 never does.
///
/// Patience counts from the end of triage. Vehicles on the way are stood down. A median of zero gives a loss system.
/// Welfare calls take a clinician's time where there is a clinical desk; one for which no clinician is free is left out.
/// What a scenario leaves out has the value in [`ByCategory::default`].
///
/// # Source
/// Assumptions; no service publishes how long patients wait before they give up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ByCategory {
    /// Median patience of C2.
    pub median_c2: Span,
    /// Median patience of C3.
    pub median_c3: Span,
    /// Median patience of C4.
    pub median_c4: Span,
    /// Median patience of Other.
    pub median_other: Span,
    /// Shape of patience.
    pub shape: Shape,
    /// Share of those who give up that come to an emergency department by themselves.
    #[serde(deserialize_with = "bounds::share")]
    pub self_presents_share: f64,
    /// Time between two welfare calls to a patient who waits; zero: there are none.
    pub welfare_call_every: Span,
    /// What a welfare call takes of a clinician's time.
    pub welfare_call: Span,
    /// Share of the welfare calls at which the patient cancels.
    #[serde(deserialize_with = "bounds::share")]
    pub welfare_cancel_share: f64,
}

impl Default for ByCategory {
    fn default() -> Self {
        Self {
            median_c2: Span::minutes(480),
            median_c3: Span::minutes(360),
            median_c4: Span::minutes(480),
            median_other: Span::minutes(720),
            shape: Shape::Lognormal { cv: 1.0 },
            self_presents_share: 0.3,
            welfare_call_every: Span::minutes(60),
            welfare_call: Span::minutes(4),
            welfare_cancel_share: 0.02,
        }
    }
}

impl PatienceRule for ByCategory {
    fn patience(&self, category: Category, mark: f64) -> Option<SimDuration> {
        let median = match category {
            Category::C1 => return None,
            Category::C2 => self.median_c2,
            Category::C3 => self.median_c3,
            Category::C4 => self.median_c4,
            Category::Other => self.median_other,
        };
        let ratio = self.shape.quantile(mark) / self.shape.quantile(0.5);
        Some(SimDuration::from_seconds(median.0.seconds() * ratio))
    }

    fn self_presents_share(&self) -> f64 {
        self.self_presents_share
    }

    fn welfare(&self) -> Option<Welfare> {
        (self.welfare_call_every.ms() > 0).then_some(Welfare {
            every: self.welfare_call_every.0,
            takes: self.welfare_call.0,
            cancel_share: self.welfare_cancel_share,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_give_up_before_the_median_and_c1_never() {
        for shape in [Shape::Exponential, Shape::Lognormal { cv: 2.0 }, Shape::Fixed] {
            let rule = ByCategory { shape, ..ByCategory::default() };
            let median = rule.patience(Category::C3, 0.5).map(SimDuration::seconds);
            assert!((median.expect("C3 has a patience") - 6.0 * 3600.0).abs() < 0.01, "{shape:?}");
            assert_eq!(rule.patience(Category::C1, 0.5), None);
        }
    }
}
