use super::ClinicalRule;
use crate::category::Category;
use crate::dist::Shape;
use crate::policy::{Span, Spread, bounds};
use serde::{Deserialize, Serialize};

/// Clinicians of finite hours for each service: C2 navigation, and validation of less urgent incidents before dispatch.
///
/// A share of C2 is navigated (2B and 2C), the rest (2A) is dispatched at once. The clock never stops. No vehicle is held
/// for an incident at the desk, so it never keeps one from a 2A. It is dispatched when no clinician has begun within the
/// limit; with `vehicle_first` also at once where a vehicle is available. C2 goes first, and then
/// whoever has waited longest.
///
/// What a scenario leaves out of hours and of shares assessed is fitted for each service to its published assessments and
/// the time to them. Hear and treat is what comes out: who is assessed can be closed as often as the published share asks,
/// up to the assumption `assessed_closed_most`; those whom a scenario has assessed beyond that are closed as often as
/// `closable_share_*` says. Assessment, upgrades and downgrades are the region's assumptions `assessment_min`,
/// `upgrade_share` and `downgrade_share`. Any other setting that is left out has the value in [`ClinicalDesk::default`].
///
/// # Source
/// C2 segmentation as NHS England describes it; A132, A134 and A135 publish assessments and the time to them. All other
/// values are assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClinicalDesk {
    /// Clinician hours for 1,000 incidents of an ordinary week; fitted if left out.
    #[serde(deserialize_with = "bounds::some_amount", skip_serializing_if = "Option::is_none")]
    pub hours_per_1000_incidents: Option<f64>,
    /// Multiplier of those hours: what a scenario changes.
    #[serde(deserialize_with = "bounds::ratio")]
    pub hours_ratio: f64,
    /// How the hours are spread over the week.
    pub spread: Spread,
    /// Mean length of an assessment.
    pub assessment: Span,
    /// Shape of that time.
    pub assessment_shape: Shape,
    /// Share of C2 that is navigated before a vehicle is sent; fitted if left out.
    #[serde(deserialize_with = "bounds::some_share", skip_serializing_if = "Option::is_none")]
    pub navigated_share_c2: Option<f64>,
    /// Longest wait of a navigated C2 for a clinician.
    pub navigation_limit: Span,
    /// Categories that are validated before a vehicle is sent.
    pub validated: Vec<Category>,
    /// Share of them that is validated; fitted for each category if left out.
    #[serde(deserialize_with = "bounds::some_share", skip_serializing_if = "Option::is_none")]
    pub validated_share: Option<f64>,
    /// Longest wait of a validated incident for a clinician.
    pub validation_limit: Span,
    /// Whether a navigated C2 is dispatched at once where a vehicle is available.
    pub vehicle_first: bool,
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
    /// Hours and shares assessed as fitted; assessment, upgrades and downgrades as the shipped regions assume.
    fn default() -> Self {
        Self {
            hours_per_1000_incidents: None,
            hours_ratio: 1.0,
            spread: Spread::Demand,
            assessment: Span::minutes(10),
            assessment_shape: Shape::Lognormal { cv: 0.5 },
            navigated_share_c2: None,
            navigation_limit: Span::minutes(10),
            validated: vec![Category::C3, Category::C4, Category::Other],
            validated_share: None,
            validation_limit: Span::minutes(240),
            vehicle_first: false,
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
}

impl ClinicalDesk {
    /// The share of a category that clinicians are to assess, where today `fitted` of it is assessed.
    #[must_use]
    pub fn assessed_share(&self, category: Category, fitted: f64) -> f64 {
        match category {
            Category::C1 => 0.0,
            Category::C2 => self.navigated_share_c2.unwrap_or(fitted),
            _ if self.validated.contains(&category) => self.validated_share.unwrap_or(fitted),
            Category::C3 | Category::C4 | Category::Other => 0.0,
        }
    }
}

impl ClinicalRule for ClinicalDesk {
    fn desk(&self) -> Option<&ClinicalDesk> {
        Some(self)
    }
}
