//! What is judged, by what it is about.

use super::parts::Part;
use crate::governance::process::Number;
use crate::region::PartnershipQuantity;

/// A group of numbers that are about the same thing, or the luck of forums and lawyers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Hours of teams, and what takes of them: standing relationships, co-ordination, pressure, assessments.
    Hours,
    /// Hours that the stages of a package take.
    Work,
    /// Delays beside the work.
    Delays,
    /// How often forums meet, how much they hear, how many there are, and the quota.
    Forums,
    /// How likely approval is, call-ins and overrides; maturity.
    Approval,
    /// Relationships, how they grow and fade, and the work that a weak one adds.
    Relationships,
    /// Loss of fit, tailoring, and effort under shared risk.
    Fit,
    /// No belief: the luck of forums and lawyers.
    Chance,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Hours,
        Self::Work,
        Self::Delays,
        Self::Forums,
        Self::Approval,
        Self::Relationships,
        Self::Fit,
        Self::Chance,
    ];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Work => "work",
            Self::Delays => "delays",
            Self::Forums => "forums",
            Self::Approval => "approval",
            Self::Relationships => "relationships",
            Self::Fit => "fit",
            Self::Chance => "chance",
        }
    }

    /// What a number of the process is about; prices and weights move no date and count as hours.
    #[must_use]
    pub const fn of_number(number: Number) -> Self {
        use Number as N;
        match number {
            N::StandingOwn | N::Coordination | N::CrowdingOut | N::LeadBias => Self::Hours,
            N::EngagementCost | N::RiskWeight => Self::Hours,
            N::ScopeHours | N::DataHours | N::TailoringHours | N::MobiliseHours => Self::Work,
            N::HolderScopeShare | N::IcsDataHours | N::IcsTailoringHours => Self::Work,
            N::ExtraPerMember | N::TrustTailoringShare => Self::Work,
            N::AgreementDays | N::AgreementSpread | N::MobiliseDays => Self::Delays,
            N::CallInDays | N::DeterminationDays | N::OverrideDays => Self::Delays,
            N::EffortWithoutRelationship | N::RelationshipGain | N::RelationshipFading => Self::Relationships,
            N::RelationshipFailed | N::PartnerRelationship => Self::Relationships,
            N::Approval | N::ApprovalRelationship | N::ApprovalMaturity | N::ApprovalGrade => Self::Approval,
            N::ApprovalMisfit | N::ApprovalCostGap | N::CallIn | N::Upheld => Self::Approval,
            N::OverrideProbability => Self::Approval,
            N::FitLoss | N::MoralHazard => Self::Fit,
            N::BoardDays | N::BoardSlots | N::CommitteeDays | N::CommitteeSlots => Self::Forums,
            N::PlaceDays | N::PlaceSlots | N::PlaceResidents => Self::Forums,
            N::PartnershipDays | N::PartnershipSlots => Self::Forums,
        }
    }

    /// What a part of an arrangement is about.
    #[must_use]
    pub const fn of_part(part: Part) -> Self {
        match part {
            Part::StandingLead | Part::StandingMember | Part::StandingRatio => Self::Hours,
            Part::MembersPay | Part::AssessedEveryDays | Part::AssessmentHours => Self::Hours,
            Part::MobiliseRatio | Part::MemberScopeShare => Self::Work,
            Part::SetUpDays => Self::Delays,
            Part::Quota | Part::BoardIntervalRatio => Self::Forums,
            Part::NeedsMaturity => Self::Approval,
            Part::Tailoring | Part::RiskShare => Self::Fit,
        }
    }

    /// What a quantity of a partnership is about.
    #[must_use]
    pub const fn of_quantity(quantity: PartnershipQuantity) -> Self {
        match quantity {
            PartnershipQuantity::TeamHours | PartnershipQuantity::EngagementHours => Self::Hours,
            PartnershipQuantity::Maturity => Self::Approval,
            PartnershipQuantity::Relationship => Self::Relationships,
        }
    }
}
