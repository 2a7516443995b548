use super::partner::Partner;

/// What tells ICSs apart: share aged 75 and over, deprivation, share rural.
pub const PROFILE: usize = 3;

/// An ICS as a member of its ambulance trust's partnership.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// ODS code.
    pub code: String,
    /// Made from the code; addresses luck.
    pub identity: u64,
    /// Residents within the trust.
    pub residents: f64,
    /// Hours of its engagement team, a week.
    pub hours_per_week: f64,
    /// Maturity, in [0, 1].
    pub maturity: f64,
    /// Relationship with the trust at the beginning, in [0, 1].
    pub relationship: f64,
    /// Profile, each feature in standard deviations between ICSs.
    pub profile: [f64; PROFILE],
}

impl Member {
    /// How many places it has: of so many residents each, at least one.
    #[must_use]
    pub fn places(&self, place_residents: f64) -> usize {
        (self.residents / place_residents).round().clamp(1.0, 40.0) as usize
    }
}

/// An intervention that is wanted in every ICS of a trust.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Name; an intervention's where it is one.
    pub name: String,
    /// Made from the name; addresses luck.
    pub identity: u64,
    /// Work against that of the standard package.
    pub work_ratio: f64,
    /// What it is worth against the other proposals.
    pub benefit: f64,
    /// Evidence: 1 for A, 1/3 for B, −1/3 for C, −1 for D.
    pub grade: f64,
    /// How unlike costs and benefits fall on who pays, in [0, 1].
    pub cost_gap: f64,
    /// Who else is needed for it.
    pub partners: Vec<Partner>,
    /// Day on which it is first wanted.
    pub from_day: f64,
}
