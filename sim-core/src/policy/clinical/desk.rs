use super::ClinicalRule;
use crate::category::Category;
use crate::dist::Shape;
use crate::policy::{Span, Spread, bounds};
use serde::{Deserialize, Serialize};

/// Clinicians of finite hours for each service: C2 navigation, and validation of less urgent incidents before dispatch.
///
/// A share of C2 is navigated (2B and 2C), the rest (2A) is dispatched at once. The clock never stops. No vehicle is held
/// for an incident at the desk, so it never keeps one from a 2A. It is dispatched when no clinician has begun within the
/// limit; with `vehicle_first` also at once where a vehicle is available. C2 goes before C3, C4 and Other, within a
/// category the longest wait first.
///
/// Hear and treat is what comes out. Those that can be closed are the published share of the category times
/// `closable_ratio`, among those assessed in time; so the published share comes out when one in `closable_ratio` is
/// assessed in time, and more with more clinicians. What a scenario leaves out has the value in
/// [`ClinicalDesk::default`].
///
/// # Source
/// C2 segmentation as NHS England describes it; A132, A134 and A135 publish assessments and the time to them. All values
/// are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClinicalDesk {
    /// Clinician hours for 1,000 incidents of an ordinary week.
    #[serde(deserialize_with = "bounds::amount")]
    pub hours_per_1000_incidents: f64,
    /// How the hours are spread over the week.
    pub spread: Spread,
    /// Mean length of an assessment.
    pub assessment: Span,
    /// Shape of that time.
    pub assessment_shape: Shape,
    /// Share of C2 that is navigated before a vehicle is sent.
    #[serde(deserialize_with = "bounds::share")]
    pub navigated_share_c2: f64,
    /// Longest wait of a navigated C2 for a clinician.
    pub navigation_limit: Span,
    /// Categories that are validated before a vehicle is sent.
    pub validated: Vec<Category>,
    /// Longest wait of a validated incident for a clinician.
    pub validation_limit: Span,
    /// Whether a navigated C2 is dispatched at once where a vehicle is available.
    pub vehicle_first: bool,
    /// Incidents that a clinician could close for each one that is published as treated by telephone.
    #[serde(deserialize_with = "bounds::ratio")]
    pub closable_ratio: f64,
    /// Share of the assessed, those closed left out, that go to the next more urgent category.
    #[serde(deserialize_with = "bounds::share")]
    pub upgrade_share: f64,
    /// Share of the assessed, those closed left out, that go to the next less urgent category.
    #[serde(deserialize_with = "bounds::share")]
    pub downgrade_share: f64,
    /// Share of first assessments that end with a call back later.
    #[serde(deserialize_with = "bounds::share")]
    pub call_back_share: f64,
    /// When the call back is due.
    pub call_back_after: Span,
}

impl Default for ClinicalDesk {
    /// Hours that assess about four in five of those who should be.
    fn default() -> Self {
        Self {
            hours_per_1000_incidents: 105.0,
            spread: Spread::Demand,
            assessment: Span::minutes(10),
            assessment_shape: Shape::Lognormal { cv: 0.5 },
            navigated_share_c2: 0.4,
            navigation_limit: Span::minutes(10),
            validated: vec![Category::C3, Category::C4, Category::Other],
            validation_limit: Span::minutes(60),
            vehicle_first: false,
            closable_ratio: 1.25,
            upgrade_share: 0.05,
            downgrade_share: 0.2,
            call_back_share: 0.05,
            call_back_after: Span::minutes(30),
        }
    }
}

/// What an assessment leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    /// Treated by telephone: hear and treat.
    Closed = 0,
    /// A more urgent category, then dispatched.
    Upgraded = 1,
    /// A less urgent category, then dispatched.
    Downgraded = 2,
    /// To be called again.
    CalledBack = 3,
    /// Dispatched as it is.
    Dispatched = 4,
    /// Dispatched because no clinician had begun within the limit.
    Overdue = 5,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 6] =
        [Self::Closed, Self::Upgraded, Self::Downgraded, Self::CalledBack, Self::Dispatched, Self::Overdue];
}

impl ClinicalDesk {
    /// What an assessment leads to, by two marks; `closable` is the share that can be closed, `first` tells whether a
    /// call back is still possible.
    #[must_use]
    pub fn outcome(&self, closable: bool, first: bool, [again, other]: [f64; 2]) -> Outcome {
        if first && again < self.call_back_share {
            Outcome::CalledBack
        } else if closable {
            Outcome::Closed
        } else if other < self.upgrade_share {
            Outcome::Upgraded
        } else if other < self.upgrade_share + self.downgrade_share {
            Outcome::Downgraded
        } else {
            Outcome::Dispatched
        }
    }

    /// The share of a category's assessed incidents that can be closed, from the published share that is.
    #[must_use]
    pub fn closable_share(&self, category: Category, published: f64) -> f64 {
        let assessed = if category == Category::C2 { self.navigated_share_c2.max(1e-9) } else { 1.0 };
        (self.closable_ratio * published / assessed).clamp(0.0, 0.95)
    }
}

impl ClinicalRule for ClinicalDesk {
    fn desk(&self) -> Option<&ClinicalDesk> {
        Some(self)
    }
}
